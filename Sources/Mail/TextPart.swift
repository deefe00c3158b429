/// A text as a part of a mail, encoded for the way.
package struct TextPart: Sendable {
    package enum Kind: String, Sendable {
        case plain = "text/plain"
        case html = "text/html"
    }

    let head: [UInt8]
    let body: EncodedPart

    /// - Parameter bytes: UTF-8 with any line ends. Throws `MailError.notUTF8`.
    package init(_ bytes: [UInt8], type: Kind) throws(MailError) {
        guard bytes.isASCII || String(validating: bytes, as: UTF8.self) != nil else { throw .notUTF8 }
        self.init(type, EncodedPart(bytes))
    }

    package init(_ text: String, type: Kind) { self.init(type, EncodedPart(Array(text.utf8))) }

    init(_ type: Kind, _ body: EncodedPart) {
        head = Array("Content-Type: \(type.rawValue); charset=utf-8\r\nContent-Transfer-Encoding: \(body.encoding.rawValue)\r\n".utf8)
        self.body = body
    }

    init(head: [UInt8], body: EncodedPart) {
        self.head = head
        self.body = body
    }
}
