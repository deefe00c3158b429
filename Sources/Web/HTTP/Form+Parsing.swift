import HTTPTypes
import Kernel
import Logging
import NIOCore

package import struct Hummingbird.Request

extension WebContext {
    /// The form of the request, `application/x-www-form-urlencoded` or `multipart/form-data`; without a body, an empty one.
    ///
    /// Throws `Refused.tooLarge` beyond the limit of the site or of the route, `.incomplete` for a body that breaks off,
    /// `.unsupportedMediaType` for another type of body and `.badRequest` for one that breaks its own format.
    package func form(_ request: Request) async throws -> Form {
        if let form { return form }
        let body = try await body(of: request, upTo: bodyLimit)
        guard !body.isEmpty else { return Form() }
        return try Form(body: body, contentType: request.headers[.contentType] ?? "")
    }

    /// The whole body of a request.
    /// - Throws: `Refused.tooLarge`, before it is read where its length is known; `.incomplete` where it breaks off.
    package func body(of request: Request, upTo limit: Int) async throws -> [UInt8] {
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > limit { throw Refused.tooLarge(limit: limit) }
        do {
            return Array(try await request.body.collect(upTo: limit).readableBytesView)
        } catch is NIOTooManyBytesError {
            throw Refused.tooLarge(limit: limit)
        } catch let error as CancellationError {
            throw error
        } catch {
            // All that can fail here is the visitor's own connection.
            logger.debug("a request broke off", metadata: ["error": "\(error)"])
            throw Refused.incomplete
        }
    }

    var bodyLimit: Int { endpointPath.flatMap { site.bodyLimits[$0] } ?? site.bodyLimit }
}

extension Form {
    /// A form with more fields than this is nobody's.
    static let mostFields = 2000

    /// Reads a body by its `Content-Type`.
    init(body: [UInt8], contentType: String) throws {
        let type = contentType.utf8.prefix { $0 != UInt8(ascii: ";") }
        switch String(decoding: type, as: UTF8.self).trimmed.lowercased() {
        case "application/x-www-form-urlencoded": try self.init(urlEncoded: body)
        case "multipart/form-data":
            guard let boundary = HeaderParameters(contentType)["boundary"], (1...70).contains(boundary.utf8.count) else {
                throw Refused.badRequest(field: "", text: "multipart/form-data without a boundary")
            }
            try self.init(multipart: body, boundary: boundary)
        default: throw Refused.unsupportedMediaType
        }
    }

    /// URL Standard §5.1. Line ends become `\n`; bytes that are no UTF-8 become U+FFFD and NUL goes, since no database takes it.
    init(urlEncoded body: [UInt8]) throws {
        var fields: [(name: String, value: String)] = []
        for pair in body.split(separator: UInt8(ascii: "&")) {
            guard fields.count < Self.mostFields else { throw Refused.badRequest(field: "", text: "more than \(Self.mostFields) fields") }
            let equals = pair.firstIndex(of: UInt8(ascii: "=")) ?? pair.endIndex
            let name = Self.text(Self.decode(pair[..<equals]))
            fields.append((name, Self.text(Self.decode(pair[equals...].dropFirst()))))
        }
        self.init(fields: fields)
    }

    private static func decode(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let byte = bytes[index]
            index += 1
            if byte == UInt8(ascii: "+") {
                result.append(0x20)
            } else if byte == UInt8(ascii: "%"), index + 1 < bytes.endIndex, let high = hex(bytes[index]), let low = hex(bytes[index + 1]) {
                result.append(high << 4 | low)
                index += 2
            } else {
                result.append(byte)
            }
        }
        return result
    }

    private static func hex(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    static func text(_ bytes: some Collection<UInt8>) -> String {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var wasReturn = false
        for byte in bytes {
            if byte == 0x0D {
                result.append(0x0A)
            } else if byte != 0, !(byte == 0x0A && wasReturn) {
                result.append(byte)
            }
            wasReturn = byte == 0x0D
        }
        return String(decoding: result, as: UTF8.self)
    }
}
