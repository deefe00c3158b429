import Kernel
import Storage
import Touches

extension Transaction {
    /// Takes batches of one feed as one, in their order, and counts what it does not take.
    /// - Parameter zone: the installation's, for people without one.
    func take(_ batches: [FeedBatch], of feed: Feed, zone: Zone) throws -> [FeedOutcome] {
        let read = batches.flatMap { batch in batch.events.compactMap { try? $0.get() } }
        let people = try UsagePeople(read.map(\.who), self)
        let completions = batches.flatMap { batch in batch.completions.compactMap { try? $0.read.get().offering } }
        let offerings = try feedOfferings(Set(read.map(\.offering) + completions))
        var finder = FeedFinder(feed: feed, people: people, offerings: offerings, zone: zone, now: now)
        // What each event is, and then the fates of those that are touches, in the same order.
        let found = batches.map { batch in
            batch.events.map { event -> Result<ReportedTouch, FeedDrop> in
                do throws(FeedDrop) { return .success(try finder.touch(event.get())) } catch { return .failure(error) }
            }
        }
        let touches = found.flatMap { events in events.compactMap { try? $0.get() } }
        var fates = try reportOnce(touches, source: feed.source).makeIterator()
        var outcomes: [FeedOutcome] = []
        for (batch, events) in zip(batches, found) {
            let own = events.map { event -> FeedFate in
                if case .failure(let drop) = event { return .dropped(drop) }
                switch fates.next() {
                case .new: return .taken
                case .known, nil: return .repeated
                case .contradicts:
                    return .dropped(FeedDrop(.eventIDReused, .eventID, "it was reported before, and as something else"))
                }
            }
            outcomes.append(FeedOutcome(events: own, completions: try complete(batch, own, finder)))
        }
        try count(outcomes, of: feed)
        return outcomes
    }

    private func feedOfferings(_ slugs: Set<String>) throws -> [String: FeedFinder.Offering] {
        var found: [String: FeedFinder.Offering] = [:]
        try each("SELECT slug, id, owner FROM offering WHERE slug IN \(list: slugs)") { row in
            found[try row[0]] = FeedFinder.Offering(key: try row[1], owner: try row[2])
        }
        return found
    }

    /// Nothing is called complete by a request of which events might be anyone's: who is in them would seem not to have used it.
    private func complete(_ batch: FeedBatch, _ fates: [FeedFate], _ finder: FeedFinder) throws -> [FeedFate] {
        guard !batch.completions.isEmpty else { return [] }
        var feeds = try usageFeeds()
        let isWhole = !fates.contains { if case .dropped(let drop) = $0 { drop.mayBeAnyones } else { false } }
        return try batch.completions.map { completion in
            let days: ClosedRange<Day>
            let offering: OfferingKey
            do throws(FeedDrop) {
                let said = try completion.read.get()
                offering = try finder.offering(said.offering)
                guard isWhole else { throw FeedDrop(.unreadableEvents, "events of this request could not be read and might be anyone’s") }
                days = try Self.days(said, after: feeds[offering]?.days)
            } catch { return .dropped(error) }
            if feeds[offering]?.days == days { return .repeated }
            feeds[offering] = UsageFeed(days)
            try setUsageFeed(offering, covering: days)
            return .taken
        }
    }

    private static func days(_ said: FeedCompletion, after before: ClosedRange<Day>?) throws(FeedDrop) -> ClosedRange<Day> {
        guard let before else {
            guard let from = said.from else {
                throw FeedDrop(.startMissing, named: "from", "nothing tells since when use is known: say so the first time")
            }
            return from...said.until
        }
        if let from = said.from, from > before.upperBound + 1 {
            throw FeedDrop(.gap, named: "from", "use is complete until \(before.upperBound): report what lies between first")
        }
        return min(before.lowerBound, said.from ?? before.lowerBound)...max(before.upperBound, said.until)
    }

    /// Counts what became of the events. The touches tell the same of those that were taken, but would have to be read to be counted.
    private func count(_ outcomes: [FeedOutcome], of feed: Feed) throws {
        var counts: [String: Int] = [:]
        for outcome in outcomes {
            counts["taken", default: 0] += outcome.events.count { $0 == .taken }
            counts["repeated", default: 0] += outcome.events.count { $0 == .repeated }
            for case .dropped(let drop) in outcome.events + outcome.completions { counts[drop.reason.rawValue, default: 0] += 1 }
        }
        // In one order, so that two transactions never wait for each other.
        for (outcome, events) in counts.sorted(by: { $0.key < $1.key }) where events > 0 {
            try run(
                """
                INSERT INTO feed_count (feed, outcome, events) VALUES (\(feed.key), \(outcome), \(events))
                ON CONFLICT (feed, outcome) DO UPDATE SET events = feed_count.events + excluded.events
                """)
        }
        try run("UPDATE feed SET reported_at = \(now) WHERE id = \(feed.key)")
    }
}

/// Finds whom and what events of a feed name.
struct FeedFinder {
    struct Offering {
        let key: OfferingKey
        let owner: PublisherKey
    }

    let feed: Feed
    let people: UsagePeople
    let offerings: [String: Offering]
    let zone: Zone
    let now: Instant
    private var zones: [String: Zone] = [:]

    init(feed: Feed, people: UsagePeople, offerings: [String: Offering], zone: Zone, now: Instant) {
        self.feed = feed
        self.people = people
        self.offerings = offerings
        self.zone = zone
        self.now = now
    }

    mutating func touch(_ event: FeedEvent) throws(FeedDrop) -> ReportedTouch {
        let person = try person(event.who)
        let offering = try offering(event.offering)
        let zone = zone(of: person)
        let (happenedAt, isExact, day): (Instant, Bool, Day) =
            switch event.moment {
            case .day(let day): (min(zone.instant(of: WallTime(day: day, hour: 12)), now), false, day)
            case .instant(let instant): (instant, true, zone.day(at: instant))
            }
        var touch = ReportedTouch(
            person: person.key, offering: offering, at: happenedAt, isExact: isExact, localDay: day, event: event.id)
        (touch.way, touch.channel) = event.way.touch
        return touch
    }

    func offering(_ slug: String) throws(FeedDrop) -> OfferingKey {
        guard let found = offerings[slug] else { throw FeedDrop(.unknownOffering, .offering, "there is no offering “\(slug)”") }
        guard feed.mayReport(found.key, of: found.owner) else {
            throw FeedDrop(.outsideScope, .offering, "the feed \(feed.slug) may not report about “\(slug)”")
        }
        return found.key
    }

    private func person(_ who: UsageRow.Who) throws(FeedDrop) -> UsagePeople.Entry {
        switch who {
        case .externalID(let id):
            guard let found = people.byID[id] else {
                throw FeedDrop(.unknownPerson, .externalID, "“\(id)” is nobody in the directory")
            }
            return found
        case .email(let email):
            let found = people.byEmail[email] ?? []
            guard let first = found.first else {
                throw FeedDrop(.unknownPerson, .email, "“\(email)” is nobody’s address in the directory")
            }
            guard found.count == 1 else {
                throw FeedDrop(.ambiguousPerson, .email, "“\(email)” is the address of more than one person")
            }
            return first
        }
    }

    private mutating func zone(of person: UsagePeople.Entry) -> Zone {
        guard let name = person.zone else { return zone }
        if let known = zones[name] { return known }
        let own = Zone(name) ?? zone
        zones[name] = own
        return own
    }
}
