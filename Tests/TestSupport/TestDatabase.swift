package import Foundation
import Kernel
package import Storage
import StoragePostgres
import StorageSQLite
import Synchronization

/// A database of a test's own, migrated, on either engine.
package enum TestDatabase {
    package struct Missing: Error, CustomStringConvertible {
        package let description: String
    }

    /// Runs `body` with a fresh database and removes it afterwards.
    ///
    /// SQLite lives in memory, or in a file where `file` says so, since memory has one connection and hides what concurrency does. A
    /// PostgreSQL database is cloned from a template that is migrated once per run of the tests.
    package static func with<Result>(
        _ engine: Engine, _ migrations: [Migration] = Database.migrations, file: Bool = false, clock: WallClock = .system,
        _ body: (Database) async throws -> Result
    ) async throws -> Result {
        switch engine {
        case .sqlite:
            guard file else { return try await use(Database(SQLiteDriver(inMemory: ()), clock: clock), migrations, body) }
            return try await withFolder { folder in
                try await use(
                    Database(SQLiteDriver(path: folder.appendingPathComponent("test.sqlite").path), clock: clock), migrations, body)
            }
        case .postgres:
            let server = try PostgresServer.url()
            let name = "test_\(UInt64.random(in: 0...UInt64.max))"
            let maintenance = try PostgresDriver(url: server, connections: 1)
            try await maintenance.maintain { try $0.script("CREATE DATABASE \(name)") }
            let url = PostgresServer.url(server, database: name)
            let outcome: Swift.Result<Result, any Error>
            do {
                let database = try Database(PostgresDriver(url: url, connections: 4), clock: clock)
                outcome = .success(try await use(database, migrations, body))
            } catch { outcome = .failure(error) }
            try await maintenance.maintain { try $0.script("DROP DATABASE \(name) WITH (FORCE)") }
            await maintenance.close()
            return try outcome.get()
        }
    }

    /// Runs `body` with the URL of an empty PostgreSQL database and removes it afterwards, for what opens its database itself.
    package static func withPostgresURL<Result>(_ body: (String) async throws -> Result) async throws -> Result {
        let server = try PostgresServer.url()
        let name = "test_\(UInt64.random(in: 0...UInt64.max))"
        let maintenance = try PostgresDriver(url: server, connections: 1)
        try await maintenance.maintain { try $0.script("CREATE DATABASE \(name)") }
        let outcome: Swift.Result<Result, any Error>
        do { outcome = .success(try await body(PostgresServer.url(server, database: name))) } catch { outcome = .failure(error) }
        try await maintenance.maintain { try $0.script("DROP DATABASE \(name) WITH (FORCE)") }
        await maintenance.close()
        return try outcome.get()
    }

    private static func use<Result>(
        _ database: Database, _ migrations: [Migration], _ body: (Database) async throws -> Result
    ) async throws -> Result {
        do {
            try await database.migrate(migrations)
            let result = try await body(database)
            await database.close()
            return result
        } catch {
            await database.close()
            throw error
        }
    }

    /// Runs `body` with an empty folder and removes it afterwards.
    package static func withFolder<Result>(_ body: (URL) async throws -> Result) async throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("rapport-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try await body(folder)
    }
}

/// The PostgreSQL server that `make test` starts.
package enum PostgresServer {
    /// - Throws: when the tests run without one.
    package static func url() throws -> String {
        guard let url = ProcessInfo.processInfo.environment["RAPPORT_TEST_POSTGRES"], !url.isEmpty else {
            throw TestDatabase.Missing(
                description: "RAPPORT_TEST_POSTGRES names no server: run the tests by `make test`, which starts one")
        }
        return url
    }

    package static func url(_ server: String, database: String) -> String {
        guard var parts = URLComponents(string: server) else { return server }
        parts.path = "/" + database
        return parts.string ?? server
    }
}
