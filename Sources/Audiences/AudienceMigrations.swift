package import Storage

/// The table of named audiences.
package enum AudienceSchema {
    package static let migrations = [
        Migration(
            "audiences-1",
            [
                // `rule` is the canonical text; `owner` is the publisher that may change it, nobody but admins where it is open.
                """
                CREATE TABLE audience (
                    id \(.int8) PRIMARY KEY, slug \(.text) NOT NULL UNIQUE, name \(.text) NOT NULL, rule \(.text) NOT NULL, owner \(.int8),
                    created_at \(.int8) NOT NULL, changed_at \(.int8) NOT NULL
                )\(.strict)
                """
            ])
    ]
}
