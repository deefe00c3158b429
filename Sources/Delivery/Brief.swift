import Campaigns
package import Kernel
package import Storage

/// What delivery reads of a campaign, its audience, its publisher and its offering.
struct Brief {
    let of: Campaign
    let audienceName: String
    let audienceRule: String
    let publisherName: String
    let publisherSlug: Slug
    let replyTo: String?
    let mayAddress: String?
    /// A hue of OKLCH.
    let accent: Int?
    let offeringSlug: Slug
    let offeringRule: String?

    var campaign: CampaignKey { of.key }
    var slug: Slug { of.slug }
    var state: CampaignState { of.state }
    /// `must-know` can't be turned off.
    var isMustKnow: Bool { of.brief.class == .mustKnow }
    var start: CampaignStart { of.brief.start }
    var latestSend: Duration { .hours(of.brief.latestSend) }
    /// Permille.
    var holdout: Int { of.brief.holdout.permille }
    var byEmail: Bool { of.brief.channels.contains(.email) }
    var onHome: Bool { of.brief.channels.contains(.home) }
    var publisher: PublisherKey { of.publisher }
    var offering: OfferingKey { of.offering }

    init(_ campaign: Campaign, _ row: Row) throws {
        of = campaign
        audienceName = try row["audience_name"]
        audienceRule = try row["audience_rule"]
        publisherName = try row["publisher_name"]
        publisherSlug = try row["publisher_slug"]
        replyTo = try row["reply_to"]
        mayAddress = try row["may_address"]
        accent = try row["accent"]
        offeringSlug = try row["offering_slug"]
        offeringRule = try row["offering_rule"]
    }
}

extension Reader {
    /// - Throws: `DeliveryError.unknownCampaign`.
    func brief(_ key: CampaignKey) throws -> Brief {
        guard let campaign = try campaign(key) else { throw DeliveryError.unknownCampaign }
        var brief: Brief?
        try each(
            """
            SELECT a.name AS audience_name, a.rule AS audience_rule, b.name AS publisher_name, b.slug AS publisher_slug, b.reply_to,
                b.may_address, b.accent, o.slug AS offering_slug, e.rule AS offering_rule
            FROM audience a JOIN publisher b ON b.id = \(campaign.publisher) JOIN offering o ON o.id = \(campaign.offering)
                LEFT JOIN audience e ON e.id = o.audience
            WHERE a.id = \(campaign.audience)
            """
        ) { brief = try Brief(campaign, $0) }
        guard let brief else { throw DeliveryError.unknownCampaign }
        return brief
    }

    /// The campaign of a slug.
    /// - Throws: `DeliveryError.unknownCampaign`.
    package func campaignKey(_ slug: Slug) throws -> CampaignKey {
        guard let found = try campaign(slug.description) else { throw DeliveryError.unknownCampaign }
        return found.key
    }
}
