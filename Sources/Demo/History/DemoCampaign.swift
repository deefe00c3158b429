package import Kernel

/// What became of a campaign of the demo by today.
package struct DemoCampaign: Sendable {
    /// As the campaign states are named in JSON.
    package enum State: String, Sendable {
        case draft
        case inReview = "in_review"
        case scheduled, running, finished, stopped
    }

    package let slug: String
    package let offering: String
    package let state: State
    /// Days from today to the start as the file has it, before weekends are avoided; negative for what is past.
    package let start: Int
    /// Days until nothing more of it was sent; `nil` where it has not ended.
    package let lasted: Int?
    package let author: DemoCast
    package let approver: DemoCast
    /// The chance that somebody it reached, who would not have tried the offering, tries it for that reason.
    let lift: Double
    /// The share of people reached who click.
    let clicks: Double

    /// Whether it has been sent to anyone.
    package var hasRun: Bool { state == .running || state == .finished || state == .stopped }

    package func startsDaysAgo(today: Day) -> Int { today - DemoYAML.workday(start, from: today) }

    package static let all: [DemoCampaign] = [
        campaign("app-shelf-opens", "app-shelf", .finished, -172, lasted: 8, .author, .approver, lift: 0.12, clicks: 0.24),
        campaign(
            "security-key-desks", "security-key", .finished, -160, lasted: 4, .securityAuthor, .securityApprover, lift: 0, clicks: 0.22),
        campaign("crm-pilot-seats", "field-crm", .finished, -150, lasted: 6, .author, .approver, lift: 0.13, clicks: 0.38),
        campaign(
            "handbook-true-again", "handbook", .finished, -128, lasted: 7, .workplaceAuthor, .workplaceApprover, lift: 0.055, clicks: 0.12),
        campaign("hour-one-begins", "hour-one", .finished, -118, lasted: 7, .learningAuthor, .learningApprover, lift: 0.10, clicks: 0.27),
        campaign("crm-first-week", "field-crm", .finished, -96, lasted: 7, .author, .approver, lift: 0.15, clicks: 0.33),
        campaign("crm-americas", "field-crm", .stopped, -60, lasted: 1, .author, .approver, lift: 0.01, clicks: 0.11),
        campaign("waypoint-first-trip", "waypoint", .finished, -40, lasted: 6, .author, .approver, lift: 0.10, clicks: 0.34),
        campaign(
            "one-line-testers", "one-line", .finished, -33, lasted: 5, .workplaceAuthor, .workplaceApprover, lift: 0.065, clicks: 0.21),
        campaign("app-shelf-safe-start", "app-shelf", .running, -9, lasted: nil, .author, .approver, lift: 0.05, clicks: 0.19),
        campaign("lookout-your-report", "lookout", .inReview, 4, lasted: nil, .dataAuthor, .headOfIT, lift: 0, clicks: 0),
        campaign("hour-one-newcomers", "hour-one", .scheduled, 6, lasted: nil, .learningAuthor, .learningApprover, lift: 0, clicks: 0),
        campaign("security-key-phones", "security-key", .draft, 35, lasted: nil, .securityAuthor, .securityApprover, lift: 0, clicks: 0),
    ]

    private static func campaign(
        _ slug: String, _ offering: String, _ state: State, _ start: Int, lasted: Int?, _ author: DemoCast, _ approver: DemoCast,
        lift: Double, clicks: Double
    ) -> DemoCampaign {
        DemoCampaign(
            slug: slug, offering: offering, state: state, start: start, lasted: lasted, author: author, approver: approver, lift: lift,
            clicks: clicks)
    }
}

/// What a campaign had in mind for a person.
package enum DemoArm: Sendable {
    case reached, holdout
    /// Outside its audience, or excluded.
    case none
}
