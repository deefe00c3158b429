import Campaigns
package import Kernel
import Markup
package import Storage
package import Web

/// Something that a campaign shows a person on home.
package struct HomeItem: Sendable, Hashable {
    package let campaign: CampaignKey
    package let run: RunKey
    package let offering: OfferingKey
    package let offeringSlug: Slug
    package let offeringName: String
    /// With the reader's own values merged.
    package let subject: String
    /// The first lines of the text.
    package let excerpt: String
    package let publisher: String
    /// The name of the group of people that the reader is in: why they see it.
    package let audience: String
    package let isMustKnow: Bool
    package let since: Instant
    /// What the message shows first.
    package let picture: UI.Picture?
}

extension Reader {
    /// What home shows a person: of runs of the last 30 days that were not stopped, newest first, one per offering.
    package func homeItems(
        for person: PersonKey, settings: DeliverySettings, ring: SecretRing, now: Instant, limit: Int = 8
    ) throws -> [HomeItem] {
        let shown = try rows(
            """
            SELECT d.run, d.message, d.not_before, c.offering, c.class, a.name AS audience, b.name AS publisher
            FROM delivery d JOIN run r ON r.id = d.run JOIN campaign c ON c.id = r.campaign JOIN audience a ON a.id = c.audience
                JOIN publisher b ON b.id = c.publisher
            WHERE d.person = \(person) AND d.channel = 'home' AND d.state = 'accepted' AND d.not_before <= \(now)
                AND d.not_before > \(now - .days(30)) AND r.state <> 'stopped'
            ORDER BY d.not_before DESC NULLS LAST, d.run DESC NULLS LAST LIMIT 40
            """, as: Shown.self)
        guard !shown.isEmpty, var addressee = try addressee(person) else { return [] }
        var items: [HomeItem] = []
        var offerings: Set<OfferingKey> = []
        for entry in shown where items.count < limit && offerings.insert(entry.offering).inserted {
            guard let stationery = try? Stationery(entry.run, self, settings: settings, ring: ring, withFiles: false),
                let sheet = stationery.sheet(entry.message, language: addressee.language)
            else { continue }
            if !stationery.attributes.isEmpty, addressee.attributes.isEmpty {
                try each(
                    "SELECT attribute, value FROM person_attribute WHERE attribute IN (SELECT id FROM attribute) AND person = \(person)"
                ) {
                    try addressee.attributes[$0[0]] = $0[1]
                }
            }
            let values = sheet.sources.map { addressee.value($0) }
            var subject: [UInt8] = []
            let excerpt: String
            do {
                try sheet.template.subject.render(into: &subject, values: values) { _ in "" }
                excerpt = try sheet.template.excerpt(values)
            } catch { continue }
            items.append(
                HomeItem(
                    campaign: stationery.campaign, run: entry.run, offering: entry.offering, offeringSlug: stationery.offeringSlug,
                    offeringName: sheet.offeringName, subject: String(decoding: subject, as: UTF8.self),
                    excerpt: excerpt, publisher: entry.publisher,
                    audience: entry.audience, isMustKnow: entry.isMustKnow, since: entry.since,
                    picture: try sheet.template.pictures.first.flatMap { try cardPicture($0, of: stationery.campaign) }))
        }
        return items
    }

    private func cardPicture(_ picture: MessageTemplate.Picture, of campaign: CampaignKey) throws -> UI.Picture? {
        try files(of: campaign).first { $0.kind == .picture && $0.name == picture.name }.map {
            UI.Picture(Address(path: "/pictures", $0.key), alt: picture.alt)
        }
    }

    private func addressee(_ person: PersonKey) throws -> Addressee? {
        var found: Addressee?
        try each(
            """
            SELECT p.name, p.first_name, p.title, u.name AS department, p.site, p.country, m.name AS manager, p.language
            FROM person p LEFT JOIN department u ON u.id = p.department LEFT JOIN person m ON m.id = p.manager WHERE p.id = \(person)
            """
        ) { row in
            found = Addressee(
                person: person, message: MessageKey(0), attempts: 0, email: "", name: try row[0], firstName: try row[1], title: try row[2],
                department: try row[3], site: try row[4], country: try row[5], managerName: try row[6], language: try row[7],
                allowsPixel: false)
        }
        return found
    }

    private struct Shown: Rowed {
        let run: RunKey
        let message: MessageKey
        let since: Instant
        let offering: OfferingKey
        let isMustKnow: Bool
        let audience: String
        let publisher: String

        init(row: Row) throws {
            run = try row["run"]
            message = try row["message"]
            since = try row["not_before"]
            offering = try row["offering"]
            isMustKnow = try row["class"] as String == "must-know"
            audience = try row["audience"]
            publisher = try row["publisher"]
        }
    }
}

extension MessageTemplate {
    /// The first lines of the text, as a card shows them.
    func excerpt(_ values: [String?]) throws(MissingFields) -> String {
        var text: [UInt8] = []
        try card.render(into: &text, values: values) { _ in "" }
        return Markdown.excerpt(String(decoding: text, as: UTF8.self), maxLength: 200)
    }
}
