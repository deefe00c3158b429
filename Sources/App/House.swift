import Audiences
import Campaigns
import Catalogue
import Delivery
import Demo
import Foundation
import Hourglass
package import Hummingbird
package import Identity
import Kernel
package import Logging
import Mail
import NIOPosix
import People
package import Storage
import Touches
package import Web

/// The composition root: everything that one process is made of, put together in one place that `serve`, `demo`, the commands and the
/// tests share.
package struct House: Sendable {
    package let installation: Installation
    package let isDemo: Bool
    package let logger: Logger
    /// As people reach it, without a slash at the end.
    package let baseURL: String

    /// What people are seen to do, on its way to the touches; one per process.
    let journal: Journal

    package init(_ installation: Installation, baseURL: String, isDemo: Bool = false, logger: Logger) {
        self.installation = installation
        self.isDemo = isDemo
        self.logger = logger
        self.baseURL = baseURL
        journal = Journal(
            folder: installation.folder.appendingPathComponent("journal", isDirectory: true), database: installation.database,
            takers: [.touch: Journal.touches(zone: installation.zone), .hit: DeliveryRoutes.taker(zone: installation.zone)],
            logger: logger)
    }

    package var database: Database { installation.database }

    /// The whole schema, in the order of the rooms.
    package static let migrations: [Migration] =
        Database.migrations + PeopleSchema.migrations + TouchSchema.migrations + IdentitySchema.migrations + AudienceSchema.migrations
        + CatalogueSchema.migrations + CampaignSchema.migrations + DeliverySchema.migrations + HourglassSchema.migrations
        + AppSchema.migrations

    /// The words that rules may use besides the directory's own.
    var terms: TermRegistry { TermRegistry([.follows, .got, .stage]) }

    var site: Site {
        Site(
            origin: baseURL, keys: installation.secrets.entries.map(\.key), language: installation.language, zone: installation.zone,
            bodyLimits: CampaignRoutes.bodyLimits, pictureHosts: (try? installation.pictureHosts()) ?? [],
            clock: { [clock = database.clock] in clock.now() },
            furniture: { [self] in furniture($0) })
    }

    /// The router with every route of every room, and the rules that the routes name.
    package func router() throws -> (router: Router<WebContext>, rules: [Routes.Rule]) {
        let settings = try deliverySettings()
        return try router(settings, deliveryRoutes(settings))
    }

    func deliveryRoutes(_ settings: DeliverySettings) -> DeliveryRoutes {
        DeliveryRoutes(database: database, secrets: installation.secrets, settings: settings, journal: journal)
    }

    func router(
        _ settings: DeliverySettings, _ delivery: DeliveryRoutes
    ) throws -> (router: Router<WebContext>, rules: [Routes.Rule]) {
        let table = RouteTable()
        let router = webRouter(
            site: site, routes: table, session: SessionMiddleware(database: database, passing: DeliveryRoutes.asksNoSession),
            exempt: DeliveryRoutes.csrfExempt.union(FeedRoutes.csrfExempt))
        let routes = Routes(router, isDemo: isDemo)
        HealthRoutes(database: database, journal: journal).register(on: routes)
        IdentityRoutes(
            database: database, personas: isDemo ? DemoCast.personas.map { .init(id: $0.persona, externalID: $0.member.externalID) } : [],
            send: { try await send($0) }
        ).register(on: routes)
        HomeRoutes(database: database, terms: terms, zone: installation.zone, settings: settings, ring: installation.secrets).register(
            on: routes)
        CatalogueRoutes(
            database: database, terms: terms, zone: installation.zone, recorder: ViewRecorder(journal: journal),
            ownPanels: { try await delivery.ownPanels($0) }
        ).register(on: routes)
        AudienceRoutes(database: database, terms: terms, zone: installation.zone, uses: Self.uses).register(on: routes)
        CampaignRoutes(database: database, terms: terms, press: press(settings), usual: settings.uncertain).register(on: routes)
        delivery.register(on: routes)
        HourglassRoutes(database: database, terms: terms, zone: installation.zone).register(on: routes)
        FeedRoutes(database: database, zone: installation.zone, logger: logger).register(on: routes)
        if isDemo {
            routes.get("/design", .visit) { _, context in
                context.response(DesignPage(language: context.language, csrf: context.csrfToken, now: context.now).page)
            }
            routes.get("/design/mail", .visit) { _, context in context.mailDocument(DesignPage.mail(context.language)) }
        }
        table.fill(from: router)
        return (router, routes.rules)
    }
}
