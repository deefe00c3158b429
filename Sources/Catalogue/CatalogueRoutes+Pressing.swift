import Hummingbird
import Identity
import Kernel
import Storage
import Web

extension CatalogueRoutes {
    enum Press { case follow, unfollow, help, unhelp, use }

    /// One of the buttons of an offering's page. Whoever presses twice has pressed once.
    func press(_ request: Request, _ context: WebContext, _ press: Press) async throws -> Response {
        let person = try context.person()
        let slug = try context.slug("slug")
        let zone = zone
        let offering = try await database.write { transaction in
            let offering = try transaction.existing(slug)
            switch press {
            case .follow:
                guard offering.lifecycle != .retired else { throw CatalogueError.retired(slug) }
                try transaction.follow(.offering(offering.key), by: person, zone: zone)
            case .unfollow: try transaction.unfollow(.offering(offering.key), by: person, zone: zone)
            case .help:
                guard offering.isThere else { throw CatalogueError.retired(slug) }
                try transaction.sayHelps(offering.key, by: person, zone: zone)
            case .unhelp: try transaction.takeBackHelps(offering.key, by: person, zone: zone)
            case .use:
                guard offering.isThere else { throw CatalogueError.retired(slug) }
                try transaction.sayUses(offering.key, by: person, zone: zone)
            }
            return offering
        }
        let words = CatalogueWords.in(context.language)
        let name = offering.name.in(context.language.tag)
        let said =
            switch press {
            case .follow: words.followed(name)
            case .unfollow: words.unfollowed(name)
            case .help: words.helped
            case .unhelp: words.unhelped
            case .use: words.used
            }
        return context.redirect(to: try await back(request, context) ?? Address(path: "/offerings", slug), Flash(.done, said))
    }

    func pressTopic(_ request: Request, _ context: WebContext, following: Bool) async throws -> Response {
        let person = try context.person()
        let slug = try context.slug("slug")
        let zone = zone
        let topic = try await database.write { transaction in
            guard let topic = try transaction.topic(slug) else { throw CatalogueError.unknown(slug.description) }
            if following {
                try transaction.follow(.topic(topic.key), by: person, zone: zone)
            } else {
                try transaction.unfollow(.topic(topic.key), by: person, zone: zone)
            }
            return topic
        }
        let words = CatalogueWords.in(context.language)
        let name = topic.name.in(context.language.tag)
        return context.redirect(
            to: try await back(request, context) ?? Address(path: "/topics", slug),
            Flash(.done, following ? words.followed(name) : words.unfollowed(name)))
    }

    /// Where the form says that its page was; a path of this site only.
    private func back(_ request: Request, _ context: WebContext) async throws -> Address? {
        try await context.form(request).text("next").flatMap { Address.local($0) }
    }

    @Sendable func saveReview(_ request: Request, _ context: WebContext) async throws -> Response {
        let person = try context.person()
        let slug = try context.slug("slug")
        let form = try await context.form(request)
        let formWords = FormWords.in(context.language)
        var errors = FieldErrors()
        let stars = form.number("stars", in: 1...5, formWords, &errors)
        if stars == nil, errors.isEmpty { errors.add("stars", formWords.choose) }
        let text = form.optional("text", limit: CatalogueLimits.review, formWords, &errors)
        if let stars, errors.isEmpty {
            let (zone, tag) = (zone, context.language.tag)
            try await database.write { transaction in
                let offering = try transaction.existing(slug)
                // What was said while it was there may still be corrected.
                guard try offering.isThere || transaction.review(of: offering.key, by: person) != nil else {
                    throw CatalogueError.retired(slug)
                }
                try transaction.review(offering.key, by: person, stars: stars, text: text, language: tag, zone: zone)
            }
            let address = Address(path: "/offerings", slug, "reviews")
            return context.redirect(to: address, Flash(.done, CatalogueWords.in(context.language).reviewed))
        }
        var page = try await reviewsPage(context, number: 0)
        page.stars = stars
        page.text = form.text("text")
        page.errors = errors
        return context.response(page.page(PageSetting(context)), status: .unprocessableContent)
    }

    @Sendable func saveAnswer(_ request: Request, _ context: WebContext) async throws -> Response {
        let person = try context.person()
        let slug = try context.slug("slug")
        guard let key = context.parameters.get("key").flatMap({ ReviewKey($0) }) else { throw Refused.notFound }
        let form = try await context.form(request)
        let offering = try await database.read { try $0.existing(slug) }
        try context.require(.manageOffering, Facts(publisher: offering.owner))
        try await database.write { _ = try $0.answer(key, of: offering.key, by: person, text: form.text("answer")) }
        return context.redirect(
            to: Address(path: "/offerings", slug, "reviews").at("review-\(key)"), Flash(.done, CatalogueWords.in(context.language).answered)
        )
    }
}
