package import Identity
package import Kernel
package import Storage

extension Transaction {
    /// Deletes a draft that nobody but its authors has seen.
    /// - Throws: `CampaignError.hasHistory` for one that was ever handed in or has run, `.changedMeanwhile`.
    package func removeCampaign(_ campaign: Campaign, seen: Instant? = nil, by actor: Actor) throws {
        let campaign = try current(campaign)
        guard try mayRemove(campaign) else { throw CampaignError.hasHistory }
        let before = try draft(of: campaign)
        try take(.edit, campaign, seen: seen, actor: actor.auditName)
        try run("DELETE FROM message_sketch WHERE campaign = \(campaign.key)")
        try run("DELETE FROM message_text WHERE message IN (SELECT id FROM message WHERE campaign = \(campaign.key))")
        try run("DELETE FROM message WHERE campaign = \(campaign.key)")
        try run("DELETE FROM campaign_file WHERE campaign = \(campaign.key)")
        try run("DELETE FROM campaign_point WHERE campaign = \(campaign.key)")
        try run("DELETE FROM campaign WHERE id = \(campaign.key)")
        try audit(actor.auditName, "delete", campaign.auditSubject, before: JSON.text(AuditedBrief(before)))
    }
}

extension Reader {
    /// Whether a campaign is a draft that was never handed in.
    package func mayRemove(_ campaign: Campaign) throws -> Bool {
        try campaign.state == .draft && !exists("SELECT 1 FROM approval WHERE campaign = \(campaign.key)")
    }
}
