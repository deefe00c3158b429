package import Storage

/// The tables of offerings, topics, follows and reviews. Texts live in a table of their own, one row per language; the row's own
/// `language` column names the default one.
package enum CatalogueSchema {
    package static let migrations = [
        Migration(
            "catalogue-1",
            [
                // Offerings and topics share one space of slugs, so that `follows("x")` is never ambiguous.
                """
                CREATE TABLE catalogue_slug (
                    slug \(.text) PRIMARY KEY, kind \(.text) NOT NULL CHECK (kind IN ('offering', 'topic')), subject \(.int8) NOT NULL
                )\(.strict)
                """,
                // `sort_key` is the folded name in the default language.
                """
                CREATE TABLE topic (
                    id \(.int8) PRIMARY KEY, slug \(.text) NOT NULL UNIQUE REFERENCES catalogue_slug (slug), language \(.text) NOT NULL,
                    sort_key \(.text) NOT NULL, created_at \(.int8) NOT NULL, changed_at \(.int8) NOT NULL
                )\(.strict)
                """,
                """
                CREATE TABLE topic_text (
                    topic \(.int8) NOT NULL REFERENCES topic (id), language \(.text) NOT NULL, name \(.text) NOT NULL,
                    PRIMARY KEY (topic, language)
                )\(.strictByKey)
                """,
                // `audience` is who may get it (NULL: everyone) and so its population. `language` is the default one of its texts.
                """
                CREATE TABLE offering (
                    id \(.int8) PRIMARY KEY, slug \(.text) NOT NULL UNIQUE REFERENCES catalogue_slug (slug),
                    owner \(.int8) NOT NULL REFERENCES publisher (id),
                    kind \(.text) NOT NULL CHECK (kind IN ('app', 'tool', 'service', 'capability', 'programme', 'change')),
                    lifecycle \(.text) NOT NULL CHECK (lifecycle IN ('idea', 'beta', 'live', 'sunset', 'retired')),
                    audience \(.int8) REFERENCES audience (id), language \(.text) NOT NULL, has_usage_feed \(.bool) NOT NULL,
                    sort_key \(.text) NOT NULL, created_at \(.int8) NOT NULL, changed_at \(.int8) NOT NULL
                )\(.strict)
                """,
                "CREATE INDEX offering_owner ON offering (owner)",
                "CREATE INDEX offering_name ON offering (sort_key, id)",
                "CREATE INDEX offering_new ON offering (created_at, id)",
                // One row per language that any text of the offering is in; a name and tagline that a language lacks are those of the
                // default one. `description`, `scene` and `tips` are Markdown.
                """
                CREATE TABLE offering_text (
                    offering \(.int8) NOT NULL REFERENCES offering (id), language \(.text) NOT NULL, name \(.text) NOT NULL,
                    tagline \(.text) NOT NULL, scene \(.text), description \(.text), tips \(.text), PRIMARY KEY (offering, language)
                )\(.strictByKey)
                """,
                """
                CREATE TABLE offering_topic (
                    offering \(.int8) NOT NULL REFERENCES offering (id), topic \(.int8) NOT NULL REFERENCES topic (id),
                    PRIMARY KEY (offering, topic)
                )\(.strictByKey)
                """,
                "CREATE INDEX offering_topic_topic ON offering_topic (topic, offering)",
                """
                CREATE TABLE need (
                    id \(.int8) PRIMARY KEY, offering \(.int8) NOT NULL REFERENCES offering (id), position \(.int8) NOT NULL,
                    language \(.text) NOT NULL
                )\(.strict)
                """,
                "CREATE INDEX need_offering ON need (offering, position)",
                """
                CREATE TABLE need_text (
                    need \(.int8) NOT NULL REFERENCES need (id), language \(.text) NOT NULL, text \(.text) NOT NULL,
                    PRIMARY KEY (need, language)
                )\(.strictByKey)
                """,
                // A way to get it; the first one is the button on its page.
                """
                CREATE TABLE offering_link (
                    offering \(.int8) NOT NULL REFERENCES offering (id), position \(.int8) NOT NULL, language \(.text) NOT NULL,
                    url \(.text) NOT NULL, PRIMARY KEY (offering, position)
                )\(.strictByKey)
                """,
                """
                CREATE TABLE offering_link_text (
                    offering \(.int8) NOT NULL, position \(.int8) NOT NULL, language \(.text) NOT NULL, label \(.text) NOT NULL,
                    PRIMARY KEY (offering, position, language), FOREIGN KEY (offering, position) REFERENCES offering_link (offering, position)
                )\(.strictByKey)
                """,
                // What's new, newest first by `day` and then by key. The text is Markdown.
                """
                CREATE TABLE offering_news (
                    id \(.int8) PRIMARY KEY, offering \(.int8) NOT NULL REFERENCES offering (id), day \(.int8) NOT NULL,
                    language \(.text) NOT NULL, created_at \(.int8) NOT NULL
                )\(.strict)
                """,
                "CREATE INDEX offering_news_offering ON offering_news (offering, day, id)",
                "CREATE INDEX offering_news_day ON offering_news (day, offering)",
                """
                CREATE TABLE offering_news_text (
                    news \(.int8) NOT NULL REFERENCES offering_news (id), language \(.text) NOT NULL, text \(.text) NOT NULL,
                    PRIMARY KEY (news, language)
                )\(.strictByKey)
                """,
                """
                CREATE TABLE follow (
                    person \(.int8) NOT NULL REFERENCES person (id), kind \(.text) NOT NULL CHECK (kind IN ('offering', 'topic')),
                    subject \(.int8) NOT NULL, since \(.int8) NOT NULL, PRIMARY KEY (person, kind, subject)
                )\(.strictByKey)
                """,
                "CREATE INDEX follow_subject ON follow (kind, subject, person)",
                """
                CREATE TABLE helps (
                    offering \(.int8) NOT NULL REFERENCES offering (id), person \(.int8) NOT NULL REFERENCES person (id),
                    since \(.int8) NOT NULL, PRIMARY KEY (offering, person)
                )\(.strictByKey)
                """,
                """
                CREATE TABLE review (
                    id \(.int8) PRIMARY KEY, offering \(.int8) NOT NULL REFERENCES offering (id), person \(.int8) NOT NULL REFERENCES person (id),
                    stars \(.int8) NOT NULL CHECK (stars BETWEEN 1 AND 5), text \(.text), language \(.text) NOT NULL, created_at \(.int8) NOT NULL,
                    changed_at \(.int8) NOT NULL, answer \(.text), answered_by \(.int8) REFERENCES person (id), answered_at \(.int8),
                    UNIQUE (offering, person), CHECK ((answer IS NULL) = (answered_at IS NULL))
                )\(.strict)
                """,
                "CREATE INDEX review_person ON review (person)",
                "CREATE INDEX review_newest ON review (offering, changed_at, id)",
            ])
    ]
}
