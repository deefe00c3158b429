import Campaigns
package import Identity
package import Kernel
package import Storage

/// What a person decides about mails that were not taken: again, or not.
extension Transaction {
    /// Plans again what was refused, at once and with the whole time that the campaign gives.
    /// - Returns: how many.
    /// - Throws: `DeliveryError.wrongState`, `.nothingToSend`.
    @discardableResult
    package func retryFailed(_ campaign: CampaignKey, actor: Actor) throws -> Int {
        try planAgain(.failed, of: campaign, actor: actor, action: "retry")
    }

    /// Sends once more those of which nobody knows whether they arrived: some may then get it twice.
    /// - Returns: how many.
    /// - Throws: `DeliveryError.wrongState`, `.nothingToSend`.
    @discardableResult
    package func resendUncertain(_ campaign: CampaignKey, actor: Actor) throws -> Int {
        try planAgain(.uncertain, of: campaign, actor: actor, action: "resend")
    }

    /// Leaves those of which nobody knows whether they arrived as they are: they stay uncertain, and are not asked about any more.
    /// - Returns: how many.
    /// - Throws: `DeliveryError.nothingToSend`.
    @discardableResult
    package func leaveUncertain(_ campaign: CampaignKey, actor: Actor) throws -> Int {
        let brief = try brief(campaign)
        let count = try run(
            """
            UPDATE delivery SET reason = \(Self.left)
            WHERE run IN \(list: runs(of: campaign)) AND state = \(DeliveryState.uncertain) AND coalesce(reason, '') <> \(Self.left)
            """)
        guard count > 0 else { throw DeliveryError.nothingToSend }
        try audit(actor.auditName, "leave-uncertain", brief.of.auditSubject, after: "{\"people\":\(count)}")
        return count
    }

    /// The reason of what is uncertain and is to stay so.
    static let left = "left"

    private func planAgain(_ state: DeliveryState, of campaign: CampaignKey, actor: Actor, action: String) throws -> Int {
        let runs = try lockRuns(of: campaign)
        let brief = try brief(campaign)
        guard [.running, .paused, .finished].contains(brief.state) else { throw DeliveryError.wrongState(brief.state) }
        let latest = now + brief.latestSend
        // What nobody knows of stays in doubt until it is sent again.
        let sentUnder: SQL = state == .uncertain ? "coalesce(lease_token, 0)" : "NULL"
        var count = 0
        for run in runs {
            let changed = try self.run(
                """
                UPDATE delivery SET state = \(DeliveryState.planned), reason = NULL, attempts = 0, retry_at = NULL,
                    lease_token = \(sentUnder),
                    not_before = \(now)
                WHERE run = \(run) AND channel = \(Channel.email) AND state = \(state) AND coalesce(reason, '') <> \(Self.left)
                """)
            guard changed > 0 else { continue }
            count += changed
            let reopened = brief.state == .paused ? RunState.paused : RunState.running
            try self.run(
                """
                UPDATE run SET state = \(reopened), ended_at = NULL, latest_send = \(SQL.greatest("latest_send", "\(latest)"))
                WHERE id = \(run)
                """)
        }
        guard count > 0 else { throw DeliveryError.nothingToSend }
        try audit(actor.auditName, action, brief.of.auditSubject, after: "{\"people\":\(count)}")
        if brief.state == .finished { try markReopened(brief.of, by: actor, note: "\(action): \(count)") }
        try wake()
        return count
    }

    /// Keeps the runs of a campaign as they are for all others until this transaction is over. Whoever changes runs does this first, in
    /// the order of their keys, and changes the campaign after, so that two of them never wait for each other.
    @discardableResult
    func lockRuns(of campaign: CampaignKey) throws -> [RunKey] {
        try values("SELECT id FROM run WHERE campaign = \(campaign) ORDER BY id NULLS FIRST\(.locked)")
    }
}
