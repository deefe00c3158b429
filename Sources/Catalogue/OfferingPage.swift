import Kernel
import Markup
import Web

/// An offering as its readers see it: the benefit first, the name second.
struct OfferingPage {
    /// Who provides it, with a face.
    struct Provider {
        var name: String
        var department: String?
        /// Up to three people, with their titles.
        var people: [(name: String, title: String?)]
    }

    var offering: Offering
    var provider: Provider
    var topics: [Topic]
    var availability: Availability
    var isFollowing: Bool
    var helps: Bool
    var uses: Bool
    var likeYou: PeopleLikeYou?
    var rating: Rating?
    var news: [OfferingNews]
    /// The newest ones.
    var reviews: [Review]
    var others: [Offering]
    var mayEdit: Bool

    func page(_ setting: PageSetting) -> Page {
        let words = setting.words
        let tagline = offering.tagline.read(setting)
        let name = offering.name.read(setting)
        let crumbs = UI.breadcrumb(
            [Link(words.catalogue, Address(path: "/catalogue"))]
                + topics.prefix(1).map { Link($0.name.read(setting), Address(path: "/topics", $0.slug)) }
                + [Link(name, Address(path: "/offerings", offering.slug), isCurrent: true)], language: setting.language)
        let note: HTML? = words.lifecycleNote(offering.lifecycle).map {
            UI.notice(offering.lifecycle == .beta ? .good : offering.lifecycle == .idea ? .calm : .amber, "<p>\($0)</p>")
        }
        let main: HTML = """
            \(note)\(availabilityNotice(setting))\(offering.scene.map { $0.prose(setting) })\(needs(setting))\
            \(section(words.descriptionTitle, offering.description, setting))\(section(words.tipsTitle, offering.tips, setting))\
            \(newsList(setting))\(reviewList(setting))\(othersList(setting))
            """
        return Page(
            tagline, kicker: crumbs, intro: "\(name)", actions: UI.actions(buttons(setting)),
            main: UI.columns(main, side: side(setting), sideLabel: words.facts))
    }

    /// Markdown as it was checked when saved; of a text that an older version took and this one refuses, its words.
    static func markdown(_ text: String, pictureHosts: Set<String>) -> HTML {
        do { return HTML(trusted: try Markdown.page(text, headingShift: 1, pictureHosts: pictureHosts)) } catch {
            return "<p>\(Markdown.excerpt(text, maxLength: 2000))</p>"
        }
    }

    private func buttons(_ setting: PageSetting) -> [HTML] {
        let words = setting.words
        let name = offering.name.read(setting)
        let slug = offering.slug
        func press(_ label: String, _ verb: String, _ describes: String, isPressed: Bool?) -> HTML {
            UI.post(label, to: Address(path: "/offerings", slug, verb), csrf: setting.csrf, describes: describes, isPressed: isPressed)
        }
        var buttons: [HTML] = []
        if offering.isThere, availability == .yes {
            for (index, link) in offering.links.enumerated() {
                guard let address = Address(link.url) else { continue }
                buttons.append(UI.linkButton(link.label.read(setting), address, index == 0 ? .primary : .secondary))
            }
        }
        if offering.lifecycle != .retired || isFollowing {
            let button = FollowButton(slug: slug, name: name, place: .offering, isFollowing: isFollowing)
            buttons.append(button.html(setting, offering.lifecycle == .idea && !isFollowing ? .primary : .secondary))
        }
        if offering.isThere {
            buttons.append(press(words.help, helps ? "unhelp" : "help", words.helpThing(name), isPressed: helps))
            if uses {
                buttons.append(UI.state(words.uses, .good))
            } else if availability == .yes {
                buttons.append(press(words.use, "use", words.useThing(name), isPressed: nil))
            }
        }
        if mayEdit { buttons.append(UI.linkButton(words.edit, Address(path: "/offerings", slug, "edit"), .quiet)) }
        return buttons
    }

    private func availabilityNotice(_ setting: PageSetting) -> HTML? {
        guard offering.isThere else { return nil }
        switch availability {
        case .yes: return nil
        case .only(let who): return UI.notice(.calm, "<p>\(setting.words.onlyFor(who))</p>")
        case .unclear: return UI.notice(.calm, "<p>\(setting.words.unclearNotice)</p>")
        }
    }

    private func needs(_ setting: PageSetting) -> HTML? {
        if offering.needs.isEmpty { return nil }
        let items: [HTML] = offering.needs.map { "<li>\($0.read(setting))</li>" }
        return UI.section(setting.words.needsTitle, UI.prose("<ul>\(items)</ul>"))
    }

    private func section(_ title: String, _ text: Texts?, _ setting: PageSetting) -> HTML? {
        text.map { UI.section(title, $0.prose(setting)) }
    }

    private func newsList(_ setting: PageSetting) -> HTML? {
        if news.isEmpty { return nil }
        let items: [HTML] = news.map { item in
            """
            <article class="news"><p class="quiet-text"><time datetime="\(item.day.description)">\(setting.format.near(item.day))</time></p>\
            \(item.text.prose(setting))</article>
            """
        }
        return UI.section(setting.words.newsTitle, id: "news", "\(items)")
    }

    private func reviewList(_ setting: PageSetting) -> HTML {
        let words = setting.words
        let all = Address(path: "/offerings", offering.slug, "reviews")
        if reviews.isEmpty {
            return UI.section(
                words.reviewsTitle, id: "reviews",
                UI.empty(words.reviewsTitle, words.noReviews, action: UI.linkButton(words.yourReview, all.at("yours"))))
        }
        let items: [HTML] = reviews.map { ReviewItem(review: $0, provider: provider.name).html(setting) }
        return UI.section(words.reviewsTitle, id: "reviews", action: UI.linkButton(words.allReviews, all, .quiet), "\(items)")
    }

    private func othersList(_ setting: PageSetting) -> HTML? {
        if others.isEmpty { return nil }
        let items = others.map {
            UI.Item(
                slug: $0.slug.description, title: $0.tagline.read(setting), address: Address(path: "/offerings", $0.slug),
                kicker: $0.name.read(setting))
        }
        return UI.section(setting.words.alsoBy, UI.items(items, .row))
    }

    private func side(_ setting: PageSetting) -> HTML {
        let words = setting.words
        let format = setting.format
        let faces: [HTML] =
            provider.people.isEmpty
            ? [UI.person(provider.name, line: provider.department)]
            : provider.people.map { UI.person($0.name, line: $0.title) }
        let providers: HTML = provider.people.isEmpty ? .joined(faces) : "<p>\(provider.name)</p>\(faces)"
        var facts: [(name: String, value: HTML)] = [
            (words.providedBy, providers), (words.kindName, HTML(text: words.kind(offering.kind))),
            (
                words.state,
                UI.state(words.lifecycle(offering.lifecycle), offering.lifecycle == .live || offering.lifecycle == .beta ? .good : .amber)
            ),
        ]
        if let rating, let mean = rating.mean { facts.append((words.rating, UI.stars(mean, count: rating.reviews, format: format))) }
        if case .only(let who) = availability { facts.append((words.mayGet, HTML(text: who))) }
        if !topics.isEmpty {
            facts.append(
                (words.topics, .joined(topics.map { UI.tag($0.name.read(setting), Address(path: "/topics", $0.slug)) }, separator: " ")))
        }
        guard let likeYou else { return UI.facts(facts) }
        let lines = [
            likeYou.using.map { words.using(format.number($0), likeYou.department) },
            likeYou.following.map { words.followingCount(format.number($0), likeYou.department) },
        ]
        let like: [HTML] = lines.compactMap { $0 }.map { "<p>\($0)</p>" }
        return "\(UI.facts(facts))\(UI.section(words.likeYouTitle, "\(like)"))"
    }
}

/// A review with its answer.
struct ReviewItem {
    var review: Review
    /// Who answers.
    var provider: String
    /// Where an answer is sent; `nil` for those who may not.
    var answerAddress: Address?

    func html(_ setting: PageSetting) -> HTML {
        let words = setting.words
        let edited: HTML? = review.isEdited ? "<span class=\"quiet-text\">\(words.edited)</span>" : nil
        let paragraphs = Self.paragraphs(review.text ?? "")
        let text: HTML =
            review.language == setting.tag || paragraphs.isEmpty ? "\(paragraphs)" : "<div lang=\"\(review.language)\">\(paragraphs)</div>"
        let answer: HTML? = review.answer.map {
            "<blockquote><p class=\"kicker\">\(words.answeredBy(provider))</p>\(Self.paragraphs($0))</blockquote>"
        }
        let form: HTML? = answerAddress.map { address in
            let id = "answer-\(review.key)"
            let fields: HTML = """
                <div class="field"><label for="\(id)">\(words.answerLabel)</label>\
                <textarea id="\(id)" name="answer" rows="3" maxlength="\(CatalogueLimits.review)">\("\n" + (review.answer ?? ""))</textarea></div>\
                \(UI.actions([UI.submit(words.saveAnswer, .secondary)]))
                """
            return UI.details(words.answerLabel, UI.form(to: address, csrf: setting.csrf, language: setting.language, fields))
        }
        return """
            <article class="review" id="review-\(review.key.description)"><p>\(UI.person(review.personName, line: review.personDepartment)) \
            \(UI.stars(Double(review.stars), format: setting.format)) \(UI.time(review.changedAt, setting.format)) \(edited)</p>\
            <div class="prose">\(text)\(answer)</div>\(form)</article>
            """
    }

    /// Plain text: an empty line ends a paragraph.
    static func paragraphs(_ text: String) -> [HTML] {
        var paragraphs: [HTML] = []
        var lines: [Substring] = []
        for line: Substring in text.split(separator: "\n", omittingEmptySubsequences: false) + [Substring()] {
            if line.allSatisfy(\.isWhitespace) {
                if !lines.isEmpty { paragraphs.append("<p>\(HTML.joined(lines.map { HTML(text: String($0)) }, separator: "<br>"))</p>") }
                lines = []
            } else {
                lines.append(line)
            }
        }
        return paragraphs
    }
}

/// All reviews of an offering, one's own on top.
struct ReviewsPage {
    static let size = 20

    var offering: Offering
    var provider: String
    var rating: Rating?
    var reviews: [Review]
    var own: Review?
    var mayAnswer: Bool
    /// From 0.
    var page = 0
    var stars: Int?
    var text: String?
    var errors = FieldErrors()

    func page(_ setting: PageSetting) -> Page {
        let words = setting.words
        let name = offering.name.read(setting)
        let here = Address(path: "/offerings", offering.slug, "reviews")
        let crumbs = UI.breadcrumb(
            [
                Link(words.catalogue, Address(path: "/catalogue")), Link(name, Address(path: "/offerings", offering.slug)),
                Link(words.reviewsTitle, here, isCurrent: true),
            ], language: setting.language)
        let items: [HTML] = reviews.map { review in
            let answer = mayAnswer ? Address(path: "/offerings", offering.slug, "reviews", review.key, "answer") : nil
            return ReviewItem(review: review, provider: provider, answerAddress: answer).html(setting)
        }
        let list: HTML = reviews.isEmpty ? UI.empty(words.reviewsTitle, words.noReviewsText) : "\(items)"
        let form: HTML? = offering.isThere || own != nil ? ownForm(setting) : nil
        let first = page * Self.size
        let total = rating?.reviews ?? 0
        let pages = UI.pagination(
            previous: page > 0 ? here.adding("page", page == 1 ? nil : page) : nil,
            next: first + reviews.count < total && !reviews.isEmpty ? here.adding("page", page + 2) : nil,
            summary: words.range(
                setting.format.number(first + 1), setting.format.number(first + reviews.count), setting.format.number(total)),
            language: setting.language)
        return Page(
            words.reviewsOf(name), kicker: crumbs,
            intro: rating.flatMap { rating in rating.mean.map { UI.stars($0, count: rating.reviews, format: setting.format) } },
            layout: .reading, main: "\(list)\(pages)\(form)")
    }

    private func ownForm(_ setting: PageSetting) -> HTML {
        let words = setting.words
        let fields: HTML = """
            \(UI.starField("stars", words.starsLabel, value: stars ?? own?.stars, errors: errors, language: setting.language))\
            \(UI.area("text", words.reviewLabel, value: text ?? own?.text, hint: words.reviewHint, errors: errors, limit: CatalogueLimits.review, rows: 5))\
            \(UI.actions([UI.submit(own == nil ? words.saveReview : words.changeReview)]))
            """
        return UI.section(
            words.yourReview, id: "yours",
            UI.form(
                to: Address(path: "/offerings", offering.slug, "reviews"), csrf: setting.csrf, errors: errors, language: setting.language,
                fields))
    }
}
