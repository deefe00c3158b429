import Foundation
import Identity
import Kernel
import Logging
import NIOPosix
import Storage
import TestSupport
import Testing

@testable import Delivery
@testable import Mail

@Suite("Reading the bounce mailbox")
struct BounceReaderTests {
    /// The server of `Tests/Support/imap_server.py` over a world whose mails were taken.
    private struct Scene {
        let world: World
        let folder: URL
        let port: Int

        func reader(_ change: (inout BounceReader.Tuning) -> Void = { _ in }, password: String = "p%C3%A4ssword%3A%40%2F") throws
            -> BounceReader
        {
            var tuning = BounceReader.Tuning()
            (tuning.look, tuning.pause, tuning.longestPause) = (.milliseconds(50), .milliseconds(20), .milliseconds(40))
            change(&tuning)
            let connector = try IMAPConnector(
                mailbox: IMAPMailbox("imap://mailer:\(password)@localhost:\(port)/INBOX?tls=none"), sizeLimit: BounceReader.sizeLimit,
                group: MultiThreadedEventLoopGroup.singleton, timeouts: .init(connect: .seconds(2), answer: .seconds(2)))
            return BounceReader(
                database: world.database, secrets: world.ring, connector: connector,
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, tuning: tuning)
        }

        func put(_ name: String, _ bytes: [UInt8]) throws {
            let place = folder.appending(path: "mails/\(name).new")
            try Data(bytes).write(to: place)
            try FileManager.default.moveItem(at: place, to: folder.appending(path: "mails/\(name).eml"))
        }

        /// How a mail is marked.
        func marks(_ name: String) -> [String] {
            let data = (try? Data(contentsOf: folder.appending(path: "flags.json"))) ?? Data()
            return (try? JSONDecoder().decode([String: [String]].self, from: data))?["\(name).eml"] ?? []
        }

        var sessions: Int {
            let log = (try? String(contentsOf: folder.appending(path: "commands.log"), encoding: .utf8)) ?? ""
            return log.split(separator: "\n").count { $0.hasPrefix("session") }
        }

        func states() async throws -> [String] {
            try await world.database.read {
                try $0.values("SELECT state FROM delivery WHERE channel = 'email' ORDER BY person NULLS FIRST")
            }
        }

        func lease() async throws -> Int {
            try await world.database.read { try $0.count("SELECT count(*) FROM bounce_reader") }
        }
    }

    private func scene(_ engine: Engine, people: Int = 3, _ arguments: [String] = [], _ body: (Scene, RunKey) async throws -> Void)
        async throws
    {
        try await World.with(engine, people: (1...people).map { .init(Int64($0)) }, file: true) { world in
            let (settings, ring) = (world.settings, world.ring)
            let run = try await world.database.write { transaction in
                let run = try transaction.start(World.campaign, actor: World.author, settings: settings, ring: ring).run
                try transaction.run(
                    "UPDATE delivery SET state = 'accepted', accepted_at = \(transaction.now) WHERE run = \(run) AND state = 'planned'")
                return run
            }
            try await HostileRelay.run(arguments, script: "imap_server.py") { server in
                try await body(Scene(world: world, folder: server.folder, port: server.port), run)
            }
        }
    }

    private func report(_ world: World, _ run: RunKey, _ person: Int64) -> [UInt8] {
        let token = DeliveryTokens(world.ring).bounce(run, person: PersonKey(person))
        return Array(
            """
            From: MAILER-DAEMON@relay.example
            To: bounce+\(token)@mail.acme.example
            MIME-Version: 1.0
            Content-Type: multipart/report; report-type=delivery-status; boundary="part"

            --part
            Content-Type: message/delivery-status

            Reporting-MTA: dns; relay.example

            Final-Recipient: rfc822; p\(person)@acme.example
            Action: failed
            Status: 5.1.1

            --part--
            """.replacing("\n", with: "\r\n").utf8)
    }

    /// Runs readers until what is asked for holds, and ends them.
    private func reading(_ readers: [BounceReader], until holds: () async throws -> Bool) async throws {
        let tasks = readers.map { reader in Task { await reader.run() } }
        var isTrue = false
        for _ in 0..<1500 {
            isTrue = try await holds()
            if isTrue { break }
            try await Task.sleep(for: .milliseconds(20))
        }
        for task in tasks { task.cancel() }
        for task in tasks { await task.value }
        #expect(isTrue)
    }

    @Test("What is there and what comes is taken in and marked, one mailbox by one process at a time", arguments: Engine.allCases)
    func taken(engine: Engine) async throws {
        try await scene(engine) { scene, run in
            try scene.put("1", report(scene.world, run, 1))
            try scene.put("2", Array("From: p3@acme.example\r\nSubject: Away\r\n\r\nBack on Monday.\r\n".utf8))
            try scene.put("3", Array("From: x@acme.example\r\n\r\n".utf8) + [UInt8](repeating: 0x41, count: 2 << 20))
            try await reading([scene.reader { $0.look = .seconds(30) }, scene.reader()]) {
                if scene.marks("3").isEmpty { return false }
                if scene.marks("4").isEmpty, !FileManager.default.fileExists(atPath: scene.folder.appending(path: "mails/4.eml").path) {
                    try scene.put("4", report(scene.world, run, 2))
                }
                return !scene.marks("4").isEmpty
            }
            let (states, lease) = (try await scene.states(), try await scene.lease())
            #expect(states == ["bounced", "bounced", "accepted"] && lease == 0)
            #expect(scene.marks("1") == ["\\Seen"] && scene.marks("2") == ["\\Seen"] && scene.marks("4") == ["\\Seen"])
            // It may have been a report whose end is cut off: somebody is to look at it.
            #expect(scene.marks("3") == ["\\Flagged", "\\Seen"])
            #expect(scene.sessions == 1)
        }
    }

    @Test("A mail that was taken in but not marked when the connection ended has its effect once", arguments: Engine.allCases)
    func once(engine: Engine) async throws {
        try await scene(engine, ["--fault", "die-before-store"]) { scene, run in
            try scene.put("1", report(scene.world, run, 1))
            try await reading([scene.reader()]) { !scene.marks("1").isEmpty }
            let bounces = try await scene.world.database.read { try $0.count("SELECT count(*) FROM bounce") }
            let states = try await scene.states()
            #expect(bounces == 1 && states == ["bounced", "accepted", "accepted"] && scene.sessions == 2)
        }
    }

    @Test("Mails that can't be had are left and flagged, and keep no other from being taken in")
    func others() async throws {
        try await scene(.sqlite) { scene, run in
            let names = ["broken-1", "drop-2", "empty-3", "garbage-4", "huge-5", "vanished-6"]
            for name in names { try scene.put(name, report(scene.world, run, 2)) }
            try scene.put("z", report(scene.world, run, 1))
            try await reading([scene.reader()]) { !scene.marks("z").isEmpty }
            for name in names.dropLast() { #expect(scene.marks(name) == ["\\Flagged", "\\Seen"], "\(name)") }
            let states = try await scene.states()
            #expect(states == ["bounced", "accepted", "accepted"] && scene.marks("z") == ["\\Seen"])
        }
    }

    @Test("A mail that the database refuses is flagged, and the next one is taken in", arguments: Engine.allCases)
    func refused(engine: Engine) async throws {
        try await scene(engine) { scene, run in
            try await scene.world.database.write {
                // Stands for whatever a database may hold against one mail.
                try $0.run("CREATE UNIQUE INDEX one_at_most ON bounce (kind)")
            }
            for person in 1...3 { try scene.put("\(person)", report(scene.world, run, Int64(person))) }
            try await reading([scene.reader()]) { !scene.marks("3").isEmpty }
            let states = try await scene.states()
            #expect(states == ["bounced", "accepted", "accepted"])
            #expect(scene.marks("1") == ["\\Seen"] && scene.marks("2") == ["\\Flagged", "\\Seen"])
        }
    }

    @Test("Who is refused tries less and less often, keeps the others from trying, and goes on when it is mended")
    func backoff() async throws {
        try await scene(.sqlite) { scene, run in
            try scene.put("1", report(scene.world, run, 1))
            let begun = ContinuousClock.now
            let slow: (inout BounceReader.Tuning) -> Void = { ($0.pause, $0.longestPause) = (.milliseconds(200), .milliseconds(800)) }
            try await reading([scene.reader(slow, password: "wrong"), scene.reader(slow, password: "wrong")]) {
                scene.sessions >= 4
            }
            // 200, 400 and 800 ms, less a fifth.
            #expect(ContinuousClock.now - begun > .milliseconds(1100))
            let states = try await scene.states()
            #expect(states == ["accepted", "accepted", "accepted"])
            try await reading([scene.reader()]) { !scene.marks("1").isEmpty }
        }
    }

    @Test("Another process takes over when the one that read has died", arguments: Engine.allCases)
    func takingOver(engine: Engine) async throws {
        try await scene(engine) { scene, run in
            try scene.put("1", report(scene.world, run, 1))
            let until = scene.world.clock.now + .minutes(3)
            let mailbox = "mailer@localhost:\(scene.port)/INBOX"
            try await scene.world.database.write {
                try $0.run("INSERT INTO bounce_reader (mailbox, holder, until) VALUES (\(mailbox), \(7), \(until))")
            }
            var looks = 0
            try await reading([scene.reader()]) {
                looks += 1
                if looks == 20 {
                    #expect(scene.sessions == 0)
                    scene.world.clock.advance(.minutes(4))
                }
                return !scene.marks("1").isEmpty
            }
        }
    }
}
