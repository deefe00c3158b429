import Campaigns
import Identity
import Kernel
import Storage
import Synchronization
import Testing

@testable import Delivery
@testable import Mail

@Suite("Trying again, and giving up")
struct TryingAgainTests {
    private static func refusal(_ code: Int, _ stage: SMTPRefusal.Stage = .recipient) -> SMTPOutcome {
        .refused(SMTPRefusal(SMTPReply(code: code, status: nil, lines: ["no"]), stage: stage))
    }

    /// Runs a worker until nothing is due.
    private func pass(_ world: World, _ sink: Sink) async throws {
        let worker = world.worker(sink)
        let task = Task { await worker.run() }
        try await world.until {
            let now = world.clock.now
            let open = try await world.database.read { reader in
                try reader.count("SELECT count(*) FROM delivery_claim")
                    + reader.count("SELECT count(*) FROM delivery WHERE state IN ('planned', 'deferred') AND not_before <= \(now)")
            }
            return open == 0
        }
        worker.stop()
        await task.value
    }

    @Test("a server that always says later is asked less and less often, and not after the latest time", arguments: Engine.allCases)
    func untilTooLate(_ engine: Engine) async throws {
        try await World.with(engine, people: [World.Person(1), World.Person(2)]) { world in
            try await world.start()
            let asked = Mutex<[Instant]>([])
            let sink = Sink { address in
                guard address == "p1@acme.example" else { return nil }
                asked.withLock { $0.append(world.clock.now) }
                return Self.refusal(451)
            }
            var row: World.Delivery
            repeat {
                try await pass(world, sink)
                row = try await world.row(1)
                if row.state == .planned { world.clock.advance(row.due - world.clock.now + .seconds(1)) }
            } while row.state == .planned
            #expect(row.state == .failed && row.reason == "too_late")
            #expect(row.code == 451 && row.reply?.contains("451") == true)
            let times = asked.withLock { $0 }
            #expect(row.attempts == times.count)
            // A minute, doubled up to an hour: 72 hours hold some 65 to 100 tries.
            #expect(times.count > 60 && times.count < 110)
            #expect(times.allSatisfy { $0 <= World.morning + .hours(72) })
            let gaps = zip(times, times.dropFirst()).map { ($1 - $0).microseconds / 1_000_000 }
            #expect((45...80).contains(gaps[0]) && (90...150).contains(gaps[1]) && gaps.dropFirst(8).allSatisfy { $0 >= 2880 })
            try await world.deliver(world.worker(sink))
            #expect(try await world.status().failures == [.init(reason: "too_late", code: 451, people: 1)])
        }
    }

    @Test("who could not even be tried in time is excluded as too late", arguments: Engine.allCases)
    func neverTried(_ engine: Engine) async throws {
        try await World.with(engine, people: (1...900).map { World.Person($0) }, file: true) { world in
            try await world.start()
            world.clock.advance(.hours(73))
            let sink = Sink()
            try await world.deliver(world.worker(sink))
            #expect(sink.recipients.isEmpty)
            #expect(try await world.status().excluded == ["too_late": 900])
        }
    }

    @Test(
        "what a relay says of us pauses the run instead of failing everybody",
        arguments: [(530, SMTPRefusal.Stage.sender), (550, .sender), (535, .recipient)])
    func configuration(_ code: Int, _ stage: SMTPRefusal.Stage) async throws {
        try await World.with(.sqlite, people: (1...20).map { World.Person($0) }, file: true) { world in
            try await world.start()
            let worker = world.worker(Sink { $0.isEmpty ? nil : Self.refusal(code, stage) })
            let task = Task { await worker.run() }
            try await world.until { try await world.runState() == .paused }
            worker.stop()
            await task.value
            #expect(try await world.people(.planned).count == 20)
            #expect(try await world.status().pausedReason?.contains("\(code)") == true)
        }
    }

    @Test("a mail that is too large for the relay says so of itself alone")
    func tooLarge() {
        #expect(!SMTPRefusal(SMTPReply(code: 552, status: nil, lines: [""]), stage: .sender).concernsConfiguration)
        #expect(!SMTPRefusal(SMTPReply(code: 550, status: nil, lines: [""]), stage: .recipient).concernsConfiguration)
        #expect(!SMTPRefusal(SMTPReply(code: 451, status: nil, lines: [""]), stage: .sender).concernsConfiguration)
        #expect(!SMTPRefusal(SMTPReply(code: 554, rawLines: ["5.3.4 too big"]), stage: .sender).concernsConfiguration)
    }

    @Test("a rule that does not hold any more pauses its own run and no other", arguments: Engine.allCases)
    func brokenRule(_ engine: Engine) async throws {
        var brief = World.Brief()
        brief.mayAddress = "department under \"Acme\""
        try await World.with(engine, people: (1...5).map { World.Person($0) }, brief: brief, file: true) { world in
            try await world.start()
            try await world.change("UPDATE publisher SET may_address = 'department under'")
            let worker = world.worker(Sink())
            let task = Task { await worker.run() }
            try await world.until { try await world.runState() == .paused }
            worker.stop()
            await task.value
            #expect(try await world.status().pausedReason?.contains("may_address") == true)
        }
    }

    @Test("what was refused is tried again when somebody says so, with the whole time", arguments: Engine.allCases)
    func retry(_ engine: Engine) async throws {
        try await World.with(engine, people: (1...4).map { World.Person($0) }, file: true) { world in
            try await world.start()
            let refusing = Sink { ["p1@acme.example", "p2@acme.example"].contains($0) ? Self.refusal(550) : nil }
            try await world.deliver(world.worker(refusing))
            #expect(try await world.people(.failed) == [1, 2])
            world.clock.advance(.days(30))
            try await world.change("UPDATE person SET email = 'right@acme.example' WHERE id = \(1)")
            let count = try await world.database.write { try $0.retryFailed(World.campaign, actor: World.author) }
            #expect(count == 2)
            #expect(try await world.status().state == "running")
            await #expect(throws: DeliveryError.nothingToSend) {
                try await world.database.write { try $0.retryFailed(World.campaign, actor: World.author) }
            }
            let sink = Sink()
            try await world.deliver(world.worker(sink))
            #expect(sink.recipients == ["p2@acme.example", "right@acme.example"])
            let state = try await world.status()
            #expect(state.state == "finished" && state.count(.email, .accepted) == 4 && state.failures.isEmpty)
            #expect(
                try await world.audited() == [
                    "person:1 start", "person:1 run", "system finish", "person:1 retry", "person:1 reopen", "system finish",
                ])
        }
    }

    @Test("the uncertain ones are sent again, or left, as somebody says", arguments: Engine.allCases, [true, false])
    func uncertain(_ engine: Engine, _ again: Bool) async throws {
        try await World.with(engine, people: (1...3).map { World.Person($0) }, file: true) { world in
            try await world.start()
            try await world.deliver(world.worker(Sink { $0 == "p2@acme.example" ? .uncertain(reason: "the connection ended") : nil }))
            #expect(try await world.status().uncertain == ["E-2"])
            let sink = Sink()
            if again {
                try await world.database.write { _ = try $0.resendUncertain(World.campaign, actor: World.author) }
                try await world.deliver(world.worker(sink))
                #expect(sink.recipients == ["p2@acme.example"])
                #expect(try await world.people(.accepted).count == 3)
            } else {
                try await world.database.write { _ = try $0.leaveUncertain(World.campaign, actor: World.author) }
                #expect(try await world.people(.uncertain) == [2])
                await #expect(throws: DeliveryError.nothingToSend) {
                    try await world.database.write { try $0.leaveUncertain(World.campaign, actor: World.author) }
                }
                await #expect(throws: DeliveryError.nothingToSend) {
                    try await world.database.write { try $0.resendUncertain(World.campaign, actor: World.author) }
                }
                #expect(try await world.audited().last == "person:1 leave-uncertain")
            }
            #expect(try await world.status().uncertain.isEmpty)
        }
    }

    @Test("nothing of a stopped campaign is sent again", arguments: Engine.allCases)
    func stopped(_ engine: Engine) async throws {
        try await World.with(engine, people: [World.Person(1)]) { world in
            try await world.start()
            try await world.change("UPDATE delivery SET state = 'failed'")
            try await world.database.write { try $0.stop(World.campaign, actor: World.author) }
            await #expect(throws: DeliveryError.wrongState(.stopped)) {
                try await world.database.write { try $0.retryFailed(World.campaign, actor: World.author) }
            }
            await #expect(throws: DeliveryError.wrongState(.stopped)) { try await world.startNewcomers() }
        }
    }
}
