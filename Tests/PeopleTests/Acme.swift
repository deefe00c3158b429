import Kernel
import People
import Storage
import TestSupport
import Testing

/// A directory in a database of the test's own, imported from text.
struct Acme {
    let database: Database

    static let schema = Database.migrations + PeopleSchema.migrations

    static func with(_ engine: Engine, file: Bool = false, clock: WallClock = .system, _ body: (Acme) async throws -> Void) async throws {
        try await TestDatabase.with(engine, schema, file: file, clock: clock) { try await body(Acme(database: $0)) }
    }

    struct Imported {
        let outcome: ImportOutcome
        let problems: [String]
    }

    @discardableResult
    func take(_ text: String, _ change: (inout PeopleImport.Options) -> Void = { _ in }) async throws -> Imported {
        try await take(Array(text.utf8), change)
    }

    @discardableResult
    func take(_ bytes: [UInt8], _ change: (inout PeopleImport.Options) -> Void = { _ in }) async throws -> Imported {
        var options = PeopleImport.Options()
        change(&options)
        let problems = Box()
        let outcome = try await PeopleImport(database, options).run(bytes) { problems.lines.append($0.description) }
        return Imported(outcome: outcome, problems: problems.lines)
    }

    private final class Box { var lines: [String] = [] }

    /// Everything that an import stores, without keys and times, one line a person.
    func dump() async throws -> [String] {
        try await database.read { reader in
            var lines: [String] = []
            try reader.each(
                """
                SELECT p.id, p.external_id, COALESCE(p.email, '-'), p.name, p.first_name, COALESCE(p.title, '-'), COALESCE(d.path, '-'),
                    COALESCE(m.external_id, '-'), COALESCE(p.country, '-'), COALESCE(p.site, '-'), COALESCE(p.time_zone, '-'),
                    COALESCE(p.language, '-'), COALESCE(p.hired_on, -1), p.active
                FROM person p LEFT JOIN department d ON d.id = p.department LEFT JOIN person m ON m.id = p.manager
                ORDER BY p.external_id NULLS FIRST
                """
            ) { row in
                var fields: [String] = []
                for column in 1...11 { fields.append(try row[column]) }
                let day: Int64 = try row[12]
                fields.append(day == -1 ? "-" : Day(number: day).description)
                let active: Bool = try row[13]
                fields.append(active ? "active" : "left")
                let attributes = try reader.attributes(of: row[0])
                for (name, value) in attributes.sorted(by: { $0.key < $1.key }) { fields.append("\(name)=\(value)") }
                lines.append(fields.joined(separator: "|"))
            }
            return lines
        }
    }

    func paths() async throws -> [String] {
        try await database.read { try $0.departments().map(\.path).sorted() }
    }

    /// What must hold whatever was imported.
    func checkInvariants(sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let (open, within, staging) = try await database.read { reader in
            (
                // Everyone has one open period, which says what the person's row says.
                try reader.count(
                    """
                    SELECT count(*) FROM person p WHERE (SELECT count(*) FROM person_period o WHERE o.person = p.id AND o.until IS NULL
                        AND o.department IS NOT DISTINCT FROM p.department AND o.manager IS NOT DISTINCT FROM p.manager
                        AND o.country IS NOT DISTINCT FROM p.country AND o.active = p.active) <> 1
                    """),
                // The closure of the tree is the tree's.
                try reader.count(
                    """
                    WITH RECURSIVE up (department, ancestor) AS (
                        SELECT id, id FROM department
                        UNION SELECT up.department, d.parent FROM up JOIN department d ON d.id = up.ancestor WHERE d.parent IS NOT NULL)
                    SELECT (SELECT count(*) FROM up) + (SELECT count(*) FROM department_within)
                        - 2 * (SELECT count(*) FROM up JOIN department_within w ON w.department = up.department AND w.ancestor = up.ancestor)
                    """),
                try reader.count("SELECT count(*) FROM staging_lease WHERE holder <> ''")
            )
        }
        #expect(open == 0, "periods", sourceLocation: sourceLocation)
        #expect(within == 0, "department_within", sourceLocation: sourceLocation)
        #expect(staging == 0, "the lease of staging is given back", sourceLocation: sourceLocation)
    }
}

/// A generator whose numbers are the same in every run.
struct Seeded: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
