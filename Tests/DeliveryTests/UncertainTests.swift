import Campaigns
import Kernel
import Storage
import Synchronization
import Testing

@testable import Delivery
@testable import Mail

@Suite("Mails of which nobody knows, by campaign and class")
struct UncertainTests {
    /// What a campaign and its class say, and what holds then.
    struct Case: Sendable, CustomTestStringConvertible {
        let choice: UncertainChoice
        var mustKnow = false
        let resent: Set<CampaignClass>
        let isResent: Bool
        var testDescription: String { "\(choice), \(mustKnow ? "must-know" : "news") of \(resent.map(\.rawValue).sorted()): \(isResent)" }
    }

    private static let cases = [
        Case(choice: .asClass, resent: [], isResent: false), Case(choice: .asClass, resent: [.news], isResent: true),
        Case(choice: .asClass, resent: [.mustKnow, .invitation, .survey], isResent: false),
        Case(choice: .asClass, mustKnow: true, resent: [.mustKnow], isResent: true),
        Case(choice: .keep, resent: [.news], isResent: false), Case(choice: .resend, resent: [], isResent: true),
    ]

    private func world(_ engine: Engine, _ said: Case, _ people: ClosedRange<Int64>, _ body: (World) async throws -> Void) async throws {
        var brief = World.Brief()
        (brief.uncertain, brief.mustKnow) = (said.choice, said.mustKnow)
        try await World.with(engine, people: people.map { World.Person($0) }, brief: brief, file: true) { world in
            var world = world
            world.settings.uncertain = UncertainRule(resent: said.resent)
            try await world.start()
            try await body(world)
        }
    }

    /// The first of three is granted its final dot, and its process says nothing more.
    private func die(_ world: World) async throws {
        let lease = Lease(token: 7)
        try await world.database.write { try $0.open(lease) }
        let claims = try await world.claim(lease)
        _ = try await world.database.write { try $0.record([], granting: [claims[0]]) }
    }

    @Test(
        "what a dead process had is planned again within its lease; what it sent is settled by what holds", arguments: Engine.allCases,
        cases)
    func death(_ engine: Engine, _ said: Case) async throws {
        try await world(engine, said, 1...3) { world in
            let rule = world.settings.uncertain
            try await die(world)
            let early = try await world.database.write { try $0.recover(rule) }
            #expect(early == 0)
            world.clock.advance(Lease.length + .milliseconds(1))
            try await world.database.write { try $0.recover(rule) }
            #expect(try await world.people(.planned) == [2, 3])
            #expect(try await world.people(.sending) == [1])
            world.clock.advance(Lease.sendingGrace)
            try await world.database.write { try $0.recover(rule) }
            #expect(try await world.people(said.isResent ? .planned : .uncertain).contains(1))
            #expect(try await world.status().uncertain == (said.isResent ? [] : ["E-1"]))
            let leases = try await world.database.read { try $0.count("SELECT count(*) FROM delivery_lease") }
            #expect(leases == 0)
        }
    }

    @Test("where the connection ends after the final dot, what holds decides as well", arguments: Engine.allCases, cases)
    func connection(_ engine: Engine, _ said: Case) async throws {
        try await world(engine, said, 1...3) { world in
            let tries = Mutex(0)
            let sink = Sink { address in
                guard address == "p2@acme.example" else { return nil }
                let number = tries.withLock { tries in
                    tries += 1
                    return tries
                }
                return number == 1 ? .uncertain(reason: "the connection ended") : nil
            }
            let worker = world.worker(sink)
            let task = Task { await worker.run() }
            let state: DeliveryState = said.isResent ? .planned : .uncertain
            try await world.until {
                let (accepted, doubtful) = (try await world.people(.accepted), try await world.people(state))
                return accepted == [1, 3] && doubtful == [2]
            }
            worker.stop()
            await task.value
            let row = try await world.row(2)
            #expect(row.attempts == 1)
            guard said.isResent else {
                #expect(try await world.status().uncertain == ["E-2"])
                return
            }
            #expect(row.due > world.clock.now + .seconds(40) && row.reply == "the connection ended")
            world.clock.advance(.minutes(2))
            try await world.deliver(world.worker(sink))
            #expect(try await world.people(.accepted) == [1, 2, 3])
            #expect(try await world.row(2).attempts == 2)
        }
    }

    @Test("what was on the wire when a backup was made waits for a person where it would be sent again", arguments: Engine.allCases, cases)
    func restore(_ engine: Engine, _ said: Case) async throws {
        try await world(engine, said, 1...3) { world in
            let rule = world.settings.uncertain
            try await die(world)
            let held = try await world.database.write { try $0.holdRestored(rule) }
            #expect(held == 1)
            #expect(try await world.people(.held) == (said.isResent ? [1, 2, 3] : [2, 3]))
            #expect(try await world.people(.uncertain) == (said.isResent ? [] : [1]))
            let sink = Sink()
            try await world.database.write { try $0.resume(World.campaign, actor: World.author) }
            try await world.deliver(world.worker(sink))
            #expect(sink.recipients.count == (said.isResent ? 3 : 2))
        }
    }
}
