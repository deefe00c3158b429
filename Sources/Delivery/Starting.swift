import Campaigns
package import Identity
package import Kernel
import Markup
package import Storage

/// What a start did.
package struct StartedRun: Sendable, Hashable {
    package let run: RunKey
    /// The frozen audience.
    package let audience: Int
    package let holdout: Int
    /// Rows of deliveries, excluded ones among them.
    package let deliveries: Int
}

extension Transaction {
    /// Starts a campaign: freezes its texts and its recipients with their arms, in this transaction. Nothing is sent by it; a
    /// `DeliveryWorker` does that. What is to be shown on home is accepted at once.
    /// - Throws: `DeliveryError`; `CampaignError.changedMeanwhile` when somebody else was quicker.
    @discardableResult
    package func start(
        _ campaign: CampaignKey, actor: Actor, settings: DeliverySettings, ring: SecretRing
    ) throws -> StartedRun {
        let brief = try brief(campaign)
        // Whoever runs a command can read and change the database anyway.
        let mayStart = brief.state.after(.start) != nil || actor.kind == .operator && brief.state.after(.startUnapproved) != nil
        guard mayStart else { throw DeliveryError.wrongState(brief.state) }
        let latest = try span(of: brief, installation: settings.zone, now: now).last + brief.latestSend
        guard latest >= now else { throw DeliveryError.tooLate(latest) }
        // The first write: of two starts at once the second waits here and finds the campaign changed.
        try markRunning(brief.of, by: actor)
        return try open(
            RecipientPlan(brief, self, settings: settings, ring: ring, now: now), latest: latest, actor: actor, settings: settings,
            ring: ring)
    }

    /// Opens a run of what a plan says, in a campaign that is marked as running.
    func open(
        _ plan: RecipientPlan, latest: Instant, actor: Actor, settings: DeliverySettings, ring: SecretRing
    ) throws -> StartedRun {
        let brief = plan.brief
        if settings.leavesMachine, settings.isLoopback, brief.byEmail { throw DeliveryError.loopbackBaseURL(settings.baseURL) }
        let run: RunKey = try newKey()
        try self.run(
            """
            INSERT INTO run (id, campaign, state, started_at, started_by, latest_send, audience_size, holdout_size)
            VALUES (\(run), \(brief.campaign), \(RunState.running), \(now), \(actor.auditName), \(latest), 0, 0)
            """)
        try freezeMessages(of: brief, in: run)
        let stationery = try Stationery(run, self, settings: settings, ring: ring)
        try storeLinks(stationery)
        let started = try storeRecipients(plan, in: run)
        try self.run("UPDATE run SET audience_size = \(started.audience), holdout_size = \(started.holdout) WHERE id = \(run)")
        try audit(
            actor.auditName, "run", brief.of.auditSubject,
            after: "{\"run\":\"\(run)\",\"audience\":\(started.audience),\"holdout\":\(started.holdout)}")
        try wake()
        return started
    }

    private func freezeMessages(of brief: Brief, in run: RunKey) throws {
        try self.run(
            """
            INSERT INTO run_message (run, message, language, subject, body, is_default)
            SELECT \(run), m.id, t.language, t.subject, t.body, t.language = m.language
            FROM message m JOIN message_text t ON t.message = m.id WHERE m.campaign = \(brief.campaign)
            """)
    }

    /// Every link of every text, and the one of the layout that leads to the central page.
    private func storeLinks(_ stationery: Stationery) throws {
        for sheet in stationery.sheets {
            for (position, target) in sheet.targets.enumerated() {
                let key: LinkKey = try newKey()
                try run(
                    """
                    INSERT INTO link (id, run, message, language, position, target)
                    VALUES (\(key), \(stationery.run), \(sheet.message), \(sheet.language), \(position), \(target))
                    """)
            }
        }
    }

    private func storeRecipients(_ plan: RecipientPlan, in run: RunKey) throws -> StartedRun {
        let batch = 2000
        var arms: [[SQLValue]] = []
        var deliveries: [[SQLValue]] = []
        var audience = 0
        var holdout = 0
        var rows = 0
        func flush() throws {
            try load("arm", columns: ["campaign", "person", "arm"]) { add in for arm in arms { try add(arm) } }
            rows += try load("delivery", columns: Self.deliveryColumns) { add in for delivery in deliveries { try add(delivery) } }
            arms.removeAll(keepingCapacity: true)
            deliveries.removeAll(keepingCapacity: true)
        }
        try plan.each(self) { recipient in
            audience += 1
            if let arm = recipient.arm, recipient.isNewArm {
                arms.append([plan.brief.campaign.sqlValue, recipient.person.sqlValue, arm.sqlValue])
            }
            if recipient.arm == .holdout {
                holdout += 1
            } else {
                if let email = recipient.email { deliveries.append(row(run, recipient, .email, email)) }
                if let home = recipient.home { deliveries.append(row(run, recipient, .home, home)) }
            }
            if deliveries.count >= batch { try flush() }
        }
        try flush()
        // PostgreSQL plans by what it counted last: where it knows nothing of a run, it goes through all of it for each of its mails.
        if engine == .postgres, rows > 0 { try connection.script("ANALYZE delivery") }
        return StartedRun(run: run, audience: audience, holdout: holdout, deliveries: rows)
    }

    private static let deliveryColumns = [
        "run", "person", "channel", "state", "reason", "message", "not_before", "attempts", "accepted_at", "department",
    ]

    private func row(_ run: RunKey, _ recipient: RecipientPlan.Recipient, _ channel: Channel, _ outcome: RecipientPlan.Outcome)
        -> [SQLValue]
    {
        let state: DeliveryState
        var reason: String?
        var due = recipient.due
        switch outcome {
        case .excluded(let why): (state, reason) = (.excluded, why.rawValue)
        case .deferred(let until): (state, reason, due) = (.deferred, MailCap.reason, until)
        case .planned: state = channel == .home ? .accepted : .planned
        }
        let acceptedAt: Instant? = state == .accepted ? now : nil
        return [
            run.sqlValue, recipient.person.sqlValue, channel.sqlValue, state.sqlValue, reason.sqlValue, recipient.message.sqlValue,
            due.sqlValue, .int8(0), acceptedAt.sqlValue, recipient.department.sqlValue,
        ]
    }
}
