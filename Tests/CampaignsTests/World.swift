import Audiences
import Catalogue
import Identity
import Kernel
import Markup
import People
import Storage
import TestSupport
import Web

@testable import Campaigns

/// A small company: Amara and Ben write for the Mobile Work Team, Carla and Ben approve, Dev gets what they write.
struct World {
    static let migrations: [Migration] =
        Database.migrations + PeopleSchema.migrations + IdentitySchema.migrations + AudienceSchema.migrations + CatalogueSchema.migrations
        + CampaignSchema.migrations

    static let amara = PersonKey(1), ben = PersonKey(2), carla = PersonKey(3), dev = PersonKey(4), eva = PersonKey(5)
    static let mobility = PublisherKey(10), other = PublisherKey(11)
    static let author = Actor(.person(amara), roles: [mobility: [.author]])
    /// Both author and approver.
    static let both = Actor(.person(ben), roles: [mobility: [.author, .approver]])
    static let approver = Actor(.person(carla), roles: [mobility: [.approver]])
    static let employee = Actor(.person(dev))
    static let stranger = Actor(.person(eva), roles: [other: [.author, .approver]])

    /// A behaviour term, as higher rooms register them.
    static let terms = TermRegistry([
        Term(
            "follows", arguments: ["an offering"],
            check: { arguments, _ in Term.Target(kind: "offering", key: 30, name: arguments[0]) },
            sql: { _ in "EXISTS (SELECT 1 FROM follow f WHERE f.person = p.id)" }, evaluate: { _, _, _ in .truth(false) },
            sentence: { _, _, negated in negated ? "who do not follow it" : "who follow it" })
    ])

    static func with(_ engine: Engine = .sqlite, file: Bool = false, _ body: (Database) async throws -> Void) async throws {
        try await TestDatabase.with(engine, migrations, file: file) { database in
            try await database.write { try fill($0) }
            try await body(database)
        }
    }

    private static func fill(_ transaction: Transaction) throws {
        for (key, parent, name, path) in [(Int64(100), Int64?.none, "Acme", "Acme"), (101, 100, "Sales", "Acme / Sales")] {
            try transaction.run(
                """
                INSERT INTO department (id, parent, code, name, path, folded_path, sort_key, depth, head)
                VALUES (\(key), \(parent), \(String?.none), \(name), \(path), \(path.folded), \(path.folded), \(parent == nil ? 1 : 2), \(Int64?.none))
                """)
        }
        for (ancestor, department) in [(Int64(100), Int64(100)), (100, 101), (101, 101)] {
            try transaction.run("INSERT INTO department_within (ancestor, department) VALUES (\(ancestor), \(department))")
        }
        let people: [(PersonKey, String, String, String?, String, String?, String?)] = [
            (amara, "Amara Okafor", "Amara", "Author", "IN", "Pune", "en"), (ben, "Ben Weiß", "Ben", "Lead", "DE", "Köln", "de"),
            (carla, "Carla <b>Ruiz</b>", "Carla", "Manager", "ES", nil, "en"), (dev, "Dev Patel", "Dev", "Seller", "IN", "Pune", "de-AT"),
            (eva, "Eva Lind", "Eva", nil, "SE", nil, nil),
        ]
        for (key, name, first, title, country, site, language) in people {
            let manager: PersonKey? = key == dev ? carla : nil
            try transaction.run(
                """
                INSERT INTO person (id, external_id, external_id_folded, email, email_folded, name, name_folded, sort_key, first_name,
                    first_name_folded, title, title_folded, department, manager, country, country_folded, site, site_folded, time_zone,
                    language, hired_on, active, created_at, changed_at)
                VALUES (\(key), \("E-\(key)"), \("e-\(key)"), \(String?.none), \(String?.none), \(name), \(name.folded), \(name.folded), \(first),
                    \(first.folded), \(title), \(title?.folded), \(Int64(101)), \(manager), \(country), \(country.folded), \(site),
                    \(site?.folded), \(String?.none), \(language), \(Int64?.none), \(true), \(0), \(0))
                """)
        }
        try transaction.run("INSERT INTO attribute (id, name, type) VALUES (\(1), \("desk"), \("text"))")
        try transaction.run(
            "INSERT INTO person_attribute (attribute, person, value, folded, number) VALUES (\(1), \(dev), \("Window"), \("window"), \(Double?.none))"
        )
        for (key, slug, name) in [(mobility, "mobility", "Mobile Work Team"), (other, "other", "Other Team")] {
            try transaction.run(
                """
                INSERT INTO publisher (id, slug, name, department, reply_to, may_address, accent, created_at, changed_at)
                VALUES (\(key), \(slug), \(name), \(Int64?.none), \(String?.none), \(String?.none), \(Int?.none), \(0), \(0))
                """)
        }
        for (slug, rule) in [("everyone", "everyone"), ("sellers", "title = \"Seller\""), ("followers", "follows(\"field-crm\")")] {
            try transaction.saveAudience(
                slug: slug, name: "People: " + slug, rule: rule, owner: nil, terms: terms, actor: "operator")
        }
        for (key, slug, lifecycle) in [(Int64(30), "field-crm", "live"), (31, "old-crm", "retired")] {
            try transaction.run("INSERT INTO catalogue_slug (slug, kind, subject) VALUES (\(slug), 'offering', \(key))")
            try transaction.run(
                """
                INSERT INTO offering (id, slug, owner, kind, lifecycle, audience, language, has_usage_feed, sort_key,
                    created_at, changed_at)
                VALUES (\(key), \(slug), \(mobility), 'app', \(lifecycle), \(Int64?.none), 'en', \(false), \(slug), \(0), \(0))
                """)
            try transaction.run(
                """
                INSERT INTO offering_text (offering, language, name, tagline)
                VALUES (\(key), 'en', 'Field CRM', 'Your next visit, ready before you park'), (\(key), 'de', 'CRM unterwegs', 'Bereit, bevor Sie parken')
                """)
        }
    }

    /// Stands in for Delivery's, which tests of its own compare with what is sent.
    static let press = ProofPress(
        proof: { order, _ in
            var (subject, html, plain): ([UInt8], [UInt8], [UInt8]) = ([], [], [])
            try order.template.subject.render(into: &subject, values: order.values) { _ in "" }
            try order.template.mail.render(into: &html, values: order.values) { _ in "https://x.example/" }
            try order.template.plain.render(into: &plain, values: order.values) { _ in "https://x.example/" }
            let text = String(decoding: plain, as: UTF8.self)
            return MailProof(
                sender: "Mobile Work Team", address: "rapport@acme.example", subject: String(decoding: subject, as: UTF8.self),
                preheader: "Your next visit, ready before you park", html: HTML(trusted: html), plain: text, htmlSize: html.count,
                mailSize: nil, excerpt: text, offering: "Field CRM", offeringSlug: order.campaign.slug, audience: "People: everyone")
        },
        why: { "From \($0), for \($1)\($2 == .en ? "" : ".")" })

    /// What the preview holds, its head and its frame.
    static func shown(_ proof: MailProof, _ view: MessagePage.View) -> String {
        let format = Format(.en, zone: .utc, now: Instant(microseconds: 0))
        return ArrivalHead(arrival: .proof(proof), view: view, look: .light, attachments: [], why: press.why, format: format).html.string
            + ArrivalDocument(arrival: .proof(proof), view: view, look: .light, language: "en").html.string
    }

    static var draft: CampaignDraft {
        CampaignDraft(
            slug: "first-week", publisher: "mobility", offering: "field-crm", audience: "everyone",
            brief: CampaignBrief(
                name: "First week", stage: .try,
                goal: Day("2026-03-31").map {
                    CampaignGoal(stage: .try, baseline: Share(permille: 120), target: Share(permille: 400), by: $0)
                },
                holdout: Share(permille: 100), needs: [Texts("I lose an hour a day")],
                keyMessages: [
                    Texts(["en": "Notes by voice", "de": "Notizen per Stimme"], default: "en") ?? Texts("Notes by voice"),
                    Texts("Works offline"),
                ]))
    }

    static let everyone = MessageDraft(
        texts: ["en": MessageText(subject: "Hello {{person.first_name}}", body: "Try [it](offering), {{person.first_name}}.")])
    static let sellers = MessageDraft(
        angle: "Sellers", rule: "title = \"Seller\"",
        texts: ["en": MessageText(subject: "For sellers", body: "You go first, {{person.desk | colleague}}.")])

    /// A draft with a message, made by `author`.
    static func campaign(_ transaction: Transaction, by actor: Actor = author, messages: [MessageDraft] = [everyone]) throws -> Campaign {
        let made = try transaction.createCampaign(draft, by: actor)
        return try transaction.setMessages(messages, of: made, terms: terms, by: actor)
    }

    static func waiting(_ transaction: Transaction) throws -> Campaign {
        try transaction.handIn(campaign(transaction), terms: terms, by: author)
    }

    static func approved(_ transaction: Transaction) throws -> Campaign {
        try transaction.approve(waiting(transaction), terms: terms, by: approver)
    }
}
