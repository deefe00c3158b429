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
        let stationery: Stationery
        do {
            brief = try self.brief(order.campaign.key)
            stationery = try Stationery(proofing: brief, settings: settings, ring: ring)
        } catch let error as DeliveryError { throw ProofRefused(SendingWords.in(order.reader).problem(error)) }
        let catalogue = try FieldCatalogue(brief, self)
        let (name, tagline) = (catalogue.offeringName(order.language), catalogue.tagline(order.language))
        let layout = MailLayout(brief, language: order.language, preheader: tagline, offering: name)
        var sheet = Stationery.Sheet(
            message: MessageKey(0), language: order.language, isDefault: true, template: order.template, sources: [],
            targets: Stationery.targets(of: order.template), links: [], offeringName: name, layout: layout,
            form: try MailForm(layout, order.template.mail))
        let files = try self.files(of: order.campaign.key)
        let pictures = order.template.pictures.compactMap { used in files.first { $0.kind == .picture && $0.name == used.name } }
        let shown = try stationery.parts(
            sheet, order.values, named: nil, unsubscribe: "\(settings.baseURL)/me", pixel: nil)
        // Once more as it goes out, for its size: nobody has these links.
        sheet.links = sheet.targets.map { _ in LinkKey(0) }
        let sent = try stationery.parts(
            sheet, order.values, named: order.person, unsubscribe: stationery.unsubscribe(order.person),
            pixel: settings.pixel == .message ? stationery.pixel(sheet.message, nil) : nil)
        return MailProof(
            sender: brief.publisherName, address: settings.mailFrom.description, subject: shown.subject, preheader: tagline,
            html: HTML(trusted: try html(shown.html.text, showing: pictures)), plain: String(decoding: shown.plain, as: UTF8.self),
            htmlSize: sent.html.text.count,
            mailSize: try mailSize(
                sent, to: order.person, stationery, files: pictures + files.filter { $0.kind == .attachment }, at: now),
            excerpt: try order.template.excerpt(order.values), offering: name,
            offeringSlug: brief.offeringSlug, audience: brief.audienceName,
            picture: pictures.first.map {
                UI.Picture(Address(path: "/campaigns", brief.slug, "files", $0.key), alt: order.template.pictures[0].alt)
            })
    }

    /// `nil` where this person gets no mail.
    private func mailSize(
        _ parts: Stationery.Parts, to person: PersonKey, _ stationery: Stationery, files: [CampaignFile], at now: Instant
    ) throws -> Int? {
        var size: Int?
        try each("SELECT name, email FROM person WHERE id = \(person) AND email IS NOT NULL") { row in
            guard let to = try? Mailbox(try row[0], try row[1]) else { return }
            size = (try? stationery.composed(parts, to: to, person, at: now))?.bytes.count
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
