package import Kernel
package import Storage

/// A signed-in browser.
package struct Session: Sendable {
    /// How long one lasts without signing in again.
    package static let life = Duration.days(30)
    /// After this long the next change gets a new token.
    static let rotation = Duration.hours(12)

    package let person: PersonKey
    package let secret: [UInt8]
    package let createdAt: Instant
    package let actor: Actor
    package let name: String
    package let language: String?
    package let zone: Zone?
}

extension Transaction {
    /// Signs a person in: a new token, whatever the browser carried before.
    package func openSession(for person: PersonKey) throws -> Token {
        let token = Token.random()
        try run(
            """
            INSERT INTO session (token_hash, person, secret, created_at, seen_at, expires_at)
            VALUES (\(token.hash), \(person), \(Token.random().bytes), \(now), \(now), \(now + Session.life))
            """)
        try run("DELETE FROM session WHERE expires_at < \(now)")
        return token
    }

    package func closeSession(_ token: Token) throws { try run("DELETE FROM session WHERE token_hash = \(token.hash)") }

    /// Signs a person out everywhere, as after a change of the password.
    package func closeSessions(of person: PersonKey) throws { try run("DELETE FROM session WHERE person = \(person)") }

    /// Gives a session a new token when its own has been carried about for long.
    func rotateSession(_ token: Token) throws -> Token? {
        let created: Instant? = try value("SELECT created_at FROM session WHERE token_hash = \(token.hash)")
        guard let created, created + Session.rotation < now else { return nil }
        let next = Token.random()
        try run("UPDATE session SET token_hash = \(next.hash), created_at = \(now), seen_at = \(now) WHERE token_hash = \(token.hash)")
        return next
    }
}

extension Reader {
    /// The session that a token opens: of a person who has not left the company.
    package func session(_ token: Token, now: Instant) throws -> Session? {
        struct Found: Rowed {
            let person: PersonKey
            let secret: [UInt8]
            let createdAt: Instant
            let name: String
            let language: String?
            let zone: String?

            init(row: Row) throws {
                person = try row["person"]
                secret = try row["secret"]
                createdAt = try row["created_at"]
                name = try row["name"]
                language = try row["language"]
                zone = try row["time_zone"]
            }
        }
        let found = try first(
            """
            SELECT s.person, s.secret, s.created_at, p.name, p.language, p.time_zone FROM session s JOIN person p ON p.id = s.person
            WHERE s.token_hash = \(token.hash) AND s.expires_at > \(now) AND p.active
            """, as: Found.self)
        guard let found else { return nil }
        return Session(
            person: found.person, secret: found.secret, createdAt: found.createdAt, actor: try actor(found.person), name: found.name,
            language: found.language, zone: found.zone.flatMap { Zone($0) })
    }

    /// Whose session it is, by the hash of its token; `nil` where there is none any more.
    package func person(ofSession hash: [UInt8], now: Instant) throws -> PersonKey? {
        try value(
            """
            SELECT s.person FROM session s JOIN person p ON p.id = s.person
            WHERE s.token_hash = \(hash) AND s.expires_at > \(now) AND p.active
            """)
    }

    /// What a person may act as: their own account, memberships and departments.
    package func actor(_ person: PersonKey) throws -> Actor {
        let isAdmin: Bool = try value("SELECT is_admin FROM account WHERE person = \(person)") ?? false
        var roles: [PublisherKey: Set<MemberRole>] = [:]
        try each("SELECT publisher, role FROM publisher_member WHERE person = \(person)") { row in
            roles[try row["publisher"], default: []].insert(try row["role"])
        }
        // Without a head of its own, a department is led by the one person there whose manager is outside it.
        let leads = try values(
            """
            SELECT within.department FROM department_within within WHERE within.ancestor IN (
                SELECT id FROM department WHERE head = \(person)
                UNION
                SELECT d.id FROM person p JOIN department d ON d.id = p.department LEFT JOIN person m ON m.id = p.manager
                WHERE p.id = \(person) AND p.active AND d.head IS NULL
                    AND NOT EXISTS (SELECT 1 FROM department_within w WHERE w.ancestor = d.id AND w.department = m.department)
                    AND NOT EXISTS (
                        SELECT 1 FROM person other LEFT JOIN person above ON above.id = other.manager
                        WHERE other.department = d.id AND other.active AND other.id <> p.id
                            AND NOT EXISTS (
                                SELECT 1 FROM department_within w WHERE w.ancestor = d.id AND w.department = above.department)))
            """, as: DepartmentKey.self)
        return Actor(.person(person), isAdmin: isAdmin, roles: roles, leads: Set(leads))
    }
}
