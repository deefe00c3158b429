package import Storage

/// The tables of accounts, sessions and publishers.
package enum IdentitySchema {
    package static let migrations = [
        Migration(
            "identity-1",
            [
                // `accent` is a hue of OKLCH, 0 to 359; `may_address` a rule, NULL for everyone.
                """
                CREATE TABLE publisher (
                    id \(.int8) PRIMARY KEY, slug \(.text) NOT NULL UNIQUE, name \(.text) NOT NULL, department \(.int8) REFERENCES department (id),
                    reply_to \(.text), may_address \(.text), accent \(.int8) CHECK (accent BETWEEN 0 AND 359),
                    created_at \(.int8) NOT NULL, changed_at \(.int8) NOT NULL
                )\(.strict)
                """,
                """
                CREATE TABLE publisher_member (
                    publisher \(.int8) NOT NULL REFERENCES publisher (id), person \(.int8) NOT NULL REFERENCES person (id),
                    role \(.text) NOT NULL CHECK (role IN ('author', 'approver')), PRIMARY KEY (publisher, person, role)
                )\(.strictByKey)
                """,
                "CREATE INDEX publisher_member_person ON publisher_member (person)",
                // `password` is NULL for those who sign in by link only.
                """
                CREATE TABLE account (
                    person \(.int8) PRIMARY KEY REFERENCES person (id), password \(.text), is_admin \(.bool) NOT NULL,
                    created_at \(.int8) NOT NULL, changed_at \(.int8) NOT NULL
                )\(.strict)
                """,
                // The cookie holds the token; here is only its SHA-256. `secret` is what the session's CSRF tokens are made from.
                """
                CREATE TABLE session (
                    token_hash \(.bytea) PRIMARY KEY, person \(.int8) NOT NULL REFERENCES person (id), secret \(.bytea) NOT NULL,
                    created_at \(.int8) NOT NULL, seen_at \(.int8) NOT NULL, expires_at \(.int8) NOT NULL
                )\(.strict)
                """,
                "CREATE INDEX session_person ON session (person)",
                """
                CREATE TABLE one_time_link (
                    token_hash \(.bytea) PRIMARY KEY, purpose \(.text) NOT NULL CHECK (purpose IN ('set-up', 'sign-in')),
                    person \(.int8) REFERENCES person (id), created_at \(.int8) NOT NULL, expires_at \(.int8) NOT NULL, spent_at \(.int8)
                )\(.strict)
                """,
                // Failed attempts to sign in, by what was tried (folded address) and by where from, to slow guessing down.
                """
                CREATE TABLE sign_in_failure (
                    subject \(.text) PRIMARY KEY, failures \(.int8) NOT NULL, last_at \(.int8) NOT NULL
                )\(.strict)
                """,
            ])
    ]
}
