/// A file that goes with a mail.
package struct MailFile: Hashable, Sendable {
    /// All files of a mail together have at most so many bytes (10 MiB): base64 makes 13.7 MiB of them, and relays that take less than
    /// 15 MiB are rare.
    package static let largestTotal = 10 * 1024 * 1024

    /// As it is to be called where it is saved.
    package let name: String
    /// Such as `image/png`, in lower case (RFC 2045 §5.1).
    package let type: String
    package let bytes: [UInt8]
    /// Encoded once for all mails that carry it.
    let body: [UInt8]

    /// Throws `MailError.badMediaType`, `.filesTooLarge`.
    package init(name: String, type: String, bytes: [UInt8]) throws(MailError) {
        let words = type.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard words.count == 2, words.allSatisfy({ !$0.isEmpty && $0.count <= 127 && $0.allSatisfy(\.isExtendedText) }) else {
            throw .badMediaType
        }
        let lowered = type.lowercased()
        guard !lowered.hasPrefix("multipart/"), !lowered.hasPrefix("message/") else { throw .badMediaType }
        guard bytes.count <= Self.largestTotal else { throw .filesTooLarge(bytes: bytes.count, limit: Self.largestTotal) }
        self.name = name
        self.type = lowered
        self.bytes = bytes
        body = Base64.encodeInLines(bytes)
    }
}

/// A picture that the HTML of a mail shows from the mail itself, as `<img src="cid:…">` (RFC 2392).
package struct InlinePicture: Hashable, Sendable {
    package let file: MailFile
    package let id: MessageID

    package init(_ file: MailFile, id: MessageID) {
        self.file = file
        self.id = id
    }

    /// For the `src` of an `img`. Nothing in it needs escaping in HTML but `&` and quotes, which no percent-encoded URL holds.
    package var url: String {
        var text = Array("cid:".utf8)
        for byte in id.description.utf8 {
            if byte.isExtendedText || byte == UInt8(ascii: "@") {
                text.append(byte)
            } else {
                text.append(UInt8(ascii: "%"))
                text.append(hex: byte)
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
