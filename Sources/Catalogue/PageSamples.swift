import Kernel
import People
import Storage
import Touches
import Web

/// The pages as they stand in tests, with content in both languages.
enum PageSamples {
    static func text(_ english: String, _ german: String) -> Texts {
        Texts(["en": english, "de": german], default: "en") ?? Texts(english)
    }

    static func topic(_ format: Format) -> Topic? {
        Slug("mobile").map {
            Topic(key: TopicKey(3), slug: $0, name: text("Mobile work", "Mobiles Arbeiten"), createdAt: format.now, changedAt: format.now)
        }
    }

    static func offering(_ format: Format, lifecycle: Lifecycle = .live, name: String = "Field CRM") -> Offering? {
        guard let slug = Slug("field-crm") else { return nil }
        return Offering(
            key: OfferingKey(1), slug: slug, owner: PublisherKey(2), kind: .app, lifecycle: lifecycle, audience: nil, hasUsageFeed: false,
            name: Texts(name), tagline: text("Your next visit, ready before you park", "Ihr nächster Besuch, fertig vor dem Parken"),
            scene: text(
                "You **park**. The last visit's notes are on your phone.", "Sie **parken**. Die Notizen des letzten Besuchs sind da."),
            description: text(
                "# Works offline\n\nSee [the guide](https://wiki.example/crm).",
                "# Auch ohne Netz\n\nSiehe [Anleitung](https://wiki.example/crm)."),
            tips: text("- Say names slowly", "- Namen langsam sprechen"),
            needs: [text("I lose an hour a day to typing up visits", "Ich verliere täglich eine Stunde mit Abtippen")],
            links: [OfferingLink(label: text("Open", "Öffnen"), url: "https://crm.example/?a=1&b=2")], topics: [TopicKey(3)],
            createdAt: format.now, changedAt: format.now)
    }

    static func review(_ format: Format, text: String, answer: String?) -> Review {
        Review(
            key: ReviewKey(4), offering: OfferingKey(1), person: PersonKey(5), personName: "Mei Tanaka", personDepartment: "Sales DACH",
            stars: 4, text: text, language: "en", createdAt: format.now - .days(3), changedAt: format.now, answer: answer,
            answeredAt: answer.map { _ in format.now })
    }

    static func card(_ offering: Offering, _ availability: Availability = .yes) -> OfferingCard {
        OfferingCard(offering: offering, availability: availability, rating: Rating(reviews: 8, stars: 33))
    }

    /// Every page of this room, in one language, by its name.
    static func pages(_ language: Language, name: String = "Field CRM", hostile: String = "Fast.\n\nAnd <b>calm</b>.") -> [(
        name: String, page: Page
    )] {
        let setting = PageSetting(sample: language)
        let format = setting.format
        guard let topic = topic(format), let offering = offering(format, name: name), let idea = self.offering(format, lifecycle: .idea),
            let retired = self.offering(format, lifecycle: .retired), let slug = Slug("mobility")
        else { return [] }
        let review = review(format, text: hostile, answer: hostile)
        let provider = OfferingPage.Provider(
            name: "Mobile Work Team", department: "IT", people: [("Amara Okafor", "Product owner"), ("Ben", nil)])
        let news = OfferingNews(
            key: Key(9), offering: offering.key, day: format.zone.day(at: format.now),
            text: text("Maps **offline**", "Karten **ohne Netz**"),
            createdAt: format.now)
        func page(_ offering: Offering, _ availability: Availability, isRich: Bool) -> OfferingPage {
            OfferingPage(
                offering: offering, provider: provider, topics: [topic], availability: availability, isFollowing: isRich, helps: isRich,
                uses: isRich, likeYou: isRich ? PeopleLikeYou(department: "Sales DACH", using: 12, following: nil) : nil,
                rating: isRich ? Rating(reviews: 8, stars: 33) : nil, news: isRich ? [news] : [], reviews: isRich ? [review] : [],
                others: isRich ? [idea] : [], mayEdit: isRich)
        }
        func reviews(_ list: [Review], mayAnswer: Bool, errors: FieldErrors = FieldErrors()) -> ReviewsPage {
            ReviewsPage(
                offering: offering, provider: provider.name, rating: list.isEmpty ? nil : Rating(reviews: 41, stars: 160), reviews: list,
                own: list.first, mayAnswer: mayAnswer, page: list.isEmpty ? 0 : 1, errors: errors)
        }
        var form = OfferingForm(offering, language: language.tag, audience: slug, owner: slug, topics: [topic])
        form.scene = hostile
        func formPage(_ offering: Offering?) -> OfferingFormPage {
            OfferingFormPage(
                form: form, offering: offering, publishers: [(slug, "Mobile Work Team")], audiences: [(slug, "Field sales")],
                topics: [topic],
                errors: FieldErrors("links[1].url", FormWords.in(language).required))
        }
        return [
            (
                "browse",
                BrowsePage(
                    cards: [card(offering), card(idea, .only("people in Sales")), card(retired, .unclear)], topics: [topic], topic: topic,
                    kind: .app,
                    isNew: true, query: hostile, page: 1, total: 1000, mayAdd: true
                ).page(setting)
            ),
            ("browse, empty", BrowsePage(cards: [], topics: [], total: 0).page(setting)),
            ("topic", TopicPage(topic: topic, cards: [card(offering)], isFollowing: false).page(setting)),
            ("topic, empty", TopicPage(topic: topic, cards: [], isFollowing: true).page(setting)),
            ("offering", page(offering, .yes, isRich: true).page(setting)),
            ("offering, plain", page(offering, .only("people in Sales"), isRich: false).page(setting)),
            ("offering, idea", page(idea, .unclear, isRich: false).page(setting)),
            ("offering, retired", page(retired, .yes, isRich: true).page(setting)),
            ("reviews", reviews([review], mayAnswer: true, errors: FieldErrors("stars", FormWords.in(language).choose)).page(setting)),
            ("reviews, empty", reviews([], mayAnswer: false).page(setting)),
            ("form", formPage(offering).page(setting)),
            ("form, new", formPage(nil).page(setting)),
            ("home", HomePage.sample(language).page(format)),
            ("home, empty", HomePage(items: [], following: []).page(format)),
            ("own touches, empty", OwnTouchesPage(offering: offering, touches: []).page(setting)),
        ]
    }
}
