/// What can go wrong between Rapport and its database.
package enum StorageError: Error, Sendable, CustomStringConvertible {
    /// A rule of the schema refused the change; `name` is the constraint or the column, as the engine names it.
    case constraint(Constraint, name: String)
    /// Another process held the database for longer than the time-out; the same call may succeed later.
    case busy(String)
    /// The database can't be reached, or the connection broke; the transaction did not happen unless it broke in the middle of its COMMIT.
    case unavailable(String)
    /// The database was written by a newer Rapport.
    case newerSchema(unknown: [String])
    /// The schema is older than this program, and migrating is another process' work.
    case olderSchema(missing: [String])
    /// The answer does not have the shape that the caller reads.
    case unreadable(String)
    /// The engine refused a statement: a defect of the program.
    case statement(String, text: String)
    /// The disk is full, the file is damaged, the folder can't be written.
    case broken(String)

    package enum Constraint: Sendable { case unique, foreignKey, check, notNull, other }

    package var description: String {
        switch self {
        case .constraint(let kind, let name): "the database refused the change: \(kind) \(name)"
        case .busy(let text): "the database is busy: \(text)"
        case .unavailable(let text): "the database can't be reached: \(text)"
        case .newerSchema(let unknown):
            "this database was written by a newer Rapport (it knows \(unknown.joined(separator: ", "))): start that version or restore a backup"
        case .olderSchema(let missing):
            "this database is older than this program (\(missing.joined(separator: ", ")) not yet applied): restart the server with this version first"
        case .unreadable(let text): "the database's answer could not be read: \(text)"
        case .statement(let text, let statement): "the database refused a statement: \(text)\n\(statement)"
        case .broken(let text): "the database is broken: \(text)"
        }
    }

    /// Whether a second row of the same identity was refused.
    package var isDuplicate: Bool {
        if case .constraint(.unique, _) = self { true } else { false }
    }
}
