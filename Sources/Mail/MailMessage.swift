import Crypto
package import Kernel

/// The headers that all mails of one run have in common, checked and written once.
package struct Letterhead: Sendable {
    package let from: Mailbox
    let bytes: [UInt8]

    /// - Parameter headers: further ones, such as `.listID` and `.autoSubmitted`.
    /// Throws `MailError` for a value that can't be written.
    package init(from: Mailbox, replyTo: [Mailbox] = [], headers: [MailHeader] = []) throws(MailError) {
        self.from = from
        var writer = HeaderWriter()
        try writer.words("MIME-Version", ["1.0"])
        try writer.mailboxes("From", [from])
        if !replyTo.isEmpty { try writer.mailboxes("Reply-To", replyTo) }
        for header in headers { try header.write(to: &writer) }
        bytes = writer.bytes
    }
}

/// One mail to one person: plain text, and HTML as its richer alternative.
package struct MailMessage: Sendable {
    package var letterhead: Letterhead
    package var to: Mailbox
    package var subject: String
    package var messageID: MessageID
    package var date: Instant
    /// This mail's own headers, such as `.listUnsubscribe`.
    package var headers: [MailHeader]
    /// UTF-8 with any line ends.
    package var plain: [UInt8]
    /// UTF-8 with any line ends.
    package var html: [UInt8]?

    package init(
        letterhead: Letterhead, to: Mailbox, subject: String, messageID: MessageID, date: Instant, headers: [MailHeader] = [],
        plain: [UInt8], html: [UInt8]? = nil
    ) {
        self.letterhead = letterhead
        self.to = to
        self.subject = subject
        self.messageID = messageID
        self.date = date
        self.headers = headers
        self.plain = plain
        self.html = html
    }

    package init(
        letterhead: Letterhead, to: Mailbox, subject: String, messageID: MessageID, date: Instant, headers: [MailHeader] = [],
        plain: String, html: String? = nil
    ) {
        self.init(
            letterhead: letterhead, to: to, subject: subject, messageID: messageID, date: date, headers: headers,
            plain: Array(plain.utf8), html: html.map { Array($0.utf8) })
    }

    /// The whole mail with CRLF line ends, no line beyond 998 octets, ASCII but for addresses that need SMTPUTF8, and without the dots
    /// that SMTP doubles. The same mail gives the same bytes. Throws `MailError`.
    package func composed() throws(MailError) -> [UInt8] {
        var writer = HeaderWriter()
        try writer.mailboxes("To", [to])
        try writer.unstructured("Subject", subject)
        try writer.line("Date", date.mailDate)
        try writer.line("Message-ID", Array("<\(messageID)>".utf8))
        for header in headers { try header.write(to: &writer) }
        let plainPart = try EncodedPart(plain)
        guard let html else {
            try Self.describe(plainPart, type: "text/plain", to: &writer)
            var mail = letterhead.bytes + writer.bytes
            mail += Self.lineEnd
            mail += plainPart.bytes
            if !mail.hasSuffix(Self.lineEnd) { mail += Self.lineEnd }
            return mail
        }
        let htmlPart = try EncodedPart(html)
        let boundary = boundary(avoiding: [plainPart, htmlPart])
        try writer.begin("Content-Type")
        try writer.word("multipart/alternative".utf8)
        try writer.parameter("boundary", boundary)
        writer.end()
        var mail: [UInt8] = []
        mail.reserveCapacity(letterhead.bytes.count + writer.bytes.count + plainPart.bytes.count + htmlPart.bytes.count + 400)
        mail += letterhead.bytes
        mail += writer.bytes
        for (part, type) in [(plainPart, "text/plain"), (htmlPart, "text/html")] {
            mail += Self.lineEnd
            mail += "--".utf8
            mail += boundary.utf8
            mail += Self.lineEnd
            var partWriter = HeaderWriter(reservingCapacity: 96)
            try Self.describe(part, type: type, to: &partWriter)
            mail += partWriter.bytes
            mail += Self.lineEnd
            mail += part.bytes
        }
        mail += Self.lineEnd
        mail += "--".utf8
        mail += boundary.utf8
        mail += "--\r\n".utf8
        return mail
    }

    private static let lineEnd: [UInt8] = [13, 10]

    private static func describe(_ part: EncodedPart, type: String, to writer: inout HeaderWriter) throws(MailError) {
        try writer.begin("Content-Type")
        try writer.word(type.utf8)
        try writer.parameter("charset", "utf-8")
        writer.end()
        try writer.words("Content-Transfer-Encoding", [part.encoding.rawValue])
    }

    /// A boundary that the Message-ID decides. It starts with `=_`, which neither quoted-printable nor base64 can hold (RFC 2045 §6.7),
    /// so only a part that travels as it is has to be searched for it.
    private func boundary(avoiding parts: [EncodedPart]) -> String {
        var attempt = 0
        while true {
            let digest = SHA256.hash(data: Array("\(messageID)\n\(attempt)".utf8))
            let boundary = "=_" + Base32.encode(digest.prefix(20))
            let taken = parts.contains { $0.encoding == .sevenBit && $0.bytes.contains(boundary) }
            if !taken { return boundary }
            attempt += 1
        }
    }
}

extension [UInt8] {
    fileprivate func hasSuffix(_ suffix: [UInt8]) -> Bool { self.suffix(suffix.count).elementsEqual(suffix) }

    /// Whether `text`, which starts with `=_`, stands anywhere in these bytes.
    fileprivate func contains(_ text: String) -> Bool {
        let pattern = Array(text.utf8)
        guard count >= pattern.count else { return false }
        for start in 0...(count - pattern.count)
        where self[start] == pattern[0] && self[start + 1] == pattern[1] && self[start..<start + pattern.count].elementsEqual(pattern) {
            return true
        }
        return false
    }
}
