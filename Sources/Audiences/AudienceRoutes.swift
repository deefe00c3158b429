import HTTPTypes
import Hummingbird
package import Identity
package import Kernel
package import Storage
package import Web

/// The pages of audiences and their count as JSON.
package struct AudienceRoutes: Sendable {
    let database: Database
    let terms: TermRegistry
    /// The installation's: “today” in rules is a day there.
    let zone: Zone
    /// What else names an audience (campaigns, offerings), for its page and for who reads it.
    let uses: @Sendable (Audience, Actor, Language, Reader) throws -> [AudienceUse]

    package init(
        database: Database, terms: TermRegistry, zone: Zone,
        uses: @escaping @Sendable (Audience, Actor, Language, Reader) throws -> [AudienceUse] = { _, _, _, _ in [] }
    ) {
        self.database = database
        self.terms = terms
        self.zone = zone
        self.uses = uses
    }

    package func register(on routes: Routes) {
        routes.get("/audiences", .readAudiences, list)
        routes.post("/audiences/count", .manageAudiences, count)
        routes.get("/audiences/new", .manageAudiences, new)
        routes.post("/audiences/new", .manageAudiences, change)
        routes.get("/audiences/:slug", .readAudiences, show)
        routes.get("/audiences/:slug/edit", .changeAudience, edit)
        routes.post("/audiences/:slug", .changeAudience, change)
        routes.get("/api/audiences/count", .manageAudiences, countJSON)
    }

    private func today(_ context: WebContext) -> Day { zone.day(at: context.now) }

    @Sendable private func list(_ request: Request, _ context: WebContext) async throws -> Response {
        let number = min(100_000, max(1, request.query.text("page").flatMap { Int($0) } ?? 1)) - 1
        let (terms, language, today) = (terms, context.language.tag, today(context))
        let (rows, total) = try await database.read { try $0.audienceRows(page: number, terms: terms, language: language, today: today) }
        return context.response(
            AudienceListPage(rows: rows, number: number, total: total, mayAdd: can(context.actor, .manageAudiences, Facts())).page(context))
    }

    /// What stands under the rule box while somebody writes.
    @Sendable private func count(_ request: Request, _ context: WebContext) async throws -> Response {
        let reading = try await reading(try await context.form(request).text("rule") ?? "everyone", context)
        return context.response(document: AudienceParts.live(reading, context.language, context.format))
    }

    func reading(_ text: String, _ context: WebContext) async throws -> RuleReading {
        let (terms, language, today) = (terms, context.language.tag, today(context))
        return try await database.read { try $0.reading(of: text, terms: terms, language: language, today: today) }
    }

    @Sendable private func show(_ request: Request, _ context: WebContext) async throws -> Response {
        let slug = try context.slug("slug").description
        let (terms, language, today, actor) = (terms, context.language, today(context), context.actor)
        let (question, uses) = (request.query.text("q") ?? "", uses)
        let page = try await database.read { reader in
            guard let audience = try reader.audience(slug) else { throw Refused.notFound }
            let reading = try reader.reading(of: audience.rule, terms: terms, language: language.tag, today: today)
            let rule = try? reader.check(audience.rule, terms: terms)
            let mayAsk = rule.map { $0.mayNamePeople && !question.isEmpty } ?? false
            return AudiencePage(
                slug: audience.slug, name: audience.name, owner: try audience.owner.flatMap { try reader.publisher($0)?.name },
                reading: reading,
                inside: try rule.map { try reader.inside($0, today: today) }, question: question,
                answer: mayAsk ? try rule.map { try reader.why($0, question, today: today) } : nil, terms: terms,
                uses: try reader.uses(of: audience, language) + uses(audience, actor, language, reader), changedAt: audience.changedAt,
                mayChange: can(actor, .changeAudience, Facts(publisher: audience.owner)))
        }
        return context.response(page.page(context))
    }

    @Sendable private func new(_ request: Request, _ context: WebContext) async throws -> Response {
        let owner = context.actor.isAdmin ? nil : context.actor.roles.first { $0.value.contains(.author) }?.key
        let form = AudienceForm(owner: owner.map { "\($0)" } ?? "", rule: request.query.text("rule") ?? "everyone")
        return try await answer(form, context)
    }

    @Sendable private func edit(_ request: Request, _ context: WebContext) async throws -> Response {
        let slug = try context.slug("slug").description
        let actor = context.actor
        let form = try await database.read { reader in
            guard let audience = try reader.audience(slug) else { throw Refused.notFound }
            guard can(actor, .changeAudience, Facts(publisher: audience.owner)) else { throw Refused.forbidden }
            return AudienceForm(audience)
        }
        return try await answer(form, context)
    }

    /// Any button of the form: it is shown again, or saved.
    @Sendable private func change(_ request: Request, _ context: WebContext) async throws -> Response {
        let slug = context.parameters.get("slug") == nil ? nil : try context.slug("slug")
        let form = AudienceForm(try await context.form(request), slug: slug)
        guard form.press == .save else { return try await answer(form, context) }
        let (editor, words) = (editor(context), AudienceWords.in(context.language))
        do {
            switch try await database.write({ try editor.save(form, in: $0) }) {
            case .saved(let audience):
                return context.redirect(to: Address(path: "/audiences", audience.slug), Flash(.done, words.saved(audience.name)))
            case .again(let page): return context.response(page.page(context), status: .unprocessableContent)
            }
        } catch let error as AudienceError {
            // Nothing was stored: the form once more, with what stands in its way.
            var refused = form
            refused.refuse(error, words, context.language)
            refused.press = .count
            return try await answer(refused, context, status: .unprocessableContent)
        }
    }

    private func answer(_ form: AudienceForm, _ context: WebContext, status: HTTPResponse.Status = .ok) async throws -> Response {
        let editor = editor(context)
        let page = try await database.read { reader in
            try editor.mayChange(form, reader)
            return try editor.page(form, reader)
        }
        return context.response(page.page(context), status: status)
    }

    private func editor(_ context: WebContext) -> AudienceEditor {
        AudienceEditor(actor: context.actor, terms: terms, language: context.language, today: today(context))
    }
}

extension Reader {
    /// The audiences that name this one.
    func uses(of audience: Audience, _ language: Language) throws -> [AudienceUse] {
        try audiences(naming: audience.slug.description).compactMap { slug in
            try self.audience(slug).map {
                AudienceUse(kind: AudienceWords.in(language).audience, name: $0.name, address: Address(path: "/audiences", $0.slug))
            }
        }
    }
}
