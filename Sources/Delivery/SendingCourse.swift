import Campaigns
import Kernel
import Storage

/// What the page of a campaign's deliveries says besides its figures: since when and until when it sends, what waits for what, in which
/// words servers refused, and of whom nobody knows.
struct SendingCourse: Hashable, Sendable {
    /// Why mails are not sent at once.
    enum Delay: Hashable, Sendable {
        /// Their hour has not come where their people are.
        case hour
        /// The server asked to come again, or the connection ended; with its code.
        case again(code: Int?)
        /// No relay can be reached, or all are at their limits.
        case relay
        /// The cap leaves no room for them yet.
        case cap

        var code: Int? {
            if case .again(let code) = self { code } else { nil }
        }
    }

    struct Waiting: Hashable, Sendable {
        let delay: Delay
        let people: Int
        /// When the first of them is tried.
        let next: Instant
        /// A server's words to one of them.
        let reply: String?
    }

    struct Person: Hashable, Sendable {
        let name: String
        let externalID: String
    }

    /// Tells refusals apart as `CampaignStatus` does.
    struct Refusal: Hashable, Sendable {
        let reason: String
        let code: Int?
    }

    var began: Instant?
    var ended: Instant?
    /// The latest time of the runs that have not ended.
    var latest: Instant?
    var waiting: [Waiting] = []
    /// A server's words to one of those whom it refused.
    var replies: [Refusal: String] = [:]
    /// The first of those about whom nobody has decided.
    var uncertain: [Person] = []

    static let mostNames = 100
}

extension Reader {
    func course(of campaign: CampaignKey, now: Instant) throws -> SendingCourse {
        var course = SendingCourse()
        let keys = try runs(of: campaign)
        guard !keys.isEmpty else { return course }
        var isOpen = false
        try each("SELECT state, started_at, ended_at, latest_send FROM run WHERE id IN \(list: keys) ORDER BY id NULLS FIRST") { row in
            let (state, started): (RunState, Instant) = (try row[0], try row[1])
            course.began = course.began ?? started
            if state == .running || state == .paused {
                isOpen = true
                let latest: Instant = try row[3]
                course.latest = max(course.latest ?? latest, latest)
            } else if let ended: Instant = try row[2] {
                course.ended = max(course.ended ?? ended, ended)
            }
        }
        if isOpen { course.ended = nil }
        // By the small index of open rows; what is due is in turn, and waits for nothing but the mails before it.
        try each(
            """
            SELECT CASE WHEN state = 'deferred' AND reason = \(MailCap.reason) THEN 3 WHEN state = 'deferred' THEN 2 WHEN retry_at IS NULL THEN 0 ELSE 1 END AS delay, code, count(*), min(not_before),
                min(reply)
            FROM delivery WHERE run IN \(list: keys) AND state IN ('planned', 'deferred') AND not_before > \(now)
            GROUP BY 1, code ORDER BY 1 NULLS FIRST, 3 DESC NULLS LAST, code NULLS FIRST LIMIT 20
            """
        ) { row in
            let (kind, code): (Int, Int?) = (try row[0], try row[1])
            let delay: SendingCourse.Delay =
                switch kind {
                case 3: .cap
                case 2: .relay
                case 1: .again(code: code)
                default: .hour
                }
            try course.waiting.append(.init(delay: delay, people: row[2], next: row[3], reply: kind == 1 ? row[4] : nil))
        }
        try each(
            """
            SELECT coalesce(reason, ''), code, min(reply) FROM delivery WHERE run IN \(list: keys) AND state = 'failed' AND reply IS NOT NULL
            GROUP BY coalesce(reason, ''), code
            """
        ) { try course.replies[.init(reason: $0[0], code: $0[1])] = $0[2] }
        try each(
            """
            SELECT p.name, p.external_id FROM delivery d JOIN person p ON p.id = d.person
            WHERE d.run IN \(list: keys) AND d.state = 'uncertain' AND coalesce(d.reason, '') <> \(Transaction.left)
            ORDER BY p.external_id NULLS FIRST LIMIT \(SendingCourse.mostNames)
            """
        ) { try course.uncertain.append(.init(name: $0[0], externalID: $0[1])) }
        return course
    }
}
