package import Identity
import Kernel
package import Storage

/// Why a feed was not made or changed.
package enum FeedError: Error, Hashable, Sendable, CustomStringConvertible {
    case badName(String)
    case nameTaken(String)
    case unknownFeed(String)
    case unknownOffering(String)
    case unknownPublisher(String)

    package var description: String {
        switch self {
        case .badName(let name): "“\(name)” is no name of a feed: lower-case letters, digits and hyphens"
        case .nameTaken(let name): "there is a feed “\(name)” already: `rapport feed renew \(name)` gives it another token"
        case .unknownFeed(let name): "there is no feed “\(name)”: `rapport feed list` names them all"
        case .unknownOffering(let slug): "there is no offering “\(slug)”"
        case .unknownPublisher(let slug): "there is no publisher “\(slug)”"
        }
    }
}

/// What a feed is to report about.
package enum FeedScope: Hashable, Sendable {
    /// All offerings of the publisher of this slug, now and later.
    case publisher(String)
    /// These offerings, by their slugs.
    case offerings([String])
}

extension Transaction {
    /// Makes a feed.
    /// - Returns: its token, which nobody can read again.
    /// - Throws: `FeedError`.
    package func createFeed(_ name: String, _ scope: FeedScope, actor: Actor) throws -> FeedToken {
        guard let slug = Slug(name) else { throw FeedError.badName(name) }
        guard try feed(slug) == nil else { throw FeedError.nameTaken(name) }
        let (key, token): (FeedKey, FeedToken) = (try newKey(), .random())
        var publisher: PublisherKey?
        var offerings: Set<OfferingKey> = []
        let after: JSONText
        switch scope {
        case .publisher(let slug):
            publisher = try value("SELECT id FROM publisher WHERE slug = \(slug)")
            if publisher == nil { throw FeedError.unknownPublisher(slug) }
            after = .map(["publisher": .text(slug)])
        case .offerings(let slugs):
            for slug in slugs {
                guard let offering: OfferingKey = try value("SELECT id FROM offering WHERE slug = \(slug)") else {
                    throw FeedError.unknownOffering(slug)
                }
                offerings.insert(offering)
            }
            after = .map(["offerings": .list(Set(slugs).sorted().map { .text($0) })])
        }
        try run(
            """
            INSERT INTO feed (id, slug, publisher, token_hash, created_at, changed_at)
            VALUES (\(key), \(slug), \(publisher), \(token.hash), \(now), \(now))
            """)
        for offering in offerings.sorted() { try run("INSERT INTO feed_offering (feed, offering) VALUES (\(key), \(offering))") }
        try audit(actor.auditName, "create", "feed:\(slug)", after: after.written)
        return token
    }

    /// Gives a feed another token; the one that it had ends at once, and one that was withdrawn may report again.
    /// - Throws: `FeedError`.
    package func renewFeed(_ name: String, actor: Actor) throws -> FeedToken {
        let token = FeedToken.random()
        try setToken(of: name, token.hash)
        try audit(actor.auditName, "renew", "feed:\(name)")
        return token
    }

    /// Ends the token of a feed. What it reported stays, and so does its name.
    /// - Throws: `FeedError`.
    package func withdrawFeed(_ name: String, actor: Actor) throws {
        try setToken(of: name, nil)
        try audit(actor.auditName, "withdraw", "feed:\(name)")
    }

    private func setToken(of name: String, _ hash: [UInt8]?) throws {
        let changed = try run("UPDATE feed SET token_hash = \(hash), changed_at = \(now) WHERE slug = \(name)")
        guard changed == 1 else { throw FeedError.unknownFeed(name) }
    }
}
