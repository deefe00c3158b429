import Foundation
import GRDB
import GRDBSQLite
package import Storage

/// The embedded database: one file in WAL mode with one writer and a pool of readers, or a private database in memory for tests.
package final class SQLiteDriver: Driver {
    package let engine = Engine.sqlite
    private let database: any DatabaseWriter
    private let broadcast = Broadcast()
    private let watcher: Task<Void, Never>?

    /// Opens or makes the file. Every commit is on the disk before it returns (`synchronous = FULL`): what was sent stays known.
    package init(path: String) throws {
        let pool = try SQLiteFailure.translating {
            let pool = try DatabasePool(path: path, configuration: Self.configuration())
            // Opening a pool sets it to NORMAL, with which a power cut takes the last commits back.
            try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
            return pool
        }
        var readonly = Self.configuration()
        readonly.readonly = true
        let watching = try SQLiteFailure.translating { [readonly] in try DatabaseQueue(path: path, configuration: readonly) }
        database = pool
        watcher = Task { [broadcast] in await Self.watch(watching, broadcast) }
    }

    /// A database in memory, gone when the driver is. It has one connection: what needs concurrency is tested on a file.
    package init(inMemory: Void) throws {
        database = try SQLiteFailure.translating { try DatabaseQueue(configuration: Self.configuration()) }
        watcher = nil
    }

    private static func configuration() -> Configuration {
        var configuration = Configuration()
        configuration.busyMode = .timeout(10)
        configuration.maximumReaderCount = 6
        configuration.label = "rapport"
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA temp_store = MEMORY; PRAGMA cache_size = -8000")
        }
        return configuration
    }

    /// SQLite tells nobody about commits of other processes, but its `data_version` moves with them.
    private static func watch(_ queue: DatabaseQueue, _ broadcast: Broadcast) async {
        var last: Int64 = -1
        while !Task.isCancelled {
            if let version = try? await queue.read({ try Int64.fetchOne($0, sql: "PRAGMA data_version") }), version != last {
                last = version
                broadcast.send()
            }
            try? await Task.sleep(for: .milliseconds(250))
        }
        try? queue.close()
    }

    package func read<Result: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> Result) async throws -> Result {
        do {
            return try await database.read { try body(SQLiteConnection($0)) }
        } catch let error as DatabaseError { throw SQLiteFailure.storageError(error) }
    }

    package func write<Result: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> Result) async throws -> Result {
        do {
            let result = try await database.writeWithoutTransaction { database in
                var result: Result?
                try database.inTransaction(.immediate) {
                    result = try body(SQLiteConnection(database))
                    return .commit
                }
                guard let result else { throw StorageError.unavailable("the transaction did not run") }
                return result
            }
            broadcast.send()
            return result
        } catch let error as DatabaseError { throw SQLiteFailure.storageError(error) }
    }

    package func maintain<Result: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> Result) async throws -> Result {
        do {
            return try await database.writeWithoutTransaction { try body(SQLiteConnection($0)) }
        } catch let error as DatabaseError { throw SQLiteFailure.storageError(error) }
    }

    package func changes() -> AsyncStream<Void> { broadcast.listen() }

    package func close() async {
        watcher?.cancel()
        await watcher?.value
        broadcast.finish()
        try? database.close()
    }
}

enum SQLiteFailure {
    static func translating<Result>(_ body: () throws -> Result) throws -> Result {
        do { return try body() } catch let error as DatabaseError { throw storageError(error) }
    }

    static func storageError(_ error: DatabaseError) -> StorageError {
        storageError(error.extendedResultCode.rawValue, error.message ?? "", statement: error.sql ?? "")
    }

    static func storageError(_ code: Int32, _ message: String, statement: String) -> StorageError {
        switch code {
        case constraintUnique, constraintPrimaryKey, constraintRowID: .constraint(.unique, name: message)
        case constraintForeignKey: .constraint(.foreignKey, name: message)
        case constraintCheck: .constraint(.check, name: message)
        case constraintNotNull: .constraint(.notNull, name: message)
        default:
            switch code & 0xFF {
            case SQLITE_CONSTRAINT: .constraint(.other, name: message)
            case SQLITE_BUSY, SQLITE_LOCKED: .busy(message)
            case SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_AUTH: .unavailable(message)
            case SQLITE_FULL, SQLITE_IOERR, SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_READONLY: .broken(message)
            default: .statement(message, text: statement)
            }
        }
    }
}

// The extended codes are C macros that Swift does not import.
private let constraintCheck = SQLITE_CONSTRAINT | (1 << 8)
private let constraintForeignKey = SQLITE_CONSTRAINT | (3 << 8)
private let constraintNotNull = SQLITE_CONSTRAINT | (5 << 8)
private let constraintPrimaryKey = SQLITE_CONSTRAINT | (6 << 8)
private let constraintUnique = SQLITE_CONSTRAINT | (8 << 8)
private let constraintRowID = SQLITE_CONSTRAINT | (10 << 8)
