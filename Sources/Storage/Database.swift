package import Kernel

/// The database: reads from a pool of connections, and transactions, both as synchronous closures on threads that may block.
///
///     let people = try await database.read { try $0.rows("SELECT … FROM person WHERE department = \(key)", as: Person.self) }
package final class Database: Sendable {
    let driver: any Driver
    package let clock: WallClock
    let lease: NodeLease

    package init(_ driver: any Driver, clock: WallClock = .system) {
        self.driver = driver
        self.clock = clock
        lease = NodeLease()
    }

    private init(_ other: Database, clock: WallClock) {
        driver = other.driver
        lease = other.lease
        self.clock = clock
    }

    /// The same database with another clock, for what is written as of another time.
    package func at(_ clock: WallClock) -> Database { Database(self, clock: clock) }

    package var engine: Engine { driver.engine }

    /// Reads one consistent snapshot.
    package func read<Result: Sendable>(_ body: @escaping @Sendable (Reader) throws -> Result) async throws -> Result {
        let engine = engine
        return try await driver.read { try body(Reader($0, engine: engine)) }
    }

    /// Runs `body` as one transaction: everything it changed is stored when this returns, nothing of it when `body` throws.
    @discardableResult
    package func write<Result: Sendable>(_ body: @escaping @Sendable (Transaction) throws -> Result) async throws -> Result {
        let (result, after) = try await driver.write { [engine, lease, clock] connection in
            let transaction = Transaction(connection, engine: engine, lease: lease, now: clock.now())
            let result = try body(transaction)
            return (result, transaction.finish())
        }
        for action in after { action() }
        return result
    }

    /// Runs `body` outside a transaction.
    package func maintain<Result: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> Result) async throws -> Result {
        try await driver.maintain(body)
    }

    /// Yields soon after anyone may have changed the database.
    package func changes() -> AsyncStream<Void> { driver.changes() }

    package func close() async { await driver.close() }
}

/// Where the time comes from.
package struct WallClock: Sendable {
    package let now: @Sendable () -> Instant

    package init(_ now: @escaping @Sendable () -> Instant) { self.now = now }

    package static let system = WallClock { Instant.now }
    /// Always the same instant, for tests.
    package static func fixed(_ instant: Instant) -> WallClock { WallClock { instant } }
}

/// What a read closure is given.
package class Reader {
    package let connection: any Connection
    package let engine: Engine

    init(_ connection: any Connection, engine: Engine) {
        self.connection = connection
        self.engine = engine
    }

    /// Calls `each` with every row, as they come: for answers too large for memory.
    package func stream(_ sql: SQL, _ each: (Row) throws -> Void) throws {
        try connection.stream(Statement(sql, for: engine), each)
    }

    /// Calls `each` with every row of the answer.
    package func each(_ sql: SQL, _ each: (Row) throws -> Void) throws {
        try connection.query(Statement(sql, for: engine), each)
    }

    package func rows<Value: Rowed>(_ sql: SQL, as: Value.Type = Value.self) throws -> [Value] {
        var values: [Value] = []
        try each(sql) { try values.append(Value(row: $0)) }
        return values
    }

    /// The first row, or `nil` when there is none.
    package func first<Value: Rowed>(_ sql: SQL, as: Value.Type = Value.self) throws -> Value? {
        var value: Value?
        try each(sql) { if value == nil { value = try Value(row: $0) } }
        return value
    }

    /// The first column of every row.
    package func values<Value: SQLConvertible>(_ sql: SQL, as: Value.Type = Value.self) throws -> [Value] {
        var values: [Value] = []
        try each(sql) { try values.append($0[0]) }
        return values
    }

    /// The first column of the first row, or `nil` when there is no row.
    package func value<Value: SQLConvertible>(_ sql: SQL, as: Value.Type = Value.self) throws -> Value? {
        var value: Value?
        try each(sql) { if value == nil { value = try $0[0] as Value } }
        return value
    }

    /// A count: the first column of the first row, 0 when there is no row.
    package func count(_ sql: SQL) throws -> Int { try value(sql, as: Int.self) ?? 0 }

    package func exists(_ sql: SQL) throws -> Bool {
        var found = false
        try each(sql) { _ in found = true }
        return found
    }
}

/// What a write closure is given: reads see the transaction's own changes.
package final class Transaction: Reader {
    /// The instant of the transaction, the same for all that it writes.
    package let now: Instant
    private let lease: NodeLease
    private var woke = false
    private var after: [@Sendable () -> Void] = []
    private var leased: NodeLease.State?

    init(_ connection: any Connection, engine: Engine, lease: NodeLease, now: Instant) {
        self.lease = lease
        self.now = now
        super.init(connection, engine: engine)
    }

    /// - Returns: how many rows were changed.
    @discardableResult
    package func run(_ sql: SQL) throws -> Int { try connection.execute(Statement(sql, for: engine)) }

    /// Adds rows in bulk. `rows` calls its argument once per row with one value per column.
    @discardableResult
    package func load(
        _ table: StaticString, columns: [String], _ rows: ((_ row: [SQLValue]) throws -> Void) throws -> Void
    ) throws -> Int {
        try connection.load("\(table)", columns: columns, rows)
    }

    /// Adds packed rows in bulk.
    @discardableResult
    package func load(_ table: StaticString, columns: [String], packed rows: PackedRows) throws -> Int {
        try rows.isEmpty ? 0 : connection.load("\(table)", columns: columns, packed: rows)
    }

    /// A new key that no other process makes.
    package func newKey<Entity>(_: Key<Entity>.Type = Key<Entity>.self) throws -> Key<Entity> {
        Key(try lease.next(in: self, extended: &leased))
    }

    /// Lets the workers of other processes look at once for what this transaction leaves to them.
    package func wake() throws {
        guard engine == .postgres, !woke else { return }
        woke = true
        try connection.script("NOTIFY rapport")
    }

    /// Runs `action` once the transaction is stored; not at all when it is not.
    package func afterCommit(_ action: @escaping @Sendable () -> Void) { after.append(action) }

    func finish() -> [@Sendable () -> Void] {
        if let leased { after.insert({ [lease] in lease.commit(leased) }, at: 0) }
        return after
    }
}
