import Kernel
import Storage
import Touches

/// What a tracked link leads to, as it was stored when the run started.
struct LinkTarget: Rowed {
    let run: RunKey
    let campaign: CampaignKey
    let offering: OfferingKey
    let offeringSlug: Slug
    let target: String

    init(row: Row) throws {
        run = try row["run"]
        campaign = try row["campaign"]
        offering = try row["offering"]
        offeringSlug = try row["slug"]
        target = try row["target"]
    }
}

extension Reader {
    func target(of link: LinkKey) throws -> LinkTarget? {
        try first(
            """
            SELECT l.run, r.campaign, c.offering, o.slug, l.target
            FROM link l JOIN run r ON r.id = l.run JOIN campaign c ON c.id = r.campaign JOIN offering o ON o.id = c.offering
            WHERE l.id = \(link)
            """)
    }

    /// When the mail of a person in a run was accepted.
    func acceptance(_ run: RunKey, _ person: PersonKey) throws -> Instant? {
        try value(
            "SELECT accepted_at FROM delivery WHERE run = \(run) AND person = \(person) AND channel = 'email' AND state = 'accepted'",
            as: Instant?.self) ?? nil
    }
}

extension Transaction {
    /// Records that a link of a mail was followed.
    /// - Parameters:
    ///   - owner: whom the token names.
    ///   - viewer: who is signed in: the touch is theirs.
    func recordClick(
        _ link: LinkKey, _ target: LinkTarget, owner: PersonKey?, viewer: PersonKey?, verdict: HitVerdict, zone: Zone
    ) throws {
        guard let person = viewer ?? owner else { return }
        var touch = NewTouch(
            person: person, at: now, offering: target.offering, subjectKind: .campaign, subject: target.campaign.raw, way: .clicked,
            channel: "email")
        touch.run = target.run
        touch.link = link
        touch.verdict = verdict.verdict
        touch.reason = verdict.reason
        touch.forwarded = owner != nil && owner != person
        touch.source = "mail"
        try record([touch], zone: zone)
    }

    /// Records that the picture of a mail was loaded, which is evidence of nothing.
    func recordImageLoad(_ run: RunKey, _ person: PersonKey, verdict: HitVerdict, zone: Zone) throws {
        guard let campaign: CampaignKey = try value("SELECT campaign FROM run WHERE id = \(run)") else { return }
        var touch = NewTouch(
            person: person, at: now, offering: nil, subjectKind: .campaign, subject: campaign.raw, way: .shown, channel: "email")
        touch.run = run
        touch.verdict = verdict.verdict
        touch.reason = verdict.reason
        touch.source = "mail"
        try record([touch], zone: zone)
    }
}
