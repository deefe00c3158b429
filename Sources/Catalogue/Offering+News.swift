package import Identity
package import Kernel
package import Storage

/// Something new about an offering, said by its owner.
package struct OfferingNews: Sendable, Hashable {
    package let key: Key<OfferingNews>
    package let offering: OfferingKey
    package let day: Day
    /// Markdown.
    package let text: Texts
    package let createdAt: Instant
}

extension Transaction {
    /// Says what is new about an offering. The same text for the same day is there once.
    /// - Returns: its key, and whether it is new.
    /// - Throws: `CatalogueError`.
    @discardableResult
    package func addNews(_ text: Texts, on day: Day, to offering: OfferingKey, actor: Actor) throws -> (key: Key<OfferingNews>, isNew: Bool)
    {
        guard let found = try self.offering(offering) else { throw CatalogueError.unknown(offering.description) }
        var check = CatalogueCheck()
        check.markdown("text", text, limit: CatalogueLimits.news)
        try check.finish()
        guard let text = text.tidied(default: text.defaultLanguage) else {
            throw CatalogueError.invalid([CatalogueProblem("text", .missing)])
        }
        if let same = try news(where: "n.offering = \(offering) AND n.day = \(day)", limit: 1000).first(where: { $0.text == text }) {
            return (same.key, false)
        }
        let key: Key<OfferingNews> = try newKey()
        try run(
            """
            INSERT INTO offering_news (id, offering, day, language, created_at)
            VALUES (\(key), \(offering), \(day), \(text.defaultLanguage), \(now))
            """)
        for (language, text) in text.byLanguage {
            try run("INSERT INTO offering_news_text (news, language, text) VALUES (\(key), \(language), \(text))")
        }
        try audit(
            actor.auditName, "add-news", "offering:\(found.slug)",
            after: JSONText.object(["day": .text(day.description), "text": text.json]))
        return (key, true)
    }
}

extension Reader {
    /// What is new about an offering, newest first.
    package func news(of offering: OfferingKey, limit: Int = 5) throws -> [OfferingNews] {
        try news(where: "n.offering = \(offering)", limit: limit)
    }

    func news(where condition: SQL, limit: Int) throws -> [OfferingNews] {
        var news: [(key: Key<OfferingNews>, offering: OfferingKey, day: Day, language: String, at: Instant, texts: [String: String])] = []
        try each(
            """
            SELECT c.id, c.offering, c.day, c.language, c.created_at, x.language, x.text FROM (
                SELECT n.id, n.offering, n.day, n.language, n.created_at FROM offering_news n WHERE \(condition)
                ORDER BY n.day DESC NULLS LAST, n.id DESC NULLS LAST LIMIT \(limit)) AS c
            JOIN offering_news_text x ON x.news = c.id
            ORDER BY c.day DESC NULLS LAST, c.id DESC NULLS LAST
            """
        ) { row in
            let key: Key<OfferingNews> = try row[0]
            if news.last?.key != key { news.append((key, try row[1], try row[2], try row[3], try row[4], [:])) }
            news[news.count - 1].texts[try row[5]] = try row[6]
        }
        return news.compactMap { item in
            Texts(item.texts, default: item.language).map {
                OfferingNews(key: item.key, offering: item.offering, day: item.day, text: $0, createdAt: item.at)
            }
        }
    }
}
