import Audiences
import Kernel
import Statistics
import Storage

/// The questions to the derived tables that a report is made of. None reads a touch, and none asks for a single person.
struct HourglassSource: Sendable {
    let offering: OfferingKey
    /// Who belongs to the population, over alias `p` of `person`.
    let member: SQL
    /// Counts everyone as one group, without the departments.
    var isWhole = false

    /// The group of a person, and what GROUP BY begins with.
    private var group: SQL { isWhole ? "CAST(NULL AS \(.int8))" : "p.department" }
    private var groups: SQL { isWhole ? "" : "p.department, " }
    private var byGroup: SQL { isWhole ? "" : " GROUP BY p.department" }

    func populations(_ reader: Reader) throws -> [DepartmentKey?: Int] {
        var found: [DepartmentKey?: Int] = [:]
        try reader.each("SELECT \(group), count(*) FROM person p WHERE \(member)\(byGroup)") { row in
            found[try row[0]] = try row[1]
        }
        return found
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
        """
        SELECT \(group), s.stage, s.evidence, count(*) FROM stage s JOIN person p ON p.id = s.person
        WHERE s.offering = \(offering) AND \(member) GROUP BY \(groups)s.stage, s.evidence
        """
    }

    /// The counts as they were by `instant`.
    func stages(
        _ reader: Reader, _ populations: [DepartmentKey?: Int], before instant: Instant
    ) throws -> [DepartmentKey?: StageCounts] {
        var found = populations.mapValues { StageCounts(population: $0) }
        try reader.each(
            """
            SELECT \(group), t.from_stage, t.to_stage, count(*) FROM stage_transition t JOIN person p ON p.id = t.person
            WHERE t.offering = \(offering) AND t.happened_at < \(instant) AND \(member) GROUP BY \(groups)t.from_stage, t.to_stage
            """
        ) { row in found[try row[0], default: StageCounts()].move(try row[3], from: try row[1], to: try row[2]) }
        try reader.each(
            """
            SELECT \(group), r.stage, count(*) FROM stage_reached r JOIN person p ON p.id = r.person
            WHERE r.offering = \(offering) AND r.happened_at < \(instant) AND \(member) GROUP BY \(groups)r.stage
            """
        ) { row in found[try row[0], default: StageCounts()].evidence(try row[2], of: try row[1]) }
        return found
    }

    /// The median days, to the hour, from the first evidence of the stage before to that of a stage.
    func medians(_ reader: Reader, unit: DepartmentKey?, before instant: Instant) throws -> [Stage: (days: Double, people: Int)] {
        var hours: [Stage: [(value: Double, count: Int)]] = [:]
        try reader.each(mediansSQL(unit, instant)) { row in
            let value: Int = try row[1]
            hours[try row[0], default: []].append((Double(value) / 24, try row[2]))
        }
        return hours.compactMapValues { counts in
            median(counts).map { (days: $0, people: counts.reduce(0) { $0 + $1.count }) }
        }
    }

    func mediansSQL(_ unit: DepartmentKey?, _ instant: Instant) -> SQL {
        """
        SELECT later.stage, (later.happened_at - earlier.happened_at) / 3600000000, count(*)
        FROM stage_reached earlier
        JOIN stage_reached later
            ON later.offering = earlier.offering AND later.person = earlier.person AND later.stage = earlier.stage + 1
        JOIN person p ON p.id = earlier.person
        WHERE earlier.offering = \(offering) AND later.happened_at < \(instant) AND earlier.happened_at < \(instant) AND \(member)\(within(unit))
        GROUP BY later.stage, (later.happened_at - earlier.happened_at) / 3600000000
        """
    }

    /// How many were at each stage or beyond at the end of each week, from the first one with anybody to the one of `instant`.
    func weeks(_ reader: Reader, unit: DepartmentKey?, before instant: Instant) throws -> [(day: Day, beyond: [Int])] {
        var moves: [Int64: StageCounts] = [:]
        try reader.each(weeksSQL(unit, instant)) { row in
            moves[try row[0], default: StageCounts()].move(try row[3], from: try row[1], to: try row[2])
        }
        guard let first = moves.keys.min() else { return [] }
        let last = max(first, Zone.utc.day(at: instant - .seconds(1)).isoWeek)
        var sum = StageCounts()
        return (first...last).map { week in
            if let move = moves[week] { sum = sum + move }
            return (Day(number: week * 7 + 3), Array(sum.beyond.dropFirst()))
        }
    }

    func weeksSQL(_ unit: DepartmentKey?, _ instant: Instant) -> SQL {
        // 1970-01-01 was a Thursday: three days more, and weeks begin on Mondays.
        """
        SELECT (t.happened_at + 259200000000) / 604800000000, t.from_stage, t.to_stage, count(*)
        FROM stage_transition t JOIN person p ON p.id = t.person
        WHERE t.offering = \(offering) AND t.happened_at < \(instant) AND \(member)\(within(unit))
        GROUP BY (t.happened_at + 259200000000) / 604800000000, t.from_stage, t.to_stage
        """
    }

    private func within(_ unit: DepartmentKey?) -> SQL {
        unit.map { " AND p.department IN (SELECT w.department FROM department_within w WHERE w.ancestor = \($0))" } ?? ""
    }
}
