package import Audiences
package import Identity
package import Kernel
package import Storage

extension Transaction {
    /// Lets a campaign be sent. Whoever handed it in, or wrote at it last, does not decide.
    /// - Parameter seen: the `changedAt` of the page that the approver read, so that nobody approves what they did not see.
    /// - Throws: `CampaignError.ownCampaign`, `.notNow`, `.changedMeanwhile`, `.invalid` where it could not be sent any more.
    @discardableResult
    package func approve(
        _ campaign: Campaign, terms: TermRegistry, note: String? = nil, seen: Instant? = nil, by actor: Actor
    ) throws -> Campaign {
        let campaign = try current(campaign)
        guard campaign.state.after(.approve) != nil else { throw CampaignError.notNow(.approve, campaign.state) }
        try requireOther(than: actor, for: campaign)
        try requireSendable(campaign, terms: terms)
        return try decide(campaign, .approve, .approved, note: note, seen: seen, by: actor)
    }

    /// - Throws: `CampaignError.ownCampaign`.
    func requireOther(than actor: Actor, for campaign: Campaign) throws {
        guard let person = actor.person else { return }
        let asked = try waitingApproval(of: campaign.key)?.askedBy
        guard person != campaign.author, person != asked else { throw CampaignError.ownCampaign }
    }

    func decide(
        _ campaign: Campaign, _ step: CampaignState.Step, _ verdict: Approval.Verdict, note: String?, seen: Instant?, by actor: Actor
    ) throws -> Campaign {
        let note = try Self.checked(note: note)
        let after = try take(step, campaign, seen: seen, actor: actor.auditName, note: note)
        try run(
            """
            UPDATE approval SET decided_by = \(actor.person), decided_at = \(now), verdict = \(verdict), note = \(note)
            WHERE campaign = \(campaign.key) AND verdict IS NULL
            """)
        return after
    }

    static let longestNote = 2000

    private static func checked(note: String?) throws -> String? {
        guard let note = note?.trimmedOfSpaces, !note.isEmpty else { return nil }
        guard note.count <= longestNote else { throw CampaignError.invalid([CampaignProblem(.note, .tooLong(longestNote))]) }
        return note
    }
}
