package import HTTPTypes
package import Hummingbird
import NIOCore

extension WebContext {
    /// The whole page as an answer.
    package func response(_ page: Page, status: HTTPResponse.Status = .ok) -> Response {
        var chrome = Chrome(
            language: language, viewer: viewer, furniture: page.layout == .bare ? Furniture() : site.furniture(self), flashes: flashes,
            csrf: csrfToken, path: path)
        if page.layout == .bare { chrome.furniture.brand = site.furniture(self).brand }
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
        Response(status: .seeOther, headers: [.location: address.description])
    }
}
