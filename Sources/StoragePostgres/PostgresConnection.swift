import CLibPQ
import Foundation
import Storage

/// One connection, its prepared statements, and the translation of values and errors.
final class PostgresConnection: Connection {
    private let connection: OpaquePointer
    /// Prepared statements by text and parameter types.
    private var prepared: [String: String] = [:]
    private var cursors = 0
    private static let preparedLimit = 300

    init(url: String) throws {
        guard let connection = PQconnectdb(url) else { throw StorageError.unavailable("out of memory") }
        self.connection = connection
        guard PQstatus(connection) == CONNECTION_OK else {
            // libpq's message names host, port, user and database, never the password.
            // libpq breaks its advice into lines of its own.
            let words = String(cString: PQerrorMessage(connection)).split(whereSeparator: \.isWhitespace)
            throw StorageError.unavailable(words.joined(separator: " "))
        }
        // A blocked call can't be cancelled, so the server ends it.
        try script(
            """
            SET statement_timeout = '120s'; SET timezone = 'UTC'; SET client_min_messages = warning; SET jit = off;
            SET application_name = 'rapport'; SET client_encoding = 'UTF8'; SET standard_conforming_strings = on
            """)
    }

    deinit { PQfinish(connection) }

    var serverVersion: Int32 { PQserverVersion(connection) }

    /// Whether the connection stands and no transaction is open on it.
    var isUsable: Bool { PQstatus(connection) == CONNECTION_OK && PQtransactionStatus(connection) == PQTRANS_IDLE }

    func transaction<Result>(_ begin: String, _ body: () throws -> Result) throws -> Result {
        try script(begin)
        do {
            let result = try body()
            try script("COMMIT")
            return result
        } catch {
            if PQstatus(connection) == CONNECTION_OK { try? script("ROLLBACK") }
            throw error
        }
    }

    func query(_ statement: Storage.Statement, _ each: (Row) throws -> Void) throws {
        let result = try run(statement)
        try deliver(result, each)
    }

    func stream(_ statement: Storage.Statement, _ each: (Row) throws -> Void) throws {
        cursors += 1
        let cursor = "stream_\(cursors)"
        _ = try run(Storage.Statement(text: "DECLARE \(cursor) NO SCROLL CURSOR FOR \(statement.text)", parameters: statement.parameters))
        while true {
            let result = try checked(
                PQexecParams(connection, "FETCH 2000 FROM \(cursor)", 0, nil, nil, nil, nil, 1), statement.text)
            if result.count == 0 { break }
            try deliver(result, each)
        }
        try script("CLOSE \(cursor)")
    }

    @discardableResult
    func execute(_ statement: Storage.Statement) throws -> Int { try run(statement).changed }

    func script(_ text: String) throws { _ = try checked(PQexec(connection, text), text) }

    func plan(_ statement: Storage.Statement) throws -> String {
        let result = try run(Storage.Statement(text: "EXPLAIN \(statement.text)", parameters: statement.parameters))
        var lines: [String] = []
        try deliver(result) { try lines.append($0[0]) }
        return lines.joined(separator: "\n")
    }

    private func deliver(_ result: PostgresResult, _ each: (Row) throws -> Void) throws {
        let row = Row(result)
        for index in 0..<result.count {
            result.row = index
            try each(row)
        }
    }

    private func run(_ statement: Storage.Statement) throws -> PostgresResult {
        let name = try prepare(statement)
        var parameters = PostgresParameters(statement.parameters)
        return try parameters.withPointers { values, lengths, formats in
            try checked(
                PQexecPrepared(connection, name, Int32(statement.parameters.count), values, lengths, formats, 1), statement.text)
        }
    }

    private func prepare(_ statement: Storage.Statement) throws -> String {
        let types = statement.parameters.map(\.postgresType)
        let key = statement.text + "\u{0}" + types.map { String($0) }.joined(separator: ",")
        if let name = prepared[key] { return name }
        if prepared.count >= Self.preparedLimit {
            try script("DEALLOCATE ALL")
            prepared = [:]
        }
        let name = "s\(prepared.count)"
        _ = try checked(PQprepare(connection, name, statement.text, Int32(types.count), types), statement.text)
        prepared[key] = name
        return name
    }

    private func checked(_ result: OpaquePointer?, _ text: String) throws -> PostgresResult {
        guard let result else { throw StorageError.unavailable(String(cString: PQerrorMessage(connection))) }
        switch PQresultStatus(result) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_COPY_IN: return PostgresResult(result)
        default:
            defer { PQclear(result) }
            throw failure(result, text)
        }
    }

    private func failure(_ result: OpaquePointer, _ text: String) -> StorageError {
        func field(_ code: Int32) -> String { PQresultErrorField(result, code).map { String(cString: $0) } ?? "" }
        let state = field(Int32(UInt8(ascii: "C")))
        let message = field(Int32(UInt8(ascii: "M")))
        let name = [field(Int32(UInt8(ascii: "n"))), field(Int32(UInt8(ascii: "c")))].first { !$0.isEmpty } ?? message
        switch state {
        case "23505": return .constraint(.unique, name: name)
        case "23503": return .constraint(.foreignKey, name: name)
        case "23514": return .constraint(.check, name: name)
        case "23502": return .constraint(.notNull, name: name)
        case "40001", "40P01", "55P03", "57014": return .busy(message)
        case "53100", "58030", "XX001", "XX002": return .broken(message)
        case "57P01", "57P02", "57P03", "53300": return .unavailable(message)
        default:
            if state.isEmpty || state.hasPrefix("08") || PQstatus(connection) != CONNECTION_OK {
                return .unavailable(message.isEmpty ? String(cString: PQerrorMessage(connection)) : message)
            }
            if state.hasPrefix("23") { return .constraint(.other, name: name) }
            return .statement("\(message) (\(state))", text: text)
        }
    }

    /// `COPY … FROM STDIN (FORMAT binary)`, as the PostgreSQL manual gives the format under COPY, "Binary Format".
    func load(_ table: String, columns: [String], _ rows: ((_ row: [SQLValue]) throws -> Void) throws -> Void) throws -> Int {
        let text = "COPY \(table) (\(columns.joined(separator: ", "))) FROM STDIN (FORMAT binary)"
        _ = try checked(PQexec(connection, text), text)
        var buffer = Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0x00] + [UInt8](repeating: 0, count: 8)
        buffer.reserveCapacity(80_000)
        var count = 0
        do {
            try rows { row in
                precondition(row.count == columns.count)
                buffer.append(bigEndian: Int16(row.count))
                for value in row { value.appendBinary(to: &buffer) }
                count += 1
                if buffer.count > 65_536 { try put(&buffer) }
            }
            buffer.append(bigEndian: Int16(-1))
            try put(&buffer)
        } catch {
            PQputCopyEnd(connection, "given up by the program")
            while let result = PQgetResult(connection) { PQclear(result) }
            throw error
        }
        guard PQputCopyEnd(connection, nil) == 1 else { throw StorageError.unavailable(String(cString: PQerrorMessage(connection))) }
        var problem: StorageError?
        while let result = PQgetResult(connection) {
            if PQresultStatus(result) != PGRES_COMMAND_OK, problem == nil { problem = failure(result, text) }
            PQclear(result)
        }
        if let problem { throw problem }
        return count
    }

    private func put(_ buffer: inout [UInt8]) throws {
        let sent = buffer.withUnsafeBytes { bytes in
            PQputCopyData(connection, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count))
        }
        guard sent == 1 else { throw StorageError.unavailable(String(cString: PQerrorMessage(connection))) }
        buffer.removeAll(keepingCapacity: true)
    }

    /// Waits for a notification.
    /// - Returns: whether one came; `nil` when the connection broke.
    func waitForNotification(milliseconds: Int32) -> Bool? {
        var descriptor = pollfd(fd: PQsocket(connection), events: Int16(POLLIN), revents: 0)
        guard descriptor.fd >= 0 else { return nil }
        _ = poll(&descriptor, 1, milliseconds)
        guard PQconsumeInput(connection) == 1 else { return nil }
        var heard = false
        while let notification = PQnotifies(connection) {
            heard = true
            PQfreemem(notification)
        }
        return heard
    }
}
