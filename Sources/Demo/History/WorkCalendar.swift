import Kernel

/// The days on which people work: no weekends, no holidays of their country, no leave of their own.
struct WorkCalendar: Sendable {
    let today: Day
    /// By country and day ago.
    private let open: [Country: [Bool]]
    private let august: [Bool]

    static let horizon = 182

    init(today: Day) {
        self.today = today
        var open: [Country: [Bool]] = [:]
        for country in Country.allCases {
            open[country] = (0...Self.horizon).map { daysAgo in
                let day = today + -daysAgo
                return day.weekday <= 5 && !Self.isHoliday(day, in: country)
            }
        }
        self.open = open
        august = (0...Self.horizon).map { (today + -$0).components.month == 8 }
    }

    /// A person's days at work.
    func days(of person: DemoFacts, seed: UInt64) -> WorkDays {
        var random = SplitMix64(seed: seed, stream: 11, item: person.index)
        var days = open[person.site.country] ?? []
        var leaves = [(random.below(Self.horizon), 4 + random.below(11)), (random.below(Self.horizon), 2 + random.below(6))]
        // Half of Europe is away in August.
        let offset = random.below(31)
        let length = 7 + random.below(9)
        if person.timeZone.hasPrefix("Europe"), random.chance(0.55), let first = august.firstIndex(of: true) {
            leaves.append((first + offset, length))
        }
        for (start, length) in leaves {
            for day in start..<start + length where day < days.count { days[day] = false }
        }
        for day in days.indices where day >= person.hiredDaysAgo || day <= person.leftDaysAgo ?? 0 { days[day] = false }
        return WorkDays(open: days)
    }

    private static func isHoliday(_ day: Day, in country: Country) -> Bool {
        let (_, month, date) = day.components
        switch (month, date) {
        case (1, 1), (12, 25): return true
        case (12, 24), (12, 26...31): return ![.japan, .india].contains(country) || date == 31
        case (5, 1): return [.germany, .austria, .switzerland, .france, .poland, .greece, .brazil].contains(country)
        case (10, 3): return country == .germany
        case (10, 26): return country == .austria
        case (8, 1): return country == .switzerland
        case (7, 14): return country == .france
        case (11, 1): return [.france, .poland, .austria].contains(country)
        case (11, 11): return [.poland, .france, .unitedStates].contains(country)
        case (5, 3): return country == .poland || country == .japan
        case (8, 15): return [.poland, .greece, .france, .austria, .india, .japan].contains(country)
        case (3, 25), (10, 28): return country == .greece
        case (7, 4): return country == .unitedStates
        case (11, 22...28): return country == .unitedStates && day.weekday == 4
        case (9, 7), (10, 12), (11, 15): return country == .brazil
        case (1, 26): return country == .india || country == .australia
        case (10, 2): return country == .india
        case (4, 29), (5, 4...5), (8, 11), (8, 13...14), (11, 3), (11, 23): return country == .japan
        case (4, 25): return country == .australia
        default: return false
        }
    }
}

/// Days at work, by how many days ago they were.
struct WorkDays: Sendable {
    private let open: [Bool]

    init(open: [Bool]) { self.open = open }

    func contains(_ daysAgo: Int) -> Bool { open.indices.contains(daysAgo) && open[daysAgo] }

    /// The first day at work from `daysAgo` on, at least one day ago, else the last one before it; `nil` where there is none.
    func onOrAfter(_ daysAgo: Int) -> Int? {
        let start = min(daysAgo, open.count - 1)
        guard start >= 1 else { return onOrAfter(1) }
        for day in stride(from: start, through: 1, by: -1) where open[day] { return day }
        return open.indices.dropFirst(start).first { open[$0] }
    }
}
