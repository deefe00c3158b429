import Campaigns
package import Kernel
package import Storage

/// What delivery reads of a campaign, its publisher and its offering.
struct Brief: Rowed {
    let campaign: CampaignKey
    let slug: Slug
    let state: CampaignState
    /// `must-know` can't be turned off.
    let isMustKnow: Bool
    let start: Start
    let latestSend: Duration
    let uncertain: UncertainPolicy
    /// Permille.
    let holdout: Int
    let byEmail: Bool
    let onHome: Bool
    let audienceName: String
    let audienceRule: String
    let publisher: PublisherKey
    let publisherName: String
    let publisherSlug: Slug
    let replyTo: String?
    let mayAddress: String?
    /// A hue of OKLCH.
    let accent: Int?
    let offering: OfferingKey
    let offeringSlug: Slug
    let offeringRule: String?

    /// When a message may reach a person.
    enum Start: Hashable {
        case now
        case instant(Instant)
        case wall(WallTime, zone: String)
        /// In each person's own zone.
        case person(WallTime)
    }

    static let select: SQL = """
        SELECT c.id, c.slug, c.state, c.class, c.start_kind, c.start_instant, c.start_wall, c.start_zone, c.latest_send_hours, c.uncertain,
            c.holdout, c.by_email, c.on_home, a.name AS audience_name, a.rule AS audience_rule, c.publisher, b.name AS publisher_name,
            b.slug AS publisher_slug, b.reply_to, b.may_address, b.accent, c.offering, o.slug AS offering_slug, e.rule AS offering_rule
        FROM campaign c JOIN audience a ON a.id = c.audience JOIN publisher b ON b.id = c.publisher JOIN offering o ON o.id = c.offering
            LEFT JOIN audience e ON e.id = o.audience
        """

    init(row: Row) throws {
        campaign = try row["id"]
        slug = try row["slug"]
        state = try row["state"]
        isMustKnow = try row["class"] as String == "must-know"
        let kind: String = try row["start_kind"]
        switch kind {
        case "instant": start = try .instant(row["start_instant"])
        case "wall": start = try .wall(WallTime(asIfUTC: row["start_wall"]), zone: row["start_zone"])
        case "person": start = try .person(WallTime(asIfUTC: row["start_wall"]))
        default: start = .now
        }
        latestSend = .hours(try row["latest_send_hours"])
        uncertain = try row["uncertain"]
        holdout = try row["holdout"]
        byEmail = try row["by_email"]
        onHome = try row["on_home"]
        audienceName = try row["audience_name"]
        audienceRule = try row["audience_rule"]
        publisher = try row["publisher"]
        publisherName = try row["publisher_name"]
        publisherSlug = try row["publisher_slug"]
        replyTo = try row["reply_to"]
        mayAddress = try row["may_address"]
        accent = try row["accent"]
        offering = try row["offering"]
        offeringSlug = try row["offering_slug"]
        offeringRule = try row["offering_rule"]
    }
}

extension WallTime {
    /// From the microseconds that the clock would show as UTC, as the table keeps it.
    init(asIfUTC microseconds: Int64) { self = Zone.utc.wallTime(at: Instant(microseconds: microseconds)) }
}

extension Reader {
    /// - Throws: `DeliveryError.unknownCampaign`.
    func brief(_ campaign: CampaignKey) throws -> Brief {
        guard let brief = try first("\(Brief.select) WHERE c.id = \(campaign)", as: Brief.self) else { throw DeliveryError.unknownCampaign }
        return brief
    }

    /// The campaign of a slug.
    /// - Throws: `DeliveryError.unknownCampaign`.
    package func campaignKey(_ slug: Slug) throws -> CampaignKey {
        guard let key: CampaignKey = try value("SELECT id FROM campaign WHERE slug = \(slug)") else { throw DeliveryError.unknownCampaign }
        return key
    }
}
