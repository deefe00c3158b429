import Hourglass
import Kernel
import People
import Storage
import Testing

@Suite("Importing usage", .serialized)
struct UsageImportTests {
    private struct Taken {
        var outcome: UsageOutcome
        var problems: [String]
    }

    @discardableResult
    private func take(
        _ text: String, _ world: World, _ change: (inout UsageImport.Options) -> Void = { _ in }
    ) async throws -> Taken {
        var options = UsageImport.Options()
        change(&options)
        var problems: [String] = []
        let outcome = try await UsageImport(world.database, zone: .utc, options).run(Array(text.utf8)) { problems.append("\($0)") }
        return Taken(outcome: outcome, problems: problems)
    }

    /// `person offering day source event` of every touch, in order.
    private func touches(_ world: World) async throws -> [String] {
        try await world.database.read { reader in
            var lines: [String] = []
            try reader.each(
                """
                SELECT person, offering, local_day, source, way, channel FROM touch
                ORDER BY person NULLS FIRST, offering NULLS FIRST, happened_at NULLS FIRST, id NULLS FIRST
                """
            ) { row in
                let (person, offering, day): (Int, Int, Day) = (try row[0], try row[1], try row[2])
                let (source, way, channel): (String, String, String) = (try row[3], try row[4], try row[5])
                lines.append("\(person) \(offering) \(day) \(source) \(way) \(channel)")
            }
            return lines
        }
    }

    private func stages(_ world: World) async throws -> [String] {
        try await world.drain()
        return try await world.dump().filter { $0.hasPrefix("stage ") }.map { $0.split(separator: " ").prefix(4).joined(separator: " ") }
    }

    @Test("A day of use is one touch, however often files have it", arguments: Engine.allCases)
    func idempotent(engine: Engine) async throws {
        try await World.with(engine) { world in
            let file = """
                External ID;offering;day;count
                E-1;crm;2026-03-02;4
                E-1;crm;2026-03-02;1
                E-2;wiki;2026-03-03;0
                E-2;crm;2026-03-03;2.5
                """
            let first = try await take(file, world)
            #expect(first.problems == [])
            #expect(first.outcome.rows == 4 && first.outcome.new == 2 && first.outcome.unchanged == 1 && first.outcome.withoutUse == 1)
            let touches = try await touches(world)
            #expect(touches == ["1 501 2026-03-02 import used import", "2 501 2026-03-03 import used import"])
            let marks = try await world.database.read { try $0.count("SELECT count(*) FROM hourglass_dirty") }
            #expect(marks == 2)
            try await world.drain()

            let second = try await take(file, world)
            #expect(second.outcome.new == 0 && second.outcome.changed == 0 && second.outcome.unchanged == 3)
            let (again, marked) = (
                try await self.touches(world), try await world.database.read { try $0.count("SELECT count(*) FROM hourglass_dirty") }
            )
            #expect(again == touches)
            #expect(marked == 0)
        }
    }

    @Test("An event that comes again replaces what it said before, of its own source alone", arguments: Engine.allCases)
    func events(engine: Engine) async throws {
        try await World.with(engine) { world in
            try await take(
                "external_id,offering,timestamp,event_id\nE-1,crm,2026-03-02T23:30:00-02:00,a\nE-3,crm,2026-03-02T08:00Z,b\n", world)
            let second = try await take(
                "external_id,offering,timestamp,event_id\nE-2,crm,2026-03-04T08:00:00Z,a\nE-3,crm,2026-03-02T08:00Z,b\n", world)
            #expect(second.outcome.changed == 1 && second.outcome.unchanged == 1 && second.outcome.new == 0)
            let other = try await take("external_id,offering,timestamp,event_id\nE-1,crm,2026-03-05T08:00:00Z,a\n", world) {
                $0.source = "crm-logs"
            }
            #expect(other.outcome.new == 1)
            let touches = try await touches(world)
            #expect(
                touches == [
                    "1 501 2026-03-05 crm-logs used import", "2 501 2026-03-04 import used import", "3 501 2026-03-02 import used import",
                ])
            // Whose event it was before is derived again, too.
            let stages = try await stages(world)
            #expect(stages == ["stage 501 1 4", "stage 501 2 4", "stage 501 3 4"])
        }
    }

    @Test("Imported use takes people through try and buy to repeat, and out of it when it ends", arguments: Engine.allCases)
    func hourglass(engine: Engine) async throws {
        try await World.with(engine) { world in
            func row(_ person: Int, _ days: Int) -> String { "E-\(person),crm,\(Day(number: 20_514) + days)\n" }
            let header = "external_id,offering,day\n"
            // 20,514 is Monday, 2 March 2026.
            try await take(header + row(1, 0), world)
            var stages = try await stages(world)
            #expect(stages == ["stage 501 1 4"])
            try await take(header + row(1, 1) + row(1, 2), world)
            stages = try await self.stages(world)
            #expect(stages == ["stage 501 1 5"])
            // Four weeks more; only when they are complete do they count.
            let weeks = [7, 14, 21, 28].map { row(1, $0) }.joined()
            try await take(header + weeks, world)
            stages = try await self.stages(world)
            #expect(stages == ["stage 501 1 5"])
            let covered = try await take(header + row(1, 0) + weeks, world) { $0.completeUntil = Day("2026-04-05") }
            #expect(covered.outcome.coverage["crm"]?.lowerBound == Day("2026-03-02"))
            stages = try await self.stages(world)
            #expect(stages == ["stage 501 1 6"])
            // Weeks without use: those that nobody covers move nobody, those that a file without a row covers do.
            let quiet = try await take("external_id,day\n", world) {
                ($0.offering, $0.completeUntil) = ("crm", Day("2026-05-03"))
            }
            #expect(quiet.outcome.coverage["crm"] == Day(number: 20_514)...Day(number: 20_576))
            stages = try await self.stages(world)
            #expect(stages == ["stage 501 1 5"])
        }
    }

    @Test("Bad rows are reported one by one and stop no others; --strict stores nothing", arguments: Engine.allCases)
    func badRows(engine: Engine) async throws {
        try await World.with(engine) { world in
            try await world.database.write { transaction in
                for (person, email) in [(1, "ada@acme.example"), (2, "team@acme.example"), (3, "team@acme.example")] {
                    try transaction.run("UPDATE person SET email = \(email), email_folded = \(email) WHERE id = \(person)")
                }
            }
            let file = """
                external_id,email,offering,day,count,note
                ,Ada@Acme.example,crm,2026-03-02,,x
                ,team@acme.example,crm,2026-03-02,,x
                ,,crm,2026-03-02,,x
                E-999,,crm,2026-03-02,,x
                E-4,,nothing,2026-03-02,,x
                E-4,,crm,02.03.2026,,x
                E-4,,crm,2027-03-02,,x
                E-4,,crm,2026-03-02,many,x
                E-4,,crm
                E-4,,"crm,2026-03-02
                E-5,,crm,2026-03-02,1,x
                """
            let taken = try await take(file, world) { $0.completeUntil = Day("2026-03-31") }
            #expect(
                taken.problems == [
                    "line 3, column email: “team@acme.example” is the address of more than one person; row refused",
                    "line 4, column external_id: it is empty; row refused",
                    "line 5, column external_id: “E-999” is nobody in the directory; row refused",
                    "line 6, column offering: there is no offering “nothing”; row refused",
                    "line 7, column day: “02.03.2026” is no date (write 2026-03-02); row refused",
                    "line 8, column day: 2027-03-02 is yet to come; row refused",
                    "line 9, column count: “many” is no count (write a number from 0); row refused",
                    "line 10, column offering: the row has 3 fields, the header 6; row refused",
                    "line 11, column offering (character 6): the quote opened here is not closed; row refused",
                ])
            #expect(taken.outcome.new == 2 && taken.outcome.refused == 9 && taken.outcome.ignoredColumns == ["note"])
            // Somebody's use is missing, so the file tells nothing of those who are not in it.
            #expect(taken.outcome.keptCoverage && taken.outcome.coverage.isEmpty)
            let feeds = try await world.database.read { try $0.usageFeeds()[World.crm]?.days }
            #expect(feeds == nil)
            await #expect(throws: ImportError.strict(bad: 1)) {
                try await take("external_id,offering,day\nE-6,crm,2026-03-02\nE-7,crm,\n", world) { $0.strict = true }
            }
            let touches = try await touches(world)
            #expect(touches.map { $0.prefix(1) } == ["1", "5"])
        }
    }

    @Test(
        "A header that lacks what is needed stores nothing",
        arguments: [
            ("offering,day\n", "external_id or email"), ("email,day\n", "offering"), ("email,offering\n", "day or timestamp"),
            ("email,offering,day,timestamp\n", "both day and timestamp"), ("email,email,offering,day\n", "two columns"), ("", "header"),
        ])
    func headers(text: String, says: String) async throws {
        try await World.with(.sqlite) { world in
            let error = await #expect(throws: ImportError.self) { try await take(text, world) }
            #expect(error.map { "\($0)".contains(says) } == true)
        }
    }

    @Test("What is complete grows without a gap", arguments: Engine.allCases)
    func coverage(engine: Engine) async throws {
        try await World.with(engine) { world in
            let header = "external_id,offering,day\n"
            await #expect(throws: UsageImportError.completeInFuture(Day("2026-05-16") ?? Day(number: 0))) {
                try await take(header, world) { $0.completeUntil = Day("2026-05-16") }
            }
            await #expect(throws: UsageImportError.neverUsed(offering: "wiki")) {
                try await take("external_id,day\n", world) { ($0.offering, $0.completeUntil) = ("wiki", Day("2026-05-03")) }
            }
            try await take(header + "E-1,crm,2026-03-10\n", world) { $0.completeUntil = Day("2026-03-31") }
            await #expect(throws: UsageImportError.self) {
                try await take(header + "E-1,crm,2026-04-20\n", world) {
                    ($0.completeFrom, $0.completeUntil) = (Day("2026-04-02"), Day("2026-04-30"))
                }
            }
            let touches = try await touches(world)
            #expect(touches.count == 1)
            let next = try await take(header + "E-1,crm,2026-04-20\nE-1,wiki,2026-04-20\n", world) { $0.completeUntil = Day("2026-04-30") }
            #expect(next.outcome.coverage["crm"]?.lowerBound == Day("2026-03-10"))
            #expect(next.outcome.coverage["crm"]?.upperBound == Day("2026-04-30"))
            #expect(next.outcome.undeclared == ["wiki"])
            // An older file takes nothing away.
            let older = try await take(header + "E-1,crm,2026-03-12\n", world) { $0.completeUntil = Day("2026-03-20") }
            #expect(older.outcome.coverage["crm"]?.upperBound == Day("2026-04-30"))
        }
    }

    @Test("Many portions and batches, a day in each person's own zone, and the department of then", arguments: Engine.allCases)
    func many(engine: Engine) async throws {
        try await World.with(engine, file: true) { world in
            try await world.database.write { transaction in
                try transaction.run("UPDATE person SET time_zone = 'Pacific/Auckland' WHERE id = 1")
                for (since, until, department) in [(0, 1_773_100_800_000_000, World.sales), (1_773_100_800_000_000, nil, World.computing)]
                    as [(Int64, Int64?, DepartmentKey)]
                {
                    try transaction.run(
                        """
                        INSERT INTO person_period (person, since, until, department, active)
                        VALUES (1, \(since), \(until), \(department), \(true))
                        """)
                }
            }
            var file = "external_id,offering,timestamp\n"
            for person in 1...100 {
                for day in 0..<60 {
                    file += "E-\(person),crm,\(Day(number: 20_514) + day)T12:30:00Z\n"
                }
            }
            let taken = try await take(file, world)
            #expect(taken.outcome.rows == 6000 && taken.outcome.new == 6000)
            let (first, before, after) = try await world.database.read { reader in
                (
                    try reader.value("SELECT min(local_day) FROM touch WHERE person = 1", as: Day.self),
                    try reader.count("SELECT count(*) FROM touch WHERE person = 1 AND department = \(World.sales)"),
                    try reader.count("SELECT count(*) FROM touch WHERE person = 1 AND department = \(World.computing)")
                )
            }
            #expect(first == Day("2026-03-03"))
            // The second period begins at 2026-03-10T00:00Z.
            #expect(before == 8 && after == 52)
            let again = try await take(file, world)
            #expect(again.outcome.unchanged == 6000)
        }
    }
}
