import Kernel
import Storage

/// The cap as the database is asked about it, in the same way when a mail is planned and when it is claimed.
///
/// What counts is what was accepted, of every campaign, and what processes have in hand; not what came back, nor what nobody knows of.
struct CapCheck {
    let cap: MailCap
    let now: Instant

    /// Two columns over alias `p` of `person`: when the mail was accepted that fills the cap, and whether those in hand fill it.
    /// - Parameter run: the one whose mails are asked about, where they are in hand themselves.
    func columns(besides run: RunKey? = nil) -> SQL {
        let since = now - cap.window
        // What a server takes comes within minutes of a run's end; a day more leads past years of mails that count no longer.
        let margin = since - .days(1)
        let taken: SQL = """
            FROM delivery y WHERE y.person = p.id AND y.channel = 'email' AND y.state IN ('accepted', 'complained') AND y.accepted_at > \(since)
                AND y.run >= (SELECT min(o.id) FROM run o WHERE o.latest_send > \(margin) AND coalesce(o.ended_at, o.latest_send) > \(margin))
            """
        let others: SQL = run.map { " AND c.run <> \($0)" } ?? ""
        let inHand: SQL = "FROM delivery_claim c WHERE c.person = p.id AND c.channel = 'email'\(others)"
        // With EXISTS, PostgreSQL would read all that is in anybody's hands.
        return """
            (SELECT y.accepted_at \(taken) ORDER BY y.accepted_at DESC NULLS LAST LIMIT 1 OFFSET \(cap.limit - 1)) AS filled_by,
            CASE WHEN (SELECT c.person \(inHand) LIMIT 1) IS NOT NULL THEN (SELECT count(*) \(taken)) + (SELECT count(*) \(inHand)) >= \(cap.limit)
                ELSE \(false) END AS is_full
            """
    }

    /// Until when a person's mail is put off; `nil` where it may go.
    /// - Parameter column: the first of the two.
    func putOff(_ row: Row, _ column: Int, due: Instant) throws -> Instant? {
        cap.putOff(MailCap.Fill(filledBy: try row[column], isFull: try row[column + 1]), due: due, now: now)
    }
}

extension Turn {
    /// To claim mails under a cap: of two processes that claim for one person, the second has to see what the first has in hand.
    static let capping = Turn(7_212_034_620)
}

extension Transaction {
    /// Lets claimed mails go until the cap leaves room for them, or for good where that is after the latest time of their run.
    func putOff(_ people: [PersonKey: Instant], of run: HeldRun) throws {
        let later = people.filter { $0.value <= run.latestSend }
        try update([.int8, .int8], later.map { [$0.key.sqlValue, $0.value.sqlValue] }) { row in
            """
            UPDATE delivery SET state = 'deferred', reason = \(MailCap.reason), not_before = \(row[1])\(row.source)
            WHERE delivery.run = \(run.run) AND delivery.channel = 'email' AND delivery.person = \(row[0])
            """
        }
        try letGo(Array(later.keys), of: run.run)
        try giveUp(people.keys.filter { later[$0] == nil }, of: run.run, .capped)
    }

    /// Lets the claim look again at all that the cap put off: it may be another one by now, or mails that filled it may have come back.
    func judgeCappedAnew(in campaign: CampaignKey) throws {
        try run(
            """
            UPDATE delivery SET not_before = \(now)
            WHERE run IN \(list: runs(of: campaign)) AND state IN ('planned', 'deferred') AND state = 'deferred' AND reason = \(MailCap.reason)
                AND not_before > \(now)
            """)
    }
}
