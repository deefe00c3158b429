import Campaigns
import Foundation
import Kernel
import Storage
import Testing

@testable import Delivery
@testable import Mail

@Suite("A relay that does its worst", .serialized)
struct HostileRelayTests {
    /// What a fault makes of a delivery, written down apart from the code: state, code, attempts.
    private static let outcomes: [(fault: String, state: DeliveryState, code: Int?, reason: String?)] = [
        ("greylisted", .planned, 450, nil), ("greylisted-once", .planned, 450, nil), ("unknown", .failed, 550, "recipient"),
        ("full", .planned, 552, nil), ("shutdown", .planned, 421, nil), ("drop-at-rcpt", .planned, nil, nil),
        ("drop-in-data", .planned, nil, nil), ("hang-at-rcpt", .planned, nil, nil), ("enormous-at-rcpt", .planned, nil, nil),
        ("spam", .failed, 554, "content"), ("later", .planned, 451, nil), ("drop-after-dot", .uncertain, nil, "*"),
        ("hang-after-dot", .uncertain, nil, "*"), ("nonsense-after-dot", .uncertain, nil, "*"), ("slow", .accepted, nil, nil),
    ]

    @Test("each fault has its own outcome, everyone else gets it, nothing is lost and no connection is left", arguments: Engine.allCases)
    func faults(_ engine: Engine) async throws {
        let faults = Self.outcomes
        let good = 1...60
        let people = (1...Int64(60 + faults.count)).map { World.Person($0) }
        try await HostileRelay.run { relay in
            try await World.with(engine, people: people, file: true) { world in
                for (index, entry) in faults.enumerated() {
                    try await world.change("UPDATE person SET email = \(entry.fault + "@acme.example") WHERE id = \(61 + index)")
                }
                try await world.start()
                let worker = world.worker(try relay.transport())
                let task = Task { await worker.run() }
                try await world.until {
                    let open = try await world.database.read {
                        try $0.count("SELECT count(*) FROM delivery_now WHERE attempts = 0 OR state IN ('claimed', 'sending')")
                    }
                    return open == 0
                }
                for (index, entry) in faults.enumerated() {
                    let row = try await world.row(Int64(61 + index))
                    // The end of the connection may be seen before the final dot or after: then nobody knows.
                    if entry.fault == "drop-in-data", row.state == .uncertain { continue }
                    #expect(row.state == entry.state && row.attempts == 1, "\(entry.fault): \(row)")
                    if entry.state != .accepted { #expect(row.code == entry.code, "\(entry.fault): \(row)") }
                    if entry.reason == "*" {
                        #expect(row.reason?.isEmpty == false, "\(entry.fault)")
                    } else {
                        #expect(row.reason == entry.reason, "\(entry.fault): \(row)")
                    }
                    if entry.state == .planned { #expect(row.due > world.clock.now, "\(entry.fault)") }
                }
                #expect(try await world.people(.accepted).filter { $0 <= 60 } == Array(good).map { Int64($0) })
                let reply = try await world.row(1).reply
                #expect(reply?.contains("queued as") == true)

                // Greylisting is over by the time that it is tried again.
                world.clock.advance(.minutes(2))
                try await world.until { try await world.row(62).state == .accepted }
                #expect(try await world.row(62).attempts == 2)
                worker.stop()
                await task.value
                try await world.until { try relay.connections() == 0 }
                let got = try relay.recipients()
                #expect(got.count == Set(got).count)
                // The good ones, the slow one, the one that was greylisted, and the one after which the server spoke nonsense.
                #expect(got.count == 63)
                let settled = try await world.database.read {
                    try $0.count("SELECT count(*) FROM delivery WHERE state IN ('accepted', 'failed', 'uncertain', 'planned')")
                }
                #expect(settled == people.count)
            }
        }
    }

    @Test(
        "what waiting does not mend pauses the run, says so, and it goes on where it was",
        arguments: [
            (["--tls", "none"], "smtp://localhost:PORT?tls=starttls", "STARTTLS"),
            (["--tls", "starttls", "--certificate", "expired"], "smtp://localhost:PORT?tls=starttls&ca=FOLDER/ca.pem", "certificate"),
            (["--tls", "starttls", "--certificate", "other-host"], "smtp://localhost:PORT?tls=starttls&ca=FOLDER/ca.pem", "certificate"),
            (["--raw", "injecting"], "smtp://localhost:PORT?tls=starttls", "TLS"),
            (["--raw", "closed"], "smtp://127.0.0.1:PORT?tls=none", "554"),
            (
                ["--tls", "starttls", "--mechanisms", "PLAIN"], "smtp://mailer:wrong@localhost:PORT?tls=starttls&ca=FOLDER/ca.pem",
                "password"
            ),
            (["--tls", "starttls"], "smtp://127.0.0.1:PORT?tls=none", "530"),
            ([], "smtp://no-such-host.invalid:PORT?tls=none", "DNS"),
        ])
    func configuration(_ arguments: [String], _ url: String, _ words: String) async throws {
        try await World.with(.sqlite, people: (1...5).map { World.Person($0) }, file: true) { world in
            try await world.start()
            try await HostileRelay.run(arguments) { relay in
                let worker = world.worker(try relay.transport(url))
                let task = Task { await worker.run() }
                try await world.until { try await world.runState() == .paused }
                worker.stop()
                await task.value
                try await world.until { try relay.connections() == 0 }
                #expect(try relay.recipients().isEmpty)
            }
            let reason = try await world.database.read { try $0.status(World.campaign).pausedReason }
            #expect(reason?.contains(words) == true, "\(reason ?? "none")")
            #expect(try await world.people(.planned) == [1, 2, 3, 4, 5])
            try await world.database.write { try $0.resume(World.campaign, actor: World.author) }
            let sink = Sink()
            try await world.deliver(world.worker(sink))
            #expect(sink.recipients.count == 5)
        }
    }

    @Test("what may be over in a while is waited for", arguments: ["enormous", "long-line", "gone", "busy", "hang"])
    func unavailable(_ kind: String) async throws {
        try await World.with(.sqlite, people: (1...5).map { World.Person($0) }, file: true) { world in
            try await world.start()
            try await HostileRelay.run(["--raw", kind]) { relay in
                let worker = world.worker(try relay.transport(patience: .milliseconds(600)))
                let task = Task { await worker.run() }
                try await world.until { try await world.people(.deferred) == [1, 2, 3, 4, 5] }
                worker.stop()
                await task.value
                try await world.until { try relay.connections() == 0 }
            }
            #expect(try await world.reason(1) == "relay")
            #expect(try await world.runState() == .running)
            world.clock.advance(.minutes(1))
            let sink = Sink()
            try await world.deliver(world.worker(sink))
            #expect(sink.recipients.count == 5)
            #expect(try await world.row(1).attempts == 1)
        }
    }

    @Test("a server that hangs keeps nobody from ending: what is on the wire is cut off, and known to be uncertain")
    func hangAtTheEnd() async throws {
        try await HostileRelay.run { relay in
            try await World.with(.sqlite, people: (1...3).map { World.Person($0) }, file: true) { world in
                try await world.change("UPDATE person SET email = 'hang-after-dot@acme.example' WHERE id = \(2)")
                try await world.start()
                let worker = world.worker(try relay.transport(patience: .seconds(50)), patience: .milliseconds(300))
                let task = Task { await worker.run() }
                try await world.until {
                    let (sending, accepted) = (try await world.people(.sending), try await world.people(.accepted))
                    return sending == [2] && accepted == [1, 3]
                }
                worker.stop()
                await task.value
                #expect(try await world.people(.uncertain) == [2])
                let leases = try await world.database.read { try $0.count("SELECT count(*) FROM delivery_lease") }
                #expect(leases == 0)
                try await world.until { try relay.connections() == 0 }
            }
        }
    }
}
