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

    @Test(
        "who followed a link",
        arguments: [
            (HitVerdict.Hit(isHead: true, userAgent: "Mozilla/5.0", secondsSinceAcceptance: 900), Verdict.machine, "head"),
            (HitVerdict.Hit(userAgent: "Mozilla/5.0", secondsSinceAcceptance: 1.9), .machine, "too_soon"),
            (HitVerdict.Hit(userAgent: "Mozilla/5.0", secondsSinceAcceptance: 5), .unknown, "soon"),
            (HitVerdict.Hit(userAgent: "Mozilla/5.0", secondsSinceAcceptance: 900), .human, "delayed"),
            (HitVerdict.Hit(userAgent: "Mozilla/5.0", secondsSinceAcceptance: nil), .unknown, "not_accepted"),
            (HitVerdict.Hit(userAgent: nil, secondsSinceAcceptance: 900), .machine, "no_agent"),
            (HitVerdict.Hit(userAgent: "Mozilla/5.0 (compatible; Proofpoint)", secondsSinceAcceptance: 900), .machine, "known_agent"),
            (HitVerdict.Hit(userAgent: "Mozilla/5.0", purpose: "prefetch", secondsSinceAcceptance: 900), .machine, "prefetch"),
        ])
    func verdicts(_ hit: HitVerdict.Hit, _ verdict: Verdict, _ reason: String) {
        #expect(HitVerdict.of(hit) == HitVerdict(verdict: verdict, reason: reason))
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
            let app = application(world)
            try await app.test(.router) { client in
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
            let touches = try await world.database.read { reader in
                var found: [String] = []
                try reader.each("SELECT way, verdict, reason, person FROM touch ORDER BY id NULLS FIRST") {
                    try found.append("\($0[0] as String) \($0[1] as String) \($0[2] as String) \($0[3] as Int64)")
                }
                return found
            }
            #expect(touches == ["clicked human delayed 1", "clicked machine head 1"])
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
            let app = application(world, actor: World.author)
            try await app.test(.router) { client in
                try await client.execute(uri: "/campaigns/launch/deliveries", method: .get) {
                    let page = String(buffer: $0.body)
                    #expect(page.contains("held back, to measure what it does"))
                    #expect(!page.contains(SendingWords.en.nobodyExcluded))
                    #expect(!page.contains("<h1>Deliveries</h1>"))
                }
            }
        }
    }

    @Test("the pages before, while and after sending say the same as the rows", arguments: Engine.allCases)
    func pages(_ engine: Engine) async throws {
        var brief = World.Brief()
        brief.onHome = true
        try await World.with(engine, people: (1...30).map { World.Person($0, hasAddress: $0 > 6) }, brief: brief) { world in
            let app = application(world, actor: World.author)
            try await app.test(.router) { client in
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

    private func application(_ world: World, actor: Actor = .nobody) -> some ApplicationProtocol {
        let clock = world.clock
        let site = Site(
            origin: world.settings.baseURL, keys: world.ring.entries.map(\.key), clock: { clock.now }, furniture: { _ in Furniture() })
        let table = RouteTable()
        let router = webRouter(site: site, routes: table, session: As(actor: actor), exempt: DeliveryRoutes.csrfExempt)
        let routes = Routes(router, isDemo: false)
        DeliveryRoutes(database: world.database, secrets: world.ring, settings: world.settings).register(on: routes)
        table.fill(from: router)
        return Application(router: router)
    }

    private struct As: RouterMiddleware {
        typealias Context = WebContext
        let actor: Actor
        func handle(_ request: Request, context: WebContext, next: (Request, WebContext) async throws -> Response) async throws -> Response
        {
            var context = context
            context.actor = actor
            return try await next(request, context)
        }
    }
}
