package import Audiences
import Hummingbird
package import Identity
package import Kernel
package import Storage
import Web

/// The pages and the API of the hourglass.
package struct HourglassRoutes: Sendable {
    private let database: Database
    private let terms: TermRegistry
    private let zone: Zone

    /// - Parameters:
    ///   - terms: what the rules of audiences may say.
    ///   - zone: the installation's.
    package init(database: Database, terms: TermRegistry, zone: Zone) {
        self.database = database
        self.terms = terms
        self.zone = zone
    }

    package func register(on routes: Routes) {
        routes.get("/hourglass", .readFigures, list)
        routes.get("/hourglass/:slug", .readFigures, show)
        routes.get("/api/hourglass/:slug", .readFigures, document)
    }

    @Sendable private func list(_ request: Request, _ context: WebContext) async throws -> Response {
        let (actor, query) = (context.actor, query(context))
        let page = try await database.read { reader -> HourglassListPage in
            let scope = try reader.scope(of: actor, asked: nil)
            var query = query
            query.unit = scope.unit?.key
            query.isBrief = true
            let offerings: [OfferingKey] = try reader.values("SELECT id FROM offering ORDER BY slug NULLS FIRST")
            var reports: [HourglassReport] = []
            for offering in offerings {
                query.offering = offering
                if let report = try reader.hourglass(query) { reports.append(report) }
            }
            return HourglassListPage(reports: reports, unit: scope.unit)
        }
        return context.response(page.page(context.format))
    }

    @Sendable private func show(_ request: Request, _ context: WebContext) async throws -> Response {
        let (slug, asked, since) = (try context.slug("slug"), try department(request), try since(request))
        let (actor, query) = (context.actor, query(context))
        let page = try await database.read { reader -> HourglassPage in
            let scope = try reader.scope(of: actor, asked: asked)
            guard let report = try reader.report(slug, query, scope) else { throw Refused.notFound }
            return HourglassPage(
                report: report, choices: scope.choices, maySeeEveryone: scope.maySeeEveryone,
                mayOpenRules: can(actor, .manageAudiences, Facts()),
                since: since)
        }
        return context.response(page.page(context.format))
    }

    @Sendable private func document(_ request: Request, _ context: WebContext) async throws -> Response {
        let (slug, asked) = (try context.slug("slug"), try department(request))
        let (actor, query) = (context.actor, query(context))
        let report = try await database.read { reader -> HourglassReport in
            let scope = try reader.scope(of: actor, asked: asked)
            guard let report = try reader.report(slug, query, scope) else { throw Refused.notFound }
            return report
        }
        return try context.json(HourglassDocument(report, byDepartment: request.uri.queryParameters["by"] == "department"))
    }

    private func query(_ context: WebContext) -> HourglassQuery {
        var query = HourglassQuery(OfferingKey(0), for: .reader, now: context.now, zone: zone, terms: terms)
        query.language = context.language.tag
        return query
    }

    private func department(_ request: Request) throws -> DepartmentKey? {
        guard let text = request.uri.queryParameters["department"], !text.isEmpty else { return nil }
        guard let key = DepartmentKey(String(text)) else { throw Refused.notFound }
        return key
    }

    private func since(_ request: Request) throws -> Day? {
        guard let text = request.uri.queryParameters["since"], !text.isEmpty else { return nil }
        guard let day = Day(text) else { throw Refused.badRequest(field: "since", text: "a day such as 2026-03-01") }
        return day
    }
}

/// Of whom somebody may read figures, and of whom they do now.
struct FigureScope: Sendable {
    let unit: Unit?
    let choices: [Unit]
    let maySeeEveryone: Bool
}

extension Reader {
    /// Leaders read of what they lead: of the topmost unit of it where they ask for nothing else.
    /// - Throws: `Refused.notFound` where there is no such unit, `Refused.forbidden` where it is none of theirs.
    func scope(of actor: Actor, asked: DepartmentKey?) throws -> FigureScope {
        let everyone = can(actor, .readFigures, Facts())
        let units = try rows("SELECT id, parent, name, path FROM department ORDER BY path NULLS FIRST", as: Unit.self)
            .filter { everyone || can(actor, .readFigures, Facts(department: $0.key)) }
        if let asked {
            guard let unit = units.first(where: { $0.key == asked }) else {
                throw try exists("SELECT id FROM department WHERE id = \(asked)") ? Refused.forbidden : Refused.notFound
            }
            return FigureScope(unit: unit, choices: units, maySeeEveryone: everyone)
        }
        if everyone { return FigureScope(unit: nil, choices: units, maySeeEveryone: true) }
        let own = Set(units.map(\.key))
        guard let top = units.first(where: { unit in !(unit.parent.map(own.contains) ?? false) }) else { throw Refused.forbidden }
        return FigureScope(unit: top, choices: units, maySeeEveryone: false)
    }

    fileprivate func report(_ slug: Slug, _ query: HourglassQuery, _ scope: FigureScope) throws -> HourglassReport? {
        guard let offering: OfferingKey = try value("SELECT id FROM offering WHERE slug = \(slug)") else { return nil }
        var query = query
        query.offering = offering
        query.unit = scope.unit?.key
        return try hourglass(query)
    }
}
