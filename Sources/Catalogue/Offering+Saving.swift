package import Identity
package import Kernel
package import Storage

extension Transaction {
    /// Makes an offering, or brings the one of this slug to what `draft` says, field by field; audited and indexed. Saving the same again
    /// changes nothing. Whether the actor may is asked before.
    /// - Throws: `CatalogueError.invalid`, and then nothing is stored.
    @discardableResult
    package func save(_ draft: OfferingDraft, actor: Actor) throws -> (key: OfferingKey, outcome: SaveOutcome) {
        let draft = draft.normalised
        let before = try offering(draft.slug)
        try check(draft, isNew: before == nil)

        let fields = draft.fields
        if let before {
            let old = OfferingDraft(before).fields
            let changed = fields.keys.filter { fields[$0] != old[$0] }.sorted()
            guard !changed.isEmpty else { return (before.key, .unchanged) }
            try run(
                """
                UPDATE offering SET owner = \(draft.owner), kind = \(draft.kind), lifecycle = \(draft.lifecycle), audience = \(draft.audience),
                    language = \(draft.language), has_usage_feed = \(draft.hasUsageFeed), sort_key = \(draft.name.inDefault.folded),
                    changed_at = \(now)
                WHERE id = \(before.key)
                """)
            try writeParts(of: draft, to: before.key, changed: Set(changed))
            try reindex(before.key)
            try audit(
                actor.auditName, "change", "offering:\(draft.slug)", before: JSONText.object(old.filter { changed.contains($0.key) }),
                after: JSONText.object(fields.filter { changed.contains($0.key) }))
            return (before.key, .changed(changed))
        }
        let key: OfferingKey = try newKey()
        try run("INSERT INTO catalogue_slug (slug, kind, subject) VALUES (\(draft.slug), 'offering', \(key))")
        try run(
            """
            INSERT INTO offering (id, slug, owner, kind, lifecycle, audience, language, has_usage_feed, sort_key, created_at, changed_at)
            VALUES (\(key), \(draft.slug), \(draft.owner), \(draft.kind), \(draft.lifecycle), \(draft.audience), \(draft.language),
                \(draft.hasUsageFeed), \(draft.name.inDefault.folded), \(now), \(now))
            """)
        try writeParts(of: draft, to: key, changed: Set(fields.keys))
        try reindex(key)
        try audit(actor.auditName, "create", "offering:\(draft.slug)", after: JSONText.object(fields))
        return (key, .created)
    }

    private func check(_ draft: OfferingDraft, isNew: Bool) throws {
        var check = CatalogueCheck()
        if isNew, let taken = try slugKind(draft.slug) { check.add("slug", .slugTaken(by: taken)) }
        if try publisher(draft.owner) == nil { check.add("owner", .notThere) }
        if let audience = draft.audience, try !exists("SELECT 1 FROM audience WHERE id = \(audience)") { check.add("audience", .notThere) }
        if try count("SELECT count(*) FROM topic WHERE id IN \(list: draft.topics)") != draft.topics.count {
            check.add("topics", .notThere)
        }
        draft.check(&check)
        try check.finish()
    }

    private func writeParts(of draft: OfferingDraft, to key: OfferingKey, changed: Set<String>) throws {
        let language = draft.language
        let all = changed.contains("language")
        if all || !changed.isDisjoint(with: ["name", "tagline", "scene", "description", "tips"]) {
            try run("DELETE FROM offering_text WHERE offering = \(key)")
            for tag in draft.name.byLanguage.keys {
                try run(
                    """
                    INSERT INTO offering_text (offering, language, name, tagline, scene, description, tips)
                    VALUES (\(key), \(tag), \(draft.name.in(tag)), \(draft.tagline.in(tag)), \(draft.scene?.byLanguage[tag]),
                        \(draft.description?.byLanguage[tag]), \(draft.tips?.byLanguage[tag]))
                    """)
            }
        }
        if changed.contains("topics") {
            try run("DELETE FROM offering_topic WHERE offering = \(key)")
            for topic in draft.topics { try run("INSERT INTO offering_topic (offering, topic) VALUES (\(key), \(topic))") }
        }
        if all || changed.contains("needs") {
            try run("DELETE FROM need_text WHERE need IN (SELECT id FROM need WHERE offering = \(key))")
            try run("DELETE FROM need WHERE offering = \(key)")
            for (position, need) in draft.needs.enumerated() {
                let id = try newKey(Key<Texts>.self)
                try run("INSERT INTO need (id, offering, position, language) VALUES (\(id), \(key), \(position), \(language))")
                for (tag, text) in need.byLanguage {
                    try run("INSERT INTO need_text (need, language, text) VALUES (\(id), \(tag), \(text))")
                }
            }
        }
        if all || changed.contains("links") {
            try run("DELETE FROM offering_link_text WHERE offering = \(key)")
            try run("DELETE FROM offering_link WHERE offering = \(key)")
            for (position, link) in draft.links.enumerated() {
                try run(
                    "INSERT INTO offering_link (offering, position, language, url) VALUES (\(key), \(position), \(language), \(link.url))")
                for (tag, label) in link.label.byLanguage {
                    try run(
                        "INSERT INTO offering_link_text (offering, position, language, label) VALUES (\(key), \(position), \(tag), \(label))"
                    )
                }
            }
        }
    }

    /// Makes the words of an offering lead to it in the search: its texts in every language, its needs and its topics' names.
    func reindex(_ key: OfferingKey) throws {
        guard let offering = try offering(key) else { return }
        var texts = [offering.name, offering.tagline] + offering.needs
        texts += try topics(offering.topics).map(\.name)
        texts += [offering.scene, offering.description, offering.tips].compactMap { $0 }
        let words = texts.flatMap { texts in texts.byLanguage.sorted { $0.key < $1.key }.map(\.value) }
        try index(key.raw, kind: "offering", text: words.joined(separator: " "))
    }
}
