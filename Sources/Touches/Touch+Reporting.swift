package import Kernel
package import Storage

/// Something that a person did with an offering, as another system reports it: used it on a day, opened a page about it.
package struct ReportedTouch: Hashable, Sendable {
    package let person: PersonKey
    package let offering: OfferingKey
    /// The source's own instant, or noon of the day where it names the day alone.
    package let happenedAt: Instant
    /// Whether the source named the instant.
    package let isExact: Bool
    /// The day in the person's zone.
    package let localDay: Day
    /// The source's own identity of what it reports; one that it reports again replaces what it reported before.
    package let event: String
    package var way = Way.used
    package var channel = "import"

    package init(person: PersonKey, offering: OfferingKey, at happenedAt: Instant, isExact: Bool, localDay: Day, event: String) {
        self.person = person
        self.offering = offering
        self.happenedAt = happenedAt
        self.isExact = isExact
        self.localDay = localDay
        self.event = event
    }

    fileprivate func isSame(as stored: StoredTouch) -> Bool {
        person == stored.person && offering == stored.offering && way == stored.way && localDay == stored.localDay
            && (!isExact || happenedAt == stored.happenedAt)
    }
}

/// What became of reported touches.
package struct ReportOutcome: Hashable, Sendable {
    package var new = 0
    package var changed = 0
    package var unchanged = 0

    package init() {}

    package static func += (left: inout Self, right: Self) {
        left.new += right.new
        left.changed += right.changed
        left.unchanged += right.unchanged
    }
}

extension Transaction {
    /// Stores reported use as touches and marks for the hourglass whomever it moves, in this transaction. Of several with the same event
    /// the last counts. A touch carries the department that its person was in then.
    package func report(_ uses: [ReportedTouch], source: String) throws -> ReportOutcome {
        var outcome = ReportOutcome()
        let latest = Dictionary(uses.map { ($0.event, $0) }, uniquingKeysWith: { _, last in last })
        outcome.unchanged = uses.count - latest.count
        let stored = try stored(latest.keys, source)
        var new: [ReportedTouch] = []
        var moved: Set<Pair> = []
        for use in latest.values {
            let before = stored[use.event]
            if let before, use.isSame(as: before) {
                outcome.unchanged += 1
                continue
            }
            moved.insert(Pair(person: use.person, offering: use.offering))
            if let before {
                try change(before, to: use)
                if let offering = before.offering { moved.insert(Pair(person: before.person, offering: offering)) }
                outcome.changed += 1
            } else {
                new.append(use)
            }
        }
        new.sort { ($0.happenedAt, $0.event) < ($1.happenedAt, $1.event) }
        outcome.new = new.count
        try add(new, source: source)
        if !moved.isEmpty {
            try mark(moved)
            try wake()
        }
        return outcome
    }

    /// Stores reported touches of which each event counts once and as it was reported first, and marks for the hourglass whomever they move,
    /// in this transaction.
    /// - Returns: what became of each, in their order.
    package func reportOnce(_ touches: [ReportedTouch], source: String) throws -> [ReportedTouchFate] {
        let stored = try stored(touches.map(\.event), source)
        var new: [ReportedTouch] = []
        var first: [String: ReportedTouch] = [:]
        let fates = touches.map { touch -> ReportedTouchFate in
            if let before = stored[touch.event] { return touch.isSame(as: before) ? .known : .contradicts }
            if let before = first[touch.event] { return touch == before ? .known : .contradicts }
            first[touch.event] = touch
            new.append(touch)
            return .new
        }
        guard !new.isEmpty else { return fates }
        try add(new, source: source)
        try mark(Set(new.map { Pair(person: $0.person, offering: $0.offering) }))
        try wake()
        return fates
    }

    /// What a source has reported before, by its own events.
    private func stored(_ events: some Collection<String>, _ source: String) throws -> [String: StoredTouch] {
        let known = try rows(
            """
            SELECT id, person, offering, way, happened_at, local_day, client_event_id FROM touch
            WHERE source = \(source) AND client_event_id IN \(list: events)
            """, as: StoredTouch.self)
        return Dictionary(known.map { ($0.event, $0) }, uniquingKeysWith: { first, _ in first })
    }

    private func change(_ before: StoredTouch, to use: ReportedTouch) throws {
        let department = try departments(of: [use])(use)
        try run(
            """
            UPDATE touch SET person = \(use.person), offering = \(use.offering), subject = \(use.offering.raw), happened_at = \(use.happenedAt),
                recorded_at = \(now), local_day = \(use.localDay), department = \(department)
            WHERE id = \(before.key)
            """)
    }

    private func add(_ uses: [ReportedTouch], source: String) throws {
        guard !uses.isEmpty else { return }
        let department = try departments(of: uses)
        // Before the load: a connection that copies in takes no other statement, and new keys may need one.
        let keys = try uses.map { _ in try newKey(TouchKey.self) }
        try load(
            "touch",
            columns: [
                "id", "person", "happened_at", "recorded_at", "local_day", "department", "offering", "subject_kind", "subject", "way",
                "channel", "verdict", "forwarded", "source", "client_event_id",
            ]
        ) { add in
            for (key, use) in zip(keys, uses) {
                try add([
                    key.sqlValue, use.person.sqlValue, use.happenedAt.sqlValue, now.sqlValue, use.localDay.sqlValue,
                    department(use).sqlValue, use.offering.sqlValue, SubjectKind.offering.sqlValue, use.offering.raw.sqlValue,
                    use.way.sqlValue, use.channel.sqlValue, Verdict.human.sqlValue, false.sqlValue, source.sqlValue, use.event.sqlValue,
                ])
            }
        }
    }

    /// Who was where when: the department of the period that holds the instant, or of the first one for what was before it.
    private func departments(of uses: [ReportedTouch]) throws -> (ReportedTouch) -> DepartmentKey? {
        var periods: [PersonKey: [(since: Instant, department: DepartmentKey?)]] = [:]
        try each(
            """
            SELECT p.id, coalesce(o.since, p.created_at), CASE WHEN o.person IS NULL THEN p.department ELSE o.department END
            FROM person p LEFT JOIN person_period o ON o.person = p.id WHERE p.id IN \(list: Set(uses.map(\.person)))
            ORDER BY p.id NULLS FIRST, o.since NULLS FIRST
            """
        ) { row in try periods[row[0], default: []].append((since: row[1], department: row[2])) }
        return { use in
            guard let own = periods[use.person] else { return nil }
            return (own.last { $0.since <= use.happenedAt } ?? own.first)?.department
        }
    }

    /// Marks many pairs at once, in one order, so that two transactions that mark the same ones never wait for each other. The update
    /// changes nothing but locks a mark that is there already, as in `markForHourglass`.
    private func mark(_ pairs: Set<Pair>) throws {
        let rows = pairs.sorted { ($0.person, $0.offering) < ($1.person, $1.offering) }.map { [$0.person.sqlValue, $0.offering.sqlValue] }
        try run(
            """
            INSERT INTO hourglass_dirty (person, offering)
            SELECT r.c0, r.c1 FROM \(SQL.table([.int8, .int8], rows)) AS r WHERE r.c0 IS NOT NULL
            ON CONFLICT (person, offering) DO UPDATE SET person = excluded.person
            """)
    }

    private struct Pair: Hashable {
        let person: PersonKey
        let offering: OfferingKey
    }
}

/// What became of a reported touch whose event counts once.
package enum ReportedTouchFate: Hashable, Sendable {
    case new
    /// Its source has reported the same before.
    case known
    /// Its source has reported something else as this event before.
    case contradicts
}

/// A touch that a source has reported before.
private struct StoredTouch: Rowed {
    let key: TouchKey
    let person: PersonKey
    let offering: OfferingKey?
    let way: Way
    let happenedAt: Instant
    let localDay: Day
    let event: String

    init(row: Row) throws {
        key = try row["id"]
        person = try row["person"]
        offering = try row["offering"]
        way = try row["way"]
        happenedAt = try row["happened_at"]
        localDay = try row["local_day"]
        event = try row["client_event_id"]
    }
}
