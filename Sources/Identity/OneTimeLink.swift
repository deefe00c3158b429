package import Kernel
package import Storage

/// A link that signs somebody in once: opening it shows a button, pressing the button spends it.
package enum OneTimeLink {
    package enum Purpose: String, Sendable, SQLConvertible {
        /// Makes the first admin.
        case setUp = "set-up"
        case signIn = "sign-in"
    }

    /// How long one lasts.
    package static let life = Duration.minutes(15)

    package enum Problem: Error, Sendable {
        /// Never given out, spent already, or too old.
        case spent
        /// There is an admin: nobody else becomes one by a set-up link.
        case alreadySetUp
    }
}

extension Transaction {
    package func issueLink(_ purpose: OneTimeLink.Purpose, for person: PersonKey?) throws -> Token {
        let token = Token.random()
        try run("DELETE FROM one_time_link WHERE expires_at < \(now - .days(7))")
        try run(
            """
            INSERT INTO one_time_link (token_hash, purpose, person, created_at, expires_at, spent_at)
            VALUES (\(token.hash), \(purpose), \(person), \(now), \(now + OneTimeLink.life), NULL)
            """)
        return token
    }

    /// Spends a link.
    /// - Returns: whom a sign-in link signs in.
    /// - Throws: `OneTimeLink.Problem.spent`.
    package func spendLink(_ token: Token, _ purpose: OneTimeLink.Purpose) throws -> PersonKey? {
        let spent = try run(
            """
            UPDATE one_time_link SET spent_at = \(now)
            WHERE token_hash = \(token.hash) AND purpose = \(purpose) AND spent_at IS NULL AND expires_at > \(now)
            """)
        guard spent == 1 else { throw OneTimeLink.Problem.spent }
        return try value("SELECT person FROM one_time_link WHERE token_hash = \(token.hash)", as: PersonKey?.self) ?? nil
    }

    /// A set-up link, where no admin exists yet.
    package func issueSetUpLink() throws -> Token? {
        try hasAdmin() ? nil : issueLink(.setUp, for: nil)
    }
}

extension Reader {
    package func hasAdmin() throws -> Bool {
        try exists("SELECT 1 FROM account JOIN person ON person.id = account.person WHERE is_admin AND active")
    }

    package func isOpen(_ token: Token, _ purpose: OneTimeLink.Purpose, now: Instant) throws -> Bool {
        try exists(
            """
            SELECT 1 FROM one_time_link
            WHERE token_hash = \(token.hash) AND purpose = \(purpose) AND spent_at IS NULL AND expires_at > \(now)
            """)
    }
}
