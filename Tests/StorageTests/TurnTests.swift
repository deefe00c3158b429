import Foundation
import Storage
import TestSupport
import Testing

@Suite("A turn that one transaction at a time has")
struct TurnTests {
    private static let schema = Database.migrations + [Migration("test-turn", ["CREATE TABLE tally (count \(.int8) NOT NULL)\(.strict)"])]

    @Test("who waited for it sees what was stored before", arguments: Engine.allCases)
    func order(_ engine: Engine) async throws {
        try await TestDatabase.with(engine, Self.schema, file: true) { database in
            try await database.write { try $0.run("INSERT INTO tally (count) VALUES (0)") }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 1...8 {
                    group.addTask {
                        try await database.write { transaction in
                            try transaction.take(Turn(1))
                            let count = try transaction.count("SELECT count FROM tally")
                            // Long enough for all the others to read the same, if they could.
                            Thread.sleep(forTimeInterval: 0.02)
                            try transaction.run("UPDATE tally SET count = \(count + 1)")
                        }
                    }
                }
                try await group.waitForAll()
            }
            let count = try await database.read { try $0.count("SELECT count FROM tally") }
            #expect(count == 8)
        }
    }

    @Test("two turns are two")
    func apart() async throws {
        try await TestDatabase.with(.postgres, Self.schema) { database in
            try await database.write { outer in
                try outer.take(Turn(1))
                // Taken twice it is still had; and another one is nobody's.
                try outer.take(Turn(1))
                let held = try outer.values(
                    """
                    SELECT objid::int8 FROM pg_locks WHERE locktype = 'advisory' AND granted
                        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                    """, as: Int64.self)
                #expect(held == [1])
            }
            let left = try await database.read {
                try $0.count(
                    """
                    SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'
                        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                    """)
            }
            #expect(left == 0)
        }
    }
}
