/// What a server says, of what RFC 3501 §7 lists as much as reading a mailbox needs.
enum IMAPResponse: Hashable, Sendable {
    enum Condition: String, Hashable, Sendable {
        case ok = "OK"
        case no = "NO"
        case bad = "BAD"
        case bye = "BYE"
        case preauth = "PREAUTH"
    }

    /// `OK [CODE argument] text`; the code in capitals.
    struct Status: Hashable, Sendable, CustomStringConvertible {
        let condition: Condition
        let code: String?
        let text: String

        var description: String { text.isEmpty ? condition.rawValue : text }
        /// The first word of the code.
        var codeName: String? { code.map { String($0.prefix { $0 != " " }) } }
    }

    /// The end of a command's answer.
    case done(tag: String, Status)
    case status(Status)
    /// The server waits for more.
    case goOn(String)
    case capability([String])
    /// Numbers of messages that a search found.
    case search([UInt32])
    /// So many messages are in the folder.
    case exists(UInt32)
    /// What of a message was asked for, by its name.
    case fetch([String: IMAPValue])
    /// Anything else, by its first word.
    case other(String)
}

/// A value within an answer (RFC 3501 §4).
indirect enum IMAPValue: Hashable, Sendable {
    case atom(String)
    case bytes([UInt8])
    case list([IMAPValue])

    var number: UInt32? { if case .atom(let text) = self { UInt32(text) } else { nil } }
    /// `nil` for NIL and lists.
    var bytes: [UInt8]? { if case .bytes(let bytes) = self { bytes } else { nil } }
}
