package import Audiences
package import HTTPTypes
import Hummingbird
package import Identity
package import Kernel
package import Storage
import Touches
package import Web

/// The pages of offerings, topics and reviews, and one's own page.
package struct CatalogueRoutes: Sendable {
    let database: Database
    let terms: TermRegistry
    /// The installation's.
    let zone: Zone
    let recorder: ViewRecorder
    let ownPanels: @Sendable (WebContext) async throws -> [HTML]

    /// - Parameters:
    ///   - terms: what the rules of who may get an offering may ask.
    ///   - zone: the installation's.
    ///   - ownPanels: what other rooms add to one's own page, such as the mails that were turned off.
    package init(
        database: Database, terms: TermRegistry, zone: Zone, recorder: ViewRecorder,
        ownPanels: @escaping @Sendable (WebContext) async throws -> [HTML] = { _ in [] }
    ) {
        self.database = database
        self.terms = terms
        self.zone = zone
        self.recorder = recorder
        self.ownPanels = ownPanels
    }

    package func register(on routes: Routes) {
        routes.get("/catalogue", .takePart, browse)
        routes.get("/topics/:slug", .takePart, showTopic)
        routes.post("/topics/:slug/follow", .takePart) { try await pressTopic($0, $1, following: true) }
        routes.post("/topics/:slug/unfollow", .takePart) { try await pressTopic($0, $1, following: false) }

        routes.get("/offerings/new", .manageOffering, openNew)
        routes.post("/offerings/new", .manageOffering, saveNew)
        routes.get("/offerings/:slug", .takePart, show)
        routes.post("/offerings/:slug/follow", .takePart) { try await press($0, $1, .follow) }
        routes.post("/offerings/:slug/unfollow", .takePart) { try await press($0, $1, .unfollow) }
        routes.post("/offerings/:slug/help", .takePart) { try await press($0, $1, .help) }
        routes.post("/offerings/:slug/unhelp", .takePart) { try await press($0, $1, .unhelp) }
        routes.post("/offerings/:slug/use", .takePart) { try await press($0, $1, .use) }
        routes.get("/offerings/:slug/reviews", .takePart, showReviews)
        routes.post("/offerings/:slug/reviews", .takePart, saveReview)
        routes.post("/offerings/:slug/reviews/:key/answer", .manageOffering, saveAnswer)
        routes.get("/offerings/:slug/edit", .manageOffering, openEdit)
        routes.post("/offerings/:slug/edit", .manageOffering, saveEdit)
        routes.post("/offerings/:slug/news", .manageOffering, saveNews)

        routes.get("/me", .takePart, showOwn)
        routes.get("/me/touches/:slug", .takePart, showOwnTouches)
    }

    /// Whether a GET is somebody reading a page: no HEAD, no browser that fetches ahead.
    static func isReading(_ request: Request) -> Bool {
        guard request.method == .get else { return false }
        return ["sec-purpose", "purpose", "x-moz"].allSatisfy { name in
            HTTPField.Name(name).flatMap { request.headers[$0] }.map { !$0.contains("prefetch") && !$0.contains("prerender") } ?? true
        }
    }

    func note(_ way: Way, of offering: OfferingKey, _ request: Request, _ context: WebContext) {
        guard let person = context.actor.person, Self.isReading(request) else { return }
        recorder.note(way, of: offering, by: person, at: context.now, day: context.zone.day(at: context.now))
    }

    /// The number of the page that `?page=` names, from 0.
    static func page(_ request: Request) -> Int {
        let number = request.uri.queryParameters["page"].flatMap { Int($0) } ?? 1
        return min(max(number, 1), 10_000) - 1
    }

    static func query(_ request: Request, _ name: Substring) -> String? {
        request.uri.queryParameters[name].flatMap { String($0).trimmedSpaces.nonEmpty }
    }
}

extension CatalogueError: Refusal {
    package var status: HTTPResponse.Status {
        switch self {
        case .invalid: .unprocessableContent
        case .unknown: .notFound
        case .retired: .conflict
        }
    }

    package func title(_ language: Language) -> String {
        switch self {
        case .invalid(let problems): FormWords.in(language).summary(problems.count)
        case .unknown: Refused.notFound.title(language)
        case .retired: CatalogueWords.in(language).retiredTitle
        }
    }

    package func advice(_ language: Language) -> String {
        switch self {
        case .invalid(let problems): problems.map { ProblemWords.in(language).text($0.kind) }.joined(separator: " ")
        case .unknown: Refused.notFound.advice(language)
        case .retired: CatalogueWords.in(language).retiredText
        }
    }

    package var fields: FieldErrors {
        if case .invalid(let problems) = self { OfferingForm.errors(problems, .en) } else { FieldErrors() }
    }
}

extension Reader {
    /// - Throws: `CatalogueError.unknown`.
    func existing(_ slug: Slug) throws -> Offering {
        guard let offering = try offering(slug) else { throw CatalogueError.unknown(slug.description) }
        return offering
    }
}
