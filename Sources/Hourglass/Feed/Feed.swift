import Identity
package import Kernel
package import Storage

package typealias FeedKey = Key<Feed>

/// Another system of the company that reports what people do with offerings, over HTTP with a token of its own (docs/feeds.md).
package struct Feed: Hashable, Sendable {
    package let key: FeedKey
    package let slug: Slug
    /// What it may report about: all that this publisher owns, now and later, or else `offerings`.
    package let publisher: PublisherKey?
    package let offerings: Set<OfferingKey>

    /// What its touches carry as their source. No import can have this name, since it is no slug.
    var source: String { "feed:\(slug)" }

    func mayReport(_ offering: OfferingKey, of owner: PublisherKey) -> Bool {
        publisher.map { $0 == owner } ?? offerings.contains(offering)
    }
}

/// What a feed sends as its bearer token; the database holds its hash only.
package struct FeedToken: Sendable {
    /// By this, those who search files for lost secrets know what they found.
    private static let prefix = "rapport-feed-"

    private let token: Token

    static func random() -> FeedToken { FeedToken(token: .random()) }

    private init(token: Token) { self.token = token }

    /// Reads what `text` writes; `nil` for anything else.
    init?(_ text: some StringProtocol) {
        guard text.hasPrefix(Self.prefix), let token = Token(text.dropFirst(Self.prefix.count)) else { return nil }
        self.token = token
    }

    package var text: String { Self.prefix + token.text }

    var hash: [UInt8] { token.hash }
}

/// A feed with what came of it, for the operator.
package struct FeedStanding: Sendable {
    package let slug: Slug
    /// The publisher's slug, where it may report about all offerings of one.
    package let publisher: String?
    /// Else the slugs of its offerings.
    package let offerings: [String]
    package let createdAt: Instant
    /// `nil` while it has reported nothing.
    package let reportedAt: Instant?
    package let isWithdrawn: Bool
    /// How many of its events became touches.
    package let taken: Int
    package let repeated: Int
    /// By the reason.
    package let dropped: [FeedDrop.Reason: Int]
}

extension Reader {
    /// The feed that a token belongs to; `nil` where it never did, or no longer does.
    func feed(_ token: FeedToken) throws -> Feed? { try feed(where: "token_hash = \(token.hash)") }

    func feed(_ slug: Slug) throws -> Feed? { try feed(where: "slug = \(slug)") }

    private func feed(where condition: SQL) throws -> Feed? {
        var found: (FeedKey, Slug, PublisherKey?)?
        try each("SELECT id, slug, publisher FROM feed WHERE \(condition)") { found = (try $0[0], try $0[1], try $0[2]) }
        guard let (key, slug, publisher) = found else { return nil }
        let offerings: [OfferingKey] = try values("SELECT offering FROM feed_offering WHERE feed = \(key)")
        return Feed(key: key, slug: slug, publisher: publisher, offerings: Set(offerings))
    }

    /// All feeds by name, withdrawn ones too, with their counts.
    package func feeds() throws -> [FeedStanding] {
        let found = try rows(
            """
            SELECT f.id, f.slug, p.slug AS publisher, f.created_at, f.reported_at, f.token_hash IS NULL AS is_withdrawn
            FROM feed f LEFT JOIN publisher p ON p.id = f.publisher ORDER BY f.slug NULLS FIRST
            """, as: FeedRow.self)
        var offerings: [FeedKey: [String]] = [:]
        try each(
            """
            SELECT f.feed, o.slug FROM feed_offering f JOIN offering o ON o.id = f.offering
            ORDER BY f.feed NULLS FIRST, o.slug NULLS FIRST
            """
        ) { offerings[try $0[0], default: []].append(try $0[1]) }
        var counts: [FeedKey: [String: Int]] = [:]
        try each("SELECT feed, outcome, events FROM feed_count") { counts[try $0[0], default: [:]][try $0[1]] = try $0[2] }
        return found.map { row in
            let own = counts[row.key] ?? [:]
            return FeedStanding(
                slug: row.slug, publisher: row.publisher, offerings: offerings[row.key] ?? [], createdAt: row.createdAt,
                reportedAt: row.reportedAt, isWithdrawn: row.isWithdrawn,
                taken: own["taken"] ?? 0, repeated: own["repeated"] ?? 0,
                dropped: Dictionary(
                    own.compactMap { name, events in FeedDrop.Reason(rawValue: name).map { ($0, events) } }, uniquingKeysWith: +))
        }
    }
}

private struct FeedRow: Rowed {
    let key: FeedKey
    let slug: Slug
    let publisher: String?
    let createdAt: Instant
    let reportedAt: Instant?
    let isWithdrawn: Bool

    init(row: Row) throws {
        key = try row["id"]
        slug = try row["slug"]
        publisher = try row["publisher"]
        createdAt = try row["created_at"]
        reportedAt = try row["reported_at"]
        isWithdrawn = try row["is_withdrawn"]
    }
}
