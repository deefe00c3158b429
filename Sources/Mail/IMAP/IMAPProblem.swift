/// Why a mailbox can't be read. Holds no secret.
package enum IMAPProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// Waiting does not mend it: tell the operator.
    case configuration(String)
    /// It may be over in a while.
    case unavailable(String)

    package var description: String {
        switch self {
        case .configuration(let text), .unavailable(let text): text
        }
    }

    package var isConfiguration: Bool { if case .configuration = self { true } else { false } }
}
