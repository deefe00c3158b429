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
    /// - Throws: `DeliveryError`.
    @discardableResult
    package func start(
        _ campaign: CampaignKey, actor: Actor, settings: DeliverySettings, ring: SecretRing
    ) throws -> StartedRun {
        let brief = try brief(campaign)
        try requireStartable(brief, actor)
        if settings.leavesMachine, settings.isLoopback, brief.byEmail { throw DeliveryError.loopbackBaseURL(settings.baseURL) }
        let plan = try RecipientPlan(brief, self, settings: settings, ring: ring, now: now)
        let latest = try latestSend(brief, settings)
        guard latest >= now else { throw DeliveryError.tooLate(latest) }

        let run: RunKey = try newKey()
        try self.run(
            """
            INSERT INTO run (id, campaign, state, started_at, started_by, latest_send, audience_size, holdout_size)
            VALUES (\(run), \(campaign), \(RunState.running), \(now), \(actor.auditName), \(latest), 0, 0)
            """)
        try freezeMessages(of: brief, in: run)
        let stationery = try Stationery(run, self, settings: settings, ring: ring)
        try storeLinks(stationery)
        let started = try storeRecipients(plan, in: run)
        try self.run("UPDATE run SET audience_size = \(started.audience), holdout_size = \(started.holdout) WHERE id = \(run)")
        try setState(.running, of: brief, actor: actor, action: "start", after: "{\"run\":\"\(run)\",\"audience\":\(started.audience)}")
        try wake()
        return started
    }

    private func requireStartable(_ brief: Brief, _ actor: Actor) throws {
        switch (brief.state, actor.kind) {
        case (.approved, _), (.scheduled, _): break
        // Whoever runs a command can read and change the database anyway.
        case (.draft, .operator), (.inReview, .operator): break
        default: throw DeliveryError.wrongState(brief.state)
        }
        // Two starts at once: the second waits here on PostgreSQL and finds the state changed.
        let state: CampaignState? = try value("SELECT state FROM campaign WHERE id = \(brief.campaign)\(SQL.locked)")
        guard state == brief.state else { throw DeliveryError.wrongState(state ?? brief.state) }
    }

    private func latestSend(_ brief: Brief, _ settings: DeliverySettings) throws -> Instant {
        var timing = Timing(brief.start, now: now, installation: settings.zone)
        let zones: [String?] = timing.isCommon ? [] : try values("SELECT DISTINCT time_zone FROM person WHERE active")
        return timing.span(of: zones).last + brief.latestSend
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
        return StartedRun(run: run, audience: audience, holdout: holdout, deliveries: rows)
    }

    private static let deliveryColumns = [
        "run", "person", "channel", "state", "reason", "message", "not_before", "attempts", "accepted_at", "department",
    ]

    private func row(_ run: RunKey, _ recipient: RecipientPlan.Recipient, _ channel: Channel, _ outcome: RecipientPlan.Outcome)
        -> [SQLValue]
    {
        let state: DeliveryState
        var reason: ExclusionReason?
        switch outcome {
        case .excluded(let why): (state, reason) = (.excluded, why)
        case .planned: state = channel == .home ? .accepted : .planned
        }
        let acceptedAt: Instant? = state == .accepted ? now : nil
        return [
            run.sqlValue, recipient.person.sqlValue, channel.sqlValue, state.sqlValue, reason.sqlValue, recipient.message.sqlValue,
            recipient.due.sqlValue, .int8(0), acceptedAt.sqlValue, recipient.department.sqlValue,
        ]
    }

    /// Changes a campaign's state and notes it.
    func setState(_ state: CampaignState, of brief: Brief, actor: Actor, action: String, after: String? = nil) throws {
        try run("UPDATE campaign SET state = \(state), changed_at = \(now) WHERE id = \(brief.campaign)")
        try audit(
            actor.auditName, action, "campaign:\(brief.slug)", before: "{\"state\":\"\(brief.state.rawValue)\"}",
            after: after ?? "{\"state\":\"\(state.rawValue)\"}")
    }
}
