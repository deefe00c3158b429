/// One person's way with one offering.
///
/// What people do of their own accord is drawn from one sequence of numbers, what a campaign adds from another: whoever is held out
/// lives exactly the life they would have lived anyway.
struct Journey {
    struct Step {
        let daysAgo: Int
        var second: Int
        let way: String
        let channel: String
        let campaign: String?

        /// What comes first when two things happen on one day.
        var rank: Int {
            switch way {
            case "shown": 0
            case "clicked": 1
            case "viewed": 2
            case "followed", "helped": 3
            case "read-reviews", "asked": 4
            case "requested": 5
            case "tried": 6
            case "used": 7
            case "uses-it": 8
            default: 9
            }
        }
    }

    let person: DemoFacts
    let offering: DemoOffering
    let affinity: Affinity
    let seed: UInt64
    let number: UInt64
    let days: WorkDays
    private(set) var steps: [Step] = []
    private var random: SplitMix64

    init(person: DemoFacts, offering: DemoOffering, affinity: Affinity, seed: UInt64, number: UInt64, days: WorkDays) {
        self.person = person
        self.offering = offering
        self.affinity = affinity
        self.seed = seed
        self.number = number
        self.days = days
        random = SplitMix64(seed: seed, stream: 100 + number, item: person.index)
    }

    /// The steps as they happened: within a day each one's hour follows from its place.
    var inOrder: [Step] {
        var ordered = steps.enumerated().sorted { left, right in
            (right.element.daysAgo, left.element.rank, left.offset) < (left.element.daysAgo, right.element.rank, right.offset)
        }.map(\.element)
        var start = 0
        while start < ordered.count {
            var end = start + 1
            while end < ordered.count, ordered[end].daysAgo == ordered[start].daysAgo { end += 1 }
            if end - start > 1 {
                let seconds = ordered[start..<end].map(\.second).sorted()
                for index in start..<end { ordered[index].second = seconds[index - start] }
            }
            start = end
        }
        return ordered
    }

    mutating func walk(contacts: [Contact], review: DemoReview?) {
        let champion = DemoCast.champions.contains { $0.member == person.cast && $0.offering == offering.slug }
        // Some people look at everything, some at nothing.
        var character = SplitMix64(seed: seed, stream: 10, item: person.index)
        let curiosity = 0.65 + 0.7 * character.unit()

        // Drawn whether needed or not, so that one answer never shifts another.
        let draws = (0..<12).map { _ in random.unit() }
        let logistic = offering.midpoint + affinity.earlier + offering.pace * Self.logit(draws[0])
        var known = draws[1] < offering.know * affinity.know * curiosity ? Int(logistic) : nil
        // Who has known it for longer than the history looks back turns up some time in its first weeks.
        if let day = known, day > offering.opened { known = offering.opened - Int(draws[2] * 40) }
        if let day = known, day < 1 { known = nil }
        if champion { known = offering.opened - 2 }

        var tried: Int?
        let wouldTry = draws[3] < offering.tries * affinity.tries * (offering.decreed ? 1 : curiosity)
        if offering.decreed {
            if wouldTry { tried = max(offering.opened - 3 - Int(22 * draws[4] * draws[4]) + Int(affinity.earlier), 1) }
        } else if let known, wouldTry {
            tried = max(known - Int(-14 * Self.log(1 - draws[4] * 0.98)), 1)
        }
        if champion, offering.tries > 0 { tried = offering.opened - 6 }
        if let review {
            known = max(known ?? 0, review.daysAgo + 24)
            if offering.tries > 0 { tried = max(tried ?? 0, review.daysAgo + 16) }
        }

        var cause: String?
        for contact in contacts { meet(contact, curiosity, known: &known, tried: &tried, cause: &cause) }
        var kept = tried != nil && (champion || draws[5] < offering.keeps * affinity.keeps)
        if let review, offering.tries > 0 { kept = review.stars >= 3 || kept }

        if let known { read(from: known, champion: champion, curiosity, draws) }
        if let tried { use(from: tried, kept: kept, regular: champion || draws[6] < offering.regular, cause: cause, champion, draws) }
        if let review { add("reviewed", review.daysAgo) }
    }

    private mutating func meet(_ contact: Contact, _ curiosity: Double, known: inout Int?, tried: inout Int?, cause: inout String?) {
        var chance = SplitMix64(seed: seed, stream: 300 + Self.hash(contact.campaign.slug), item: person.index)
        let draws = (0..<6).map { _ in chance.unit() }
        let slug = contact.campaign.slug
        if draws[0] < 0.38 { add("shown", contact.daysAgo - Int(draws[1] * 6), "home", slug) }
        // The same words move some units more than others.
        let lift = contact.campaign.lift * min(affinity.tries, 1.2)
        let persuaded = draws[2] < lift && tried.map { $0 < contact.daysAgo - 14 } ?? true
        guard persuaded || draws[3] < contact.campaign.clicks * curiosity else { return }
        // Most who click do so on the day, nearly all within a week.
        let clicked = max(contact.daysAgo - Int(-1.3 * Self.log(1 - draws[4] * 0.98)), 1)
        let channel = person.hasMail ? "email" : "home"
        if let day = add("clicked", clicked, channel, slug) { add("viewed", day.daysAgo, channel, slug, second: day.second + 3) }
        known = max(known ?? 0, clicked)
        if persuaded {
            let day = max(clicked - 1 - Int(draws[5] * 9), 1)
            if day > tried ?? 0 {
                tried = day
                cause = slug
            }
        }
    }

    private mutating func read(from known: Int, champion: Bool, _ curiosity: Double, _ draws: [Double]) {
        add("viewed", known)
        if random.chance(0.22 * curiosity), known > 3 { add("viewed", known - 2 - random.below(min(known - 1, 25))) }
        if champion || draws[7] < offering.like * curiosity {
            let day = later(than: known, within: 20)
            let both = random.chance(0.2)
            let follows = random.chance(0.55)
            if follows || both { add("followed", day) }
            if !follows || both { add("helped", day) }
        }
        if champion || draws[8] < offering.trust * curiosity {
            let day = later(than: known, within: 30)
            if random.chance(0.88) { add("read-reviews", day) } else { add("asked", day) }
        }
    }

    private mutating func use(from tried: Int, kept: Bool, regular: Bool, cause: String?, _ champion: Bool, _ draws: [Double]) {
        if offering.byRequest, draws[9] < 0.85 { add("requested", tried + 4) }
        // A key or a phone line is handed over; an app is tried by pressing the button.
        if !offering.decreed { add("tried", tried, "web", cause) }
        guard offering.hasUsageFeed else {
            if kept { add("uses-it", later(than: tried, within: 12)) }
            if kept, champion || draws[10] < 0.05 { add("testified", later(than: tried, within: 25)) }
            if kept, champion || draws[11] < 0.04 { add("referred", later(than: tried, within: 25)) }
            return
        }
        add("used", tried, "api", nil)
        guard kept else {
            if random.chance(0.35), tried > 4 { add("used", tried - 1 - random.below(min(tried - 1, 12)), "api", nil) }
            return
        }
        let presence = regular ? 0.97 : offering.occasional
        var week = tried - 1
        // Those who use it now and then lose interest at some point.
        let fades = regular ? 0 : 0.035
        var first = true
        while week > 0 {
            if random.chance(fades), !first { break }
            if first || random.chance(presence) {
                let wanted = first ? max(2, offering.daysPerWeek) : 1 + random.below(offering.daysPerWeek)
                var used: Set<Int> = []
                for _ in 0..<wanted {
                    let day = week - random.below(min(7, week))
                    // The working day nearest to the wish within the same week, if there is one.
                    if let open = (0..<7).map({ week - (week - day + $0) % 7 }).first(where: { days.contains($0) && $0 > 0 }),
                        used.insert(open).inserted
                    {
                        add("used", open, "api", nil)
                    }
                }
            }
            first = false
            week -= 7
        }
        if tried > 40, champion || regular && draws[10] < 0.07 { add("testified", later(than: tried - 30, within: 60)) }
        if tried > 40, champion || regular && draws[11] < 0.06 { add("referred", later(than: tried - 30, within: 60)) }
    }

    private mutating func later(than daysAgo: Int, within span: Int) -> Int {
        max(daysAgo - random.below(max(min(span, daysAgo), 1)), 1)
    }

    @discardableResult
    private mutating func add(
        _ way: String, _ wanted: Int, _ channel: String = "web", _ campaign: String? = nil, second: Int? = nil
    ) -> Step? {
        guard let daysAgo = days.onOrAfter(wanted) else { return nil }
        // A stream of its own, so that the hour of one touch never changes what happens next.
        var clock = SplitMix64(seed: seed, stream: 700 + number, item: person.index &* 4096 &+ steps.count)
        let begins = person.desk ? 28_800.0 : 21_600
        let drawn = Int(begins + (clock.unit() + clock.unit()) / 2 * 34_200)
        let step = Step(daysAgo: daysAgo, second: second ?? drawn, way: way, channel: channel, campaign: campaign)
        steps.append(step)
        return step
    }

    /// ln(p / (1 − p)), the inverse of the logistic curve, away from its ends.
    private static func logit(_ share: Double) -> Double {
        let clamped = min(max(share, 0.005), 0.995)
        return log(clamped / (1 - clamped))
    }

    /// The natural logarithm by its series in (x − 1) / (x + 1) (Abramowitz and Stegun 4.1.27): the same on every machine.
    private static func log(_ value: Double) -> Double {
        var mantissa = value.significand
        var exponent = Double(value.exponent)
        if mantissa > 1.414 {
            mantissa /= 2
            exponent += 1
        }
        let ratio = (mantissa - 1) / (mantissa + 1)
        let square = ratio * ratio
        var term = ratio
        var sum = 0.0
        for odd in stride(from: 1.0, through: 19, by: 2) {
            sum += term / odd
            term *= square
        }
        return 2 * sum + exponent * 0.693_147_180_559_945_3
    }

    private static func hash(_ text: String) -> UInt64 {
        text.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
    }
}
