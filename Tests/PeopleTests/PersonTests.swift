import Kernel
import People
import Storage
import Testing

@Suite("Finding people", .serialized)
struct PersonTests {
    @Test("by key, external id, address and the beginning of any word of a name", arguments: Engine.allCases)
    func finding(engine: Engine) async throws {
        try await Acme.with(engine) { (acme: Acme) async throws in
            try await acme.take(
                """
                external_id,name,email,active,time_zone
                E-1,Zoë Müller,Zoe@Acme.example,yes,Europe/Berlin
                E-2,Muller Ahmed,desk@acme.example,yes,
                E-3,Anna Müllerin,desk@acme.example,no,
                E-4,100% Person_x,,yes,
                """)
            try await acme.database.read { reader in
                let zoe = try #require(try reader.person(externalID: "E-1"))
                #expect(zoe.firstName == "Zoë" && zoe.timeZone == Zone("Europe/Berlin"))
                #expect(try reader.person(zoe.key) == zoe)
                #expect(try reader.person(externalID: "e-1") == nil)
                #expect(try reader.people(email: " zoe@acme.EXAMPLE ").map(\.externalID) == ["E-1"])
                #expect(try reader.people(email: "desk@acme.example").map(\.externalID) == ["E-2", "E-3"])
                #expect(try reader.people(named: "mul").map(\.externalID) == ["E-2", "E-1"])
                #expect(try reader.people(named: "MÜLLER").map(\.externalID) == ["E-2", "E-1"])
                #expect(try reader.people(named: "zoe m").map(\.externalID) == ["E-1"])
                #expect(try reader.people(named: "mul", limit: 1).map(\.externalID) == ["E-2"])
                #expect(try reader.people(named: "%").isEmpty)
                #expect(try reader.people(named: "  ").isEmpty)
                #expect(try reader.people([zoe.key]).map(\.name) == ["Zoë Müller"])
            }
        }
    }

    @Test(
        "The sort key is plain, lower-cased text",
        arguments: [
            ("Anna  Bauer ", "anna bauer"), ("Ünal Çelik", "unal celik"), ("Weiß", "weiss"), ("Łukasz Øst", "lukasz ost"), ("Æon", "aeon"),
            ("ＡＢＣ", "abc"), ("株式会社", "株式会社"), ("", ""),
        ])
    func sortKeys(name: String, key: String) { #expect(name.sortKey == key) }

    @Test("Lookups scan no table", arguments: Engine.allCases)
    func plans(engine: Engine) async throws {
        try await Acme.with(engine, file: true) { (acme: Acme) async throws in
            var sample = PeopleSample(people: 5000)
            _ = try await PeopleImport(acme.database).run { _ in
            } source: {
                sample.read(into: $0)
            }
            let plans = try await acme.database.maintain { connection in
                if engine == .postgres { try connection.script("ANALYZE person") }
                return try [
                    "SELECT id FROM person WHERE external_id = \("E-7")", "SELECT id FROM person WHERE email_folded = \("x")",
                    "SELECT id FROM person WHERE sort_key >= \("anna b") AND sort_key < \("anna c") ORDER BY sort_key NULLS FIRST, id NULLS FIRST LIMIT 20",
                    "SELECT id FROM person WHERE manager = \(7)", "SELECT id FROM person WHERE department = \(7)",
                ].map { (sql: SQL) in try connection.plan(Statement(sql, for: engine)) }
            }
            for plan in plans {
                #expect(plan.contains(engine == .sqlite ? "SEARCH" : "Index") || plan.contains("Bitmap"), "\(plan)")
                #expect(!plan.contains("SCAN person\n") && !plan.contains("Seq Scan"), "\(plan)")
            }
        }
    }
}
