package import Storage

/// The one table of what happened.
package enum TouchSchema {
    package static let migrations = [
        Migration(
            "touches-1",
            [
                """
                CREATE TABLE touch (
                    id \(.int8) PRIMARY KEY, person \(.int8) NOT NULL, happened_at \(.int8) NOT NULL, recorded_at \(.int8) NOT NULL,
                    local_day \(.int8) NOT NULL, department \(.int8), offering \(.int8), subject_kind \(.text) NOT NULL,
                    subject \(.int8) NOT NULL, way \(.text) NOT NULL, channel \(.text) NOT NULL, run \(.int8), link \(.int8),
                    verdict \(.text) NOT NULL CHECK (verdict IN ('human', 'machine', 'unknown')), reason \(.text),
                    forwarded \(.bool) NOT NULL, source \(.text) NOT NULL, client_event_id \(.text),
                    UNIQUE (source, client_event_id)
                )\(.strict)
                """,
                "CREATE INDEX touch_person_offering ON touch (person, offering, happened_at)",
                "CREATE INDEX touch_offering ON touch (offering, way, person)",
                "CREATE INDEX touch_run ON touch (run, person)",
                // Person × offering whose stage is to be derived again; `offering` 0 stands for all of the person's.
                """
                CREATE TABLE hourglass_dirty (
                    person \(.int8) NOT NULL, offering \(.int8) NOT NULL, PRIMARY KEY (person, offering)
                )\(.strictByKey)
                """,
            ])
    ]
}
