/// What an engine must offer. The drivers are `StorageSQLite` and `StoragePostgres`; nobody else calls these.
package protocol Driver: AnyObject, Sendable {
    var engine: Engine { get }

    /// Runs `body` on a connection that sees one snapshot of the database and can't change it, on a thread that may block.
    func read<Result: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> Result) async throws -> Result

    /// Runs `body` in one transaction (IMMEDIATE on SQLite, READ COMMITTED on PostgreSQL): all of it or nothing.
    func write<Result: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> Result) async throws -> Result

    /// Runs `body` outside a transaction on a connection of its own kind (VACUUM, backup, plans).
    func maintain<Result: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> Result) async throws -> Result

    /// Yields soon after another connection, of this process or another, may have changed something; never fails, may yield too often.
    func changes() -> AsyncStream<Void>

    func close() async
}

/// One connection of a driver, used by one thread at a time.
package protocol Connection: AnyObject {
    /// Calls `each` with every row of the answer. `each` may use the connection.
    func query(_ statement: Statement, _ each: (Row) throws -> Void) throws

    /// `query` for answers too large for memory, inside a read or write: PostgreSQL fetches them in portions.
    func stream(_ statement: Statement, _ each: (Row) throws -> Void) throws

    /// - Returns: how many rows were changed.
    @discardableResult
    func execute(_ statement: Statement) throws -> Int

    /// Runs a statement with one row of parameters after the other.
    /// - Returns: how many rows were changed.
    @discardableResult
    func execute(_ text: String, _ rows: [[SQLValue]]) throws -> Int

    /// Runs statements without parameters, separated by semicolons.
    func script(_ text: String) throws

    /// Adds rows in bulk (COPY on PostgreSQL). `rows` calls its argument once per row with one value per column.
    /// - Returns: how many rows were added.
    func load(_ table: String, columns: [String], _ rows: ((_ row: [SQLValue]) throws -> Void) throws -> Void) throws -> Int

    /// Adds packed rows in bulk.
    /// - Returns: how many rows were added.
    func load(_ table: String, columns: [String], packed rows: PackedRows) throws -> Int

    /// The engine's plan of a statement, as text, for tests of plans.
    func plan(_ statement: Statement) throws -> String
}

extension Connection {
    package func execute(_ text: String, _ rows: [[SQLValue]]) throws -> Int {
        try rows.reduce(0) { try $0 + execute(Statement(text: text, parameters: $1)) }
    }

    package func load(_ table: String, columns: [String], packed rows: PackedRows) throws -> Int {
        try load(table, columns: columns) { add in
            try rows.bytes.withUnsafeBytes { bytes in
                var reader = PackedReader(bytes)
                for _ in 0..<rows.count { try add(columns.map { _ in reader.nextValue() }) }
            }
        }
    }
}
