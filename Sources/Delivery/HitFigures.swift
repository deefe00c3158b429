import Kernel
import Storage
import Touches

/// Who followed the links of a run's mails, people and machines apart. Counted by mail; not for showing before it passed `Privacy`.
struct HitFigures: Hashable, Sendable {
    /// The mails that were accepted.
    var mails = 0
    var byVerdict: [Verdict: Int] = [:]
    /// Why hits are a machine's.
    var machineReasons: [HitVerdict.Reason: Int] = [:]
    /// Hits of links that don't say whose mail they were in.
    var anonymous: [Verdict: Int] = [:]

    var isEmpty: Bool { byVerdict.isEmpty && anonymous.isEmpty }
}

extension Reader {
    /// Of a campaign's newest run. Figures of fewer than fifty mails are those of the last full week (docs/privacy.md).
    func hitFigures(of campaign: CampaignKey, today: Day) throws -> HitFigures {
        var figures = HitFigures()
        guard let run: RunKey = try value("SELECT id FROM run WHERE campaign = \(campaign) ORDER BY id DESC NULLS LAST LIMIT 1") else {
            return figures
        }
        figures.mails = try count("SELECT count(*) FROM delivery WHERE run = \(run) AND channel = 'email' AND accepted_at IS NOT NULL")
        let last = Privacy.lastDay(for: figures.mails, today: today)
        let clicks: SQL = """
            FROM touch WHERE run = \(run) AND way = 'clicked' AND source = 'mail' AND NOT forwarded AND local_day <= \(last)
            """
        try each("SELECT verdict, count(DISTINCT person) \(clicks) GROUP BY verdict") { try figures.byVerdict[$0[0]] = $0[1] }
        try each("SELECT reason, count(DISTINCT person) \(clicks) AND verdict = 'machine' GROUP BY reason") { row in
            guard let reason = HitVerdict.Reason(rawValue: try row[0]) else { return }
            figures.machineReasons[reason] = try row[1]
        }
        try each("SELECT verdict, count(*) FROM anonymous_hit WHERE run = \(run) AND link IS NOT NULL GROUP BY verdict") {
            try figures.anonymous[$0[0]] = $0[1]
        }
        return figures
    }
}
