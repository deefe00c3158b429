package import Kernel

/// Northwind: builds lift trucks, conveyors and sorters in four plants, sells them in twelve countries and keeps them running there.
///
/// Everything follows from the seed, the number of people and the day that is today.
package struct DemoCompany: Sendable {
    package static let domain = "northwind.example"
    package static let people = 20...1_000_000

    package let seed: UInt64
    package let count: Int
    package let today: Day

    private let plan: HeadcountPlan

    /// - Parameter people: 20 to 1,000,000; anything outside is brought to the nearer end.
    package init(seed: UInt64, people: Int, today: Day) {
        self.seed = seed
        count = min(max(people, Self.people.lowerBound), Self.people.upperBound)
        self.today = today
        plan = HeadcountPlan(people: count)
    }

    static func externalID(index: Int, cast: DemoCast?) -> String { cast?.externalID ?? "E-\(2000 + index)" }

    func externalID(of index: Int) -> String { Self.externalID(index: index, cast: plan.cast[index]) }

    /// The unit paths in use, each with the external id of the person who heads it.
    package var departments: [(path: String, head: String)] {
        UnitSpec.all.indices.compactMap { unit in
            plan.sizes[unit] > 0 ? (UnitSpec.all[unit].path, externalID(of: plan.starts[unit])) : nil
        }
    }

    /// Calls `body` with each person's bare facts, managers first.
    package func eachFacts(_ body: (DemoFacts) throws -> Void) rethrows {
        for unit in UnitSpec.all.indices where plan.sizes[unit] > 0 {
            let start = plan.starts[unit]
            let managers = plan.managers(of: unit)
            var leads = [Bool](repeating: false, count: managers.count)
            for manager in managers where manager >= start { leads[manager - start] = true }
            for position in managers.indices {
                let level: DemoFacts.Level = position == 0 ? .head : leads[position] ? .lead : .member
                try body(facts(index: start + position, unit: unit, manager: managers[position], level: level))
            }
        }
    }

    private func facts(index: Int, unit: Int, manager: Int, level: DemoFacts.Level) -> DemoFacts {
        var random = SplitMix64(seed: seed, stream: 1, item: index)
        let spec = UnitSpec.all[unit]
        let cast = plan.cast[index]
        var site = spec.sites[0].site
        if level != .head {
            var pick = random.below(spec.sites.reduce(0) { $0 + $1.weight })
            for (candidate, weight) in spec.sites {
                site = candidate
                pick -= weight
                if pick < 0 { break }
            }
        }
        // Twenty-five years of hiring, more of it lately.
        let share = random.unit()
        var hired = 12 + Int(9100 * (level == .member ? share * (0.65 + 0.35 * share) : 0.15 + 0.85 * share))
        let mailless: Double =
            switch spec.family {
            case .service: 0.22
            case .plant: 0.16
            case .warehouse: 0.12
            default: 0
            }
        let hasMail = level != .member || !random.chance(mailless)
        let desk: Bool =
            switch spec.family {
            case .service: level != .member
            case .plant, .warehouse: level == .head || random.chance(level == .lead ? 0.7 : 0.12)
            default: true
            }
        let vehicle: Bool =
            switch spec.family {
            case .service: level == .member && random.chance(0.92)
            case .fieldSales: random.chance(0.95)
            case .keyAccounts: random.chance(0.6)
            case .rental: random.chance(0.25)
            default: level == .head && random.chance(0.3)
            }
        var left: Int?
        if level == .member, cast == nil, random.chance(0.012), hired > 120 { left = 5 + random.below(100) }
        if let role = cast?.role {
            site = Site.named(role.city)
            hired = role.hiredYearsAgo * 365 + index % 200
            left = nil
        }
        return DemoFacts(
            index: index, unit: unit, manager: manager, level: level, site: site, cast: cast, hiredDaysAgo: hired, leftDaysAgo: left,
            hasMail: hasMail || cast != nil, desk: desk, vehicle: vehicle)
    }

    /// Calls `body` with each person, managers before the people who report to them; holds no list of them.
    package func eachPerson(_ body: (DemoPerson) throws -> Void) rethrows {
        var mailboxes = Mailboxes()
        try eachFacts { facts in try body(person(facts, &mailboxes)) }
    }

    /// Calls `write` with the header and then each person as lines of the file that `rapport import people` reads, line ends included.
    package func eachCSVLine(_ write: (String) throws -> Void) rethrows {
        try write(DemoPerson.csvHeader + "\r\n")
        try eachPerson { try write($0.csvLine + "\r\n") }
    }

    private func person(_ facts: DemoFacts, _ mailboxes: inout Mailboxes) -> DemoPerson {
        var random = SplitMix64(seed: seed, stream: 2, item: facts.index)
        let spec = UnitSpec.all[facts.unit]
        let name = facts.cast.map { PersonName($0.role) } ?? PersonName(in: facts.site.country, &random)
        let title = facts.cast?.role.title ?? Titles.title(spec, facts.level, facts.site, &random)
        var email: String?
        if let cast = facts.cast {
            email = "\(cast.role.mail)@\(Self.domain)"
        } else if facts.hasMail {
            email = "\(mailboxes.take(name.mail))@\(Self.domain)"
        }
        return DemoPerson(
            index: facts.index, externalID: facts.externalID, email: email, name: name.full, firstName: name.first, title: title,
            department: spec.path, manager: facts.manager < 0 ? nil : externalID(of: facts.manager), country: facts.country,
            site: facts.site.city, timeZone: facts.site.timeZone, language: language(of: facts),
            hiredOn: today + -facts.hiredDaysAgo, active: facts.active,
            attributes: [
                Titles.grade(spec, facts.level, &random), facts.vehicle ? "yes" : "no", facts.desk ? "yes" : "no",
                phone(of: facts, &random), contract(of: facts, &random),
            ])
    }

    /// What this person reads in: mostly the language of the place, sometimes English or, in the United States, Spanish.
    func language(of facts: DemoFacts) -> String {
        if let role = facts.cast?.role { return role.language }
        var random = SplitMix64(seed: seed, stream: 3, item: facts.index)
        if facts.site.country == .unitedStates { return random.chance(0.08) ? "es" : "en" }
        return random.chance(0.06) ? "en" : facts.site.language
    }

    private func phone(of facts: DemoFacts, _ random: inout SplitMix64) -> String {
        guard facts.vehicle || facts.level != .member || random.chance(facts.desk ? 0.45 : 0.2) else { return "" }
        return random.chance(facts.desk ? 0.7 : 0.35) ? "iPhone" : "Android"
    }

    private func contract(of facts: DemoFacts, _ random: inout SplitMix64) -> String {
        guard facts.level == .member, facts.cast == nil else { return "permanent" }
        if facts.hiredDaysAgo < 1000, random.chance(0.15) { return "apprentice" }
        return facts.hiredDaysAgo < 730 && random.chance(0.2) ? "temporary" : "permanent"
    }
}

/// Hands out mail addresses, each once: a second Anna Weber gets `anna.weber2`.
private struct Mailboxes {
    private var taken: [String: Int] = Dictionary(uniqueKeysWithValues: DemoCast.roles.values.map { ($0.mail, 1) })

    mutating func take(_ wanted: String) -> String {
        let number = taken[wanted, default: 0] + 1
        taken[wanted] = number
        return number == 1 ? wanted : "\(wanted)\(number)"
    }
}
