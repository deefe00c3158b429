import Audiences
package import Kernel
package import Storage
import Touches

/// Looks up who champions what: App fills it in from the room that knows.
package typealias Champions = @Sendable (_ people: [PersonKey], Reader) throws -> [PersonOffering: Championship]

/// One person's way with one offering.
package struct PersonOffering: Hashable, Sendable {
    package let person: PersonKey
    package let offering: OfferingKey

    package init(person: PersonKey, offering: OfferingKey) {
        self.person = person
        self.offering = offering
    }
}

/// What deriving asks beside the touches.
struct Deriver: Sendable {
    let champions: Champions
    let terms: TermRegistry
    let today: Day

    init(champions: @escaping Champions, terms: TermRegistry, today: Day) {
        self.champions = champions
        self.terms = terms
        self.today = today
    }
}

extension Transaction {
    /// Derives the stages of up to `limit` marked pairs again, in one transaction with taking their marks away.
    /// - Returns: how many marks were taken.
    func deriveMarked(limit: Int, _ deriver: Deriver) throws -> Int {
        try lockTally()
        var marks: [PersonOffering] = []
        try each(
            "SELECT person, offering FROM hourglass_dirty ORDER BY person NULLS FIRST, offering NULLS FIRST LIMIT \(limit)\(.skipLocked)"
        ) { marks.append(PersonOffering(person: try $0[0], offering: try $0[1])) }
        guard !marks.isEmpty else { return 0 }
        let byOffering = Dictionary(grouping: marks, by: \.offering)
        for (offering, marks) in byOffering {
            try run("DELETE FROM hourglass_dirty WHERE offering = \(offering) AND person IN \(list: marks.map(\.person))")
        }
        if let everything = byOffering[OfferingKey(0)] { try markAll(of: everything.map(\.person)) }
        let pairs = Set(marks.filter { $0.offering.raw != 0 })
        guard !pairs.isEmpty else { return marks.count }

        let people = Set(pairs.map(\.person)).map(\.self)
        var evidence: [PersonOffering: [Evidence]] = [:]
        try each(
            """
            SELECT person, offering, way, happened_at, recorded_at, local_day, subject_kind FROM touch
            WHERE person IN \(list: people) AND offering IS NOT NULL AND way <> 'shown' AND verdict = 'human'
            """
        ) { row in
            let pair = PersonOffering(person: try row[0], offering: try row[1])
            if pairs.contains(pair) { evidence[pair, default: []].append(try Evidence(row, from: 2)) }
        }
        let feeds = try usageFeeds()
        let championships = try deriver.champions(people, self)
        for (offering, pairs) in Dictionary(grouping: pairs, by: \.offering).sorted(by: { $0.key < $1.key }) {
            let people = pairs.map(\.person).sorted()
            let units = try units(of: people, in: population(of: offering, terms: deriver.terms, today: deriver.today))
            var store = StageStore()
            for person in people {
                let pair = PersonOffering(person: person, offering: offering)
                store.add(
                    .derive(evidence[pair] ?? [], champion: championships[pair], feed: feeds[offering]), of: pair, unit: units[person])
            }
            let before = try tally(offering, people)
            try run("DELETE FROM stage WHERE offering = \(offering) AND person IN \(list: people)")
            try run("DELETE FROM stage_reached WHERE offering = \(offering) AND person IN \(list: people)")
            try run("DELETE FROM stage_transition WHERE offering = \(offering) AND person IN \(list: people)")
            try store.load(in: self)
            try apply(tally(offering, people) - before, to: offering)
        }
        return marks.count
    }

    /// A mark of all of a person's offerings becomes one mark each.
    private func markAll(of people: [PersonKey]) throws {
        for source: SQL in ["touch", "stage"] {
            try run(
                """
                INSERT INTO hourglass_dirty (person, offering)
                SELECT DISTINCT person, offering FROM \(source) WHERE person IN \(list: people) AND offering IS NOT NULL
                ON CONFLICT (person, offering) DO NOTHING
                """)
        }
    }

    /// Derives the stages of everyone for an offering from scratch, in one reading of its touches.
    func deriveAll(of offering: OfferingKey, _ deriver: Deriver) throws {
        try lockTally()
        try run("DELETE FROM hourglass_dirty WHERE offering = \(offering)")
        try run("DELETE FROM stage WHERE offering = \(offering)")
        try run("DELETE FROM stage_reached WHERE offering = \(offering)")
        try run("DELETE FROM stage_transition WHERE offering = \(offering)")
        let feed = try usageFeeds()[offering]
        let population = try population(of: offering, terms: deriver.terms, today: deriver.today)
        var store = StageStore()
        var waiting: [(person: PersonKey, evidence: [Evidence])] = []
        func derive() throws {
            let championships = try deriver.champions(waiting.map(\.person), self)
            let units = try units(of: waiting.map(\.person), in: population)
            for (person, evidence) in waiting {
                let pair = PersonOffering(person: person, offering: offering)
                store.add(.derive(evidence, champion: championships[pair], feed: feed), of: pair, unit: units[person])
            }
            try store.load(in: self)
            waiting.removeAll(keepingCapacity: true)
            store = StageStore()
        }
        try stream(
            """
            SELECT person, way, happened_at, recorded_at, local_day, subject_kind FROM touch
            WHERE offering = \(offering) AND way <> 'shown' AND verdict = 'human' ORDER BY person NULLS FIRST
            """
        ) { row in
            let person: PersonKey = try row[0]
            let evidence = try Evidence(row, from: 1)
            if waiting.last?.person == person {
                waiting[waiting.count - 1].evidence.append(evidence)
            } else {
                if waiting.count >= 10_000 { try derive() }
                waiting.append((person, [evidence]))
            }
        }
        try derive()
        try tallyAll(offering)
        try settle(offering, population)
    }

    /// Says for which days the use of an offering is now known of everyone, and has the stages that depend on it derived again.
    package func setUsageFeed(_ offering: OfferingKey, covering days: ClosedRange<Day>) throws {
        try run(
            """
            INSERT INTO usage_feed (offering, covered_from, complete_until, changed_at)
            VALUES (\(offering), \(days.lowerBound), \(days.upperBound), \(now))
            ON CONFLICT (offering) DO UPDATE SET covered_from = excluded.covered_from, complete_until = excluded.complete_until,
                changed_at = excluded.changed_at
            """)
        try run(
            """
            INSERT INTO hourglass_dirty (person, offering)
            SELECT person, offering FROM stage WHERE offering = \(offering) AND stage >= \(Stage.buy)
            ON CONFLICT (person, offering) DO UPDATE SET person = excluded.person
            """)
        try wake()
    }
}

extension Reader {
    /// The offerings that have a usage feed.
    package func usageFeeds() throws -> [OfferingKey: UsageFeed] {
        var feeds: [OfferingKey: UsageFeed] = [:]
        try each(
            """
            SELECT o.id, f.covered_from, f.complete_until FROM offering o LEFT JOIN usage_feed f ON f.offering = o.id
            WHERE o.has_usage_feed OR f.offering IS NOT NULL
            """
        ) { row in
            let first: Day? = try row[1]
            let last: Day? = try row[2]
            feeds[try row[0]] = UsageFeed(first.flatMap { first in last.map { first...$0 } })
        }
        return feeds
    }
}

extension Evidence {
    /// Way, happened_at, recorded_at, local_day and subject_kind from that column on, of a human's touch.
    fileprivate init(_ row: Row, from column: Int) throws {
        self.init(
            try row[column], at: try row[column + 1], recordedAt: try row[column + 2], localDay: try row[column + 3],
            subject: try row[column + 4])
    }
}
