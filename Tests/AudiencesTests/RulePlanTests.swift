import Audiences
import Kernel
import Storage
import TestSupport
import Testing

@Suite("How the engines count an audience")
struct RulePlanTests {
    @Test(
        "A rule over country, department and hiring date reads the index of facts alone",
        arguments: [
            (Engine.sqlite, "country = \"DE\" and department under \"Northwind\" and hired_on >= 2025-01-01"),
            (.postgres, "country = \"DE\" and department under \"Northwind\" and hired_on >= 2025-01-01"),
            (.sqlite, "country in (\"DE\", \"AT\") and department under \"DACH\" and hired_on within 12 months"),
            (.postgres, "country in (\"DE\", \"AT\") and department under \"DACH\" and hired_on within 12 months"),
            // It holds for nearly all, where PostgreSQL rightly reads the table.
            (.sqlite, "country != \"DE\" and not department under \"DACH\" and (hired_on is set or language = \"de\")"),
        ])
    func covering(engine: Engine, text: String) async throws {
        try await SmallWorld(seed: 7).stored(on: engine) { database in
            try await database.write { transaction in
                // Enough people that reading the table would cost.
                try transaction.run(
                    """
                    INSERT INTO person (id, external_id, external_id_folded, name, name_folded, sort_key, first_name, first_name_folded,
                        department, country, country_folded, hired_on, active, created_at, changed_at)
                    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
                    SELECT 100000 + i, 'P-' || i, 'p-' || i, 'A name long enough to make the row wide', 'a name', 'a name', 'A', 'a',
                        1 + i % 11, 'XX', 'x' || (i % 12), 18000 + i % 2400, \(true), 0, 0 FROM n
                    """)
            }
            try await database.maintain { connection in
                try connection.script(engine == .sqlite ? "ANALYZE" : "VACUUM ANALYZE person")
            }
            let sql = try await database.read { reader -> SQL in
                let rule = try reader.check(text, terms: SmallWorld.terms)
                return "SELECT count(*) FROM person p WHERE \(Audience.condition(rule, today: SmallWorld.today))"
            }
            let plan = try await database.maintain { try $0.plan(Statement(sql, for: engine)) }
            switch engine {
            case .sqlite: #expect(plan.contains("COVERING INDEX person_facts"), "\(plan)")
            case .postgres: #expect(plan.contains("Index Only Scan using person_facts"), "\(plan)")
            }
            #expect(!plan.contains("Seq Scan on person p"), "\(plan)")
        }
    }
}
