import Foundation
package import HTTPTypes
package import Hummingbird
import NIOCore

extension WebContext {
    /// The whole page as an answer.
    package func response(_ page: Page, status: HTTPResponse.Status = .ok) -> Response {
        var chrome = Chrome(
            language: language, viewer: viewer, furniture: page.layout == .bare ? Furniture() : site.furniture(self), flashes: flashes,
            csrf: csrfToken, path: path)
        if page.layout == .bare {
            let furniture = site.furniture(self)
            (chrome.furniture.brand, chrome.furniture.personas) = (furniture.brand, furniture.personas)
        }
        return response(document: Shell.document(page, chrome), status: status)
    }

    /// A whole HTML document, or a part of a page that a script asked for.
    package func response(document: HTML, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status, headers: [.contentType: "text/html; charset=utf-8", .contentLanguage: language.tag],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: document.bytes)))
    }

    /// 303 to `address` after a change, with a message that the next page shows once.
    package func redirect(to address: Address, _ flash: Flash? = nil) -> Response {
        var response = Response(status: .seeOther, headers: [.location: address.description])
        if let flash {
            response.headers.append(HTTPField(name: .setCookie, value: site.cookie("flash", flash.sealed(site), life: Flash.life)))
        }
        return response
    }

    /// A mail for the frame of `UI.mailPreview`: its own inline styles apply, nothing runs, and only this site may frame it.
    package func mailDocument(_ html: HTML) -> Response {
        var response = response(document: html)
        response.headers[.contentSecurityPolicy] = site.mailPolicy
        return response
    }

    /// `value` as JSON with sorted keys.
    package func json(_ value: some Encodable, status: HTTPResponse.Status = .ok, type: String = "application/json") throws -> Response {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Response(
            status: status, headers: [.contentType: type], body: ResponseBody(byteBuffer: ByteBuffer(bytes: try encoder.encode(value))))
    }
}
