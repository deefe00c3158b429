import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Identity
import Kernel
import NIOCore
import Storage
import Testing
import Touches
import Web

@testable import Delivery

@Suite("Links of mails")
struct LinkTests {
    private let person = PersonKey(77)

    @Test("a token is read by the key that made it and by any later ring that still has it, and by nothing else")
    func keys() throws {
        let old = try SecretRing(parsing: World.secret)
        let other = try SecretRing(parsing: World.otherSecret)
        let rotated = try SecretRing(parsing: World.otherSecret + "\n" + World.secret)
        let link = DeliveryTokens(old).link(LinkKey(5), person: person)
        #expect(DeliveryTokens(old).readLink(link) == .init(link: LinkKey(5), person: person))
        #expect(DeliveryTokens(rotated).readLink(link) == .init(link: LinkKey(5), person: person))
        #expect(DeliveryTokens(other).readLink(link) == nil)
        #expect(DeliveryTokens(old).readUnsubscribe(link) == nil)
        #expect(DeliveryTokens(old).readPixel(link) == nil)
        let shared = DeliveryTokens(old).link(LinkKey(5), person: nil)
        #expect(DeliveryTokens(old).readLink(shared) == .init(link: LinkKey(5), person: nil))
    }

    @Test("no changed character goes unnoticed")
    func tampering() throws {
        let tokens = DeliveryTokens(try SecretRing(parsing: World.secret))
        let token = tokens.link(LinkKey(5), person: person)
        for index in token.indices {
            var changed = token
            changed.replaceSubrange(index...index, with: token[index] == "a" ? "b" : "a")
            #expect(tokens.readLink(changed) == nil)
        }
        for text in ["", "a", token + "a", String(token.dropLast()), token.uppercased(), String(repeating: "a", count: 5000)] {
            #expect(tokens.readLink(text) == nil)
        }
    }

    private static let browser = "Mozilla/5.0"

    @Test(
        "who followed a link",
        arguments: [
            (HitSign.Request(isHead: true, userAgent: browser), HitVerdict.Acceptance.after(900), Verdict.machine, "head"),
            (HitSign.Request(userAgent: browser), .after(1.9), .machine, "too_soon"),
            (HitSign.Request(userAgent: browser), .after(-3), .machine, "too_soon"),
            (HitSign.Request(userAgent: browser), .notYet, .machine, "too_soon"),
            (HitSign.Request(userAgent: browser), .after(5), .unknown, "soon"),
            (HitSign.Request(userAgent: browser), .after(900), .human, "delayed"),
            (HitSign.Request(userAgent: browser), .unknown, .unknown, "not_accepted"),
            (HitSign.Request(userAgent: nil), .after(900), .machine, "no_agent"),
            (HitSign.Request(userAgent: "Mozilla/5.0 (compatible; Proofpoint)"), .after(900), .machine, "known_agent"),
            (HitSign.Request(userAgent: "Mozilla/5.0 (compatible; bingBOT/2.0)"), .after(900), .machine, "known_agent"),
            (HitSign.Request(userAgent: "RUBY"), .after(900), .machine, "known_agent"),
            (HitSign.Request(userAgent: "bo rub\u{DF}y"), .after(900), .human, "delayed"),
            (HitSign.Request(userAgent: ""), .after(900), .machine, "no_agent"),
            (HitSign.Request(userAgent: browser, purpose: "prefetch;prerender"), .after(900), .machine, "prefetch"),
            (HitSign.Request(userAgent: browser, isFromGateway: true), .after(900), .machine, "gateway"),
        ])
    func verdicts(_ request: HitSign.Request, _ acceptance: HitVerdict.Acceptance, _ verdict: Verdict, _ reason: String) {
        let judged = HitVerdict.of(HitSign(request), acceptance)
        #expect(judged.verdict == verdict)
        #expect(judged.reason.rawValue == reason)
    }

    @Test("who is signed in is a person, but for what a browser fetches ahead; the link that nobody sees is a machine's")
    func signedIn() {
        #expect(HitVerdict.of(.plain, isSignedIn: true, .after(1)).reason == .signedIn)
        #expect(HitVerdict.of(.prefetch, isSignedIn: true, .after(900)).reason == .prefetch)
        #expect(HitVerdict.of(.plain, isDecoy: true, isSignedIn: true, .after(900)).reason == .decoy)
    }

    @Test(
        "a click leads to the stored target and is a touch; turning mails off works without a cookie, as often as it comes",
        arguments: Engine.allCases)
    func overHTTP(_ engine: Engine) async throws {
        try await World.with(engine, people: [World.Person(1), World.Person(2)]) { world in
            let run = try await world.start().run
            let sink = Sink()
            try await world.deliver(world.worker(sink))
            world.clock.advance(.seconds(60))
            let links = try await world.database.read {
                try $0.values("SELECT id FROM link ORDER BY position NULLS FIRST", as: LinkKey.self)
            }
            let tokens = DeliveryTokens(world.ring)
            try await world.withJournal { journal in
                try await world.application(journal).test(.router) { client in
                    let browser: HTTPFields = [.userAgent: "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"]
                    try await client.execute(uri: "/l/\(tokens.link(links[0], person: PersonKey(1)))", method: .get, headers: browser) {
                        #expect($0.status == .seeOther)
                        #expect($0.headers[.location] == "/offerings/field-crm")
                    }
                    try await client.execute(uri: "/l/\(tokens.link(links[1], person: PersonKey(1)))", method: .head, headers: browser) {
                        #expect($0.headers[.location] == "https://wiki.acme.example/crm?a=1&b=2")
                    }
                    try await client.execute(uri: "/l/\(tokens.link(LinkKey(1), person: PersonKey(1)))", method: .get, headers: browser) {
                        #expect($0.status == .notFound)
                    }
                    try await client.execute(uri: "/l/aaaa", method: .get, headers: browser) { #expect($0.status == .notFound) }

                    let token = tokens.unsubscribe(run, person: PersonKey(2))
                    try await client.execute(uri: "/u/\(token)", method: .get) {
                        #expect($0.status == .ok)
                        #expect(String(buffer: $0.body).contains("Mobile Work Team"))
                    }
                    #expect(try await off(world) == 0)
                    for _ in 1...2 {
                        try await client.execute(
                            uri: "/u/\(token)", method: .post, headers: [.contentType: "application/x-www-form-urlencoded"],
                            body: ByteBuffer(string: "List-Unsubscribe=One-Click")
                        ) {
                            #expect($0.status == .ok)
                            #expect($0.headers[.location] == nil)
                        }
                        #expect(try await off(world) == 1)
                    }
                    let tampered = (token.hasPrefix("a") ? "b" : "a") + token.dropFirst()
                    try await client.execute(uri: "/u/\(tampered)", method: .post) { #expect($0.status == .notFound) }
                }
                #expect(await journal.drain())
            }
            #expect(try await world.clicks() == ["1 human delayed", "1 machine head"])
        }
    }

    private func off(_ world: World) async throws -> Int {
        try await world.database.read { try $0.count("SELECT count(*) FROM unsubscription WHERE person = \(2)") }
    }

    @Test("the page of a run names its campaign, and those held back among who does not get it")
    func heldBack() async throws {
        var brief = World.Brief()
        brief.holdout = 300
        try await World.with(.sqlite, people: (1...60).map { World.Person($0) }, brief: brief) { world in
            try await world.start()
            try await world.withJournal { journal in
                try await world.application(journal, actor: World.author).test(.router) { client in
                    try await client.execute(uri: "/campaigns/launch/deliveries", method: .get) {
                        let page = String(buffer: $0.body)
                        #expect(page.contains("Held back, to measure what it does"))
                        #expect(!page.contains(SendingWords.en.nobodyExcluded))
                        #expect(!page.contains("<h1>Deliveries</h1>"))
                    }
                }
            }
        }
    }

    @Test("the pages before, while and after sending say the same as the rows", arguments: Engine.allCases)
    func pages(_ engine: Engine) async throws {
        var brief = World.Brief()
        brief.onHome = true
        try await World.with(engine, people: (1...30).map { World.Person($0, hasAddress: $0 > 6) }, brief: brief) { world in
            try await world.withJournal { journal in
                try await world.application(journal, actor: World.author).test(.router) { client in
                    try await client.execute(uri: "/campaigns/launch/sending", method: .get) {
                        #expect($0.status == .ok)
                        #expect(String(buffer: $0.body).contains("Send to 30\u{A0}people"))
                    }
                    try await client.execute(uri: "/campaigns/launch/deliveries", method: .get) {
                        #expect(String(buffer: $0.body).contains("Nothing has been sent yet"))
                    }
                    try await client.execute(uri: "/campaigns/launch/run", method: .post) { #expect($0.status == .forbidden) }
                    try await world.start()
                    try await client.execute(uri: "/campaigns/launch/sending", method: .get) {
                        #expect($0.status == .seeOther && $0.headers[.location] == "/campaigns/launch/deliveries")
                    }
                    try await client.execute(uri: "/campaigns/launch/deliveries", method: .get) {
                        #expect(String(buffer: $0.body).contains("No mail address"))
                    }
                    try await client.execute(uri: "/campaigns/launch/stop", method: .get) { #expect($0.status == .ok) }
                    try await client.execute(uri: "/campaigns/nothing/deliveries", method: .get) { #expect($0.status == .notFound) }
                }
            }
            let status = try await world.database.read { try $0.status(World.campaign) }
            #expect(status.audience == 30)
            #expect(status.excluded == ["no_address": 6])
            #expect(status.count(.email, .planned) == 24)
            #expect(status.count(.home, .accepted) == 30)
            let (settings, ring, now) = (world.settings, world.ring, world.clock.now)
            let items = try await world.database.read { try $0.homeItems(for: PersonKey(1), settings: settings, ring: ring, now: now) }
            #expect(items.map(\.subject) == ["Hello First1"])
            #expect(items.first?.offeringName == "Field CRM")
            var exported = 0
            exported = try await world.database.read { reader in
                var rows = 0
                try reader.export(World.campaign) { row in
                    #expect(row.fields.count == ExportRow.columns.count)
                    rows += 1
                }
                return rows
            }
            #expect(exported == 60)
        }
    }
}
