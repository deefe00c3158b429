package import Audiences
package import Identity
package import Kernel
package import Storage

extension Transaction {
    /// Asks the publisher's approvers to look at a draft.
    /// - Throws: `CampaignError.invalid` where it could not be sent as it is, `.notNow`, `.changedMeanwhile`.
    @discardableResult
    package func handIn(_ campaign: Campaign, terms: TermRegistry, seen: Instant? = nil, by actor: Actor) throws -> Campaign {
        let campaign = try current(campaign)
        try requireSendable(campaign, terms: terms)
        let after = try take(.handIn, campaign, seen: seen, actor: actor.auditName)
        let key: Key<Approval> = try newKey()
        try run("INSERT INTO approval (id, campaign, asked_by, asked_at) VALUES (\(key), \(campaign.key), \(actor.person), \(now))")
        return after
    }

    /// An edit takes what was asked, or approved, back.
    func withdrawRequest(of campaign: Campaign, by actor: Actor) throws {
        try run(
            """
            UPDATE approval SET verdict = 'withdrawn', decided_by = \(actor.person), decided_at = \(now)
            WHERE campaign = \(campaign.key) AND verdict IS NULL
            """)
    }
}

extension Reader {
    /// - Throws: `CampaignError.invalid` where the brief, its audience or its messages could not be sent as they are.
    package func requireSendable(_ campaign: Campaign, terms: TermRegistry) throws {
        var problems = try problems(of: draft(of: campaign), changing: campaign)
        if let audience: String = try value("SELECT rule FROM audience WHERE id = \(campaign.audience)") {
            do { _ = try check(audience, terms: terms) } catch let error as RuleError {
                problems.append(CampaignProblem(.audience, .rule(error)))
            }
        }
        do { _ = try compiledMessages(of: campaign, terms: terms) } catch CampaignError.invalid(let more) { problems += more }
        guard problems.isEmpty else { throw CampaignError.invalid(problems) }
    }
}
