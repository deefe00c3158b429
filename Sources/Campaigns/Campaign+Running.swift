package import Identity
package import Kernel
package import Storage

/// The steps that sending takes, each in the transaction that does what it says.
extension Transaction {
    /// - Throws: `CampaignError.notNow`, `.changedMeanwhile`, as all of these.
    @discardableResult
    package func markScheduled(_ campaign: Campaign, seen: Instant? = nil, by actor: Actor) throws -> Campaign {
        try mark(.schedule, campaign, seen: seen, by: actor)
    }

    @discardableResult
    package func markUnscheduled(_ campaign: Campaign, seen: Instant? = nil, by actor: Actor, note: String? = nil) throws -> Campaign {
        try mark(.unschedule, campaign, seen: seen, by: actor, note: note)
    }

    /// A run starts. The operator needs no approver; everyone else starts what was approved.
    @discardableResult
    package func markRunning(_ campaign: Campaign, seen: Instant? = nil, by actor: Actor) throws -> Campaign {
        let campaign = try current(campaign)
        guard actor.kind == .operator, campaign.state.after(.startUnapproved) != nil else {
            return try mark(.start, campaign, seen: seen, by: actor)
        }
        let running = try mark(.startUnapproved, campaign, seen: seen, by: actor)
        try withdrawRequest(of: campaign, by: actor)
        return running
    }

    @discardableResult
    package func markPaused(_ campaign: Campaign, by actor: Actor, note: String? = nil) throws -> Campaign {
        try mark(.pause, campaign, by: actor, note: note)
    }

    @discardableResult
    package func markResumed(_ campaign: Campaign, by actor: Actor) throws -> Campaign { try mark(.resume, campaign, by: actor) }

    @discardableResult
    package func markFinished(_ campaign: Campaign, by actor: Actor = .system) throws -> Campaign { try mark(.finish, campaign, by: actor) }

    @discardableResult
    package func markStopped(_ campaign: Campaign, by actor: Actor, note: String? = nil) throws -> Campaign {
        try mark(.stop, campaign, by: actor, note: note)
    }

    /// A finished campaign goes on with what `note` says.
    @discardableResult
    package func markReopened(_ campaign: Campaign, by actor: Actor, note: String) throws -> Campaign {
        try mark(.reopen, campaign, by: actor, note: note)
    }

    private func mark(
        _ step: CampaignState.Step, _ campaign: Campaign, seen: Instant? = nil, by actor: Actor, note: String? = nil
    ) throws -> Campaign {
        try take(step, try current(campaign), seen: seen, actor: actor.auditName, note: note)
    }
}
