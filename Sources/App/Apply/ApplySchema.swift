import Storage

/// What `rapport apply` remembers.
enum ApplySchema {
    static let migrations = [
        Migration(
            "apply-1",
            [
                // The value that a field had when a file last set it: where it differs from what is there now, somebody changed it since.
                """
                CREATE TABLE applied (
                    kind \(.text) NOT NULL, slug \(.text) NOT NULL, field \(.text) NOT NULL, value \(.text) NOT NULL,
                    PRIMARY KEY (kind, slug, field)
                )\(.strictByKey)
                """
            ])
    ]
}
