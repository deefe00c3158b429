import Kernel
import People
import Storage
import Testing

@Suite("Departments", .serialized)
struct DepartmentTests {
    @Test("With department_id a unit that is renamed or moved stays the same, and its units go with it", arguments: Engine.allCases)
    func moved(engine: Engine) async throws {
        try await Acme.with(engine) { (acme: Acme) async throws in
            try await acme.take(
                "external_id,name,department,department_id\nE-1,Ada,Acme / Sales,D2\nE-2,Bo,Acme / Sales / DACH,D3\nE-3,Cy,Acme,D1\n")
            let before = try await acme.keys()
            let outcome = try await acme.take("external_id,name,department,department_id\nE-1,Ada,Acme / Market / Selling,D2\n")
            #expect(outcome.problems.isEmpty)
            #expect(outcome.outcome.unchanged == 1)
            #expect(try await acme.paths() == ["Acme", "Acme / Market", "Acme / Market / Selling", "Acme / Market / Selling / DACH"])
            let after = try await acme.keys()
            #expect(after["D1"] == before["D1"] && after["D2"] == before["D2"] && after["D3"] == before["D3"])
            try await acme.checkInvariants()
        }
    }

    @Test("Two units change places", arguments: Engine.allCases)
    func swapped(engine: Engine) async throws {
        try await Acme.with(engine) { (acme: Acme) async throws in
            let rows = "E-1,Ada,Acme / North,D1\nE-2,Bo,Acme / South,D2\nE-3,Cy,Acme / North / Team,D3\n"
            try await acme.take("external_id,name,department,department_id\n" + rows)
            let before = try await acme.keys()
            let outcome = try await acme.take(
                "external_id,name,department,department_id\nE-1,Ada,Acme / South,D1\nE-2,Bo,Acme / North,D2\nE-3,Cy,Acme / South / Team,D3\n"
            )
            #expect(outcome.problems.isEmpty)
            #expect(try await acme.keys() == before)
            #expect(try await acme.dump().map { $0.split(separator: "|")[5] } == ["Acme / South", "Acme / North", "Acme / South / Team"])
            try await acme.checkInvariants()
        }
    }

    @Test("A unit known by its path takes its department_id later; clashes are reported and lose nobody", arguments: Engine.allCases)
    func clashes(engine: Engine) async throws {
        try await Acme.with(engine) { (acme: Acme) async throws in
            try await acme.take("external_id,name,department\nE-1,Ada,Acme / Sales\nE-2,Bo,Acme / IT\n")
            try await acme.take("external_id,name,department,department_id\nE-1,Ada,Acme / Sales,D1\n")
            #expect(try await acme.keys().keys.sorted() == ["D1"])
            let outcome = try await acme.take(
                """
                external_id,name,department,department_id
                E-1,Ada,Acme / IT,D1
                E-2,Bo,Acme / Sales,D9
                E-3,Cy,Acme / Elsewhere,D1
                E-4,Di,,D7
                E-5,Ed,,D1
                """)
            #expect(
                outcome.problems == [
                    "line 4, column department: department_id “D1” is “Acme / IT” in a row before; stored without it",
                    "line 2, column department_id: “Acme / IT” is another department already; stored without it",
                    "line 5, column department_id: no department has the department_id “D7”, and the row has no path; stored without it",
                ])
            try await acme.checkInvariants()
            let paths = try await acme.dump().map { String($0.split(separator: "|")[5]) }
            #expect(paths.count == 5)
        }
    }

    @Test("The tree, a path's end, and who leads", arguments: Engine.allCases)
    func reading(engine: Engine) async throws {
        try await Acme.with(engine) { (acme: Acme) async throws in
            try await acme.take(
                """
                external_id,name,department,manager_id
                E-1,Ada,Acme,
                E-2,Bo,Acme / Sales,E-1
                E-3,Cy,Acme / Sales,E-2
                E-4,Di,Acme / Sales / DACH,E-2
                E-5,Ed,Acme / Ölhandel / DACH,E-1
                E-6,Fi,Acme / Ölhandel / DACH,E-5
                """)
            try await acme.database.write { transaction in
                let tree = try transaction.departmentTree()
                #expect(tree.map(\.department.name) == ["Acme"])
                #expect(tree.first?.units.map(\.department.name) == ["Ölhandel", "Sales"])
                func one(_ path: String) throws -> Department {
                    let path = try #require(DepartmentPath(path))
                    return try #require(try transaction.departments(path: path).first)
                }
                let dach = try transaction.departments(path: try #require(DepartmentPath("dach"))).map(\.path)
                #expect(dach == ["Acme / Sales / DACH", "Acme / Ölhandel / DACH"])
                #expect(try one("ÖLHANDEL / dach").path == "Acme / Ölhandel / DACH")
                #expect(try transaction.departments(within: one("Acme").key).count == 5)
                #expect(try transaction.leader(of: one("Acme").key)?.name == "Ada")
                #expect(try transaction.leader(of: one("Sales").key)?.name == "Bo")
                #expect(try transaction.leader(of: one("Sales / DACH").key)?.name == "Di")
                // Nobody sits in the unit itself.
                #expect(try transaction.leader(of: one("Acme / Ölhandel").key)?.name == "Ed")
                let fi = try #require(try transaction.person(externalID: "E-6"))
                try transaction.setHead(fi.key, of: one("Acme / Ölhandel").key)
                #expect(try transaction.leader(of: one("Acme / Ölhandel").key)?.name == "Fi")
            }
        }
    }

    @Test(
        "A path is cut at slashes beside white space",
        arguments: [
            ("Acme / Sales", ["Acme", "Sales"]), ("Acme/Sales", ["Acme/Sales"]), (" Acme /Sales/ X ", ["Acme", "Sales", "X"]),
            ("Acme / ", nil),
            ("", nil), (" / ", nil), ("Acme\u{00A0}/\u{00A0}Sales", ["Acme", "Sales"]),
        ] as [(String, [String]?)])
    func paths(text: String, names: [String]?) {
        #expect(DepartmentPath(text)?.names == names)
    }
}

extension Acme {
    func keys() async throws -> [String: DepartmentKey] {
        try await database.read { reader in
            var keys: [String: DepartmentKey] = [:]
            for department in try reader.departments() { if let code = department.code { keys[code] = department.key } }
            return keys
        }
    }
}
