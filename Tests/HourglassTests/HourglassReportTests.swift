import Audiences
import Hourglass
import Kernel
import Storage
import Testing
import Touches

@Suite("The figures of the hourglass")
struct HourglassReportTests {
    /// 30 of Sales (10 of its north, 2 of its east) and 8 of IT know it; 12 of Sales follow it; 6 use it. All long ago.
    static func live(_ world: World) async throws {
        let known = Array(1...18) + Array(38...47) + [58, 59] + Array(61...68)
        try await world.record(
            known.map { (Int64($0), .viewed, 0) } + (1...12).map { (Int64($0), .followed, 4) }
                + (1...6).flatMap { person in (7...9).map { (Int64(person), .used, $0) } })
        try await world.drain()
    }

    static func query(_ reader: HourglassReport.Audience, unit: DepartmentKey? = nil) -> HourglassQuery {
        HourglassQuery(World.crm, unit: unit, for: reader, now: World.now, zone: .utc, terms: TermRegistry([.stage]))
    }

    @Test("What the operator reads is what is there", arguments: Engine.allCases)
    func unfiltered(engine: Engine) async throws {
        try await World.with(engine) { world in
            try await Self.live(world)
            let report = try #require(try await world.database.read { try $0.hourglass(Self.query(.operator)) })
            #expect(report.population == 102)
            #expect(report.stages.map(\.beyond.count) == [38, 12, 6, 6, 6, 0, 0])
            #expect(report.stages.map(\.evidenced.count) == [38, 12, 0, 6, 6, 0, 0])
            #expect(report.stages.map(\.inStage.count) == [26, 6, 0, 0, 6, 0, 0])
            #expect(report.stages[1].medianDays == 4)
            #expect(report.stages[1].medianPeople == 12)
            #expect(report.stages[2].medianDays == nil)
            #expect(report.stages[4].medianDays == 2)
            #expect(Dictionary(uniqueKeysWithValues: report.parts.map { ($0.unit.name, $0.beyond[0].count) }) == ["Sales": 30, "IT": 8])
            #expect(report.weeks.first?.beyond.map(\.count) == [38, 12, 0, 0, 0, 0, 0])
            #expect(report.weeks.last?.beyond.map(\.count) == report.stages.map(\.beyond.count))
            let sales = try #require(try await world.database.read { try $0.hourglass(Self.query(.operator, unit: World.sales)) })
            #expect(sales.population == 60)
            #expect(Dictionary(uniqueKeysWithValues: sales.parts.map { ($0.unit.name, $0.beyond[0].count) }) == ["North": 10, "East": 2])
        }
    }

    @Test("Where behaviour decides whose offering it is, readers see all who could be in it, not who is", arguments: Engine.allCases)
    func widened(engine: Engine) async throws {
        try await World.with(engine) { world in
            try await Self.live(world)
            try await world.database.write { transaction in
                try transaction.run(
                    "INSERT INTO audience (id, slug, name, rule, created_at, changed_at) VALUES (77, 'x', 'X', 'stage(\"crm\") >= like', 0, 0)"
                )
                try transaction.run("UPDATE offering SET audience = 77 WHERE id = \(World.crm)")
            }
            let open = try #require(try await world.database.read { try $0.hourglass(Self.query(.operator)) })
            #expect(open.population == 12 && !open.isWidened)
            let shown = try #require(try await world.database.read { try $0.hourglass(Self.query(.reader)) })
            #expect(shown.population == 102 && shown.isWidened)
            #expect(shown.parts.reduce(0) { $0 + $1.population } > 12)
        }
    }

    @Test("Small groups stay hidden, and so does what would tell of them", arguments: Engine.allCases)
    func hidden(engine: Engine) async throws {
        try await World.with(engine) { world in
            try await Self.live(world)
            let sales = try #require(try await world.database.read { try $0.hourglass(Self.query(.reader, unit: World.sales)) })
            let parts = Dictionary(uniqueKeysWithValues: sales.parts.map { ($0.unit.name, $0.beyond) })
            #expect(parts["East"]?[0].count == nil)
            #expect(parts["North"]?[0].count == 10)
            // Three people: their own page says nothing, whatever is asked.
            let east = try #require(try await world.database.read { try $0.hourglass(Self.query(.reader, unit: World.east)) })
            #expect(east.stages.allSatisfy { $0.beyond.count == nil && $0.evidenced.count == nil && $0.inStage.count == nil })
            #expect(east.stages.allSatisfy { $0.conversion == nil && $0.medianDays == nil })
            #expect(east.weeks.allSatisfy { $0.beyond.allSatisfy { $0.count == nil } })
        }
    }

    @Test("Of fewer than fifty people the last full week is shown", arguments: Engine.allCases)
    func weekly(engine: Engine) async throws {
        try await World.with(engine) { world in
            try await Self.live(world)
            // Wednesday of the week of now, 2026-05-13.
            try await world.record((69...78).map { (Int64($0), .viewed, 72) })
            try await world.drain()
            // The company less Sales and IT would tell of the two at its head.
            let told = try #require(try await world.database.read { try $0.hourglass(Self.query(.reader, unit: World.computing)) })
            #expect(told.stages[0].beyond == .hidden(.difference))
            try await world.database.write { try $0.run("UPDATE person SET active = \(false) WHERE department = \(World.company)") }
            let (computing, company) = try await world.database.read { reader in
                (try reader.hourglass(Self.query(.reader, unit: World.computing)), try reader.hourglass(Self.query(.reader)))
            }
            #expect(computing?.stages[0].beyond.count == 8)
            #expect(computing?.dataTo.description == "2026-05-11T00:00:00Z")
            #expect(company?.stages[0].beyond.count == 48)
            #expect(company?.dataTo == World.now)
            #expect(company?.parts.first { $0.unit.name == "IT" }?.beyond[0].count == 8)
            let all = try await world.database.read { try $0.hourglass(Self.query(.operator, unit: World.computing)) }
            #expect(all?.stages[0].beyond.count == 18)
        }
    }

    @Test(
        "Departments are listed from the first unit that branches",
        arguments: Engine.allCases,
        [
            ("Acme", nil, ["Sales", "IT"]), ("Acme / Sales", nil, ["North", "East"]), ("Acme / Sales", World.company, ["North", "East"]),
            ("Acme / Sales", World.sales, ["North", "East"]), ("Acme / Sales / North", nil, []), ("Acme / IT", World.computing, []),
        ] as [(String, DepartmentKey?, Set<String>)])
    func branching(engine: Engine, meant: (audience: String, unit: DepartmentKey?, parts: Set<String>)) async throws {
        try await World.with(engine) { world in
            try await Self.live(world)
            let rule = "department under \"\(meant.audience)\""
            try await world.database.write { transaction in
                try transaction.run(
                    "INSERT INTO audience (id, slug, name, rule, created_at, changed_at) VALUES (1, 'meant', 'Meant', \(rule), 0, 0)")
                try transaction.run("UPDATE offering SET audience = 1 WHERE id = \(World.crm)")
            }
            for reader in [HourglassReport.Audience.operator, .reader] {
                let report = try #require(try await world.database.read { try $0.hourglass(Self.query(reader, unit: meant.unit)) })
                #expect(Set(report.parts.map(\.unit.name)) == meant.parts)
            }
        }
    }

    @Test("stage() compares, and unaware includes who never touched it", arguments: Engine.allCases)
    func term(engine: Engine) async throws {
        try await World.with(engine) { world in
            try await Self.live(world)
            let cases = [
                ("stage(\"crm\") < try", 96), ("stage(\"crm\") >= try", 6), ("stage(\"crm\") = unaware", 64), ("stage(\"crm\") = like", 6),
                ("stage(\"crm\") != know", 76), ("stage(\"crm\") > like", 6), ("stage(\"crm\") <= like", 96),
                ("stage(\"wiki\") = unaware", 102),
            ]
            for (text, count) in cases {
                let found = try await world.database.read { reader in
                    try reader.count(try reader.check(text, terms: TermRegistry([.stage])), today: Day(number: 20_588))
                }
                #expect(found == count, "\(text)")
            }
        }
    }

    @Test("Arms compare what came after the start", arguments: Engine.allCases)
    func arms(engine: Engine) async throws {
        try await World.with(engine) { world in
            try await world.record([(1, .tried, 0), (2, .tried, 30), (3, .tried, 31), (41, .tried, 32), (50, .viewed, 33)])
            try await world.drain()
            try await world.database.write { transaction in
                try transaction.run(
                    "INSERT INTO audience (id, slug, name, rule, created_at, changed_at) VALUES (1, 'all', 'All', 'everyone', 0, 0)")
                try transaction.run(
                    """
                    INSERT INTO campaign (id, slug, name, publisher, offering, audience, stage, class, state, start_kind, latest_send_hours,
                        uncertain, holdout, by_email, on_home, created_at, changed_at)
                    VALUES (9, 'launch', 'Launch', 1, \(World.crm), 1, 'try', 'news', 'running', 'now', 72, 'keep', 200, \(true), \(false), 0, 0)
                    """)
                try transaction.run(
                    """
                    INSERT INTO run (id, campaign, state, started_at, started_by, latest_send, audience_size, holdout_size)
                    VALUES (90, 9, 'running', \(World.start + .days(10)), 'operator', 0, 50, 10)
                    """)
                for person in Int64(1)...50 {
                    try transaction.run(
                        "INSERT INTO arm (campaign, person, arm) VALUES (9, \(person), \(person <= 40 ? "reached" : "holdout"))")
                }
                try transaction.run(
                    "INSERT INTO follow (person, kind, subject, since) VALUES (5, 'offering', \(World.crm), \(World.start + .days(11)))")
            }
            let trial = try #require(try await world.database.read { try $0.hourglass(Self.query(.operator)) }?.trials.first)
            #expect(trial.reached.people == 40)
            #expect(trial.holdout.people == 10)
            #expect(trial.reached.outcomes[.try] == .known(2))
            #expect(trial.holdout.outcomes[.try] == .known(1))
            #expect(trial.reached.outcomes[.follow] == .known(1))
            #expect(trial.reached.outcomes[.buy] == .known(0))
            let shown = try #require(try await world.database.read { try $0.hourglass(Self.query(.reader)) }?.trials.first)
            #expect(shown.holdout.outcomes[.buy] == .hidden(.noneOrAll))
            // An audience that behaviour decides is told rounded; one that would tell of one person, not at all.
            func told(_ rule: String, _ holdout: Int, _ reader: HourglassReport.Audience) async throws -> HourglassReport.Trial? {
                try await world.database.write { transaction in
                    try transaction.run("UPDATE audience SET rule = \(rule) WHERE id = 1")
                    try transaction.run("UPDATE arm SET arm = 'reached' WHERE person <= \(50 - holdout)")
                }
                return try await world.database.read { try $0.hourglass(Self.query(reader)) }?.trials.first
            }
            let rounded = try await told("stage(\"crm\") >= unaware", 8, .reader)
            #expect(rounded?.holdout.people == 10 && rounded?.reached.people == 40)
            let one = "stage(\"crm\") >= try and not external_id = \"E-1\""
            let hidden = try await told(one, 8, .reader)
            #expect(hidden == nil)
            let open = try await told(one, 8, .operator)
            #expect(open?.holdout.people == 8)
        }
    }
}
