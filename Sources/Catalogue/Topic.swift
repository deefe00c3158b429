package import Kernel
package import Storage

/// An area of interest that people follow and offerings belong to.
package struct Topic: Sendable, Hashable {
    package let key: TopicKey
    package let slug: Slug
    package let name: Texts
    package let createdAt: Instant
    package let changedAt: Instant
}

/// What a topic is made or changed to.
package struct TopicDraft: Sendable, Hashable {
    package var slug: Slug
    package var name: Texts

    package init(slug: Slug, name: Texts) {
        self.slug = slug
        self.name = name
    }

    package init(_ topic: Topic) { self.init(slug: topic.slug, name: topic.name) }
}

extension Reader {
    /// All topics by name.
    package func topics() throws -> [Topic] { try topics(where: "true") }
    package func topic(_ slug: Slug) throws -> Topic? { try topics(where: "t.slug = \(slug)").first }
    package func topics(_ keys: some Collection<TopicKey>) throws -> [Topic] {
        keys.isEmpty ? [] : try topics(where: "t.id IN \(list: keys)")
    }

    private func topics(where condition: SQL) throws -> [Topic] {
        var topics: [Topic] = []
        var current: (key: TopicKey, slug: Slug, language: String, created: Instant, changed: Instant)?
        var names: [String: String] = [:]
        func close() {
            guard let current, let name = Texts(names, default: current.language) else { return }
            topics.append(Topic(key: current.key, slug: current.slug, name: name, createdAt: current.created, changedAt: current.changed))
        }
        try each(
            """
            SELECT t.id, t.slug, t.language, t.created_at, t.changed_at, x.language, x.name
            FROM topic t JOIN topic_text x ON x.topic = t.id WHERE \(condition)
            ORDER BY t.sort_key NULLS FIRST, t.id NULLS FIRST
            """
        ) { row in
            let key: TopicKey = try row[0]
            if current?.key != key {
                close()
                current = (key, try row[1], try row[2], try row[3], try row[4])
                names = [:]
            }
            names[try row[5]] = try row[6]
        }
        close()
        return topics
    }
}
