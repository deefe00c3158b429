import Audiences
import Hummingbird
import Identity
import Kernel
import Storage
import Web

/// What the form of an offering offers to choose from.
private struct FormChoices: Sendable {
    let publishers: [Publisher]
    let audiences: [Audience]
    let topics: [Topic]

    /// - Parameter owner: stays choosable for whoever may edit at all.
    init(_ reader: Reader, for actor: Actor) throws {
        publishers = try reader.publishers().filter { can(actor, .manageOffering, Facts(publisher: $0.key)) }
        audiences = try reader.audiences()
        topics = try reader.topics()
    }

    var known: OfferingForm.Known {
        OfferingForm.Known(
            publishers: Dictionary(publishers.map { ($0.slug, $0.key) }, uniquingKeysWith: { first, _ in first }),
            audiences: Dictionary(audiences.map { ($0.slug, $0.key) }, uniquingKeysWith: { first, _ in first }),
            topics: Dictionary(topics.map { ($0.slug, $0.key) }, uniquingKeysWith: { first, _ in first }))
    }

    func page(_ form: OfferingForm, _ offering: Offering?, _ errors: FieldErrors = FieldErrors()) -> OfferingFormPage {
        OfferingFormPage(
            form: form, offering: offering, publishers: publishers.map { ($0.slug, $0.name) },
            audiences: audiences.map { ($0.slug, $0.name) },
            topics: topics, errors: errors)
    }

    func form(_ offering: Offering, language: String) -> OfferingForm? {
        guard let owner = publishers.first(where: { $0.key == offering.owner }) else { return nil }
        return OfferingForm(
            offering, language: language, audience: audiences.first { $0.key == offering.audience }?.slug, owner: owner.slug, topics: topics
        )
    }
}

extension CatalogueRoutes {
    @Sendable func openNew(_ request: Request, _ context: WebContext) async throws -> Response {
        let choices = try await choices(context)
        let page = choices.page(OfferingForm(language: context.language.tag), nil)
        return context.response(page.page(PageSetting(context)))
    }

    @Sendable func saveNew(_ request: Request, _ context: WebContext) async throws -> Response {
        try await save(request, context, nil)
    }

    @Sendable func openEdit(_ request: Request, _ context: WebContext) async throws -> Response {
        let offering = try await owned(context)
        let language = Self.language(Self.query(request, "language"), offering)
        let choices = try await choices(context)
        guard let form = choices.form(offering, language: language) else { throw Refused.forbidden }
        return context.response(choices.page(form, offering).page(PageSetting(context)))
    }

    @Sendable func saveEdit(_ request: Request, _ context: WebContext) async throws -> Response {
        try await save(request, context, try await owned(context))
    }

    private func save(_ request: Request, _ context: WebContext, _ offering: Offering?) async throws -> Response {
        let sent = try await context.form(request)
        let choices = try await choices(context)
        let form = OfferingForm(sent, language: Self.language(sent.text("language") ?? context.language.tag, offering))
        let words = CatalogueWords.in(context.language)
        // Two people at one form: the second one would undo the first one's change without seeing it.
        if let offering, sent.raw("version") != String(offering.changedAt.microseconds) {
            throw Refused.conflict(text: words.changedMeanwhile)
        }
        var (draft, errors) = form.draft(from: offering, choices.known, words, .in(context.language))
        if let draft, errors.isEmpty {
            let (actor, before) = (context.actor, offering?.changedAt)
            do {
                let slug = draft.slug
                try await database.write { transaction in
                    guard try transaction.offering(slug)?.changedAt == before || before == nil else {
                        throw Refused.conflict(text: words.changedMeanwhile)
                    }
                    if before == nil, let taken = try transaction.slugKind(slug) {
                        throw CatalogueError.invalid([CatalogueProblem("slug", .slugTaken(by: taken))])
                    }
                    try transaction.save(draft, actor: actor)
                }
                return context.redirect(to: Address(path: "/offerings", slug), Flash(.done, words.saved))
            } catch CatalogueError.invalid(let problems) {
                errors = OfferingForm.errors(problems, context.language)
            }
        }
        return context.response(choices.page(form, offering, errors).page(PageSetting(context)), status: .unprocessableContent)
    }

    @Sendable func saveNews(_ request: Request, _ context: WebContext) async throws -> Response {
        let offering = try await owned(context)
        let sent = try await context.form(request)
        let language = Self.language(sent.text("language"), offering)
        let (actor, day) = (context.actor, zone.day(at: context.now))
        let text = sent.text("text") ?? ""
        do {
            try await database.write { _ = try $0.addNews(Texts(text, language: language), on: day, to: offering.key, actor: actor) }
        } catch CatalogueError.invalid(let problems) {
            let choices = try await choices(context)
            guard let form = choices.form(offering, language: language) else { throw Refused.forbidden }
            var page = choices.page(form, offering, OfferingForm.errors(problems, context.language))
            page.newsText = text
            return context.response(page.page(PageSetting(context)), status: .unprocessableContent)
        }
        return context.redirect(
            to: Address(path: "/offerings", offering.slug).at("news"), Flash(.done, CatalogueWords.in(context.language).newsAdded))
    }

    /// The offering of the path, of a publisher that the actor writes for.
    private func owned(_ context: WebContext) async throws -> Offering {
        let slug = try context.slug("slug")
        let offering = try await database.read { try $0.existing(slug) }
        try context.require(.manageOffering, Facts(publisher: offering.owner))
        return offering
    }

    private func choices(_ context: WebContext) async throws -> FormChoices {
        let actor = context.actor
        return try await database.read { try FormChoices($0, for: actor) }
    }

    private static func language(_ tag: String?, _ offering: Offering?) -> String {
        let fallback = offering?.name.defaultLanguage ?? Language.en.tag
        guard let tag, CatalogueCheck.isLanguage(tag) else { return fallback }
        return tag
    }
}
