import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Identity
import Kernel
import Storage
import TestSupport
import Testing
import Touches

@testable import Delivery

@Suite("A program that checks mails")
struct ScannerTests {
    private static let browser: HTTPFields = [
        .userAgent: "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36"
    ]

    /// Seconds after the mail was accepted, and whether hits come into the database one by one while it still scans.
    static let cases: [(seconds: Int, isStoredAtOnce: Bool)] = [(0, false), (4, true), (30, false), (30, true), (900, true)]

    @Test(
        "follows every link at arrival by GET and HEAD with a real browser's name: nobody is unsubscribed, no click is a person's, and a real one later is counted",
        arguments: Engine.allCases, cases)
    func everything(_ engine: Engine, _ scan: (seconds: Int, isStoredAtOnce: Bool)) async throws {
        try await World.with(engine, people: (1...8).map { World.Person($0) }, file: true) { world in
            try await world.start()
            try await world.deliver(world.worker(Sink()))
            let tokens = try await world.mailTokens()
            let links = try await world.links()
            #expect(links.count == 4)
            try await world.withJournal { journal in
                try await world.application(journal).test(.router) { client in
                    world.clock.advance(.seconds(scan.seconds))
                    for person in (1...8).map({ PersonKey($0) }) {
                        let paths =
                            links.map { "/l/\(tokens.link($0, person: person))" } + ["/u/\(tokens.unsubscribe(person: person))"]
                        for path in paths {
                            for method in [HTTPRequest.Method.head, .get] {
                                try await client.execute(uri: path, method: method, headers: Self.browser) {
                                    #expect($0.status == .seeOther || ($0.status == .ok && path.hasPrefix("/u/")))
                                }
                            }
                            world.clock.advance(.milliseconds(150))
                            if scan.isStoredAtOnce { #expect(await journal.drain()) }
                        }
                    }
                    #expect(await journal.drain())
                    #expect(try await world.database.read { try $0.count("SELECT count(*) FROM unsubscription") } == 0)
                    let scanned = try await world.clicks()
                    #expect(scanned.count == 64)
                    #expect(scanned.allSatisfy { $0.contains(" machine ") }, "\(Set(scanned))")
                    #expect(journal.counts.dropped == [:])

                    world.clock.advance(.seconds(300))
                    try await client.execute(uri: "/l/\(tokens.link(links[0], person: PersonKey(3)))", method: .get, headers: Self.browser)
                    {
                        #expect($0.status == .seeOther)
                    }
                    #expect(await journal.drain())
                    let people = try await world.clicks().filter { !$0.contains(" machine ") }
                    #expect(people == ["3 human delayed"])
                }
            }
        }
    }

    @Test("shows itself by what comes later: the click before is mended, and the stage is derived again", arguments: Engine.allCases)
    func mended(_ engine: Engine) async throws {
        try await World.with(engine, people: [World.Person(1)], file: true) { world in
            try await world.start()
            try await world.deliver(world.worker(Sink()))
            let tokens = try await world.mailTokens()
            let links = try await world.links()
            try await world.withJournal { journal in
                try await world.application(journal).test(.router) { client in
                    func follow(_ index: Int) async throws {
                        let path = "/l/\(tokens.link(links[index], person: PersonKey(1)))"
                        try await client.execute(uri: path, method: .get, headers: Self.browser) { #expect($0.status == .seeOther) }
                        #expect(await journal.drain())
                    }
                    world.clock.advance(.seconds(600))
                    try await follow(0)
                    world.clock.advance(.seconds(30))
                    try await follow(1)
                    #expect(try await world.clicks() == ["1 human delayed", "1 human delayed"])
                    try await world.change("DELETE FROM hourglass_dirty")
                    world.clock.advance(.seconds(5))
                    // The link that nobody sees.
                    try await follow(3)
                    #expect(try await world.clicks() == ["1 unknown near_scan", "1 machine scan", "1 machine decoy"])
                    #expect(try await world.database.read { try $0.count("SELECT count(*) FROM hourglass_dirty") } == 1)
                }
            }
        }
    }
}

@Suite("Hits of a mail, judged together")
struct MailScanTests {
    private static let start = World.morning

    private func verdicts(_ hits: [(link: Int64, second: Double, reason: HitVerdict.Reason)], links: Int = 5) -> [HitVerdict.Reason] {
        MailScan.mended(
            hits.map { hit in
                MailScan.Hit(
                    link: LinkKey(hit.link), at: Self.start + .microseconds(Int64(hit.second * 1_000_000)), verdict: HitVerdict(hit.reason))
            }, links: links
        ).map(\.reason)
    }

    @Test("three different links within five seconds are a scan, and so is what is around it")
    func burst() {
        let hits: [(Int64, Double, HitVerdict.Reason)] = [
            (1, 0, .delayed), (1, 45, .delayed), (2, 55, .delayed), (3, 58, .soon), (4, 60, .delayed), (5, 69, .delayed),
            (1, 100, .delayed),
            (1, 200, .delayed),
        ]
        #expect(verdicts(hits) == [.nearScan, .scan, .scan, .scan, .scan, .scan, .nearScan, .delayed])
    }

    @Test("a person who opens two links, or one link often, or three slowly stays a person")
    func people() {
        #expect(verdicts([(1, 0, .delayed), (2, 2, .delayed)]) == [.delayed, .delayed])
        #expect(verdicts([(1, 0, .delayed), (1, 2, .delayed), (1, 3, .delayed)]) == [.delayed, .delayed, .delayed])
        #expect(verdicts([(1, 0, .delayed), (2, 4, .delayed), (3, 8, .delayed)]) == [.delayed, .delayed, .delayed])
    }

    @Test("of a mail with two links both within a second are a scan; of one with one link nothing is")
    func fewLinks() {
        #expect(verdicts([(1, 0, .delayed), (2, 0.9, .delayed)], links: 2) == [.scan, .scan])
        #expect(verdicts([(1, 0, .delayed), (2, 1.1, .delayed)], links: 2) == [.delayed, .delayed])
        #expect(verdicts([(1, 0, .delayed), (1, 0.1, .delayed)], links: 1) == [.delayed, .delayed])
    }

    @Test("who is signed in is a person whatever happens beside them, and machines keep their reasons")
    func kept() {
        #expect(
            verdicts([(1, 0, .signedIn), (1, 1, .head), (9, 2, .decoy), (2, 3, .notAccepted), (2, 40, .soon)])
                == [.signedIn, .head, .decoy, .scan, .soon])
    }

    @Test("the order in which hits are looked at does not matter")
    func order() {
        let hits: [(Int64, Double, HitVerdict.Reason)] = [(1, 3, .delayed), (2, 0, .delayed), (3, 1, .delayed), (1, 90, .delayed)]
        #expect(verdicts(hits) == [.scan, .scan, .scan, .delayed])
    }
}

@Suite("Networks")
struct NetworkListTests {
    @Test(
        "an address is in a network or not",
        arguments: [
            ("192.0.2.7", true), ("192.0.3.0", false), ("198.51.100.9", true), ("198.51.100.10", false), ("2001:db8:1::5", true),
            ("2001:db9::", false), ("::ffff:192.0.2.7", true), ("nonsense", false), ("", false), ("10.9.8.7", true),
        ])
    func membership(_ address: String, _ isIn: Bool) throws {
        let list = try NetworkList(
            parsing: "# gateways\n192.0.2.0/24, 192.0.2.128/25\n\n198.51.100.9 # one\r\n2001:db8::/32\n10.0.0.0/8\n10.1.0.0/16")
        #expect(list.contains(address) == isIn)
    }

    @Test(
        "what is no network is refused with its line", arguments: ["192.0.2.0/33", "192.0.2", "2001:db8::/129", "::/-1", "a/8", "1.2.3.4/"])
    func bad(_ line: String) { #expect(throws: NetworkList.BadLine.self) { try NetworkList(parsing: "10.0.0.0/8\n\(line)") } }

    @Test("everything, and nothing")
    func ends() throws {
        #expect(try NetworkList(parsing: "::/0").contains("192.0.2.1"))
        #expect(try NetworkList(parsing: "0.0.0.0/0").contains("192.0.2.1"))
        #expect(try !NetworkList(parsing: "0.0.0.0/0").contains("2001:db8::1"))
        #expect(!NetworkList().contains("192.0.2.1"))
    }

    @Test("only a trusted proxy is believed when it says who asks")
    func forwarded() throws {
        let proxies = try NetworkList(parsing: "10.0.0.0/8")
        #expect(proxies.client(peer: "10.0.0.1", forwardedFor: "203.0.113.5, 192.0.2.9, 10.0.0.2") == "192.0.2.9")
        #expect(proxies.client(peer: "203.0.113.5", forwardedFor: "192.0.2.9") == "203.0.113.5")
        #expect(proxies.client(peer: "10.0.0.1", forwardedFor: nil) == "10.0.0.1")
        #expect(proxies.client(peer: nil, forwardedFor: "192.0.2.9") == nil)
    }
}
