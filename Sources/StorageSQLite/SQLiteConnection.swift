import GRDB
import GRDBSQLite
import Storage

/// A GRDB connection whose prepared statements are bound and stepped through SQLite's own interface: a row then costs what SQLite's does.
final class SQLiteConnection: Connection {
    private let database: GRDB.Database
    /// Statements that are being stepped: a query inside the loop over another one of the same text needs a statement of its own.
    private var stepping: Set<ObjectIdentifier> = []

    init(_ database: GRDB.Database) { self.database = database }

    func query(_ statement: Storage.Statement, _ each: (Storage.Row) throws -> Void) throws {
        try stepped(statement) { prepared in
            let source = SQLiteRowSource(prepared)
            let row = Storage.Row(source)
            while try step(prepared, statement) { try each(row) }
        }
    }

    func stream(_ statement: Storage.Statement, _ each: (Storage.Row) throws -> Void) throws { try query(statement, each) }

    @discardableResult
    func execute(_ statement: Storage.Statement) throws -> Int {
        try stepped(statement) { prepared in
            while try step(prepared, statement) {}
            return Int(sqlite3_changes64(database.sqliteConnection))
        }
    }

    func execute(_ text: String, _ rows: [[SQLValue]]) throws -> Int {
        guard let first = rows.first else { return 0 }
        let statement = Storage.Statement(text: text, parameters: first)
        return try stepped(statement) { prepared in
            var changes = 0
            for row in rows {
                // What is bound already is the first row's, and is bound once more, which costs next to nothing.
                try Self.bind(row, to: prepared)
                while try step(prepared, statement) {}
                changes += Int(sqlite3_changes64(database.sqliteConnection))
                sqlite3_reset(prepared)
            }
            return changes
        }
    }

    func script(_ text: String) throws {
        try SQLiteFailure.translating { try database.execute(sql: text) }
    }

    func load(_ table: String, columns: [String], _ rows: ((_ row: [SQLValue]) throws -> Void) throws -> Void) throws -> Int {
        var insertion = Insertion(table, columns)
        var packed = PackedRows()
        var count = 0
        try rows { row in
            precondition(row.count == columns.count)
            packed.append(row: row)
            count += 1
            guard packed.count == insertion.rowsAtOnce else { return }
            try insert(packed, &insertion)
            packed.removeAll()
        }
        try insert(packed, &insertion)
        return count
    }

    func load(_ table: String, columns: [String], packed rows: PackedRows) throws -> Int {
        var insertion = Insertion(table, columns)
        try insert(rows, &insertion)
        return rows.count
    }

    /// A statement that inserts many rows at once, which takes a third of the time that as many statements take.
    private struct Insertion {
        let start: String
        let columns: Int
        let rowsAtOnce: Int
        var prepared: (rows: Int, statement: GRDB.Statement)?

        init(_ table: String, _ columns: [String]) {
            // A load that fails ends its transaction: what came before the bad row need not be kept aside for taking it back alone.
            start = "INSERT OR FAIL INTO \(table) (\(columns.joined(separator: ", "))) VALUES "
            self.columns = columns.count
            rowsAtOnce = max(1, 500 / columns.count)
        }

        func text(rows: Int) -> String {
            let row = "(" + Array(repeating: "?", count: columns).joined(separator: ",") + ")"
            return start + Array(repeating: row, count: rows).joined(separator: ",")
        }
    }

    private func insert(_ rows: PackedRows, _ insertion: inout Insertion) throws {
        try rows.bytes.withUnsafeBytes { bytes in
            var reader = PackedReader(bytes)
            var left = rows.count
            while left > 0 {
                let count = min(left, insertion.rowsAtOnce)
                left -= count
                try insert(count, from: &reader, &insertion)
            }
        }
    }

    /// SQLite takes the texts from where they stand in the reader's bytes.
    private func insert(_ rows: Int, from reader: inout PackedReader, _ insertion: inout Insertion) throws {
        if insertion.prepared?.rows != rows {
            let text = insertion.text(rows: rows)
            insertion.prepared = (rows, try SQLiteFailure.translating { try database.makeStatement(sql: text) })
        }
        guard let owner = insertion.prepared?.statement else { return }
        defer { withExtendedLifetime(owner) {} }
        let prepared = owner.sqliteStatement
        defer { sqlite3_reset(prepared) }
        for index in 0..<(rows * insertion.columns) { try Self.bind(reader.next(), to: prepared, at: index) }
        guard sqlite3_step(prepared) == SQLITE_DONE else { throw failure(insertion.text(rows: 1)) }
    }

    private static func bind(_ value: PackedValue, to prepared: OpaquePointer, at index: Int) throws {
        let position = Int32(index + 1)
        let code =
            switch value {
            case .null: sqlite3_bind_null(prepared, position)
            case .int8(let number): sqlite3_bind_int64(prepared, position, number)
            case .bool(let bool): sqlite3_bind_int64(prepared, position, bool ? 1 : 0)
            case .float8(let number): sqlite3_bind_double(prepared, position, number)
            case .text(let text):
                sqlite3_bind_text64(
                    prepared, position, text.baseAddress?.assumingMemoryBound(to: CChar.self), UInt64(text.count), nil, UInt8(SQLITE_UTF8))
            case .bytea(let bytes):
                bytes.isEmpty
                    ? sqlite3_bind_zeroblob(prepared, position, 0)
                    : sqlite3_bind_blob64(prepared, position, bytes.baseAddress, UInt64(bytes.count), nil)
            }
        try check(code, prepared, at: index)
    }

    func plan(_ statement: Storage.Statement) throws -> String {
        var lines: [String] = []
        let explained = "EXPLAIN QUERY PLAN " + statement.text
        let owner = try SQLiteFailure.translating { try database.makeStatement(sql: explained) }
        defer { withExtendedLifetime(owner) {} }
        let prepared = owner.sqliteStatement
        try Self.bind(statement.parameters, to: prepared)
        let source = SQLiteRowSource(prepared)
        while sqlite3_step(prepared) == SQLITE_ROW { lines.append(try source.text(3) ?? "") }
        return lines.joined(separator: "\n")
    }

    private func stepped<Result>(_ statement: Storage.Statement, _ body: (OpaquePointer) throws -> Result) throws -> Result {
        var prepared = try SQLiteFailure.translating { try database.cachedStatement(sql: statement.text) }
        if stepping.contains(ObjectIdentifier(prepared)) {
            prepared = try SQLiteFailure.translating { try database.makeStatement(sql: statement.text) }
        }
        stepping.insert(ObjectIdentifier(prepared))
        defer {
            sqlite3_reset(prepared.sqliteStatement)
            sqlite3_clear_bindings(prepared.sqliteStatement)
            // Keeps the statement, whose pointer is in use, until here.
            stepping.remove(ObjectIdentifier(prepared))
        }
        try Self.bind(statement.parameters, to: prepared.sqliteStatement)
        return try body(prepared.sqliteStatement)
    }

    private func step(_ prepared: OpaquePointer, _ statement: Storage.Statement) throws -> Bool {
        switch sqlite3_step(prepared) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case SQLITE_INTERRUPT: throw CancellationError()
        default: throw failure(statement.text)
        }
    }

    private func failure(_ text: String) -> StorageError {
        let connection = database.sqliteConnection
        return SQLiteFailure.storageError(
            sqlite3_extended_errcode(connection), String(cString: sqlite3_errmsg(connection)), statement: text)
    }

    /// SQLite copies what it is given (`SQLITE_TRANSIENT`).
    private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    private static func bind(_ values: [SQLValue], to prepared: OpaquePointer) throws {
        for (index, value) in values.enumerated() { try bind(value, to: prepared, at: index) }
    }

    private static func check(_ code: Int32, _ prepared: OpaquePointer, at index: Int) throws {
        guard code == SQLITE_OK else {
            throw StorageError.statement(
                "parameter \(index + 1) could not be bound (\(code))", text: String(cString: sqlite3_sql(prepared)))
        }
    }

    private static func bind(_ value: SQLValue, to prepared: OpaquePointer, at index: Int) throws {
        let position = Int32(index + 1)
        let code =
            switch value {
            case .null: sqlite3_bind_null(prepared, position)
            case .int8(let number): sqlite3_bind_int64(prepared, position, number)
            case .bool(let bool): sqlite3_bind_int64(prepared, position, bool ? 1 : 0)
            case .float8(let number): sqlite3_bind_double(prepared, position, number)
            case .text(let text): bind(text, to: prepared, position)
            case .bytea(let bytes):
                bytes.withUnsafeBytes { buffer in
                    buffer.isEmpty
                        ? sqlite3_bind_zeroblob(prepared, position, 0)
                        : sqlite3_bind_blob64(prepared, position, buffer.baseAddress, UInt64(buffer.count), copied)
                }
            case .int8List(let numbers):
                bind("[" + numbers.map { String($0) }.joined(separator: ",") + "]", to: prepared, position)
            case .textList(let texts): bind(json(texts), to: prepared, position)
            }
        try check(code, prepared, at: index)
    }

    private static func bind(_ text: String, to prepared: OpaquePointer, _ position: Int32) -> Int32 {
        var text = text
        return text.withUTF8 { buffer in
            buffer.withMemoryRebound(to: CChar.self) { characters in
                characters.isEmpty
                    ? sqlite3_bind_text(prepared, position, "", 0, copied)
                    : sqlite3_bind_text64(prepared, position, characters.baseAddress, UInt64(characters.count), copied, UInt8(SQLITE_UTF8))
            }
        }
    }

    /// A JSON array of strings (RFC 8259 §7).
    private static func json(_ texts: [String]) -> String {
        var bytes: [UInt8] = [UInt8(ascii: "[")]
        for (index, text) in texts.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes.append(UInt8(ascii: "\""))
            for byte in text.utf8 {
                switch byte {
                case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
                case 0..<0x20: bytes += Array("\\u00".utf8) + [hexDigits[Int(byte >> 4)], hexDigits[Int(byte & 15)]]
                default: bytes.append(byte)
                }
            }
            bytes.append(UInt8(ascii: "\""))
        }
        bytes.append(UInt8(ascii: "]"))
        return String(decoding: bytes, as: UTF8.self)
    }

    private static let hexDigits = Array("0123456789abcdef".utf8)
}

/// The row that a stepped statement stands on.
final class SQLiteRowSource: RowSource {
    private let prepared: OpaquePointer
    lazy var columns: [String: Int] = {
        var columns: [String: Int] = [:]
        for column in 0..<sqlite3_column_count(prepared) {
            columns[String(cString: sqlite3_column_name(prepared, column))] = Int(column)
        }
        return columns
    }()

    init(_ prepared: OpaquePointer) { self.prepared = prepared }

    func isNull(_ column: Int) -> Bool { sqlite3_column_type(prepared, Int32(column)) == SQLITE_NULL }

    private func typed(_ column: Int, _ type: Int32, _ name: String) throws -> Bool {
        let found = sqlite3_column_type(prepared, Int32(column))
        if found == type { return true }
        if found == SQLITE_NULL { return false }
        let column = sqlite3_column_name(prepared, Int32(column)).map { String(cString: $0) } ?? String(column)
        throw StorageError.unreadable("column \(column) is no \(name)")
    }

    func int8(_ column: Int) throws -> Int64? {
        try typed(column, SQLITE_INTEGER, "int8") ? sqlite3_column_int64(prepared, Int32(column)) : nil
    }

    func bool(_ column: Int) throws -> Bool? {
        try typed(column, SQLITE_INTEGER, "bool") ? sqlite3_column_int64(prepared, Int32(column)) != 0 : nil
    }

    func float8(_ column: Int) throws -> Double? {
        // A float8 expression without a fraction may come as an integer.
        if sqlite3_column_type(prepared, Int32(column)) == SQLITE_INTEGER { return Double(sqlite3_column_int64(prepared, Int32(column))) }
        return try typed(column, SQLITE_FLOAT, "float8") ? sqlite3_column_double(prepared, Int32(column)) : nil
    }

    func text(_ column: Int) throws -> String? {
        guard try typed(column, SQLITE_TEXT, "text"), let start = sqlite3_column_text(prepared, Int32(column)) else { return nil }
        let count = Int(sqlite3_column_bytes(prepared, Int32(column)))
        return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }

    func bytea(_ column: Int) throws -> [UInt8]? {
        guard try typed(column, SQLITE_BLOB, "bytea") else { return nil }
        let count = Int(sqlite3_column_bytes(prepared, Int32(column)))
        guard let start = sqlite3_column_blob(prepared, Int32(column)) else { return [] }
        return [UInt8](UnsafeRawBufferPointer(start: start, count: count))
    }
}
