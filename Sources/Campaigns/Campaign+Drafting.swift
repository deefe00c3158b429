import Audiences
package import Identity
package import Kernel
package import Storage

extension Transaction {
    /// Makes a campaign: a draft without messages.
    /// - Throws: `CampaignError.invalid` with everything that is wrong.
    @discardableResult
    package func createCampaign(_ draft: CampaignDraft, by actor: Actor) throws -> Campaign {
        let checked = try checked(draft.tidied)
        let key: CampaignKey = try newKey()
        let columns = Columns(checked.brief)
        do {
            try run(
                """
                INSERT INTO campaign (id, slug, name, publisher, offering, audience, author, stage, class, state, start_kind, start_instant,
                    start_wall, start_zone, latest_send_hours, uncertain, goal_stage, goal_baseline, goal_target, goal_by, holdout, by_email,
                    on_home, created_at, changed_at)
                VALUES (\(key), \(checked.slug), \(checked.brief.name), \(checked.publisher), \(checked.offering), \(checked.audience),
                    \(actor.person), \(checked.brief.stage.word), \(checked.brief.class), \(CampaignState.draft), \(columns.startKind),
                    \(columns.startInstant), \(columns.startWall), \(columns.startZone), \(checked.brief.latestSend), \(checked.brief.uncertain),
                    \(columns.goalStage), \(columns.goalBaseline), \(columns.goalTarget), \(columns.goalBy), \(checked.brief.holdout.permille),
                    \(columns.byEmail), \(columns.onHome), \(now), \(now))
                """)
        } catch let error as StorageError where error.isDuplicate {
            // Somebody took the slug between the check and now.
            throw CampaignError.invalid([CampaignProblem(.slug, .slugTaken(draft.slug))])
        }
        try writePoints(checked.brief, of: key)
        guard let campaign = try campaign(key) else { throw StorageError.unreadable("the campaign just made is not there") }
        try audit(actor.auditName, "create", campaign.auditSubject, after: JSON.text(AuditedBrief(draft.tidied)))
        return campaign
    }

    /// Changes the brief. One that was handed in or approved is a draft again; one that has run takes a new name and goal only and stays
    /// in its state. Without any difference nothing happens.
    /// - Parameters:
    ///   - draft: the whole brief as it is to be; its slug may be a new one until the campaign has run.
    ///   - seen: the `changedAt` of the form, `nil` for whatever is there.
    /// - Throws: `CampaignError.invalid`, `.frozen`, `.changedMeanwhile`.
    @discardableResult
    package func updateCampaign(_ campaign: Campaign, to draft: CampaignDraft, seen: Instant? = nil, by actor: Actor) throws -> Campaign {
        let campaign = try current(campaign)
        if let seen, seen != campaign.changedAt { throw try changedMeanwhile(campaign) }
        let draft = draft.tidied
        let before = try self.draft(of: campaign)
        let checked = try checked(draft, changing: campaign)
        if draft == before { return campaign }
        if campaign.state.hasRun {
            let frozen = before.frozenFields(changedIn: draft)
            guard frozen.isEmpty else { throw CampaignError.frozen(frozen) }
            try rename(campaign, checked.brief, seen: seen)
        } else {
            try take(.edit, campaign, seen: seen, actor: actor.auditName, author: .now(actor.person))
            try withdrawRequest(of: campaign, by: actor)
            try write(checked, to: campaign)
        }
        try audit(
            actor.auditName, "change", campaign.auditSubject, before: JSON.text(AuditedBrief(before)), after: JSON.text(AuditedBrief(draft))
        )
        return try current(campaign)
    }

    private func write(_ checked: CheckedDraft, to campaign: Campaign) throws {
        let columns = Columns(checked.brief)
        do {
            try run(
                """
                UPDATE campaign SET slug = \(checked.slug), name = \(checked.brief.name), publisher = \(checked.publisher),
                    offering = \(checked.offering), audience = \(checked.audience), stage = \(checked.brief.stage.word),
                    class = \(checked.brief.class), start_kind = \(columns.startKind), start_instant = \(columns.startInstant),
                    start_wall = \(columns.startWall), start_zone = \(columns.startZone), latest_send_hours = \(checked.brief.latestSend),
                    uncertain = \(checked.brief.uncertain), goal_stage = \(columns.goalStage), goal_baseline = \(columns.goalBaseline),
                    goal_target = \(columns.goalTarget), goal_by = \(columns.goalBy), holdout = \(checked.brief.holdout.permille),
                    by_email = \(columns.byEmail), on_home = \(columns.onHome)
                WHERE id = \(campaign.key)
                """)
        } catch let error as StorageError where error.isDuplicate {
            throw CampaignError.invalid([CampaignProblem(.slug, .slugTaken(checked.slug.description))])
        }
        try run("DELETE FROM campaign_point WHERE campaign = \(campaign.key)")
        try writePoints(checked.brief, of: campaign.key)
    }

    /// Name and goal are no part of what was sent.
    private func rename(_ campaign: Campaign, _ brief: CampaignBrief, seen: Instant?) throws {
        if let seen, seen != campaign.changedAt { throw CampaignError.changedMeanwhile(at: campaign.changedAt, by: nil) }
        let columns = Columns(brief)
        let changedAt = max(now, campaign.changedAt + .microseconds(1))
        let changed = try run(
            """
            UPDATE campaign SET name = \(brief.name), goal_stage = \(columns.goalStage), goal_baseline = \(columns.goalBaseline),
                goal_target = \(columns.goalTarget), goal_by = \(columns.goalBy), changed_at = \(changedAt)
            WHERE id = \(campaign.key) AND changed_at = \(campaign.changedAt)
            """)
        guard changed == 1 else { throw CampaignError.changedMeanwhile(at: try current(campaign).changedAt, by: nil) }
    }

    private func writePoints(_ brief: CampaignBrief, of campaign: CampaignKey) throws {
        for (kind, texts) in [("need", brief.needs), ("key_message", brief.keyMessages)] {
            for (index, text) in texts.enumerated() {
                try run(
                    """
                    INSERT INTO campaign_point (campaign, kind, position, text_json)
                    VALUES (\(campaign), \(kind), \(index + 1), \(text.json()))
                    """)
            }
        }
    }
}

/// The columns that a brief's start, goal and channels are stored in.
private struct Columns {
    let startKind: String
    var startInstant: Instant?
    var startWall: Int64?
    var startZone: String?
    let goalStage: String?
    let goalBaseline: Int?
    let goalTarget: Int?
    let goalBy: Day?
    let byEmail: Bool
    let onHome: Bool

    init(_ brief: CampaignBrief) {
        switch brief.start {
        case .now: startKind = "now"
        case .instant(let instant):
            startKind = "instant"
            startInstant = instant
        case .wall(let wall, let zone):
            startKind = "wall"
            startWall = wall.microsecondsAsIfUTC
            startZone = zone.identifier
        case .person(let wall):
            startKind = "person"
            startWall = wall.microsecondsAsIfUTC
        }
        goalStage = brief.goal?.stage.word
        goalBaseline = brief.goal?.baseline.permille
        goalTarget = brief.goal?.target.permille
        goalBy = brief.goal?.by
        byEmail = brief.channels.contains(.email)
        onHome = brief.channels.contains(.home)
    }
}

extension CampaignDraft {
    /// Without white space around the texts of one line.
    var tidied: CampaignDraft {
        var draft = self
        draft.brief.name = brief.name.trimmedOfSpaces
        draft.brief.needs = brief.needs.map(\.tidied)
        draft.brief.keyMessages = brief.keyMessages.map(\.tidied)
        return draft
    }

    /// The fields, other than name and goal, in which `other` differs.
    func frozenFields(changedIn other: CampaignDraft) -> [CampaignField] {
        var fields: [CampaignField] = []
        func note(_ field: CampaignField, _ differs: Bool) { if differs { fields.append(field) } }
        note(.slug, slug != other.slug)
        note(.publisher, publisher != other.publisher)
        note(.offering, offering != other.offering)
        note(.audience, audience != other.audience)
        note(.stage, brief.stage != other.brief.stage)
        note(.class, brief.class != other.brief.class)
        note(.start, brief.start != other.brief.start)
        note(.latestSend, brief.latestSend != other.brief.latestSend)
        note(.uncertain, brief.uncertain != other.brief.uncertain)
        note(.holdout, brief.holdout != other.brief.holdout)
        note(.channels, brief.channels != other.brief.channels)
        note(.needs, brief.needs != other.brief.needs)
        note(.keyMessages, brief.keyMessages != other.brief.keyMessages)
        return fields
    }
}

extension Texts {
    fileprivate var tidied: Texts { Texts(byLanguage.mapValues(\.trimmedOfSpaces), default: defaultLanguage) ?? self }
}

extension String {
    var trimmedOfSpaces: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(self[first...last])
    }
}
