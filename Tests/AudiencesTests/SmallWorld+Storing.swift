import Audiences
import Kernel
import Storage
import TestSupport

extension SmallWorld {
    /// Runs `body` with a database that holds this world.
    func stored<Result>(on engine: Engine, _ body: (Database) async throws -> Result) async throws -> Result {
        try await TestDatabase.with(engine, Self.migrations) { database in
            try await database.write { try store(in: $0) }
            return try await body(database)
        }
    }

    func store(in transaction: Transaction) throws {
        for (index, unit) in units.enumerated() {
            try transaction.run(
                """
                INSERT INTO department (id, parent, name, path, folded_path, sort_key, depth)
                VALUES (\(unit.key), \(unit.parent), \(unit.path), \(unit.path), \(unit.folded), \(unit.folded), \(index + 1))
                """)
        }
        for unit in units {
            var ancestor: Unit? = unit
            while let current = ancestor {
                try transaction.run("INSERT INTO department_within (ancestor, department) VALUES (\(current.key), \(unit.key))")
                ancestor = units.first { $0.key == current.parent }
            }
        }
        for person in people { try store(person, in: transaction) }
        for person in people {
            try transaction.run("UPDATE person SET manager = \(person.facts.managers.first) WHERE id = \(person.key)")
        }
        for attribute in Self.attributes {
            try transaction.run(
                "INSERT INTO attribute (id, name, type) VALUES (\(attribute.key), \(attribute.name), \(attribute.type.rawValue))")
        }
        for person in people {
            for (attribute, value) in person.facts.attributes { try store(value, of: attribute, person.key, in: transaction) }
        }
        for audience in schema.audiences.values.sorted(by: { $0.slug > $1.slug }) {
            try transaction.saveAudience(
                slug: audience.slug, name: audience.name, rule: audience.rule, owner: nil, terms: Self.terms, actor: "operator")
        }
    }

    private func store(_ person: Member, in transaction: Transaction) throws {
        let facts = person.facts
        func text(_ field: PersonField) -> String? { facts.texts[field] }
        func folded(_ field: PersonField) -> String? { facts.texts[field]?.folded }
        try transaction.run(
            """
            INSERT INTO person (id, external_id, external_id_folded, email, email_folded, name, name_folded, sort_key, first_name,
                first_name_folded, title, title_folded, department, country, country_folded, site, site_folded, time_zone, language, hired_on,
                active, created_at, changed_at)
            VALUES (\(facts.key), \(text(.externalID)), \(folded(.externalID)), \(text(.email)), \(folded(.email)), \(text(.name)),
                \(folded(.name)), \(folded(.name)), \(text(.firstName)), \(folded(.firstName)), \(text(.title)), \(folded(.title)),
                \(facts.departments.first), \(text(.country)), \(folded(.country)), \(text(.site)), \(folded(.site)), \(text(.timeZone)),
                \(text(.language)), \(facts.hiredOn), \(facts.active), 0, 0)
            """)
        for slug in person.follows { try transaction.run("INSERT INTO test_follow (person, slug) VALUES (\(person.key), \(slug))") }
        for (slug, stage) in person.stages {
            try transaction.run("INSERT INTO test_stage (person, slug, stage) VALUES (\(person.key), \(slug), \(stage))")
        }
    }

    private func store(_ value: AttributeValue, of attribute: Int64, _ person: PersonKey, in transaction: Transaction) throws {
        let written: (text: String, folded: String?, number: Double?) =
            switch value {
            case .text(let text): (text, text.folded, nil)
            case .number(let number): (String(number), nil, number)
            case .day(let day): (day.description, nil, Double(day.number))
            case .flag(let flag): (flag ? "yes" : "no", nil, flag ? 1 : 0)
            }
        try transaction.run(
            """
            INSERT INTO person_attribute (attribute, person, value, folded, number)
            VALUES (\(attribute), \(person), \(written.text), \(written.folded), \(written.number))
            """)
    }
}
