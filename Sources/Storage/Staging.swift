import Kernel
import Synchronization

/// Rows on their way into the main tables, in a schema `staging` of their own: a file on SQLite that is gone when it is closed, unlogged
/// tables on PostgreSQL. Filling it and reading it takes no write lock of the main tables.
package struct Staging: Sendable {
    fileprivate let database: Database
    fileprivate let lease: StagingLease

    package var engine: Engine { database.engine }

    /// Changes the tables of `staging`, and reads them and the main ones, as one transaction.
    package func write<Result: Sendable>(_ body: @escaping @Sendable (Transaction) throws -> Result) async throws -> Result {
        try await renew()
        switch database.engine {
        case .postgres: return try await database.write(body)
        case .sqlite:
            let (result, after) = try await database.driver.maintain { [database] connection in
                let transaction = Transaction(connection, engine: .sqlite, lease: database.lease, now: database.clock.now())
                try connection.script("BEGIN")
                do {
                    let result = try body(transaction)
                    try connection.script("COMMIT")
                    return (result, transaction.finish())
                } catch {
                    try connection.script("ROLLBACK")
                    throw error
                }
            }
            for action in after { action() }
            return result
        }
    }

    /// Adds rows to a table of `staging`, one value per column.
    package func load(_ table: StaticString, columns: [String], _ rows: [[SQLValue]]) async throws {
        var packed = PackedRows()
        for row in rows { packed.append(row: row) }
        try await load(table, columns: columns, packed: packed)
    }

    package func load(_ table: StaticString, columns: [String], packed rows: PackedRows) async throws {
        guard !rows.isEmpty else { return }
        try await write { transaction in _ = try transaction.load(table, columns: columns, packed: rows) }
    }

    /// Changes the main tables out of the staged rows, as one transaction that holds the write lock.
    /// - Throws: `StorageError.busy` when another process took the schema over, after this one had not moved for a minute.
    package func merge<Result: Sendable>(_ body: @escaping @Sendable (Transaction) throws -> Result) async throws -> Result {
        try await renew()
        let (result, begun) = try await database.write { transaction in
            let begun = ContinuousClock.now
            guard try transaction.exists("SELECT number FROM staging_lease WHERE holder = \(lease.holder)") else { throw lease.lost }
            return (try body(transaction), begun)
        }
        lease.note(begun.duration(to: .now))
        try await tidy()
        return result
    }

    /// Copies SQLite's log into the file every few merges: pages that were changed several times are copied once, and nobody's lock is held.
    private func tidy() async throws {
        guard database.engine == .sqlite, lease.countMerge() % 6 == 0 else { return }
        try await database.driver.maintain { try $0.script("PRAGMA wal_checkpoint(PASSIVE)") }
    }

    /// On SQLite, for merges into tables that nothing refers to yet and whose rows were made to fit: neither looks up what their keys refer
    /// to, nor waits for the disk at each merge. Power that fails leaves a part of the merges, each whole; with the end of `staging`, and
    /// when it is turned off again, all of them are on the disk.
    package func setBulk(_ isBulk: Bool) async throws {
        guard engine == .sqlite else { return }
        try await database.driver.maintain { connection in
            try connection.script(isBulk ? "PRAGMA foreign_keys = OFF; PRAGMA synchronous = NORMAL" : Self.endBulk)
        }
    }

    /// To be called before indexes are built. SQLite sorts portions as large as its cache, and takes a fifth less time for those that the
    /// processor's caches hold.
    package func prepareIndexes() async throws {
        guard engine == .sqlite else { return }
        try await database.driver.maintain { try $0.script("PRAGMA cache_size = -12000") }
    }

    /// A checkpoint syncs the log before it copies it.
    fileprivate static let endBulk = "PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA wal_checkpoint(PASSIVE)"

    /// How long a merge held the write lock at most.
    package var longestMerge: Duration { lease.longest }

    /// Lets PostgreSQL plan by what was loaded.
    package func analyze() async throws {
        guard database.engine == .postgres else { return }
        try await write { transaction in
            for table in lease.tables { try transaction.connection.script("ANALYZE staging.\(table)") }
        }
    }

    private func renew() async throws {
        guard lease.isDue(Instant.now) else { return }
        try await lease.renew(database)
    }
}

extension SQL {
    /// Begins the definition of a table of `staging`, which needs no log.
    package static let createStaging = SQL(pieces: [.dialect(sqlite: "CREATE TABLE staging.", postgres: "CREATE UNLOGGED TABLE staging.")])
}

extension Database {
    /// Runs `body` with an empty schema `staging` of the given tables, one caller at a time over all processes, and drops it afterwards.
    /// What a process that died left behind is dropped by the next caller, a minute later.
    /// - Parameter tables: the name of each and the rest of its definition (`(n int8 PRIMARY KEY, …)`).
    /// - Throws: `StorageError.busy` while another process uses it.
    package func staging<Result>(
        _ tables: [(name: StaticString, columns: SQL)], _ body: (Staging) async throws -> Result
    ) async throws -> Result {
        let lease = StagingLease(tables: tables.map { "\($0.name)" })
        try await lease.take(self)
        let result: Swift.Result<Result, any Error>
        do {
            try await openStaging(tables)
            result = .success(try await body(Staging(database: self, lease: lease)))
        } catch {
            result = .failure(error)
        }
        try? await closeStaging()
        try? await lease.give(self)
        return try result.get()
    }

    private func openStaging(_ tables: [(name: StaticString, columns: SQL)]) async throws {
        let definitions = tables.map {
            Statement(.createStaging + SQL(stringLiteral: $0.name) + " " + $0.columns + .strict, for: engine).text
        }
        switch engine {
        case .sqlite:
            // The temporary files of staging and of sorting go to the disk, so that memory stays bounded; merging touches many pages. What is
            // in the log is copied into the file between merges (see `tidy`), not within them.
            try await driver.maintain { connection in
                try connection.script(
                    """
                    PRAGMA temp_store = FILE; PRAGMA cache_size = -48000; PRAGMA threads = 1; PRAGMA wal_autocheckpoint = 0;
                    ATTACH '' AS staging; PRAGMA staging.journal_mode = MEMORY; PRAGMA staging.cache_size = -16000;
                    """)
                for definition in definitions { try connection.script(definition) }
            }
        case .postgres:
            try await driver.write { connection in
                try connection.script("DROP SCHEMA IF EXISTS staging CASCADE")
                try connection.script("CREATE SCHEMA staging")
                for definition in definitions { try connection.script(definition) }
            }
        }
    }

    private func closeStaging() async throws {
        switch engine {
        case .sqlite:
            try await driver.maintain { connection in
                try connection.script(
                    """
                    DETACH staging; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -8000; PRAGMA threads = 0;
                    PRAGMA wal_autocheckpoint = 1000; \(Staging.endBulk)
                    """)
            }
        case .postgres: try await driver.write { try $0.script("DROP SCHEMA IF EXISTS staging CASCADE") }
        }
    }
}

/// The right to use `staging`, kept in table `staging_lease` a minute ahead.
final class StagingLease: Sendable {
    let tables: [String]
    let holder = String(UInt64.random(in: .min ... .max), radix: 36)
    private let renewedAt = Mutex(Instant.now)
    private let longestMerge = Mutex(Duration.zero)
    private let merges = Mutex(0)

    init(tables: [String]) { self.tables = tables }

    let lost = StorageError.busy("another import took over, since this one had not moved for a minute: run it again")

    var longest: Duration { longestMerge.withLock { $0 } }
    func note(_ merge: Duration) { longestMerge.withLock { $0 = max($0, merge) } }

    /// - Returns: how many merges there were by now.
    func countMerge() -> Int {
        merges.withLock {
            $0 += 1
            return $0
        }
    }

    func isDue(_ now: Instant) -> Bool { renewedAt.withLock { now - $0 > .seconds(15) } }

    func take(_ database: Database) async throws {
        let now = Instant.now
        let taken = try await database.write { [holder] transaction in
            try transaction.run("UPDATE staging_lease SET holder = \(holder), until = \(now + .minutes(1)) WHERE until < \(now)")
        }
        guard taken == 1 else {
            throw StorageError.busy("another import is running (one that was killed is forgotten after a minute): try again then")
        }
    }

    func renew(_ database: Database) async throws {
        let now = Instant.now
        let kept = try await database.write { [holder] transaction in
            try transaction.run("UPDATE staging_lease SET until = \(now + .minutes(1)) WHERE holder = \(holder)")
        }
        guard kept == 1 else { throw lost }
        renewedAt.withLock { $0 = now }
    }

    func give(_ database: Database) async throws {
        _ = try await database.write { [holder] transaction in
            try transaction.run("UPDATE staging_lease SET holder = '', until = 0 WHERE holder = \(holder)")
        }
    }
}
