package import Kernel
import People
package import Storage

extension Transaction {
    /// Makes somebody an admin of this installation. A person of the directory with this address becomes it; without one, a person of
    /// their own is made whose external id starts with `local:`, which no import touches.
    package func makeAdmin(name: String, email: String, password: Password, actor: Actor) throws -> PersonKey {
        let folded = email.folded
        let known: PersonKey? = try value("SELECT id FROM person WHERE email_folded = \(folded) AND active ORDER BY id NULLS FIRST LIMIT 1")
        let person: PersonKey
        if let known {
            person = known
        } else {
            person = try newKey()
            let first = String(name.split(separator: " ").first ?? Substring(name))
            try run(
                """
                INSERT INTO person (id, external_id, external_id_folded, email, email_folded, name, name_folded, sort_key, first_name,
                    first_name_folded, active, created_at, changed_at)
                VALUES (\(person), \("local:" + folded), \("local:" + folded), \(email), \(folded), \(name), \(name.folded), \(name.folded),
                    \(first), \(first.folded), \(true), \(now), \(now))
                """)
            try run("INSERT INTO person_period (person, since, active) VALUES (\(person), \(now), \(true))")
            try directoryChanges()
        }
        try setAccount(person, password: password, isAdmin: true)
        try audit(actor.auditName, "make-admin", "person:\(person)")
        return person
    }

    package func setAccount(_ person: PersonKey, password: Password?, isAdmin: Bool) throws {
        try run(
            """
            INSERT INTO account (person, password, is_admin, created_at, changed_at)
            VALUES (\(person), \(password?.stored), \(isAdmin), \(now), \(now))
            ON CONFLICT (person) DO UPDATE
                SET password = excluded.password, is_admin = excluded.is_admin, changed_at = excluded.changed_at
            """)
    }

    /// Changes a person's own password and signs them out everywhere else.
    package func changePassword(of person: PersonKey, to password: Password) throws {
        let isAdmin: Bool = try value("SELECT is_admin FROM account WHERE person = \(person)") ?? false
        try setAccount(person, password: password, isAdmin: isAdmin)
        try closeSessions(of: person)
        try audit(Actor(.person(person)).auditName, "change-password", "person:\(person)")
    }

    /// Notes a failed attempt to sign in.
    func noteFailure(_ subject: String) throws {
        try run(
            """
            INSERT INTO sign_in_failure (subject, failures, last_at) VALUES (\(subject), 1, \(now))
            ON CONFLICT (subject) DO UPDATE
                SET failures = CASE WHEN sign_in_failure.last_at < \(now - SignInPatience.memory) THEN 1 ELSE sign_in_failure.failures + 1 END,
                    last_at = excluded.last_at
            """)
    }

    func forgetFailures(_ subject: String) throws { try run("DELETE FROM sign_in_failure WHERE subject = \(subject)") }
}

/// How guessing is slowed down: after five failures for one address, each further attempt waits twice as long.
package enum SignInPatience {
    static let memory = Duration.hours(12)
    static let free = 5

    /// Seconds from the last failure until another attempt is looked at.
    package static func wait(after failures: Int) -> Int {
        failures < free ? 0 : min(900, 15 << min(failures - free, 10))
    }
}

/// What signing in needs to know of somebody.
struct SignInFacts: Rowed {
    let person: PersonKey
    let password: String?

    init(row: Row) throws {
        person = try row["id"]
        password = try row["password"]
    }
}

extension Reader {
    /// The active person with this address; the oldest where several share it.
    func signInFacts(email: String) throws -> SignInFacts? {
        try first(
            """
            SELECT p.id, a.password FROM person p LEFT JOIN account a ON a.person = p.id
            WHERE p.email_folded = \(email.folded) AND p.active ORDER BY p.id NULLS FIRST LIMIT 1
            """)
    }

    /// Seconds until another attempt for `subject` is looked at.
    func signInWait(_ subject: String, now: Instant) throws -> Int {
        var wait = 0
        try each("SELECT failures, last_at FROM sign_in_failure WHERE subject = \(subject)") { row in
            let until = try (row["last_at"] as Instant) + .seconds(SignInPatience.wait(after: row["failures"]))
            wait = max(0, Int((until - now).components.seconds))
        }
        return wait
    }
}
