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
        let content = try MailContent(
            plain: plain.form, html: html?.form, pictures: pictures, attachments: attachments, letterhead.bytes)
        let texts = content.texts(plain: plain.filling, html: html?.filling ?? TextForm.Filling())
        var writer = HeaderWriter(reservingCapacity: letterhead.bytes.count + 1024 + texts.likelySize)
        writer.bytes += letterhead.bytes
        try writer.mailboxes("To", [to])
        try writer.unstructured("Subject", subject)
        try writer.line("Date", date.mailDate)
        try writer.line("Message-ID", Array("<\(messageID)>".utf8))
        for header in headers { try header.write(to: &writer) }
        content.append(texts, own: [], to: &writer.bytes)
        return writer.bytes
    }
}
