import Audiences
import Hummingbird
import Identity
import Kernel
import People
import Storage
import Touches
import Web

extension CatalogueRoutes {
    @Sendable func browse(_ request: Request, _ context: WebContext) async throws -> Response {
        let person = try context.person()
        let (terms, now, today, tag) = (terms, context.now, zone.day(at: context.now), context.language.tag)
        let topicSlug = Self.query(request, "topic").flatMap { Slug($0) }
        let kind = Self.query(request, "kind").flatMap { OfferingKind(rawValue: $0) }
        let query = Self.query(request, "q").map { String($0.prefix(200)) }
        let isNew = Self.query(request, "new") == "yes"
        let number = Self.page(request)
        let mayAdd = canAtAll(context.actor, .manageOffering, isDemo: false)
        let page = try await database.read { reader in
            let topics = try reader.topics()
            let topic = topicSlug.flatMap { slug in topics.first { $0.slug == slug } }
            let filter = CatalogueFilter(topic: topic?.key, kind: kind, isNew: isNew, query: query)
            let found = try reader.browse(filter, now: now, limit: BrowsePage.size, offset: number * BrowsePage.size)
            let cards = try reader.cards(found.offerings, for: person, terms: terms, today: today, language: tag)
            return BrowsePage(
                cards: cards, topics: topics, topic: topic, kind: kind, isNew: isNew, query: query, page: number, total: found.total,
                mayAdd: mayAdd)
        }
        return context.response(page.page(PageSetting(context)))
    }

    @Sendable func showTopic(_ request: Request, _ context: WebContext) async throws -> Response {
        let person = try context.person()
        let slug = try context.slug("slug")
        let (terms, now, today, tag) = (terms, context.now, zone.day(at: context.now), context.language.tag)
        let page = try await database.read { reader in
            guard let topic = try reader.topic(slug) else { throw CatalogueError.unknown(slug.description) }
            let found = try reader.browse(CatalogueFilter(topic: topic.key), now: now, limit: 200)
            return TopicPage(
                topic: topic, cards: try reader.cards(found.offerings, for: person, terms: terms, today: today, language: tag),
                isFollowing: try reader.isFollowing(person, .topic(topic.key)))
        }
        return context.response(page.page(PageSetting(context)))
    }

    @Sendable func show(_ request: Request, _ context: WebContext) async throws -> Response {
        let person = try context.person()
        let slug = try context.slug("slug")
        let (terms, zone, now, tag, actor) = (terms, zone, context.now, context.language.tag, context.actor)
        let page = try await database.read { reader in
            let offering = try reader.existing(slug)
            let mayGet = try reader.availability(of: [offering], for: person, terms: terms, today: zone.day(at: now), language: tag)
            return OfferingPage(
                offering: offering, provider: try reader.provider(offering.owner), topics: try reader.topics(offering.topics),
                availability: mayGet[offering.key] ?? .unclear, isFollowing: try reader.isFollowing(person, .offering(offering.key)),
                helps: try reader.helps(person, offering.key), uses: try reader.met(person, offering.key, .usesIt),
                likeYou: try reader.peopleLike(person, for: offering.key, zone: zone, now: now),
                rating: try reader.ratings(of: [offering.key])[offering.key], news: try reader.news(of: offering.key),
                reviews: try reader.reviews(of: offering.key, limit: 3),
                others: try reader.offerings(of: offering.owner, except: offering.key),
                mayEdit: can(actor, .manageOffering, Facts(publisher: offering.owner)))
        }
        note(.viewed, of: page.offering.key, request, context)
        return context.response(page.page(PageSetting(context)))
    }

    @Sendable func showReviews(_ request: Request, _ context: WebContext) async throws -> Response {
        let page = try await reviewsPage(context, number: Self.page(request))
        note(.readReviews, of: page.offering.key, request, context)
        return context.response(page.page(PageSetting(context)))
    }

    func reviewsPage(_ context: WebContext, number: Int) async throws -> ReviewsPage {
        let person = try context.person()
        let slug = try context.slug("slug")
        let actor = context.actor
        return try await database.read { reader in
            let offering = try reader.existing(slug)
            return ReviewsPage(
                offering: offering, provider: try reader.publisher(offering.owner)?.name ?? "",
                rating: try reader.ratings(of: [offering.key])[offering.key],
                reviews: try reader.reviews(of: offering.key, limit: ReviewsPage.size, offset: number * ReviewsPage.size),
                own: try reader.review(of: offering.key, by: person),
                mayAnswer: can(actor, .manageOffering, Facts(publisher: offering.owner)),
                page: number)
        }
    }

    @Sendable func showOwn(_ request: Request, _ context: WebContext) async throws -> Response {
        let person = try context.person()
        let panels = try await ownPanels(context)
        let page = try await database.read { reader in
            let follows = try reader.follows(of: person)
            let counts = try reader.touchCounts(of: person)
            let reviews = try reader.reviews(by: person)
            let offerings = try reader.offerings(Set(follows.offerings.keys).union(counts.keys).union(reviews.map(\.offering)))
            return OwnPage(
                facts: try reader.ownFacts(of: person), topics: try reader.topics(follows.topics.keys),
                offerings: offerings.filter { follows.offerings[$0.key] != nil },
                reviews: reviews.compactMap { review in offerings.first { $0.key == review.offering }.map { (review, $0) } },
                met: offerings.compactMap { offering in counts[offering.key].map { (offering, $0) } }, panels: panels)
        }
        return context.response(page.page(PageSetting(context)))
    }

    @Sendable func showOwnTouches(_ request: Request, _ context: WebContext) async throws -> Response {
        let person = try context.person()
        let slug = try context.slug("slug")
        let page = try await database.read { reader in
            let offering = try reader.existing(slug)
            return OwnTouchesPage(offering: offering, touches: try reader.touches(of: person, with: offering.key))
        }
        return context.response(page.page(PageSetting(context)))
    }
}

extension Reader {
    func cards(_ offerings: [Offering], for person: PersonKey, terms: TermRegistry, today: Day, language: String) throws -> [OfferingCard] {
        let mayGet = try availability(of: offerings, for: person, terms: terms, today: today, language: language)
        let ratings = try ratings(of: offerings.map(\.key))
        return offerings.map { OfferingCard(offering: $0, availability: mayGet[$0.key] ?? .unclear, rating: ratings[$0.key]) }
    }

    /// A publisher with its first authors.
    func provider(_ key: PublisherKey) throws -> OfferingPage.Provider {
        guard let publisher = try publisher(key) else { return OfferingPage.Provider(name: "", department: nil, people: []) }
        var people: [(name: String, title: String?)] = []
        try each(
            """
            SELECT p.name, p.title FROM publisher_member m JOIN person p ON p.id = m.person
            WHERE m.publisher = \(key) AND m.role = 'author' AND p.active ORDER BY p.sort_key NULLS FIRST, p.id NULLS FIRST LIMIT 3
            """
        ) { people.append((try $0[0], try $0[1])) }
        let department = try publisher.department.flatMap { try self.department($0)?.name }
        return OfferingPage.Provider(name: publisher.name, department: department, people: people)
    }

    /// What the directory says of a person.
    /// - Throws: `Refused.notFound`.
    func ownFacts(of key: PersonKey) throws -> OwnPage.Facts {
        guard let person: Person = try first("SELECT \(Person.columns) FROM person WHERE person.id = \(key)") else {
            throw Refused.notFound
        }
        let manager: String? = try person.manager.flatMap { try value("SELECT name FROM person WHERE id = \($0)") }
        return OwnPage.Facts(person: person, department: try person.department.flatMap { try department($0)?.path }, manager: manager)
    }
}
