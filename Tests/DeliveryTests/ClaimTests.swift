import Campaigns
import Kernel
import Mail
import Storage
import Testing

@testable import Delivery

@Suite("Claims under a lease")
struct ClaimTests {
    @Test("the plan of a claim walks the small index of open rows", arguments: Engine.allCases)
    func plan(_ engine: Engine) async throws {
        try await World.with(engine, people: (1...2000).map { World.Person($0) }) { world in
            let started = try await world.start()
            let sql: SQL = Reader.due("\(started.run)", at: World.morning, limit: 10) + .skipLocked
            // However many are due, no more of them are read than are wanted.
            let first = try await world.database.maintain { connection in
                if connection.isPostgres { try connection.script("ANALYZE delivery") }
                return try connection.plan(Statement(sql, for: engine))
            }
            #expect(first.contains("delivery_due"), "\(first)")
            #expect(!["Sort", "Hash", "Seq Scan", "TEMP B-TREE"].contains { first.contains($0) }, "\(first)")
            try await world.change("UPDATE delivery SET state = 'accepted' WHERE person > \(20)")
            let plan = try await world.database.maintain { connection in
                if connection.isPostgres { try connection.script("ANALYZE delivery") }
                return try connection.plan(Statement(sql, for: engine))
            }
            #expect(plan.contains("delivery_due"), "\(plan)")
            let open = try await world.database.maintain { try $0.plan(Statement(Reader.finishable, for: engine)) }
            #expect(open.contains("delivery_due") && open.contains("delivery_held"), "\(open)")
            // Who is in hand is looked up one by one.
            #expect(plan.contains(engine == .sqlite ? "SEARCH c USING PRIMARY KEY" : "delivery_claim_pkey"), "\(plan)")
        }
    }

    @Test("the plan of a settlement goes to each mail by its key", arguments: Engine.allCases)
    func settlingPlan(_ engine: Engine) async throws {
        try await World.with(engine, people: (1...2000).map { World.Person($0) }) { world in
            let started = try await world.start()
            let rows: [[SQLValue]] = (1...8).map {
                [
                    .int8($0), .text("accepted"), .null(.text), .null(.int8), .text("250 taken"), .null(.int8), .null(.int8), .int8(1),
                    .int8(2),
                ]
            }
            let run = started.run
            let statement = Statement(updating: Transaction.settlementTypes, rows, for: engine) {
                Transaction.settling($0, of: run, "delivery.state IN ('planned', 'deferred')", sentUnder: "NULL")
            }
            // As it is while a run is sent: nobody has counted yet what is in the table.
            let plan = try await world.database.maintain { try $0.plan(statement) }
            switch engine {
            case .sqlite: #expect(plan.contains("run=? AND person=? AND channel=?") && !plan.contains("SCAN delivery"), "\(plan)")
            case .postgres:
                #expect(plan.split(separator: "\n").contains { $0.contains("Index Cond") && $0.contains("(person = ") }, "\(plan)")
            }
        }
    }

    @Test("of processes that claim and settle at the same time, one gets each mail", arguments: Engine.allCases)
    func contention(_ engine: Engine) async throws {
        try await World.with(engine, people: (1...400).map { World.Person($0) }) { world in
            try await world.start()
            let granted = try await withThrowingTaskGroup(of: [Int64].self) { group in
                for token: Int64 in 1...4 {
                    group.addTask {
                        let lease = Lease(token: token)
                        try await world.database.write { try $0.open(lease) }
                        var own: [Int64] = []
                        while true {
                            let claims = try await world.claim(lease, limit: 9)
                            if claims.isEmpty, try await world.people(.planned).isEmpty { return own }
                            let granted = try await world.database.write { try $0.record([], granting: claims) }
                            #expect(granted.count == claims.count)
                            own += granted.map(\.person.raw)
                            let results = claims.map { Settlement(claim: $0, outcome: .accepted(reply: "250")) }
                            _ = try await world.database.write { try $0.record(results, granting: []) }
                        }
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(granted.sorted() == Array(1...400))
            #expect(try await world.people(.accepted) == Array(1...400))
        }
    }

    @Test("what changed since the plan is seen at the claim", arguments: Engine.allCases)
    func recheck(_ engine: Engine) async throws {
        var brief = World.Brief()
        brief.mayAddress = "department under \"Acme\""
        try await World.with(engine, people: (1...5).map { World.Person($0) }, brief: brief) { world in
            try await world.start()
            try await world.change(
                "INSERT INTO unsubscription (person, publisher, channel, since) VALUES (\(1), \(World.publisher), 'email', \(0))")
            try await world.change("UPDATE person SET active = \(false) WHERE id = \(2)")
            try await world.change("UPDATE person SET email = NULL WHERE id = \(3)")
            try await world.change("UPDATE person SET department = NULL WHERE id = \(4)")
            let claims = try await world.claim(Lease(token: 1))
            #expect(claims.map(\.person.raw) == [5])
            #expect(try await world.people(.excluded) == [1, 2, 3, 4])
            #expect(try await world.reason(1) == "unsubscribed")
            #expect(try await world.reason(2) == "left")
            #expect(try await world.reason(3) == "no_address")
            #expect(try await world.reason(4) == "outside_scope")
        }
    }

    @Test("nobody is claimed twice, before their time, or after the latest", arguments: Engine.allCases)
    func once(_ engine: Engine) async throws {
        var brief = World.Brief()
        brief.kind = "instant"
        brief.instant = World.morning + .hours(1)
        brief.hours = 1
        try await World.with(engine, people: (1...10).map { World.Person($0) }, brief: brief) { world in
            try await world.start()
            #expect(try await world.claim(Lease(token: 1)).isEmpty)
            world.clock.advance(.hours(1))
            #expect(try await world.claim(Lease(token: 1), limit: 4).count == 4)
            #expect(try await world.claim(Lease(token: 2), limit: 4).count == 4)
            world.clock.advance(.hours(2))
            #expect(try await world.claim(Lease(token: 2)).isEmpty)
            #expect(try await world.people(.excluded).count == 2)
            #expect(try await world.people(.claimed).count == 8)
        }
    }

    @Test("a claim that was lost, and one of a paused run, may not be ended with the dot", arguments: Engine.allCases)
    func grant(_ engine: Engine) async throws {
        try await World.with(engine, people: (1...4).map { World.Person($0) }) { world in
            try await world.start()
            let lease = Lease(token: 7)
            try await world.database.write { try $0.open(lease) }
            let claims = try await world.claim(lease)
            let stranger = Claim(run: claims[0].run, person: claims[0].person, lease: Lease(token: 8))
            let granted = try await world.database.write { try $0.record([], granting: [stranger, claims[1]]) }
            #expect(granted == [claims[1]])
            let again = try await world.database.write { try $0.record([], granting: [claims[1]]) }
            #expect(again.isEmpty)
            try await world.database.write { try $0.pause(World.campaign, actor: World.author) }
            let paused = try await world.database.write { try $0.record([], granting: claims) }
            #expect(paused.isEmpty)
            try await world.database.write { t in
                _ = try t.record(claims.filter { $0 != claims[1] }.map { Settlement(claim: $0, outcome: .returned) }, granting: [])
            }
            try await world.database.write { try $0.stop(World.campaign, actor: World.author) }
            #expect(try await world.people(.cancelled).count == 3)
            try await world.database.write {
                _ = try $0.record([Settlement(claim: claims[1], outcome: .accepted(reply: "250 it’s \"in\"\n"))], granting: [])
            }
            #expect(try await world.people(.accepted) == [claims[1].person.raw])
            let reply = try await world.database.read {
                try $0.value("SELECT reply FROM delivery WHERE state = 'accepted'", as: String.self)
            }
            #expect(reply == "250 it’s \"in\"\n")
        }
    }

    @Test("a process that died with nothing on the wire leaves no lease to wait for", arguments: Engine.allCases)
    func recoveryOfTheIdle(_ engine: Engine) async throws {
        try await World.with(engine, people: (1...3).map { World.Person($0) }) { world in
            try await world.start()
            let lease = Lease(token: 7)
            try await world.database.write { try $0.open(lease) }
            _ = try await world.claim(lease)
            world.clock.advance(Lease.length + .milliseconds(1))
            try await world.database.write { try $0.recover(UncertainRule()) }
            #expect(try await world.people(.planned) == [1, 2, 3])
            let leases = try await world.database.read { try $0.count("SELECT count(*) FROM delivery_lease") }
            #expect(leases == 0)
        }
    }

    @Test("temporary refusals wait longer each time", arguments: [(1, 60.0), (2, 120), (4, 480), (7, 3600), (40, 3600)])
    func backoff(_ attempt: Int, _ seconds: Double) {
        #expect(Retrying.delay(attempt: attempt, jitter: 0) == .milliseconds(Int(seconds * 800)))
        #expect(Retrying.delay(attempt: attempt, jitter: 1) == .milliseconds(Int((seconds * 1200).rounded())))
    }
}

extension Connection {
    var isPostgres: Bool { (try? plan(Statement("SELECT 1", for: .postgres)).contains("Result")) ?? false }
}
