import Campaigns
import Foundation
import Kernel
import Storage
import Synchronization
import Testing

@testable import Delivery

/// At most two mails in seven days, where nothing else is said; campaigns are of use for three days.
@Suite("Under a cap")
struct CapTests {
    private typealias Mail = World.Mail

    private struct Case {
        let name: String
        let mails: [Mail]
        var state = DeliveryState.planned
        var reason: String?
        /// After the morning.
        var due = Duration.zero

        static func late(_ name: String, _ mails: [Mail]) -> Case {
            Case(name: name, mails: mails, state: .excluded, reason: "capped")
        }

        static func later(_ name: String, _ due: Duration, _ mails: [Mail]) -> Case {
            Case(name: name, mails: mails, state: .deferred, reason: "cap", due: due)
        }
    }

    private static let cases: [Case] = [
        Case(name: "nothing", mails: []),
        Case(name: "one", mails: [.before(1)]),
        .later("two, of which the older leaves tomorrow", .days(1), [.before(6), .before(5)]),
        .later("the older one that counts no longer", .days(1), [.before(8), .before(6), .before(5)]),
        .later("more than allowed: all but one have to leave", .days(2), [.before(6), .before(5), .before(4)]),
        .later("two at once", .days(3), [.before(4), .before(4)]),
        .late("a second too late", [.before(3, 86_399), .before(1)]),
        .late("much too late", [.before(0, 3600), .before(0, 7200)]),
        Case(name: "seven days to the microsecond", mails: [.before(7), .before(1)]),
        .later("a second less", .seconds(1), [.before(6, 86_399), .before(1)]),
        Case(name: "one came back", mails: [.before(6), .before(5, 0, .bounced)]),
        Case(name: "one was refused", mails: [.before(6), .before(5, 0, .failed)]),
        Case(name: "one is uncertain", mails: [.before(6), .before(5, 0, .uncertain)]),
        .later("one was complained about, and yet was there", .days(1), [.before(6), .before(5, 0, .complained)]),
        Case(name: "one was on the home page", mails: [.before(6), .before(5, 0, .accepted, .home)]),
    ]

    @Test("who had enough gets the next mail when there is room, or never", arguments: Engine.allCases)
    func planned(_ engine: Engine) async throws {
        let ids = Self.cases.indices.map { Int64($0 + 1) }
        try await World.with(engine, people: ids.map { World.Person($0) }) { world in
            let world = try world.with(cap: "2/7d")
            try await world.received(Dictionary(uniqueKeysWithValues: zip(ids, Self.cases.map(\.mails))))
            try await world.start()
            for (id, expected) in zip(ids, Self.cases) {
                let row = try await world.row(id, of: World.campaign)
                #expect(row.state == expected.state && row.reason == expected.reason, "\(expected.name): \(row)")
                #expect(row.due == World.morning + expected.due, "\(expected.name): \(row.due)")
            }
        }
    }

    @Test("the same at the claim, where all of it happened since the plan", arguments: Engine.allCases)
    func claimed(_ engine: Engine) async throws {
        let ids = Self.cases.indices.map { Int64($0 + 1) }
        try await World.with(engine, people: ids.map { World.Person($0) }) { world in
            let world = try world.with(cap: "2/7d")
            try await world.start()
            try await world.received(Dictionary(uniqueKeysWithValues: zip(ids, Self.cases.map(\.mails))))
            let claims = try await world.claim(Lease(token: 1), of: World.campaign)
            #expect(Set(claims.map(\.person.raw)) == Set(zip(ids, Self.cases).filter { $1.state == .planned }.map(\.0)))
            for (id, expected) in zip(ids, Self.cases) {
                let row = try await world.row(id, of: World.campaign)
                #expect(row.state == expected.state && row.reason == expected.reason, "\(expected.name): \(row)")
                #expect(row.due == World.morning + expected.due, "\(expected.name): \(row.due)")
            }
            // What was put off or given up is in nobody's hands.
            let inHand = try await world.database.read { try $0.count("SELECT count(*) FROM delivery_claim") }
            #expect(inHand == claims.count)
        }
    }

    @Test("without one, and for what everyone must know, nothing is put off", arguments: Engine.allCases, [true, false])
    func mustKnow(_ engine: Engine, _ mustKnow: Bool) async throws {
        var brief = World.Brief()
        brief.mustKnow = mustKnow
        try await World.with(engine, people: [World.Person(1), World.Person(2)], brief: brief) { world in
            let world = mustKnow ? try world.with(cap: "1/7d") : world
            try await world.received([1: [.before(1), .before(2)]])
            try await world.start()
            #expect(try await world.people(.planned) == [1, 2])
            try await world.received([2: [.before(1), .before(2)]])
            #expect(try await world.claim(Lease(token: 1), of: World.campaign).count == 2)
        }
    }

    @Test("what everyone must know counts for the others", arguments: Engine.allCases)
    func mustKnowCounts(_ engine: Engine) async throws {
        try await World.with(engine, people: [World.Person(1)]) { world in
            let world = try world.with(cap: "1/2d")
            try await world.add(World.second, mustKnow: true)
            try await world.start(World.second)
            try await world.settle(try await world.claim(Lease(token: 1), of: World.second), .accepted(reply: "250"))
            try await world.start()
            let row = try await world.row(1, of: World.campaign)
            #expect(row.state == .deferred && row.due == World.morning + .days(2))
        }
    }

    @Test("a time that is ahead is not put off for what has left by then", arguments: Engine.allCases)
    func ahead(_ engine: Engine) async throws {
        var brief = World.Brief()
        brief.kind = "instant"
        brief.instant = World.morning + .days(2)
        try await World.with(engine, people: (1...3).map { World.Person($0) }, brief: brief) { world in
            let world = try world.with(cap: "2/7d")
            try await world.received([1: [.before(5), .before(5)], 2: [.before(4), .before(4)], 3: [.before(1), .before(1)]])
            try await world.start()
            let rows = [try await world.row(1, of: World.campaign), try await world.row(2, of: World.campaign)]
            #expect(rows.map(\.state) == [.planned, .deferred])
            #expect(rows.map(\.due) == [World.morning + .days(2), World.morning + .days(3)])
            let last = try await world.row(3, of: World.campaign)
            #expect(last.state == .excluded && last.reason == "capped")
        }
    }

    @Test("the window moves on, and then the mail goes", arguments: Engine.allCases)
    func movesOn(_ engine: Engine) async throws {
        try await World.with(engine, people: [World.Person(1), World.Person(2)], file: true) { world in
            let world = try world.with(cap: "2/7d")
            try await world.received([1: [.before(6), .before(5)]])
            try await world.start()
            let sink = Sink()
            let worker = world.worker(sink)
            let task = Task { await worker.run() }
            try await world.until { try await world.people(.accepted).filter { $0 == 2 }.count == 1 }
            worker.stop()
            await task.value
            #expect(sink.recipients == ["p2@acme.example"])
            world.clock.advance(.days(1) - .seconds(1))
            #expect(try await world.claim(Lease(token: 1), of: World.campaign).isEmpty)
            world.clock.advance(.seconds(1))
            try await world.deliver(world.worker(sink))
            #expect(sink.recipients == ["p1@acme.example", "p2@acme.example"])
            #expect(try await world.row(1, of: World.campaign).state == .accepted)
        }
    }

    @Test("what was put off is looked at again when the run is resumed, under the cap that holds then", arguments: Engine.allCases)
    func resumed(_ engine: Engine) async throws {
        try await World.with(engine, people: [World.Person(1), World.Person(2)]) { world in
            let world = try world.with(cap: "2/7d")
            try await world.received([1: [.before(6), .before(6)], 2: [.before(6), .before(5), .before(5)]])
            try await world.start()
            let planned = [try await world.row(1, of: World.campaign).due, try await world.row(2, of: World.campaign).due]
            #expect(planned == [World.morning + .days(1), World.morning + .days(2)])
            func resume() async throws {
                try await world.database.write { t in
                    try t.pause(World.campaign, actor: World.author)
                    try t.resume(World.campaign, actor: World.author)
                }
            }
            try await resume()
            #expect(try await world.claim(Lease(token: 1), of: World.campaign).isEmpty)
            #expect([try await world.row(1, of: World.campaign).due, try await world.row(2, of: World.campaign).due] == planned)
            try await resume()
            let raised = try await world.with(cap: "3/7d").claim(Lease(token: 1), of: World.campaign)
            #expect(raised.map(\.person.raw) == [1])
            #expect(try await world.row(2, of: World.campaign).due == World.morning + .days(1))
        }
    }

    @Test("who was tried before, and then had enough until it was too late, has failed with the last reply", arguments: Engine.allCases)
    func tried(_ engine: Engine) async throws {
        try await World.with(engine, people: [World.Person(1), World.Person(2)]) { world in
            let world = try world.with(cap: "2/7d")
            try await world.start()
            let claims = try await world.claim(Lease(token: 1), of: World.campaign)
            #expect(claims.count == 2)
            try await world.settle(claims, .retry(due: World.morning + .minutes(1), code: 451, reply: "451 later"))
            try await world.received([1: [.before(1), .before(1)], 2: [.before(6), .before(6)]])
            world.clock.advance(.minutes(1))
            #expect(try await world.claim(Lease(token: 1), of: World.campaign).isEmpty)
            let (one, other) = (try await world.row(1, of: World.campaign), try await world.row(2, of: World.campaign))
            #expect(one.state == .failed && one.reason == "capped" && one.code == 451 && one.reply == "451 later" && one.attempts == 1)
            #expect(other.state == .deferred && other.due == World.morning + .days(1) && other.attempts == 1)
        }
    }

    @Test("a mail in hand keeps the next one waiting until it is known what became of it", arguments: Engine.allCases, [true, false])
    func inHand(_ engine: Engine, _ isTaken: Bool) async throws {
        try await World.with(engine, people: [World.Person(1)]) { world in
            let world = try world.with(cap: "1/2d")
            try await world.add(World.second)
            try await world.start()
            let first = try await world.claim(Lease(token: 1), of: World.campaign)
            #expect(first.count == 1)
            // Planned while the first is in hand, and claimed while it is.
            try await world.start(World.second)
            let planned = try await world.row(1, of: World.second)
            #expect(planned.state == .deferred && planned.reason == "cap" && planned.due == World.morning + .minutes(1))
            world.clock.advance(.minutes(1))
            #expect(try await world.claim(Lease(token: 2), of: World.second).isEmpty)
            #expect(try await world.row(1, of: World.second).due == World.morning + .minutes(2))
            try await world.settle(first, isTaken ? .accepted(reply: "250") : .failed(reason: "recipient", code: 550, reply: "550 no"))
            world.clock.advance(.minutes(1))
            let second = try await world.claim(Lease(token: 2), of: World.second)
            #expect(second.count == (isTaken ? 0 : 1))
            if isTaken { #expect(try await world.row(1, of: World.second).due == World.morning + .minutes(1) + .days(2)) }
        }
    }

    /// How many of a person's mails are accepted or in hand, at most.
    private static let most: SQL = """
        SELECT coalesce(max(n), 0) FROM (SELECT count(*) AS n FROM delivery_now WHERE channel = 'email'
            AND state IN ('claimed', 'sending', 'accepted') GROUP BY person) AS t
        """
    /// Who waits for the turn to claim.
    private static let waiting: SQL = """
        SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
            AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        """

    @Test("of two transactions that claim for the same people at the same time, the second sees the first", arguments: Engine.allCases)
    func atOnce(_ engine: Engine) async throws {
        try await World.with(engine, people: (1...40).map { World.Person($0) }) { world in
            let world = try world.with(cap: "1/7d")
            try await world.add(World.second)
            try await world.start()
            try await world.start(World.second)
            let hasClaimed = Mutex(false)
            async let one = world.database.write { t in
                let claims = try world.claim(Lease(token: 1), of: World.campaign, in: t)
                hasClaimed.withLock { $0 = true }
                // Stays open until the other one waits, or would have been through.
                if engine == .postgres {
                    for _ in 1...300 {
                        if try t.count(Self.waiting) > 0 { break }
                        Thread.sleep(forTimeInterval: 0.01)
                    }
                }
                return claims.count
            }
            try await world.until { hasClaimed.withLock { $0 } }
            let other = try await world.claim(Lease(token: 2), of: World.second)
            #expect(try await one == 40 && other.isEmpty)
            let most = try await world.database.read { try $0.count(Self.most) }
            #expect(most == 1)
        }
    }

    @Test("several processes that send two campaigns never exceed it, and nobody is left without", arguments: Engine.allCases)
    func together(_ engine: Engine) async throws {
        try await World.with(engine, people: (1...60).map { World.Person($0) }) { world in
            let world = try world.with(cap: "1/7d")
            try await world.add(World.second)
            try await world.start()
            try await world.start(World.second)
            for round in 1...10 {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for token: Int64 in 1...4 {
                        group.addTask {
                            let campaigns = [World.campaign, World.second]
                            var idle = 0
                            while idle < 4 {
                                let campaign = campaigns[(Int(token) + idle) % 2]
                                let claims = try await world.claim(Lease(token: token), of: campaign, limit: 7)
                                idle = claims.isEmpty ? idle + 1 : 0
                                let most = try await world.database.read { try $0.count(Self.most) }
                                #expect(most <= 1)
                                try await world.settle(claims, .accepted(reply: "250"))
                            }
                        }
                    }
                    try await group.waitForAll()
                }
                let open = try await world.database.read {
                    try $0.count("SELECT count(*) FROM delivery WHERE state IN ('planned', 'deferred')")
                }
                if open == 0 { break }
                #expect(round < 10)
                world.clock.advance(.minutes(1))
            }
            #expect(try await world.people(.accepted) == Array(1...60))
            #expect(try await world.people(.excluded) == Array(1...60))
        }
    }

    @Test("the plans of a start and of a claim go to each person's mails by the index, and past the old ones", arguments: Engine.allCases)
    func plan(_ engine: Engine) async throws {
        try await World.with(engine, people: (1...2000).map { World.Person($0) }) { world in
            let world = try world.with(cap: "2/7d")
            try await world.add(World.second)
            try await world.start()
            let started = try await world.start(World.second)
            let (settings, ring) = (world.settings, world.ring)
            let plans = try await world.database.write { t in
                let plan = try RecipientPlan(t.brief(World.campaign), t, settings: settings, ring: ring, now: t.now)
                let people = (1...400).map { PersonKey(Int64($0)) }
                let claim = Transaction.addressees(people, started.run, plan.addressing)
                return try [plan.select, claim].map { try t.connection.plan(Statement($0, for: engine)) }
            }
            for plan in plans { check(plan, engine) }
        }
    }

    private func check(_ plan: String, _ engine: Engine) {
        let lines = plan.split(separator: "\n")
        switch engine {
        case .sqlite:
            #expect(
                lines.count { $0.contains("SEARCH y USING INDEX delivery_person (person=? AND channel=? AND run>?)") } == 2, "\(plan)")
            #expect(!plan.contains("SCAN y") && !plan.contains("SCAN c"), "\(plan)")
        case .postgres:
            #expect(lines.count { $0.contains("delivery_person on delivery y") } == 2, "\(plan)")
            #expect(!plan.contains("Seq Scan on delivery y") && !plan.contains("Seq Scan on delivery_claim"), "\(plan)")
            #expect(!lines.contains { $0.contains("Index Cond") && $0.hasSuffix(": (channel = 'email'::text)") }, "\(plan)")
        }
    }
}
