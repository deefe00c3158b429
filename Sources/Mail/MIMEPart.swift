/// A part of a mail with its headers, as it goes over the wire (RFC 2046 §5.1).
indirect enum MIMEPart {
    case text(TextPart.Kind)
    case file(head: [UInt8], body: [UInt8])
    case multipart(_ subtype: String, [MIMEPart])

    enum Place {
        /// Shown in the HTML beside it, by this name (RFC 2392).
        case inline(MessageID)
        case attachment
    }

    static func file(_ file: MailFile, _ place: Place) throws(MailError) -> MIMEPart {
        var writer = HeaderWriter(reservingCapacity: 256)
        try writer.begin("Content-Type")
        try writer.word(file.type.utf8)
        writer.end()
        try writer.words("Content-Transfer-Encoding", [TransferEncoding.base64.rawValue])
        try writer.begin("Content-Disposition")
        switch place {
        case .inline: try writer.word("inline".utf8)
        case .attachment: try writer.word("attachment".utf8)
        }
        try writer.parameter("filename", file.name)
        writer.end()
        if case .inline(let id) = place { try writer.line("Content-ID", Array("<\(id)>".utf8)) }
        return .file(head: writer.bytes + [13, 10], body: file.body)
    }

    /// - Parameters:
    ///   - level: of multiparts around it.
    ///   - letterhead: what makes the boundaries.
    func append(to content: inout MailContent, level: Int = 0, _ letterhead: [UInt8]) throws(MailError) {
        switch self {
        case .text(let kind): content.add(kind)
        case .file(let head, let body):
            content.add(head)
            content.add(body)
        case .multipart(let subtype, let parts):
            let boundary = Boundary.text(level: level, letterhead)
            var writer = HeaderWriter(reservingCapacity: 96)
            try writer.begin("Content-Type")
            try writer.word("multipart/\(subtype)".utf8)
            try writer.parameter("boundary", boundary)
            writer.end()
            content.add(writer.bytes)
            for part in parts {
                content.add(Array("\r\n--\(boundary)\r\n".utf8))
                try part.append(to: &content, level: level + 1, letterhead)
            }
            content.add(Array("\r\n--\(boundary)--\r\n".utf8))
        }
    }
}

/// What follows the header lines of mails that have the same parts: made once, with room for each mail's texts.
struct MailContent: Sendable {
    private enum Piece {
        case bytes([UInt8])
        case text(TextPart.Kind)
    }

    private var pieces: [Piece] = []
    private var size = 0
    private let plain: TextForm
    private let html: TextForm?

    /// - Parameters:
    ///   - pictures: what the HTML shows; without HTML they are not sent.
    ///   - letterhead: what makes the boundaries.
    /// Throws `MailError.filesTooLarge` and what is wrong with a file's name.
    init(
        plain: TextForm, html: TextForm?, pictures: [InlinePicture], attachments: [MailFile], _ letterhead: [UInt8]
    ) throws(MailError) {
        self.plain = plain
        self.html = html
        let files = attachments + (html == nil ? [] : pictures.map(\.file))
        let total = files.reduce(0) { $0 + $1.bytes.count }
        guard total <= MailFile.largestTotal else { throw .filesTooLarge(bytes: total, limit: MailFile.largestTotal) }
        var whole = MIMEPart.text(.plain)
        if html != nil {
            var rich = MIMEPart.text(.html)
            if !pictures.isEmpty {
                // RFC 2387: the HTML, and what it shows.
                rich = .multipart(
                    "related", try [rich] + pictures.map { picture throws(MailError) in try .file(picture.file, .inline(picture.id)) })
            }
            whole = .multipart("alternative", [whole, rich])
        }
        if !attachments.isEmpty {
            whole = .multipart("mixed", try [whole] + attachments.map { file throws(MailError) in try .file(file, .attachment) })
        }
        try whole.append(to: &self, letterhead)
    }

    fileprivate mutating func add(_ kind: TextPart.Kind) { pieces.append(.text(kind)) }

    fileprivate mutating func add(_ bytes: [UInt8]) {
        size += bytes.count
        // Files stay by themselves: all mails that carry one share it until it is copied into them.
        if bytes.count < 1000, case .bytes(let before)? = pieces.last, before.count < 1000 {
            pieces[pieces.count - 1] = .bytes(before + bytes)
        } else {
            pieces.append(.bytes(bytes))
        }
    }

    /// One mail's texts.
    struct Texts {
        fileprivate let plain: TextForm.Filling
        fileprivate let html: TextForm.Filling
        fileprivate let plainPlan: TextForm.Plan
        fileprivate let htmlPlan: TextForm.Plan?
        /// Bytes of the whole content, about.
        let likelySize: Int
    }

    func texts(plain: TextForm.Filling, html: TextForm.Filling) -> Texts {
        let (plainPlan, htmlPlan) = (self.plain.plan(plain), self.html?.plan(html))
        return Texts(
            plain: plain, html: html, plainPlan: plainPlan, htmlPlan: htmlPlan,
            likelySize: size + plainPlan.likelySize + (htmlPlan?.likelySize ?? 0) + 2)
    }

    /// Appends the content to the header lines before it, and ends the mail's last line.
    /// - Parameter own: the mail's own bytes.
    func append(_ texts: Texts, own: [UInt8], to mail: inout [UInt8]) {
        for piece in pieces {
            switch piece {
            case .bytes(let bytes): mail += bytes
            case .text(.plain): plain.append(texts.plain, texts.plainPlan, own: own, to: &mail)
            case .text(.html): if let html, let plan = texts.htmlPlan { html.append(texts.html, plan, own: own, to: &mail) }
            }
        }
        if mail.count < 2 || mail[mail.count - 2] != 13 || mail[mail.count - 1] != 10 { mail += [13, 10] }
    }
}
