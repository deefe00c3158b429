package import Kernel
package import Storage
import Touches

/// What a person says of an offering, and what its owner answered.
package struct Review: Sendable, Hashable {
    package let key: ReviewKey
    package let offering: OfferingKey
    package let person: PersonKey
    package let personName: String
    package let personDepartment: String?
    /// 1 to 5.
    package let stars: Int
    package let text: String?
    package let language: String
    package let createdAt: Instant
    package let changedAt: Instant
    package let answer: String?
    package let answeredAt: Instant?

    package var isEdited: Bool { changedAt > createdAt }
}

extension Review: Rowed {
    package init(row: Row) throws {
        key = try row["id"]
        offering = try row["offering"]
        person = try row["person"]
        personName = try row["name"]
        personDepartment = try row["department"]
        stars = try row["stars"]
        text = try row["text"]
        language = try row["language"]
        createdAt = try row["created_at"]
        changedAt = try row["changed_at"]
        answer = try row["answer"]
        answeredAt = try row["answered_at"]
    }
}

/// All reviews of an offering as one figure.
package struct Rating: Sendable, Hashable {
    package let reviews: Int
    /// The sum of their stars.
    package let stars: Int

    package init(reviews: Int, stars: Int) {
        self.reviews = reviews
        self.stars = stars
    }

    /// From 1 to 5; `nil` without a review.
    package var mean: Double? { reviews == 0 ? nil : Double(stars) / Double(reviews) }
}

extension Transaction {
    /// Writes a person's review of an offering, or changes it: there is one per person. An answer to what was written before stays.
    /// - Parameter text: plain text.
    /// - Throws: `CatalogueError.invalid`.
    @discardableResult
    package func review(
        _ offering: OfferingKey, by person: PersonKey, stars: Int, text: String?, language: String, zone: Zone
    ) throws -> SaveOutcome {
        let text = text?.trimmedSpaces.nonEmpty
        var check = CatalogueCheck()
        if !(1...5).contains(stars) { check.add("stars", .badStars) }
        check.plain("text", text, limit: CatalogueLimits.review)
        if !CatalogueCheck.isLanguage(language) { check.add("language", .badLanguage(language)) }
        try check.finish()
        if let before = try review(of: offering, by: person) {
            let changed = (before.stars == stars ? [] : ["stars"]) + (before.text == text ? [] : ["text"])
            guard !changed.isEmpty else { return .unchanged }
            try run(
                """
                UPDATE review SET stars = \(stars), text = \(text), language = \(language), changed_at = \(now) WHERE id = \(before.key)
                """)
            try audit(
                "person:\(person)", "change", "review:\(before.key)",
                before: JSONText.object(["stars": .number(Int64(before.stars)), "text": before.text.map { .text($0) } ?? .null]),
                after: JSONText.object(["stars": .number(Int64(stars)), "text": text.map { .text($0) } ?? .null]))
            return .changed(changed)
        }
        let key: ReviewKey = try newKey()
        try run(
            """
            INSERT INTO review (id, offering, person, stars, text, language, created_at, changed_at)
            VALUES (\(key), \(offering), \(person), \(stars), \(text), \(language), \(now), \(now))
            """)
        try record([NewTouch(.reviewed, of: offering, by: person, at: now)], zone: zone)
        try audit(
            "person:\(person)", "create", "review:\(key)",
            after: JSONText.object(["stars": .number(Int64(stars)), "text": text.map { .text($0) } ?? .null]))
        return .created
    }

    /// Answers a review of this offering, or changes the answer; an empty text takes it back.
    /// - Throws: `CatalogueError.unknown` for a review of another offering, `.invalid`.
    @discardableResult
    package func answer(_ review: ReviewKey, of offering: OfferingKey, by person: PersonKey, text: String?) throws -> Bool {
        guard let before = try self.review(review), before.offering == offering else { throw CatalogueError.unknown(review.description) }
        let text = text?.trimmedSpaces.nonEmpty
        var check = CatalogueCheck()
        check.plain("answer", text, limit: CatalogueLimits.review)
        try check.finish()
        guard before.answer != text else { return false }
        let answerer: PersonKey? = text == nil ? nil : person
        let at: Instant? = text == nil ? nil : now
        try run("UPDATE review SET answer = \(text), answered_by = \(answerer), answered_at = \(at) WHERE id = \(review)")
        try audit(
            "person:\(person)", "answer", "review:\(review)",
            before: before.answer.map { JSONText.object(["answer": .text($0)]) }, after: text.map { JSONText.object(["answer": .text($0)]) }
        )
        return true
    }
}

extension Reader {
    private static let columns: SQL = """
        SELECT r.id, r.offering, r.person, p.name, d.name AS department, r.stars, r.text, r.language, r.created_at, r.changed_at, r.answer,
            r.answered_at
        FROM review r JOIN person p ON p.id = r.person LEFT JOIN department d ON d.id = p.department
        """

    package func review(_ key: ReviewKey) throws -> Review? { try first("\(Self.columns) WHERE r.id = \(key)") }

    package func review(of offering: OfferingKey, by person: PersonKey) throws -> Review? {
        try first("\(Self.columns) WHERE r.offering = \(offering) AND r.person = \(person)")
    }

    /// The reviews of an offering, the newest first.
    package func reviews(of offering: OfferingKey, limit: Int, offset: Int = 0) throws -> [Review] {
        try rows(
            """
            \(Self.columns) WHERE r.offering = \(offering)
            ORDER BY r.changed_at DESC NULLS LAST, r.id DESC NULLS LAST LIMIT \(limit) OFFSET \(offset)
            """)
    }

    package func reviews(by person: PersonKey) throws -> [Review] {
        try rows("\(Self.columns) WHERE r.person = \(person) ORDER BY r.changed_at DESC NULLS LAST, r.id DESC NULLS LAST")
    }

    package func ratings(of offerings: some Collection<OfferingKey>) throws -> [OfferingKey: Rating] {
        var ratings: [OfferingKey: Rating] = [:]
        guard !offerings.isEmpty else { return ratings }
        try each(
            """
            SELECT offering, count(*), CAST(sum(stars) AS bigint) FROM review WHERE offering IN \(list: offerings) GROUP BY offering
            """
        ) { row in ratings[try row[0]] = Rating(reviews: try row[1], stars: try row[2]) }
        return ratings
    }
}

extension CatalogueCheck {
    /// A plain text that may be missing.
    fileprivate mutating func plain(_ field: String, _ text: String?, limit: Int) {
        guard let text else { return }
        if text.utf8.count > limit * 16 || text.count > limit { add(field, .tooLong(limit)) }
    }
}

extension String {
    var nonEmpty: String? { isEmpty ? nil : self }
}
