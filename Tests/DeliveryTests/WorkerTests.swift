import Campaigns
import Kernel
import Storage
import Synchronization
import Testing
import Web

@testable import Delivery
@testable import Mail

@Suite("The worker", .serialized)
struct WorkerTests {
    @Test("everyone of the audience gets it once, through pauses and restarts", arguments: Engine.allCases)
    func exactlyOnce(_ engine: Engine) async throws {
        var brief = World.Brief()
        brief.holdout = 100
        try await World.with(engine, people: (1...5000).map { World.Person($0) }, brief: brief, file: true) { world in
            try await world.start()
            let sink = Sink()
            let counted = Mutex(0)
            for round in 1...6 {
                let worker = world.worker(sink)
                let task = Task { await worker.run() }
                let mark = round * 500
                try await world.until { sink.mails.withLock { $0.count } >= mark }
                if round % 2 == 0 {
                    try await world.database.write { try $0.pause(World.campaign, actor: World.author) }
                    let before = try await settledCount(world, worker)
                    counted.withLock { $0 = before }
                    #expect(try await world.runState() == .paused)
                }
                worker.stop()
                await task.value
                #expect(try await world.people(.claimed).isEmpty)
                #expect(try await world.people(.sending).isEmpty)
                if round % 2 == 0 {
                    #expect(sink.mails.withLock { $0.count } == counted.withLock { $0 })
                    try await world.database.write { try $0.resume(World.campaign, actor: World.author) }
                }
            }
            let first = world.worker(sink)
            let second = world.worker(sink)
            async let other: Void = second.run()
            try await world.deliver(first)
            second.stop()
            await other
            let (reached, holdout) = try await world.database.read { reader in
                (
                    try reader.values("SELECT person FROM arm WHERE arm = 'reached'", as: Int64.self),
                    Set(try reader.values("SELECT person FROM arm WHERE arm = 'holdout'", as: Int64.self))
                )
            }
            #expect(reached.count + holdout.count == 5000)
            #expect(sink.recipients == reached.map { "p\($0)@acme.example" }.sorted())
            #expect(Set(sink.mails.withLock { $0.map(\.id) }).count == reached.count)
            #expect(try await world.people(.accepted).count == reached.count)
            let state = try await world.database.read { try $0.brief(World.campaign).state }
            #expect(state == .finished)
        }
    }

    /// Waits until nothing is on the wire, then counts what was taken.
    private func settledCount(_ world: World, _ worker: DeliveryWorker) async throws -> Int {
        try await world.until {
            let (sending, claimed) = (try await world.people(.sending), try await world.people(.claimed))
            return sending.isEmpty && claimed.isEmpty
        }
        return try await world.people(.accepted).count
    }

    @Test("a death in any state loses nothing and doubles nothing", arguments: Engine.allCases, DeliveryWorker.Tuning.Step.allCases)
    func death(_ engine: Engine, _ step: DeliveryWorker.Tuning.Step) async throws {
        try await World.with(engine, people: (1...60).map { World.Person($0) }, file: true) { world in
            try await world.start()
            let sink = Sink(sessions: 3)
            let seen = Mutex(0)
            let mortal = world.worker(
                sink,
                probe: { at, _ in
                    guard at == step else { return }
                    let number = seen.withLock {
                        $0 += 1; return $0
                    }
                    if number > 20 { throw Killed() }
                }, batch: 30)
            await mortal.run()
            let sending = Set(try await world.people(.sending))
            #expect(sending.count <= 3)
            if step != .claimed { #expect(!sending.isEmpty) }
            world.clock.advance(Lease.length + Lease.sendingGrace + .seconds(1))
            try await world.deliver(world.worker(sink))
            let uncertain = Set(try await world.people(.uncertain))
            #expect(uncertain == sending)
            let got = sink.recipients
            #expect(Set(got).count == got.count)
            let everyone = Set((1...60).map { "p\($0)@acme.example" })
            #expect(everyone.subtracting(got).isSubset(of: uncertain.map { "p\($0)@acme.example" }))
        }
    }

    struct Killed: Error {}

    @Test("replies become states: refused for good, for now, unknown", arguments: Engine.allCases)
    func replies(_ engine: Engine) async throws {
        try await World.with(engine, people: (1...4).map { World.Person($0) }) { world in
            try await world.start()
            let sink = Sink { address in
                switch address {
                case "p1@acme.example": .refused(SMTPRefusal(SMTPReply(code: 550, status: nil, lines: ["no such user"]), stage: .recipient))
                case "p2@acme.example": .refused(SMTPRefusal(SMTPReply(code: 451, status: nil, lines: ["greylisted"]), stage: .recipient))
                case "p3@acme.example": .uncertain(reason: "the connection ended")
                default: nil
                }
            }
            let worker = world.worker(sink)
            let task = Task { await worker.run() }
            try await world.until {
                let (failed, uncertain) = (try await world.people(.failed), try await world.people(.uncertain))
                let (accepted, planned) = (try await world.people(.accepted), try await world.people(.planned))
                return failed == [1] && uncertain == [3] && accepted == [4] && planned == [2]
            }
            worker.stop()
            await task.value
            let (code, due) = try await world.database.read { reader in
                (
                    try reader.value("SELECT code FROM delivery WHERE person = \(1)", as: Int.self),
                    try reader.value("SELECT not_before FROM delivery WHERE person = \(2)", as: Instant.self)
                )
            }
            #expect(code == 550)
            #expect(due.map { $0 > World.morning + .seconds(40) } == true)
            #expect(try await world.runState() == .running)
        }
    }

    @Test("a wrong configuration pauses the campaign with its reason, and it resumes where it was", arguments: Engine.allCases)
    func configuration(_ engine: Engine) async throws {
        try await World.with(engine, people: (1...3).map { World.Person($0) }) { world in
            try await world.start()
            let broken = Sink { address in
                if address.isEmpty { throw SMTPConnectError.configuration(.unknownHost("relay.acme.example")) }
                return nil
            }
            let worker = world.worker(broken)
            let task = Task { await worker.run() }
            try await world.until { try await world.runState() == .paused }
            worker.stop()
            await task.value
            let reason = try await world.database.read { try $0.value("SELECT paused_reason FROM run", as: String.self) }
            #expect(reason?.contains("relay.acme.example") == true)
            #expect(try await world.people(.planned) == [1, 2, 3])
            try await world.database.write { try $0.resume(World.campaign, actor: World.author) }
            let sink = Sink()
            try await world.deliver(world.worker(sink))
            #expect(sink.recipients.count == 3)
        }
    }

    @Test("one recipient whose mail can't be made stops nobody else's", arguments: Engine.allCases)
    func oneBad(_ engine: Engine) async throws {
        var brief = World.Brief()
        brief.messages = [(nil, "Hello", "Dear {{person.title}}, welcome.")]
        try await World.with(engine, people: (1...3).map { World.Person($0) }, brief: brief) { world in
            try await world.change("UPDATE person SET title = 'Engineer' WHERE id <> \(2)")
            try await world.change("UPDATE person SET email = 'not an address' WHERE id = \(3)")
            try await world.start()
            let sink = Sink()
            try await world.deliver(world.worker(sink))
            #expect(sink.recipients == ["p1@acme.example"])
            #expect(try await world.people(.failed) == [2, 3])
            let reason = try #require(try await world.reason(2))
            #expect(reason == "no_value: person.title")
            #expect(SendingWords.in(.de).failure(reason) == "Nichts zum Einsetzen bekannt und kein Ersatz: person.title")
            #expect(SendingWords.in(.en).failure("what a server said: this") == "what a server said: this")
        }
    }

    @Test("a scheduled campaign starts once when it is due, with two processes at it", arguments: Engine.allCases)
    func schedule(_ engine: Engine) async throws {
        var brief = World.Brief()
        brief.state = .scheduled
        brief.kind = "wall"
        brief.wall = WallTime("2026-03-02T11:00")
        brief.zone = "Europe/Berlin"
        try await World.with(engine, people: (1...50).map { World.Person($0) }, brief: brief, file: true) { world in
            let sink = Sink()
            let first = world.worker(sink)
            let second = world.worker(sink)
            try await first.housekeeping()
            #expect(try await world.runState() == nil)
            world.clock.advance(.hours(1))
            async let one: Void = first.run()
            async let two: Void = second.run()
            try await world.until { try await world.runState() == .finished }
            first.stop()
            second.stop()
            _ = await (one, two)
            let runs = try await world.database.read { try $0.count("SELECT count(*) FROM run") }
            #expect(runs == 1)
            #expect(sink.recipients.count == 50)
        }
    }
}
