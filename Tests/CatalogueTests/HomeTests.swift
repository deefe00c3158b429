import Audiences
import Identity
import Kernel
import Storage
import TestSupport
import Testing
import Touches
import Web

@testable import Catalogue

@Suite("What is new for a person, and why")
struct HomeTests {
    private func items(_ world: World, for person: PersonKey, now: Instant = World.start, language: Language = .en) async throws
        -> [HomeItem]
    {
        try await world.database.read {
            try $0.homeItems(for: person, terms: World.terms, zone: .utc, now: now, language: language).items
        }
    }

    @Test(arguments: Engine.allCases) func newsOfWhatOneFollows(engine: Engine) async throws {
        try await World.with(engine) { world async throws in
            let today = Zone.utc.day(at: World.start)
            try await world.database.write { transaction in
                try transaction.follow(.topic(world.topic), by: world.author, zone: .utc)
                try transaction.follow(.offering(world.offering), by: world.employee, zone: .utc)
                try transaction.addNews(Texts("Maps **offline**"), on: today, to: world.offering, actor: .system)
                try transaction.addNews(Texts("Too old"), on: today + -31, to: world.offering, actor: .system)
                try transaction.addNews(Texts("Not yet"), on: today + 1, to: world.offering, actor: .system)
            }
            let followers = try await items(world, for: world.employee)
            #expect(followers.map(\.text) == ["Maps offline"])
            #expect(followers.first?.why == "Why you see this: you follow Field CRM.")
            let topic = try await items(world, for: world.author, language: .de)
            #expect(topic.first?.why == "Warum Sie das sehen: Sie folgen Mobiles Arbeiten.")
        }
    }

    @Test(arguments: Engine.allCases) func newThingsForThoseWhoMayGetThem(engine: Engine) async throws {
        try await World.with(engine) { world async throws in
            #expect(
                try await items(world, for: world.colleague).map(\.why) == ["Why you see this: it is new and made for people like you."])
            #expect(try await items(world, for: world.other).isEmpty)
            #expect(try await items(world, for: world.colleague, now: World.start + .days(61)).isEmpty)
        }
    }

    @Test(arguments: Engine.allCases) func popularInOnesUnitFromFiveUp(engine: Engine) async throws {
        try await World.with(engine) { world async throws in
            let later = World.start + .days(100)
            func follow(_ range: Range<Int64>) async throws {
                try await world.database.write { transaction in
                    for number in range {
                        let key = PersonKey(1000 + number)
                        try transaction.addPerson(key, "P\(number)", in: world.sales)
                        try transaction.follow(.offering(world.offering), by: key, zone: .utc)
                    }
                }
            }
            try await follow(0..<4)
            #expect(try await items(world, for: world.employee, now: later).isEmpty)
            try await follow(4..<6)
            #expect(
                try await items(world, for: world.employee, now: later).map(\.why) == ["Why you see this: 6 people in Sales follow it."])
            let like = try await world.database.read { try $0.peopleLike(world.employee, for: world.offering, zone: .utc, now: later) }
            #expect(like == PeopleLikeYou(department: "Sales", using: nil, following: 6))
            // Within the week that fewer than fifty people's figures wait for, nothing is said.
            let early = try await world.database.read {
                try $0.peopleLike(world.employee, for: world.offering, zone: .utc, now: World.start)
            }
            #expect(early == nil)
        }
    }

    /// Home is the page that everyone opens: it must look things up, never walk a table that grows with people or touches.
    @Test(arguments: Engine.allCases) func homeScansNoLargeTable(engine: Engine) async throws {
        try await World.with(engine) { world async throws in
            try await world.database.write { transaction in
                // One in a thousand is in the unit, so that looking up is surely the better way.
                try transaction.run(
                    """
                    INSERT INTO person (id, external_id, external_id_folded, name, name_folded, sort_key, first_name, first_name_folded, department,
                        active, created_at, changed_at)
                    WITH RECURSIVE n (i) AS (SELECT \(Int64(20_000)) UNION ALL SELECT i + 1 FROM n WHERE i < 50000)
                    SELECT i, 'Q' || i, 'q' || i, 'Q', 'q', 'q', 'Q', 'q', CASE WHEN i % 1000 = 0 THEN \(world.sales) ELSE \(world.it) END,
                        \(true), \(transaction.now), \(transaction.now) FROM n
                    """)
                try transaction.run(
                    """
                    INSERT INTO follow (person, kind, subject, since)
                    SELECT id, 'offering', \(world.offering), \(transaction.now) FROM person WHERE id >= 20000
                    ON CONFLICT (person, kind, subject) DO NOTHING
                    """)
            }
            if engine == .postgres { try await world.database.maintain { try $0.script("ANALYZE") } }
            let queries: [(String, SQL)] = [
                (
                    "news",
                    "SELECT n.id FROM offering_news n WHERE \(HomeQueries.newsCondition(person: world.employee, today: Day(number: 20_514)))"
                ),
                ("popular", HomeQueries.popular(in: world.sales, before: World.start + .days(1))),
                ("new", HomeQueries.newOfferings(now: World.start)),
            ]
            for (name, query) in queries {
                let plan = try await world.database.read { reader in
                    var lines: [String] = []
                    let explain: SQL = reader.engine == .sqlite ? "EXPLAIN QUERY PLAN " : "EXPLAIN "
                    try reader.each(explain + query) { row in lines.append(reader.engine == .sqlite ? try row["detail"] : try row[0]) }
                    return lines
                }
                #expect(!plan.isEmpty)
                for line in plan {
                    for table in ["person", "follow"] {
                        #expect(!line.contains("Seq Scan on \(table)"), "\(name): \(line)")
                    }
                    #expect(!line.hasPrefix("SCAN p") && !line.hasPrefix("SCAN f") && line != "SCAN n", "\(name): \(line)")
                }
            }
        }
    }
}

@Suite("Looking around the catalogue")
struct BrowsingTests {
    @Test(arguments: Engine.allCases) func aThousandOfferings(engine: Engine) async throws {
        try await World.with(engine) { world async throws in
            try await world.database.write { transaction in
                for number in 0..<1000 {
                    guard let slug = Slug("thing-\(number)") else { continue }
                    let draft = OfferingDraft(
                        slug: slug, owner: world.publisher, kind: number % 2 == 0 ? .tool : .service,
                        lifecycle: number < 10 ? .retired : .live, name: Texts("Thing \(1000 + number)"),
                        tagline: Texts("Does \(number) things"))
                    _ = try transaction.save(draft, actor: .system)
                }
            }
            let (first, last, tools, found, retired, fresh) = try await world.database.read { reader in
                func browse(_ filter: CatalogueFilter, _ offset: Int = 0, now: Instant = World.start) throws -> (
                    names: [String], total: Int
                ) {
                    let found = try reader.browse(filter, now: now, limit: 24, offset: offset)
                    return (found.offerings.map(\.name.inDefault), found.total)
                }
                return (
                    try browse(CatalogueFilter()), try browse(CatalogueFilter(), 984), try browse(CatalogueFilter(kind: .tool)),
                    try browse(CatalogueFilter(query: "thing 1500")), try browse(CatalogueFilter(query: "thing 1003")),
                    try browse(CatalogueFilter(isNew: true), now: World.start + .days(61))
                )
            }
            #expect(first.total == 991)
            #expect(first.names.prefix(3) == ["Field CRM", "Thing 1010", "Thing 1011"])
            #expect(last.names.count == 7)
            #expect(tools.total == 495)
            #expect(found.names == ["Thing 1500"])
            #expect(retired.total == 0)
            #expect(fresh.total == 0)
        }
    }

    @Test(arguments: Engine.allCases) func nothingAtAll(engine: Engine) async throws {
        try await World.with(engine) { world async throws in
            let (found, none) = try await world.database.read { reader in
                let found = try reader.browse(CatalogueFilter(kind: .change), now: World.start, limit: 24)
                return (
                    found.total,
                    try reader.availability(
                        of: [Offering](), for: world.employee, terms: World.terms, today: Day(number: 1), language: "en")
                )
            }
            #expect(found == 0)
            #expect(none.isEmpty)
        }
    }

    @Test(arguments: Engine.allCases) func whoMayGetIt(engine: Engine) async throws {
        try await World.with(engine) { world async throws in
            func availability(_ person: PersonKey) async throws -> Availability? {
                try await world.database.read { reader in
                    let all = try reader.offerings()
                    return try reader.availability(of: all, for: person, terms: World.terms, today: Day(number: 20_514), language: "en")[
                        world.offering]
                }
            }
            #expect(try await availability(world.employee) == .yes)
            guard case .only(let who) = try await availability(world.other) else {
                Issue.record("it is not for IT")
                return
            }
            #expect(who.contains("Sales"))
            try await world.database.write {
                try $0.run("UPDATE audience SET rule = 'department under \"Gone\"' WHERE id = \(world.audience)")
            }
            #expect(try await availability(world.employee) == .unclear)
        }
    }
}
