import Campaigns
import Kernel
import Storage

@testable import Delivery

/// What other campaigns have to do with the first one.
extension World {
    /// A mail of another campaign.
    struct Mail: Sendable {
        var at: Instant
        var state = DeliveryState.accepted
        var channel = Channel.email

        /// So many days and seconds before the morning.
        static func before(_ days: Int, _ seconds: Int = 0, _ state: DeliveryState = .accepted, _ channel: Channel = .email) -> Mail {
            Mail(at: World.morning - .days(days) - .seconds(seconds), state: state, channel: channel)
        }
    }

    static let earlier = CampaignKey(499)
    static let second = CampaignKey(501)

    func with(cap: String) throws -> World {
        var world = self
        world.settings.cap = try MailCap(cap)
        return world
    }

    /// A campaign like the first one.
    func add(_ key: CampaignKey, mustKnow: Bool = false) async throws {
        try await database.write { t in
            try t.run(
                """
                INSERT INTO campaign (id, slug, name, publisher, offering, audience, stage, class, state, start_kind, start_instant, start_wall,
                    start_zone, latest_send_hours, uncertain, holdout, by_email, on_home, created_at, changed_at)
                SELECT \(key), \("campaign-\(key)"), name, publisher, offering, audience, stage, \(mustKnow ? "must-know" : "news"), 'approved',
                    start_kind, start_instant, start_wall, start_zone, latest_send_hours, uncertain, holdout, by_email, on_home, created_at,
                    changed_at
                FROM campaign WHERE id = \(World.campaign)
                """)
            let message = MessageKey(key.raw * 10)
            try t.run(
                "INSERT INTO message (id, campaign, position, angle, rule, language) VALUES (\(message), \(key), 1, NULL, NULL, 'en')")
            try t.run(
                "INSERT INTO message_text (message, language, subject, body) VALUES (\(message), 'en', 'Another', 'Dear all, [see it](offering).')"
            )
        }
    }

    /// What people got of an earlier campaign, each mail in a run of its own.
    func received(_ mails: [Int64: [Mail]]) async throws {
        let isThere = try await database.read { try $0.exists("SELECT 1 FROM campaign WHERE id = \(World.earlier)") }
        if !isThere { try await add(World.earlier) }
        try await database.write { t in
            for (person, mails) in mails {
                for mail in mails {
                    let run: RunKey = try t.newKey()
                    try t.run(
                        """
                        INSERT INTO run (id, campaign, state, started_at, started_by, latest_send, ended_at, audience_size, holdout_size)
                        VALUES (\(run), \(World.earlier), 'finished', \(mail.at), 'system', \(mail.at + .days(3)), \(mail.at), 1, 0)
                        """)
                    try t.run(
                        """
                        INSERT INTO delivery (run, person, channel, state, not_before, attempts, accepted_at)
                        VALUES (\(run), \(person), \(mail.channel), \(mail.state), \(mail.at), 1, \(mail.at))
                        """)
                }
            }
        }
    }

    @discardableResult
    func start(_ campaign: CampaignKey) async throws -> StartedRun {
        let (settings, ring) = (settings, ring)
        return try await database.write { try $0.start(campaign, actor: Self.author, settings: settings, ring: ring) }
    }

    /// Claims of a campaign's newest run, as a worker makes them.
    func claim(_ lease: Lease, of campaign: CampaignKey, limit: Int = 100) async throws -> [Claim] {
        try await database.write { try claim(lease, of: campaign, limit: limit, in: $0) }
    }

    func claim(_ lease: Lease, of campaign: CampaignKey, limit: Int = 100, in t: Transaction) throws -> [Claim] {
        guard let run = try t.runs(of: campaign).last else { return [] }
        let stationery = try Stationery(run, t, settings: settings, ring: ring)
        let addressing = try Addressing(t.brief(campaign), t, settings: settings, now: t.now)
        return try t.claim(stationery, limit: limit, lease: lease, addressing: addressing).addressees.map {
            Claim(run: run, person: $0.person, lease: lease)
        }
    }

    func settle(_ claims: [Claim], _ outcome: Settlement.Outcome) async throws {
        try await database.write { t in _ = try t.record(claims.map { Settlement(claim: $0, outcome: outcome) }, granting: []) }
    }

    /// A person's mail of a campaign.
    func row(_ person: Int64, of campaign: CampaignKey) async throws -> Delivery {
        let row = try await database.read { reader in
            try reader.first(
                """
                SELECT state, reason, code, reply, attempts, not_before FROM delivery
                WHERE person = \(person) AND channel = 'email' AND run IN \(list: reader.runs(of: campaign))
                """, as: Delivery.self)
        }
        guard let row else { throw Late() }
        return row
    }
}
