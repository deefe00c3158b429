package import Campaigns
import Identity
package import Kernel
package import Storage

/// Why the program holds a run and its deliveries.
enum Hold {
    static let restored = "restored"
}

/// A database that was put back knows nothing of what was sent since: nothing goes out again before a person says so.
extension Transaction {
    /// Holds every unfinished run, and what of it had not been settled. Scheduled campaigns are only approved again, since they may have
    /// been started meanwhile.
    /// - Parameter rule: what is done in each class about mails of which nobody knows whether they arrived.
    /// - Returns: how many campaigns are held now.
    @discardableResult
    package func holdRestored(_ rule: UncertainRule) throws -> Int {
        let open = try rows("SELECT id, campaign FROM run WHERE state IN ('running', 'paused') ORDER BY id NULLS FIRST", as: OpenRun.self)
        for open in open {
            let brief = try brief(open.campaign)
            // The final dot may have been sent; where the campaign would rather send twice than not at all, a person decides with the rest.
            let sending: DeliveryState = rule.policy(of: brief.of.brief) == .resend ? .held : .uncertain
            try run(
                """
                UPDATE delivery AS d SET state = \(sending), reason = \(Hold.restored), attempts = attempts + 1,
                    lease_token = coalesce(d.lease_token, 0)
                WHERE d.run = \(open.run) AND d.person IN (SELECT c.person FROM delivery_claim c WHERE c.run = \(open.run) AND c.is_sending)
                    AND d.state IN ('planned', 'deferred')
                """)
            try run(
                """
                UPDATE delivery SET state = 'held', reason = \(Hold.restored) WHERE run = \(open.run) AND state IN ('planned', 'deferred')
                """)
            try run("UPDATE run SET state = \(RunState.paused), paused_reason = \(Hold.restored) WHERE id = \(open.run)")
            if brief.state == .running { try markPaused(brief.of, by: .system, note: Hold.restored) }
        }
        let scheduled = try campaignKeys(in: .scheduled).compactMap { try campaign($0) }
        for campaign in scheduled { try markUnscheduled(campaign, by: .system, note: Hold.restored) }
        // Whoever had claimed something works on another database, if at all.
        try run("DELETE FROM delivery_claim")
        try run("DELETE FROM delivery_lease")
        try wake()
        return open.count + scheduled.count
    }

    /// Lets what a restore held go on where it was.
    func releaseRestored(_ campaign: CampaignKey) throws {
        for run: RunKey in try values("SELECT id FROM run WHERE campaign = \(campaign)") {
            try self.run(
                """
                UPDATE delivery SET state = 'planned', reason = NULL WHERE run = \(run) AND state = 'held' AND reason = \(Hold.restored)
                """)
        }
    }
}

extension Reader {
    /// Whether mails are being sent, or may be: what happens to the database meanwhile matters.
    package func hasRunningRun() throws -> Bool { try exists("SELECT 1 FROM run WHERE state = 'running' LIMIT 1") }

    /// Whether a process anywhere has deliveries in hand.
    package func hasLivingSender(at now: Instant) throws -> Bool {
        try exists("SELECT 1 FROM delivery_lease WHERE until > \(now) LIMIT 1")
    }
}
