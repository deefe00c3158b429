package import Kernel
package import Storage

/// A click out of a mail that is stored already.
package struct StoredClick: Sendable, Hashable, Rowed {
    package let touch: TouchKey
    package let run: RunKey
    package let person: PersonKey
    package let link: LinkKey
    package let happenedAt: Instant
    package let verdict: Verdict
    package let reason: String
    package let clientEventID: String?

    package init(row: Row) throws {
        touch = try row["id"]
        run = try row["run"]
        person = try row["person"]
        link = try row["link"]
        happenedAt = try row["happened_at"]
        verdict = try row["verdict"]
        reason = try row["reason"]
        clientEventID = try row["client_event_id"]
    }
}

extension Reader {
    /// The clicks out of mails within a span of time, each mail told by its run and person.
    package func clicks(of mails: [(run: RunKey, person: PersonKey, from: Instant, to: Instant)]) throws -> [StoredClick] {
        mails.isEmpty ? [] : try rows(Self.clicks(of: mails))
    }

    /// One look into the index `touch_run` per mail: `CROSS JOIN` keeps SQLite to this order, and the index over sources, where all clicks
    /// stand together, must not tempt it.
    static func clicks(of mails: [(run: RunKey, person: PersonKey, from: Instant, to: Instant)]) -> SQL {
        let rows = mails.map { [$0.run.sqlValue, $0.person.sqlValue, $0.from.sqlValue, $0.to.sqlValue] }
        return """
            SELECT t.id, t.run, t.person, t.link, t.happened_at, t.verdict, t.reason, t.client_event_id
            FROM \(SQL.table([.int8, .int8, .int8, .int8], rows)) AS r CROSS JOIN touch t
            WHERE t.run = r.c0 AND t.person = r.c1 AND t.happened_at BETWEEN r.c2 AND r.c3 AND t.way = 'clicked'
                AND t.source || '' = 'mail' AND t.link IS NOT NULL AND t.reason IS NOT NULL
            """
    }
}

extension Transaction {
    /// Judges stored touches anew, by what was seen since. Whoever calls it marks their person × offering for the hourglass.
    package func rejudge(_ touches: [(touch: TouchKey, verdict: Verdict, reason: String)]) throws {
        guard !touches.isEmpty else { return }
        let rows = touches.map { [$0.touch.sqlValue, $0.verdict.sqlValue, $0.reason.sqlValue] }
        try run(
            """
            UPDATE touch SET verdict = r.c1, reason = r.c2 FROM \(SQL.table([.int8, .text, .text], rows)) AS r WHERE touch.id = r.c0
            """)
    }
}
