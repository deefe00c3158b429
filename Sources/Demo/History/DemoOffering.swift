/// How people take to one offering: shares and paces from which the history is made.
package struct DemoOffering: Sendable {
    package let slug: String
    /// Whether its days of use are reported; without it people press “I use this”.
    package let hasUsageFeed: Bool
    /// The feed's `complete_until`, in days before today.
    package var feedCompleteUntilDaysAgo: Int { 1 }

    /// Days ago when half of those who come to know it did.
    let midpoint: Double
    /// Days in which the rise of the curve happens.
    let pace: Double
    /// The first day on which it can be met, in days ago; older offerings begin with the history.
    let opened: Int
    /// Shares: of the audience, then each of those who know it.
    let know: Double
    let like: Double
    let trust: Double
    let tries: Double
    /// Of those who tried.
    let keeps: Double
    /// Of those who keep it, the share that uses it nearly every week, and how often the others do.
    let regular: Double
    let occasional: Double
    /// Days of use per week that are counted at most.
    let daysPerWeek: Int
    /// Used because it had to be: trying it doesn't follow from having read about it.
    let decreed: Bool
    /// One has to ask for a place.
    let byRequest: Bool

    package static let all: [DemoOffering] = [
        DemoOffering(
            slug: "app-shelf", hasUsageFeed: true, midpoint: 128, pace: 26, opened: 182, know: 0.70, like: 0.34, trust: 0.28, tries: 0.46,
            keeps: 0.62, regular: 0.30, occasional: 0.36, daysPerWeek: 2, decreed: false, byRequest: false),
        DemoOffering(
            slug: "field-crm", hasUsageFeed: true, midpoint: 98, pace: 20, opened: 152, know: 0.93, like: 0.52, trust: 0.44, tries: 0.55,
            keeps: 0.74, regular: 0.68, occasional: 0.50, daysPerWeek: 3, decreed: false, byRequest: false),
        DemoOffering(
            slug: "handbook", hasUsageFeed: true, midpoint: 190, pace: 40, opened: 182, know: 0.94, like: 0.10, trust: 0.11, tries: 0.15,
            keeps: 0.55, regular: 0.45, occasional: 0.35, daysPerWeek: 2, decreed: false, byRequest: false),
        DemoOffering(
            slug: "one-line", hasUsageFeed: true, midpoint: 74, pace: 16, opened: 110, know: 0.50, like: 0.46, trust: 0.36, tries: 0.20,
            keeps: 0.80, regular: 0.82, occasional: 0.5, daysPerWeek: 3, decreed: false, byRequest: true),
        DemoOffering(
            slug: "security-key", hasUsageFeed: true, midpoint: 150, pace: 10, opened: 160, know: 0.42, like: 0.07, trust: 0.14,
            tries: 0.91,
            keeps: 0.97, regular: 0.93, occasional: 0.6, daysPerWeek: 1, decreed: true, byRequest: false),
        DemoOffering(
            slug: "waypoint", hasUsageFeed: false, midpoint: 30, pace: 9, opened: 46, know: 0.64, like: 0.45, trust: 0.32, tries: 0.40,
            keeps: 0.62, regular: 0, occasional: 0, daysPerWeek: 1, decreed: false, byRequest: false),
        DemoOffering(
            slug: "hour-one", hasUsageFeed: true, midpoint: 96, pace: 18, opened: 122, know: 0.68, like: 0.62, trust: 0.34, tries: 0.44,
            keeps: 0.42, regular: 0.13, occasional: 0.30, daysPerWeek: 1, decreed: false, byRequest: false),
        DemoOffering(
            slug: "lookout", hasUsageFeed: false, midpoint: 30, pace: 12, opened: 62, know: 0.40, like: 0.42, trust: 0.26, tries: 0,
            keeps: 0, regular: 0, occasional: 0, daysPerWeek: 1, decreed: false, byRequest: false),
    ]

    package static func named(_ slug: String) -> DemoOffering? { all.first { $0.slug == slug } }

    /// Whether it is meant for this person: the offering's audience in the files, in Swift.
    package func isFor(_ person: DemoFacts) -> Bool {
        switch slug {
        case "field-crm": person.isUnder("Northwind / Sales")
        case "one-line": person.desk && ["DE", "AT", "CH", "PL"].contains(person.country)
        case "security-key": person.desk
        case "waypoint": ["Sales", "Engineering", "Marketing"].contains { person.isUnder("Northwind / \($0)") }
        case "lookout": person.desk && ["Finance", "Logistics", "Sales"].contains { person.isUnder("Northwind / \($0)") }
        default: true
        }
    }

    /// How much more, or less, a unit's people come to know it, try it and keep it than the average.
    func affinity(unit: UnitSpec) -> Affinity {
        func under(_ tail: String) -> Bool { unit.path == "Northwind / " + tail || unit.path.hasPrefix("Northwind / \(tail) / ") }
        let shopFloor = unit.family == .plant || unit.family == .warehouse
        switch slug {
        case "field-crm":
            if under("Sales / DACH") { return Affinity(1.03, 1.15, 1.1, earlier: 18) }
            if under("Sales / Americas") { return Affinity(0.62, 0.16, 0.35, earlier: -30) }
            if under("Sales / Asia Pacific") { return Affinity(0.7, 0.45, 0.8, earlier: -22) }
            if under("Sales / Key Accounts") { return Affinity(0.8, 0.6, 0.9, earlier: 0) }
            return Affinity(0.9, 0.75, 0.95, earlier: -6)
        case "app-shelf":
            if under("Field Service") { return Affinity(1.2, 1.3, 1.2, earlier: 14) }
            if shopFloor { return Affinity(0.62, 0.7, 0.9, earlier: -12) }
            return under("Finance") || under("HR") ? Affinity(0.9, 0.6, 0.8, earlier: -8) : .plain
        case "handbook":
            if under("IT") || under("Engineering") { return Affinity(1.03, 2.2, 1.3, earlier: 0) }
            if under("Field Service") { return Affinity(0.95, 1.3, 0.9, earlier: 0) }
            return shopFloor ? Affinity(0.8, 0.3, 0.7, earlier: 0) : .plain
        case "security-key":
            return under("IT / Security") ? Affinity(2.2, 1.08, 1.02, earlier: 12) : .plain
        case "hour-one":
            if under("HR") || under("Marketing") { return Affinity(1.3, 1.4, 1.3, earlier: 8) }
            return shopFloor ? Affinity(0.75, 0.5, 0.7, earlier: -8) : .plain
        case "one-line":
            return under("Sales") || under("IT / Digital Workplace") ? Affinity(1.25, 1.5, 1.05, earlier: 6) : .plain
        case "waypoint":
            return under("Sales / Europe") ? Affinity(1.2, 1.4, 1.15, earlier: 5) : .plain
        case "lookout":
            return under("Finance / Controlling") ? Affinity(1.8, 1, 1, earlier: 12) : .plain
        default: return .plain
        }
    }
}

struct Affinity: Sendable {
    let know: Double
    let tries: Double
    let keeps: Double
    /// Days by which the unit is ahead of the others.
    let earlier: Double

    static let plain = Affinity(1, 1, 1, earlier: 0)

    init(_ know: Double, _ tries: Double, _ keeps: Double, earlier: Double) {
        self.know = know
        self.tries = tries
        self.keeps = keeps
        self.earlier = earlier
    }
}
