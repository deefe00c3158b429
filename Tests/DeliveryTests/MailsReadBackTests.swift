import Foundation
import Kernel
import Logging
import NIOPosix
import Storage
import TestSupport
import Testing

@testable import Delivery
@testable import Mail

@Suite("Mails read back by an independent strict parser")
struct MailsReadBackTests {
    /// What the parser says of one file: the mail, or what is wrong with it.
    struct Answer: Decodable {
        let mail: Parsed?
        let error: String
    }

    struct Parsed: Decodable {
        struct Part: Decodable { let text: String }
        let from: [[String]]
        let to: [[String]]
        let replyTo: [[String]]
        let headers: [String: String]
        let type: String
        let parts: [String: Part]
    }

    private var brief: World.Brief {
        var brief = World.Brief()
        brief.german = (
            "Hallo {{person.first_name}} – größer", "Guten Tag {{person.name}}, [hier](offering) und [dort](https://wiki.acme.example/ä)."
        )
        return brief
    }

    @Test("from the outbox folder: headers, language, links that resolve, the way out", arguments: Engine.allCases)
    func outbox(_ engine: Engine) async throws {
        let people = [World.Person(1), World.Person(2, language: "de-AT"), World.Person(3, language: "fr")]
        try await World.with(engine, people: people, brief: brief) { world in
            try await TestDatabase.withFolder { folder in
                try await world.change("UPDATE person SET name = 'Zoë \"Q\" Müller, 三' WHERE id = \(2)")
                try await world.start()
                try await deliver(world, .folder(MailFolder(path: folder.path)))
                let mails = try await read(folder)
                #expect(mails.count == 3)
                let byAddress = Dictionary(uniqueKeysWithValues: mails.map { ($0.to[0][1], $0) })
                let english = try #require(byAddress["p1@acme.example"])
                let german = try #require(byAddress["p2@acme.example"])
                let french = try #require(byAddress["p3@acme.example"])
                #expect(english.headers["subject"] == "Hello First1")
                #expect(french.headers["subject"] == "Hello First3")
                #expect(german.headers["subject"] == "Hallo First2 – größer")
                #expect(german.to == [["Zoë \"Q\" Müller, 三", "p2@acme.example"]])
                #expect(english.from == [["Mobile Work Team", "rapport@mail.acme.example"]])
                #expect(english.replyTo == [["Mobile Work Team", "mobility@acme.example"]])
                #expect(english.type == "multipart/alternative")
                #expect(english.headers["list-unsubscribe-post"] == "List-Unsubscribe=One-Click")
                #expect(english.headers["auto-submitted"] == "auto-generated")
                #expect(english.headers["list-id"] == "Mobile Work Team <mobility.mail.acme.example>")
                #expect(english.headers["feedback-id"] == "launch:mobility:rapport")
                #expect(english.headers["precedence"] == nil)
                let ring = DeliveryTokens(world.ring)
                let run = try #require(await world.database.read { try $0.value("SELECT id FROM run", as: RunKey.self) })
                #expect(english.headers["message-id"] == "<\(ring.messageID(run, PersonKey(1), .email))@mail.acme.example>")
                let tokens = DeliveryTokens(world.ring)
                let way = try #require(english.headers["list-unsubscribe"]).dropFirst().dropLast()
                let out = try #require(tokens.readUnsubscribe(String(way).components(separatedBy: "/u/")[1]))
                #expect(out.person == PersonKey(1))
                let message = MessageKey(600)
                let html = try #require(english.parts["text/html"]).text
                let plain = try #require(english.parts["text/plain"]).text
                let links = html.components(separatedBy: "https://rapport.acme.example/l/").dropFirst().map {
                    String($0.prefix { $0 != "\"" })
                }
                #expect(links.count == 4)
                var targets: [String] = []
                for link in links {
                    let hit = try #require(tokens.readLink(link))
                    #expect(hit.person == PersonKey(1) && tokens.isValid(hit, of: run, message))
                    targets.append(try #require(await world.database.read { try $0.targets(of: [hit.link]).first }).target)
                }
                #expect(targets == ["offering", "https://wiki.acme.example/crm?a=1&b=2", "offering", "decoy"])
                #expect(html.contains("\(links[3])\" aria-hidden=\"true\" tabindex=\"-1\""))
                #expect(!plain.contains(links[3]))
                #expect(plain.contains("https://rapport.acme.example/l/\(links[0])"))
                #expect(plain.contains("Turn them off") || plain.contains("can be turned off"))
                #expect(html.utf8.count < 102_000)
                let replies = try await world.database.read { try $0.values("SELECT reply FROM delivery", as: String.self) }
                #expect(replies == ["outbox", "outbox", "outbox"])
            }
        }
    }

    @Test("nothing tells two recipients' links apart in the modes message and none", arguments: [TrackingMode.message, .none])
    func tracking(_ mode: TrackingMode) async throws {
        try await World.with(.sqlite, people: [World.Person(1), World.Person(2)]) { world in
            var world = world
            world.settings.tracking = mode
            let (settings, ring) = (world.settings, world.ring)
            let run = try await world.start().run
            let stationery = try await world.database.read { try Stationery(run, $0, settings: settings, ring: ring) }
            let sheet = try #require(stationery.sheets.first)
            let form = try #require(sheet.form)
            let links = [PersonKey(1), PersonKey(2)].map { person in
                let own = stationery.tokens.own(of: person, in: run, sheet.message, isNamed: settings.namesPeople)
                return form.addresses.links.map { $0.whole(own) }
            }
            #expect(links[0].count == sheet.targets.count)
            #expect(links[0] == links[1])
            #expect(links[0].allSatisfy { $0.contains("/l/") } == (mode == .message))
        }
    }

    @Test(
        "in the modes message and none, two recipients' mails differ in nothing but the address, the Message-ID and the way out",
        arguments: [TrackingMode.message, .none])
    func nothingTellsApart(_ mode: TrackingMode) async throws {
        try await World.with(.sqlite, people: [World.Person(1), World.Person(2)]) { world in
            try await TestDatabase.withFolder { folder in
                var world = world
                world.settings.tracking = mode
                world.settings.pixel = .message
                try await world.change("UPDATE person SET name = 'Ada Low', first_name = 'Ada'")
                let run = try await world.start().run
                try await deliver(world, .folder(MailFolder(path: folder.path)))
                let mails = try await read(folder).sorted { $0.to[0][1] < $1.to[0][1] }
                #expect(mails.map { $0.to[0][1] } == ["p1@acme.example", "p2@acme.example"])
                let own: Set<String> = ["to", "message-id", "list-unsubscribe"]
                let headers = mails.map { $0.headers.filter { !own.contains($0.key) } }
                #expect(headers[0] == headers[1])
                #expect(headers[0].count >= 9 && headers[0]["content-type"] != nil)
                for type in ["text/html", "text/plain"] {
                    let texts = try mails.map { mail in
                        let way = String(try #require(mail.headers["list-unsubscribe"]).dropFirst().dropLast())
                        let text = try #require(mail.parts[type]).text
                        #expect(text.contains(way))
                        return text.replacingOccurrences(of: way, with: "OUT")
                    }
                    #expect(texts[0] == texts[1])
                    let tokens = texts[0].components(separatedBy: "/l/").dropFirst().map {
                        String($0.prefix { $0.isLetter || $0.isNumber })
                    }
                    #expect(tokens.count == (mode == .none ? 0 : type == "text/html" ? 4 : 3))
                    for token in tokens {
                        let hit = try #require(DeliveryTokens(world.ring).readLink(token))
                        #expect(hit.person == nil && DeliveryTokens(world.ring).isValid(hit, of: run, MessageKey(600)))
                    }
                    #expect(texts[0].contains("https://wiki.acme.example/crm") == (mode == .none))
                }
            }
        }
    }

    @Test(
        "who does not want to be counted gets links that lead straight on, and only who said yes gets a picture", arguments: Engine.allCases
    )
    func ownChoice(_ engine: Engine) async throws {
        try await World.with(engine, people: (1...3).map { World.Person($0) }) { world in
            try await TestDatabase.withFolder { folder in
                var world = world
                world.settings.pixel = .person
                try await world.database.write { transaction in
                    try transaction.setTrackingRefusal(PersonKey(2), true)
                    try transaction.setPixelConsent(PersonKey(2), true)
                    try transaction.setPixelConsent(PersonKey(3), true)
                }
                try await world.start()
                try await deliver(world, .folder(MailFolder(path: folder.path)))
                let mails = try await read(folder).sorted { $0.to[0][1] < $1.to[0][1] }
                let texts = try mails.map { try #require($0.parts["text/html"]).text }
                #expect(texts.map { $0.contains("/l/") } == [true, false, true])
                #expect(texts.map { $0.contains("/p/") } == [false, false, true])
                #expect(texts.map { $0.contains("https://wiki.acme.example/crm?a=1&amp;b=2") } == [false, true, false])
            }
        }
    }

    @Test("over a real SMTP conversation everyone gets the mail once", arguments: Engine.allCases)
    func smtp(_ engine: Engine) async throws {
        try await World.with(engine, people: (1...200).map { World.Person($0) }, file: true) { world in
            try await TestDatabase.withFolder { folder in
                try await Python.withServer("mail_server.py", ["--folder", folder.path]) { port in
                    try await world.start()
                    let connector = try SMTPConnector(
                        relay: SMTPRelay("smtp://127.0.0.1:\(port)?tls=none"), group: MultiThreadedEventLoopGroup.singleton,
                        logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
                    try await deliver(world, .smtp(connector, sessions: 4))
                }
                let mails = try await read(folder)
                #expect(mails.map { $0.to[0][1] }.sorted() == (1...200).map { "p\($0)@acme.example" }.sorted())
                #expect(Set(mails.compactMap { $0.headers["message-id"] }).count == 200)
                #expect(try await world.people(.accepted).count == 200)
            }
        }
    }

    private func deliver(_ world: World, _ transport: MailTransport) async throws {
        let worker = DeliveryWorker(
            database: world.database, settings: world.settings, secrets: world.ring, transport: transport,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, tuning: .init(beat: .milliseconds(20)))
        try await world.deliver(worker)
    }

    private func read(_ folder: URL) async throws -> [Parsed] {
        let data = try await Python.run("read_mails.py", [folder.path])
        return try JSONDecoder().decode([String: Answer].self, from: data).compactMap { file, answer in
            #expect(answer.error.isEmpty, "\(file): \(answer.error)")
            return answer.mail
        }
    }
}

/// The Python scripts of `Tests/Support`, run by the interpreter that the test script set up.
enum Python {
    struct Failure: Error, CustomStringConvertible { let description: String }

    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private static func process(_ script: String, _ arguments: [String]) -> Process {
        let process = Process()
        process.executableURL =
            ProcessInfo.processInfo.environment["RAPPORT_TEST_PYTHON"].map { URL(filePath: $0) } ?? root.appending(path: ".venv/bin/python")
        process.arguments = [root.appending(path: "Tests/Support/\(script)").path] + arguments
        return process
    }

    static func run(_ script: String, _ arguments: [String]) async throws -> Data {
        let process = process(script, arguments)
        process.standardInput = FileHandle.nullDevice
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = await blocking { output.fileHandleForReading.readDataToEndOfFile() }
        await blocking { process.waitUntilExit() }
        guard process.terminationStatus == 0 else { throw Failure(description: "\(script) ended with \(process.terminationStatus)") }
        return data
    }

    static func withServer(_ script: String, _ arguments: [String], _ body: (Int) async throws -> Void) async throws {
        let process = process(script, arguments)
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        // The scripts end when their standard input does, so they also end with this process.
        defer { try? input.fileHandleForWriting.close() }
        let line = await blocking {
            var line = Data()
            while !line.contains(10) {
                let more = output.fileHandleForReading.availableData
                if more.isEmpty { break }
                line += more
            }
            return String(decoding: line, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        }
        guard let port = Int(line) else { throw Failure(description: "\(script) did not start: \(line)") }
        try await body(port)
    }

    private static func blocking<T: Sendable>(_ work: @escaping @Sendable () -> T) async -> T {
        await withCheckedContinuation { continuation in DispatchQueue.global().async { continuation.resume(returning: work()) } }
    }
}
