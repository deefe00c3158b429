import Audiences
import Foundation
package import Kernel
package import Storage

extension Reader {
    /// The names of the campaigns written for an audience, by name; at most 50.
    package func campaignNames(for audience: AudienceKey) throws -> [(slug: Slug, name: String, publisher: PublisherKey)] {
        var names: [(slug: Slug, name: String, publisher: PublisherKey)] = []
        try each(
            "SELECT slug, name, publisher FROM campaign WHERE audience = \(audience) ORDER BY name NULLS FIRST, id NULLS FIRST LIMIT 50"
        ) { row in
            names.append((try row["slug"], try row["name"], try row["publisher"]))
        }
        return names
    }

    /// - Throws: `StorageError`.
    package func campaign(_ slug: String) throws -> Campaign? {
        try campaign(where: "slug = \(slug)")
    }

    package func campaign(_ key: CampaignKey) throws -> Campaign? {
        try campaign(where: "id = \(key)")
    }

    /// The messages in the order in which their rules are asked.
    package func messages(of campaign: CampaignKey) throws -> [CampaignMessage] {
        var texts: [MessageKey: [String: MessageText]] = [:]
        try each(
            """
            SELECT t.message, t.language, t.subject, t.body FROM message_text t JOIN message m ON m.id = t.message
            WHERE m.campaign = \(campaign)
            """
        ) { texts[try $0[0], default: [:]][try $0[1]] = MessageText(subject: try $0[2], body: try $0[3]) }
        var messages: [CampaignMessage] = []
        try each("SELECT id, angle, rule, language FROM message WHERE campaign = \(campaign) ORDER BY position NULLS FIRST") { row in
            let key: MessageKey = try row["id"]
            let content = try MessageDraft(
                angle: row["angle"], rule: row["rule"], texts: texts[key] ?? [:], language: row["language"])
            messages.append(CampaignMessage(key: key, campaign: campaign, number: messages.count + 1, content: content))
        }
        return messages
    }

    /// The campaign as a file would write it.
    package func draft(of campaign: Campaign) throws -> CampaignDraft {
        let slugs = try first(
            """
            SELECT p.slug AS publisher, o.slug AS offering, a.slug AS audience FROM campaign c
            JOIN publisher p ON p.id = c.publisher JOIN offering o ON o.id = c.offering JOIN audience a ON a.id = c.audience
            WHERE c.id = \(campaign.key)
            """, as: Slugs.self)
        guard let slugs else { throw StorageError.unreadable("campaign \(campaign.slug) is gone") }
        return CampaignDraft(
            slug: campaign.slug.description, publisher: slugs.publisher, offering: slugs.offering, audience: slugs.audience,
            brief: campaign.brief)
    }

    private struct Slugs: Rowed {
        let publisher, offering, audience: String

        init(row: Row) throws {
            publisher = try row["publisher"]
            offering = try row["offering"]
            audience = try row["audience"]
        }
    }

    private func campaign(where condition: SQL) throws -> Campaign? {
        let found = try first(
            """
            SELECT id, slug, name, publisher, offering, audience, author, stage, class, state, start_kind, start_instant, start_wall, start_zone,
                latest_send_hours, uncertain, goal_stage, goal_baseline, goal_target, goal_by, holdout, by_email, on_home, created_at, changed_at
            FROM campaign WHERE \(condition)
            """, as: Campaign.self)
        guard let found else { return nil }
        var brief = found.brief
        try each("SELECT kind, text_json FROM campaign_point WHERE campaign = \(found.key) ORDER BY kind NULLS FIRST, position NULLS FIRST")
        {
            let text = try Texts(json: $0[1])
            if try $0[0] as String == "need" { brief.needs.append(text) } else { brief.keyMessages.append(text) }
        }
        return Campaign(
            key: found.key, slug: found.slug, publisher: found.publisher, offering: found.offering, audience: found.audience,
            author: found.author, state: found.state, brief: brief, createdAt: found.createdAt, changedAt: found.changedAt)
    }
}

/// Without the points, which are rows of their own.
extension Campaign: Rowed {
    package init(row: Row) throws {
        key = try row["id"]
        slug = try row["slug"]
        publisher = try row["publisher"]
        offering = try row["offering"]
        audience = try row["audience"]
        author = try row["author"]
        state = try row["state"]
        createdAt = try row["created_at"]
        changedAt = try row["changed_at"]
        var channels: Set<CampaignChannel> = []
        if try row["by_email"] { channels.insert(.email) }
        if try row["on_home"] { channels.insert(.home) }
        brief = try CampaignBrief(
            name: row["name"], stage: Stage(stored: row["stage"]), class: row["class"], start: CampaignStart(row: row),
            latestSend: row["latest_send_hours"], uncertain: row["uncertain"], goal: CampaignGoal(row: row),
            holdout: Share(permille: row["holdout"]), channels: channels)
    }
}

extension CampaignStart {
    fileprivate init(row: Row) throws {
        let kind: String = try row["start_kind"]
        let instant: Instant? = try row["start_instant"]
        let wall = (try row["start_wall"] as Int64?).map { WallTime(microsecondsAsIfUTC: $0) }
        let zone: String? = try row["start_zone"]
        switch (kind, instant, wall, zone) {
        case ("now", nil, nil, nil): self = .now
        case ("instant", let instant?, nil, nil): self = .instant(instant)
        case ("person", nil, let wall?, nil): self = .person(wall)
        case ("wall", nil, let wall?, let name?):
            guard let zone = Zone(name) else { throw StorageError.unreadable("“\(name)” is no time zone") }
            self = .wall(wall, zone)
        default: throw StorageError.unreadable("a campaign's start is no start: \(kind)")
        }
    }
}

extension CampaignGoal {
    fileprivate init?(row: Row) throws {
        guard let stage: String = try row["goal_stage"] else { return nil }
        try self.init(
            stage: Stage(stored: stage), baseline: Share(permille: row["goal_baseline"]), target: Share(permille: row["goal_target"]),
            by: row["goal_by"])
    }
}

extension Stage {
    fileprivate init(stored word: String) throws {
        guard let stage = Stage(word: word) else { throw StorageError.unreadable("“\(word)” is no stage") }
        self = stage
    }
}

/// Texts per language in one column: `{"language":"en","texts":{"de":"…","en":"…"}}`.
extension Texts {
    private struct Stored: Codable {
        let language: String
        let texts: [String: String]
    }

    init(json: String) throws {
        guard let stored = try? JSONDecoder().decode(Stored.self, from: Data(json.utf8)),
            let texts = Texts(stored.texts, default: stored.language)
        else { throw StorageError.unreadable("a campaign's texts are no texts: \(json)") }
        self = texts
    }

    func json() throws -> String { try JSON.text(Stored(language: defaultLanguage, texts: byLanguage)) }
}

/// JSON for columns and for the audit: one line, keys sorted, so that equal values are equal texts.
enum JSON {
    static func text(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}
