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

/// One mail to one person: plain text, and HTML as its richer alternative, with pictures inside it and files beside it.
package struct MailMessage: Sendable {
    package var letterhead: Letterhead
    package var to: Mailbox
    package var subject: String
    package var messageID: MessageID
    package var date: Instant
    /// This mail's own headers, such as `.listUnsubscribe`.
    package var headers: [MailHeader]
    package var plain: TextPart
    package var html: TextPart?
    /// Pictures that the HTML shows as `cid:…`; without HTML they are not sent.
    package var pictures: [InlinePicture] = []
    package var attachments: [MailFile] = []

    package init(
        letterhead: Letterhead, to: Mailbox, subject: String, messageID: MessageID, date: Instant, headers: [MailHeader] = [],
        plain: TextPart, html: TextPart? = nil
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
            plain: TextPart(plain, type: .plain), html: html.map { TextPart($0, type: .html) })
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
        var content = MIMEPart.text(plain)
        if let html {
            let text = MIMEPart.text(html)
            content = .multipart("alternative", [content, pictures.isEmpty ? text : try related(text)])
        }
        if !attachments.isEmpty {
            content = .multipart("mixed", try [content] + attachments.map { file throws(MailError) in try .file(file, .attachment) })
        }
        let files = attachments + (html == nil ? [] : pictures.map(\.file))
        let size = files.reduce(0) { $0 + $1.bytes.count }
        guard size <= MailFile.largestTotal else { throw .filesTooLarge(bytes: size, limit: MailFile.largestTotal) }

        var mail: [UInt8] = []
        mail.reserveCapacity(letterhead.bytes.count + writer.bytes.count + content.size + 200)
        mail += letterhead.bytes
        mail += writer.bytes
        try content.append(to: &mail, boundaries: boundaries(avoiding: content))
        if !mail.hasLineEnd { mail += [13, 10] }
        return mail
    }

    /// RFC 2387: the HTML, and what it shows.
    private func related(_ text: MIMEPart) throws(MailError) -> MIMEPart {
        .multipart("related", try [text] + pictures.map { picture throws(MailError) in try .file(picture.file, .inline(picture.id)) })
    }

    /// Boundaries from the outermost in, which the Message-ID decides. They start with `=_`, which neither quoted-printable nor base64
    /// can hold (RFC 2045 §6.7), so only parts that travel as they are have to be searched for them.
    private func boundaries(avoiding content: MIMEPart) -> [String] {
        let depth = content.depth
        guard depth > 0 else { return [] }
        var attempt = 0
        while true {
            let all = (0..<depth).map { level in
                let digest = SHA256.hash(data: Array("\(messageID)\n\(level == 0 ? "" : "\(level).")\(attempt)".utf8))
                return "=_" + Base32.encode(digest.prefix(20))
            }
            if !all.contains(where: { content.holds($0) }) { return all }
            attempt += 1
        }
    }
}

extension [UInt8] {
    fileprivate var hasLineEnd: Bool { count >= 2 && self[count - 2] == 13 && self[count - 1] == 10 }
}
