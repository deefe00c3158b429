import Dispatch
package import Storage
import Synchronization

/// A PostgreSQL server of version 15 or later, through libpq, with a pool of connections.
package final class PostgresDriver: Driver {
    package let engine = Engine.postgres
    private let url: String
    private let pool: PostgresPool
    private let broadcast = Broadcast()
    private let listener: PostgresListener

    /// - Parameters:
    ///   - url: a libpq connection URL or string; never printed, since it may hold a password.
    ///   - connections: at most this many are open at once, besides the one that listens.
    /// - Throws: `StorageError.unavailable` when the server doesn't answer, or is older than version 15.
    package init(url: String, connections: Int = 8) throws {
        self.url = url
        pool = PostgresPool(url: url, limit: connections)
        let first = try PostgresConnection(url: url)
        guard first.serverVersion >= 150_000 else {
            throw StorageError.unavailable("Rapport needs PostgreSQL 15 or later; this server is \(first.serverVersion / 10_000)")
        }
        pool.giveBack(Exclusive(first))
        listener = PostgresListener(url: url, broadcast: broadcast)
    }

    package func read<Result: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> Result) async throws -> Result {
        try await pool.run { connection in
            try connection.transaction("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY") { try body(connection) }
        }
    }

    package func write<Result: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> Result) async throws -> Result {
        let result = try await pool.run { connection in
            // A deadlock undoes one of the two transactions as if it had not begun: it is run again.
            var attempt = 1
            while true {
                do {
                    return try connection.transaction("BEGIN") { try body(connection) }
                } catch StorageError.busy where attempt < 4 {
                    attempt += 1
                }
            }
        }
        broadcast.send()
        return result
    }

    package func maintain<Result: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> Result) async throws -> Result {
        try await pool.run { connection in
            try connection.script("SET statement_timeout = 0")
            defer { try? connection.script("SET statement_timeout = '120s'") }
            return try body(connection)
        }
    }

    package func changes() -> AsyncStream<Void> { broadcast.listen() }

    package func close() async {
        listener.stop()
        broadcast.finish()
        pool.close()
    }
}

/// A connection that exactly one task or the pool holds, and so may go from thread to thread.
///
/// `@unchecked`: libpq's connections may be used by any thread, one at a time (libpq documentation, "Behavior in Threaded Programs");
/// the pool hands each to one caller and takes it back when that caller's closure has returned.
struct Exclusive: @unchecked Sendable {
    let connection: PostgresConnection
    init(_ connection: PostgresConnection) { self.connection = connection }
}

/// Open connections and those who wait for one. The closures run on Dispatch's threads, never on the cooperative pool.
final class PostgresPool: Sendable {
    private struct State {
        var idle: [Exclusive] = []
        var open = 0
        var waiting: [@Sendable () -> Void] = []
        var closed = false
    }

    private let url: String
    private let limit: Int
    private let state = Mutex(State())
    private let queue = DispatchQueue(label: "rapport.postgres", attributes: .concurrent)

    init(url: String, limit: Int) {
        self.url = url
        self.limit = limit
    }

    func run<Result: Sendable>(_ body: @escaping @Sendable (PostgresConnection) throws -> Result) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            let work: @Sendable () -> Void = { [self] in
                queue.async {
                    continuation.resume(with: Swift.Result { try self.withConnection(body) })
                }
            }
            let now = state.withLock { state in
                if state.open < limit {
                    state.open += 1
                    return true
                }
                state.waiting.append(work)
                return false
            }
            if now { work() }
        }
    }

    private func withConnection<Result>(_ body: (PostgresConnection) throws -> Result) throws -> Result {
        var lent: Exclusive?
        defer { passOn(lent) }
        let (idle, closed) = state.withLock { ($0.idle.popLast(), $0.closed) }
        guard !closed else { throw StorageError.unavailable("the database is closed") }
        if let idle, idle.connection.isUsable {
            lent = idle
        } else {
            lent = Exclusive(try PostgresConnection(url: url))
        }
        guard let connection = lent?.connection else { throw StorageError.unavailable("no connection") }
        return try body(connection)
    }

    /// Puts a connection back and lets the longest-waiting caller go on.
    private func passOn(_ lent: Exclusive?) {
        let next = state.withLock { state -> (@Sendable () -> Void)? in
            if let lent, lent.connection.isUsable, !state.closed { state.idle.append(lent) }
            if state.waiting.isEmpty {
                state.open -= 1
                return nil
            }
            return state.waiting.removeFirst()
        }
        next?()
    }

    func giveBack(_ connection: Exclusive) { state.withLock { $0.idle.append(connection) } }

    func close() {
        state.withLock { state in
            state.closed = true
            state.idle = []
        }
    }
}
