import Foundation
import Kernel
import Storage
import StorageSQLite
import TestSupport
import Testing

private struct Thing: Rowed, Equatable {
    let key: Int64
    let name: String?
    let share: Double?
    let bytes: [UInt8]?
    let good: Bool?

    init(key: Int64, name: String?, share: Double?, bytes: [UInt8]?, good: Bool?) {
        (self.key, self.name, self.share, self.bytes, self.good) = (key, name, share, bytes, good)
    }

    init(row: Row) throws {
        key = try row["id"]
        name = try row["name"]
        share = try row["share"]
        bytes = try row["bytes"]
        good = try row["good"]
    }
}

private let things = Migration(
    "test-1",
    [
        """
        CREATE TABLE thing (id \(.int8) PRIMARY KEY, name \(.text) UNIQUE, share \(.float8), bytes \(.bytea), good \(.bool),
            CHECK (share < 100))\(.strict)
        """
    ])

private let schema = Database.migrations + [things]

@Suite("A database, on both engines", .serialized)
struct DatabaseTests {
    @Test("a commit to a SQLite file is on the disk before it returns, so that a power cut takes nothing back")
    func durability() async throws {
        try await TestDatabase.withFolder { folder in
            let database = Database(try SQLiteDriver(path: folder.appending(path: "a.sqlite").path))
            let level = try await database.write { try $0.count("PRAGMA synchronous") }
            #expect(level == 2, "2 is FULL (sqlite.org/pragma.html#pragma_synchronous)")
            await database.close()
        }
    }

    @Test("gives back what was stored, of all five types and NULL", arguments: Engine.allCases)
    func roundTrip(engine: Engine) async throws {
        let all = [
            Thing(key: 1, name: "Zoë O’Brien 株式会社 \"x\" \\ '", share: -0.1, bytes: [0, 255, 7, 39], good: true),
            Thing(key: .max, name: nil, share: nil, bytes: nil, good: nil),
            Thing(key: -5, name: "", share: 1e-300, bytes: [], good: false),
        ]
        try await TestDatabase.with(engine, schema) { database in
            try await database.write { transaction in
                for thing in all {
                    try transaction.run(
                        """
                        INSERT INTO thing (id, name, share, bytes, good)
                        VALUES (\(thing.key), \(thing.name), \(thing.share), \(thing.bytes), \(thing.good))
                        """)
                }
            }
            let read = try await database.read { try $0.rows("SELECT * FROM thing ORDER BY id NULLS FIRST", as: Thing.self) }
            #expect(read == [all[2], all[0], all[1]])
            let loaded = try await database.write { transaction in
                try transaction.run("DELETE FROM thing")
                return try transaction.load("thing", columns: ["id", "name", "share", "bytes", "good"]) { add in
                    for thing in all {
                        try add([thing.key.sqlValue, thing.name.sqlValue, thing.share.sqlValue, thing.bytes.sqlValue, thing.good.sqlValue])
                    }
                }
            }
            #expect(loaded == 3)
            #expect(try await database.read { try $0.rows("SELECT * FROM thing ORDER BY id NULLS FIRST", as: Thing.self) } == read)
        }
    }

    @Test("takes a list as one parameter, however long and whatever is in it", arguments: Engine.allCases)
    func lists(engine: Engine) async throws {
        try await TestDatabase.with(engine, schema) { database in
            let names = ["a,b", "\"", "\\", "{}", "NULL", "", "x\ny", "'; DROP TABLE thing; --", "\u{1}"]
            try await database.write { transaction in
                for (index, name) in names.enumerated() {
                    try transaction.run("INSERT INTO thing (id, name) VALUES (\(index), \(name))")
                }
            }
            let found = try await database.read { reader in
                try reader.values("SELECT name FROM thing WHERE name IN \(list: names) ORDER BY id NULLS FIRST", as: String.self)
            }
            #expect(found == names)
            let numbers = try await database.read { reader in
                try reader.count("SELECT count(*) FROM thing WHERE id IN \(list: (3...100_000).map { Int64($0) })")
            }
            #expect(numbers == names.count - 3)
            let left1 = try await database.read { try $0.count("SELECT count(*) FROM thing WHERE id IN \(list: [Int64]())") }
            #expect(left1 == 0)
        }
    }

    @Test("keeps nothing of a transaction that throws", arguments: Engine.allCases)
    func rollback(engine: Engine) async throws {
        struct Stop: Error {}
        try await TestDatabase.with(engine, schema) { database in
            await #expect(throws: Stop.self) {
                try await database.write { transaction in
                    try transaction.run("INSERT INTO thing (id) VALUES (1)")
                    throw Stop()
                }
            }
            let left2 = try await database.read { try $0.count("SELECT count(*) FROM thing") }
            #expect(left2 == 0)
            // A bulk load given up half-way, too, and the connection serves on.
            await #expect(throws: Stop.self) {
                try await database.write { transaction in
                    _ = try transaction.load("thing", columns: ["id"]) { add in
                        for key in 0..<Int64(100) { try add([.int8(key)]) }
                        throw Stop()
                    }
                }
            }
            let left3 = try await database.read { try $0.count("SELECT count(*) FROM thing") }
            #expect(left3 == 0)
        }
    }

    @Test("names the rule that refused a change", arguments: Engine.allCases)
    func constraints(engine: Engine) async throws {
        try await TestDatabase.with(engine, schema) { database in
            func refusal(_ sql: SQL) async -> StorageError.Constraint? {
                do {
                    try await database.write { try $0.run(sql) }
                    return nil
                } catch StorageError.constraint(let kind, _) { return kind } catch {
                    Issue.record(error)
                    return nil
                }
            }
            #expect(await refusal("INSERT INTO thing (id, name) VALUES (1, 'a')") == nil)
            #expect(await refusal("INSERT INTO thing (id, name) VALUES (2, 'a')") == .unique)
            #expect(await refusal("INSERT INTO thing (id, name) VALUES (1, 'b')") == .unique)
            #expect(await refusal("INSERT INTO thing (id, share) VALUES (3, 200)") == .check)
            #expect(await refusal("INSERT INTO outbox (id, kind, payload) VALUES (3, 'x', '')") == .notNull)
        }
    }

    @Test("lets a reader ask again inside the loop over an answer", arguments: Engine.allCases)
    func nested(engine: Engine) async throws {
        try await TestDatabase.with(engine, schema) { database in
            try await database.write { transaction in
                for key in 1...5 { try transaction.run("INSERT INTO thing (id) VALUES (\(key))") }
            }
            let pairs = try await database.read { reader in
                var pairs = 0
                try reader.each("SELECT id FROM thing WHERE id > \(0) ORDER BY id NULLS FIRST") { outer in
                    let key: Int64 = try outer["id"]
                    try reader.each("SELECT id FROM thing WHERE id > \(key) ORDER BY id NULLS FIRST") { _ in pairs += 1 }
                    let again: Int64 = try outer["id"]
                    #expect(again == key)
                }
                return pairs
            }
            #expect(pairs == 10)
        }
    }

    @Test("streams an answer of any length", arguments: Engine.allCases)
    func streaming(engine: Engine) async throws {
        try await TestDatabase.with(engine, schema) { database in
            let sum = try await database.read { reader in
                var sum: Int64 = 0
                try reader.stream(
                    """
                    WITH RECURSIVE n (i) AS (SELECT \(Int64(1)) UNION ALL SELECT i + 1 FROM n WHERE i < \(Int64(20_000))) SELECT i FROM n
                    """
                ) { sum += try $0[0] as Int64 }
                return sum
            }
            #expect(sum == 200_010_000)
        }
    }

    @Test("makes keys that never repeat, from several processes at once", arguments: Engine.allCases)
    func keys(engine: Engine) async throws {
        try await TestDatabase.with(engine, schema, file: true) { database in
            let keys = try await withThrowingTaskGroup(of: [Int64].self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        try await database.write { transaction in
                            try (0..<2000).map { _ in try transaction.newKey(PersonKey.self).raw }
                        }
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(Set(keys).count == 16_000)
            #expect(keys.allSatisfy { $0 > 0 })
        }
    }

    @Test("refuses a schema that a newer program wrote, and says what it knows", arguments: Engine.allCases)
    func newerSchema(engine: Engine) async throws {
        try await TestDatabase.with(engine, schema) { database in
            await #expect { try await database.migrate(Database.migrations) } throws: { error in
                guard case StorageError.newerSchema(let unknown) = error else { return false }
                return unknown == ["test-1"]
            }
            await #expect { try await database.checkSchema(schema + [Migration("test-2", [])]) } throws: { error in
                guard case StorageError.olderSchema(let missing) = error else { return false }
                return missing == ["test-2"]
            }
            try await database.checkSchema(schema)
            let again = try await database.migrate(schema)
            #expect(again.isEmpty)
        }
    }

    @Test("hands every event to exactly one of several workers, with its effect", arguments: Engine.allCases)
    func outbox(engine: Engine) async throws {
        try await TestDatabase.with(engine, schema, file: true) { database in
            try await database.write { transaction in
                for number in 0..<300 { try transaction.emit("count", String(number)) }
                try transaction.emit("other", "")
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        while try await database.drain(
                            ["count"], limit: 20,
                            { event, transaction in
                                try transaction.run("INSERT INTO thing (id, name) VALUES (\(event.key), \(event.payload))")
                            }) > 0
                        {}
                    }
                }
                try await group.waitForAll()
            }
            let counts = try await database.read { reader in
                try (reader.count("SELECT count(*) FROM thing"), reader.count("SELECT count(*) FROM outbox"))
            }
            #expect(counts == (300, 1))
        }
    }

    @Test("keeps an event whose handler throws", arguments: Engine.allCases)
    func failingHandler(engine: Engine) async throws {
        struct Stop: Error {}
        try await TestDatabase.with(engine, schema) { database in
            try await database.write { try $0.emit("count", "1") }
            await #expect(throws: Stop.self) {
                try await database.drain(["count"]) { event, transaction in
                    try transaction.run("INSERT INTO thing (id) VALUES (\(event.key))")
                    throw Stop()
                }
            }
            let left4 = try await database.read { try $0.count("SELECT count(*) FROM outbox") }
            #expect(left4 == 1)
            let left5 = try await database.read { try $0.count("SELECT count(*) FROM thing") }
            #expect(left5 == 0)
        }
    }

    @Test("finds texts by the beginnings of their words, whatever their case and accents", arguments: Engine.allCases)
    func search(engine: Engine) async throws {
        try await TestDatabase.with(engine, schema) { database in
            try await database.write { transaction in
                try transaction.index(1, kind: "offering", text: "Field CRM: Your next visit, ready before you park")
                try transaction.index(2, kind: "offering", text: "Der Müller übt: größere Straßen")
                try transaction.index(3, kind: "story", text: "A visit to Müller")
                try transaction.index(2, kind: "offering", text: "Der Müller übt das Fahren")
            }
            func found(_ query: String) async throws -> [Int64] {
                try await database.read { try $0.search(query, kind: "offering") }
            }
            #expect(try await found("visi park") == [1])
            #expect(try await found("MULLER ub") == [2])
            #expect(try await found("größere").isEmpty)
            #expect(try await found("\" OR * NEAR(").isEmpty)
            #expect(try await found("' & | ! :* <-> \\").isEmpty)
            #expect(try await found("").isEmpty)
        }
    }

    @Test("tells listeners that something changed", arguments: Engine.allCases)
    func changes(engine: Engine) async throws {
        try await TestDatabase.with(engine, schema, file: true) { database in
            let changes = database.changes()
            try await database.write { try $0.emit("count", "") }
            var iterator = changes.makeAsyncIterator()
            let heard: Void? = await iterator.next()
            #expect(heard != nil)
        }
    }

    @Test("keeps who changed what, with the change", arguments: Engine.allCases)
    func audit(engine: Engine) async throws {
        let now = Instant(microseconds: 1_750_000_000_000_000)
        try await TestDatabase.with(engine, schema, clock: .fixed(now)) { database in
            try await database.write { transaction in
                try transaction.audit("operator", "create", "offering:crm", after: #"{"name":"CRM"}"#)
                try transaction.audit("person:E-1", "rename", "offering:crm", before: #"{"name":"CRM"}"#, after: #"{"name":"Field CRM"}"#)
            }
            let entries = try await database.read { try $0.audit(of: "offering:crm") }
            #expect(entries.map(\.action) == ["rename", "create"])
            #expect(entries.map(\.at) == [now, now])
            #expect(entries.last?.before == nil)
        }
    }
}

@Suite("A file of SQLite, by several connections")
struct SQLiteFileTests {
    @Test("is read while it is written")
    func concurrency() async throws {
        try await TestDatabase.with(.sqlite, schema, file: true) { database in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<4 {
                    group.addTask {
                        for number in 0..<50 {
                            try await database.write { try $0.run("INSERT INTO thing (id) VALUES (\(writer * 1000 + number))") }
                        }
                    }
                    group.addTask {
                        for _ in 0..<50 {
                            let (first, second) = try await database.read { reader in
                                try (reader.count("SELECT count(*) FROM thing"), reader.count("SELECT count(*) FROM thing"))
                            }
                            #expect(first == second)
                        }
                    }
                }
                try await group.waitForAll()
            }
            let left6 = try await database.read { try $0.count("SELECT count(*) FROM thing") }
            #expect(left6 == 200)
        }
    }
}
