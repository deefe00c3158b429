import Campaigns
import Identity
import Kernel
import Mail
import Storage
import Testing

@testable import Delivery

@Suite("Mails of which nobody knows, and that are to be sent again")
struct DoubtTests {
    /// Three people of whom the first is granted the final dot, and whose process then says nothing more until it is given up.
    private func withDoubt(_ engine: Engine, _ choice: UncertainChoice = .resend, _ body: (World, [Claim]) async throws -> Void)
        async throws
    {
        var brief = World.Brief()
        brief.uncertain = choice
        try await World.with(engine, people: (1...3).map { World.Person($0) }, brief: brief, file: true) { world in
            try await world.start()
            let lease = Lease(token: 7)
            try await world.database.write { try $0.open(lease) }
            let claims = try await world.claim(lease)
            _ = try await world.database.write { try $0.record([], granting: [claims[0]]) }
            world.clock.advance(Lease.length + Lease.sendingGrace + .seconds(1))
            try await world.database.write { try $0.recover(UncertainRule()) }
            try await body(world, claims)
        }
    }

    private func settle(_ world: World, _ claim: Claim, _ outcome: Settlement.Outcome) async throws {
        _ = try await world.database.write { try $0.record([Settlement(claim: claim, outcome: outcome)], granting: []) }
    }

    /// Why it is not sent again after all.
    enum End: CaseIterable { case stopped, tooLate, unsubscribed, resentAndStopped }

    @Test("what is then not sent again is in doubt, and not told as one that was never sent", arguments: Engine.allCases, End.allCases)
    func notAgain(_ engine: Engine, _ end: End) async throws {
        try await withDoubt(engine) { world, _ in
            #expect(try await world.people(.planned) == [1, 2, 3])
            var others = DeliveryState.cancelled
            switch end {
            case .stopped: try await world.database.write { try $0.stop(World.campaign, actor: World.author) }
            case .tooLate:
                world.clock.advance(.hours(80))
                #expect(try await world.claim(Lease(token: 8)).isEmpty)
                others = .excluded
            case .unsubscribed:
                for person in 1...3 {
                    try await world.change(
                        "INSERT INTO unsubscription (person, publisher, channel, since) VALUES (\(person), \(World.publisher), 'email', 0)")
                }
                #expect(try await world.claim(Lease(token: 8)).isEmpty)
                others = .excluded
            case .resentAndStopped:
                // The server puts it off once more; that says nothing of the first time.
                let lease = Lease(token: 8)
                try await world.database.write { try $0.open(lease) }
                let claims = try await world.claim(lease)
                try await settle(world, claims[0], .retry(due: world.clock.now + .hours(1), code: 451, reply: "later"))
                for claim in claims.dropFirst() { try await settle(world, claim, .returned) }
                try await world.database.write { try $0.stop(World.campaign, actor: World.author) }
            }
            #expect(try await world.people(.uncertain) == [1])
            #expect(try await world.people(others) == [2, 3])
            #expect(try await world.status().uncertain == ["E-1"])
            #expect(try await world.reason(1) == "not_again")
        }
    }

    @Test(
        "what is known at the second time counts", arguments: Engine.allCases,
        [
            (Settlement.Outcome.accepted(reply: "250"), DeliveryState.accepted),
            (.failed(reason: "recipient", code: 550, reply: "no"), .failed),
        ])
    func known(_ engine: Engine, _ second: (outcome: Settlement.Outcome, state: DeliveryState)) async throws {
        try await withDoubt(engine) { world, _ in
            let lease = Lease(token: 8)
            try await world.database.write { try $0.open(lease) }
            let claims = try await world.claim(lease)
            try await settle(world, claims[0], second.outcome)
            try await world.database.write { try $0.stop(World.campaign, actor: World.author) }
            #expect(try await world.people(second.state) == [1])
        }
    }

    @Test("a connection that ends after the dot leaves a doubt where there is no other time", arguments: Engine.allCases, [true, false])
    func noOtherTime(_ engine: Engine, _ isStopped: Bool) async throws {
        try await World.with(engine, people: [World.Person(1)]) { world in
            try await world.start()
            let lease = Lease(token: 7)
            try await world.database.write { try $0.open(lease) }
            let claims = try await world.claim(lease)
            _ = try await world.database.write { try $0.record([], granting: claims) }
            if isStopped { try await world.database.write { try $0.stop(World.campaign, actor: World.author) } }
            let again = world.clock.now + (isStopped ? .minutes(1) : .hours(73))
            try await settle(world, claims[0], .uncertain(reason: "the connection ended", again: again))
            #expect(try await world.people(.uncertain) == [1])
            #expect(try await world.reason(1) == "the connection ended")
        }
    }

    @Test(
        "a reply that comes late settles it, and keeps it from being sent again", arguments: Engine.allCases,
        [UncertainChoice.keep, .resend])
    func late(_ engine: Engine, _ choice: UncertainChoice) async throws {
        try await withDoubt(engine, choice) { world, claims in
            #expect(try await world.people(choice == .keep ? .uncertain : .planned).contains(1))
            try await settle(world, claims[0], .accepted(reply: "250 at last"))
            let row = try await world.row(1)
            #expect(row.state == .accepted && row.reply == "250 at last" && row.attempts == 1)
            let sink = Sink()
            try await world.deliver(world.worker(sink))
            #expect(sink.recipients == ["p2@acme.example", "p3@acme.example"])
        }
    }

    @Test("once another process has begun to send it again, a late reply changes nothing", arguments: Engine.allCases)
    func lateWhileAgain(_ engine: Engine) async throws {
        try await withDoubt(engine) { world, claims in
            let lease = Lease(token: 8)
            try await world.database.write { try $0.open(lease) }
            let again = try await world.claim(lease)
            _ = try await world.database.write { try $0.record([], granting: again) }
            try await settle(world, claims[0], .accepted(reply: "250 the first"))
            #expect(try await world.people(.sending) == [1, 2, 3])
            try await settle(world, again[0], .accepted(reply: "250 the second"))
            #expect(try await world.row(1).reply == "250 the second")
        }
    }

    @Test("a temporary refusal that comes when the run is over is one for good, and can be tried again", arguments: Engine.allCases)
    func lateRefusal(_ engine: Engine) async throws {
        try await withDoubt(engine, .keep) { world, claims in
            try await world.deliver(world.worker(Sink()))
            #expect(try await world.runState() == .finished)
            try await settle(world, claims[0], .retry(due: world.clock.now + .minutes(1), code: 451, reply: "451 later"))
            let row = try await world.row(1)
            #expect(row.state == .failed && row.code == 451 && row.reply == "451 later")
            #expect(try await world.status().failures.map(\.people) == [1])
            let again = try await world.database.write { try $0.retryFailed(World.campaign, actor: World.author) }
            #expect(again == 1)
            let sink = Sink()
            try await world.deliver(world.worker(sink))
            #expect(sink.recipients == ["p1@acme.example"])
        }
    }

    @Test("what a person sends again stays in doubt until it is sent", arguments: Engine.allCases)
    func byHand(_ engine: Engine) async throws {
        try await withDoubt(engine, .keep) { world, _ in
            try await world.database.write { _ = try $0.resendUncertain(World.campaign, actor: World.author) }
            #expect(try await world.people(.planned) == [1, 2, 3])
            try await world.database.write { try $0.stop(World.campaign, actor: World.author) }
            #expect(try await world.people(.uncertain) == [1])
            #expect(try await world.people(.cancelled) == [2, 3])
        }
    }

    @Test("what a restore holds of it stays in doubt as well", arguments: Engine.allCases)
    func restored(_ engine: Engine) async throws {
        var brief = World.Brief()
        brief.uncertain = .resend
        try await World.with(engine, people: (1...3).map { World.Person($0) }, brief: brief) { world in
            try await world.start()
            let lease = Lease(token: 7)
            try await world.database.write { try $0.open(lease) }
            let claims = try await world.claim(lease)
            _ = try await world.database.write { try $0.record([], granting: [claims[0]]) }
            try await world.database.write { _ = try $0.holdRestored(UncertainRule()) }
            #expect(try await world.people(.held) == [1, 2, 3])
            try await world.database.write { try $0.stop(World.campaign, actor: World.author) }
            #expect(try await world.people(.uncertain) == [1])
            #expect(try await world.people(.cancelled) == [2, 3])
        }
    }
}
