package import Storage

/// The tables of derived stages; all of them can be made again from the touches.
package enum HourglassSchema {
    package static let migrations = [
        Migration(
            "hourglass-1",
            [
                // The stage of a person for an offering, from evidence; no row means unaware (0). `evidence` has bit 1 << stage set for
                // every stage with evidence of its own.
                """
                CREATE TABLE stage (
                    offering \(.int8) NOT NULL, person \(.int8) NOT NULL, stage \(.int8) NOT NULL CHECK (stage BETWEEN 0 AND 7),
                    evidence \(.int8) NOT NULL, since \(.int8) NOT NULL, PRIMARY KEY (offering, person)
                )\(.strictByKey)
                """,
                "CREATE INDEX stage_person ON stage (person)",
                // When the evidence of each stage first was there: the path of a person, for medians and for figures over time.
                """
                CREATE TABLE stage_reached (
                    offering \(.int8) NOT NULL, person \(.int8) NOT NULL, stage \(.int8) NOT NULL CHECK (stage BETWEEN 1 AND 7),
                    happened_at \(.int8) NOT NULL, known_at \(.int8) NOT NULL, PRIMARY KEY (offering, person, stage)
                )\(.strictByKey)
                """,
                // Every change of the stage, up and down.
                """
                CREATE TABLE stage_transition (
                    id \(.int8) PRIMARY KEY, offering \(.int8) NOT NULL, person \(.int8) NOT NULL, from_stage \(.int8) NOT NULL,
                    to_stage \(.int8) NOT NULL, happened_at \(.int8) NOT NULL, known_at \(.int8) NOT NULL
                )\(.strict)
                """,
                "CREATE INDEX stage_transition_offering ON stage_transition (offering, happened_at)",
            ])
    ]
}
