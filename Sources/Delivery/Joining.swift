import Campaigns
package import Identity
package import Kernel
package import Storage

/// Sending to those who joined since: the one way in which a campaign that has run can have a further run.
extension Transaction {
    /// Starts a run for those of the audience who are in no earlier run, with arms drawn as before.
    /// - Throws: `DeliveryError.wrongState` where the campaign neither runs nor has finished, `.nobodyJoined`, and what a start throws.
    @discardableResult
    package func startNewcomers(
        _ campaign: CampaignKey, actor: Actor, settings: DeliverySettings, ring: SecretRing
    ) throws -> StartedRun {
        try lockRuns(of: campaign)
        let brief = try brief(campaign)
        guard [.running, .finished].contains(brief.state) else { throw DeliveryError.wrongState(brief.state) }
        let plan = try RecipientPlan(brief, self, settings: settings, ring: ring, now: now, group: .newcomers)
        let latest = try span(of: brief, installation: settings.zone, now: now, group: .newcomers).last + brief.latestSend
        let started = try open(plan, latest: latest, actor: actor, settings: settings, ring: ring)
        guard started.audience > 0 else { throw DeliveryError.nobodyJoined }
        if brief.state == .finished { try markReopened(brief.of, by: actor, note: "\(started.audience) newcomers") }
        return started
    }
}
