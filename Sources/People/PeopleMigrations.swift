package import Storage

/// The tables of the directory.
package enum PeopleSchema {
    package static let migrations = [
        Migration(
            "people-1",
            [
                // `path` is the full path as written ("Company / Sales / DACH"), `folded_path` the same folded with " / " between the units.
                """
                CREATE TABLE department (
                    id \(.int8) PRIMARY KEY, parent \(.int8) REFERENCES department (id), code \(.text) UNIQUE, name \(.text) NOT NULL,
                    path \(.text) NOT NULL UNIQUE, folded_path \(.text) NOT NULL UNIQUE, sort_key \(.text) NOT NULL,
                    depth \(.int8) NOT NULL CHECK (depth >= 1), head \(.int8)
                )\(.strict)
                """,
                "CREATE INDEX department_parent ON department (parent)",
                // Every unit with each of its units at any depth, itself included.
                """
                CREATE TABLE department_within (
                    ancestor \(.int8) NOT NULL REFERENCES department (id), department \(.int8) NOT NULL REFERENCES department (id),
                    PRIMARY KEY (ancestor, department)
                )\(.strictByKey)
                """,
                "CREATE INDEX department_within_department ON department_within (department, ancestor)",
                // Columns that end in `_folded` are written by the program for rules; see `String.folded`.
                """
                CREATE TABLE person (
                    id \(.int8) PRIMARY KEY, external_id \(.text) NOT NULL, external_id_folded \(.text) NOT NULL,
                    email \(.text), email_folded \(.text), name \(.text) NOT NULL, name_folded \(.text) NOT NULL, sort_key \(.text) NOT NULL,
                    first_name \(.text) NOT NULL, first_name_folded \(.text) NOT NULL, title \(.text), title_folded \(.text),
                    department \(.int8) REFERENCES department (id), manager \(.int8) REFERENCES person (id),
                    country \(.text), country_folded \(.text), site \(.text), site_folded \(.text), time_zone \(.text),
                    language \(.text), hired_on \(.int8), active \(.bool) NOT NULL, created_at \(.int8) NOT NULL, changed_at \(.int8) NOT NULL,
                    CHECK (manager <> id)
                )\(.strict)
                """,
                // A custom attribute and its type, declared at the first import that brings it.
                """
                CREATE TABLE attribute (
                    id \(.int8) PRIMARY KEY, name \(.text) NOT NULL UNIQUE,
                    type \(.text) NOT NULL CHECK (type IN ('text', 'number', 'date', 'yes/no'))
                )\(.strict)
                """,
                // Exactly one of folded (text), number (number, date as day number, yes/no as 1 or 0) is what rules compare.
                """
                CREATE TABLE person_attribute (
                    attribute \(.int8) NOT NULL REFERENCES attribute (id), person \(.int8) NOT NULL REFERENCES person (id),
                    value \(.text) NOT NULL, folded \(.text), number \(.float8),
                    PRIMARY KEY (attribute, person)
                )\(.strictByKey)
                """,
                // What was so when: a row per span of time in which these four stayed the same; `until` is open in the newest one.
                """
                CREATE TABLE person_period (
                    person \(.int8) NOT NULL REFERENCES person (id), since \(.int8) NOT NULL, until \(.int8),
                    department \(.int8), manager \(.int8), country \(.text), active \(.bool) NOT NULL,
                    PRIMARY KEY (person, since)
                )\(.strictByKey)
                """,
                // Moves with every change of people, units or attributes, in its transaction: what was worked out of them says of which version.
                """
                CREATE TABLE directory_state (number \(.int8) PRIMARY KEY CHECK (number = 1), version \(.int8) NOT NULL)\(.strict)
                """,
                "INSERT INTO directory_state (number, version) VALUES (1, 0)",
            ] + indexes.map(\.definition) + [attributesByPerson])
    ]

    /// The indexes that a first import of many people builds after the rows: inserting into them in any order would take several times
    /// as long. Their definitions are idempotent, and `restoreIndexes` makes what an import that died left out.
    static let indexes: [(name: StaticString, definition: SQL)] = [
        ("person_external_id", "CREATE UNIQUE INDEX IF NOT EXISTS person_external_id ON person (external_id)"),
        // With `active`, it counts the people of units without their rows.
        ("person_department", "CREATE INDEX IF NOT EXISTS person_department ON person (department, active)"),
        ("person_manager", "CREATE INDEX IF NOT EXISTS person_manager ON person (manager)"),
        ("person_email", "CREATE INDEX IF NOT EXISTS person_email ON person (email_folded)"),
        ("person_name", "CREATE INDEX IF NOT EXISTS person_name ON person (sort_key, id)"),
        // Rules count over narrow columns: this index answers them without the wide rows.
        (
            "person_facts",
            "CREATE INDEX IF NOT EXISTS person_facts ON person (active, country_folded, department, site_folded, hired_on, language, id)"
        ),
    ]

    /// What one person has. SQLite does without: whoever asks goes from the few attributes to the person's value of each (`CROSS JOIN` keeps
    /// that order), which the primary key answers, and an import has two million entries fewer to sort.
    private static let attributesByPerson = SQL.onPostgres(
        "CREATE INDEX IF NOT EXISTS person_attribute_person ON person_attribute (person)")

    /// Makes the indexes that are missing, each in a transaction of its own. To be called after the migrations, by servers and imports.
    /// - Returns: how long the longest of them took.
    @discardableResult
    package static func restoreIndexes(_ database: Database) async throws -> Duration {
        var longest = Duration.zero
        for index in indexes {
            let there = try await database.read { try $0.exists(.index(named: "\(index.name)")) }
            guard !there else { continue }
            let begun = try await database.write { transaction in
                let begun = ContinuousClock.now
                try transaction.run(index.definition)
                return begun
            }
            longest = max(longest, begun.duration(to: .now))
        }
        return longest
    }
}
