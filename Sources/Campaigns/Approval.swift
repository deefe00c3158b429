package import Kernel
package import Storage

/// One request to approve a campaign, and what became of it.
package struct Approval: Sendable, Hashable, Rowed {
    package enum Verdict: String, Sendable, Hashable, CaseIterable, SQLConvertible {
        case approved, returned
        /// It was edited before anybody decided.
        case withdrawn
    }

    /// `nil` where the operator asked.
    package let askedBy: PersonKey?
    package let askedByName: String?
    package let askedAt: Instant
    package let decidedBy: PersonKey?
    package let decidedByName: String?
    package let decidedAt: Instant?
    /// `nil` while it waits.
    package let verdict: Verdict?
    package let note: String?

    package init(row: Row) throws {
        askedBy = try row["asked_by"]
        askedByName = try row["asked_name"]
        askedAt = try row["asked_at"]
        decidedBy = try row["decided_by"]
        decidedByName = try row["decided_name"]
        decidedAt = try row["decided_at"]
        verdict = try row["verdict"]
        note = try row["note"]
    }
}

extension Reader {
    /// The requests, newest first.
    package func approvals(of campaign: CampaignKey, limit: Int = 20) throws -> [Approval] {
        try rows(
            """
            SELECT a.asked_by, q.name AS asked_name, a.asked_at, a.decided_by, d.name AS decided_name, a.decided_at, a.verdict, a.note
            FROM approval a LEFT JOIN person q ON q.id = a.asked_by LEFT JOIN person d ON d.id = a.decided_by
            WHERE a.campaign = \(campaign) ORDER BY a.id DESC NULLS LAST LIMIT \(limit)
            """)
    }

    /// The request that waits for an answer.
    package func waitingApproval(of campaign: CampaignKey) throws -> Approval? {
        try approvals(of: campaign, limit: 1).first { $0.verdict == nil }
    }
}
