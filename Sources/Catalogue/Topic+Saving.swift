package import Identity
package import Kernel
package import Storage

extension Transaction {
    /// Makes a topic, or brings the one of this slug to what `draft` says; audited and indexed.
    /// - Throws: `CatalogueError.invalid`.
    @discardableResult
    package func save(_ draft: TopicDraft, actor: Actor) throws -> (key: TopicKey, outcome: SaveOutcome) {
        var draft = draft
        draft.name = draft.name.tidied(default: draft.name.defaultLanguage) ?? draft.name
        let before = try topic(draft.slug)
        var check = CatalogueCheck()
        check.line("name", draft.name, limit: CatalogueLimits.name)
        if before == nil, let taken = try slugKind(draft.slug) { check.add("slug", .slugTaken(by: taken)) }
        try check.finish()

        if let before {
            guard before.name != draft.name else { return (before.key, .unchanged) }
            try run(
                """
                UPDATE topic SET language = \(draft.name.defaultLanguage), sort_key = \(draft.name.inDefault.folded), changed_at = \(now)
                WHERE id = \(before.key)
                """)
            try write(draft.name, of: before.key)
            try audit(
                actor.auditName, "change", "topic:\(draft.slug)", before: JSONText.object(["name": before.name.json]),
                after: JSONText.object(["name": draft.name.json]))
            // The topic's name leads to its offerings too.
            for offering in try values("SELECT offering FROM offering_topic WHERE topic = \(before.key)", as: OfferingKey.self) {
                try reindex(offering)
            }
            return (before.key, .changed(["name"]))
        }
        let key: TopicKey = try newKey()
        try run("INSERT INTO catalogue_slug (slug, kind, subject) VALUES (\(draft.slug), 'topic', \(key))")
        try run(
            """
            INSERT INTO topic (id, slug, language, sort_key, created_at, changed_at)
            VALUES (\(key), \(draft.slug), \(draft.name.defaultLanguage), \(draft.name.inDefault.folded), \(now), \(now))
            """)
        try write(draft.name, of: key)
        try audit(actor.auditName, "create", "topic:\(draft.slug)", after: JSONText.object(["name": draft.name.json]))
        return (key, .created)
    }

    private func write(_ name: Texts, of topic: TopicKey) throws {
        try run("DELETE FROM topic_text WHERE topic = \(topic)")
        for (language, text) in name.byLanguage {
            try run("INSERT INTO topic_text (topic, language, name) VALUES (\(topic), \(language), \(text))")
        }
        try index(topic.raw, kind: "topic", text: name.byLanguage.values.sorted().joined(separator: " "))
    }
}

extension Reader {
    /// What holds this slug: `offering`, `topic`, or `nil` for nothing.
    package func slugKind(_ slug: Slug) throws -> String? { try value("SELECT kind FROM catalogue_slug WHERE slug = \(slug)") }
}
