package import Kernel
package import Storage

/// What kind of thing an offering is.
package enum OfferingKind: String, Sendable, CaseIterable, SQLConvertible {
    case app, tool, service, capability, programme, change
}

/// Where an offering stands in its life.
package enum Lifecycle: String, Sendable, CaseIterable, SQLConvertible {
    /// Not there yet; people follow it to hear when it is.
    case idea
    /// There for those who want to go first.
    case beta
    case live
    /// Still there, but going.
    case sunset
    /// Gone; its page stays.
    case retired
}

/// A way to get an offering, or to read more about it.
package struct OfferingLink: Sendable, Hashable {
    package var label: Texts
    /// An absolute `https:`, `http:` or `mailto:` address.
    package var url: String

    package init(label: Texts, url: String) {
        self.label = label
        self.url = url
    }
}

/// What is marketed: an app, a tool, a service, a capability, a programme, a change.
package struct Offering: Sendable, Hashable {
    package let key: OfferingKey
    package let slug: Slug
    package let owner: PublisherKey
    package let kind: OfferingKind
    package let lifecycle: Lifecycle
    /// Who may get it, and so its population; `nil` for everyone.
    package let audience: AudienceKey?
    /// Whether its use is reported day by day; without a feed `buy` comes from “I use this”.
    package let hasUsageFeed: Bool
    package let name: Texts
    /// The benefit, in one line.
    package let tagline: Texts
    /// Two sentences from the reader's day, Markdown.
    package let scene: Texts?
    /// Markdown.
    package let description: Texts?
    /// Tips and traps, Markdown.
    package let tips: Texts?
    /// The pains that it answers, in the words of those who have them.
    package let needs: [Texts]
    package let links: [OfferingLink]
    package let topics: Set<TopicKey>
    package let createdAt: Instant
    package let changedAt: Instant

    /// Whether there is anything to get.
    package var isThere: Bool { lifecycle != .idea && lifecycle != .retired }
}

extension Reader {
    package func offering(_ slug: Slug) throws -> Offering? { try offerings(where: "o.slug = \(slug)").first }
    package func offering(_ key: OfferingKey) throws -> Offering? { try offerings(where: "o.id = \(key)").first }

    /// Those that only this audience may get, by name.
    package func offerings(for audience: AudienceKey) throws -> [Offering] { try offerings(where: "o.audience = \(audience)") }

    /// All offerings, the retired ones too, by name.
    package func offerings() throws -> [Offering] { try offerings(where: "true") }

    /// Those of these keys that there are, by name.
    package func offerings(_ keys: some Collection<OfferingKey>) throws -> [Offering] {
        keys.isEmpty ? [] : try offerings(where: "o.id IN \(list: keys)")
    }

    private func offerings(where condition: SQL) throws -> [Offering] {
        let rows = try rows(
            """
            SELECT o.id, o.slug, o.owner, o.kind, o.lifecycle, o.audience, o.language, o.has_usage_feed, o.created_at, o.changed_at
            FROM offering o WHERE \(condition) ORDER BY o.sort_key NULLS FIRST, o.id NULLS FIRST
            """, as: OfferingRow.self)
        guard !rows.isEmpty else { return [] }
        let parts = try OfferingParts(of: rows.map(\.key), in: self)
        return rows.compactMap { parts.offering($0) }
    }
}

/// An offering without what stands in tables of their own.
private struct OfferingRow: Rowed {
    let key: OfferingKey
    let slug: Slug
    let owner: PublisherKey
    let kind: OfferingKind
    let lifecycle: Lifecycle
    let audience: AudienceKey?
    let language: String
    let hasUsageFeed: Bool
    let createdAt: Instant
    let changedAt: Instant

    init(row: Row) throws {
        key = try row[0]
        slug = try row[1]
        owner = try row[2]
        kind = try row[3]
        lifecycle = try row[4]
        audience = try row[5]
        language = try row[6]
        hasUsageFeed = try row[7]
        createdAt = try row[8]
        changedAt = try row[9]
    }
}

/// What stands in tables of their own, of several offerings, in one query each.
private struct OfferingParts {
    private enum Field: Int { case name, tagline, scene, description, tips }

    private var texts: [OfferingKey: [Field: [String: String]]] = [:]
    private var topics: [OfferingKey: Set<TopicKey>] = [:]
    private var needs: [OfferingKey: [(position: Int, language: String, texts: [String: String])]] = [:]
    private var links: [OfferingKey: [(position: Int, language: String, url: String, labels: [String: String])]] = [:]

    init(of keys: [OfferingKey], in reader: Reader) throws {
        try reader.each(
            "SELECT offering, language, name, tagline, scene, description, tips FROM offering_text WHERE offering IN \(list: keys)"
        ) { row in
            let key: OfferingKey = try row[0]
            let language: String = try row[1]
            for (column, field) in [Field.name, .tagline, .scene, .description, .tips].enumerated() {
                if let text: String = try row[column + 2] { texts[key, default: [:]][field, default: [:]][language] = text }
            }
        }
        try reader.each("SELECT offering, topic FROM offering_topic WHERE offering IN \(list: keys)") { row in
            topics[try row[0], default: []].insert(try row[1])
        }
        try reader.each(
            """
            SELECT n.offering, n.position, n.language, x.language, x.text FROM need n JOIN need_text x ON x.need = n.id
            WHERE n.offering IN \(list: keys) ORDER BY n.offering NULLS FIRST, n.position NULLS FIRST
            """
        ) { row in
            let key: OfferingKey = try row[0]
            let position: Int = try row[1]
            var own = needs[key] ?? []
            if own.last?.position != position { own.append((position, try row[2], [:])) }
            own[own.count - 1].texts[try row[3]] = try row[4]
            needs[key] = own
        }
        try reader.each(
            """
            SELECT l.offering, l.position, l.language, l.url, x.language, x.label
            FROM offering_link l JOIN offering_link_text x ON x.offering = l.offering AND x.position = l.position
            WHERE l.offering IN \(list: keys) ORDER BY l.offering NULLS FIRST, l.position NULLS FIRST
            """
        ) { row in
            let key: OfferingKey = try row[0]
            let position: Int = try row[1]
            var own = links[key] ?? []
            if own.last?.position != position { own.append((position, try row[2], try row[3], [:])) }
            own[own.count - 1].labels[try row[4]] = try row[5]
            links[key] = own
        }
    }

    /// `nil` only for an offering without a name, which no transaction of ours leaves behind.
    func offering(_ row: OfferingRow) -> Offering? {
        func text(_ field: Field) -> Texts? { texts[row.key]?[field].flatMap { Texts($0, default: row.language) } }
        guard let name = text(.name), let tagline = text(.tagline) else { return nil }
        return Offering(
            key: row.key, slug: row.slug, owner: row.owner, kind: row.kind, lifecycle: row.lifecycle, audience: row.audience,
            hasUsageFeed: row.hasUsageFeed, name: name, tagline: tagline, scene: text(.scene), description: text(.description),
            tips: text(.tips), needs: (needs[row.key] ?? []).compactMap { Texts($0.texts, default: $0.language) },
            links: (links[row.key] ?? []).compactMap { link in
                Texts(link.labels, default: link.language).map { OfferingLink(label: $0, url: link.url) }
            },
            topics: topics[row.key] ?? [], createdAt: row.createdAt, changedAt: row.changedAt)
    }
}
