package import Storage

/// The tables of runs, arms, deliveries and links.
package enum DeliverySchema {
    package static let migrations = [
        Migration(
            "delivery-1",
            [
                """
                CREATE TABLE run (
                    id \(.int8) PRIMARY KEY, campaign \(.int8) NOT NULL REFERENCES campaign (id),
                    state \(.text) NOT NULL CHECK (state IN ('running', 'paused', 'finished', 'stopped')),
                    started_at \(.int8) NOT NULL, started_by \(.text) NOT NULL, latest_send \(.int8) NOT NULL, ended_at \(.int8),
                    paused_reason \(.text), resumption \(.int8) NOT NULL DEFAULT 0, audience_size \(.int8) NOT NULL, holdout_size \(.int8) NOT NULL
                )\(.strict)
                """,
                "CREATE INDEX run_campaign ON run (campaign)",
                // What each message looked like when the run started: later edits change nothing that is being sent.
                """
                CREATE TABLE run_message (
                    run \(.int8) NOT NULL REFERENCES run (id), message \(.int8) NOT NULL, language \(.text) NOT NULL, subject \(.text) NOT NULL,
                    body \(.text) NOT NULL, is_default \(.bool) NOT NULL, PRIMARY KEY (run, message, language)
                )\(.strictByKey)
                """,
                // Drawn once per campaign and person by a keyed hash and kept in later runs: as assigned, whatever became of the mail.
                """
                CREATE TABLE arm (
                    campaign \(.int8) NOT NULL REFERENCES campaign (id), person \(.int8) NOT NULL,
                    arm \(.text) NOT NULL CHECK (arm IN ('reached', 'holdout')), PRIMARY KEY (campaign, person)
                )\(.strictByKey)
                """,
                // See DeliveryState; what is under way is in delivery_claim, and delivery_now says both. `not_before` is when it is due, moved on by retries; `department` is the person's at the start. `reason` says why it is excluded, held, deferred or cancelled.
                // `lease_token` is there where it was sent and nobody knows the end of it: of the process that sent it, or 0.
                """
                CREATE TABLE delivery (
                    run \(.int8) NOT NULL REFERENCES run (id), person \(.int8) NOT NULL, channel \(.text) NOT NULL CHECK (channel IN ('email', 'home')),
                    state \(.text) NOT NULL CHECK (state IN ('planned', 'excluded', 'held', 'deferred', 'accepted', 'failed', 'bounced',
                        'complained', 'uncertain', 'cancelled')),
                    reason \(.text), message \(.int8), not_before \(.int8) NOT NULL, attempts \(.int8) NOT NULL, retry_at \(.int8),
                    lease_token \(.int8), accepted_at \(.int8), reply \(.text), code \(.int8), department \(.int8),
                    PRIMARY KEY (run, person, channel)
                )\(.strictByKey)
                """,
                // Claims walk the due ones of a run; the index is small because most rows are settled.
                "CREATE INDEX delivery_due ON delivery (run, not_before) WHERE state IN ('planned', 'deferred')",
                "CREATE INDEX delivery_held ON delivery (run, not_before) WHERE state = 'held'",
                // What processes have in hand, each under its lease: `claimed`, or `sending` once the final dot may have been sent. A table of
                // its own, so that a delivery's row and its indexes are written once, with what became of it. By person first, since
                // PostgreSQL, which knows little of a table that is filled and emptied all the time, would read all of a run's.
                """
                CREATE TABLE delivery_claim (
                    run \(.int8) NOT NULL, person \(.int8) NOT NULL, channel \(.text) NOT NULL, lease_token \(.int8) NOT NULL,
                    is_sending \(.bool) NOT NULL, PRIMARY KEY (person, run, channel)
                )\(.strictByKey)
                """,
                """
                CREATE VIEW delivery_now AS
                    SELECT d.run, d.person, d.channel, CASE WHEN c.is_sending IS NULL THEN d.state WHEN c.is_sending THEN 'sending' ELSE 'claimed' END AS state,
                        d.reason, d.code, d.reply, d.accepted_at, d.attempts + CASE WHEN c.is_sending THEN 1 ELSE 0 END AS attempts
                    FROM delivery d LEFT JOIN delivery_claim c ON c.run = d.run AND c.person = d.person AND c.channel = d.channel
                """,
                // A row per process that sends, so that renewing its lease is one write whatever it has claimed.
                "CREATE TABLE delivery_lease (token \(.int8) PRIMARY KEY, until \(.int8) NOT NULL)\(.strict)",
                // When the next mail may go under each limit of mails a minute (SendRate), shared by all processes and kept when they end.
                "CREATE TABLE send_rate (name \(.text) PRIMARY KEY, next_at \(.int8) NOT NULL)\(.strict)",
                // Without the state, which changes while a mail is sent; with the run, whose key tells about when it was.
                "CREATE INDEX delivery_person ON delivery (person, channel, run)",
                // The targets of a run's links, stored: a link can lead nowhere else. `offering` is the special target of the central page.
                """
                CREATE TABLE link (
                    id \(.int8) PRIMARY KEY, run \(.int8) NOT NULL REFERENCES run (id), message \(.int8) NOT NULL, language \(.text) NOT NULL,
                    position \(.int8) NOT NULL, target \(.text) NOT NULL, UNIQUE (run, message, language, position)
                )\(.strict)
                """,
                // What a person turned off: a publisher by channel.
                """
                CREATE TABLE unsubscription (
                    person \(.int8) NOT NULL, publisher \(.int8) NOT NULL REFERENCES publisher (id), channel \(.text) NOT NULL,
                    since \(.int8) NOT NULL, PRIMARY KEY (person, publisher, channel)
                )\(.strictByKey)
                """,
                // Mails that came back, each report once. `kind` as in Bounce.
                """
                CREATE TABLE bounce (
                    report \(.text) PRIMARY KEY, run \(.int8) NOT NULL REFERENCES run (id), person \(.int8) NOT NULL, address \(.text),
                    kind \(.text) NOT NULL CHECK (kind IN ('hard', 'soft', 'complaint')), status \(.text), diagnostic \(.text),
                    received_at \(.int8) NOT NULL
                )\(.strict)
                """,
                "CREATE INDEX bounce_address ON bounce (address, received_at)",
                // Which process reads a mailbox of mails that came back, and until when without a word from it.
                "CREATE TABLE bounce_reader (mailbox \(.text) PRIMARY KEY, holder \(.int8) NOT NULL, until \(.int8) NOT NULL)\(.strict)",
                // Addresses, folded, to which nothing goes any more. Whoever gets another one is reached again.
                """
                CREATE TABLE suppression (
                    address \(.text) PRIMARY KEY, kind \(.text) NOT NULL, status \(.text), diagnostic \(.text), since \(.int8) NOT NULL
                )\(.strict)
                """,
                // Who does not want links in their mails to tell anything.
                "CREATE TABLE tracking_refusal (person \(.int8) PRIMARY KEY, since \(.int8) NOT NULL)\(.strict)",
                // Links and pictures (without a link) of mails that don't say whose they are.
                """
                CREATE TABLE anonymous_hit (
                    event \(.text) PRIMARY KEY, run \(.int8) NOT NULL REFERENCES run (id), link \(.int8), happened_at \(.int8) NOT NULL,
                    verdict \(.text) NOT NULL CHECK (verdict IN ('human', 'machine', 'unknown')), reason \(.text) NOT NULL
                )\(.strict)
                """,
                "CREATE INDEX anonymous_hit_run ON anonymous_hit (run, verdict, reason)",
                // Who said yes to pictures that tell when they are loaded.
                "CREATE TABLE pixel_consent (person \(.int8) PRIMARY KEY, since \(.int8) NOT NULL)\(.strict)",
                """
                CREATE VIEW accepted_delivery AS
                    SELECT delivery.run, run.campaign, delivery.person, delivery.channel, delivery.message, delivery.accepted_at
                    FROM delivery JOIN run ON run.id = delivery.run WHERE delivery.state = 'accepted'
                """,
            ])
    ]
}
