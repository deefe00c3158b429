/// Where a driver's current row is read from. Every accessor gives `nil` for NULL and throws on a value of another type.
package protocol RowSource: AnyObject {
    var columns: [String: Int] { get }
    func isNull(_ column: Int) -> Bool
    func int8(_ column: Int) throws -> Int64?
    func text(_ column: Int) throws -> String?
    func float8(_ column: Int) throws -> Double?
    func bytea(_ column: Int) throws -> [UInt8]?
    func bool(_ column: Int) throws -> Bool?
}

/// One row of an answer, valid only inside the closure or initialiser that it is given to.
///
///     init(row: Row) throws { name = try row["name"]; email = try row["email"] }
package struct Row {
    package let source: any RowSource

    package init(_ source: any RowSource) { self.source = source }

    /// The value of a column by its name in the SELECT.
    package subscript<Value: SQLConvertible>(_ name: String) -> Value {
        get throws {
            guard let column = source.columns[name] else { throw StorageError.unreadable("the answer has no column \(name)") }
            return try Value.read(self, column)
        }
    }

    /// The value of a column by its place in the SELECT, from 0, for loops over many rows.
    package subscript<Value: SQLConvertible>(_ column: Int) -> Value {
        get throws { try Value.read(self, column) }
    }

    func missing(_ column: Int) -> StorageError { unreadable(column, "it is NULL") }

    func unreadable(_ column: Int, _ reason: String) -> StorageError {
        let name = source.columns.first { $0.value == column }?.key ?? String(column)
        return .unreadable("column \(name): \(reason)")
    }
}

/// A type that is made of one row.
package protocol Rowed: Sendable {
    init(row: Row) throws
}
