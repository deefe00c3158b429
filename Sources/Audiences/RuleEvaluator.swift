package import Kernel

extension Condition {
    /// Whether it holds for a person. Two-valued: a test on a missing value is false, its `not` true.
    /// - Parameter today: in the installation's zone.
    package func holds(for person: PersonFacts, today: Day) -> Bool {
        switch self {
        case .always(let truth): truth
        case .all(let parts): parts.allSatisfy { $0.holds(for: person, today: today) }
        case .any(let parts): parts.contains { $0.holds(for: person, today: today) }
        case .not(let part): !part.holds(for: person, today: today)
        case .audience(_, let part): part.holds(for: person, today: today)
        case .check(let check): check.holds(for: person, today: today)
        }
    }
}

extension Check {
    package func holds(for person: PersonFacts, today: Day) -> Bool {
        switch kind {
        case .text(let field, let test): test.holds(person.text(field).map { FoldedText($0) })
        case .number(let field, let test): test.holds(person.number(field))
        case .day(let field, let test): test.holds(person.day(field), today: today)
        case .flag(let field, let test): test.holds(person.flag(field))
        case .department(let test): test.holds(person)
        case .manager(let test): test.holds(person.managers.first)
        case .below(let manager, let directly):
            directly ? person.managers.first == manager.key : person.managers.contains(manager.key)
        case .term(let use): person.terms[use].map { use.holds(for: $0) } ?? false
        }
    }
}

extension Check.ValueTest {
    func holds(_ value: Value?) -> Bool {
        guard let value else { return false }
        return switch self {
        case .compare(let comparison, let other): comparison.holds(value, other)
        case .among(let values): values.contains(value)
        case .between(let low, let high): low <= value && value <= high
        case .isSet: true
        }
    }
}

extension Check.TextTest {
    func holds(_ value: FoldedText?) -> Bool {
        switch self {
        case .value(let test): test.holds(value)
        case .contains(let part): value?.text.containsBytes(part.text) ?? false
        case .starts(let part): value?.text.hasBytePrefix(part.text) ?? false
        }
    }
}

extension Check.DayTest {
    func holds(_ day: Day?, today: Day) -> Bool {
        switch self {
        case .value(let test): return test.holds(day)
        case .within(let count, let unit):
            guard let day else { return false }
            return today.back(count, unit) <= day && day <= today
        }
    }
}

extension Check.FlagTest {
    func holds(_ flag: Bool?) -> Bool {
        switch self {
        case .equal(let wanted): flag == wanted
        case .isSet: flag != nil
        }
    }
}

extension Check.DepartmentTest {
    func holds(_ person: PersonFacts) -> Bool {
        guard let own = person.departments.first else { return false }
        return switch self {
        case .under(let department): person.departments.contains(department.key)
        case .among(let departments): departments.contains { $0.key == own }
        case .other(let department): own != department.key
        case .pathContains(let part): person.foldedPath?.containsBytes(part.text) ?? false
        case .pathStarts(let part): person.foldedPath?.hasBytePrefix(part.text) ?? false
        case .isSet: true
        }
    }
}

extension Check.ManagerTest {
    func holds(_ manager: PersonKey?) -> Bool {
        guard let manager else { return false }
        return switch self {
        case .among(let people): people.contains { $0.key == manager }
        case .other(let person): manager != person.key
        case .isSet: true
        }
    }
}

extension PersonFacts {
    var foldedPath: String? { departmentPath.map { DepartmentName.folded($0) } }

    func text(_ field: Check.Field) -> String? {
        switch field {
        case .column(let column): texts[column]
        case .attribute(let attribute): if case .text(let text) = attributes[attribute.key] { text } else { nil }
        }
    }

    func number(_ field: Check.Field) -> Double? {
        if case .attribute(let attribute) = field, case .number(let number) = attributes[attribute.key] { number } else { nil }
    }

    func day(_ field: Check.Field) -> Day? {
        switch field {
        case .column: hiredOn
        case .attribute(let attribute): if case .day(let day) = attributes[attribute.key] { day } else { nil }
        }
    }

    func flag(_ field: Check.Field) -> Bool? {
        switch field {
        case .column: active
        case .attribute(let attribute): if case .flag(let flag) = attributes[attribute.key] { flag } else { nil }
        }
    }
}

extension Day {
    /// The day `count` days, weeks or calendar months before; the 31st becomes the last day of a month that has no such day.
    package func back(_ count: Int, _ unit: TimeUnit) -> Day {
        switch unit {
        case .days: return Day(number: number - Int64(count))
        case .weeks: return Day(number: number - 7 * Int64(count))
        case .months:
            let (year, month, day) = components
            let months = year * 12 + month - 1 - Int64(count)
            let (toYear, toMonth) = (months.floorDivided(by: 12), months.floorModulo(12) + 1)
            for last in stride(from: day, through: 28, by: -1) {
                if let found = Day(year: toYear, month: toMonth, day: last) { return found }
            }
            return Day(year: toYear, month: toMonth, day: min(day, 28)) ?? Day(number: Int64.min / 2)
        }
    }
}
