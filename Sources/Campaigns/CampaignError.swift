package import Kernel

/// Why a campaign was not changed.
package enum CampaignError: Error, Sendable, Hashable {
    /// What is wrong with what was given, field by field.
    case invalid([CampaignProblem])
    /// The step is not possible in the state that the campaign is in.
    case notNow(CampaignState.Step, CampaignState)
    /// Somebody changed it after the one who asks had seen it.
    case changedMeanwhile(at: Instant, by: String?)
    /// It has run: only its name and its goal can change.
    case frozen([CampaignField])
    /// Nobody approves what they wrote or handed in.
    case ownCampaign
    /// It has been handed in or sent before, so it stays.
    case hasHistory
}
