package import Kernel
package import Storage

/// One line of the list of campaigns.
package struct CampaignSummary: Sendable, Hashable {
    package let slug: Slug
    package let name: String
    package let publisher: String
    package let offering: String
    package let audience: String
    package let state: CampaignState
    package let changedAt: Instant
}

extension Reader {
    /// The campaigns of these publishers (`nil`: of all), the last changed first.
    package func campaigns(
        of publishers: Set<PublisherKey>?, in state: CampaignState? = nil, language: String = "en", limit: Int = 50, offset: Int = 0
    ) throws -> [CampaignSummary] {
        var summaries: [CampaignSummary] = []
        try each(
            """
            SELECT c.slug, c.name, p.name, coalesce(own.name, other.name, o.slug), a.name, c.state, c.changed_at FROM campaign c
            JOIN publisher p ON p.id = c.publisher JOIN offering o ON o.id = c.offering JOIN audience a ON a.id = c.audience
            LEFT JOIN offering_text own ON own.offering = o.id AND own.language = \(language)
            LEFT JOIN offering_text other ON other.offering = o.id AND other.language = o.language
            WHERE \(Self.condition(publishers, state))
            ORDER BY c.changed_at DESC NULLS LAST, c.id DESC NULLS LAST LIMIT \(limit) OFFSET \(offset)
            """
        ) { row in
            summaries.append(
                CampaignSummary(
                    slug: try row[0], name: try row[1], publisher: try row[2], offering: try row[3], audience: try row[4],
                    state: try row[5], changedAt: try row[6]))
        }
        return summaries
    }

    /// The campaigns in a state, the oldest first.
    package func campaignKeys(in state: CampaignState) throws -> [CampaignKey] {
        try values("SELECT id FROM campaign WHERE state = \(state) ORDER BY id NULLS FIRST")
    }

    package func countCampaigns(of publishers: Set<PublisherKey>?, in state: CampaignState? = nil) throws -> Int {
        try count("SELECT count(*) FROM campaign c WHERE \(Self.condition(publishers, state))")
    }

    private static func condition(_ publishers: Set<PublisherKey>?, _ state: CampaignState?) -> SQL {
        let ofPublishers: SQL? = publishers.map { "c.publisher IN \(list: $0.sorted())" }
        let inState: SQL? = state.map { "c.state = \($0)" }
        let parts = [ofPublishers, inState].compactMap { $0 }
        return parts.isEmpty ? "\(true)" : parts.joined(separator: " AND ")
    }
}
