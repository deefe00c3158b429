import Audiences
import Catalogue
import Kernel
import People
import Storage
import Testing
import Touches

@testable import Hourglass

@Suite("Counting people while their stages change")
struct TallyTests {
    /// A generator of the same numbers each time (SplitMix64).
    struct Dice: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
    }

    static func touches(_ count: Int, _ dice: inout Dice) -> [(person: Int64, way: Way, days: Int)] {
        (0..<count).map { _ in
            let way = ([.viewed, .viewed, .followed, .tried, .used, .used, .used] as [Way]).randomElement(using: &dice) ?? .viewed
            return (Int64.random(in: World.people, using: &dice), way, Int.random(in: 0...73, using: &dice))
        }
    }

    /// The report of every scope and reader, as text.
    static func reports(_ world: World) async throws -> [String] {
        try await world.database.read { reader in
            var texts: [String] = []
            for offering in [World.crm, World.wiki] {
                for audience in [HourglassReport.Audience.operator, .reader] {
                    for unit in [nil, World.company, World.sales, World.north, World.east, World.computing] {
                        for isBrief in [false, true] {
                            var query = HourglassReportTests.query(audience, unit: unit)
                            query.offering = offering
                            query.isBrief = isBrief
                            texts.append("\(try reader.hourglass(query).map { "\($0)" } ?? "none")")
                        }
                    }
                }
            }
            return texts
        }
    }

    static func isTallied(_ world: World, _ offering: OfferingKey) async throws -> Bool {
        try await world.database.read { reader in
            let query = HourglassReportTests.query(.operator)
            return try reader.isTallied(
                offering, by: reader.population(of: offering, terms: query.terms, today: query.today))
        }
    }

    static func tally(_ world: World) async throws -> [String] {
        try await world.database.read { reader in
            var lines: [String] = []
            try reader.each(
                """
                SELECT offering, kind, a, b, c, unit, people FROM hourglass_tally WHERE people <> 0
                ORDER BY offering NULLS FIRST, kind NULLS FIRST, a NULLS FIRST, b NULLS FIRST, c NULLS FIRST, unit NULLS FIRST
                """
            ) { row in lines.append(try (0..<7).map { try String(row[$0] as Int64) }.joined(separator: " ")) }
            return lines
        }
    }

    /// Something that changes whose figures they are.
    static func disturb(_ world: World, _ dice: inout Dice) async throws {
        let people = (0..<8).map { _ in Int64.random(in: World.people, using: &dice) }
        let rules = [
            nil, "department under \"Acme / Sales\"", "not department under \"East\" and name is set",
            "hired_on within 3 weeks or name >= \"a\"",
        ]
        let (unit, isActive) = (
            [nil, World.sales, World.north, World.computing, World.company].randomElement(using: &dice) ?? nil,
            Int.random(in: 0...3, using: &dice) > 0
        )
        let rule = rules[Int.random(in: 0..<4, using: &dice)]
        try await world.database.write { transaction in
            try transaction.directoryChanges()
            try transaction.run("UPDATE person SET department = \(unit), active = \(isActive) WHERE id IN \(list: people)")
            try transaction.run("UPDATE offering SET audience = NULL WHERE id = \(World.crm)")
            try transaction.run("DELETE FROM audience WHERE id = 77")
            guard let rule else { return }
            try transaction.run(
                "INSERT INTO audience (id, slug, name, rule, created_at, changed_at) VALUES (77, 'those', 'Those', \(rule), 0, 0)")
            try transaction.run("UPDATE offering SET audience = 77 WHERE id = \(World.crm)")
        }
    }

    @Test("Whatever happens, the tally tells what the rows do", arguments: Engine.allCases, [1, 2, 3] as [UInt64])
    func differential(engine: Engine, seed: UInt64) async throws {
        try await World.with(engine) { world in
            var dice = Dice(state: seed)
            let worker = World.worker(world.database, 40)
            for step in 0..<6 {
                try await world.record(Self.touches(120, &dice))
                try await world.record(Self.touches(40, &dice), of: World.wiki)
                if step > 0 { try await Self.disturb(world, &dice) }
                try await worker.drain()
                // Out of step until it is counted anew: the rows answer.
                if step > 0 { #expect(try await !Self.isTallied(world, World.wiki)) }
                let fromRows = try await Self.reports(world)
                try await worker.retally()
                #expect(try await Self.isTallied(world, World.crm))
                #expect(try await Self.isTallied(world, World.wiki))
                #expect(try await Self.reports(world) == fromRows)
                // Touches leave it in step.
                try await world.record(Self.touches(60, &dice))
                try await worker.drain()
                #expect(try await Self.isTallied(world, World.crm))
                let tallied = try await Self.reports(world)
                let counted = try await Self.tally(world)
                for offering in [World.crm, World.wiki] { try await worker.recompute(offering) }
                #expect(try await Self.tally(world) == counted)
                try await world.database.write { try $0.run("DELETE FROM hourglass_basis") }
                #expect(try await Self.reports(world) == tallied)
                try await worker.retally()
            }
        }
    }

    @Test("A population that behaviour decides is counted by its rows", arguments: Engine.allCases)
    func behaviour(engine: Engine) async throws {
        try await World.with(engine) { world in
            try await HourglassReportTests.live(world)
            try await world.database.write { transaction in
                try transaction.run(
                    "INSERT INTO audience (id, slug, name, rule, created_at, changed_at) VALUES (77, 'x', 'X', 'stage(\"wiki\") = unaware', 0, 0)"
                )
                try transaction.run("UPDATE offering SET audience = 77 WHERE id = \(World.crm)")
            }
            try await World.worker(world.database, 40).retally()
            #expect(try await !Self.isTallied(world, World.crm))
            let report = try #require(try await world.database.read { try $0.hourglass(HourglassReportTests.query(.operator)) })
            #expect(report.stages[0].beyond.count == 38)
        }
    }

    @Test("An hourglass that is tallied reads no rows of people", arguments: Engine.allCases)
    func plans(engine: Engine) async throws {
        try await World.with(engine) { world in
            try await HourglassReportTests.live(world)
            try await World.worker(world.database, 40).retally()
            let population = try await world.database.read { reader in
                try reader.population(of: World.crm, terms: TermRegistry([.stage]), today: Day(number: 20_588))
            }
            for isWhole in [true, false] {
                let source = HourglassSource(offering: World.crm, population: population, isTallied: true, isWhole: isWhole)
                let plans = try await world.database.maintain { connection in
                    // A planner with next to no rows takes any way.
                    if engine == .postgres { try connection.script("SET enable_seqscan = off") }
                    return try [
                        source.populationsSQL, source.nowSQL, source.mediansSQL(nil, nil), source.mediansSQL(World.sales, nil),
                        source.weeksSQL(nil, nil), source.weeksSQL(World.sales, nil),
                    ].map { try connection.plan(Statement($0, for: engine)) }
                }
                for plan in plans {
                    #expect(plan.contains("hourglass_tally") && !plan.contains("SCAN") && !plan.contains("Seq Scan"), "\(plan)")
                    #expect(!plan.contains("stage") && !plan.contains("person"), "\(plan)")
                }
            }
        }
    }
}
