import Foundation
import Hummingbird
import Identity
import Kernel
import NIOCore
import Storage
import TestSupport
import Touches
import Web

@testable import Delivery

/// The routes of mails over a small company, with a journal in a folder of its own.
extension World {
    /// Removes the folder afterwards.
    func withJournal(_ body: (Journal) async throws -> Void) async throws {
        try await TestDatabase.withFolder { try await body(journal(in: $0)) }
    }

    func journal(in folder: URL) -> Journal {
        Journal(folder: folder, database: database, takers: [.hit: DeliveryRoutes.taker(zone: settings.zone)])
    }

    /// - Parameters:
    ///   - actor: who is signed in.
    ///   - hasToken: whether its forms are let through without the token of a session.
    ///   - hasLanes: whether links are answered before they come to the router.
    func application(
        _ journal: Journal, actor: Actor = .nobody, hasToken: Bool = false, hasLanes: Bool = true
    ) -> some ApplicationProtocol {
        let clock = clock
        let site = Site(
            origin: settings.baseURL, keys: ring.entries.map(\.key), clock: { clock.now }, furniture: { _ in Furniture() })
        let table = RouteTable()
        let router = webRouter(site: site, routes: table, session: As(actor: actor, hasToken: hasToken), exempt: DeliveryRoutes.csrfExempt)
        let routes = Routes(router, isDemo: false)
        let delivery = DeliveryRoutes(database: database, secrets: ring, settings: settings, journal: journal)
        delivery.register(on: routes)
        table.fill(from: router)
        let lanes: @Sendable () -> [any RemovableChannelHandler]
        if hasLanes { lanes = delivery.lanes(site) } else { lanes = { [] } }
        return Application(
            router: router, server: .http1(configuration: .init(additionalChannelHandlers: lanes())),
            configuration: .init(address: .hostname("127.0.0.1", port: 0), serverName: nil))
    }

    /// Every click, as `person way verdict reason`, in the order of time; `forwarded` at its end where it is.
    func clicks() async throws -> [String] {
        try await database.read { reader in
            var found: [String] = []
            try reader.each(
                "SELECT person, verdict, reason, forwarded FROM touch WHERE way = 'clicked' ORDER BY happened_at NULLS FIRST, id NULLS FIRST"
            ) { row in
                let mark = try row[3] as Bool ? " forwarded" : ""
                try found.append("\(row[0] as Int64) \(row[1] as String) \(row[2] as String)\(mark)")
            }
            return found
        }
    }

    func links() async throws -> [LinkKey] {
        try await database.read { try $0.values("SELECT id FROM link ORDER BY position NULLS FIRST") }
    }

    private struct As: RouterMiddleware {
        typealias Context = WebContext
        let actor: Actor
        let hasToken: Bool
        func handle(_ request: Request, context: WebContext, next: (Request, WebContext) async throws -> Response) async throws -> Response
        {
            var context = context
            context.actor = actor
            context.isBearerRequest = hasToken
            if let person = actor.person { context.viewer = Viewer(person: person, name: "Somebody") }
            return try await next(request, context)
        }
    }
}
