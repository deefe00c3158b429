import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Identity
import Kernel
import Logging
import NIOCore
import Storage
import TestSupport
import Testing
import Touches
import Web

@testable import Hourglass

@Suite("Reporting over HTTP", .serialized)
struct FeedTests {
    struct Answer: Decodable, Hashable {
        struct Event: Decodable, Hashable {
            let eventID: String?
            let result: String
            let reason: String?
            let field: String?

            private enum CodingKeys: String, CodingKey { case eventID = "event_id", result, reason, field }
        }
        struct Completion: Decodable, Hashable {
            let offering: String?
            let result: String
            let reason: String?
        }
        let taken: Int
        let repeated: Int
        let dropped: [String: Int]
        let events: [Event]
        let complete: [Completion]?
    }

    struct Client: Sendable {
        let test: any TestClientProtocol
        let routes: FeedRoutes

        func send(_ body: String, token: String, type: String = "application/json") async throws -> TestResponse {
            try await test.execute(
                uri: "/api/touches", method: .post, headers: [.authorization: "Bearer \(token)", .contentType: type],
                body: ByteBuffer(string: body))
        }

        func report(_ events: [String], token: String, more: String = "") async throws -> Answer {
            let response = try await send("{\"events\": [\(events.joined(separator: ","))]\(more)}", token: token)
            #expect(response.status == .ok, "\(String(buffer: response.body))")
            return try JSONDecoder().decode(Answer.self, from: Data(response.body.readableBytesView))
        }
    }

    private func with(
        _ engine: Engine, file: Bool = false, _ body: @escaping @Sendable (Database, Client) async throws -> Void
    ) async throws {
        try await World.with(engine, file: file) { world in
            let site = Site(
                origin: "http://127.0.0.1:8080", keys: [SymmetricKey(size: .bits256)], clock: { World.now }, furniture: { _ in Furniture() }
            )
            let table = RouteTable()
            let router = webRouter(site: site, routes: table, exempt: FeedRoutes.csrfExempt)
            let routes = FeedRoutes(database: world.database, zone: .utc, logger: Logger(label: "test"))
            routes.register(on: Routes(router, isDemo: false))
            table.fill(from: router)
            try await Application(router: router).test(.router) { try await body(world.database, Client(test: $0, routes: routes)) }
        }
    }

    private func token(_ database: Database, _ scope: FeedScope = .offerings(["crm"]), name: String = "crm-app") async throws -> String {
        try await database.write { try $0.createFeed(name, scope, actor: .operator) }.text
    }

    private func event(
        _ id: String, _ person: String = "E-1", _ offering: String = "crm", way: String = "used", at: String = "2026-05-14T08:00:00Z"
    ) -> String {
        "{\"event_id\": \"\(id)\", \"external_id\": \"\(person)\", \"offering\": \"\(offering)\", \"way\": \"\(way)\", \"timestamp\": \"\(at)\"}"
    }

    /// `person way channel day` of what came from a feed.
    private func touches(_ database: Database, of source: String = "feed:crm-app") async throws -> [String] {
        try await database.read { reader in
            var lines: [String] = []
            try reader.each(
                """
                SELECT person, way, channel, local_day, department FROM touch WHERE source = \(source)
                ORDER BY happened_at NULLS FIRST, person NULLS FIRST, way NULLS FIRST
                """
            ) { row in
                let (person, way, channel, day): (Int, String, String, Day) = (try row[0], try row[1], try row[2], try row[3])
                lines.append("\(person) \(way) \(channel) \(day)")
            }
            return lines
        }
    }

    @Test("What is reported is a touch once, however often it is sent, and moves the hourglass", arguments: Engine.allCases)
    func once(_ engine: Engine) async throws {
        try await with(engine) { database, client in
            let token = try await token(database)
            let days = ["2026-05-11", "2026-05-12", "2026-05-13"]
            let events =
                days.enumerated().map { event("u\($0)", at: "\($1)T23:30:00-02:00") }
                + [event("v", "E-2", way: "viewed"), event("s", "E-3", way: "scanned"), event("t", "E-4", way: "tried")]
            let first = try await client.report(events, token: token)
            #expect(first.taken == 6 && first.repeated == 0 && first.dropped.isEmpty)
            #expect(first.events.map(\.eventID) == ["u0", "u1", "u2", "v", "s", "t"])
            #expect(first.events.allSatisfy { $0.result == "taken" })
            let again = try await client.report(events + [event("u9"), event("u9")], token: token)
            #expect(again.taken == 1 && again.repeated == 7)
            let touches = try await touches(database)
            // The day is the person's own: 23:30 two hours behind is the next one in their zone.
            #expect(
                touches == [
                    "1 used api 2026-05-12", "1 used api 2026-05-13", "1 used api 2026-05-14", "1 used api 2026-05-14",
                    "2 viewed api 2026-05-14", "3 clicked poster 2026-05-14", "4 tried api 2026-05-14",
                ])
            try await World.worker(database, 100).drain()
            let stages = try await database.read { reader in
                try reader.values(
                    "SELECT person * 10 + stage FROM stage WHERE offering = \(World.crm) ORDER BY person NULLS FIRST", as: Int.self)
            }
            #expect(stages == [15, 21, 31, 44], "buy, know, know, try")
            let standing = try #require(try await database.read { try $0.feeds() }.first)
            #expect(standing.taken == 7 && standing.repeated == 7 && standing.dropped.isEmpty && standing.reportedAt == World.now)
        }
    }

    @Test("What is dropped says why, is counted by its reason, and stops no other event", arguments: Engine.allCases)
    func dropped(_ engine: Engine) async throws {
        try await with(engine) { database, client in
            let token = try await token(database)
            try await database.write {
                try $0.run("UPDATE person SET email = 'x@y.example', email_folded = 'x@y.example' WHERE id IN (5, 6)")
            }
            let address =
                "{\"event_id\": \"mail\", \"email\": \"X@y.example\", \"offering\": \"crm\", \"way\": \"used\", \"day\": \"2026-05-14\"}"
            let events = [
                event("1"), event("2", "E-0"), event("3", "E-1", "no-such"), event("4", "E-1", "wiki"),
                event("5", at: "2025-04-01T08:00:00Z"),
                event("6", at: "2026-05-15T12:16:00Z"), event("1", way: "tried"), event("7", way: "followed"), event("8", at: "yesterday"),
                event(""), event("9\\u0000"), "[]", "{\"event_id\": 7}", address, event("10", at: "2026-05-15T12:14:00Z"),
            ]
            let expected = [
                "1 taken", "2 unknown_person external_id", "3 unknown_offering offering", "4 outside_scope offering", "5 too_old timestamp",
                "6 in_the_future timestamp", "1 event_id_reused event_id", "7 bad_event way", "8 bad_event timestamp",
                " bad_event event_id", "9\0 bad_event event_id", "? bad_event ?", "? bad_event event_id", "mail ambiguous_person email",
                "10 taken",
            ]
            let answer = try await client.report(events, token: token)
            let told = answer.events.map { event in
                "\(event.eventID ?? "?") " + (event.reason.map { "\($0) \(event.field ?? "?")" } ?? event.result)
            }
            #expect(told == expected)
            let reasons = [
                "unknown_person": 1, "unknown_offering": 1, "outside_scope": 1, "too_old": 1, "in_the_future": 1, "event_id_reused": 1,
                "bad_event": 6, "ambiguous_person": 1,
            ]
            #expect(answer.taken == 2 && answer.dropped == reasons)
            _ = try await client.report([event("2", "E-0")], token: token)
            let standing = try #require(try await database.read { try $0.feeds() }.first)
            #expect(standing.dropped[.unknownPerson] == 2 && standing.dropped[.badEvent] == 6)
            #expect(
                Dictionary(uniqueKeysWithValues: standing.dropped.map { ($0.key.rawValue, $0.value) }).keys.sorted()
                    == reasons.keys.sorted())
        }
    }

    @Test("One event per line is taken as well, and a line that is none stops no other")
    func lines() async throws {
        try await with(.sqlite) { database, client in
            let token = try await token(database)
            let body = "\(event("1"))\r\n\nnonsense\n\(event("2", "E-2"))"
            let response = try await client.send(body, token: token, type: "application/x-ndjson; charset=utf-8")
            let answer = try JSONDecoder().decode(Answer.self, from: Data(response.body.readableBytesView))
            #expect(answer.taken == 2 && answer.dropped == ["bad_event": 1])
        }
    }

    @Test("A token opens its own scope, until it is renewed or withdrawn", arguments: Engine.allCases)
    func tokens(_ engine: Engine) async throws {
        try await with(engine) { database, client in
            let token = try await token(database)
            let everything = try await self.token(database, .publisher("it"), name: "it-logs")
            let both = "{\"events\": [\(event("1")), \(event("2", "E-1", "wiki"))]}"
            let outside = "{\"events\": [\(event("3", "E-1", "wiki"))]}"
            for wrong in ["", "crm", "rapport-feed-", String(token.dropLast()), token + "a", "rapport-feed-" + Token.random().text] {
                let response = try await client.send(both, token: wrong)
                #expect(response.status == .unauthorized, "\(wrong)")
                #expect(response.headers[.wwwAuthenticate]?.hasPrefix("Bearer") == true)
            }
            #expect(try await client.send(both, token: token).status == .ok)
            #expect(try await client.send(outside, token: token).status == .forbidden)
            #expect(try await client.send(outside, token: everything).status == .ok)
            // Each feed has events of its own.
            #expect(try await touches(database, of: "feed:it-logs").count == 1)
            let renewed = try await database.write { try $0.renewFeed("crm-app", actor: .operator) }.text
            #expect(try await client.send(both, token: token).status == .unauthorized)
            #expect(try await client.send(both, token: renewed).status == .ok)
            try await database.write { try $0.withdrawFeed("crm-app", actor: .operator) }
            #expect(try await client.send(both, token: renewed).status == .unauthorized)
            let (audit, stored) = try await database.read { reader in
                try (
                    reader.audit(of: "feed:crm-app").map { "\($0.actor) \($0.action) \($0.after ?? "")" },
                    reader.values("SELECT slug FROM feed WHERE token_hash IS NULL", as: String.self)
                )
            }
            #expect(audit == ["operator withdraw ", "operator renew ", "operator create {\"offerings\":[\"crm\"]}"])
            #expect(stored == ["crm-app"])
        }
    }

    @Test("What a feed can't be made of is said")
    func making() async throws {
        try await with(.sqlite) { database, _ in
            _ = try await token(database)
            let cases: [(String, FeedScope, FeedError)] = [
                ("crm-app", .publisher("it"), .nameTaken("crm-app")), ("A b", .publisher("it"), .badName("A b")),
                ("other", .publisher("nobody"), .unknownPublisher("nobody")),
                ("other", .offerings(["crm", "none"]), .unknownOffering("none")),
            ]
            for (name, scope, error) in cases {
                await #expect(throws: error) { try await database.write { try $0.createFeed(name, scope, actor: .operator) } }
            }
            await #expect(throws: FeedError.unknownFeed("other")) {
                try await database.write { try $0.renewFeed("other", actor: .operator) }
            }
            await #expect(throws: FeedError.unknownFeed("other")) {
                try await database.write { try $0.withdrawFeed("other", actor: .operator) }
            }
        }
    }

    @Test("A body that is none is refused as a whole")
    func bodies() async throws {
        try await with(.sqlite) { database, client in
            let token = try await token(database)
            func status(_ body: String, _ type: String = "application/json") async throws -> HTTPResponse.Status {
                try await client.send(body, token: token, type: type).status
            }
            #expect(try await status("{") == .badRequest)
            #expect(try await status("{}") == .badRequest)
            #expect(try await status("[]") == .badRequest)
            #expect(try await status("", "application/x-ndjson") == .badRequest)
            #expect(try await status("{\"events\": []}") == .ok)
            #expect(try await status("a=b", "application/x-www-form-urlencoded") == .unsupportedMediaType)
            #expect(try await status("{\"events\": [\(String(repeating: "{},", count: 1000)){}]}") == .contentTooLarge)
            #expect(try await status(String(repeating: "{}\n", count: 1001), "application/jsonl") == .contentTooLarge)
            #expect(try await status(String(repeating: " ", count: (1 << 20) + 1)) == .contentTooLarge)
            let counts = try await database.read { try $0.count("SELECT count(*) FROM feed_count") }
            #expect(counts == 0)
        }
    }

    @Test("Requests that come together share a transaction, and each gets its own answer", arguments: Engine.allCases)
    func groups(_ engine: Engine) async throws {
        try await with(engine, file: true) { database, client in
            let token = try await token(database)
            let requests = 60
            let answers = try await withThrowingTaskGroup(of: Answer.self) { group in
                for request in 0..<requests {
                    // The same event in all of them counts once.
                    group.addTask { try await client.report([event("shared"), event("r\(request)", "E-\(request + 1)")], token: token) }
                }
                return try await group.reduce(into: [Answer]()) { $0.append($1) }
            }
            #expect(answers.map(\.taken).reduce(0, +) == requests + 1)
            #expect(answers.map(\.repeated).reduce(0, +) == requests - 1)
            #expect(client.routes.intake.transactions < requests / 2, "\(client.routes.intake.transactions)")
            #expect(try await touches(database).count == requests + 1)
        }
    }

    @Test("A feed that runs wild has to wait, and then goes on")
    func allowance() {
        var allowance = FeedAllowance(at: World.now)
        #expect(allowance.take(60_000, at: World.now) == 0)
        #expect(allowance.take(1000, at: World.now) == 1)
        #expect(allowance.take(1000, at: World.now + .milliseconds(999)) == 1)
        #expect(allowance.take(1000, at: World.now + .seconds(1)) == 0)
        // A clock that is set back gives nothing, and takes nothing away.
        #expect(allowance.take(1, at: World.now) == 1)
        #expect(allowance.take(60_000, at: World.now + .seconds(3600)) == 0)
        #expect(allowance.take(1, at: World.now + .seconds(3600)) == 1)
    }

    @Test("A feed that runs wild is told when to come again")
    func tooMany() async throws {
        try await with(.sqlite) { database, client in
            let token = try await token(database)
            let body = "{\"events\": [\(Array(repeating: "{}", count: 1000).joined(separator: ","))]}"
            for _ in 1...60 { #expect(try await client.send(body, token: token).status == .ok) }
            let response = try await client.send(body, token: token)
            #expect(response.status == .tooManyRequests && response.headers[.retryAfter] == "1")
        }
    }

    @Test("A feed says until when its use is complete, without gaps, and then people can fall", arguments: Engine.allCases)
    func complete(_ engine: Engine) async throws {
        try await with(engine) { database, client in
            let token = try await token(database)
            func complete(_ rows: String..., events: [String] = []) async throws -> [String] {
                let answer = try await client.report(events, token: token, more: ", \"complete\": [\(rows.joined(separator: ","))]")
                return (answer.complete ?? []).map { $0.reason ?? $0.result }
            }
            #expect(try await complete("{\"offering\": \"crm\", \"until\": \"2026-05-10\"}") == ["start_missing"])
            #expect(
                try await complete(
                    "{\"offering\": \"crm\", \"from\": \"2026-03-02\", \"until\": \"2026-05-10\"}",
                    "{\"offering\": \"crm\", \"until\": \"2026-05-10\"}", "{\"offering\": \"wiki\", \"until\": \"2026-05-10\"}",
                    "{\"offering\": \"none\", \"until\": \"2026-05-10\"}", "{\"offering\": \"crm\", \"until\": \"2026-05-16\"}",
                    "{\"offering\": \"crm\", \"from\": \"2026-05-12\", \"until\": \"2026-05-14\"}", "{}")
                    == ["taken", "repeated", "outside_scope", "unknown_offering", "in_the_future", "gap", "bad_event"])
            #expect(try await complete("{\"offering\": \"crm\", \"until\": \"2026-05-14\"}", events: ["{}"]) == ["unreadable_events"])
            #expect(try await complete("{\"offering\": \"crm\", \"until\": \"2026-05-14\"}", events: [event("1", "E-0")]) == ["taken"])
            let feeds = try await database.read { try $0.usageFeeds() }
            let (first, last) = (try #require(Day("2026-03-02")), try #require(Day("2026-05-14")))
            #expect(feeds[World.crm]?.days == first...last)
        }
    }
}
