package import Kernel
package import Storage

/// Turns a checked rule into a condition over alias `p` of `person` that is true or false, never NULL, on both engines.
///
/// Tests of country, department, site, hired_on and language name columns of index `person_facts` alone, so that a count over them
/// does not read the table.
package struct RuleCompiler {
    let terms: TermRegistry
    /// In the installation's zone.
    let today: Day

    package static func sql(_ rule: CheckedRule, today: Day) -> SQL {
        RuleCompiler(terms: rule.terms, today: today).sql(rule.condition.normalised)
    }

    private func sql(_ condition: Condition) -> SQL {
        switch condition {
        case .always(let truth): truth ? "TRUE" : "FALSE"
        case .all(let parts): Self.joined(deepestFirst(parts).map(sql), " AND ")
        case .any(let parts): Self.joined(deepestFirst(parts).map(sql), " OR ")
        case .not(let part): "NOT \(sql(part))"
        case .audience(_, let part): sql(part)
        case .check(let check): sql(check)
        }
    }

    /// SQLite's parser keeps 100 symbols on its stack and nests expressions 1,000 deep: what nests deepest comes first, where it costs one
    /// symbol a level, and long chains are balanced trees.
    private func deepestFirst(_ parts: [Condition]) -> [Condition] {
        let depths = parts.map(\.depth)
        guard let deepest = depths.indices.max(by: { depths[$0] < depths[$1] }), depths[deepest] > 1 else { return parts }
        let order = parts.indices.sorted { (-depths[$0], $0) < (-depths[$1], $1) }
        return order.map { parts[$0] }
    }

    private static func joined(_ parts: [SQL], _ separator: SQL) -> SQL {
        if parts.count <= 16 { return "(\(parts.joined(separator: separator)))" }
        let middle = parts.count / 2
        return "(\(joined(Array(parts[..<middle]), separator))\(separator)\(joined(Array(parts[middle...]), separator)))"
    }

    private func sql(_ check: Check) -> SQL {
        switch check.kind {
        case .text(.column(let field), let test):
            let column = Self.folded(field)
            return "(\(column) IS NOT NULL AND \(sql(test, column)))"
        case .text(.attribute(let attribute), let test): return sql(attribute, sql(test, "a.folded"), isSet: test == .value(.isSet))
        case .number(.attribute(let attribute), let test):
            return sql(attribute, sql(test, "a.number") { .float8($0) }, isSet: test == .isSet)
        case .number(.column, _): return "FALSE"
        case .day(.column, let test): return "(p.hired_on IS NOT NULL AND \(sql(test, "p.hired_on") { .int8($0.number) }))"
        case .day(.attribute(let attribute), let test):
            return sql(attribute, sql(test, "a.number") { .float8(Double($0.number)) }, isSet: test == .value(.isSet))
        case .flag(.column, .isSet): return "TRUE"
        case .flag(.column, .equal(let flag)): return "(p.active = \(flag))"
        case .flag(.attribute(let attribute), .isSet): return sql(attribute, "TRUE", isSet: true)
        case .flag(.attribute(let attribute), .equal(let flag)): return sql(attribute, "a.number = \(flag ? 1.0 : 0.0)", isSet: false)
        case .department(let test): return sql(test)
        case .manager(let test): return sql(test)
        case .below(let manager, directly: true): return "(p.manager IS NOT NULL AND p.manager = \(manager.key))"
        case .below(let manager, directly: false):
            // UNION drops who was found before, so a cycle of managers ends.
            return """
                (p.id IN (WITH RECURSIVE below (id) AS (
                    SELECT first.id FROM person first WHERE first.manager = \(manager.key)
                    UNION SELECT next.id FROM person next JOIN below ON next.manager = below.id
                ) SELECT below.id FROM below))
                """
        case .term(let use):
            guard let term = terms[use.term] else { return "FALSE" }
            return "(\(term.sql(use)))"
        }
    }

    /// One row a person at most, so the attribute's values are never NULL; a missing value has no row.
    private func sql(_ attribute: AttributeDeclaration, _ test: SQL, isSet: Bool) -> SQL {
        isSet
            ? "EXISTS (SELECT 1 FROM person_attribute a WHERE a.attribute = \(attribute.key) AND a.person = p.id)"
            : "EXISTS (SELECT 1 FROM person_attribute a WHERE a.attribute = \(attribute.key) AND a.person = p.id AND \(test))"
    }

    private func sql(_ test: Check.TextTest, _ column: SQL) -> SQL {
        switch test {
        case .value(.among(let values)): "\(column) IN \(list: values.map(\.text))"
        case .value(let test): sql(test, column) { .text($0.text) }
        case .contains(let part): SQL.contains(column, part.text)
        case .starts(let part): SQL.starts(column, part.text)
        }
    }

    private func sql(_ test: Check.DayTest, _ column: SQL, _ value: (Day) -> SQLValue) -> SQL {
        switch test {
        case .value(let test): sql(test, column, value)
        case .within(let count, let unit):
            "\(column) BETWEEN \(value: value(today.back(count, unit))) AND \(value: value(today))"
        }
    }

    private func sql<Value>(_ test: Check.ValueTest<Value>, _ column: SQL, _ value: (Value) -> SQLValue) -> SQL {
        switch test {
        case .compare(let comparison, let other): "\(column)\(comparison.sql)\(value: value(other))"
        case .among(let values): "\(column) IN (\(values.map { "\(value: value($0))" as SQL }.joined(separator: ", ")))"
        case .between(let low, let high): "\(column) BETWEEN \(value: value(low)) AND \(value: value(high))"
        case .isSet: "TRUE"
        }
    }

    private func sql(_ test: Check.DepartmentTest) -> SQL {
        switch test {
        case .under(let department):
            """
            (p.department IS NOT NULL
                AND p.department IN (SELECT w.department FROM department_within w WHERE w.ancestor = \(department.key)))
            """
        case .among(let departments): "(p.department IS NOT NULL AND p.department IN \(list: departments.map(\.key)))"
        case .other(let department): "(p.department IS NOT NULL AND p.department <> \(department.key))"
        case .pathContains(let part): departments("\(SQL.contains("d.folded_path", part.text))")
        case .pathStarts(let part): departments("\(SQL.starts("d.folded_path", part.text))")
        case .isSet: "(p.department IS NOT NULL)"
        }
    }

    private func departments(_ condition: SQL) -> SQL {
        "(p.department IS NOT NULL AND p.department IN (SELECT d.id FROM department d WHERE \(condition)))"
    }

    private func sql(_ test: Check.ManagerTest) -> SQL {
        switch test {
        case .among(let people): "(p.manager IS NOT NULL AND p.manager IN \(list: people.map(\.key)))"
        case .other(let person): "(p.manager IS NOT NULL AND p.manager <> \(person.key))"
        case .isSet: "(p.manager IS NOT NULL)"
        }
    }

    /// The column that holds a text in folded form. Zones and language tags are ASCII, whose lower case is the same everywhere.
    private static func folded(_ field: PersonField) -> SQL {
        switch field {
        case .externalID: "p.external_id_folded"
        case .email: "p.email_folded"
        case .name: "p.name_folded"
        case .firstName: "p.first_name_folded"
        case .title: "p.title_folded"
        case .country: "p.country_folded"
        case .site: "p.site_folded"
        case .timeZone: "lower(p.time_zone)"
        case .language: "lower(p.language)"
        case .department, .manager, .hiredOn, .active: "NULL"
        }
    }
}

extension Comparison {
    /// Between two values of the same type.
    package var sql: SQL {
        switch self {
        case .equal: " = "
        case .notEqual: " <> "
        case .less: " < "
        case .lessOrEqual: " <= "
        case .greater: " > "
        case .greaterOrEqual: " >= "
        }
    }
}

extension Condition {
    /// How deep groups nest.
    var depth: Int {
        switch self {
        case .always, .check: 1
        case .all(let parts), .any(let parts): 1 + (parts.map(\.depth).max() ?? 0)
        case .not(let part), .audience(_, let part): part.depth
        }
    }
}
