/// What became of one mail on one connection: exactly what is known, no more.
package enum SMTPOutcome: Hashable, Sendable {
    /// The server took the responsibility for the mail (RFC 5321 §6.1). `reply` is its reply, with the queue id where it gives one.
    case accepted(reply: String)
    /// The server, or the check before it, said no; it did not take the mail.
    case refused(SMTPRefusal)
    /// The connection ended, timed out or spoke nonsense after the final dot and before its reply: nobody knows.
    case uncertain(reason: String)
    /// The connection ended before the final dot: the mail was surely not taken and may be sent again.
    case notSent(reason: String)
}

/// A mail refused, and by what.
package struct SMTPRefusal: Hashable, Sendable, CustomStringConvertible {
    /// The step of a mail that was refused.
    package enum Stage: String, Hashable, Sendable, CaseIterable {
        /// Seen before anything was sent: the relay does not offer what this mail needs.
        case check
        case reset
        case sender
        case recipient
        case data
        /// The reply to the whole mail.
        case content
    }

    package let code: Int
    package let status: EnhancedStatus?
    package let text: String
    /// It may go through later: 4xx, and 552 to a recipient, which RFC 5321 §4.5.3.1.10 says to read as 452.
    package let temporary: Bool
    package let stage: Stage

    package var description: String { SMTPReply(code: code, status: status, lines: [text]).description }

    init(_ reply: SMTPReply, stage: Stage) {
        code = reply.code
        status = reply.status
        text = reply.text
        temporary = reply.isTemporary || stage == .recipient && reply.code == 552
        self.stage = stage
    }

    /// A refusal of our own, with the code that a server would have given.
    init(check code: Int, _ status: (Int, Int, Int), _ text: String) {
        self.code = code
        self.status = EnhancedStatus(kind: status.0, subject: status.1, detail: status.2)
        self.text = text
        temporary = false
        stage = .check
    }
}
