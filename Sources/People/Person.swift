package import Kernel
package import Storage

/// An internal customer: one employee in the directory.
package struct Person: Rowed, Hashable {
    package let key: PersonKey
    package let externalID: String
    package let name: String
    package let firstName: String
    /// `nil` for deskless people.
    package let email: String?
    package let title: String?
    package let department: DepartmentKey?
    package let manager: PersonKey?
    package let country: String?
    package let site: String?
    package let timeZone: Zone?
    package let language: String?
    package let hiredOn: Day?
    package let active: Bool

    /// What `init(row:)` reads, in a SELECT that names the table `person`.
    package static let columns: SQL = """
        person.id, person.external_id, person.name, person.first_name, person.email, person.title, person.department, person.manager,
        person.country, person.site, person.time_zone, person.language, person.hired_on, person.active
        """

    package init(row: Row) throws {
        key = try row["id"]
        externalID = try row["external_id"]
        name = try row["name"]
        firstName = try row["first_name"]
        email = try row["email"]
        title = try row["title"]
        department = try row["department"]
        manager = try row["manager"]
        country = try row["country"]
        site = try row["site"]
        let zone: String? = try row["time_zone"]
        timeZone = zone.flatMap { Zone($0) }
        language = try row["language"]
        hiredOn = try row["hired_on"]
        active = try row["active"]
    }
}

/// What was so of a person in a span of time.
package struct PersonPeriod: Rowed, Hashable {
    package let since: Instant
    /// `nil` in the newest one.
    package let until: Instant?
    package let department: DepartmentKey?
    package let manager: PersonKey?
    package let country: String?
    package let active: Bool

    package init(row: Row) throws {
        since = try row["since"]
        until = try row["until"]
        department = try row["department"]
        manager = try row["manager"]
        country = try row["country"]
        active = try row["active"]
    }
}

/// A custom attribute that some import brought.
package struct AttributeDeclaration: Rowed, Hashable {
    package let key: Int64
    /// As rules write it after `attr.`: letters and digits in lower case and underscores.
    package let name: String
    package let type: AttributeType

    package init(row: Row) throws {
        key = try row["id"]
        name = try row["name"]
        type = try row["type"]
    }
}

extension Reader {
    package func person(_ key: PersonKey) throws -> Person? {
        try first("SELECT \(Person.columns) FROM person WHERE id = \(key)")
    }

    package func person(externalID: String) throws -> Person? {
        try first("SELECT \(Person.columns) FROM person WHERE external_id = \(externalID)")
    }

    /// Those whom mail to this address reaches, active ones first: more than one where people share a mailbox.
    package func people(email: String) throws -> [Person] {
        try rows(
            """
            SELECT \(Person.columns) FROM person WHERE email_folded = \(email.folded)
            ORDER BY active DESC NULLS LAST, id NULLS FIRST LIMIT 100
            """)
    }

    /// The people of these keys, in the order of their names.
    package func people(_ keys: some Sequence<PersonKey>) throws -> [Person] {
        try rows("SELECT \(Person.columns) FROM person WHERE id IN \(list: keys) ORDER BY sort_key NULLS FIRST, id NULLS FIRST")
    }

    /// Active people whose name has a word that begins with `text`, those whose whole name does first. Case and accents don't matter.
    ///
    /// The first part is a range of the index over names; the second reads that index from its start, and only when the first found too few.
    package func people(named text: String, limit: Int = 20) throws -> [Person] {
        let prefix = text.sortKey
        guard !prefix.isEmpty, limit > 0 else { return [] }
        let found = try rows(
            """
            SELECT \(Person.columns) FROM person
            WHERE sort_key >= \(prefix) AND sort_key < \(prefix + "\u{10FFFF}") AND active
            ORDER BY sort_key NULLS FIRST, id NULLS FIRST LIMIT \(limit)
            """, as: Person.self)
        guard found.count < limit else { return found }
        let keys = try values(
            """
            SELECT id FROM person WHERE \(SQL.contains("sort_key", " " + prefix)) AND id NOT IN \(list: found.map(\.key)) AND active
            ORDER BY sort_key NULLS FIRST, id NULLS FIRST LIMIT \(limit - found.count)
            """, as: PersonKey.self)
        return try found + people(keys)
    }

    /// The spans of a person's time in the directory, oldest first.
    package func periods(of person: PersonKey) throws -> [PersonPeriod] {
        try rows(
            """
            SELECT since, until, department, manager, country, active FROM person_period
            WHERE person = \(person) ORDER BY since NULLS FIRST
            """)
    }

    /// The custom attributes, by name.
    package func attributes() throws -> [AttributeDeclaration] {
        try rows("SELECT id, name, type FROM attribute ORDER BY name NULLS FIRST")
    }

    /// The custom attributes that a person has, as the file wrote them, by name.
    package func attributes(of person: PersonKey) throws -> [String: String] {
        var values: [String: String] = [:]
        try each(Self.attributeValues(of: person)) { try values[$0[0]] = $0[1] as String }
        return values
    }

    static func attributeValues(of person: PersonKey) -> SQL {
        "SELECT a.name, v.value FROM attribute a CROSS JOIN person_attribute v WHERE v.attribute = a.id AND v.person = \(person)"
    }
}
