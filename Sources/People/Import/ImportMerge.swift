import Kernel
import Storage

/// The statements that bring staged rows over the people they are of. A column that the file doesn't have leaves what is stored as it is.
struct ImportMerge: Sendable {
    let header: ImportHeader
    let hasAttributes: Bool

    private static let staged: SQL = "staging.link l JOIN staging.person s ON s.n = l.n"

    /// The condition that a stored person `p` differs, and the assignments, per column of the file.
    private var columns: [(differs: SQL, set: SQL)] {
        var columns: [(differs: SQL, set: SQL)] = [
            ("p.name <> s.name", "name = s.name, name_folded = s.name_folded, sort_key = s.sort_key"),
            ("p.first_name <> s.first_name", "first_name = s.first_name, first_name_folded = s.first_name_folded"),
            ("p.active <> COALESCE(s.active, p.active)", "active = COALESCE(s.active, person.active)"),
        ]
        if header[.email] != nil {
            columns.append(("p.email IS DISTINCT FROM s.email", "email = s.email, email_folded = s.email_folded"))
        }
        if header[.title] != nil {
            columns.append(("p.title IS DISTINCT FROM s.title", "title = s.title, title_folded = s.title_folded"))
        }
        if header[.department] != nil || header[.departmentID] != nil {
            columns.append(("p.department IS DISTINCT FROM l.department", "department = l.department"))
        }
        if header[.managerID] != nil { columns.append(("p.manager IS DISTINCT FROM l.manager", "manager = l.manager")) }
        if header[.country] != nil {
            columns.append(("p.country IS DISTINCT FROM s.country", "country = s.country, country_folded = s.country_folded"))
        }
        if header[.site] != nil { columns.append(("p.site IS DISTINCT FROM s.site", "site = s.site, site_folded = s.site_folded")) }
        if header[.timeZone] != nil { columns.append(("p.time_zone IS DISTINCT FROM s.time_zone", "time_zone = s.time_zone")) }
        if header[.language] != nil { columns.append(("p.language IS DISTINCT FROM s.language", "language = s.language")) }
        if header[.hiredOn] != nil { columns.append(("p.hired_on IS DISTINCT FROM s.hired_on", "hired_on = s.hired_on")) }
        return columns
    }

    /// The rows whose stored person is not as the row says, in their order.
    var changedRows: SQL {
        var conditions = columns.map(\.differs)
        if hasAttributes {
            conditions.append(
                """
                EXISTS (
                    SELECT 1 FROM staging.attribute a JOIN staging.kind k ON k.col = a.col
                        LEFT JOIN person_attribute v ON v.attribute = k.attribute AND v.person = p.id
                    WHERE a.n = s.n AND v.value IS DISTINCT FROM a.value)
                """)
            conditions.append(
                """
                EXISTS (
                    SELECT 1 FROM staging.kind k CROSS JOIN person_attribute v
                    WHERE v.attribute = k.attribute AND v.person = p.id
                        AND NOT EXISTS (SELECT 1 FROM staging.attribute a WHERE a.n = s.n AND a.col = k.col))
                """)
        }
        let differs = conditions.joined(separator: " OR ")
        return "SELECT l.n FROM \(Self.staged) JOIN person p ON p.id = l.person WHERE \(differs) ORDER BY l.n NULLS FIRST"
    }

    func update(_ rows: [Int64], _ transaction: Transaction) throws {
        try transaction.directoryChanges()
        let people = try transaction.values("SELECT person FROM staging.link WHERE n IN \(list: rows)", as: Int64.self)
        let assignments = columns.map(\.set).joined(separator: ", ")
        try changing(people, transaction) {
            try transaction.run(
                """
                UPDATE person SET \(assignments), changed_at = \(transaction.now)
                FROM \(Self.staged) WHERE person.id = l.person AND l.n IN \(list: rows)
                """)
        }
        if hasAttributes {
            try transaction.run(Self.deletion(of: people))
            try storeAttributes(rows, transaction)
        }
    }

    /// Takes away what people had of the attributes of the file.
    static func deletion(of people: [Int64]) -> SQL {
        "DELETE FROM person_attribute WHERE person IN \(list: people) AND attribute IN (SELECT attribute FROM staging.kind)"
    }

    func deactivate(_ people: [Int64], _ transaction: Transaction) throws {
        try transaction.directoryChanges()
        try changing(people, transaction) {
            try transaction.run("UPDATE person SET active = false, changed_at = \(transaction.now) WHERE id IN \(list: people)")
        }
    }

    /// Makes a change of people and keeps their history: whose department, manager, country or activity is then another begins a new period.
    private func changing(_ people: [Int64], _ transaction: Transaction, _ change: () throws -> Void) throws {
        try change()
        let now = transaction.now
        let changed = try transaction.values(
            """
            SELECT p.id FROM person p JOIN person_period o ON o.person = p.id AND o.until IS NULL
            WHERE p.id IN \(list: people) AND (p.department IS DISTINCT FROM o.department OR p.manager IS DISTINCT FROM o.manager
                OR p.country IS DISTINCT FROM o.country OR p.active <> o.active)
            """, as: Int64.self)
        guard !changed.isEmpty else { return }
        // A second change at the same instant replaces the period instead of leaving one without length.
        try transaction.run("DELETE FROM person_period WHERE person IN \(list: changed) AND until IS NULL AND since >= \(now)")
        try transaction.run("UPDATE person_period SET until = \(now) WHERE person IN \(list: changed) AND until IS NULL")
        try transaction.run(
            """
            INSERT INTO person_period (person, since, until, department, manager, country, active)
            SELECT id, \(now), NULL, department, manager, country, active FROM person WHERE id IN \(list: changed)
            """)
    }

    private func storeAttributes(_ rows: [Int64], _ transaction: Transaction) throws {
        guard hasAttributes else { return }
        try transaction.run(
            """
            INSERT INTO person_attribute (attribute, person, value, folded, number)
            SELECT k.attribute, l.person, a.value, CASE WHEN k.type = 'text' THEN a.folded END, CASE WHEN k.type <> 'text' THEN a.number END
            FROM staging.link l JOIN staging.attribute a ON a.n = l.n JOIN staging.kind k ON k.col = a.col
            WHERE l.n IN \(list: rows) ORDER BY k.attribute NULLS FIRST, l.person NULLS FIRST
            """)
    }
}
