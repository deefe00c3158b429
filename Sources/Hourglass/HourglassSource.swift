import Audiences
import Kernel
import Statistics
import Storage

/// The questions to the derived tables that a report is made of. None reads a touch, and none asks for a single person. Where the tally
/// counts just the population, it answers; else the rows do, with the same result (docs/decisions/0010-tally.md).
struct HourglassSource: Sendable {
    let offering: OfferingKey
    let population: Population
    let isTallied: Bool
    /// Counts everyone as one group, without the departments.
    var isWhole = false

    // 1970-01-01 was a Thursday: three days more, and weeks begin on Mondays.
    static let week: SQL = "(t.happened_at + 259200000000) / 604800000000"
    static let hours: SQL = "(later.happened_at - earlier.happened_at) / 3600000000"

    func populations(_ reader: Reader) throws -> [DepartmentKey?: Int] {
        var found: [DepartmentKey?: Int] = [:]
        try reader.each(populationsSQL) { row in found[try row[0]] = try row[1] }
        return found
    }

    var populationsSQL: SQL {
        if isTallied {
            let tally = tally(.people)
            return isWhole
                ? "SELECT \(Self.everyone), COALESCE(CAST(sum(people) AS \(.int8)), 0) FROM \(tally)"
                : "SELECT NULLIF(unit, 0), people FROM \(tally)"
        }
        return "SELECT \(group), count(*) FROM person p WHERE \(population.member)\(byGroup)"
    }

    /// The counts of the people of each very department as they are now.
    func stages(_ reader: Reader, _ populations: [DepartmentKey?: Int]) throws -> [DepartmentKey?: StageCounts] {
        var found = populations.mapValues { StageCounts(population: $0) }
        try reader.each(nowSQL) { row in
            found[try row[0], default: StageCounts()].add(try row[3], at: try row[1], evidence: try row[2])
        }
        return found
    }

    var nowSQL: SQL {
        if isTallied {
            let tally = tally(.stage)
            return isWhole
                ? "SELECT \(Self.everyone), a, b, CAST(sum(people) AS \(.int8)) FROM \(tally) GROUP BY a, b"
                : "SELECT NULLIF(unit, 0), a, b, people FROM \(tally)"
        }
        return """
            SELECT \(group), s.stage, s.evidence, count(*) FROM stage s JOIN person p ON p.id = s.person
            WHERE s.offering = \(offering) AND \(population.member) GROUP BY \(groups)s.stage, s.evidence
            """
    }

    /// The counts as they were by `instant`: those of now less what came since.
    /// - Parameter withEvidence: whether also how many had evidence of each very stage; else none has.
    func stages(
        _ reader: Reader, now: [DepartmentKey?: StageCounts], before instant: Instant, withEvidence: Bool
    ) throws -> [DepartmentKey?: StageCounts] {
        var found = now.mapValues(\.withoutEvidence)
        try reader.each(sinceSQL(instant)) { row in
            found[try row[0], default: StageCounts()].move(try row[3], from: try row[2], to: try row[1])
        }
        guard withEvidence else { return found }
        try reader.each(
            """
            SELECT \(group), r.stage, count(*) FROM stage_reached r \(counted("r"))
            WHERE r.offering = \(offering) AND r.happened_at < \(instant) AND \(isCounted) GROUP BY \(groups)r.stage
            """
        ) { row in found[try row[0], default: StageCounts()].evidence(try row[2], of: try row[1]) }
        return found
    }

    func sinceSQL(_ instant: Instant) -> SQL {
        """
        SELECT \(group), t.from_stage, t.to_stage, count(*) FROM stage_transition t \(counted("t"))
        WHERE t.offering = \(offering) AND t.happened_at >= \(instant) AND \(isCounted) GROUP BY \(groups)t.from_stage, t.to_stage
        """
    }

    /// The median days, to the hour, from the first evidence of the stage before to that of a stage.
    /// - Parameter instant: `nil` for all that is known.
    func medians(_ reader: Reader, unit: DepartmentKey?, before instant: Instant?) throws -> [Stage: (days: Double, people: Int)] {
        var hours: [Stage: [(value: Double, count: Int)]] = [:]
        try reader.each(mediansSQL(unit, instant)) { row in
            let value: Int = try row[1]
            hours[try row[0], default: []].append((Double(value) / 24, try row[2]))
        }
        return hours.compactMapValues { counts in
            median(counts).map { (days: $0, people: counts.reduce(0) { $0 + $1.count }) }
        }
    }

    func mediansSQL(_ unit: DepartmentKey?, _ instant: Instant?) -> SQL {
        if isTallied, instant == nil {
            return "SELECT a, b, CAST(sum(people) AS \(.int8)) FROM \(tally(.wait))\(within(unit, "unit")) GROUP BY a, b"
        }
        let past: SQL = instant.map { " AND later.happened_at < \($0) AND earlier.happened_at < \($0)" } ?? ""
        return """
            SELECT later.stage, \(Self.hours), count(*)
            FROM stage_reached earlier
            JOIN stage_reached later
                ON later.offering = earlier.offering AND later.person = earlier.person AND later.stage = earlier.stage + 1
            \(counted("earlier"))
            WHERE earlier.offering = \(offering)\(past) AND \(isCounted)\(within(unit, unitColumn))
            GROUP BY later.stage, \(Self.hours)
            """
    }

    /// How many were at each stage or beyond at the end of each week, from the first one with anybody to the one of `end`.
    /// - Parameter instant: what happened later is left out; `nil` for all that is known.
    func weeks(
        _ reader: Reader, unit: DepartmentKey?, before instant: Instant?, end: Instant
    ) throws -> [(day: Day, beyond: [Int])] {
        var moves: [Int64: StageCounts] = [:]
        try reader.each(weeksSQL(unit, instant)) { row in
            moves[try row[0], default: StageCounts()].move(try row[3], from: try row[1], to: try row[2])
        }
        guard let first = moves.keys.min() else { return [] }
        let last = max(first, Zone.utc.day(at: end - .seconds(1)).isoWeek)
        var sum = StageCounts()
        return (first...last).map { week in
            if let move = moves[week] { sum = sum + move }
            return (Day(number: week * 7 + 3), Array(sum.beyond.dropFirst()))
        }
    }

    func weeksSQL(_ unit: DepartmentKey?, _ instant: Instant?) -> SQL {
        if isTallied, instant == nil {
            return "SELECT a, b, c, CAST(sum(people) AS \(.int8)) FROM \(tally(.week))\(within(unit, "unit")) GROUP BY a, b, c"
        }
        let past: SQL = instant.map { " AND t.happened_at < \($0)" } ?? ""
        return """
            SELECT \(Self.week), t.from_stage, t.to_stage, count(*)
            FROM stage_transition t \(counted("t"))
            WHERE t.offering = \(offering)\(past) AND \(isCounted)\(within(unit, unitColumn))
            GROUP BY \(Self.week), t.from_stage, t.to_stage
            """
    }

    // MARK: Whose rows they are

    private static let everyone: SQL = "CAST(NULL AS \(.int8))"

    /// For FROM, with its WHERE: what the tally has of a kind.
    private func tally(_ kind: Tally.Kind) -> SQL {
        "hourglass_tally WHERE offering = \(offering) AND kind = \(kind.rawValue) AND people <> 0"
    }

    /// Joins the rows of people with what says whether they count: the mark of the tally, or the directory.
    private func counted(_ rows: SQL) -> SQL {
        isTallied
            ? "JOIN stage s ON s.offering = \(rows).offering AND s.person = \(rows).person" : "JOIN person p ON p.id = \(rows).person"
    }

    private var isCounted: SQL { isTallied ? "s.unit IS NOT NULL" : population.member }
    private var unitColumn: SQL { isTallied ? "s.unit" : "p.department" }
    /// The group of a person, and what GROUP BY begins with.
    private var group: SQL { isWhole ? Self.everyone : isTallied ? "NULLIF(s.unit, 0)" : "p.department" }
    private var groups: SQL { isWhole ? "" : isTallied ? "s.unit, " : "p.department, " }

    private var byGroup: SQL { isWhole ? "" : " GROUP BY p.department" }

    private func within(_ unit: DepartmentKey?, _ column: SQL) -> SQL {
        unit.map { " AND \(column) IN (SELECT w.department FROM department_within w WHERE w.ancestor = \($0))" } ?? ""
    }
}
