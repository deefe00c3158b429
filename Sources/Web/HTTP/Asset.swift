import HTTPTypes
package import Hummingbird
import NIOCore

/// A static file inside the program. Its name holds the hash of its bytes, so that browsers may keep it for good.
package struct Asset: Sendable {
    /// `rapport.css`.
    let name: StaticString
    /// The first 12 hexadecimal digits of the SHA-256 of its bytes.
    let hash: StaticString
    let contentType: String
    let body: StaticString
    /// `/assets/rapport.1f2e3d4c5b6a.css`.
    package let address: Address

    /// The response of the route `/assets/:file`: 304 where the browser has it, 404 for any other name or hash.
    package static func response(_ request: Request, _ context: WebContext) throws -> Response {
        guard let asset = byPath[request.uri.path] else { throw Refused.notFound }
        let tag = "\"\(asset.hash)\""
        var headers: HTTPFields = [
            .contentType: asset.contentType, .cacheControl: "public, max-age=31536000, immutable", .eTag: tag,
        ]
        if request.headers[.ifNoneMatch]?.contains(tag) == true { return Response(status: .notModified, headers: headers) }
        headers[.contentLength] = String(asset.body.utf8CodeUnitCount)
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(staticString: asset.body)))
    }

    private static let byPath = [String: Asset](uniqueKeysWithValues: all.map { ($0.address.description, $0) })
}
