import Campaigns
package import Identity
package import Kernel
package import Storage

/// Pausing, resuming and stopping: what is being sent sees it before its next final dot.
extension Transaction {
    /// Holds a running campaign. What a server has taken stays taken.
    /// - Parameter reason: shown on the page; `nil` when a person wanted it.
    /// - Throws: `DeliveryError.wrongState`.
    package func pause(_ campaign: CampaignKey, actor: Actor, reason: String? = nil) throws {
        try lockRuns(of: campaign)
        let brief = try brief(campaign)
        guard brief.state.after(.pause) != nil else { throw DeliveryError.wrongState(brief.state) }
        try markPaused(brief.of, by: actor, note: reason)
        try run(
            "UPDATE run SET state = \(RunState.paused), paused_reason = \(reason) WHERE campaign = \(campaign) AND state = \(RunState.running)"
        )
        try wake()
    }

    /// Goes on where it was.
    /// - Throws: `DeliveryError.wrongState`.
    package func resume(_ campaign: CampaignKey, actor: Actor) throws {
        try lockRuns(of: campaign)
        let brief = try brief(campaign)
        guard brief.state.after(.resume) != nil else { throw DeliveryError.wrongState(brief.state) }
        try markResumed(brief.of, by: actor)
        try run(
            """
            UPDATE run SET state = \(RunState.running), paused_reason = NULL, resumption = resumption + 1
            WHERE campaign = \(campaign) AND state = \(RunState.paused)
            """)
        try releaseRestored(campaign)
        try judgeCappedAnew(in: campaign)
        try wake()
    }

    /// Ends a campaign for good: everything that is not yet under way is cancelled.
    /// - Throws: `DeliveryError.wrongState`.
    package func stop(_ campaign: CampaignKey, actor: Actor) throws {
        try lockRuns(of: campaign)
        let brief = try brief(campaign)
        guard brief.state.after(.stop) != nil else { throw DeliveryError.wrongState(brief.state) }
        try markStopped(brief.of, by: actor)
        let runs: [RunKey] = try values("SELECT id FROM run WHERE campaign = \(campaign) AND state IN ('running', 'paused')")
        for run in runs {
            try self.run("UPDATE run SET state = \(RunState.stopped), ended_at = \(now), paused_reason = NULL WHERE id = \(run)")
            try cancelOpen(of: run)
        }
        try wake()
    }

    /// Cancels what waits in a stopped run and no process has in hand. What was sent without anybody knowing the end is no more to be
    /// sent again, and so uncertain.
    func cancelOpen(of run: RunKey) throws {
        try self.run(
            """
            UPDATE delivery AS d SET \(Self.ending("'cancelled'", "'stopped'"))
            WHERE d.run = \(run) AND d.state IN ('planned', 'deferred') AND NOT (\(Self.isClaimed))
            """)
        try self.run("UPDATE delivery SET \(Self.ending("'cancelled'", "'stopped'")) WHERE run = \(run) AND state = 'held'")
    }

    /// Ends the runs in which nothing is left to do, and with its last run the campaign.
    /// - Returns: how many.
    @discardableResult
    func finishRuns() throws -> Int {
        var count = 0
        for open in try rows(Self.finishable, as: OpenRun.self) {
            // Who adds to a run, or plans some of it again, locks it first: with the lock held, what is open is looked at once more.
            try lockRuns(of: open.campaign)
            let isStill = try exists("\(Self.finishable) AND r.id = \(open.run)")
            guard isStill else { continue }
            count += 1
            try run("UPDATE run SET state = \(RunState.finished), ended_at = \(now) WHERE id = \(open.run)")
            let goesOn = try exists("SELECT 1 FROM run WHERE campaign = \(open.campaign) AND state IN ('running', 'paused')")
            guard !goesOn, let campaign = try campaign(open.campaign), campaign.state == .running else { continue }
            try markFinished(campaign)
        }
        return count
    }
}

/// A run and its campaign.
struct OpenRun: Rowed {
    let run: RunKey
    let campaign: CampaignKey

    init(row: Row) throws {
        run = try row["id"]
        campaign = try row["campaign"]
    }
}

extension Reader {
    /// The running runs of which no delivery is open: each test reads one entry of a small partial index. The conditions that are always
    /// true (times after 1970) lead SQLite to them, and not through all of a run’s rows by its key; the order and the limit
    /// keep PostgreSQL from making joins of them.
    static var finishable: SQL {
        """
        SELECT r.id, r.campaign FROM run r WHERE r.state = 'running'
            AND (SELECT d.person FROM delivery d WHERE d.run = r.id AND d.state IN ('planned', 'deferred') AND d.not_before > 0
                ORDER BY d.not_before LIMIT 1) IS NULL
            AND (SELECT d.person FROM delivery d WHERE d.run = r.id AND d.state = 'held' AND d.not_before > 0
                ORDER BY d.not_before LIMIT 1) IS NULL
        """
    }
}
