import Foundation
import Hourglass
import Identity
import Kernel
import Storage

extension House {
    /// Makes a system that may report what people do, about all offerings of a publisher or about some.
    /// - Returns: its token.
    package func createFeed(_ name: String, publisher: String?, offerings: [String]) async throws -> String {
        let scope: FeedScope = publisher.map { .publisher($0) } ?? .offerings(offerings)
        return try await database.write { try $0.createFeed(name, scope, actor: .operator) }.text
    }

    /// - Returns: its new token.
    package func renewFeed(_ name: String) async throws -> String {
        try await database.write { try $0.renewFeed(name, actor: .operator) }.text
    }

    package func withdrawFeed(_ name: String) async throws {
        try await database.write { try $0.withdrawFeed(name, actor: .operator) }
    }

    /// - Returns: a line per feed and per reason of what it dropped, or one JSON object.
    package func feeds(asJSON: Bool) async throws -> String {
        let feeds = try await database.read { try $0.feeds() }
        guard asJSON else { return feeds.isEmpty ? "no feeds" : feeds.flatMap(\.lines).joined(separator: "\n") }
        return JSONText.object(["feeds": .list(feeds.map(\.json))])
    }
}

extension FeedStanding {
    fileprivate var lines: [String] {
        let scope = publisher.map { "all of \($0)" } ?? offerings.joined(separator: ", ")
        let state = isWithdrawn ? "withdrawn" : reportedAt.map { "reported at \($0)" } ?? "has reported nothing yet"
        return ["\(slug): \(scope); \(state); \(taken) taken, \(repeated) repeated, \(dropped.values.reduce(0, +)) dropped"]
            + dropped.sorted { $0.key.rawValue < $1.key.rawValue }.map { "  dropped, \($0.key.rawValue): \($0.value)" }
    }

    fileprivate var json: JSONText {
        .map([
            "feed": .text(slug.description), "publisher": publisher.map { .text($0) } ?? .null,
            "offerings": .list(offerings.map { .text($0) }), "created_at": .text(createdAt.description),
            "reported_at": reportedAt.map { .text($0.description) } ?? .null, "withdrawn": .bool(isWithdrawn),
            "taken": .number(Int64(taken)), "repeated": .number(Int64(repeated)),
            "dropped": .map(Dictionary(uniqueKeysWithValues: dropped.map { ($0.key.rawValue, .number(Int64($0.value))) })),
        ])
    }
}
