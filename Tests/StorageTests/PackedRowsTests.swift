import Storage
import TestSupport
import Testing

@Suite("Loading rows in bulk")
struct PackedRowsTests {
    private static let schema =
        Database.migrations + [
            Migration(
                "packed-1",
                [
                    """
                    CREATE TABLE packed (
                        id \(.int8) PRIMARY KEY, name \(.text), share \(.float8), bytes \(.bytea), good \(.bool)
                    )\(.strict)
                    """
                ])
        ]
    private static let columns = ["id", "name", "share", "bytes", "good"]

    /// Every type with and without a value, and texts from none to long.
    private static func row(_ index: Int) -> [SQLValue] {
        [
            .int8(Int64(index)), index % 5 == 0 ? .null(.text) : .text(String(repeating: "ü", count: index % 700)),
            index % 7 == 0 ? .null(.float8) : .float8(Double(index) / 3),
            index % 11 == 0 ? .null(.bytea) : .bytea([UInt8](repeating: UInt8(index % 251), count: index % 3)),
            index % 13 == 0 ? .null(.bool) : .bool(index % 2 == 0),
        ]
    }

    private struct Stored: Rowed, Equatable {
        let values: [SQLValue]

        init(_ values: [SQLValue]) { self.values = values }

        init(row: Row) throws {
            let (id, name, share) = (try row[0] as Int64, try row[1] as String?, try row[2] as Double?)
            let (bytes, good) = (try row[3] as [UInt8]?, try row[4] as Bool?)
            values = [id.sqlValue, name.sqlValue, share.sqlValue, bytes.sqlValue, good.sqlValue]
        }
    }

    @Test("stores what it is given, packed or not, however many rows there are", arguments: Engine.allCases, [0, 1, 99, 100, 101, 1234])
    func load(engine: Engine, count: Int) async throws {
        let rows = (0..<count).map(Self.row)
        try await TestDatabase.with(engine, Self.schema) { database in
            for isPacked in [true, false] {
                let loaded = try await database.write { transaction in
                    try transaction.run("DELETE FROM packed")
                    guard isPacked else {
                        return try transaction.load("packed", columns: Self.columns) { add in for row in rows { try add(row) } }
                    }
                    var packed = PackedRows()
                    for row in rows { packed.append(row: row) }
                    return try transaction.load("packed", columns: Self.columns, packed: packed)
                }
                #expect(loaded == count)
                let stored = try await database.read { try $0.rows("SELECT * FROM packed ORDER BY id NULLS FIRST", as: Stored.self) }
                #expect(stored == rows.map(Stored.init))
            }
        }
    }

    @Test("keeps nothing when one row of many is refused, and says why", arguments: Engine.allCases, [50, 150, 555])
    func refused(engine: Engine, place: Int) async throws {
        try await TestDatabase.with(engine, Self.schema) { database in
            await #expect {
                try await database.write { transaction in
                    _ = try transaction.load("packed", columns: Self.columns) { add in
                        for index in 0..<600 { try add(Self.row(index == place ? 3 : index)) }
                    }
                }
            } throws: { error in
                if case StorageError.constraint(.unique, _) = error { true } else { false }
            }
            let left = try await database.read { try $0.count("SELECT count(*) FROM packed") }
            #expect(left == 0)
        }
    }
}
