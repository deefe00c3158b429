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

    private static let (run, message) = (RunKey(3), MessageKey(9))

    /// What a token says to whoever finds its link stored for this run and message.
    private static func read(
        _ tokens: DeliveryTokens, _ text: some StringProtocol, _ run: RunKey = run, _ message: MessageKey = message
    ) -> (link: LinkKey, person: PersonKey?)? {
        tokens.readLink(text).flatMap { tokens.isValid($0, of: run, message) ? ($0.link, $0.person) : nil }
    }

    @Test("a token is read by the key that made it and by any later ring that still has it, and by nothing else")
    func keys() throws {
        let old = DeliveryTokens(try SecretRing(parsing: World.secret))
        let other = DeliveryTokens(try SecretRing(parsing: World.otherSecret))
        let rotated = DeliveryTokens(try SecretRing(parsing: World.otherSecret + "\n" + World.secret))
        for person in [person, nil] {
            let link = old.link(LinkKey(5), in: Self.run, Self.message, person: person)
            for tokens in [old, rotated] { #expect(try #require(Self.read(tokens, link)) == (LinkKey(5), person)) }
            #expect(Self.read(other, link) == nil)
            #expect(old.readUnsubscribe(link) == nil && old.readPixel(link) == nil)
            let pixel = old.pixel(Self.run, Self.message, person: person)
            for tokens in [old, rotated] { #expect(tokens.readPixel(pixel) == .init(run: Self.run, person: person)) }
            #expect(other.readPixel(pixel) == nil)
            #expect(Self.read(old, pixel) == nil && old.readUnsubscribe(pixel) == nil)
        }
        // A retry after the key was changed is the same mail.
        #expect(rotated.messageID(Self.run, person, .email) == old.messageID(Self.run, person, .email))
        #expect(other.messageID(Self.run, person, .email) != old.messageID(Self.run, person, .email))
        let out = old.unsubscribe(Self.run, person: person)
        #expect(try #require(rotated.readUnsubscribe(out)) == (Self.run, person))
        #expect(other.readUnsubscribe(out) == nil && old.readBounce(out) == nil)
        #expect(Self.read(old, out) == nil && old.readPixel(out) == nil)
    }

    @Test("a link goes with mails of its own run and message only, and names nobody else than its mail does")
    func bound() throws {
        let tokens = DeliveryTokens(try SecretRing(parsing: World.secret))
        for person in [person, nil] {
            let link = tokens.link(LinkKey(5), in: Self.run, Self.message, person: person)
            #expect(Self.read(tokens, link, RunKey(4), Self.message) == nil)
            #expect(Self.read(tokens, link, Self.run, MessageKey(8)) == nil)
            #expect(Self.read(tokens, link, RunKey(9), MessageKey(3)) == nil)
            // Another link of the same mail is no secret: it stands in it.
            #expect(Self.read(tokens, tokens.linkPart(LinkKey(6)) + tokens.mailPart(Self.run, Self.message, person))?.link == LinkKey(6))
        }
        let named = Array(tokens.mailPart(Self.run, Self.message, person))
        let other = Array(tokens.mailPart(Self.run, Self.message, PersonKey(78)))
        // The key of the one with the code of the other: 13 characters hold a key's 64 bits.
        #expect(Self.read(tokens, tokens.linkPart(LinkKey(5)) + String(other[..<13] + named[13...])) == nil)
        let shared = tokens.mailPart(Self.run, Self.message, nil)
        #expect(Self.read(tokens, tokens.linkPart(LinkKey(5)) + shared + shared) == nil)
    }

    @Test("no changed character goes unnoticed")
    func tampering() throws {
        let tokens = DeliveryTokens(try SecretRing(parsing: World.secret))
        func changed(_ token: String) -> [String] {
            token.indices.map { index in
                var changed = token
                changed.replaceSubrange(index...index, with: token[index] == "a" ? "b" : "a")
                return changed
            } + [
                "", "a", token + "a", String(token.dropLast()), token.uppercased(), "é" + token.dropFirst(2),
                String(repeating: "a", count: 5000),
            ]
        }
        for person in [person, nil] {
            for text in changed(tokens.link(LinkKey(5), in: Self.run, Self.message, person: person)) {
                #expect(Self.read(tokens, text) == nil, "\(text)")
            }
            for text in changed(tokens.pixel(Self.run, Self.message, person: person)) { #expect(tokens.readPixel(text) == nil, "\(text)") }
        }
        for text in changed(tokens.unsubscribe(Self.run, person: person)) { #expect(tokens.readUnsubscribe(text) == nil, "\(text)") }
    }

    @Test("of links that are made up, hardly any is looked for")
    func seals() throws {
        let tokens = DeliveryTokens(try SecretRing(parsing: World.secret))
        let likely = (0..<10_000).filter { number in
            let mail = tokens.mailPart(Self.run, Self.message, person)
            var bytes = [UInt8](repeating: UInt8(number % 251), count: 10)
            withUnsafeBytes(of: number) { bytes.replaceSubrange(1..<9, with: $0) }
            return tokens.readLink(Base32.encode(bytes) + mail).map { tokens.isSealed($0) } ?? true
        }
        #expect(likely.count <= 5)
        #expect(tokens.readLink(tokens.link(LinkKey(5), in: Self.run, Self.message, person: nil)).map { tokens.isSealed($0) } == true)
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
            let tokens = try await world.mailTokens()
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
                    let elsewhere = tokens.tokens.link(links[0], in: RunKey(run.raw + 1), tokens.message, person: PersonKey(1))
                    try await client.execute(uri: "/l/\(elsewhere)", method: .get, headers: browser) { #expect($0.status == .notFound) }
                    try await client.execute(uri: "/l/aaaa", method: .get, headers: browser) { #expect($0.status == .notFound) }

                    let token = tokens.unsubscribe(person: PersonKey(2))
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
