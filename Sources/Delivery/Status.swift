import Campaigns
package import Kernel
package import Storage

/// How a campaign stands, as `rapport campaign status --json` prints it.
package struct CampaignStatus: Sendable, Hashable, Encodable {
    package let campaign: String
    package let state: String
    /// The frozen audience of all runs, of which none has people of another; 0 before the first.
    package let audience: Int
    package let holdout: Int
    /// People per reason, on any channel.
    package let excluded: [String: Int]
    /// Per channel and state, all states but excluded, each channel that was ever used.
    package let deliveries: [String: [String: Int]]
    /// Mails that are put off, per reason.
    package let deferred: [String: Int]
    /// Why it is paused, where the program paused it.
    package let pausedReason: String?
    /// When the first run began and the last one ended, RFC 3339.
    package let startedAt: String?
    package let endedAt: String?
    /// External ids of those of whom nobody knows whether their mail was taken and about whom nobody has decided, at most 100.
    package let uncertain: [String]
    /// Why mails were refused, the most frequent reasons first, at most 20.
    package let failures: [Failure]

    package struct Failure: Sendable, Hashable, Encodable {
        package let reason: String
        /// The server's code, where a server said it.
        package let code: Int?
        package let people: Int
    }

    package enum CodingKeys: String, CodingKey {
        case campaign, state, audience, holdout, excluded, deliveries, deferred, uncertain, failures
        case pausedReason = "paused_reason"
        case startedAt = "started_at"
        case endedAt = "ended_at"
    }

    /// As it may be shown of an audience that is chosen by what people did: with counts rounded (docs/privacy.md).
    var rounded: CampaignStatus {
        CampaignStatus(
            campaign: campaign, state: state, audience: Privacy.rounded(audience), holdout: Privacy.rounded(holdout),
            excluded: excluded.mapValues { Privacy.rounded($0) },
            deliveries: deliveries.mapValues { $0.mapValues { Privacy.rounded($0) } },
            deferred: deferred.mapValues { Privacy.rounded($0) }, pausedReason: pausedReason, startedAt: startedAt,
            endedAt: endedAt, uncertain: uncertain,
            failures: failures.map { Failure(reason: $0.reason, code: $0.code, people: Privacy.rounded($0.people)) })
    }

    package func count(_ channel: Channel, _ state: DeliveryState) -> Int { deliveries[channel.rawValue]?[state.rawValue] ?? 0 }
}

extension Reader {
    /// How a campaign stands, counted from the rows of its runs.
    /// - Throws: `DeliveryError.unknownCampaign`.
    package func status(_ campaign: CampaignKey) throws -> CampaignStatus {
        let brief = try brief(campaign)
        let runs = try rows(
            """
            SELECT id, audience_size, holdout_size, started_at, ended_at, paused_reason FROM run WHERE campaign = \(campaign)
            ORDER BY id NULLS FIRST
            """, as: RunSummary.self)
        let keys = runs.map(\.run)
        var deliveries: [String: [String: Int]] = [:]
        for channel in Channel.allCases where channel == .email ? brief.byEmail : brief.onHome {
            deliveries[channel.rawValue] = Dictionary(uniqueKeysWithValues: DeliveryState.reported.map { ($0.rawValue, 0) })
        }
        var deferred: [String: Int] = [:]
        var excluded: [String: Int] = [:]
        var uncertain: [String] = []
        var failures: [CampaignStatus.Failure] = []
        if !keys.isEmpty {
            try each(
                "SELECT channel, state, count(*) FROM delivery WHERE run IN \(list: keys) AND state <> 'excluded' GROUP BY channel, state"
            ) { try deliveries[$0[0], default: [:]][$0[1]] = $0[2] }
            try each(
                """
                SELECT c.channel, d.state, c.is_sending, count(*)
                FROM delivery_claim c JOIN delivery d ON d.run = c.run AND d.person = c.person AND d.channel = c.channel
                WHERE c.run IN \(list: keys) GROUP BY c.channel, d.state, c.is_sending
                """
            ) { row in
                let (channel, state, isSending, people): (String, String, Bool, Int) = (try row[0], try row[1], try row[2], try row[3])
                let now = isSending ? DeliveryState.sending : .claimed
                deliveries[channel, default: [:]][state, default: 0] -= people
                deliveries[channel, default: [:]][now.rawValue, default: 0] += people
            }
            // By the small index of open rows.
            try each(
                """
                SELECT coalesce(d.reason, ''), count(*) FROM delivery d
                WHERE d.run IN \(list: keys) AND d.state IN ('planned', 'deferred') AND d.state = 'deferred' AND NOT (\(Self.isClaimed))
                GROUP BY coalesce(d.reason, '')
                """
            ) { try deferred[$0[0]] = $0[1] }
            try each(
                "SELECT reason, count(DISTINCT person) FROM delivery WHERE run IN \(list: keys) AND state = 'excluded' GROUP BY reason"
            ) { try excluded[$0[0]] = $0[1] }
            uncertain = try values(
                """
                SELECT p.external_id FROM delivery d JOIN person p ON p.id = d.person
                WHERE d.run IN \(list: keys) AND d.state = 'uncertain' AND coalesce(d.reason, '') <> \(Transaction.left)
                ORDER BY p.external_id NULLS FIRST LIMIT 100
                """)
            try each(
                """
                SELECT coalesce(reason, ''), code, count(*) AS people FROM delivery WHERE run IN \(list: keys) AND state = 'failed'
                GROUP BY coalesce(reason, ''), code ORDER BY people DESC NULLS LAST, 1 NULLS FIRST, code NULLS FIRST LIMIT 20
                """
            ) { try failures.append(.init(reason: $0[0], code: $0[1], people: $0[2])) }
        }
        let hasEnded = runs.allSatisfy { $0.endedAt != nil }
        return CampaignStatus(
            campaign: brief.slug.description, state: brief.state.rawValue, audience: runs.reduce(0) { $0 + $1.audience },
            holdout: runs.reduce(0) { $0 + $1.holdout }, excluded: excluded, deliveries: deliveries, deferred: deferred,
            pausedReason: runs.last { $0.pausedReason != nil }?.pausedReason, startedAt: runs.first?.startedAt.description,
            endedAt: hasEnded ? runs.compactMap(\.endedAt).max()?.description : nil, uncertain: uncertain, failures: failures)
    }

    private struct RunSummary: Rowed {
        let run: RunKey
        let audience, holdout: Int
        let startedAt: Instant
        let endedAt: Instant?
        let pausedReason: String?

        init(row: Row) throws {
            run = try row["id"]
            audience = try row["audience_size"]
            holdout = try row["holdout_size"]
            startedAt = try row["started_at"]
            endedAt = try row["ended_at"]
            pausedReason = try row["paused_reason"]
        }
    }

    /// Who got a campaign and who did not and why, one row per person and channel of every run, and one per person of the holdout. For
    /// the operator; unfiltered.
    package func export(_ campaign: CampaignKey, _ each: (ExportRow) throws -> Void) throws {
        try stream(
            """
            SELECT p.external_id, p.name, d.channel, d.state, d.reason, d.code, d.reply, d.accepted_at, d.attempts, r.started_at
            FROM run r JOIN delivery_now d ON d.run = r.id JOIN person p ON p.id = d.person WHERE r.campaign = \(campaign)
            ORDER BY r.id NULLS FIRST, d.person NULLS FIRST, d.channel NULLS FIRST
            """
        ) { row in
            try each(
                ExportRow(
                    externalID: row[0], name: row[1], arm: .reached, channel: row[2], state: row[3], reason: row[4], code: row[5],
                    reply: row[6],
                    acceptedAt: row[7], attempts: row[8], startedAt: row[9]))
        }
        try stream(
            """
            SELECT p.external_id, p.name FROM arm a JOIN person p ON p.id = a.person WHERE a.campaign = \(campaign) AND a.arm = 'holdout'
            ORDER BY a.person NULLS FIRST
            """
        ) { row in
            try each(
                ExportRow(
                    externalID: row[0], name: row[1], arm: .holdout, channel: nil, state: nil, reason: nil, code: nil, reply: nil,
                    acceptedAt: nil, attempts: 0, startedAt: nil))
        }
    }
}

/// A line of `rapport export campaign`.
package struct ExportRow: Sendable, Hashable {
    package static let columns = [
        "external_id", "name", "arm", "channel", "state", "reason", "code", "reply", "accepted_at", "attempts", "run_started_at",
    ]

    package let externalID: String
    package let name: String
    package let arm: Arm
    package let channel: Channel?
    package let state: DeliveryState?
    package let reason: String?
    package let code: Int?
    package let reply: String?
    package let acceptedAt: Instant?
    package let attempts: Int
    package let startedAt: Instant?

    /// The values in the order of `columns`.
    package var fields: [String] {
        [
            externalID, name, arm.rawValue, channel?.rawValue ?? "", state?.rawValue ?? "", reason ?? "", code.map { String($0) } ?? "",
            reply ?? "", acceptedAt?.description ?? "", String(attempts), startedAt?.description ?? "",
        ]
    }
}

extension Reader {
    /// Whether a run is running in which something is still to be sent, where there is one run at most.
    package func hasOpenRun() throws -> Bool {
        try exists("SELECT 1 FROM run WHERE state = 'running'") && !exists(Self.finishable)
    }
}
