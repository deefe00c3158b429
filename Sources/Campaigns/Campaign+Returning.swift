package import Identity
package import Kernel
package import Storage

extension Transaction {
    /// Gives a campaign back to its author, saying what to change.
    /// - Throws: `CampaignError.invalid` without a note, `.ownCampaign`, `.notNow`, `.changedMeanwhile`.
    @discardableResult
    package func giveBack(_ campaign: Campaign, note: String, seen: Instant? = nil, by actor: Actor) throws -> Campaign {
        let campaign = try current(campaign)
        guard campaign.state.after(.giveBack) != nil else { throw CampaignError.notNow(.giveBack, campaign.state) }
        try requireOther(than: actor, for: campaign)
        guard !note.trimmedOfSpaces.isEmpty else { throw CampaignError.invalid([CampaignProblem(.note, .required)]) }
        return try decide(campaign, .giveBack, .returned, note: note, seen: seen, by: actor)
    }
}
