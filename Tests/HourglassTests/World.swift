import Audiences
import Campaigns
import Catalogue
import Delivery
import Hourglass
import Identity
import Kernel
import Logging
import People
import Storage
import TestSupport
import Touches

/// A small company: 60 in Sales (20 of them in its north, 3 in its east), 40 in IT, 2 at the head; offerings 501 (with a feed) and 502.
struct World {
    let database: Database

    static let schema =
        Database.migrations + PeopleSchema.migrations + TouchSchema.migrations + IdentitySchema.migrations + AudienceSchema.migrations
        + CatalogueSchema.migrations + CampaignSchema.migrations + DeliverySchema.migrations + HourglassSchema.migrations
    static let company = DepartmentKey(1)
    static let sales = DepartmentKey(2)
    static let computing = DepartmentKey(3)
    static let north = DepartmentKey(4)
    static let east = DepartmentKey(5)
    static let crm = OfferingKey(501)
    static let wiki = OfferingKey(502)
    /// Monday, 2026-03-02, 09:00 UTC.
    static let start = Instant("2026-03-02T09:00:00Z") ?? Instant(microseconds: 0)
    /// Friday, 2026-05-15, 12:00 UTC.
    static let now = Instant("2026-05-15T12:00:00Z") ?? Instant(microseconds: 0)
    static func worker(_ database: Database, _ batch: Int) -> HourglassWorker {
        HourglassWorker(
            database: database, terms: TermRegistry([.stage]), zone: .utc, batch: batch,
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
    }

    /// Who works where, by their keys.
    static func department(of person: Int64) -> DepartmentKey {
        switch person {
        case 1...37: sales
        case 38...57: north
        case 58...60: east
        case 61...100: computing
        default: company
        }
    }
    static let people: ClosedRange<Int64> = 1...102

    static func with<Result>(_ engine: Engine, file: Bool = false, _ body: (World) async throws -> Result) async throws -> Result {
        try await TestDatabase.with(engine, schema, file: file, clock: .fixed(now)) { database in
            let world = World(database: database)
            try await database.write { try world.store(in: $0) }
            return try await body(world)
        }
    }

    private func store(in transaction: Transaction) throws {
        let units: [(DepartmentKey, DepartmentKey?, StaticString, String, Int)] = [
            (Self.company, nil, "acme", "Acme", 1), (Self.sales, Self.company, "sales", "Acme / Sales", 2),
            (Self.computing, Self.company, "it", "Acme / IT", 2), (Self.north, Self.sales, "north", "Acme / Sales / North", 3),
            (Self.east, Self.sales, "east", "Acme / Sales / East", 3),
        ]
        for (key, parent, _, path, depth) in units {
            let name = path.split(separator: " / ").last.map(String.init) ?? path
            try transaction.run(
                """
                INSERT INTO department (id, parent, name, path, folded_path, sort_key, depth)
                VALUES (\(key), \(parent), \(name), \(path), \(path.lowercased()), \(name.lowercased()), \(depth))
                """)
            var ancestor: DepartmentKey? = key
            while let current = ancestor {
                try transaction.run("INSERT INTO department_within (ancestor, department) VALUES (\(current), \(key))")
                ancestor = units.first { $0.0 == current }?.1
            }
        }
        for person in Self.people {
            try transaction.run(
                """
                INSERT INTO person (id, external_id, external_id_folded, name, name_folded, sort_key, first_name, first_name_folded,
                    department, active, created_at, changed_at)
                VALUES (\(person), \("E-\(person)"), \("e-\(person)"), 'A', 'a', 'a', 'A', 'a', \(Self.department(of: person)), \(true), 0, 0)
                """)
        }
        try transaction.run(
            "INSERT INTO publisher (id, slug, name, created_at, changed_at) VALUES (1, 'it', 'IT', 0, 0)")
        for (key, slug, name, hasFeed) in [(Self.crm, "crm", "Field CRM", true), (Self.wiki, "wiki", "Handbook", false)] {
            try transaction.run("INSERT INTO catalogue_slug (slug, kind, subject) VALUES (\(slug), 'offering', \(key))")
            try transaction.run(
                """
                INSERT INTO offering (id, slug, owner, kind, lifecycle, language, has_usage_feed, sort_key, created_at, changed_at)
                VALUES (\(key), \(slug), 1, 'app', 'live', 'en', \(hasFeed), \(slug), 0, 0)
                """)
            try transaction.run(
                "INSERT INTO offering_text (offering, language, name, tagline) VALUES (\(key), 'en', \(name), 'A tagline')")
        }
    }

    /// Records touches of one offering, `days` after the start each.
    func record(_ touches: [(person: Int64, way: Way, days: Int)], of offering: OfferingKey = crm) async throws {
        try await database.write { transaction in
            try transaction.record(
                touches.map { NewTouch($0.way, of: offering, by: PersonKey($0.person), at: Self.start + .days($0.days)) }, zone: .utc)
        }
    }

    func drain(batch: Int = 1000) async throws { try await Self.worker(database, batch).drain() }

    /// All that is derived, one line a row.
    func dump() async throws -> [String] {
        try await database.read { reader in
            var lines: [String] = []
            try reader.each(
                "SELECT offering, person, stage, evidence, since FROM stage ORDER BY offering NULLS FIRST, person NULLS FIRST"
            ) { row in lines.append(try Self.line("stage", row, 5)) }
            try reader.each(
                """
                SELECT offering, person, stage, happened_at, known_at FROM stage_reached
                ORDER BY offering NULLS FIRST, person NULLS FIRST, stage NULLS FIRST
                """
            ) { row in lines.append(try Self.line("reached", row, 5)) }
            try reader.each(
                """
                SELECT offering, person, position, from_stage, to_stage, happened_at, known_at FROM stage_transition
                ORDER BY offering NULLS FIRST, person NULLS FIRST, position NULLS FIRST
                """
            ) { row in lines.append(try Self.line("transition", row, 7)) }
            return lines
        }
    }

    private static func line(_ kind: String, _ row: Row, _ columns: Int) throws -> String {
        try kind + " " + (0..<columns).map { try String(row[$0] as Int64) }.joined(separator: " ")
    }
}
