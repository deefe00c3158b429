import Kernel

/// One step of the schema, append-only: once released it never changes.
package struct Migration: Sendable {
    /// Unique over all rooms, with the room first (`people-1`).
    package let id: String
    package let statements: [SQL]

    package init(_ id: String, _ statements: [SQL]) {
        self.id = id
        self.statements = statements
    }
}

extension Database {
    /// What this room itself keeps: migrations, node leases, outbox, audit, search.
    package static let migrations = [
        Migration(
            "storage-1",
            [
                "CREATE TABLE node (number \(.int8) PRIMARY KEY, holder \(.text) NOT NULL, reserved_until \(.int8) NOT NULL)\(.strict)",
                """
                INSERT INTO node (number, holder, reserved_until)
                WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 1023) SELECT i, '', 0 FROM n
                """,
                """
                CREATE TABLE outbox (
                    id \(.int8) PRIMARY KEY, kind \(.text) NOT NULL, payload \(.text) NOT NULL, emitted_at \(.int8) NOT NULL
                )\(.strict)
                """,
                """
                CREATE TABLE audit (
                    id \(.int8) PRIMARY KEY, at \(.int8) NOT NULL, actor \(.text) NOT NULL, action \(.text) NOT NULL,
                    subject \(.text) NOT NULL, before_json \(.text), after_json \(.text)
                )\(.strict)
                """,
                "CREATE INDEX audit_subject ON audit (subject, id)",
                SearchIndex.schema,
                // Who stages rows now; see `Database.staging`.
                "CREATE TABLE staging_lease (number \(.int8) PRIMARY KEY CHECK (number = 1), holder \(.text) NOT NULL, until \(.int8) NOT NULL)\(.strict)",
                "INSERT INTO staging_lease (number, holder, until) VALUES (1, '', 0)",
            ])
    ]

    /// Brings the schema up to `migrations`, in their order, in one transaction. Several processes may do so at once.
    /// - Throws: `StorageError.newerSchema` when the database holds a migration that is not among them.
    /// - Returns: the ids applied now.
    @discardableResult
    package func migrate(_ migrations: [Migration]) async throws -> [String] {
        try await driver.write { [engine, clock] connection in
            let reader = Reader(connection, engine: engine)
            try reader.each(Self.migrationLock) { _ in }
            return try Self.apply(migrations, to: connection, engine, at: clock.now())
        }
    }

    /// Applies those that are missing, on a connection in a transaction.
    @discardableResult
    static func apply(_ migrations: [Migration], to connection: any Connection, _ engine: Engine, at now: Instant) throws -> [String] {
        try connection.script(
            Statement(
                "CREATE TABLE IF NOT EXISTS migration (id \(.text) PRIMARY KEY, applied_at \(.int8) NOT NULL)\(.strict)", for: engine
            ).text)
        let applied = try Self.applied(Reader(connection, engine: engine), known: migrations)
        let missing = migrations.filter { !applied.contains($0.id) }
        for migration in missing {
            for statement in migration.statements {
                try connection.script(Statement(statement, for: engine).text)
            }
            try connection.execute(Statement("INSERT INTO migration (id, applied_at) VALUES (\(migration.id), \(now))", for: engine))
        }
        return missing.map(\.id)
    }

    /// The ids of the migrations that the database has.
    package func appliedMigrations() async throws -> [String] {
        try await read { try $0.values("SELECT id FROM migration ORDER BY id NULLS FIRST") }
    }

    /// Checks without changing anything that the schema is exactly `migrations`.
    /// - Throws: `StorageError.newerSchema` or `StorageError.olderSchema`.
    package func checkSchema(_ migrations: [Migration]) async throws {
        try await read { reader in
            guard try reader.exists(Self.migrationTable) else { throw StorageError.olderSchema(missing: migrations.map(\.id)) }
            let applied = try Self.applied(reader, known: migrations)
            let missing = migrations.map(\.id).filter { !applied.contains($0) }
            guard missing.isEmpty else { throw StorageError.olderSchema(missing: missing) }
        }
    }

    private static func applied(_ reader: Reader, known: [Migration]) throws -> Set<String> {
        let applied = Set(try reader.values("SELECT id FROM migration", as: String.self))
        let unknown = applied.subtracting(known.map(\.id))
        guard unknown.isEmpty else { throw StorageError.newerSchema(unknown: unknown.sorted()) }
        return applied
    }

    private static let migrationTable = SQL(pieces: [
        .dialect(
            sqlite: "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'migration'",
            postgres: "SELECT 1::int8 FROM pg_catalog.pg_tables WHERE schemaname = current_schema() AND tablename = 'migration'")
    ])

    private static let migrationLock = SQL(pieces: [
        .dialect(sqlite: "SELECT 1", postgres: "SELECT 1::int8 FROM (SELECT pg_advisory_xact_lock(7212034619)) AS lock")
    ])
}
