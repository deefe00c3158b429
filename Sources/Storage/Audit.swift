package import Kernel

/// One change, as it is kept for good: who did what to what, and how it looked before and after.
package struct AuditEntry: Rowed {
    package let at: Instant
    package let actor: String
    package let action: String
    package let subject: String
    /// JSON, `nil` when the subject did not exist before.
    package let before: String?
    /// JSON, `nil` when the subject does not exist any more.
    package let after: String?

    package init(row: Row) throws {
        at = try row["at"]
        actor = try row["actor"]
        action = try row["action"]
        subject = try row["subject"]
        before = try row["before_json"]
        after = try row["after_json"]
    }
}

extension Transaction {
    /// Notes a change in the transaction that makes it.
    /// - Parameters:
    ///   - actor: `person:ID`, `operator` (commands) or `system` (workers).
    ///   - action: a verb (`approve`, `import`).
    ///   - subject: what kind and which (`campaign:crm-first-week`).
    ///   - before, after: JSON of what changed, `nil` for none.
    package func audit(_ actor: String, _ action: String, _ subject: String, before: String? = nil, after: String? = nil) throws {
        let key: Key<AuditEntry> = try newKey()
        try run(
            """
            INSERT INTO audit (id, at, actor, action, subject, before_json, after_json)
            VALUES (\(key), \(now), \(actor), \(action), \(subject), \(before), \(after))
            """)
    }
}

extension Reader {
    /// The changes of one subject, newest first.
    package func audit(of subject: String, limit: Int = 100) throws -> [AuditEntry] {
        try rows(
            """
            SELECT at, actor, action, subject, before_json, after_json FROM audit
            WHERE subject = \(subject) ORDER BY id DESC LIMIT \(limit)
            """)
    }
}
