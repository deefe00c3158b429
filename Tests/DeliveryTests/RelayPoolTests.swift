import Kernel
import Logging
import Storage
import Synchronization
import TestSupport
import Testing

@testable import Delivery
@testable import Mail

@Suite("Several relays", .serialized)
struct RelayPoolTests {
    /// A relay that keeps what it takes and counts its connections.
    final class Relay: Sendable {
        enum Mode: Sendable { case good, unreachable, misconfigured, dropping, goingDown, hanging }

        struct State {
            var mode: Mode
            /// How many connections it allows at once.
            var room: Int
            var taken: [String] = []
            var open = 0
            var most = 0
            var turnedAway = 0
            /// Mails that a connection was told of before it was given them, and other ones that it was given instead.
            var followed = 0
            var strangers = 0
        }

        let state: Mutex<State>
        init(_ mode: Mode = .good, room: Int = .max) { state = Mutex(State(mode: mode, room: room)) }

        var mode: Mode {
            get { state.withLock { $0.mode } }
            set { state.withLock { $0.mode = newValue } }
        }
        var taken: [String] { state.withLock { $0.taken } }
        var open: Int { state.withLock { $0.open } }

        func line(_ key: String, weight: Int = 1, connections: Int = 2, perMinute: Int? = nil) -> RelayPool.Relay {
            RelayPool.Relay(key: key, weight: weight, connections: connections, perMinute: perMinute) { try await self.connect() }
        }

        func connect() async throws -> MailSession {
            // As over a network: several are on their way at once.
            if state.withLock({ $0.room < .max }) { await Task.yield() }
            switch mode {
            case .unreachable: throw SMTPConnectError.unavailable(.unreachable("nobody is there"))
            case .misconfigured: throw SMTPConnectError.configuration(.unknownHost("relay.example"))
            default: break
            }
            let isFull = state.withLock {
                guard $0.open < $0.room else {
                    $0.turnedAway += 1
                    return true
                }
                $0.open += 1
                $0.most = max($0.most, $0.open)
                return false
            }
            if isFull { throw SMTPConnectError.unavailable(.refused("421 Too many concurrent connections")) }
            let isUsable = Mutex(true)
            let announced = Mutex(MessageID?.none)
            return MailSession(
                isUsable: { isUsable.withLock { $0 } && announced.withLock { $0 == nil } },
                send: { mail, beforeFinalDot in
                    let expected = announced.withLock { expected in
                        defer { expected = nil }
                        return expected
                    }
                    if let expected, expected != mail.messageID { self.state.withLock { $0.strangers += 1 } }
                    while self.mode == .hanging, isUsable.withLock({ $0 }) { try? await Task.sleep(for: .milliseconds(2)) }
                    switch self.mode {
                    case .good: break
                    case .goingDown:
                        isUsable.withLock { $0 = false }
                        return .refused(SMTPRefusal(SMTPReply(code: 421, status: nil, lines: ["going down"]), stage: .sender))
                    default:
                        isUsable.withLock { $0 = false }
                        return .notSent(reason: "the connection ended")
                    }
                    do { try await beforeFinalDot() } catch { return .notSent(reason: "\(error)") }
                    let next = beforeFinalDot.next()
                    announced.withLock { $0 = next?.messageID }
                    self.state.withLock {
                        $0.taken.append(mail.recipient.description)
                        if next != nil { $0.followed += 1 }
                    }
                    return .accepted(reply: "250 taken")
                },
                close: {
                    isUsable.withLock { $0 = false }
                    self.state.withLock { $0.open -= 1 }
                })
        }
    }

    private func worker(_ world: World, _ lines: [RelayPool.Relay], domains: DomainLimits = .none) -> DeliveryWorker {
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let pool = RelayPool(lines, domains: domains, database: world.database, logger: logger)
        return DeliveryWorker(
            database: world.database, settings: world.settings, secrets: world.ring, transport: pool.transport, logger: logger,
            tuning: .init(beat: .milliseconds(20)))
    }

    private static func everyone(_ count: Int) -> [String] { (1...count).map { "p\($0)@acme.example" }.sorted() }

    @Test("share the mails by their weights, over no more connections than allowed, and leave none open")
    func weights() async throws {
        try await World.with(.sqlite, people: (1...400).map { World.Person($0) }, file: true) { world in
            try await world.start()
            let (heavy, light) = (Relay(), Relay())
            try await world.deliver(worker(world, [heavy.line("heavy", weight: 3, connections: 36), light.line("light", connections: 12)]))
            #expect((heavy.taken + light.taken).sorted() == Self.everyone(400))
            // 3 to 1, but for mails that find all connections of one in use.
            #expect((270...330).contains(heavy.taken.count), "\(heavy.taken.count)")
            #expect(heavy.state.withLock { $0.most } <= 36 && light.state.withLock { $0.most } <= 12)
            #expect(heavy.open == 0 && light.open == 0)
            #expect(heavy.state.withLock { $0.strangers } == 0 && light.state.withLock { $0.strangers } == 0)
        }
    }

    @Test("a connection is told of the next mail while it ends one, and is given that one", arguments: Engine.allCases)
    func following(_ engine: Engine) async throws {
        try await World.with(engine, people: (1...100).map { World.Person($0) }, file: true) { world in
            try await world.start()
            let relay = Relay()
            try await world.deliver(worker(world, [relay.line("relay", connections: 2)]))
            #expect(relay.taken.sorted() == Self.everyone(100))
            let (followed, strangers) = relay.state.withLock { ($0.followed, $0.strangers) }
            // Of each portion that is made at once, all but the first few wait when one before them is ended.
            #expect(followed >= 50 && strangers == 0, "\(followed) \(strangers)")
            #expect(relay.open == 0)
        }
    }

    @Test(
        "fail over in the middle of a run: nothing is lost, nothing is doubled",
        arguments: Engine.allCases, [Relay.Mode.unreachable, .misconfigured, .dropping, .goingDown])
    func failOver(_ engine: Engine, _ mode: Relay.Mode) async throws {
        try await World.with(engine, people: (1...300).map { World.Person($0) }, file: true) { world in
            try await world.start()
            let (failing, good) = (Relay(), Relay())
            let worker = worker(world, [failing.line("failing", weight: 5), good.line("good")])
            let task = Task { await worker.run() }
            try await world.until { failing.taken.count >= 50 }
            failing.mode = mode
            try await world.until { try await world.runState() == .finished }
            worker.stop()
            await task.value
            #expect((failing.taken + good.taken).sorted() == Self.everyone(300))
            #expect(try await world.people(.accepted).count == 300)
            #expect(failing.open == 0 && good.open == 0)
            #expect(failing.state.withLock { $0.strangers } == 0 && good.state.withLock { $0.strangers } == 0)
        }
    }

    @Test("a relay that wants fewer connections is used over those that it allows, and no mail waits for it", arguments: Engine.allCases)
    func fewerConnections(_ engine: Engine) async throws {
        try await World.with(engine, people: (1...300).map { World.Person($0) }, file: true) { world in
            try await world.start()
            let relay = Relay(room: 3)
            let worker = worker(world, [relay.line("relay", connections: 16)])
            let task = Task { await worker.run() }
            try await world.until { try await world.runState() == .finished }
            worker.stop()
            await task.value
            #expect(relay.taken.sorted() == Self.everyone(300))
            let (most, turnedAway) = relay.state.withLock { ($0.most, $0.turnedAway) }
            #expect(most == 3)
            // Each of them lowers what is tried by one.
            #expect((1...13).contains(turnedAway), "\(turnedAway)")
            let deferred = try await world.database.read {
                try $0.value("SELECT count(*) FROM delivery WHERE attempts <> 1 OR not_before <> \(World.morning)", as: Int.self)
            }
            #expect(deferred == 0)
        }
    }

    @Test("a relay that was down is used over all its connections again, though it wanted fewer before", arguments: Engine.allCases)
    func roomAfterTrouble(_ engine: Engine) async throws {
        try await World.with(engine, people: (1...200).map { World.Person($0) }, file: true) { world in
            try await world.start()
            let relay = Relay(room: 2)
            let worker = worker(world, [relay.line("relay", connections: 6)])
            let task = Task { await worker.run() }
            try await world.until { relay.taken.count >= 20 && relay.state.withLock { $0.turnedAway } > 0 }
            relay.mode = .unreachable
            try await world.until { relay.open == 0 }
            let down = world.clock.now
            relay.state.withLock { ($0.mode, $0.room) = (.hanging, .max) }
            try await world.until {
                if relay.open < 6 { world.clock.advance(.milliseconds(50)) }
                return relay.open == 6
            }
            // Sooner than one connection more is asked for of a relay that wants fewer.
            #expect(world.clock.now - down < .seconds(60))
            relay.mode = .good
            try await world.until {
                world.clock.advance(.milliseconds(50))
                return try await world.runState() == .finished
            }
            worker.stop()
            await task.value
            #expect(relay.taken.sorted() == Self.everyone(200))
            #expect(relay.open == 0)
        }
    }

    @Test("what a session found before a run was resumed does not pause it again", arguments: Engine.allCases)
    func lateTrouble(_ engine: Engine) async throws {
        try await World.with(engine, people: (1...20).map { World.Person($0) }, file: true) { world in
            try await world.start()
            let relay = Relay()
            let opened = Mutex(0)
            let isMended = Mutex(false)
            let transport = MailTransport(sessions: 2) {
                let number = opened.withLock {
                    $0 += 1
                    return $0
                }
                guard number <= 2 else { return try await relay.connect() }
                // Both are on their way when the first one pauses the run; the second one is told so after it is mended.
                while number == 1, opened.withLock({ $0 }) < 2 { try await Task.sleep(for: .milliseconds(2)) }
                while number == 2, !isMended.withLock({ $0 }) { try await Task.sleep(for: .milliseconds(2)) }
                throw SMTPConnectError.configuration(.unknownHost("relay.example"))
            }
            let worker = world.worker(transport)
            let task = Task { await worker.run() }
            try await world.until { try await world.runState() == .paused }
            try await world.database.write { try $0.resume(World.campaign, actor: World.author) }
            isMended.withLock { $0 = true }
            try await world.until { try await world.runState() != .running }
            let state = try await world.runState()
            worker.stop()
            await task.value
            #expect(state == .finished)
            #expect(relay.taken.sorted() == Self.everyone(20))
        }
    }

    @Test("from the start by the one that works; where none does for good, the run pauses and says why", arguments: Engine.allCases)
    func misconfigured(_ engine: Engine) async throws {
        try await World.with(engine, people: (1...20).map { World.Person($0) }) { world in
            try await world.start()
            let (wrong, other) = (Relay(.misconfigured), Relay(.misconfigured))
            let worker = worker(world, [wrong.line("wrong"), other.line("other")])
            let task = Task { await worker.run() }
            try await world.until { try await world.runState() == .paused }
            let reason = try await world.database.read { try $0.value("SELECT paused_reason FROM run", as: String.self) }
            #expect(reason?.contains("relay.example") == true)
            other.mode = .good
            try await world.database.write { try $0.resume(World.campaign, actor: World.author) }
            try await world.until { try await world.runState() == .finished }
            worker.stop()
            await task.value
            #expect(wrong.taken.isEmpty && other.taken.sorted() == Self.everyone(20))
        }
    }

    @Test("a relay that hangs holds its own connections only; what it held goes by another once it is given up")
    func hanging() async throws {
        try await World.with(.sqlite, people: (1...100).map { World.Person($0) }, file: true) { world in
            try await world.start()
            let (stuck, good) = (Relay(.hanging), Relay())
            let worker = worker(world, [stuck.line("stuck"), good.line("good")])
            let task = Task { await worker.run() }
            try await world.until { good.taken.count == 98 }
            #expect(stuck.open == 2)
            stuck.mode = .dropping
            try await world.until { try await world.runState() == .finished }
            worker.stop()
            await task.value
            #expect(good.taken.sorted() == Self.everyone(100))
            #expect(stuck.open == 0)
        }
    }

    @Test("a limited domain waits its turn, and everyone else's mails go on", arguments: Engine.allCases)
    func limitedDomain(_ engine: Engine) async throws {
        try await World.with(engine, people: (1...60).map { World.Person($0) }, file: true) { world in
            try await world.change(
                "UPDATE person SET email = 'p' || id || '@slow.example', email_folded = 'p' || id || '@slow.example' WHERE id <= \(20)")
            try await world.start()
            let relay = Relay()
            let worker = worker(world, [relay.line("relay")], domains: try DomainLimits("slow.example=60"))
            let task = Task { await worker.run() }
            try await world.until { relay.taken.count == 41 }
            #expect(relay.taken.count { $0.hasSuffix("@slow.example") } == 1)
            try await world.until { try await world.people(.deferred).count == 19 }
            for second in 1...19 {
                world.clock.advance(.seconds(1))
                try await world.until { relay.taken.count == 41 + second }
            }
            try await world.until { try await world.runState() == .finished }
            worker.stop()
            await task.value
            #expect(Set(relay.taken).count == 60)
            // Each asks for its own turn.
            #expect(relay.state.withLock { $0.followed } == 0)
        }
    }

    @Test("a relay at its limit leaves the rest to the other")
    func limitedRelay() async throws {
        try await World.with(.sqlite, people: (1...50).map { World.Person($0) }, file: true) { world in
            try await world.start()
            let (limited, free) = (Relay(), Relay())
            try await world.deliver(worker(world, [limited.line("limited", weight: 100, perMinute: 60), free.line("free")]))
            #expect(limited.taken.count == 1 && free.taken.count == 49)
        }
    }
}
