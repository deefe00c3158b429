package import Kernel
package import Markup
package import Storage
package import Web

/// A message of which somebody wants to see what one person would get.
package struct ProofOrder: Sendable {
    package let campaign: Campaign
    package let person: PersonKey
    /// Of the text (BCP 47).
    package let language: String
    package let template: MessageTemplate
    /// One per field of the template.
    package let values: [String?]
    /// In which a refusal is told.
    package let reader: Language

    package init(
        campaign: Campaign, person: PersonKey, language: String, template: MessageTemplate, values: [String?], reader: Language
    ) {
        self.campaign = campaign
        self.reader = reader
        self.person = person
        self.language = language
        self.template = template
        self.values = values
    }
}

/// A message as one person would get it: what the inbox lists, the mail, and the card on home.
package struct MailProof: Sendable {
    /// Whom the inbox names, and the address behind the name.
    package let sender: String
    package let address: String
    package let subject: String
    /// What inboxes show after the subject.
    package let preheader: String
    /// The whole document; its links lead where they lead in the end.
    package let html: HTML
    package let plain: String
    /// Bytes of the HTML as it is sent, with the links that it then has.
    package let htmlSize: Int
    /// Bytes of the whole mail as it is sent; `nil` where it can't be.
    package let mailSize: Int?
    /// The beginning of the text, for the card.
    package let excerpt: String
    package let offering: String
    package let offeringSlug: Slug
    /// The name of the group of people that the reader is in.
    package let audience: String
    /// The card's picture, where the message shows one.
    package let picture: UI.Picture?

    package init(
        sender: String, address: String, subject: String, preheader: String, html: HTML, plain: String, htmlSize: Int, mailSize: Int?,
        excerpt: String, offering: String, offeringSlug: Slug, audience: String, picture: UI.Picture? = nil
    ) {
        self.picture = picture
        self.sender = sender
        self.address = address
        self.subject = subject
        self.preheader = preheader
        self.html = html
        self.plain = plain
        self.htmlSize = htmlSize
        self.mailSize = mailSize
        self.excerpt = excerpt
        self.offering = offering
        self.offeringSlug = offeringSlug
        self.audience = audience
    }

    /// Whether mail programs hide its end.
    var isClipped: Bool { htmlSize > MessageTemplate.largestMail }
}

/// Why there is no proof, in the words of whoever asked: what also keeps the campaign from being started.
package struct ProofRefused: Error {
    package let reason: String

    package init(_ reason: String) { self.reason = reason }
}

/// Makes proofs by the very code that makes what is sent; Delivery's, handed in by App.
package struct ProofPress: Sendable {
    /// - Throws: `MissingFields`, `ProofRefused`.
    package let proof: @Sendable (ProofOrder, Reader) throws -> MailProof
    /// Why somebody sees a card of this publisher, for this audience.
    package let why: @Sendable (_ publisher: String, _ audience: String, Language) -> String

    package init(
        proof: @escaping @Sendable (ProofOrder, Reader) throws -> MailProof,
        why: @escaping @Sendable (_ publisher: String, _ audience: String, Language) -> String
    ) {
        self.proof = proof
        self.why = why
    }
}

/// What there is to see of a message as somebody, or why there is nothing.
enum Arrival: Sendable {
    case proof(MailProof)
    case notice(String)
}

/// A message as it arrives: what the inbox shows and how large it is, or the card on home. A script fetches it anew as somebody writes.
struct ArrivalHead: Sendable {
    let arrival: Arrival
    let view: MessagePage.View
    let look: MessagePage.Look
    let attachments: [CampaignFile]
    let why: @Sendable (_ publisher: String, _ audience: String, Language) -> String
    let format: Format

    var html: HTML {
        let words = CampaignWords.in(format.language)
        switch (arrival, view) {
        case (.notice(let text), .home): return "<p class=\"quiet-text\">\(text)</p>"
        case (.notice, _): return .empty
        case (.proof(let proof), .home): return UI.item(card(proof), .lead)
        case (.proof(let proof), _): return "\(size(proof, words))\(row(proof, words))"
        }
    }

    private func card(_ proof: MailProof) -> UI.Item {
        UI.Item(
            slug: proof.offeringSlug.description, title: proof.subject, address: Address(path: "/offerings", proof.offeringSlug),
            kicker: proof.offering, text: proof.excerpt, why: why(proof.sender, proof.audience, format.language), picture: proof.picture)
    }

    private func row(_ proof: MailProof, _ words: CampaignWords) -> HTML {
        """
        <div class="inbox-row" data-theme="\(look.rawValue)" role="group" aria-label="\(words.inInbox)"><span class="inbox-mark" aria-hidden="true">\(Initials.of(proof.sender))</span>\
        <div><p class="inbox-sender"><b>\(proof.sender)</b> <span>\(proof.address)</span></p><p class="inbox-subject">\(proof.subject)</p>\
        <p class="inbox-preheader">\(proof.preheader)</p>\(files(words))</div></div>
        """
    }

    private func files(_ words: CampaignWords) -> HTML? {
        if attachments.isEmpty { return nil }
        let names = attachments.map { "\($0.name) (\(kilobytes($0.size)) KB)" }
        return "<p class=\"inbox-files\">\(words.attached(format.list(names)))</p>"
    }

    private func size(_ proof: MailProof, _ words: CampaignWords) -> HTML {
        let html = kilobytes(proof.htmlSize)
        let whole = proof.mailSize.map { HTML(text: words.wholeMail(kilobytes($0))) }
        let limit = format.number(MessageTemplate.largestMail / 1000)
        if proof.isClipped { return UI.notice(.amber, "<p>\(words.clipped(html, limit))</p>") }
        return "<p class=\"inbox-size\">\(words.mailSize(html, limit)) \(whole)</p>"
    }

    private func kilobytes(_ bytes: Int) -> String { format.number((bytes + 500) / 1000) }
}

/// The document in the preview's frame.
struct ArrivalDocument: Sendable {
    let arrival: Arrival
    let view: MessagePage.View
    let look: MessagePage.Look
    let language: String

    var html: HTML {
        switch (arrival, view) {
        case (.notice(let text), _): page("<p>\(text)</p>", title: text)
        case (.proof(let proof), .phone), (.proof(let proof), .desktop): HTML(trusted: look.applied(to: proof.html.bytes))
        case (.proof(let proof), .plain): page("<pre>\(proof.plain)</pre>", title: proof.subject)
        case (.proof(let proof), .home): page("<p>\(proof.excerpt)</p>", title: proof.subject)
        }
    }

    private func page(_ content: HTML, title: String) -> HTML {
        let style: HTML =
            look == .dark
            ? "<style>body{background:#14181c;color:#e8e4dc;color-scheme:dark}</style>"
            : "<style>body{background:#ffffff;color:#1f2429}</style>"
        return """
            <!doctype html><html lang="\(language)"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">\
            <title>\(title)</title><style>body{margin:0;padding:24px;font:15px/1.5 system-ui,sans-serif}pre{margin:0;font:13px/1.55 ui-monospace,Menlo,Consolas,monospace;white-space:pre-wrap;overflow-wrap:anywhere}</style>\(style)\
            </head><body>\(content)</body></html>
            """
    }
}

extension MessagePage.Look {
    private static let question = Array("(prefers-color-scheme: dark)".utf8)
    private static let schemes = Array("content=\"light dark\"".utf8)

    /// A mail as a program in this look shows it, whatever the reader's own screen is set to; its links open beside the page.
    func applied(to mail: [UInt8]) -> [UInt8] {
        let answer = self == .dark ? "all" : "not all"
        return mail.replacing(Self.question, with: Array(answer.utf8))
            .replacing(Self.schemes, with: Array("content=\"\(rawValue)\"".utf8))
            .replacing(Array("<head>".utf8), with: Array("<head><base target=\"_blank\">".utf8), maxReplacements: 1)
            .replacing(
                Array(":root { color-scheme: light dark;".utf8), with: Array(":root { color-scheme: \(rawValue);".utf8), maxReplacements: 1)
    }
}
