import Campaigns
import Kernel
import Logging
import Storage
import Synchronization
import Testing

@testable import Delivery
@testable import Mail

/// The windows in which sending engines lose mails or double them, each by its name.
@Suite("Windows in which mails are lost or doubled", .serialized)
struct WindowTests {
    struct Killed: Error {}

    /// A worker that dies at the `count`th time that a mail comes to a step.
    private func mortal(_ world: World, _ sink: Sink, at step: DeliveryWorker.Tuning.Step, after count: Int, batch: Int) -> DeliveryWorker {
        let seen = Mutex(0)
        return world.worker(
            sink,
            probe: { at, _ in
                guard at == step else { return }
                let number = seen.withLock { value -> Int in
                    value += 1
                    return value
                }
                if number > count { throw Killed() }
            }, batch: batch)
    }

    private func recover(_ world: World) { world.clock.advance(Lease.length + Lease.sendingGrace + .seconds(1)) }

    @Test("a checkpoint that moves when the batch is fetched: the tail of a batch is not skipped", arguments: Engine.allCases)
    func checkpointMovedWhenTheBatchIsFetched(_ engine: Engine) async throws {
        try await World.with(engine, people: (1...100).map { World.Person($0) }, file: true) { world in
            try await world.start()
            let sink = Sink(sessions: 2)
            await mortal(world, sink, at: .claimed, after: 20, batch: 100).run()
            // The whole audience was fetched at once, and most of it not sent.
            let early = sink.recipients.count
            #expect(early <= 20)
            recover(world)
            try await world.deliver(world.worker(sink))
            #expect(sink.recipients.count == 100 && Set(sink.recipients).count == 100)
            let uncertain = try await world.people(.uncertain).count
            #expect(uncertain <= 2)
            #expect(try await world.people(.accepted).count == 100 - uncertain)
        }
    }

    @Test("a state that is saved after the batch: the head of a batch is not sent again", arguments: Engine.allCases)
    func stateSavedAfterTheBatch(_ engine: Engine) async throws {
        try await World.with(engine, people: (1...100).map { World.Person($0) }, file: true) { world in
            try await world.start()
            let sink = Sink(sessions: 2)
            await mortal(world, sink, at: .answered, after: 60, batch: 100).run()
            #expect(sink.recipients.count >= 60 && sink.recipients.count < 100)
            recover(world)
            try await world.deliver(world.worker(sink))
            let got = sink.recipients
            #expect(got.count == Set(got).count)
            // The server had them, but of at most one for each session nobody had noted its word.
            let uncertain = try await world.people(.uncertain)
            #expect(uncertain.count <= 2)
            #expect(got.count == 100)
        }
    }

    @Test("nothing but a cursor: of everyone it is known whether they got it, in whatever order they were sent", arguments: Engine.allCases)
    func cursorOnly(_ engine: Engine) async throws {
        try await World.with(engine, people: (1...100).map { World.Person($0) }, file: true) { world in
            try await world.change("UPDATE person SET email = 'nonsense' WHERE id IN (3, 50)")
            try await world.start()
            let sink = Sink(sessions: 3) { address in
                address == "p9@acme.example"
                    ? .refused(SMTPRefusal(SMTPReply(code: 550, status: nil, lines: ["no"]), stage: .recipient)) : nil
            }
            await mortal(world, sink, at: .granted, after: 40, batch: 100).run()
            recover(world)
            try await world.deliver(world.worker(sink))
            let rows = try await world.database.read { reader in
                var rows: [String: DeliveryState] = [:]
                try reader.export(World.campaign) { rows[$0.externalID] = $0.state }
                return rows
            }
            #expect(rows.count == 100)
            let got = Set(sink.recipients)
            for person in 1...100 {
                let state = rows["E-\(person)"]
                switch state {
                case .accepted: #expect(got.contains("p\(person)@acme.example"))
                case .uncertain: break
                case .failed: #expect([3, 9, 50].contains(person) && !got.contains("p\(person)@acme.example"))
                default: Issue.record("E-\(person) is \(state.map(\.rawValue) ?? "nowhere")")
                }
            }
        }
    }

    @Test("a check before the lock: what changes between looking and taking is seen before the final dot", arguments: Engine.allCases)
    func checkBeforeLock(_ engine: Engine) async throws {
        try await World.with(engine, people: (1...200).map { World.Person($0) }, file: true) { world in
            try await world.start()
            // Four processes look at the same time, and nobody is taken twice.
            let leases = (1...4).map { Lease(token: Int64($0)) }
            for lease in leases { try await world.database.write { try $0.open(lease) } }
            let claims = try await withThrowingTaskGroup(of: [Claim].self) { group in
                for lease in leases {
                    group.addTask {
                        var all: [Claim] = []
                        for _ in 1...10 { all += try await world.claim(lease, limit: 7) }
                        return all
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(Set(claims.map(\.person)).count == claims.count)
            #expect(claims.count == 200)
            // The pause comes after the claim and before the dot.
            try await world.database.write { try $0.pause(World.campaign, actor: World.author) }
            let granted = try await world.database.write { try $0.record([], granting: claims) }
            #expect(granted.isEmpty)
            try await world.database.write { t in
                _ = try t.record(claims.map { Settlement(claim: $0, outcome: .returned) }, granting: [])
            }
            #expect(try await world.people(.planned).count == 200)
        }
    }

    @Test("a stop between a claim and its return leaves nothing planned", arguments: Engine.allCases)
    func stopBeforeReturn(_ engine: Engine) async throws {
        try await World.with(engine, people: (1...40).map { World.Person($0) }, file: true) { world in
            try await world.start()
            let lease = Lease(token: 7)
            try await world.database.write { try $0.open(lease) }
            let claims = try await world.claim(lease)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await world.database.write { try $0.stop(World.campaign, actor: World.author) } }
                for claim in claims {
                    group.addTask {
                        _ = try await world.database.write {
                            try $0.record([Settlement(claim: claim, outcome: .returned)], granting: [])
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await world.people(.cancelled).count == 40)
        }
    }

    @Test("a lease shorter than the send: a slow server's mail stays with the one who sends it", arguments: Engine.allCases)
    func leaseShorterThanTheSend(_ engine: Engine) async throws {
        var brief = World.Brief()
        brief.uncertain = .resend
        try await World.with(engine, people: (1...3).map { World.Person($0) }, brief: brief, file: true) { world in
            try await world.start()
            let taken = Mutex<[String]>([])
            let isSlow = Mutex(true)
            let slow = MailTransport(sessions: 3) {
                MailSession(
                    isUsable: { true },
                    send: { mail, beforeFinalDot in
                        do { try await beforeFinalDot() } catch { return .notSent(reason: "\(error)") }
                        taken.withLock { $0.append(mail.recipient.description) }
                        while isSlow.withLock({ $0 }) { try? await Task.sleep(for: .milliseconds(5)) }
                        return .accepted(reply: "250 at last")
                    }, close: {})
            }
            let first = world.worker(slow)
            let second = world.worker(slow)
            let tasks = [first, second].map { worker in Task { await worker.run() } }
            try await world.until { try await world.people(.sending).count == 3 }
            // Ten times the lease and more, while both live.
            for _ in 1...40 {
                world.clock.advance(.seconds(1))
                try await Task.sleep(for: .milliseconds(60))
            }
            #expect(try await world.people(.sending).count == 3)
            // Told to end in the middle, the one who sends keeps its lease until the server has spoken.
            first.stop()
            second.stop()
            for _ in 1...20 {
                world.clock.advance(.seconds(1))
                try await Task.sleep(for: .milliseconds(60))
            }
            #expect(try await world.people(.sending).count == 3)
            isSlow.withLock { $0 = false }
            for task in tasks { await task.value }
            #expect(try await world.people(.accepted) == [1, 2, 3])
            #expect(taken.withLock { $0.count } == 3)
        }
    }

    @Test("overlapping schedulers: each due start happens once", arguments: Engine.allCases)
    func overlappingSchedulers(_ engine: Engine) async throws {
        var brief = World.Brief()
        brief.state = .scheduled
        brief.kind = "instant"
        brief.instant = World.morning
        try await World.with(engine, people: (1...300).map { World.Person($0) }, brief: brief, file: true) { world in
            let (settings, ring) = (world.settings, world.ring)
            let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            await withTaskGroup(of: Void.self) { group in
                for _ in 1...6 {
                    group.addTask {
                        do { try await world.database.startDue(settings: settings, ring: ring, logger: logger) } catch {
                            Issue.record("\(error)")
                        }
                    }
                }
            }
            let runs = try await world.database.read { try $0.count("SELECT count(*) FROM run") }
            #expect(runs == 1)
            #expect(try await world.people(.planned).count == 300)
            #expect(try await world.audited() == ["system start", "system run"])
        }
    }

    @Test("a scheduled start that comes too late does not happen, says why, and keeps no other from its own", arguments: Engine.allCases)
    func tooLateToStart(_ engine: Engine) async throws {
        var brief = World.Brief()
        brief.state = .scheduled
        brief.kind = "instant"
        brief.instant = World.morning
        brief.hours = 2
        try await World.with(engine, people: [World.Person(1)], brief: brief) { world in
            world.clock.advance(.hours(3))
            let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            try await world.database.startDue(settings: world.settings, ring: world.ring, logger: logger)
            #expect(try await world.runState() == nil)
            #expect(try await world.status().state == "approved")
            let entry = try await world.database.read { try $0.audit(of: "campaign:launch").first }
            #expect(entry?.action == "unschedule")
            #expect(entry?.after?.contains("has passed") == true, "\(entry?.after ?? "")")
        }
    }
}
