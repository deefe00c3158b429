import Audiences
import Campaigns
import Catalogue
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Identity
import Kernel
import NIOCore
import Storage
import TestSupport
import Testing
import Web

@testable import Delivery

/// Forty people, of whom the first twelve follow the offering.
@Suite("What the pages of sending tell where a rule asks what people did")
struct TellingTests {
    private struct AsAuthor: RouterMiddleware {
        typealias Context = WebContext
        func handle(_ request: Request, context: WebContext, next: (Request, WebContext) async throws -> Response) async throws -> Response
        {
            var context = context
            context.actor = World.author
            context.sessionSecret = Array("author".utf8)
            return try await next(request, context)
        }
    }

    /// The pages before sending, after it, and before stopping.
    private func pages(_ brief: World.Brief, _ engine: Engine = .sqlite) async throws -> [String] {
        var pages: [String] = []
        try await World.with(engine, people: (1...40).map { World.Person($0) }, brief: brief) { world in
            var world = world
            world.settings.terms = TermRegistry([.follows])
            try await world.database.write { transaction in
                for person in Int64(1)...12 {
                    try transaction.run(
                        "INSERT INTO follow (person, kind, subject, since) VALUES (\(person), 'offering', \(World.offering), \(transaction.now))"
                    )
                }
            }
            let told = world
            pages.append(try await page("sending", of: told))
            try await told.start()
            pages.append(try await page("deliveries", of: told))
            pages.append(try await page("stop", of: told))
            pages.append(try await page("newcomers", of: told))
        }
        return pages
    }

    private func page(_ name: String, of world: World) async throws -> String {
        let clock = world.clock
        let site = Site(
            origin: world.settings.baseURL, keys: world.ring.entries.map(\.key), clock: { clock.now }, furniture: { _ in Furniture() })
        let table = RouteTable()
        let router = webRouter(site: site, routes: table, session: AsAuthor(), exempt: DeliveryRoutes.csrfExempt)
        var text = ""
        try await world.withJournal { journal in
            DeliveryRoutes(database: world.database, secrets: world.ring, settings: world.settings, journal: journal)
                .register(on: Routes(router, isDemo: false))
            table.fill(from: router)
            text = try await Application(router: router).test(.router) { client in
                try await client.execute(uri: "/campaigns/launch/\(name)", method: .get) {
                    #expect($0.status == .ok)
                    return String(buffer: $0.body)
                }
            }
        }
        return text
    }

    private static func about(_ id: String) -> String { "follows(\"field-crm\") and external_id = \"\(id)\"" }

    enum Place: CaseIterable { case audience, scope, offering, message }

    private func brief(_ place: Place, _ id: String) -> World.Brief {
        var brief = World.Brief()
        switch place {
        case .audience: brief.rule = "external_id in (\"E-20\", \"E-21\") or \(Self.about(id))"
        case .scope: brief.mayAddress = "not (\(Self.about(id)))"
        case .offering: brief.offeringRule = "not (\(Self.about(id)))"
        case .message: brief.messages.insert((Self.about(id), "One", "For one."), at: 0)
        }
        return brief
    }

    @Test("Nobody learns from them what a single person did, wherever the rule stands", arguments: Place.allCases)
    func single(place: Place) async throws {
        let does = try await pages(brief(place, "E-3"))
        let doesNot = try await pages(brief(place, "E-30"))
        #expect(does.count == 4)
        for (one, other) in zip(does, doesNot) { #expect(one == other) }
    }

    @Test("What enough people decide is told rounded, and of the messages nothing", arguments: Engine.allCases)
    func enough(engine: Engine) async throws {
        var brief = World.Brief()
        brief.rule = "follows(\"field-crm\")"
        let pages = try await pages(brief, engine)
        #expect(pages[0].contains("Send to 10\u{A0}people") && pages[0].contains(SendingWords.en.behaviour))
        #expect(pages[1].contains("0 of 10 are done") && !pages[1].contains(">12<") && !pages[1].contains("of 12"))
        #expect(pages[2].contains("10 are still waiting"))
        #expect(pages[3].contains(SendingWords.en.behaviourOfFew))
        brief = World.Brief()
        brief.messages.insert(("follows(\"field-crm\")", "Followers", "For them."), at: 0)
        let byMessage = try await self.pages(brief, engine)
        #expect(byMessage[0].contains("Send to 40\u{A0}people") && byMessage[0].contains(SendingWords.en.uncounted))
    }
}
