import Kernel
import Testing

@testable import Demo

@Suite("Six months of the made-up company") struct HistoryTests {
    static let company = DemoCompany(seed: 42, people: 5000, today: today)
    static let history = DemoHistory(of: company)
    static let facts: [DemoFacts] = {
        var all: [DemoFacts] = []
        company.eachFacts { all.append($0) }
        return all
    }()
    static let touches: [String: [DemoTouch]] = Dictionary(
        uniqueKeysWithValues: DemoOffering.all.map { offering in
            var all: [DemoTouch] = []
            history.eachTouch(of: offering, arm: arm) { all.append($0) }
            return (offering.slug, all)
        })

    /// One in eight of everybody is held out, by a hash of both names, as the product draws it in its own way.
    static func arm(_ campaign: String, _ externalID: String) -> DemoArm {
        if campaign == "security-key-desks" { return .reached }
        let hash = (campaign + "|" + externalID).utf8.reduce(UInt64(14_695_981_039_346_656_037)) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }
        return (hash >> 20) % 8 == 0 ? .holdout : .reached
    }

    static func people(_ offering: String, _ ways: Set<String>) -> Set<Int> {
        Set((touches[offering] ?? []).filter { ways.contains($0.way) }.map(\.person))
    }

    static func share(_ offering: String, _ ways: Set<String>, under path: String = "Northwind") -> Double {
        let model = DemoOffering.named(offering)
        let population = facts.filter { $0.active && $0.isUnder(path) && model?.isFor($0) == true }
        let have = people(offering, ways)
        return Double(population.count { have.contains($0.index) }) / Double(max(population.count, 1))
    }

    static let knowing: Set<String> = ["viewed", "clicked"]
    static let liking: Set<String> = ["followed", "helped"]
    static let trusting: Set<String> = ["read-reviews", "asked"]
    static let trying: Set<String> = ["tried", "used"]

    @Test func hasABelievableAmountOfTouches() {
        let total = Self.touches.values.reduce(0) { $0 + $1.count }
        #expect((80_000...150_000).contains(total), "\(total) \(Self.touches.mapValues(\.count))")
    }

    @Test func isTheSameForTheSameSeed() {
        let small = DemoCompany(seed: 5, people: 400, today: today)
        for offering in DemoOffering.all {
            var first: [DemoTouch] = [], again: [DemoTouch] = []
            DemoHistory(of: small).eachTouch(of: offering, arm: Self.arm) { first.append($0) }
            DemoHistory(of: small).eachTouch(of: offering, arm: Self.arm) { again.append($0) }
            #expect(first == again)
        }
    }

    @Test func staysWithinTheSixMonthsAndPeoplesTimeInTheCompany() {
        let byIndex = Dictionary(uniqueKeysWithValues: Self.facts.map { ($0.index, $0) })
        let ways: Set<String> = [
            "shown", "viewed", "clicked", "followed", "helped", "read-reviews", "asked", "requested", "tried", "uses-it", "used",
            "reviewed",
            "testified", "referred",
        ]
        var wrong: [DemoTouch] = []
        for touch in Self.touches.values.joined() {
            guard let person = byIndex[touch.person], (1...182).contains(touch.daysAgo), (0..<86_400).contains(touch.secondOfDay),
                touch.daysAgo < person.hiredDaysAgo, touch.daysAgo > person.leftDaysAgo ?? 0, person.externalID == touch.externalID,
                (today + -touch.daysAgo).weekday <= 5, ways.contains(touch.way), DemoOffering.named(touch.offering)?.isFor(person) == true
            else {
                wrong.append(touch)
                continue
            }
        }
        #expect(wrong.isEmpty, "\(wrong.prefix(3))")
    }

    @Test func goesForwardInTimeForEachPerson() {
        for (_, touches) in Self.touches {
            var backwards = 0
            for (left, right) in zip(touches, touches.dropFirst()) where left.person == right.person {
                if (right.daysAgo, left.secondOfDay) > (left.daysAgo, right.secondOfDay) { backwards += 1 }
            }
            #expect(backwards == 0)
        }
    }

    @Test(arguments: ["app-shelf", "field-crm", "handbook", "one-line", "security-key", "hour-one"])
    func fillsEveryStageOfTheHourglass(slug: String) {
        for ways in [Self.knowing, Self.liking, Self.trusting, Self.trying, ["testified", "referred"]] {
            #expect(Self.people(slug, ways).count >= 5, "\(slug) \(ways)")
        }
        // `repeat`: used in at least nine of the last twelve weeks.
        let monday = today.isoWeek
        var weeks: [Int: Set<Int64>] = [:]
        for touch in Self.touches[slug] ?? [] where touch.way == "used" {
            let week = (today + -touch.daysAgo).isoWeek
            if week < monday, week >= monday - 12 { weeks[touch.person, default: []].insert(week) }
        }
        let repeating = weeks.values.count { $0.count >= 9 }
        let tried = Self.people(slug, Self.trying).count
        #expect(repeating >= 5 && repeating < tried, "\(slug): \(repeating) of \(tried)")
    }

    @Test func isADecreeMadeVisibleForTheSecurityKey() {
        #expect(Self.share("security-key", Self.trying) > 0.8)
        #expect(Self.share("security-key", Self.liking) < 0.1)
    }

    @Test func knowsTheHandbookAndUsesItLittle() {
        #expect(Self.share("handbook", Self.knowing) > 0.75)
        #expect((0.05...0.3).contains(Self.share("handbook", Self.trying)))
    }

    @Test func differsByDepartment() {
        let home = Self.share("field-crm", Self.trying, under: "Northwind / Sales / DACH")
        let away = Self.share("field-crm", Self.trying, under: "Northwind / Sales / Americas")
        #expect(home > 0.6 && away < 0.25, "\(home) \(away)")
    }

    @Test func likesTheLearningHourAndSeldomRepeatsIt() {
        #expect(Self.share("hour-one", Self.liking) > 0.25)
        let days = Dictionary(grouping: (Self.touches["hour-one"] ?? []).filter { $0.way == "used" }, by: \.person).mapValues(\.count)
        let often = days.values.count { $0 >= 12 }
        #expect(Double(often) / Double(days.count) < 0.2)
    }

    @Test func hasNobodyUsingAnIdea() { #expect(Self.people("lookout", ["tried", "used", "uses-it"]).isEmpty) }

    @Test func bringsKnowingBeforeTryingUnlessDecreed() {
        for offering in DemoOffering.all where !offering.decreed {
            var known: [Int: Int] = [:]
            var early = 0, tries = 0
            for touch in Self.touches[offering.slug] ?? [] {
                if Self.knowing.contains(touch.way), known[touch.person] == nil { known[touch.person] = touch.daysAgo }
                if touch.way == "tried" {
                    tries += 1
                    if known[touch.person] == nil { early += 1 }
                }
            }
            #expect(Double(early) <= 0.02 * Double(tries), "\(offering.slug): \(early) of \(tries)")
        }
    }

    @Test(arguments: DemoCampaign.all.filter { $0.lift >= 0.05 && $0.offering != "app-shelf" || $0.slug == "app-shelf-opens" })
    func showsARealDifferenceAgainstTheHoldOut(campaign: DemoCampaign) throws {
        let offering = try #require(DemoOffering.named(campaign.offering))
        let start = campaign.startsDaysAgo(today: today)
        // Everybody's life twice, once reached and once held out by this one campaign: the whole difference is the campaign's.
        func tries(_ arm: DemoArm) -> Set<Int> {
            var people: Set<Int> = []
            Self.history.eachTouch(of: offering, arm: { slug, id in slug == campaign.slug ? arm : Self.arm(slug, id) }) { touch in
                if Self.trying.contains(touch.way) { people.insert(touch.person) }
            }
            return people
        }
        let population = Self.facts.count { offering.isFor($0) && $0.active && $0.hiredDaysAgo > start }
        let reached = tries(.reached), heldOut = tries(.holdout)
        let points = 100 * Double(reached.count - heldOut.count) / Double(population)
        #expect((3.0...10).contains(points), "\(campaign.slug): \(points) points")
    }

    @Test func sendsNothingToWhomACampaignHeldOut() {
        for touch in Self.touches.values.joined() {
            if let campaign = touch.campaign { #expect(Self.arm(campaign, touch.externalID) == .reached) }
        }
    }

    @Test func restsAtWeekendsAndHolidays() {
        let newYear = Day(year: 2026, month: 1, day: 1).map { today - $0 } ?? 0
        let normal = newYear - 20
        var counts: [Int: Int] = [:]
        for touch in Self.touches.values.joined() where touch.way == "used" { counts[touch.daysAgo, default: 0] += 1 }
        #expect(counts[newYear, default: 0] == 0)
        #expect(counts[normal, default: 0] > 100)
    }

    @Test func hasReviewsByPeopleWhoTriedIt() {
        for offering in DemoOffering.all {
            let reviews = Self.history.reviews(of: offering)
            #expect((8...25).contains(reviews.count), "\(offering.slug): \(reviews.count)")
            #expect(Set(reviews.map(\.person)).count == reviews.count)
            #expect(reviews.allSatisfy { (1...5).contains($0.stars) && $0.daysAgo >= 1 })
            #expect(reviews.contains { $0.answer != nil } && reviews.contains { $0.stars <= 3 })
            let reviewed = (Self.touches[offering.slug] ?? []).filter { $0.way == "reviewed" }
            #expect(Set(reviewed.map(\.person)) == Set(reviews.map(\.person)))
            if offering.tries > 0 { #expect(Set(reviews.map(\.person)).isSubset(of: Self.people(offering.slug, Self.trying))) }
            #expect(!Self.history.questions(of: offering).isEmpty)
        }
    }

    @Test func makesItsChampionsRefer() {
        for (member, slug) in DemoCast.champions {
            let ways = Set((Self.touches[slug] ?? []).filter { $0.externalID == member.externalID }.map(\.way))
            #expect(ways.isSuperset(of: ["viewed", "tried", "testified", "referred"]), "\(member): \(ways)")
        }
    }
}
