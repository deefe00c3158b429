import Kernel
import Storage

/// How many people of each unit are where, as the table `hourglass_tally` keeps it: what the rows of `stage`, `stage_reached` and
/// `stage_transition` say of those whose row of `stage` has a unit, counted (docs/decisions/0010-tally.md).
struct Tally {
    enum Kind: Int64 {
        /// All of the population, also those without a stage; a, b and c are 0.
        case people
        /// a: the stage now, b: the bits of its evidence.
        case stage
        /// a: the ISO week of a change, b: the stage before, c: the stage after.
        case week
        /// a: the stage, b: the hours from the first evidence of the one before to that of this one.
        case wait
    }

    struct Place: Hashable, Comparable {
        let kind: Int64
        let a: Int64
        let b: Int64
        let c: Int64
        let unit: Int64

        static func < (left: Self, right: Self) -> Bool {
            (left.kind, left.a, left.b, left.c, left.unit) < (right.kind, right.a, right.b, right.c, right.unit)
        }
    }

    private(set) var people: [Place: Int64] = [:]

    static func - (left: Self, right: Self) -> Self {
        var difference = left
        for (place, count) in right.people { difference.people[place, default: 0] -= count }
        difference.people = difference.people.filter { $0.value != 0 }
        return difference
    }

    fileprivate mutating func add(_ kind: Kind, _ row: Row) throws {
        people[Place(kind: kind.rawValue, a: try row[0], b: try row[1], c: try row[2], unit: try row[3]), default: 0] += try row[4]
    }
}

extension Tally.Kind {
    /// Counts the rows of an offering by a, b, c and unit; `who` narrows the people down over alias `s` of `stage`.
    fileprivate func count(_ offering: OfferingKey, _ who: SQL) -> SQL? {
        let counted: SQL = "s.offering = \(offering) AND s.unit IS NOT NULL\(who)"
        // The same expressions as `HourglassSource` has for people who are not tallied.
        switch self {
        case .people: return nil
        case .stage:
            return """
                SELECT s.stage, s.evidence, CAST(0 AS \(.int8)), s.unit, count(*) FROM stage s
                WHERE \(counted) GROUP BY s.stage, s.evidence, s.unit
                """
        case .week:
            return """
                SELECT \(HourglassSource.week), t.from_stage, t.to_stage, s.unit, count(*)
                FROM stage s JOIN stage_transition t ON t.offering = s.offering AND t.person = s.person
                WHERE \(counted) GROUP BY \(HourglassSource.week), t.from_stage, t.to_stage, s.unit
                """
        case .wait:
            return """
                SELECT later.stage, \(HourglassSource.hours), CAST(0 AS \(.int8)), s.unit, count(*)
                FROM stage s JOIN stage_reached earlier ON earlier.offering = s.offering AND earlier.person = s.person
                JOIN stage_reached later
                    ON later.offering = earlier.offering AND later.person = earlier.person AND later.stage = earlier.stage + 1
                WHERE \(counted) GROUP BY later.stage, \(HourglassSource.hours), s.unit
                """
        }
    }
}

extension Transaction {
    /// To be called first in whatever changes stages, so that two of them never count the same people: on PostgreSQL they wait for each
    /// other here, on SQLite they have done so already.
    func lockTally() throws {
        if engine == .postgres { try connection.script("LOCK TABLE hourglass_tally IN SHARE ROW EXCLUSIVE MODE") }
    }

    /// What the rows of these people say now.
    func tally(_ offering: OfferingKey, _ people: [PersonKey]) throws -> Tally {
        var tally = Tally()
        for kind in [Tally.Kind.stage, .week, .wait] {
            guard let count = kind.count(offering, " AND s.person IN \(list: people)") else { continue }
            try each(count) { try tally.add(kind, $0) }
        }
        return tally
    }

    /// Changes the table by a difference of tallies.
    func apply(_ change: Tally, to offering: OfferingKey) throws {
        let rows = change.people.sorted { $0.key < $1.key }.map { place, people -> [SQLValue] in
            [.int8(place.kind), .int8(place.a), .int8(place.b), .int8(place.c), .int8(place.unit), .int8(people)]
        }
        guard !rows.isEmpty else { return }
        // WHERE tells SQLite that ON is not the join's.
        try run(
            """
            INSERT INTO hourglass_tally (offering, kind, a, b, c, unit, people)
            SELECT \(offering), r.c0, r.c1, r.c2, r.c3, r.c4, r.c5 FROM \(SQL.table(Array(repeating: .int8, count: 6), rows)) AS r WHERE true
            ON CONFLICT (offering, kind, a, b, c, unit) DO UPDATE SET people = hourglass_tally.people + excluded.people
            """)
    }

    /// Counts all rows of an offering anew.
    func tallyAll(_ offering: OfferingKey) throws {
        try run("DELETE FROM hourglass_tally WHERE offering = \(offering)")
        for kind in [Tally.Kind.stage, .week, .wait] {
            guard let count = kind.count(offering, "") else { continue }
            var tally = Tally()
            try each(count) { try tally.add(kind, $0) }
            try apply(tally, to: offering)
        }
    }

    /// Says that the tally counts just this population, with how many it is in each unit.
    func settle(_ offering: OfferingKey, _ population: Population) throws {
        guard let basis = population.basis else { return }
        try run("DELETE FROM hourglass_tally WHERE offering = \(offering) AND kind = \(Tally.Kind.people.rawValue)")
        try run(
            """
            INSERT INTO hourglass_tally (offering, kind, a, b, c, unit, people)
            SELECT \(offering), \(Tally.Kind.people.rawValue), 0, 0, 0, COALESCE(p.department, 0), count(*) FROM person p
            WHERE \(population.member) GROUP BY p.department
            """)
        try run(
            """
            INSERT INTO hourglass_basis (offering, basis) VALUES (\(offering), \(basis))
            ON CONFLICT (offering) DO UPDATE SET basis = excluded.basis
            """)
    }
}
