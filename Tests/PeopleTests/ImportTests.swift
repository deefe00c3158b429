import Foundation
import Kernel
import People
import Storage
import TestSupport
import Testing

@Suite("Importing people", .serialized)
struct ImportTests {
    private static let base = """
        external_id,name,email,department,manager_id,country
        E-1,Ada,ada@acme.example,Acme,,DE
        E-2,Bo,bo@acme.example,Acme / Sales,E-1,DE
        E-3,Cy,cy@acme.example,Acme / Sales,E-2,AT

        """

    @Test("Only what a row changes is written, and the columns of the file alone", arguments: Engine.allCases)
    func upsert(engine: Engine) async throws {
        try await Acme.with(engine) { (acme: Acme) async throws in
            let first = try await acme.take(Self.base)
            #expect(first.outcome.new == 3 && first.outcome.newDepartments == 2)
            let before = try await acme.changeTimes()
            let second = try await acme.take("external_id,name,manager_id\nE-2,Bo Lee,E-1\nE-3,Cy,E-1\nE-1,Ada,\n")
            #expect(second.outcome.changed == 2 && second.outcome.unchanged == 1 && second.outcome.new == 0)
            #expect(
                try await acme.dump() == [
                    "E-1|ada@acme.example|Ada|Ada|-|Acme|-|DE|-|-|-|-|active",
                    "E-2|bo@acme.example|Bo Lee|Bo|-|Acme / Sales|E-1|DE|-|-|-|-|active",
                    "E-3|cy@acme.example|Cy|Cy|-|Acme / Sales|E-1|AT|-|-|-|-|active",
                ])
            let after = try await acme.changeTimes()
            #expect(before["E-1"] == after["E-1"])
            #expect(before["E-2"] != after["E-2"])
            try await acme.checkInvariants()
        }
    }

    @Test("Known and new people come in one file, whoever manages whom and in whatever order they stand", arguments: Engine.allCases)
    func knownAndNew(engine: Engine) async throws {
        try await Acme.with(engine) { (acme: Acme) async throws in
            try await acme.take("external_id,name,department,manager_id,level\nE-1,Ada,Acme,,7\nE-2,Bo,Acme,E-1,3\n")
            let second = try await acme.take(
                """
                external_id,name,department,manager_id,level,desk
                E-5,Ed,Acme / Sales,E-4,1,no
                E-2,Bo,Acme / Sales,E-4,4,yes
                E-4,Di,Acme / Sales,E-1,,yes
                E-1,Ada,Acme,,7,
                E-6,Flo,Acme / Sales,E-9,x,

                """)
            #expect(second.outcome.new == 3 && second.outcome.changed == 1 && second.outcome.unchanged == 1)
            #expect(
                second.problems == [
                    "line 6, column level: “x” does not fit the attribute’s type, number; stored without it",
                    "line 6, column manager_id: “E-9” is nobody in this file or in the directory; stored without it",
                ])
            #expect(
                try await acme.dump() == [
                    "E-1|-|Ada|Ada|-|Acme|-|-|-|-|-|-|active|level=7",
                    "E-2|-|Bo|Bo|-|Acme / Sales|E-4|-|-|-|-|-|active|desk=yes|level=4",
                    "E-4|-|Di|Di|-|Acme / Sales|E-1|-|-|-|-|-|active|desk=yes",
                    "E-5|-|Ed|Ed|-|Acme / Sales|E-4|-|-|-|-|-|active|desk=no|level=1",
                    "E-6|-|Flo|Flo|-|Acme / Sales|-|-|-|-|-|-|active",
                ])
            try await acme.checkInvariants()
        }
    }

    @Test("An emptied field is emptied, with its folded form", arguments: Engine.allCases)
    func emptied(engine: Engine) async throws {
        try await Acme.with(engine) { (acme: Acme) async throws in
            try await acme.take("external_id,name,email,title,x\nE-1,Ada,ada@acme.example,Head,1\n")
            let second = try await acme.take("external_id,name,email,title,x\nE-1,Ada,,,\n")
            #expect(second.outcome.changed == 1)
            #expect(try await acme.dump() == ["E-1|-|Ada|Ada|-|-|-|-|-|-|-|-|active"])
            let emptied = try await acme.database.read { reader in
                try reader.count("SELECT count(*) FROM person WHERE email_folded IS NULL AND title_folded IS NULL")
            }
            #expect(emptied == 1)
        }
    }

    @Test("Department, manager, country and activity keep their history", arguments: Engine.allCases)
    func history(engine: Engine) async throws {
        let time = TestTime()
        try await Acme.with(engine, clock: time.clock) { (acme: Acme) async throws in
            try await acme.take(Self.base)
            let start = time.now
            time.advance(.days(1))
            try await acme.take("external_id,name,email\nE-3,Cyrus,cyrus@acme.example\n")
            time.advance(.days(1))
            try await acme.take("external_id,name,department\nE-3,Cyrus,Acme / IT\n")
            let moved = time.now
            time.advance(.days(1))
            try await acme.take("external_id,name,active\nE-3,Cyrus,no\n")
            let periods = try await acme.database.read { reader in
                try reader.periods(of: try #require(try reader.person(externalID: "E-3")).key)
            }
            #expect(periods.map(\.since) == [start, moved, time.now])
            #expect(periods.map(\.until) == [moved, time.now, nil])
            #expect(periods.map(\.active) == [true, true, false])
            #expect(Set(periods.map(\.department)).count == 2)
            try await acme.checkInvariants()
        }
    }

    @Test("A circle through someone who is not in the file is cut in the file", arguments: Engine.allCases)
    func circleOverImports(engine: Engine) async throws {
        try await Acme.with(engine) { (acme: Acme) async throws in
            try await acme.take(Self.base)
            let second = try await acme.take("external_id,name,manager_id\nE-1,Ada,E-3\n")
            #expect(second.problems == ["line 2, column manager_id: “E-3” is below “E-1”: these managers form a circle; stored without it"])
            #expect(try await acme.dump().map { $0.split(separator: "|")[6] } == ["-", "E-1", "E-2"])
        }
    }

    @Test("A full file deactivates who is gone, and only so many", arguments: Engine.allCases)
    func full(engine: Engine) async throws {
        try await Acme.with(engine) { (acme: Acme) async throws in
            let header = "external_id,name\n"
            let rows = (0..<40).map { "E-\($0),Person \($0)\n" }
            try await acme.take(header + rows.joined())
            // Without --full nobody leaves.
            #expect(try await acme.take(header + rows.prefix(20).joined()).outcome.deactivated == 0)
            let error = await #expect(throws: ImportError.self) {
                try await acme.take(header + rows.prefix(35).joined()) { $0.full = true }
            }
            #expect(error == .tooManyGone(gone: 5, active: 40))
            await #expect(throws: ImportError.self) {
                try await acme.take(header + rows.prefix(35).joined()) { ($0.full, $0.allowDeactivating) = (true, 4) }
            }
            #expect(try await acme.database.read { try $0.count("SELECT count(*) FROM person WHERE active") } == 40)
            // A tenth is no more than a tenth.
            #expect(try await acme.take(header + rows.prefix(36).joined()) { $0.full = true }.outcome.deactivated == 4)
            #expect(
                try await acme.take(header + rows.prefix(18).joined()) { ($0.full, $0.allowDeactivating) = (true, 18) }.outcome.deactivated
                    == 18)
            #expect(try await acme.database.read { try $0.count("SELECT count(*) FROM person WHERE active") } == 18)
            // Who is back is active again.
            #expect(try await acme.take(header + rows.prefix(20).joined()) { $0.full = true }.outcome.changed == 2)
            try await acme.checkInvariants()
        }
    }

    @Test("A full file with rows of nobody knows whom deactivates nobody; a refused row is of its person", arguments: Engine.allCases)
    func fullWithBadRows(engine: Engine) async throws {
        try await Acme.with(engine) { (acme: Acme) async throws in
            let rows = (0..<40).map { "E-\($0),Person \($0)\n" }.joined()
            try await acme.take("external_id,name\n" + rows)
            let unreadable = try await acme.take("external_id,name\nE-9\"9,x\n" + rows.replacingOccurrences(of: "E-7,Person 7\n", with: ""))
            {
                $0.full = true
            }
            #expect(unreadable.outcome.deactivated == 0 && unreadable.outcome.keptForUnreadableRows == 1)
            let nameless = try await acme.take("external_id,name\n" + rows.replacingOccurrences(of: "E-7,Person 7\n", with: "E-7,\n")) {
                $0.full = true
            }
            #expect(nameless.outcome.deactivated == 0 && nameless.outcome.refused == 1)
            #expect(try await acme.database.read { try $0.count("SELECT count(*) FROM person WHERE active") } == 40)
        }
    }

    @Test("Strict stores all or nothing", arguments: Engine.allCases)
    func strict(engine: Engine) async throws {
        try await Acme.with(engine) { (acme: Acme) async throws in
            let error = await #expect(throws: ImportError.self) {
                try await acme.take(Self.base + "E-4,,,,,\nE-5,Ed,bad,,,\nE-6,Fi,,Acme / New,E-5,\n") { $0.strict = true }
            }
            #expect(error == .strict(bad: 2))
            #expect(try await acme.dump().isEmpty)
            #expect(try await acme.paths().isEmpty)
            #expect(try await acme.take(Self.base) { $0.strict = true }.outcome.new == 3)
        }
    }

    @Test("Who was erased does not come back", arguments: Engine.allCases)
    func erased(engine: Engine) async throws {
        try await Acme.with(engine) { (acme: Acme) async throws in
            let outcome = try await acme.take(Self.base) { $0.isErased = { $0 == "E-3" } }
            #expect(outcome.outcome.new == 2 && outcome.outcome.refused == 1)
            #expect(outcome.problems == ["line 4, column external_id: “E-3” was erased and is not taken in again; row refused"])
        }
    }

    @Test("Any order of the rows gives the same directory", arguments: Engine.allCases)
    func order(engine: Engine) async throws {
        var lines = PeopleSample.lines(300)
        let header = lines.removeFirst()
        var generator = Seeded(state: 7)
        try await Acme.with(engine) { straight in
            try await straight.take(([header] + lines).joined(separator: "\n"))
            try await straight.checkInvariants()
            let expected = try await straight.dump()
            #expect(expected.count == 300)
            for _ in 0..<3 {
                let shuffled = lines.shuffled(using: &generator)
                try await Acme.with(engine) { (acme: Acme) async throws in
                    let outcome = try await acme.take(([header] + shuffled).joined(separator: "\n"))
                    #expect(outcome.problems.isEmpty)
                    #expect(try await acme.dump() == expected)
                    #expect(try await acme.paths() == straight.paths())
                }
                let again = try await straight.take(([header] + shuffled).joined(separator: "\n"))
                #expect(again.outcome.unchanged == 300)
            }
        }
    }

    @Test("A file cut or damaged anywhere never crashes and stores only whole rows", arguments: [1, 2, 3, 4] as [UInt64])
    func fuzz(seed: UInt64) async throws {
        let clean = Array(PeopleSample.lines(30).joined(separator: "\r\n").utf8)
        let noise = Array("\",;\t\r\n\0é\u{FF}E-1 /".utf8) + [0xFF, 0xC3]
        var generator = Seeded(state: seed)
        try await Acme.with(.sqlite) { (acme: Acme) async throws in
            for _ in 0..<60 {
                var bytes = clean
                for _ in 0..<Int.random(in: 1...12, using: &generator) {
                    let place = Int.random(in: 0..<bytes.count, using: &generator)
                    switch Int.random(in: 0..<4, using: &generator) {
                    case 0: bytes[place] = noise.randomElement(using: &generator) ?? 0
                    case 1: bytes.insert(noise.randomElement(using: &generator) ?? 0, at: place)
                    case 2: bytes.remove(at: place)
                    default: bytes.removeSubrange(place..<min(place + Int.random(in: 1...200, using: &generator), bytes.count))
                    }
                    if bytes.isEmpty { break }
                }
                do {
                    let imported = try await acme.take(bytes)
                    let outcome = imported.outcome
                    #expect(outcome.rows == outcome.new + outcome.changed + outcome.unchanged + outcome.refused)
                } catch is ImportError {}
            }
            try await acme.checkInvariants()
            // The clean file then puts everything right that it names.
            try await acme.take(clean)
            #expect(try await acme.take(clean).outcome.unchanged == 30)
        }
    }

    @Test("A database that fails half-way leaves whole rows, and the same file can be imported again", arguments: Engine.allCases)
    func failure(engine: Engine) async throws {
        struct Stop: Error {}
        try await Acme.with(engine, file: true) { (acme: Acme) async throws in
            var sample = PeopleSample(people: 20_000)
            var given = 0
            await #expect(throws: Stop.self) {
                try await PeopleImport(acme.database).run { _ in
                } source: { buffer in
                    given += 1
                    if given > 4 { throw Stop() }
                    return sample.read(into: buffer)
                }
            }
            #expect(try await acme.dump().isEmpty)
            try await acme.checkInvariants()
            #expect(try await acme.take(Self.base).outcome.new == 3)
        }
    }

    @Test("Two imports at once: the second one is told to wait", arguments: Engine.allCases)
    func twoAtOnce(engine: Engine) async throws {
        try await Acme.with(engine, file: true) { (acme: Acme) async throws in
            try await acme.database.write { try $0.run("UPDATE staging_lease SET holder = 'other', until = \(Instant.now + .minutes(1))") }
            await #expect(throws: StorageError.self) { try await acme.take(Self.base) }
            #expect(try await acme.dump().isEmpty)
            // One that died is forgotten, and what it left is dropped.
            try await acme.database.write { try $0.run("UPDATE staging_lease SET until = \(Instant.now - .seconds(1))") }
            if engine == .postgres {
                try await acme.database.maintain { try $0.script("CREATE SCHEMA staging; CREATE TABLE staging.person (n int8)") }
            }
            #expect(try await acme.take(Self.base).outcome.new == 3)
            try await acme.checkInvariants()
        }
    }

    @Test("Indexes that an import left out when it died are made again")
    func indexes() async throws {
        try await Acme.with(.sqlite, file: true) { (acme: Acme) async throws in
            try await acme.database.maintain { try $0.script("DROP INDEX person_external_id; DROP INDEX person_facts") }
            var sample = PeopleSample(people: 25_000)
            let outcome = try await PeopleImport(acme.database).run {
                Issue.record("\($0)")
            } source: {
                sample.read(into: $0)
            }
            #expect(outcome.new == 25_000)
            let names = try await acme.database.read { reader in
                try reader.values(
                    "SELECT name FROM sqlite_master WHERE type = 'index' AND name LIKE 'person_%' ORDER BY name", as: String.self)
            }
            #expect(
                names == [
                    "person_department", "person_email", "person_external_id", "person_facts", "person_manager", "person_name",
                ])
            try await acme.checkInvariants()
        }
    }

    @Test("A reader beside an import sees whole people, and the audit names it", arguments: Engine.allCases)
    func audit(engine: Engine) async throws {
        try await Acme.with(engine, file: true) { (acme: Acme) async throws in
            try await acme.take(Self.base)
            let entries = try await acme.database.read { try $0.audit(of: "people") }
            #expect(entries.map(\.action) == ["import"])
            #expect(entries.first?.after?.contains("\"new\": 3") == true)
        }
    }
}

extension Acme {
    func changeTimes() async throws -> [String: Int64] {
        try await database.read { reader in
            var times: [String: Int64] = [:]
            try reader.each("SELECT external_id, changed_at FROM person") { try times[$0[0]] = $0[1] as Int64 }
            return times
        }
    }
}

extension PeopleSample {
    static func lines(_ people: Int) -> [String] {
        var sample = PeopleSample(people: people)
        var text: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = buffer.withUnsafeMutableBytes { sample.read(into: $0) }
            if count == 0 { break }
            text += buffer[..<count]
        }
        return String(decoding: text, as: UTF8.self).split(separator: "\r\n").map(String.init)
    }
}
