import Campaigns
import Kernel
import Mail

/// When a mail that could not be sent is tried again.
enum Retrying {
    /// After the `attempt`th temporary refusal (from 1): a minute, doubled each time up to an hour, give or take a fifth.
    static func delay(attempt: Int, jitter: Double) -> Duration {
        let minutes = Double(1 << min(max(attempt, 1) - 1, 6))
        let seconds = min(minutes * 60, 3600) * (0.8 + 0.4 * jitter)
        return .milliseconds(Int(seconds * 1000))
    }

    /// After the `failure`th time (from 1) in a row that the relay could not be reached: a second, doubled up to half a minute.
    static func relayDelay(failure: Int) -> Duration { .seconds(min(1 << min(max(failure, 1) - 1, 5), 30)) }

    /// - Parameter attempts: how often its final dot was to be sent, this time included.
    static func outcome(of sent: SMTPOutcome, attempts: Int, uncertain: UncertainPolicy, now: Instant, jitter: Double) -> Settlement.Outcome
    {
        switch sent {
        case .accepted(let reply): .accepted(reply: reply)
        case .refused(let refusal) where refusal.temporary:
            .retry(due: now + delay(attempt: attempts, jitter: jitter), code: refusal.code, reply: refusal.description)
        case .refused(let refusal): .failed(reason: refusal.stage.rawValue, code: refusal.code, reply: refusal.description)
        case .uncertain(let reason):
            uncertain == .keep
                ? .uncertain(reason: reason) : .retry(due: now + delay(attempt: attempts, jitter: jitter), code: nil, reply: reason)
        case .notSent(let reason): .retry(due: now + .seconds(5), code: nil, reply: reason)
        }
    }
}
