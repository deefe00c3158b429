import Kernel
import Web

/// An offering as one of many.
struct OfferingCard: Sendable {
    let offering: Offering
    let availability: Availability
    let rating: Rating?

    func item(_ setting: PageSetting) -> UI.Item {
        let words = setting.words
        let offering = offering
        var meta: [HTML] = []
        if offering.lifecycle != .live {
            meta.append(UI.state(words.lifecycle(offering.lifecycle), offering.lifecycle == .beta ? .good : .amber))
        }
        if let rating, let mean = rating.mean { meta.append(UI.stars(mean, count: rating.reviews, format: setting.format)) }
        switch availability {
        case .yes: if offering.isThere { meta.append(UI.state(words.available, .good)) }
        case .only(let who): meta.append("<span class=\"quiet-text\">\(words.only(who))</span>")
        case .unclear: meta.append("<span class=\"quiet-text\">\(words.unclear)</span>")
        }
        return UI.Item(
            slug: offering.slug.description, title: offering.tagline.read(setting), address: Address(path: "/offerings", offering.slug),
            kicker: "\(offering.name.read(setting)) · \(words.kind(offering.kind))", meta: .joined(meta, separator: " "))
    }
}

/// The catalogue, or a part of it.
struct BrowsePage {
    static let size = 24

    var cards: [OfferingCard]
    var topics: [Topic]
    var topic: Topic?
    var kind: OfferingKind?
    var isNew = false
    var query: String?
    /// From 0.
    var page = 0
    var total: Int
    var mayAdd = false

    func page(_ setting: PageSetting) -> Page {
        let words = setting.words
        let topicOptions = [UI.Option("", words.anyTopic)] + topics.map { UI.Option($0.slug.description, $0.name.read(setting)) }
        let kindOptions = [UI.Option("", words.anyKind)] + OfferingKind.allCases.map { UI.Option($0.rawValue, words.kind($0)) }
        let fields: HTML = """
            \(UI.text("q", words.search, value: query, kind: .search, limit: 200))\
            \(UI.select("topic", words.topicLabel, topicOptions, value: topic?.slug.description ?? ""))\
            \(UI.select("kind", words.kindLabel, kindOptions, value: kind?.rawValue ?? ""))\
            \(UI.check("new", words.newOnly, isOn: isNew))\(UI.submit(words.searchButton, .secondary))
            """
        let isFiltered = topic != nil || kind != nil || isNew || query != nil
        let list: HTML =
            cards.isEmpty
            ? UI.empty(
                isFiltered ? words.noneFoundTitle : words.noneTitle, isFiltered ? words.noneFoundText : words.noneText,
                action: isFiltered ? UI.linkButton(words.showAll, Address(path: "/catalogue")) : nil)
            : "<h2 class=\"unseen\">\(words.catalogue)</h2>\(UI.items(cards.map { $0.item(setting) }))"
        let add = mayAdd ? UI.actions([UI.linkButton(words.newOffering, Address(path: "/offerings", "new"))]) : nil
        return Page(
            words.catalogue, intro: "\(words.catalogueIntro)", actions: add,
            main: "\(UI.filter(to: Address(path: "/catalogue"), label: words.search, fields))\(list)\(pagination(setting))")
    }

    private func pagination(_ setting: PageSetting) -> HTML? {
        let format = setting.format
        let first = page * Self.size
        return UI.pagination(
            previous: page > 0 ? address(page: page - 1) : nil,
            next: first + cards.count < total && !cards.isEmpty ? address(page: page + 1) : nil,
            summary: setting.words.range(format.number(first + 1), format.number(first + cards.count), format.number(total)),
            language: setting.language)
    }

    private func address(page: Int) -> Address {
        Address(path: "/catalogue").adding("q", query).adding("topic", topic?.slug).adding("kind", kind?.rawValue)
            .adding("new", isNew ? "yes" : nil).adding("page", page == 0 ? nil : page + 1)
    }
}

/// A topic, with what is in it.
struct TopicPage {
    var topic: Topic
    var cards: [OfferingCard]
    var isFollowing: Bool

    func page(_ setting: PageSetting) -> Page {
        let words = setting.words
        let name = topic.name.read(setting)
        let crumbs = UI.breadcrumb(
            [
                Link(words.catalogue, Address(path: "/catalogue")),
                Link(name, Address(path: "/topics", topic.slug), isCurrent: true),
            ], language: setting.language)
        let button = FollowButton(slug: topic.slug, name: name, place: .topic, isFollowing: isFollowing).html(setting)
        return Page(
            name, kicker: crumbs, intro: "\(words.topicIntro)", actions: UI.actions([button]),
            main: cards.isEmpty
                ? UI.empty(words.topicNone, words.topicNoneText)
                : "<h2 class=\"unseen\">\(words.catalogue)</h2>\(UI.items(cards.map { $0.item(setting) }))")
    }
}

/// Follow, or stop following.
struct FollowButton {
    enum Place { case offering, topic }
    let slug: Slug
    let name: String
    let place: Place
    let isFollowing: Bool

    func html(_ setting: PageSetting, _ weight: UI.Weight = .secondary) -> HTML {
        let words = setting.words
        let verb = isFollowing ? "unfollow" : "follow"
        let address = place == .offering ? Address(path: "/offerings", slug, verb) : Address(path: "/topics", slug, verb)
        return UI.post(
            isFollowing ? words.unfollow : words.follow, to: address, csrf: setting.csrf, weight,
            describes: isFollowing ? words.unfollowThing(name) : words.followThing(name), isPressed: isFollowing)
    }
}
