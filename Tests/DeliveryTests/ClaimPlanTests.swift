import Kernel
import Storage
import Testing

@testable import Delivery

@Suite("What a claim reads in a large company")
struct ClaimPlanTests {
    /// Enough people, and enough that was sent to them before, that reading a table would cost. Managers are all over the directory, and
    /// everybody is in every table that says something of people.
    private func grow(_ world: World, by count: Int) async throws {
        try await world.database.write { t in
            try t.run(
                """
                INSERT INTO person (id, external_id, external_id_folded, email, email_folded, name, name_folded, sort_key, first_name,
                    first_name_folded, department, manager, country, country_folded, active, created_at, changed_at)
                WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(count))
                SELECT 1000 + i, 'P-' || i, 'p-' || i, 'p-' || i || '@acme.example', 'p-' || i || '@acme.example',
                    'A name long enough to make the row wide', 'a name', 'a name', 'A', 'a', 11 + i % 2,
                    1001 + i * 7 % \(count), 'DE', 'de', \(true), 0, 0
                FROM n
                """)
            try t.run(
                """
                INSERT INTO unsubscription (person, publisher, channel, since)
                SELECT id, \(World.publisher), 'home', 0 FROM person WHERE id > 1000
                """)
            try t.run("INSERT INTO suppression (address, kind, since) SELECT 'old-' || email_folded, 'hard', 0 FROM person WHERE id > 1000")
            try t.run("INSERT INTO tracking_refusal (person, since) SELECT id, 0 FROM person WHERE id > 1000")
            try t.run("INSERT INTO pixel_consent (person, since) SELECT id, 0 FROM person WHERE id > 1000")
        }
        let run = try await world.start().run
        try await world.database.write { t in
            for earlier in 1...4 {
                try t.run(
                    """
                    INSERT INTO run (id, campaign, state, started_at, started_by, latest_send, audience_size, holdout_size)
                    SELECT id - \(earlier), campaign, 'finished', started_at, started_by, latest_send, audience_size, 0 FROM run WHERE id = \(run)
                    """)
                try t.run(
                    """
                    INSERT INTO delivery (run, person, channel, state, message, not_before, attempts)
                    SELECT run - \(earlier), person, channel, 'accepted', message, not_before, 1 FROM delivery WHERE run = \(run)
                    """)
            }
        }
        try await world.database.maintain { try $0.script("ANALYZE") }
    }

    @Test("each of those who are claimed is looked up by a key", arguments: Engine.allCases)
    func addressees(_ engine: Engine) async throws {
        var brief = World.Brief()
        brief.mayAddress = "department under \"Acme\""
        brief.offeringRule = "country = \"DE\""
        try await World.with(engine, people: (1...50).map { World.Person($0) }, brief: brief) { world in
            try await grow(world, by: 30_000)
            let settings = world.settings
            for batch in [1, 25, 400] {
                let people = stride(from: 1001, to: 31_000, by: 30_000 / batch).map { PersonKey(Int64($0)) }
                let sql = try await world.database.read { reader -> SQL in
                    let run: RunKey = try reader.value("SELECT id FROM run WHERE state = 'running'") ?? RunKey(0)
                    let addressing = try Addressing(reader.brief(World.campaign), reader, settings: settings, now: World.morning)
                    return Transaction.addressees(people, run, addressing)
                }
                let plan = try await world.database.maintain { try $0.plan(Statement(sql, for: engine)) }
                switch engine {
                case .sqlite:
                    // The keys themselves are read, and nothing else.
                    let scans = plan.split(separator: "\n").filter { $0.contains("SCAN") && !$0.contains("json_each") }
                    #expect(scans.isEmpty && plan.contains("SEARCH p USING INTEGER PRIMARY KEY"), "\(batch): \(plan.prefix(2000))")
                case .postgres:
                    let lines = plan.split(separator: "\n")
                    for (index, line) in lines.enumerated() where line.contains("Scan") && !line.contains(" on department") {
                        let isByKey = line.contains("Index") && index + 1 < lines.count && lines[index + 1].contains("Index Cond")
                        #expect(isByKey, "\(batch): \(line.prefix(200))")
                    }
                }
            }
        }
    }
}
