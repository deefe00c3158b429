package import Storage

/// The tables of derived stages; all but `usage_feed` can be made again from the touches.
package enum HourglassSchema {
    package static let migrations = [
        Migration(
            "hourglass-1",
            [
                // The days, both included, for which the use of an offering is known of everyone. No row: its feed has said nothing yet.
                """
                CREATE TABLE usage_feed (
                    offering \(.int8) PRIMARY KEY REFERENCES offering (id), covered_from \(.int8) NOT NULL, complete_until \(.int8) NOT NULL,
                    changed_at \(.int8) NOT NULL, CHECK (covered_from <= complete_until)
                )\(.strict)
                """,
                // The stage of a person for an offering, from evidence; no row means unaware (0). `evidence` has bit 1 << stage set for
                // every stage with evidence of its own now; `since` is when the stage of now began. `unit` says where the tally counts the
                // person: in a department, in none (0), or, being outside the population, not at all (NULL).
                """
                CREATE TABLE stage (
                    offering \(.int8) NOT NULL, person \(.int8) NOT NULL, stage \(.int8) NOT NULL CHECK (stage BETWEEN 1 AND 7),
                    evidence \(.int8) NOT NULL, since \(.int8) NOT NULL, unit \(.int8), PRIMARY KEY (offering, person)
                )\(.strictByKey)
                """,
                "CREATE INDEX stage_person ON stage (person)",
                // When the evidence of each stage first was there: the path of a person, for medians.
                """
                CREATE TABLE stage_reached (
                    offering \(.int8) NOT NULL, person \(.int8) NOT NULL, stage \(.int8) NOT NULL CHECK (stage BETWEEN 1 AND 7),
                    happened_at \(.int8) NOT NULL, known_at \(.int8) NOT NULL, PRIMARY KEY (offering, person, stage)
                )\(.strictByKey)
                """,
                // Every change of the stage, up and down, in the order of `position`. Ups less downs over a stage are the people at it or
                // beyond, at any time.
                """
                CREATE TABLE stage_transition (
                    offering \(.int8) NOT NULL, person \(.int8) NOT NULL, position \(.int8) NOT NULL, from_stage \(.int8) NOT NULL,
                    to_stage \(.int8) NOT NULL, happened_at \(.int8) NOT NULL, known_at \(.int8) NOT NULL,
                    PRIMARY KEY (offering, person, position), CHECK (from_stage <> to_stage)
                )\(.strictByKey)
                """,
                // How many people of each unit, counted in the transaction that changes their rows above (docs/decisions/0010-tally.md).
                // What a, b and c are, each kind says for itself: see `Tally.Kind`.
                """
                CREATE TABLE hourglass_tally (
                    offering \(.int8) NOT NULL, kind \(.int8) NOT NULL, a \(.int8) NOT NULL, b \(.int8) NOT NULL, c \(.int8) NOT NULL,
                    unit \(.int8) NOT NULL, people \(.int8) NOT NULL, PRIMARY KEY (offering, kind, a, b, c, unit)
                )\(.strictByKey)
                """,
                // The rule and the directory that the tally of an offering was counted by; it counts for no other.
                "CREATE TABLE hourglass_basis (offering \(.int8) PRIMARY KEY, basis \(.text) NOT NULL)\(.strict)",
                // Systems that report over HTTP. Of the token there is only its SHA-256, and none where it was withdrawn. Without a
                // publisher a feed reports about the offerings of `feed_offering`.
                """
                CREATE TABLE feed (
                    id \(.int8) PRIMARY KEY, slug \(.text) NOT NULL UNIQUE, publisher \(.int8) REFERENCES publisher (id),
                    token_hash \(.bytea) UNIQUE, created_at \(.int8) NOT NULL, changed_at \(.int8) NOT NULL, reported_at \(.int8)
                )\(.strict)
                """,
                """
                CREATE TABLE feed_offering (
                    feed \(.int8) NOT NULL REFERENCES feed (id), offering \(.int8) NOT NULL REFERENCES offering (id),
                    PRIMARY KEY (feed, offering)
                )\(.strictByKey)
                """,
                // How many events of a feed became touches, and how many did not, by why: what no other row could tell.
                """
                CREATE TABLE feed_count (
                    feed \(.int8) NOT NULL REFERENCES feed (id), outcome \(.text) NOT NULL, events \(.int8) NOT NULL,
                    PRIMARY KEY (feed, outcome)
                )\(.strictByKey)
                """,
            ])
    ]
}
