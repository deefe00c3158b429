/// One thing that happened between a person and an offering, in the past.
package struct DemoTouch: Sendable, Hashable {
    package let person: Int
    package let externalID: String
    package let offering: String
    /// As the ways of touches are stored.
    package let way: String
    /// `web`, `email`, `home` or `api`.
    package let channel: String
    /// Days before today in the person's own zone; at least 1.
    package let daysAgo: Int
    /// Of that day in the person's own zone.
    package let secondOfDay: Int
    /// Slug of the campaign that it came of.
    package let campaign: String?
}

/// A review that a person wrote.
package struct DemoReview: Sendable {
    package let person: Int
    package let externalID: String
    package let offering: String
    package let daysAgo: Int
    package let stars: Int
    package let language: String
    package let text: String
    /// The owner's answer.
    package let answer: String?
}
