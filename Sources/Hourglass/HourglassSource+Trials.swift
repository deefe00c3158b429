import Audiences
import Kernel
import Storage

extension HourglassSource {
    private struct Counts {
        var people = 0
        var outcomes: [HourglassReport.Outcome: Int] = [:]
    }

    /// The campaigns of the offering with a hold-out, newest first: how many of each arm, as it was drawn, came to what since the start.
    /// - Parameter isPrivate: for who may not read how many did what the campaign's audience asks about behaviour: arms of such a campaign
    ///   are rounded, and left out where its audience may not be counted.
    func trials(_ reader: Reader, isPrivate: Bool, terms: TermRegistry, today: Day) throws -> [HourglassReport.Trial] {
        var arms: [CampaignKey: [String: Counts]] = [:]
        try reader.each(
            """
            SELECT c.id, count(*), CAST(sum(CASE WHEN a.arm = 'holdout' THEN 1 ELSE 0 END) AS \(.int8))
            FROM campaign c JOIN arm a ON a.campaign = c.id WHERE c.offering = \(offering) GROUP BY c.id
            """
        ) { row in
            let (everyone, heldOut): (Int, Int) = (try row[1], try row[2])
            if heldOut > 0 { arms[try row[0], default: [:]]["holdout"] = Counts(people: heldOut) }
            if everyone > heldOut { arms[try row[0], default: [:]]["reached"] = Counts(people: everyone - heldOut) }
        }
        guard !arms.isEmpty else { return [] }
        try reader.each(trialsSQL) { row in
            let (low, high, people): (Stage, Stage, Int) = (try row[2], try row[3], try row[4])
            for outcome in HourglassReport.Outcome.allCases {
                guard let stage = outcome.stage, low < stage, stage <= high else { continue }
                arms[try row[0], default: [:]][try row[1], default: Counts()].outcomes[outcome, default: 0] += people
            }
        }
        try reader.each(
            """
            SELECT a.campaign, a.arm, count(*) FROM \(started) started JOIN arm a ON a.campaign = started.campaign
            JOIN follow f ON f.person = a.person AND f.kind = 'offering' AND f.subject = \(offering) AND f.since >= started.at
            GROUP BY a.campaign, a.arm
            """
        ) { row in arms[try row[0], default: [:]][try row[1], default: Counts()].outcomes[.follow] = try row[2] }

        var trials: [HourglassReport.Trial] = []
        try reader.each(
            """
            SELECT c.id, c.slug, c.name, started.at, u.rule FROM \(started) started JOIN campaign c ON c.id = started.campaign
            JOIN audience u ON u.id = c.audience
            ORDER BY started.at DESC NULLS LAST, c.id NULLS FIRST
            """
        ) { row in
            guard let drawn = arms[try row[0]], var reached = drawn["reached"], var holdout = drawn["holdout"] else { return }
            if isPrivate, let rule = try? reader.check(row[4], terms: terms), rule.isAboutBehaviour {
                guard try reader.figure(of: rule, today: today).count != nil else { return }
                (reached.people, holdout.people) = (Privacy.rounded(reached.people), Privacy.rounded(holdout.people))
            }
            trials.append(
                HourglassReport.Trial(
                    campaign: try row[1], name: try row[2], startedAt: try row[3], reached: arm(reached, isPrivate),
                    holdout: arm(holdout, isPrivate)))
        }
        return trials
    }

    /// The first start of each of the offering's campaigns.
    private var started: SQL {
        """
        (SELECT r.campaign, min(r.started_at) AS at FROM run r JOIN campaign c ON c.id = r.campaign
         WHERE c.offering = \(offering) GROUP BY r.campaign)
        """
    }

    /// Per person the lowest stage that they left and the highest that they came to since the start, of those who came to one that is
    /// measured: whoever crosses it leaves from below and arrives at or above it in one step.
    var trialsSQL: SQL {
        // CROSS: SQLite goes through the changes once, instead of once for each campaign.
        """
        SELECT moved.campaign, moved.arm, moved.low, moved.high, count(*) FROM (
            SELECT a.campaign, a.arm, a.person, min(t.from_stage) AS low, max(t.to_stage) AS high
            FROM stage_transition t CROSS JOIN \(started) started JOIN arm a ON a.campaign = started.campaign AND a.person = t.person
            WHERE t.offering = \(offering) AND t.to_stage > t.from_stage AND t.to_stage >= \(Stage.try) AND t.happened_at >= started.at
            GROUP BY a.campaign, a.arm, a.person) moved
        GROUP BY moved.campaign, moved.arm, moved.low, moved.high
        """
    }

    private func arm(_ counts: Counts, _ isPrivate: Bool) -> HourglassReport.Arm {
        HourglassReport.Arm(
            people: counts.people,
            outcomes: Dictionary(
                uniqueKeysWithValues: HourglassReport.Outcome.allCases.map { outcome in
                    let count = counts.outcomes[outcome] ?? 0
                    return (outcome, isPrivate ? Privacy.figure(count, of: counts.people) : .known(count))
                }))
    }
}
