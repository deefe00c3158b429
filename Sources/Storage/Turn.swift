/// What only one transaction at a time may do, whichever process it runs in.
package struct Turn: Hashable, Sendable {
    let number: Int64

    /// - Parameter number: the same in all processes, and no other turn's.
    package init(_ number: Int64) { self.number = number }
}

extension Transaction {
    /// Waits until no other transaction has this turn, and keeps it until this one is over. What is read from here on holds all that those
    /// before stored, since each statement of PostgreSQL sees what is committed when it begins. SQLite has one writer at a time anyway.
    package func take(_ turn: Turn) throws {
        try each(
            SQL(pieces: [
                .dialect(sqlite: "SELECT ", postgres: "SELECT 1::int8 FROM (SELECT pg_advisory_xact_lock("), .value(.int8(turn.number)),
                .dialect(sqlite: "", postgres: ")) AS turn"),
            ])
        ) { _ in }
    }
}
