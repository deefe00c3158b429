package import Kernel

/// What an import found wrong in a row, and what became of the row.
package struct ImportProblem: Hashable, Sendable, CustomStringConvertible {
    package enum Consequence: Hashable, Sendable {
        /// The row was not imported.
        case refused
        /// The row was imported, this field of it was not.
        case withoutField
    }

    /// The line of the file, from 1; where the row starts, or the place of the fault in a malformed one.
    package let line: Int
    /// The column's name as the header writes it, or the number of the field in a malformed row.
    package let column: String
    package let reason: String
    package let consequence: Consequence

    package init(_ line: Int, _ column: String, _ reason: String, _ consequence: Consequence = .withoutField) {
        self.line = line
        self.column = column
        self.reason = reason
        self.consequence = consequence
    }

    package init(_ problem: CSVProblem, header: [String]) {
        line = problem.line
        let name = header.indices.contains(problem.field - 1) ? header[problem.field - 1] : String(problem.field)
        column = "\(name) (character \(problem.column))"
        reason = problem.explanation
        consequence = .refused
    }

    /// `line 12, column email: “x” is no mail address; stored without it`.
    package var description: String {
        "line \(line), column \(column): \(reason); \(consequence == .refused ? "row refused" : "stored without it")"
    }
}

/// Why an import ended without storing anything.
package enum ImportError: Error, Hashable, Sendable, CustomStringConvertible {
    case unreadable(file: String, reason: String)
    case header(line: Int, reason: String)
    /// `--strict`, and some rows were bad.
    case strict(bad: Int)
    /// `--full` would deactivate more people than a tenth of the active ones and than the caller allows.
    case tooManyGone(gone: Int, active: Int)

    package var description: String {
        switch self {
        case .unreadable(let file, let reason): "\(file) can't be read: \(reason)"
        case .header(let line, let reason): "line \(line): \(reason); nothing was imported"
        case .strict(let bad): "\(bad) bad \(bad == 1 ? "row" : "rows"); nothing was imported, because of --strict"
        case .tooManyGone(let gone, let active):
            """
            \(gone) of \(active) active people are not in this file, which is more than a tenth; nothing was imported. \
            If they have left, say so: --allow-deactivating \(gone)
            """
        }
    }
}

/// What an import did, in people.
package struct ImportOutcome: Hashable, Sendable {
    /// Rows of the file, without its header and without empty lines.
    package var rows = 0
    package var new = 0
    package var changed = 0
    package var unchanged = 0
    package var refused = 0
    /// Rows that were imported without one or more of their fields.
    package var warned = 0
    package var deactivated = 0
    package var newDepartments = 0
    /// Set when `--full` deactivated nobody since rows could not be read, and so might be anyone's.
    package var keptForUnreadableRows = 0
    /// How long the database was kept from others' changes at most, at a stretch.
    package var longestLock = Duration.zero

    package init() {}
}
