package import Kernel

/// A mail that many get, each with its own values in it: all that is the same is checked, encoded and put in its order once.
package struct MessageForm: Sendable {
    /// Where in a mail's own bytes stands what its headers need.
    package struct OwnHeaders: Sendable {
        /// The left side of the Message-ID.
        package let messageID: Range<Int>
        /// The right side of the Message-ID: the mail domain.
        package let domain: String
        /// `List-Unsubscribe` with one click (RFC 8058): an address that ends with these of the mail's own bytes.
        package let unsubscribe: (url: String, own: Range<Int>)?

        package init(messageID: Range<Int>, domain: String, unsubscribe: (url: String, own: Range<Int>)?) {
            self.messageID = messageID
            self.domain = domain
            self.unsubscribe = unsubscribe
        }
    }

    private let letterhead: [UInt8]
    /// The header lines from the Message-ID on.
    private var headers = StampedBytes()
    private let content: MailContent

    /// - Parameter pictures: what the HTML shows.
    /// Throws `MailError` for a value that can't be written and for files that are too large.
    package init(
        _ letterhead: Letterhead, headers own: OwnHeaders, plain: TextForm, html: TextForm?, pictures: [InlinePicture] = [],
        attachments: [MailFile] = []
    ) throws(MailError) {
        self.letterhead = letterhead.bytes
        content = try MailContent(plain: plain, html: html, pictures: pictures, attachments: attachments, letterhead.bytes)
        let id = try MessageID(Self.letters(own.messageID), at: own.domain)
        var line = HeaderWriter()
        try line.line("Message-ID", Array("<\(id)>".utf8))
        headers.add(line.bytes, "Message-ID: <".utf8.count, own.messageID)
        if let (url, token) = own.unsubscribe {
            var lines = HeaderWriter()
            try MailHeader.listUnsubscribe(url: url + Self.letters(token)).write(to: &lines)
            headers.add(lines.bytes, lines.bytes.count - ">\r\n".utf8.count - token.count, token)
            lines = HeaderWriter()
            try MailHeader.oneClickUnsubscribe.write(to: &lines)
            headers.bytes += lines.bytes
        }
    }

    private static func letters(_ own: Range<Int>) -> String { String(repeating: "a", count: own.count) }

    /// The whole mail to one person, as `MailMessage.composed` makes it. The same values give the same bytes.
    /// - Parameters:
    ///   - subject: UTF-8.
    ///   - own: the mail's own bytes, letters and digits.
    ///   - plain: a value for each hole of the text.
    ///   - html: a value for each hole of the HTML.
    /// Throws `MailError`.
    package func composed(
        to: Mailbox, subject: [UInt8], date: Instant, own: [UInt8], plain: TextForm.Filling, html: TextForm.Filling
    ) throws(MailError) -> [UInt8] {
        guard own.allSatisfy(\.isLetterOrDigit) else { throw .badMessageID }
        let texts = content.texts(plain: plain, html: html)
        var writer = HeaderWriter(reservingCapacity: letterhead.count + headers.bytes.count + subject.count + 512 + texts.likelySize)
        writer.bytes += letterhead
        try writer.mailboxes("To", [to])
        try writer.unstructured("Subject", subject)
        try writer.line("Date", date.mailDate)
        headers.append(own: own, to: &writer.bytes)
        content.append(texts, own: own, to: &writer.bytes)
        return writer.bytes
    }
}

extension StampedBytes {
    /// Lines of which `own` is to be written from `place` on.
    fileprivate mutating func add(_ lines: [UInt8], _ place: Int, _ own: Range<Int>) {
        bytes += lines[..<place]
        stamp(Array(lines[place..<(place + own.count)]), own)
        bytes += lines[(place + own.count)...]
    }
}

extension UInt8 {
    fileprivate var isLetterOrDigit: Bool {
        UInt8(ascii: "a")...UInt8(ascii: "z") ~= self | 0x20 || UInt8(ascii: "0")...UInt8(ascii: "9") ~= self
    }
}
