package import Campaigns
import Foundation
package import Kernel
import Mail
import Markup
package import Storage
import Web

extension Reader {
    /// A message as one person would get it, by the layout and the code that send it; without a run, so its links count nothing.
    /// - Throws: `MissingFields`, `ProofRefused`.
    package func proof(_ order: ProofOrder, settings: DeliverySettings, ring: SecretRing, now: Instant) throws -> MailProof {
        let brief: Brief
        let letterhead: Letterhead
        do {
            brief = try self.brief(order.campaign.key)
            letterhead = try FormMaking.letterhead(brief, settings)
        } catch let error as DeliveryError { throw ProofRefused(SendingWords.in(order.reader).problem(error)) }
        let catalogue = try FieldCatalogue(brief, self)
        let (name, tagline) = (catalogue.offeringName(order.language), catalogue.tagline(order.language))
        // Without a run: nobody has these links.
        let (tokens, run, message) = (DeliveryTokens(ring), RunKey(0), MessageKey(0))
        let making = FormMaking(
            brief: brief, settings: settings, tokens: tokens, run: run, letterhead: letterhead,
            layout: MailLayout(brief, language: order.language, preheader: tagline, offering: name), template: order.template)
        let values = MailForm.Values(
            fields: order.values, own: tokens.own(of: order.person, in: run, message, isNamed: settings.namesPeople))
        let files = try self.files(of: order.campaign.key)
        let pictures = order.template.pictures.compactMap { used in files.first { $0.kind == .picture && $0.name == used.name } }
        let shown = try making.shownForm().words(values)
        // Once more as it goes out, for its size.
        let sent = try making.form(message, Stationery.targets(of: order.template).map { _ in LinkKey(0) })
        return MailProof(
            sender: brief.publisherName, address: settings.mailFrom.description, subject: shown.subject, preheader: tagline,
            html: HTML(trusted: try html(shown.html, showing: pictures)),
            plain: String(decoding: shown.plain, as: UTF8.self).replacing("\r\n", with: "\n"),
            htmlSize: try sent.words(values).html.count,
            mailSize: try mailSize(
                to: order.person, files: pictures + files.filter { $0.kind == .attachment }
            ) {
                let mail = try sent.mail(values, to: $0, at: now)
                return try settings.dkim?.signed(mail, at: now) ?? mail
            },
            excerpt: try order.template.excerpt(order.values), offering: name,
            offeringSlug: brief.offeringSlug, audience: brief.audienceName,
            picture: pictures.first.map {
                UI.Picture(Address(path: "/campaigns", brief.slug, "files", $0.key), alt: order.template.pictures[0].alt)
            })
    }

    /// `nil` where this person gets no mail.
    private func mailSize(to person: PersonKey, files: [CampaignFile], _ mail: (Mailbox) throws -> [UInt8]) throws -> Int? {
        var size: Int?
        try each("SELECT name, email FROM person WHERE id = \(person) AND email IS NOT NULL") { row in
            guard let to = try? Mailbox(try row[0], try row[1]) else { return }
            size = (try? mail(to))?.count
        }
        // In base 64, in lines of 76 (RFC 2045 §6.8), with about so much around each.
        return size.map { $0 + files.reduce(0) { $0 + ($1.size + 56) / 57 * 78 + 300 } }
    }

    /// With its pictures in it: the frame that shows it may ask nobody for anything.
    private func html(_ html: [UInt8], showing pictures: [CampaignFile]) throws -> [UInt8] {
        var html = html
        for picture in pictures {
            let found = try InlinePicture(picture, bytes(of: picture.key))
            let data = "data:\(picture.type);base64,\(Data(found.file.bytes).base64EncodedString())"
            html = html.replacing(Array(found.url.utf8), with: Array(data.utf8))
        }
        return html
    }
}
