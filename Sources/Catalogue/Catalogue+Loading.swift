package import Kernel
package import Storage

/// A review as it is loaded in bulk, with its answer.
package struct LoadedReview: Sendable {
    package var offering: OfferingKey
    package var person: PersonKey
    package var stars: Int
    package var text: String
    package var language: String
    package var at: Instant
    package var answer: String?
    package var answeredBy: PersonKey?

    package init(
        offering: OfferingKey, person: PersonKey, stars: Int, text: String, language: String, at: Instant, answer: String?,
        answeredBy: PersonKey?
    ) {
        self.offering = offering
        self.person = person
        self.stars = stars
        self.text = text
        self.language = language
        self.at = at
        self.answer = answer
        self.answeredBy = answeredBy
    }
}

extension Transaction {
    /// Follows and “this helps me” as a loaded history of touches says, for offerings that have none yet.
    package func followAsTouched() throws {
        try run(
            """
            INSERT INTO follow (person, kind, subject, since)
            SELECT person, 'offering', offering, min(happened_at) FROM touch
            WHERE way = 'followed' AND offering IS NOT NULL GROUP BY person, offering
            ON CONFLICT (person, kind, subject) DO NOTHING
            """)
        try run(
            """
            INSERT INTO helps (offering, person, since)
            SELECT offering, person, min(happened_at) FROM touch
            WHERE way = 'helped' AND offering IS NOT NULL GROUP BY person, offering
            ON CONFLICT (offering, person) DO NOTHING
            """)
    }

    /// Reviews whose touches are loaded elsewhere.
    package func loadReviews(_ reviews: [LoadedReview]) throws {
        for review in reviews {
            let key: ReviewKey = try newKey()
            let answeredAt: Instant? = review.answer == nil ? nil : review.at + .days(2)
            try run(
                """
                INSERT INTO review (id, offering, person, stars, text, language, created_at, changed_at, answer, answered_by, answered_at)
                VALUES (\(key), \(review.offering), \(review.person), \(review.stars), \(review.text), \(review.language), \(review.at),
                    \(review.at), \(review.answer), \(review.answeredBy), \(answeredAt))
                ON CONFLICT (offering, person) DO NOTHING
                """)
        }
    }
}
