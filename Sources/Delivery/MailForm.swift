import Kernel
import Mail
import Markup

/// A message in one language as its mails go out, encoded but for what differs from mail to mail.
struct MailForm: Sendable {
    /// Where each of a mail's own bytes stands: the parts of its addresses that are signed for it.
    enum Own {
        static let mailPart = 0..<DeliveryTokens.MailPart.namedLength
        static let unsubscribe = mailPart.upperBound..<(mailPart.upperBound + DeliveryTokens.unsubscribeLength)
        static let messageID = unsubscribe.upperBound..<(unsubscribe.upperBound + DeliveryTokens.messageIDLength)
        static let count = messageID.upperBound
    }

    /// An address as the mails of a form have it: the same in all, but for the mail's own bytes at its end.
    struct Address: Sendable {
        let text: String
        var own: Range<Int>?

        func whole(_ own: [UInt8]) -> String { text + String(decoding: self.own.map { own[$0] } ?? [], as: UTF8.self) }
    }

    /// Where the addresses of a form's mails lead.
    struct Addresses: Sendable {
        /// Of the links in their order, then the central page's and the one that nobody sees, which is empty for none.
        let links: [Address]
        let unsubscribe: Address
        let pixel: Pixel

        enum Pixel: Sendable {
            case none
            case forAll(Address)
            /// For those who said yes.
            case forSome(Address)
        }
    }

    private enum Hole {
        case field(Int, fallback: String?)
        case lines(Rendition.Lines)
        case pixel([UInt8], own: Range<Int>)
    }

    private let subject: Rendition
    private let (html, plain): (Rendition, Rendition)
    private let (htmlForm, plainForm): (TextForm, TextForm)
    private let (htmlHoles, plainHoles): ([Hole], [Hole])
    let addresses: Addresses
    /// Those of the text, as they stand in filled lines.
    private let links: [(text: [UInt8], own: Range<Int>?)]
    private let message: MessageForm

    /// - Parameter headers: where the mails' own bytes stand in their headers.
    init(
        _ layout: MailLayout, _ template: MessageTemplate, _ addresses: Addresses, letterhead: Letterhead, headers: MessageForm.OwnHeaders,
        pictures: [InlinePicture] = [], attachments: [MailFile] = []
    ) throws(MailError) {
        subject = template.subject
        (html, plain) = (template.mail, template.plain)
        self.addresses = addresses
        links = addresses.links.map { (Array($0.text.utf8), $0.own) }
        let widths = links.map { Rendition.columns(of: $0.text) + ($0.own?.count ?? 0) }
        var builder = Builder(addresses, escaping: template.mail)
        for piece in layout.html { builder.add(piece, template.mail.parts(linkWidths: widths)) }
        htmlForm = try TextForm(.html, pieces: builder.pieces)
        htmlHoles = builder.holes
        builder = Builder(addresses, escaping: nil)
        for piece in layout.plain { builder.add(piece, template.plain.parts(linkWidths: widths)) }
        plainForm = try TextForm(.plain, pieces: builder.pieces)
        plainHoles = builder.holes
        message = try MessageForm(
            letterhead, headers: headers, plain: plainForm, html: htmlForm, pictures: pictures, attachments: attachments)
    }

    private struct Builder {
        let addresses: Addresses
        /// `nil` for plain text.
        let escaping: Rendition?
        var pieces: [TextForm.Piece] = []
        var holes: [Hole] = []

        init(_ addresses: Addresses, escaping: Rendition?) {
            self.addresses = addresses
            self.escaping = escaping
        }

        mutating func add(_ piece: MailLayout.Piece, _ body: [Rendition.Part]) {
            switch piece {
            case .bytes(let bytes): pieces.append(.bytes(bytes))
            case .central: add(addresses.links[addresses.links.count - 2])
            case .unsubscribe: add(addresses.unsubscribe)
            case .pixel: addPixel()
            case .decoy:
                // Programs find it; eyes, screen readers and the tab key don't.
                guard let decoy = addresses.links.last, !decoy.text.isEmpty else { return }
                add("<a href=\"")
                add(decoy)
                add("\" aria-hidden=\"true\" tabindex=\"-1\" style=\"display:none;mso-hide:all\"></a>")
            case .body:
                for part in body {
                    switch part {
                    case .bytes(let bytes): pieces.append(.bytes(bytes))
                    case .field(let index, let fallback): add(.field(index, fallback: fallback))
                    case .link(let index): add(addresses.links[index])
                    case .lines(let lines): add(.lines(lines))
                    }
                }
            }
        }

        private mutating func add(_ text: String) { pieces.append(.bytes(Array(text.utf8))) }

        private mutating func add(_ hole: Hole) {
            holes.append(hole)
            pieces.append(.hole)
        }

        private mutating func add(_ address: Address) {
            pieces.append(.bytes(escaped(address)))
            if let own = address.own { pieces.append(.own(own)) }
        }

        private func escaped(_ address: Address) -> [UInt8] {
            guard let escaping else { return Array(address.text.utf8) }
            var bytes: [UInt8] = []
            escaping.append(address.text, to: &bytes)
            return bytes
        }

        private static let pixelStart = "<img src=\""
        static let pixelEnd = ".gif\" width=\"1\" height=\"1\" alt=\"\" style=\"display:block;border:0\">"

        private mutating func addPixel() {
            switch addresses.pixel {
            case .none: break
            case .forAll(let address):
                add(Self.pixelStart)
                add(address)
                add(Self.pixelEnd)
            case .forSome(let address):
                guard let own = address.own else { return }
                add(.pixel(Array(Self.pixelStart.utf8) + escaped(address), own: own))
            }
        }
    }

    /// What one mail says in its own place.
    struct Values {
        /// One per field of the template.
        let fields: [String?]
        /// `Own.count` letters and digits.
        let own: [UInt8]
        /// Whether the recipient said yes to a picture that tells.
        var showsPixel = false
    }

    private struct Texts {
        var subject: [UInt8] = []
        var html: TextForm.Filling
        var plain: TextForm.Filling
    }

    private func texts(_ values: Values) throws(MissingFields) -> Texts {
        try subject.check(values.fields)
        try html.check(values.fields)
        try plain.check(values.fields)
        var texts = Texts(
            html: TextForm.Filling(reservingCapacity: 256, holes: htmlHoles.count),
            plain: TextForm.Filling(reservingCapacity: 2048, holes: plainHoles.count))
        try subject.render(into: &texts.subject, values: values.fields) { _ in "" }
        fill(&texts.html, htmlHoles, html, values)
        fill(&texts.plain, plainHoles, plain, values)
        return texts
    }

    private func fill(_ filling: inout TextForm.Filling, _ holes: [Hole], _ rendition: Rendition, _ values: Values) {
        for hole in holes {
            switch hole {
            case .field(let index, let fallback): rendition.append(values.fields[index], fallback: fallback, to: &filling.bytes)
            case .lines(let lines):
                rendition.append(lines, values: values.fields, to: &filling.bytes) { index, bytes in
                    let link = links[index]
                    bytes += link.text
                    if let own = link.own { bytes += values.own[own] }
                }
            case .pixel(let start, let own):
                guard values.showsPixel else { break }
                filling.bytes += start
                filling.bytes += values.own[own]
                filling.bytes += Builder.pixelEnd.utf8
            }
            filling.closeHole()
        }
    }

    /// The whole mail to one person.
    /// - Throws: `MissingFields`, `MailError`.
    func mail(_ values: Values, to mailbox: Mailbox, at now: Instant) throws -> [UInt8] {
        let texts = try texts(values)
        return try message.composed(
            to: mailbox, subject: texts.subject, date: now, own: values.own, plain: texts.plain, html: texts.html)
    }

    /// What a mail says, as its reader sees it, in lines that end with CRLF.
    func words(_ values: Values) throws(MissingFields) -> (subject: String, html: [UInt8], plain: [UInt8]) {
        let texts = try texts(values)
        return (
            String(decoding: texts.subject, as: UTF8.self), htmlForm.joined(texts.html, own: values.own),
            plainForm.joined(texts.plain, own: values.own)
        )
    }
}
