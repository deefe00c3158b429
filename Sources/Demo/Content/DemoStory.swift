package import Kernel

/// What an offering's page tells beyond its entry in the files of `rapport apply`.
package struct DemoStory: Sendable {
    /// Slug of the offering.
    package let offering: String
    /// Two sentences from the reader's day.
    package let scene: Texts
    package let tips: [Texts]
    package let traps: [Texts]
    package let news: [DemoNews]
    package let questions: [DemoQuestion]
    let reviews: [ReviewText]

    package static let all: [DemoStory] = [
        .appShelf, .fieldCRM, .handbook, .oneLine, .securityKey, .waypoint, .hourOne, .lookout,
    ]
}

/// An entry of what's new.
package struct DemoNews: Sendable {
    package let daysAgo: Int
    package let title: Texts
    package let text: Texts

    init(_ daysAgo: Int, _ title: Texts, _ text: Texts) {
        self.daysAgo = daysAgo
        self.title = title
        self.text = text
    }
}

/// A question that somebody asked on an offering's page.
package struct DemoQuestion: Sendable {
    package let daysAgo: Int
    package let language: String
    package let text: String
    /// The owner's answer; `nil` while it is open.
    package let answer: String?

    init(_ daysAgo: Int, _ language: String, _ text: String, answer: String? = nil) {
        self.daysAgo = daysAgo
        self.language = language
        self.text = text
        self.answer = answer
    }
}

/// A review before it has found its author.
struct ReviewText: Sendable {
    let stars: Int
    let language: String
    let text: String
    let answer: String?
    /// The unit that its author works in or under.
    let unit: String

    init(_ stars: Int, _ language: String, _ text: String, in unit: String = "Northwind", answer: String? = nil) {
        self.stars = stars
        self.language = language
        self.text = text
        self.answer = answer
        self.unit = unit
    }
}

/// A text in English and German.
func both(_ english: String, _ german: String) -> Texts {
    Texts(["en": english, "de": german], default: "en") ?? Texts(english)
}
