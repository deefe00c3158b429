import Audiences
import Campaigns
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Identity
import Kernel
import Logging
import NIOCore
import Storage
import Testing
import Web

@testable import Delivery
@testable import Mail

@Suite("Deciding on the page of a run")
struct SendingRouteTests {
    private static let who = HTTPField.Name("x-test-who") ?? .accept
    private static let actors: [String: Actor] = [
        "author": World.author, "approver": Actor(.person(PersonKey(2)), roles: [World.publisher: [.approver]]),
        "stranger": Actor(.person(PersonKey(3)), roles: [PublisherKey(101): [.author]]), "employee": Actor(.person(PersonKey(4))),
    ]

    private struct As: RouterMiddleware {
        typealias Context = WebContext
        func handle(_ request: Request, context: WebContext, next: (Request, WebContext) async throws -> Response) async throws -> Response
        {
            var context = context
            if let name = request.headers[SendingRouteTests.who], let actor = SendingRouteTests.actors[name] {
                context.actor = actor
                context.sessionSecret = Array(name.utf8)
            }
            return try await next(request, context)
        }
    }

    private struct Browser {
        let client: any TestClientProtocol

        func get(_ uri: String, as who: String = "author", language: String = "en") async throws -> (
            status: HTTPResponse.Status, text: String
        ) {
            try await client.execute(uri: uri, method: .get, headers: [SendingRouteTests.who: who, .acceptLanguage: language]) {
                ($0.status, String(buffer: $0.body))
            }
        }

        func post(_ uri: String, as who: String = "author") async throws -> HTTPResponse.Status {
            let csrf = try await get("/token", as: who).text
            return try await client.execute(
                uri: uri, method: .post, headers: [SendingRouteTests.who: who, .contentType: "application/x-www-form-urlencoded"],
                body: ByteBuffer(string: "csrf=\(csrf)")
            ) { $0.status }
        }
    }

    private func site(_ world: World, _ body: @escaping @Sendable (Browser) async throws -> Void) async throws {
        let clock = world.clock
        let site = Site(
            origin: world.settings.baseURL, keys: world.ring.entries.map(\.key), clock: { clock.now }, furniture: { _ in Furniture() })
        let table = RouteTable()
        let router = webRouter(site: site, routes: table, session: As(), exempt: DeliveryRoutes.csrfExempt)
        router.get("/token") { _, context in context.csrfToken }
        try await world.withJournal { journal in
            DeliveryRoutes(database: world.database, secrets: world.ring, settings: world.settings, journal: journal)
                .register(on: Routes(router, isDemo: false))
            table.fill(from: router)
            try await Application(router: router).test(.router) { try await body(Browser(client: $0)) }
        }
    }

    /// Refuses one, and takes two without a word.
    private static func moody() -> Sink {
        Sink { address in
            switch address {
            case "p1@acme.example": .refused(SMTPRefusal(SMTPReply(code: 550, status: nil, lines: ["no"]), stage: .recipient))
            case "p2@acme.example", "p3@acme.example": .uncertain(reason: "the connection ended")
            default: nil
            }
        }
    }

    /// A world whose campaign is to start in two days.
    private func ahead(_ engine: Engine, _ body: (World) async throws -> Void) async throws {
        var brief = World.Brief()
        brief.kind = "instant"
        brief.instant = World.morning + .days(2)
        try await World.with(engine, people: (1...30).map { World.Person($0) }, brief: brief, body)
    }

    private func schedule(_ world: World) async throws {
        let zone = world.settings.zone
        try await world.database.write { try $0.schedule(World.campaign, actor: World.author, zone: zone) }
    }

    private func startDue(_ world: World) async throws {
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        try await world.database.startDue(settings: world.settings, ring: world.ring, logger: logger)
    }

    @Test("a start that is ahead is scheduled, taken back, and happens by itself, once", arguments: Engine.allCases)
    func schedules(_ engine: Engine) async throws {
        try await ahead(engine) { world in
            func state() async throws -> CampaignState? {
                try await world.database.read { try $0.value("SELECT state FROM campaign WHERE id = \(World.campaign)") }
            }
            try await site(world) { browser in
                let page = try await browser.get("/campaigns/launch/sending").text
                #expect(page.contains("It will start by itself at its time") && page.contains("action=\"/campaigns/launch/schedule\""))
                #expect(!page.contains("action=\"/campaigns/launch/run\""))
                for who in ["approver", "stranger", "employee"] {
                    #expect(try await browser.post("/campaigns/launch/schedule", as: who) == .forbidden, "\(who)")
                    #expect(try await browser.post("/campaigns/launch/schedule/removal", as: who) == .forbidden, "\(who)")
                }
                #expect(try await browser.post("/campaigns/launch/schedule/removal") == .conflict)
                #expect(try await browser.post("/campaigns/launch/schedule") == .seeOther)
                #expect(try await browser.post("/campaigns/launch/schedule") == .conflict)
                let german = try await browser.get("/campaigns/launch/sending", language: "de").text
                #expect(german.contains("Nicht von selbst beginnen"))
                #expect(try await browser.post("/campaigns/launch/schedule/removal") == .seeOther)
            }
            // Taken back: its time passes and nothing happens.
            world.clock.advance(.days(2))
            try await startDue(world)
            #expect(try await state() == .approved)

            try await schedule(world)
            try await startDue(world)
            try await startDue(world)
            #expect(try await state() == .running)
            let runs = try await world.database.read { try $0.count("SELECT count(*) FROM run") }
            #expect(runs == 1)
        }
    }

    @Test("newcomers, retries, resends and leaving: for authors of the publisher, with the buttons that fit", arguments: Engine.allCases)
    func decisions(_ engine: Engine) async throws {
        try await World.with(engine, people: (1...30).map { World.Person($0) }, file: true) { world in
            try await world.start()
            try await world.deliver(world.worker(Self.moody()))
            try await world.join(World.Person(31))
            let nouns = ["newcomers", "retries", "resends", "uncertain/closure"]
            try await site(world) { browser in
                for who in ["approver", "stranger", "employee"] {
                    for noun in nouns {
                        #expect(try await browser.post("/campaigns/launch/\(noun)", as: who) == .forbidden, "\(who) \(noun)")
                    }
                    #expect(try await browser.get("/campaigns/launch/newcomers", as: who).status == .forbidden)
                }
                let page = try await browser.get("/campaigns/launch/deliveries").text
                for noun in nouns { #expect(page.contains("/campaigns/launch/\(noun)\""), "\(noun)") }
                #expect(page.contains("Recipient refused") && page.contains("550") && page.contains("E-2") && page.contains("E-3"))
                let read = try await browser.get("/campaigns/launch/deliveries", as: "approver").text
                for noun in nouns.dropFirst() { #expect(!read.contains("/campaigns/launch/\(noun)\""), "\(noun)") }
                #expect(try await browser.get("/campaigns/launch/deliveries", language: "de").text.contains("Empfänger abgelehnt"))

                #expect(try await browser.get("/campaigns/launch/newcomers").text.contains("Send to 1\u{A0}person"))
                #expect(try await browser.post("/campaigns/launch/newcomers") == .seeOther)
                #expect(try await browser.post("/campaigns/launch/newcomers") == .conflict)
                #expect(try await browser.get("/campaigns/launch/newcomers").text.contains(SendingWords.en.newcomers.nobody))
                #expect(try await browser.post("/campaigns/launch/retries") == .seeOther)
                #expect(try await browser.post("/campaigns/launch/retries") == .conflict)
                #expect(try await browser.post("/campaigns/launch/uncertain/closure") == .seeOther)
                #expect(try await browser.post("/campaigns/launch/resends") == .conflict)
            }
            let last = Sink()
            try await world.deliver(world.worker(last))
            #expect(last.recipients == ["p1@acme.example", "p31@acme.example"])
            #expect(
                Array(try await world.audited().suffix(5)) == [
                    "person:1 run", "person:1 reopen", "person:1 retry", "person:1 leave-uncertain", "system finish",
                ])
        }
    }

    @Test("an audience chosen by what people did is counted in fives, and none of its people named", arguments: Engine.allCases)
    func behaviour(_ engine: Engine) async throws {
        var brief = World.Brief()
        brief.rule = "not got(\"launch\")"
        brief.messages.insert(("got(\"launch\")", "Again", "Once more."), at: 0)
        try await World.with(engine, people: (1...31).map { World.Person($0) }, brief: brief, file: true) { world in
            var world = world
            world.settings.terms = TermRegistry([.got])
            try await site(world) { browser in
                let page = try await browser.get("/campaigns/launch/sending").text
                #expect(page.contains("Send to 30\u{A0}people") && page.contains(SendingWords.en.behaviour) && !page.contains(">31<"))
            }
            try await world.start()
            try await world.deliver(world.worker(Self.moody()))
            try await site(world) { browser in
                let page = try await browser.get("/campaigns/launch/deliveries").text
                #expect(page.contains(SendingWords.en.behaviour))
                // 28 accepted, 1 refused, 2 in doubt.
                #expect(page.contains("40 of 40 are done.") && page.contains("Try 5\u{A0}people again"), "\(page)")
                #expect(!page.contains(">28<") && !page.contains("E-2"))
                #expect(page.contains("/campaigns/launch/resends\""))
            }
        }
    }

    @Test("messages chosen by what people did are not counted", arguments: Engine.allCases)
    func slices(_ engine: Engine) async throws {
        var brief = World.Brief()
        brief.messages.insert(("not got(\"launch\")", "First time", "Hello."), at: 0)
        try await World.with(engine, people: (1...31).map { World.Person($0) }, brief: brief) { world in
            var world = world
            world.settings.terms = TermRegistry([.got])
            try await site(world) { browser in
                let page = try await browser.get("/campaigns/launch/sending").text
                #expect(page.contains("First time") && page.contains(SendingWords.en.uncounted))
            }
        }
    }

    @Test("what waits says for what and until when, refusals in the server's words, and doubts by name", arguments: Engine.allCases)
    func course(_ engine: Engine) async throws {
        try await World.with(engine, people: (1...30).map { World.Person($0) }, file: true) { world in
            try await world.start()
            let sink = Sink { address in
                func no(_ code: Int, _ words: String) -> SMTPOutcome {
                    .refused(SMTPRefusal(SMTPReply(code: code, status: nil, lines: [words]), stage: .recipient))
                }
                return switch address {
                case "p1@acme.example": no(550, "no <such> user")
                case "p2@acme.example": no(451, "greylisted, come again")
                case "p3@acme.example": .uncertain(reason: "the connection ended")
                default: nil
                }
            }
            let worker = world.worker(sink)
            let task = Task { await worker.run() }
            try await world.until { sink.recipients.count == 27 }
            worker.stop()
            await task.value
            try await site(world) { browser in
                let page = try await browser.get("/campaigns/launch/deliveries").text
                for words in [
                    "Running", "Latest time to send:", "The server asked to come later", "greylisted, come again", ">451<", "Next try",
                    "no &lt;such&gt; user", "Person 3", "E-3",
                ] { #expect(page.contains(words), "\(words)") }
                #expect(try await browser.post("/campaigns/launch/pause") == .seeOther)
                let stop = try await browser.get("/campaigns/launch/stop").text
                #expect(stop.contains("href=\"/campaigns/launch/deliveries\""))
            }
            world.clock.advance(.hours(73))
            try await site(world) { browser in
                let page = try await browser.get("/campaigns/launch/deliveries").text
                #expect(page.contains("Paused") && page.contains("has passed. Whoever still waits will not get it."))
            }
        }
    }

    @Test("who would send to nobody, or into files, reads so", arguments: Engine.allCases)
    func nobody(_ engine: Engine) async throws {
        var brief = World.Brief()
        brief.mayAddress = "country = \"FR\""
        try await World.with(engine, people: (1...30).map { World.Person($0) }, brief: brief) { world in
            try await site(world) { browser in
                let page = try await browser.get("/campaigns/launch/sending").text
                #expect(page.contains(SendingWords.en.nobodyGetsIt) && !page.contains("action=\"/campaigns/launch/run\""))
                // A relay on this machine is a relay.
                #expect(!page.contains(SendingWords.en.files))
            }
            var other = world
            other.settings.writesFiles = true
            try await site(other) { browser in
                let page = try await browser.get("/campaigns/launch/sending").text
                #expect(page.contains(SendingWords.en.files))
            }
        }
    }

    @Test("a rule that does not hold any more is said on every page, and can't be started", arguments: Engine.allCases)
    func brokenRule(_ engine: Engine) async throws {
        try await World.with(engine, people: (1...30).map { World.Person($0) }) { world in
            let rule = "The rule of the audience does not hold any more"
            try await world.change("UPDATE audience SET rule = 'attr.gone = yes'")
            try await site(world) { browser in
                let before = try await browser.get("/campaigns/launch/sending")
                #expect(before.status == .ok && before.text.contains(rule) && !before.text.contains("action=\"/campaigns/launch/run\""))
                #expect(try await browser.post("/campaigns/launch/run") == .conflict)
            }
            try await world.change("UPDATE audience SET rule = 'everyone'")
            try await world.start()
            try await world.change("UPDATE audience SET rule = 'attr.gone = yes'")
            try await site(world) { browser in
                for page in ["deliveries", "stop", "newcomers"] {
                    let answer = try await browser.get("/campaigns/launch/\(page)")
                    #expect(answer.status == .ok, "\(page)")
                    #expect(page == "stop" || answer.text.contains(rule), "\(page)")
                }
                #expect(try await browser.post("/campaigns/launch/stop") == .seeOther)
            }
        }
    }

    @Test("a start by itself that did not happen says when and why, in one's own language where it still holds", arguments: Engine.allCases)
    func missedStart(_ engine: Engine) async throws {
        try await ahead(engine) { world in
            try await schedule(world)
            world.clock.advance(.days(6))
            try await startDue(world)
            try await site(world) { browser in
                let page = try await browser.get("/campaigns/launch/sending").text
                #expect(page.contains("It did not start by itself on Sunday, 8 March 2026") && page.contains("It can’t be started"))
                #expect(page.contains("The latest time at which it would have been of use has passed"))
                #expect(!page.contains("action=\"/campaigns/launch/run\""))
                let german = try await browser.get("/campaigns/launch/sending", language: "de").text
                #expect(german.contains("Die späteste Zeit, zu der sie genützt hätte, ist vorbei"))
            }
        }
    }

    @Test("a page says why the program paused", arguments: Engine.allCases)
    func paused(_ engine: Engine) async throws {
        try await World.with(engine, people: [World.Person(1)]) { world in
            try await world.start()
            try await world.database.write { try $0.pause(World.campaign, actor: .system, reason: "the relay <refused> us") }
            try await site(world) { browser in
                let page = try await browser.get("/campaigns/launch/deliveries").text
                #expect(page.contains("Paused by the program") && page.contains("the relay &lt;refused&gt; us"))
                #expect(page.contains("/campaigns/launch/resume\"") && !page.contains("/campaigns/launch/newcomers\""))
            }
        }
    }
}
