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

extension Transaction {
    /// Derives the stages of up to `limit` marked pairs again, in one transaction with taking their marks away.
    /// - Returns: how many marks were taken.
    func deriveMarked(limit: Int, champions: Champions) throws -> Int {
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
        let championships = try champions(people, self)
        var store = StageStore()
        for pair in pairs.sorted(by: { ($0.offering, $0.person) < ($1.offering, $1.person) }) {
            store.add(.derive(evidence[pair] ?? [], champion: championships[pair], feed: feeds[pair.offering]), of: pair)
        }
        for (offering, pairs) in Dictionary(grouping: pairs, by: \.offering) {
            let people = pairs.map(\.person)
            try run("DELETE FROM stage WHERE offering = \(offering) AND person IN \(list: people)")
            try run("DELETE FROM stage_reached WHERE offering = \(offering) AND person IN \(list: people)")
            try run("DELETE FROM stage_transition WHERE offering = \(offering) AND person IN \(list: people)")
        }
        try store.load(in: self)
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
    package func deriveAll(of offering: OfferingKey, champions: Champions) throws {
        // First the marks, then the table, as the workers take them.
        try run("DELETE FROM hourglass_dirty WHERE offering = \(offering)")
        if engine == .postgres { try connection.script("LOCK TABLE stage IN SHARE ROW EXCLUSIVE MODE") }
        try run("DELETE FROM stage WHERE offering = \(offering)")
        try run("DELETE FROM stage_reached WHERE offering = \(offering)")
        try run("DELETE FROM stage_transition WHERE offering = \(offering)")
        let feed = try usageFeeds()[offering]
        var store = StageStore()
        var waiting: [(person: PersonKey, evidence: [Evidence])] = []
        func derive() throws {
            let championships = try champions(waiting.map(\.person), self)
            for (person, evidence) in waiting {
                let pair = PersonOffering(person: person, offering: offering)
                store.add(.derive(evidence, champion: championships[pair], feed: feed), of: pair)
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
