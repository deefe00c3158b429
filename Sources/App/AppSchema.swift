import Storage

/// What the house itself remembers: what files last set, and which secret the database was made with.
enum AppSchema {
    static let migrations = [
        Migration(
            "app-1",
            [
                // The value that a field had when a file last set it: where it differs from what is there now, somebody changed it since.
                """
                CREATE TABLE applied (
                    kind \(.text) NOT NULL, slug \(.text) NOT NULL, field \(.text) NOT NULL, value \(.text) NOT NULL,
                    PRIMARY KEY (kind, slug, field)
                )\(.strictByKey)
                """,
                // One row: what this database knows of the installation that made it. See `Epoch`.
                """
                CREATE TABLE installation (
                    id \(.int8) PRIMARY KEY CHECK (id = 1), secret_fingerprint \(.text) NOT NULL, epoch \(.text)
                )\(.strict)
                """,
            ])
    ]
}
