import Kernel
import Storage

/// Counts about behaviour of two rules that differ in one part tell, by their difference, of the people whom that part takes in or leaves
/// out. So a count is shown only where no part of its rule decides about fewer people than the threshold (docs/privacy.md).
extension CheckedRule {
    /// More parts are not looked at: such a count is not shown.
    static let mostParts = 200

    /// The rule with one part of it left out, for each part: a test, a group, a value of a list.
    var partings: [CheckedRule] {
        condition.normalised.partings.map { CheckedRule(rule: rule, condition: $0, terms: terms) }
    }

    /// Whether it asks who somebody is, by id, address or name, beside what they did.
    var isAboutSomebody: Bool { isAboutBehaviour && condition.namesSomebody }
}

extension Condition {
    fileprivate var partings: [Condition] {
        switch self {
        case .always: []
        case .all(let parts): Self.partings(parts, Self.all)
        case .any(let parts): Self.partings(parts, Self.any)
        case .not(.check(let check)): [.always(true)] + check.shorter.map { .not(.check($0)) }
        case .check(let check): [.always(true)] + check.shorter.map { .check($0) }
        case .not(let part), .audience(_, let part): part.partings
        }
    }

    private static func partings(_ parts: [Condition], _ joined: ([Condition]) -> Condition) -> [Condition] {
        parts.indices.flatMap { index in
            var others = parts
            let part = others.remove(at: index)
            // What leaves a part out whole comes once, here.
            let inner = part.partings.filter { $0 != .always(true) }
            return [joined(others)] + inner.map { joined(others + [$0]) }
        }
    }

    fileprivate var namesSomebody: Bool {
        switch self {
        case .always: false
        case .all(let parts), .any(let parts): parts.contains(where: \.namesSomebody)
        case .not(let part), .audience(_, let part): part.namesSomebody
        case .check(let check): check.namesSomebody
        }
    }
}

extension Check {
    /// The same with one value less, for each value of its list.
    fileprivate var shorter: [Check] {
        switch kind {
        case .text(let field, .value(.among(let values))): Self.shorter(values) { .text(field, .value(.among($0))) }.map(with)
        case .number(let field, .among(let values)): Self.shorter(values) { .number(field, .among($0)) }.map(with)
        case .day(let field, .value(.among(let values))): Self.shorter(values) { .day(field, .value(.among($0))) }.map(with)
        case .department(.among(let units)): Self.shorter(units) { .department(.among($0)) }.map(with)
        case .manager(.among(let people)): Self.shorter(people) { .manager(.among($0)) }.map(with)
        default: []
        }
    }

    private func with(_ kind: Kind) -> Check { Check(source: source, kind: kind) }

    /// Not beyond what is looked at: a list may have thousands of values.
    private static func shorter<Value>(_ values: [Value], _ make: ([Value]) -> Kind) -> [Kind] {
        if values.count < 2 { return [] }
        return values.indices.prefix(CheckedRule.mostParts + 1).map { index in
            var others = values
            others.remove(at: index)
            return make(others)
        }
    }

    fileprivate var namesSomebody: Bool {
        if case .text(.column(let field), let test) = kind, test != .value(.isSet) {
            [.externalID, .email, .name, .firstName].contains(field)
        } else {
            false
        }
    }
}

extension Reader {
    /// How many people each part of a rule about behaviour decides about, by department: for each of them the rule without that part takes
    /// their behaviour for decided where the rule does not, or the other way round. `nil` where the rule may not be told about at all.
    func partedPeople(_ rule: CheckedRule, today: Day) throws -> [DepartmentKey?: [Int]]? {
        if rule.isAboutSomebody { return nil }
        let partings = rule.partings
        if partings.count > CheckedRule.mostParts { return nil }
        let own = RuleCompiler.sql(rule.undecidedPart, today: today)
        var people: [DepartmentKey?: [Int]] = [:]
        var done = 0
        while done < partings.count {
            let some = partings[done..<min(done + Self.partsPerQuery, partings.count)]
            let sums = some.map { parting -> SQL in
                let other = RuleCompiler.sql(parting.undecidedPart, today: today)
                return "CAST(sum(CASE WHEN \(own) THEN CASE WHEN \(other) THEN 0 ELSE 1 END WHEN \(other) THEN 1 ELSE 0 END) AS \(.int8))"
            }
            try each(
                "SELECT p.department, \(sums.joined(separator: ", ")) FROM person p WHERE p.active = \(true) GROUP BY p.department"
            ) { row in
                let department: DepartmentKey? = try row[0]
                for index in some.indices { try people[department, default: []].append(row[1 + index - some.startIndex]) }
            }
            done += some.count
        }
        return people
    }

    private static var partsPerQuery: Int { 20 }
}

extension [Int] {
    /// Place by place; an empty list is one of zeros.
    func adding(_ others: [Int]) -> [Int] { isEmpty ? others : others.isEmpty ? self : zip(self, others).map(+) }
}
