package import Storage

/// What is worked out of the directory and kept (populations, for one) holds as long as this stays the same.
extension Reader {
    /// Moves with every change of people, departments and attributes; never comes again.
    package func directoryVersion() throws -> Int64 {
        try value("SELECT version FROM directory_state") ?? 0
    }
}

extension Transaction {
    /// To be called in every transaction that changes people, departments or attributes.
    package func directoryChanges() throws {
        try run("UPDATE directory_state SET version = version + 1")
    }
}
