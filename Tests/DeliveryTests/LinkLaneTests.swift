import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Kernel
import NIOCore
import Storage
import Testing
import Touches
import Web

@testable import Delivery

@Suite("Links answered before the router")
struct LinkLaneTests {
    private static let browser = "Host: rapport\r\nUser-Agent: Mozilla/5.0 (X11) Firefox/140.0\r\n"

    private static func get(_ path: String, _ fields: String = "", method: String = "GET") -> String {
        "\(method) \(path) HTTP/1.1\r\n\(browser)\(fields)\r\n"
    }

    struct Mail: Sendable {
        let world: World
        let journal: Journal
        /// Of the links of the first person's mail.
        let paths: [String]

        func serve<Result: Sendable>(
            hasLanes: Bool = true, _ body: @escaping @Sendable (_ port: Int) async throws -> Result
        ) async throws -> Result {
            try await world.application(journal, hasLanes: hasLanes).test(.live) { client in
                let port = try #require(client.port)
                // Until the first link was looked up, none is in memory.
                _ = try await Wire.exchange(port, [get(paths[0])])
                return try await body(port)
            }
        }

        func run() async throws -> RunKey {
            let found = try await world.database.read { try $0.value("SELECT id FROM run", as: RunKey.self) }
            return try #require(found)
        }
    }

    private static func withMail(_ body: (Mail) async throws -> Void) async throws {
        try await World.with(.sqlite, people: [World.Person(1), World.Person(2)], file: true) { world in
            try await world.start()
            try await world.deliver(world.worker(Sink()))
            world.clock.advance(.seconds(60))
            let tokens = try await world.mailTokens()
            let paths = try await world.links().map { "/l/\(tokens.link($0, person: PersonKey(1)))" }
            try await world.withJournal { try await body(Mail(world: world, journal: $0, paths: paths)) }
        }
    }

    @Test("say the same as behind it, header by header")
    func sameAnswers() async throws {
        try await Self.withMail { mail in
            let (link, other) = (mail.paths[0], mail.paths[1])
            let changed = link.dropLast() + (link.hasSuffix("a") ? "b" : "a")
            let unknown = try await mail.world.mailTokens().link(LinkKey(1), person: PersonKey(1))
            let requests = [
                Self.get(link), Self.get(other), Self.get(link, method: "HEAD"), Self.get(link + "?utm=1"), Self.get(String(changed)),
                Self.get("/l/"), Self.get("/l/" + unknown),
                Self.get(link, "Connection: keep-alive\r\nCookie: rapport-80=none; a=b\r\n"), Self.get(link, "Connection: close\r\n"),
                Self.get(link, "Content-Length: 2\r\n") + "hi", Self.get(link, method: "POST"),
            ]
            var said: [[Wire.Answer]] = []
            for hasLanes in [true, false] {
                said.append(
                    try await mail.serve(hasLanes: hasLanes) { port in
                        var all: [Wire.Answer] = []
                        for request in requests { all += try await Wire.exchange(port, [request]) }
                        return all
                    })
            }
            #expect(said[0].count == requests.count)
            for (index, (lane, router)) in zip(said[0], said[1]).enumerated() where index != 4 && index != 5 && index != 6 && index != 10 {
                #expect(lane == router, "\(requests[index])")
                #expect(lane.status == 303 && lane.hasDate)
                #expect(
                    lane.field("location") != nil && lane.field("content-security-policy") != nil && lane.field("content-length") == "0")
            }
            // Pages of errors hold the request's own id.
            #expect(said[0].map(\.status) == [303, 303, 303, 303, 404, 404, 404, 303, 303, 303, 405])
            #expect(said[1].map(\.status) == said[0].map(\.status))
        }
    }

    @Test("which requests are answered there, and which go on to the router")
    func choice() async throws {
        try await Self.withMail { mail in
            let delivery = DeliveryRoutes(
                database: mail.world.database, secrets: mail.world.ring, settings: mail.world.settings, journal: mail.journal)
            let site = Site(
                origin: "https://rapport.acme.example", keys: mail.world.ring.entries.map(\.key), clock: { mail.world.clock.now },
                furniture: { _ in Furniture() })
            let desk = LinkDesk(delivery, site)
            var date = HTTPDate()
            func answer(_ path: String, _ method: HTTPRequest.Method = .get, _ fields: HTTPFields = [:]) -> HTTPResponse? {
                desk.click(
                    HTTPRequest(method: method, scheme: "https", authority: "rapport", path: path, headerFields: fields), &date,
                    peer: { nil }
                )?.answer
            }
            let link = try #require(DeliveryTokens(mail.world.ring).readLink(mail.paths[1].dropFirst(3))?.link)
            #expect(answer(mail.paths[1]) == nil, "not in memory yet")
            _ = try await delivery.targets.place(of: link)
            let said = try #require(answer(mail.paths[1]))
            #expect(said.status == .seeOther)
            #expect(said.headerFields[.location] == "https://wiki.acme.example/crm?a=1&b=2")
            #expect(said.headerFields[.strictTransportSecurity] != nil)
            #expect(answer(mail.paths[1], .head) != nil)
            #expect(answer(mail.paths[1], .get, [.connection: "Keep-Alive"]) != nil)
            #expect(answer(mail.paths[1], .post) == nil)
            for fields: HTTPFields in [
                [.connection: "close"], [.connection: "Upgrade"], [.contentLength: "0"], [.transferEncoding: "chunked"],
                [.expect: "100-continue"],
            ] { #expect(answer(mail.paths[1], .get, fields) == nil, "\(fields)") }
            #expect(answer(mail.paths[1] + "?a=b") == nil)
            #expect(answer(mail.paths[1] + "/") == nil)
            #expect(answer("/offerings/field-crm") == nil)
        }
    }

    @Test("answers come in the order of their requests, whoever gives them, however they come in", arguments: [1, 7, 100_000])
    func order(size: Int) async throws {
        try await Self.withMail { mail in
            let out = "/u/\(DeliveryTokens(mail.world.ring).unsubscribe(try await mail.run(), person: PersonKey(1)))"
            let asked = [0, 1, nil, 0, nil, nil, 1, 1, 0, nil, 0]
            let text = asked.map { Self.get($0.map { mail.paths[$0] } ?? out) }.joined()
            let pieces = stride(from: 0, to: text.utf8.count, by: size).map {
                String(decoding: Array(text.utf8)[$0..<min($0 + size, text.utf8.count)], as: UTF8.self)
            }
            let targets = ["/offerings/field-crm", "https://wiki.acme.example/crm?a=1&b=2"]
            try await mail.serve { port in
                for endsSending in [true, false] {
                    let last = endsSending ? [] : [Self.get("/nothing", "Connection: close\r\n")]
                    let answers = try await Wire.exchange(port, pieces + last, endsSending: endsSending)
                    #expect(answers.map { $0.field("location") } == asked.map { $0.map { targets[$0] } } + last.map { _ in nil })
                    #expect(answers.map(\.status) == asked.map { $0 == nil ? 200 : 303 } + last.map { _ in 404 })
                }
            }
            #expect(await mail.journal.drain())
            let counts = mail.journal.counts
            #expect(counts.appended == 1 + 2 * 7)
            #expect(counts.taken == counts.appended)
        }
    }

    @Test("many at once are each answered and each on the disk")
    func many() async throws {
        try await Self.withMail { mail in
            try await mail.serve { port in
                try await withThrowingTaskGroup(of: Int.self) { group in
                    for number in 0..<20 {
                        group.addTask {
                            let request = Self.get(mail.paths[number % 2])
                            return try await Wire.exchange(port, Array(repeating: request, count: 50)).filter { $0.status == 303 }.count
                        }
                    }
                    for try await answered in group { #expect(answered == 50) }
                }
                #expect(mail.journal.counts.appended == 1 + 20 * 50)
            }
        }
    }

    @Test("a disk that takes nothing still leads on, and is counted")
    func fullDisk() async throws {
        try await Self.withMail { mail in
            let file = FileManager.default.temporaryDirectory.appendingPathComponent("no-folder-\(UInt64.random(in: .min ... .max))")
            try Data().write(to: file)
            defer { try? FileManager.default.removeItem(at: file) }
            let broken = Mail(world: mail.world, journal: mail.world.journal(in: file.appendingPathComponent("journal")), paths: mail.paths)
            try await broken.serve { port in
                let answers = try await Wire.exchange(port, [Self.get(mail.paths[1]), Self.get(mail.paths[1])])
                #expect(answers.map(\.status) == [303, 303])
            }
            #expect(broken.journal.counts.dropped == [.disk: 3])
        }
    }
}
