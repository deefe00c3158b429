import Storage

/// How far one delivery has come (docs/architecture.md, "Sent means known").
package enum DeliveryState: String, Sendable, CaseIterable, SQLConvertible {
    case planned, excluded, held, deferred
    /// A process has it under a lease; nothing has touched the wire.
    case claimed
    /// The final dot may have been sent.
    case sending
    case accepted, failed, bounced, complained
    /// Nobody knows whether it was taken.
    case uncertain
    case cancelled

    /// Nothing more happens to it by itself.
    package var isSettled: Bool {
        switch self {
        case .planned, .held, .deferred, .claimed, .sending: false
        case .excluded, .accepted, .failed, .bounced, .complained, .uncertain, .cancelled: true
        }
    }

    /// The states of `campaign status --json`, in its order.
    package static let reported: [DeliveryState] = [
        .planned, .deferred, .held, .claimed, .sending, .accepted, .failed, .bounced, .complained, .uncertain, .cancelled,
    ]
}

/// Why somebody of the audience gets nothing on a channel.
package enum ExclusionReason: String, Sendable, CaseIterable, SQLConvertible {
    case noAddress = "no_address"
    /// Mails to this address came back.
    case suppressed
    /// Left the company.
    case left
    /// Turned this publisher's mails off.
    case unsubscribed
    /// The publisher may not address this person.
    case outsideScope = "outside_scope"
    /// The person may not get the offering.
    case notEligible = "not_eligible"
    case tooLate = "too_late"
    /// Had as many mails as one may get until it was too late.
    case capped
}

/// Where a message reaches a person.
package enum Channel: String, Sendable, CaseIterable, SQLConvertible {
    case email, home
}

package enum Arm: String, Sendable, CaseIterable, SQLConvertible {
    case reached, holdout
}

package enum RunState: String, Sendable, CaseIterable, SQLConvertible {
    case running, paused, finished, stopped
}
