package import Storage

/// The tables of briefs, messages and approvals.
package enum CampaignSchema {
    package static let migrations = [
        Migration(
            "campaigns-1",
            [
                // `start_kind`: now, instant (start_instant), wall (start_wall in start_zone), person (start_wall in each person's zone).
                // `start_wall` is the wall clock's microseconds as if it were UTC. `holdout` and the goal's shares are permille.
                """
                CREATE TABLE campaign (
                    id \(.int8) PRIMARY KEY, slug \(.text) NOT NULL UNIQUE, name \(.text) NOT NULL,
                    publisher \(.int8) NOT NULL REFERENCES publisher (id), offering \(.int8) NOT NULL REFERENCES offering (id),
                    audience \(.int8) NOT NULL REFERENCES audience (id), author \(.int8) REFERENCES person (id),
                    stage \(.text) NOT NULL CHECK (stage IN ('know', 'like', 'trust', 'try', 'buy', 'repeat', 'refer')),
                    class \(.text) NOT NULL CHECK (class IN ('news', 'invitation', 'survey', 'must-know')),
                    state \(.text) NOT NULL
                        CHECK (state IN ('draft', 'in_review', 'approved', 'scheduled', 'running', 'paused', 'finished', 'stopped')),
                    start_kind \(.text) NOT NULL CHECK (start_kind IN ('now', 'instant', 'wall', 'person')),
                    start_instant \(.int8), start_wall \(.int8), start_zone \(.text),
                    latest_send_hours \(.int8) NOT NULL CHECK (latest_send_hours BETWEEN 1 AND 8760),
                    uncertain \(.text) NOT NULL CHECK (uncertain IN ('class', 'keep', 'resend')),
                    goal_stage \(.text) CHECK (goal_stage IN ('know', 'like', 'trust', 'try', 'buy', 'repeat', 'refer')),
                    goal_baseline \(.int8) CHECK (goal_baseline BETWEEN 0 AND 1000), goal_target \(.int8) CHECK (goal_target BETWEEN 0 AND 1000),
                    goal_by \(.int8),
                    holdout \(.int8) NOT NULL CHECK (holdout BETWEEN 0 AND 500),
                    by_email \(.bool) NOT NULL, on_home \(.bool) NOT NULL,
                    created_at \(.int8) NOT NULL, changed_at \(.int8) NOT NULL,
                    CHECK ((start_kind = 'instant') = (start_instant IS NOT NULL)),
                    CHECK ((start_kind IN ('wall', 'person')) = (start_wall IS NOT NULL)),
                    CHECK ((start_kind = 'wall') = (start_zone IS NOT NULL)),
                    CHECK ((goal_stage IS NULL) = (goal_baseline IS NULL)),
                    CHECK ((goal_stage IS NULL) = (goal_target IS NULL)),
                    CHECK ((goal_stage IS NULL) = (goal_by IS NULL)),
                    CHECK (goal_target > goal_baseline),
                    CHECK (by_email OR on_home)
                )\(.strict)
                """,
                "CREATE INDEX campaign_offering ON campaign (offering)",
                "CREATE INDEX campaign_publisher ON campaign (publisher)",
                "CREATE INDEX campaign_state ON campaign (state)",
                // The needs that the campaign speaks to, in words of its own, and its key messages (three at most), per language as JSON.
                """
                CREATE TABLE campaign_point (
                    campaign \(.int8) NOT NULL REFERENCES campaign (id), kind \(.text) NOT NULL CHECK (kind IN ('need', 'key_message')),
                    position \(.int8) NOT NULL CHECK (position BETWEEN 1 AND 5), text_json \(.text) NOT NULL, PRIMARY KEY (campaign, kind, position)
                )\(.strictByKey)
                """,
                // The first whose audience fits is a person's message; exactly the last one has no audience.
                """
                CREATE TABLE message (
                    id \(.int8) PRIMARY KEY, campaign \(.int8) NOT NULL REFERENCES campaign (id), position \(.int8) NOT NULL,
                    angle \(.text), rule \(.text), language \(.text) NOT NULL, CHECK (position >= 1)
                )\(.strict)
                """,
                "CREATE INDEX message_campaign ON message (campaign, position)",
                """
                CREATE TABLE message_text (
                    message \(.int8) NOT NULL REFERENCES message (id), language \(.text) NOT NULL, subject \(.text) NOT NULL,
                    body \(.text) NOT NULL, PRIMARY KEY (message, language)
                )\(.strictByKey)
                """,
                // Pictures that texts show by name, and what goes with every mail. `hash` is the beginning of the SHA-256; sizes are pixels.
                """
                CREATE TABLE campaign_file (
                    id \(.int8) PRIMARY KEY, campaign \(.int8) NOT NULL REFERENCES campaign (id),
                    kind \(.text) NOT NULL CHECK (kind IN ('picture', 'attachment')), name \(.text) NOT NULL, type \(.text) NOT NULL,
                    size \(.int8) NOT NULL, width \(.int8) NOT NULL, height \(.int8) NOT NULL, hash \(.text) NOT NULL, bytes \(.bytea) NOT NULL,
                    created_at \(.int8) NOT NULL, UNIQUE (campaign, kind, name)
                )\(.strict)
                """,
                // What somebody is writing and has not saved: only they see it, in the editor and its preview. `message` is 0 for a new one.
                """
                CREATE TABLE message_sketch (
                    campaign \(.int8) NOT NULL REFERENCES campaign (id), person \(.int8) NOT NULL REFERENCES person (id), message \(.int8) NOT NULL,
                    language \(.text) NOT NULL, subject \(.text) NOT NULL, body \(.text) NOT NULL, changed_at \(.int8) NOT NULL,
                    PRIMARY KEY (campaign, person, message, language)
                )\(.strictByKey)
                """,
                // Who handed it in, and who said what to it; `verdict` is NULL while it waits, `withdrawn` when it was edited instead.
                // `asked_by` and `decided_by` are NULL where the operator did it.
                """
                CREATE TABLE approval (
                    id \(.int8) PRIMARY KEY, campaign \(.int8) NOT NULL REFERENCES campaign (id), asked_by \(.int8) REFERENCES person (id),
                    asked_at \(.int8) NOT NULL, decided_by \(.int8) REFERENCES person (id), decided_at \(.int8),
                    verdict \(.text) CHECK (verdict IN ('approved', 'returned', 'withdrawn')), note \(.text),
                    CHECK (decided_by IS NULL OR asked_by IS NULL OR decided_by <> asked_by OR verdict = 'withdrawn'),
                    CHECK ((verdict IS NULL) = (decided_at IS NULL))
                )\(.strict)
                """,
                "CREATE INDEX approval_campaign ON approval (campaign, id)",
                // At most one waits.
                "CREATE UNIQUE INDEX approval_waiting ON approval (campaign) WHERE verdict IS NULL",
            ])
    ]
}
