import Campaigns
import Kernel
import Mail

/// When a mail that could not be sent is tried again.
enum Retrying {
    /// After the `attempt`th temporary refusal (from 1): a minute, doubled each time up to an hour, give or take a fifth.
    static func delay(attempt: Int, jitter: Double) -> Duration { backoff(from: 60, attempt: attempt, jitter: jitter) }

    /// After the `attempt`th time (from 1) that the connection ended before the mail was through: five seconds, doubled each time up to an
    /// hour, give or take a fifth.
    static func reconnectDelay(attempt: Int, jitter: Double) -> Duration { backoff(from: 5, attempt: attempt, jitter: jitter) }

    private static func backoff(from seconds: Double, attempt: Int, jitter: Double) -> Duration {
        let doubled = seconds * Double(1 << min(max(attempt, 1) - 1, 10))
        return .milliseconds(Int(min(doubled, 3600) * (0.8 + 0.4 * jitter) * 1000))
    }

    /// After the `failure`th time (from 1) in a row that the relay could not be reached: a second, doubled up to half a minute.
    static func relayDelay(failure: Int) -> Duration { .seconds(min(1 << min(max(failure, 1) - 1, 5), 30)) }

    /// - Parameters:
    ///   - attempts: how often it was tried, this time included.
    ///   - jitter: 0 to 1, drawn only for what is tried again.
    static func outcome(
        of sent: SMTPOutcome, attempts: Int, uncertain: UncertainPolicy, now: Instant, jitter: @autoclosure () -> Double
    ) -> Settlement.Outcome {
        switch sent {
        case .accepted(let reply): .accepted(reply: reply)
        case .refused(let refusal) where refusal.concernsConfiguration: .returned
        case .refused(let refusal) where refusal.temporary:
            .retry(due: now + delay(attempt: attempts, jitter: jitter()), code: refusal.code, reply: refusal.description)
        case .refused(let refusal): .failed(reason: refusal.stage.rawValue, code: refusal.code, reply: refusal.description)
        case .uncertain(let reason):
            .uncertain(reason: reason, again: uncertain == .keep ? nil : now + delay(attempt: attempts, jitter: jitter()))
        case .notSent(let reason): .retry(due: now + reconnectDelay(attempt: attempts, jitter: jitter()), code: nil, reply: reason)
        }
    }
}

extension SMTPRefusal {
    /// It says something of us, which every mail would hear, and nothing of this mail or its recipient: sign-in wanted or refused
    /// (RFC 4954 §6), or the sender's address refused for good. The size (552, x.3.4) and the parameters (555, x.6.x) of MAIL are the
    /// mail's own.
    var concernsConfiguration: Bool {
        guard !temporary, stage != .check else { return false }
        if [530, 534, 535, 538].contains(code) { return true }
        return stage == .sender && code != 552 && code != 555 && status?.subject != 3 && status?.subject != 6
    }
}
