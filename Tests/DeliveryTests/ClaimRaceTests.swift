import Foundation
import Kernel
import Storage
import Synchronization
import Testing

@testable import Delivery

@Suite("A claim and a result at the same moment")
struct ClaimRaceTests {
    /// What two transactions tell each other.
    private final class Steps: Sendable {
        private let state = Mutex((isLocked: false, claims: 0, results: 0))

        var isLocked: Bool { state.withLock { $0.isLocked } }
        var claims: Int { state.withLock { $0.claims } }
        var results: Int { state.withLock { $0.results } }
        func lock() { state.withLock { $0.isLocked = true } }
        func beginClaim() -> Int {
            state.withLock {
                $0.claims += 1
                return $0.claims
            }
        }
        func beginResult() { state.withLock { $0.results += 1 } }
    }

    /// Blocks the thread of a transaction until another one waits for what it has.
    private func waitForAnother(_ transaction: Transaction) throws {
        let end = ContinuousClock.now + .seconds(10)
        while ContinuousClock.now < end {
            try transaction.connection.script("SELECT pg_stat_clear_snapshot()")
            let isWaiting = try transaction.exists(
                """
                SELECT 1 FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
                WHERE a.datname = current_database() AND NOT l.granted
                """)
            if isWaiting { return }
            Thread.sleep(forTimeInterval: 0.005)
        }
        throw World.Late()
    }

    /// A claim looks for what is due and finds a mail that another process claims, sends and has a reply for while the claim looks on. Then
    /// it has the mail's row and wants a row of `delivery_claim`, and the result has that row and wants the mail's.
    @Test("They don't wait for each other in a circle, and the mail stays with the one who sent it")
    func circle() async throws {
        try await World.with(.postgres, people: [World.Person(1), World.Person(2)]) { world in
            try await world.start()
            let (first, second) = (Lease(token: 7), Lease(token: 8))
            try await world.database.write { t in
                try t.open(first)
                try t.open(second)
            }
            let claims = try await world.claim(first)
            let granted = try await world.database.write { try $0.record([], granting: claims) }
            #expect(granted.count == 2)
            let (run, people, steps) = (claims[0].run, claims.map(\.person), Steps())

            async let taken: [PersonKey] = world.database.write { t in
                let attempt = steps.beginClaim()
                _ = try t.hold([run])
                // As `due` would have found them before they were claimed.
                let locked: [PersonKey] = try t.values(
                    """
                    SELECT d.person FROM delivery d WHERE d.run = \(run) AND d.person \(among: people) AND d.state = 'planned'
                    ORDER BY d.person NULLS FIRST\(.skipLocked)
                    """)
                steps.lock()
                if attempt == 1 { try waitForAnother(t) }
                return try t.take(locked, of: run, second)
            }
            try await world.until { steps.isLocked }
            try await world.database.write { t in
                steps.beginResult()
                _ = try t.record(claims.map { Settlement(claim: $0, outcome: .accepted(reply: "250")) }, granting: [])
            }
            #expect(try await taken == [])
            // Neither was undone by the server and run again.
            #expect(steps.claims == 1 && steps.results == 1)
            #expect(try await world.people(.accepted) == [1, 2])
            let inHand = try await world.database.read { try $0.count("SELECT count(*) FROM delivery_claim") }
            #expect(inHand == 0)
            #expect(try await world.row(1).attempts == 1)
        }
    }
}
