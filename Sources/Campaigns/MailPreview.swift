import Kernel
import Markup
package import Web

/// A message as one person sees it, ready for a mail's layout.
package struct MailPreview: Sendable {
    package let subject: String
    /// `MessageTemplate.mail`, filled in.
    package let body: HTML
    package let publisher: String
    /// BCP 47.
    package let language: String
}

/// What a mail looks like around its text; Delivery gives the one that is sent.
package struct MailLayout: Sendable {
    package let document: @Sendable (MailPreview) -> HTML

    package init(_ document: @escaping @Sendable (MailPreview) -> HTML) { self.document = document }

    /// The subject and the text on white, without header and footer.
    package static let bare = MailLayout { mail in
        """
        <!doctype html><html lang="\(mail.language)"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">\
        <title>\(mail.subject)</title></head><body style="margin:0;padding:24px;background:#ffffff;font-family:sans-serif">\
        <h1 style="font-size:20px;margin:0 0 16px">\(mail.subject)</h1>\(mail.body)</body></html>
        """
    }
}

/// Fills a message in for one person.
struct PreviewDocument {
    let template: MessageTemplate
    let values: [String?]
    let publisher: String
    let language: String
    /// Where `[words](offering)` leads.
    let offering: String

    /// - Throws: `MissingFields`.
    func html(_ view: MessagePage.View, layout: MailLayout) throws(MissingFields) -> HTML {
        let subject = try text(template.subject)
        switch view {
        case .phone, .desktop:
            return layout.document(
                MailPreview(subject: subject, body: HTML(trusted: try bytes(template.mail)), publisher: publisher, language: language))
        case .plain:
            let plain = try text(template.plain)
            return """
                <!doctype html><html lang="\(language)"><head><meta charset="utf-8"><title>\(subject)</title></head>\
                <body style="margin:16px"><pre style="white-space:pre-wrap;font-size:14px">\(plain)</pre></body></html>
                """
        case .home:
            let page = HTML(trusted: try bytes(template.page))
            return """
                <!doctype html><html lang="\(language)"><head><meta charset="utf-8"><title>\(subject)</title></head>\
                <body style="margin:16px;max-width:38rem;font-family:sans-serif;line-height:1.55"><h1 style="font-family:serif;font-size:25px">\(subject)</h1>\(page)</body></html>
                """
        }
    }

    private func bytes(_ rendition: Rendition) throws(MissingFields) -> [UInt8] {
        var out: [UInt8] = []
        try rendition.render(into: &out, values: values) { index in
            switch template.links[index].target {
            case .offering: offering
            case .url(let url): url
            }
        }
        return out
    }

    private func text(_ rendition: Rendition) throws(MissingFields) -> String { String(decoding: try bytes(rendition), as: UTF8.self) }

    /// What stands in the frame where there is nothing to show.
    static func notice(_ text: String, language: Language) -> HTML {
        """
        <!doctype html><html lang="\(language.tag)"><head><meta charset="utf-8"><title>\(text)</title></head>\
        <body style="margin:24px;font-family:sans-serif"><p>\(text)</p></body></html>
        """
    }
}
