package import Audiences
package import Kernel
import Markup
package import Storage
package import Web

/// What the catalogue has for somebody's home page.
package enum HomeQueries {
    static let newsDays = 30

    /// The followed things' news that may stand on home, newest first.
    static func newsCondition(person: PersonKey, today: Day) -> SQL {
        """
        n.day > \(today + -newsDays) AND n.day <= \(today) AND n.offering IN (
            SELECT f.subject FROM follow f WHERE f.person = \(person) AND f.kind = 'offering'
            UNION
            SELECT t.offering FROM follow f JOIN offering_topic t ON t.topic = f.subject WHERE f.person = \(person) AND f.kind = 'topic')
        """
    }

    /// Offerings that came lately, newest first.
    static func newOfferings(now: Instant) -> SQL {
        """
        SELECT o.id FROM offering o
        WHERE o.created_at >= \(now - CatalogueFilter.newness) AND o.lifecycle NOT IN ('sunset', 'retired')
        ORDER BY o.created_at DESC NULLS LAST, o.id DESC NULLS LAST LIMIT 24
        """
    }

    /// What people of a unit follow, with how many of them do.
    static func popular(in department: DepartmentKey, before: Instant) -> SQL {
        // CROSS JOIN keeps SQLite's planner from walking everybody's follows: the people of one unit are far fewer.
        """
        SELECT f.subject, count(*) FROM person p CROSS JOIN follow f
        WHERE p.department = \(department) AND p.active AND f.person = p.id AND f.kind = 'offering' AND f.since < \(before)
        GROUP BY f.subject HAVING count(*) >= \(Privacy.threshold)
        ORDER BY count(*) DESC NULLS LAST, f.subject NULLS FIRST LIMIT 5
        """
    }
}

extension Reader {
    /// What is new in the catalogue for a person, and why they see it.
    /// - Parameters:
    ///   - zone: the installation's.
    package func homeItems(
        for person: PersonKey, terms: TermRegistry, zone: Zone, now: Instant, language: Language
    ) throws -> (items: [HomeItem], following: [Link]) {
        let words = HomeWords.in(language)
        let today = zone.day(at: now)
        let follows = try follows(of: person)
        let news = try news(where: HomeQueries.newsCondition(person: person, today: today), limit: 16)
        let fresh = try values(HomeQueries.newOfferings(now: now), as: OfferingKey.self)
        let popular = try popularFollows(of: person, zone: zone, today: today)
        let wanted = Set(news.map(\.offering)).union(fresh).union(popular.counts.keys).union(follows.offerings.keys)
        let offerings = Dictionary(try offerings(wanted).map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
        let topics = Dictionary(try topics(follows.topics.keys).map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
        let candidates = (fresh + popular.counts.keys).compactMap { offerings[$0] }
        let mayGet = try availability(of: candidates, for: person, terms: terms, today: today, language: language.tag)

        func followedTopic(_ offering: Offering) -> String? {
            offering.topics.sorted().compactMap { topics[$0] }.first?.name.in(language.tag)
        }
        func item(_ offering: Offering, text: String, why: String, at: Instant, weight: Int) -> HomeItem {
            HomeItem(
                subject: "offering:\(offering.key)", slug: offering.slug.description, title: offering.tagline.in(language.tag),
                kicker: offering.name.in(language.tag), text: text, why: why, address: Address(path: "/offerings", offering.slug), at: at,
                weight: weight)
        }
        var items: [HomeItem] = []
        for news in news {
            guard let offering = offerings[news.offering] else { continue }
            let why: String
            if follows.offerings[offering.key] != nil {
                why = words.youFollow(offering.name.in(language.tag))
            } else if let topic = followedTopic(offering) {
                why = words.youFollow(topic)
            } else {
                continue
            }
            items.append(
                item(
                    offering, text: Markdown.excerpt(news.text.in(language.tag), maxLength: 200), why: why,
                    at: zone.instant(of: WallTime(day: news.day)), weight: 30))
        }
        for key in fresh where follows.offerings[key] == nil && mayGet[key] == .yes {
            guard let offering = offerings[key] else { continue }
            let why = followedTopic(offering).map(words.newInTopic) ?? (offering.audience == nil ? words.newForAll : words.newForYou)
            items.append(item(offering, text: scene(offering, language), why: why, at: offering.createdAt, weight: 20))
        }
        for (key, count) in popular.counts where follows.offerings[key] == nil && mayGet[key] == .yes {
            guard let offering = offerings[key], offering.isThere else { continue }
            items.append(
                item(
                    offering, text: scene(offering, language), why: words.popular(count, popular.department), at: offering.createdAt,
                    weight: 10))
        }
        let following =
            topics.values.map { Link($0.name.in(language.tag), Address(path: "/topics", $0.slug)) }.sorted { $0.label < $1.label }
            + follows.offerings.keys.compactMap { offerings[$0] }.map {
                Link($0.name.in(language.tag), Address(path: "/offerings", $0.slug))
            }
            .sorted { $0.label < $1.label }
        return (items, following)
    }

    private func scene(_ offering: Offering, _ language: Language) -> String {
        Markdown.excerpt((offering.scene ?? offering.description)?.in(language.tag) ?? "", maxLength: 200)
    }

    private func popularFollows(of person: PersonKey, zone: Zone, today: Day) throws -> (department: String, counts: [OfferingKey: Int]) {
        guard let unit = try ownUnit(of: person), unit.population >= Privacy.threshold else { return ("", [:]) }
        let last = Privacy.lastDay(for: unit.population, today: today)
        var counts: [OfferingKey: Int] = [:]
        try each(HomeQueries.popular(in: unit.key, before: zone.instant(of: WallTime(day: last + 1)))) { row in
            if let shown = Privacy.figure(try row[1], of: unit.population).count { counts[try row[0]] = shown }
        }
        return (unit.name, counts)
    }
}
