package import Kernel

/// The five types that both engines share, and the two list types that `SQL` passes as one parameter.
package enum SQLType: Sendable, Hashable {
    case int8, text, float8, bytea, bool
    case int8List, textList
}

/// A value on its way into a statement.
package enum SQLValue: Sendable, Hashable {
    /// Typed, because PostgreSQL gets each parameter's type and never infers it.
    case null(SQLType)
    case int8(Int64)
    case text(String)
    case float8(Double)
    case bytea([UInt8])
    case bool(Bool)
    case int8List([Int64])
    case textList([String])
}

/// A Swift type that is stored as one of the five types.
package protocol SQLConvertible: Sendable {
    static var sqlType: SQLType { get }
    var sqlValue: SQLValue { get }
    /// - Throws: `StorageError.unreadable` when the column holds NULL or what this type can't be.
    static func read(_ row: Row, _ column: Int) throws -> Self
}

extension Int64: SQLConvertible {
    package static var sqlType: SQLType { .int8 }
    package var sqlValue: SQLValue { .int8(self) }
    package static func read(_ row: Row, _ column: Int) throws -> Int64 {
        guard let value = try row.source.int8(column) else { throw row.missing(column) }
        return value
    }
}

extension Int: SQLConvertible {
    package static var sqlType: SQLType { .int8 }
    package var sqlValue: SQLValue { .int8(Int64(self)) }
    package static func read(_ row: Row, _ column: Int) throws -> Int { try Int(Int64.read(row, column)) }
}

extension String: SQLConvertible {
    package static var sqlType: SQLType { .text }
    package var sqlValue: SQLValue { .text(self) }
    package static func read(_ row: Row, _ column: Int) throws -> String {
        guard let value = try row.source.text(column) else { throw row.missing(column) }
        return value
    }
}

extension Double: SQLConvertible {
    package static var sqlType: SQLType { .float8 }
    package var sqlValue: SQLValue { .float8(self) }
    package static func read(_ row: Row, _ column: Int) throws -> Double {
        guard let value = try row.source.float8(column) else { throw row.missing(column) }
        return value
    }
}

extension Bool: SQLConvertible {
    package static var sqlType: SQLType { .bool }
    package var sqlValue: SQLValue { .bool(self) }
    package static func read(_ row: Row, _ column: Int) throws -> Bool {
        guard let value = try row.source.bool(column) else { throw row.missing(column) }
        return value
    }
}

extension [UInt8]: SQLConvertible {
    package static var sqlType: SQLType { .bytea }
    package var sqlValue: SQLValue { .bytea(self) }
    package static func read(_ row: Row, _ column: Int) throws -> [UInt8] {
        guard let value = try row.source.bytea(column) else { throw row.missing(column) }
        return value
    }
}

extension Key: SQLConvertible {
    package static var sqlType: SQLType { .int8 }
    package var sqlValue: SQLValue { .int8(raw) }
    package static func read(_ row: Row, _ column: Int) throws -> Key { try Key(Int64.read(row, column)) }
}

extension Instant: SQLConvertible {
    package static var sqlType: SQLType { .int8 }
    package var sqlValue: SQLValue { .int8(microseconds) }
    package static func read(_ row: Row, _ column: Int) throws -> Instant { try Instant(microseconds: Int64.read(row, column)) }
}

/// Stored as the number of days since 1970-01-01.
extension Day: SQLConvertible {
    package static var sqlType: SQLType { .int8 }
    package var sqlValue: SQLValue { .int8(number) }
    package static func read(_ row: Row, _ column: Int) throws -> Day { try Day(number: Int64.read(row, column)) }
}

extension Slug: SQLConvertible {
    package static var sqlType: SQLType { .text }
    package var sqlValue: SQLValue { .text(description) }
    package static func read(_ row: Row, _ column: Int) throws -> Slug {
        let text = try String.read(row, column)
        guard let slug = Slug(text) else { throw row.unreadable(column, "“\(text)” is no slug") }
        return slug
    }
}

/// An enum of words (states, ways, roles) declares `SQLConvertible` and is stored as its word.
extension SQLConvertible where Self: RawRepresentable, RawValue == String {
    package static var sqlType: SQLType { .text }
    package var sqlValue: SQLValue { .text(rawValue) }
    package static func read(_ row: Row, _ column: Int) throws -> Self {
        let word = try String.read(row, column)
        guard let value = Self(rawValue: word) else { throw row.unreadable(column, "“\(word)” is no \(Self.self)") }
        return value
    }
}

/// An enum of numbers (stages) declares `SQLConvertible` and is stored as its number.
extension SQLConvertible where Self: RawRepresentable, RawValue == Int {
    package static var sqlType: SQLType { .int8 }
    package var sqlValue: SQLValue { .int8(Int64(rawValue)) }
    package static func read(_ row: Row, _ column: Int) throws -> Self {
        let number = try Int.read(row, column)
        guard let value = Self(rawValue: number) else { throw row.unreadable(column, "\(number) is no \(Self.self)") }
        return value
    }
}

extension Optional: SQLConvertible where Wrapped: SQLConvertible {
    package static var sqlType: SQLType { Wrapped.sqlType }
    package var sqlValue: SQLValue { self?.sqlValue ?? .null(Wrapped.sqlType) }
    package static func read(_ row: Row, _ column: Int) throws -> Wrapped? {
        try row.source.isNull(column) ? nil : Wrapped.read(row, column)
    }
}
