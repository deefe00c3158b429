package import Kernel
package import Storage

/// What part of the catalogue somebody looks at.
package struct CatalogueFilter: Sendable, Hashable {
    package var topic: TopicKey?
    package var kind: OfferingKind?
    /// Only what came in the last sixty days, the newest first.
    package var isNew = false
    /// Words that must all be there; the best first.
    package var query: String?

    package init(topic: TopicKey? = nil, kind: OfferingKind? = nil, isNew: Bool = false, query: String? = nil) {
        self.topic = topic
        self.kind = kind
        self.isNew = isNew
        self.query = query
    }

    /// How long an offering is new.
    package static let newness = Duration.days(60)
}

extension Reader {
    /// A page of the catalogue without retired offerings, and how many there are in all. A search finds 500 at most.
    package func browse(_ filter: CatalogueFilter, now: Instant, limit: Int, offset: Int = 0) throws -> (offerings: [Offering], total: Int)
    {
        var conditions: [SQL] = ["o.lifecycle <> 'retired'"]
        if let topic = filter.topic {
            conditions.append("EXISTS (SELECT 1 FROM offering_topic t WHERE t.topic = \(topic) AND t.offering = o.id)")
        }
        if let kind = filter.kind { conditions.append("o.kind = \(kind)") }
        if filter.isNew { conditions.append("o.created_at >= \(now - CatalogueFilter.newness)") }
        let keys: [OfferingKey]
        let total: Int
        if let query = filter.query {
            let ranked = try search(query, kind: "offering", limit: 500)
            conditions.append("o.id IN \(list: ranked)")
            let found = Set(try values("SELECT o.id FROM offering o WHERE \(conditions.joined(separator: " AND "))", as: Int64.self))
            let all = ranked.filter(found.contains)
            total = all.count
            keys = all.dropFirst(offset).prefix(limit).map { OfferingKey($0) }
        } else {
            let condition = conditions.joined(separator: " AND ")
            let order: SQL =
                filter.isNew ? "o.created_at DESC NULLS LAST, o.id DESC NULLS LAST" : "o.sort_key NULLS FIRST, o.id NULLS FIRST"
            total = try count("SELECT count(*) FROM offering o WHERE \(condition)")
            keys = try values("SELECT o.id FROM offering o WHERE \(condition) ORDER BY \(order) LIMIT \(limit) OFFSET \(offset)")
        }
        let places = Dictionary(keys.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        return (try offerings(keys).sorted { places[$0.key] ?? 0 < places[$1.key] ?? 0 }, total)
    }

    /// What else a publisher offers now, by name.
    package func offerings(of publisher: PublisherKey, except: OfferingKey, limit: Int = 6) throws -> [Offering] {
        try offerings(
            values(
                """
                SELECT id FROM offering WHERE owner = \(publisher) AND id <> \(except) AND lifecycle <> 'retired'
                ORDER BY sort_key NULLS FIRST, id NULLS FIRST LIMIT \(limit)
                """, as: OfferingKey.self))
    }
}
