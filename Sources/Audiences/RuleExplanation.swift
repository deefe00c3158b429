package import Kernel
package import Storage

/// Why a person is in an audience or not: the rule as a tree, each part with whether it holds and what was found.
package struct RuleExplanation: Sendable, Hashable {
    package enum Kind: Hashable, Sendable {
        case everyone
        case all, any, not
        /// A named audience; its rule is the one part.
        case audience(slug: String, name: String)
        case test
    }

    package let kind: Kind
    /// The part of the rule as text.
    package let text: String
    package let holds: Bool
    /// Of a test: what the person has there, as written; `nil` when nothing is known.
    package let found: String?
    package let parts: [RuleExplanation]
    /// What it was made of, to be said in words.
    let condition: Condition
}

extension Reader {
    /// Explains a rule for one person; `nil` when there is no such person. The root of an audience's rule; that people who left are in no
    /// audience is `PersonFacts.active`.
    /// Not for rules about behaviour outside mode individual (`CheckedRule.mayNamePeople`).
    package func explain(_ rule: CheckedRule, for person: PersonKey, today: Day) throws -> RuleExplanation? {
        guard let facts = try facts(of: person, for: rule) else { return nil }
        return rule.condition.explained(rule.rule, for: facts, today: today)
    }

    /// What `rule` asks of a person; `nil` when there is no such person.
    package func facts(of person: PersonKey, for rule: CheckedRule) throws -> PersonFacts? {
        guard
            let record = try first(
                """
                SELECT p.id, p.external_id, p.email, p.name, p.first_name, p.title, p.country, p.site, p.time_zone, p.language, p.hired_on,
                    p.active, p.department, p.manager, d.path, m.name AS manager_name, m.external_id AS manager_id
                FROM person p LEFT JOIN department d ON d.id = p.department LEFT JOIN person m ON m.id = p.manager WHERE p.id = \(person)
                """, as: PersonRecord.self)
        else { return nil }
        var facts = record.facts
        if let department = record.department {
            facts.departments = try values(
                """
                SELECT w.ancestor FROM department_within w JOIN department d ON d.id = w.ancestor
                WHERE w.department = \(department) ORDER BY d.depth DESC NULLS LAST
                """)
        }
        var next = record.manager
        while let manager = next, !facts.managers.contains(manager) {
            facts.managers.append(manager)
            next = try value("SELECT manager FROM person WHERE id = \(manager)", as: PersonKey?.self) ?? nil
        }
        for value in try rows(
            """
            SELECT v.attribute, a.type, v.value, v.number FROM attribute a CROSS JOIN person_attribute v
            WHERE v.attribute = a.id AND v.person = \(person)
            """, as: AttributeRecord.self)
        { facts.attributes[value.attribute] = value.value }
        for use in rule.condition.uses {
            guard let term = rule.terms[use.term] else { continue }
            facts.terms[use] = try term.evaluate(use, person, self)
        }
        return facts
    }
}

private struct PersonRecord: Rowed {
    let facts: PersonFacts
    let department: DepartmentKey?
    let manager: PersonKey?

    init(row: Row) throws {
        var facts = try PersonFacts(
            key: row["id"], departmentPath: row["path"], hiredOn: row["hired_on"], active: row["active"])
        for field in PersonField.allCases where field.type == .text { facts.texts[field] = try row[field.rawValue] as String? }
        if let name = try row["manager_name"] as String?, let id = try row["manager_id"] as String? {
            facts.managerName = "\(name) (\(id))"
        }
        self.facts = facts
        department = try row["department"]
        manager = try row["manager"]
    }
}

private struct AttributeRecord: Rowed {
    let attribute: Int64
    let value: AttributeValue

    init(row: Row) throws {
        attribute = try row["attribute"]
        let type: String = try row["type"]
        let number: Double? = try row["number"]
        let text: String = try row["value"]
        value =
            switch (FieldType(rawValue: type), number) {
            case (.number, let number?): .number(number)
            case (.date, let number?): .day(Day(number: Int64(number)))
            case (.flag, let number?): .flag(number != 0)
            default: .text(text)
            }
    }
}

extension Condition {
    /// The uses of terms in it.
    package var uses: Set<Term.Use> {
        switch self {
        case .always: []
        case .all(let parts), .any(let parts): parts.reduce(into: []) { $0.formUnion($1.uses) }
        case .not(let part), .audience(_, let part): part.uses
        case .check(let check): if case .term(let use) = check.kind { [use] } else { [] }
        }
    }

    /// Explains each part; `rule` is what this condition was made of.
    func explained(_ rule: Rule, for person: PersonFacts, today: Day) -> RuleExplanation {
        func explanation(_ kind: RuleExplanation.Kind, found: String? = nil, _ parts: [RuleExplanation] = []) -> RuleExplanation {
            RuleExplanation(
                kind: kind, text: rule.description, holds: holds(for: person, today: today), found: found, parts: parts, condition: self)
        }
        switch (self, rule) {
        case (.all(let parts), .all(let rules)):
            return explanation(.all, zip(parts, rules).map { $0.explained($1, for: person, today: today) })
        case (.any(let parts), .any(let rules)):
            return explanation(.any, zip(parts, rules).map { $0.explained($1, for: person, today: today) })
        case (.not(let part), .not(let inner)): return explanation(.not, [part.explained(inner, for: person, today: today)])
        case (.audience(let audience, let part), _):
            let inner = (try? Rule(parsing: audience.rule)) ?? rule
            return explanation(
                .audience(slug: audience.slug, name: audience.name), [part.explained(inner, for: person, today: today)])
        case (.check(let check), _): return explanation(.test, found: check.found(in: person))
        default: return explanation(.everyone)
        }
    }
}

extension Check {
    /// What a person has where this test looks, as written; `nil` when nothing is known.
    package func found(in person: PersonFacts) -> String? {
        switch kind {
        case .text(let field, _): person.text(field)
        case .number(let field, _): person.number(field).map { DecimalNumber.text($0) }
        case .day(let field, _): person.day(field)?.description
        case .flag(let field, _): person.flag(field).map { $0 ? "yes" : "no" }
        case .department: person.departmentPath
        case .manager, .below: person.managerName
        case .term(let use):
            switch person.terms[use] {
            case .truth(let truth)?: truth ? "yes" : "no"
            case .stage(let stage)?: stage.word
            case nil: nil
            }
        }
    }
}

extension DecimalNumber {
    /// As rules write it, whole numbers without a fraction.
    static func text(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : String(value)
    }
}
