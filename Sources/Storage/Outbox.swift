package import Kernel

/// Something that happened in one room and that another reacts to, written in the transaction that made it happen.
package struct Event: Rowed {
    package let key: Key<Table.Event>
    package let kind: String
    package let payload: String
    package let emittedAt: Instant

    package init(row: Row) throws {
        key = try row["id"]
        kind = try row["kind"]
        payload = try row["payload"]
        emittedAt = try row["emitted_at"]
    }
}

extension Transaction {
    /// Leaves an event for whoever handles `kind`; it is there exactly when this transaction is.
    package func emit(_ kind: String, _ payload: String = "") throws {
        let key: Key<Table.Event> = try newKey()
        try run("INSERT INTO outbox (id, kind, payload, emitted_at) VALUES (\(key), \(kind), \(payload), \(now))")
        try wake()
    }
}

extension Database {
    /// Handles waiting events of the given kinds: each in the transaction that also deletes it, so its effect happens exactly once, with
    /// any number of processes at work. An event whose handler throws stays, and the error is thrown on.
    /// - Returns: how many were handled; fewer than `limit` means that none is left that another process is not working on.
    @discardableResult
    package func drain(
        _ kinds: [String], limit: Int = 100, _ handle: @escaping @Sendable (Event, Transaction) throws -> Void
    ) async throws -> Int {
        try await write { transaction in
            let events = try transaction.rows(
                "SELECT id, kind, payload, emitted_at FROM outbox WHERE kind IN \(list: kinds) ORDER BY id LIMIT \(limit)\(.skipLocked)",
                as: Event.self)
            for event in events { try handle(event, transaction) }
            if !events.isEmpty { try transaction.run("DELETE FROM outbox WHERE id IN \(list: events.map(\.key))") }
            return events.count
        }
    }
}
