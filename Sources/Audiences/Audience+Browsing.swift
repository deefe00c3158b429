import Kernel
import People
import Storage

/// One line of the list of audiences.
struct AudienceRow: Sendable {
    let slug: Slug
    let name: String
    /// The publisher's name; `nil` for one of the admins.
    let owner: String?
    let reading: RuleReading
}

/// What an audience's page tells of its people.
struct AudienceInside: Sendable {
    struct Part: Sendable {
        enum Name: Hashable, Sendable {
            case unit(String)
            /// In the unit itself, not in one below it.
            case directly(String)
            case nowhere, others
        }

        let name: Name
        let figure: Privacy.Figure
    }

    var departments: [Part] = []
    /// `nil` where nobody may be named.
    var sample: [AudienceMember]?
}

/// Somebody as a sample shows them.
struct AudienceMember: Sendable {
    let externalID: String
    let name: String
    let title: String?
    let department: String?
}

extension Reader {
    static var audiencesPerPage: Int { 20 }

    /// A page of all audiences by slug, from 0, and how many there are.
    func audienceRows(page: Int, terms: TermRegistry, language: String, today: Day) throws -> (rows: [AudienceRow], total: Int) {
        let found = try rows(
            """
            SELECT id, slug, name, rule, owner, created_at, changed_at FROM audience ORDER BY slug NULLS FIRST
            LIMIT \(Self.audiencesPerPage) OFFSET \(page * Self.audiencesPerPage)
            """, as: Audience.self)
        let owners = try ownerNames()
        return (
            try found.map {
                AudienceRow(
                    slug: $0.slug, name: $0.name, owner: $0.owner.flatMap { owners[$0] },
                    reading: try reading(of: $0.rule, terms: terms, language: language, today: today))
            }, try count("SELECT count(*) FROM audience")
        )
    }

    func ownerNames() throws -> [PublisherKey: String] {
        var names: [PublisherKey: String] = [:]
        try each("SELECT id, name FROM publisher") { names[try $0[0]] = try $0[1] as String }
        return names
    }

    func inside(_ rule: CheckedRule, today: Day) throws -> AudienceInside {
        var inside = AudienceInside(departments: try departments(of: rule, today: today))
        if rule.mayNamePeople { inside.sample = try members(sample(rule, today: today)) }
        return inside
    }

    func members(_ keys: [PersonKey]) throws -> [AudienceMember] {
        let units = Dictionary(try departmentPaths(), uniquingKeysWith: { first, _ in first })
        return try people(keys).map { member($0, units) }
    }

    func members(_ people: [Person]) throws -> [AudienceMember] {
        let units = Dictionary(try departmentPaths(), uniquingKeysWith: { first, _ in first })
        return people.map { member($0, units) }
    }

    private func departmentPaths() throws -> [(DepartmentKey, String)] { try departments().map { ($0.key, $0.name) } }

    private func member(_ person: Person, _ units: [DepartmentKey: String]) -> AudienceMember {
        AudienceMember(
            externalID: person.externalID, name: person.name, title: person.title, department: person.department.flatMap { units[$0] })
    }

    // MARK: By department

    static var mostParts: Int { 15 }

    /// The audience by the units of the first level at which it spreads. Of a rule about behaviour, each figure passes the privacy function,
    /// and parts are hidden, the smallest first, until what they leave of the whole could be shown itself.
    private func departments(of rule: CheckedRule, today: Day) throws -> [AudienceInside.Part] {
        let whole = try byDepartment(rule, today)
        let population = rule.isAboutBehaviour ? try byDepartment(rule.directoryPart, today) : whole
        let undecided = rule.isAboutBehaviour ? try byDepartment(rule.undecidedPart, today) : whole
        let parted = rule.isAboutBehaviour ? try partedPeople(rule, today: today) : [:]
        let tree = Tree(try departments())
        var parts = tree.parts(of: population).map { name, units in
            func sum(_ counts: [DepartmentKey?: Int]) -> Int { units.reduce(0) { $0 + (counts[$1] ?? 0) } }
            return CountedPart(
                name: name, count: sum(whole), population: sum(population), undecided: sum(undecided),
                parted: units.reduce([]) { $0.adding(parted?[$1] ?? []) })
        }
        parts.sort { ($1.population, $0.name.order) < ($0.population, $1.name.order) }
        if parts.count > Self.mostParts {
            var rest = CountedPart(name: .others)
            for part in parts[(Self.mostParts - 1)...] { rest.add(part) }
            parts = Array(parts.prefix(Self.mostParts - 1)) + [rest]
        }
        guard rule.isAboutBehaviour else { return parts.map { .init(name: $0.name, figure: .known($0.count)) } }
        guard parted != nil else { return parts.map { .init(name: $0.name, figure: .hidden(.difference)) } }
        var figures = parts.map { Privacy.behaviour($0.count, of: $0.population, undecided: $0.undecided, parted: $0.parted) }
        while true {
            let hidden = figures.indices.filter { figures[$0].count == nil }
            if hidden.isEmpty { break }
            let rest = hidden.reduce((0, 0)) { ($0.0 + parts[$1].population, $0.1 + parts[$1].undecided) }
            if Privacy.behaviour(0, of: rest.0, undecided: rest.1).count != nil { break }
            guard let smallest = figures.indices.filter({ figures[$0].count != nil }).min(by: { parts[$0].undecided < parts[$1].undecided })
            else { break }
            figures[smallest] = .hidden(.difference)
        }
        return zip(parts, figures).map { .init(name: $0.name, figure: $1) }
    }

    private func byDepartment(_ rule: CheckedRule, _ today: Day) throws -> [DepartmentKey?: Int] {
        var counts: [DepartmentKey?: Int] = [:]
        try each("SELECT p.department, count(*) FROM person p WHERE \(Audience.condition(rule, today: today)) GROUP BY p.department") {
            row in
            let department: DepartmentKey? = try row[0]
            counts[department] = try row[1] as Int
        }
        return counts
    }

    private struct CountedPart {
        let name: AudienceInside.Part.Name
        var count = 0
        var population = 0
        var undecided = 0
        var parted: [Int] = []

        mutating func add(_ other: Self) {
            count += other.count
            population += other.population
            undecided += other.undecided
            parted = parted.adding(other.parted)
        }
    }

    private struct Tree {
        let children: [DepartmentKey?: [Department]]
        private let below: [DepartmentKey: [DepartmentKey]]

        init(_ departments: [Department]) {
            children = Dictionary(grouping: departments, by: \.parent)
            var below: [DepartmentKey: [DepartmentKey]] = [:]
            // Those further down come later, so backwards every unit is complete when it is handed up.
            for department in departments.reversed() {
                below[department.key, default: []].append(department.key)
                if let parent = department.parent { below[parent, default: []] += below[department.key] ?? [] }
            }
            self.below = below
        }

        /// Goes down while one unit holds everybody who is in any.
        func parts(of counts: [DepartmentKey?: Int]) -> [(AudienceInside.Part.Name, [DepartmentKey?])] {
            var parts: [(AudienceInside.Part.Name, [DepartmentKey?])] = []
            if counts[nil] != nil { parts.append((.nowhere, [nil])) }
            func people(_ department: Department) -> Int { (below[department.key] ?? []).reduce(0) { $0 + (counts[$1] ?? 0) } }
            var parent: Department?
            while true {
                let units = (children[parent?.key] ?? []).filter { people($0) > 0 }
                let own = parent.flatMap { counts[$0.key] } ?? 0
                if units.count == 1, own == 0 {
                    parent = units[0]
                    continue
                }
                if let parent, own > 0 { parts.append((units.isEmpty ? .unit(parent.name) : .directly(parent.name), [parent.key])) }
                parts += units.map { (.unit($0.name), (below[$0.key] ?? []).map { $0 }) }
                return parts
            }
        }
    }
}

extension AudienceInside.Part.Name {
    /// Among parts of the same size.
    fileprivate var order: String {
        switch self {
        case .unit(let name): name
        case .directly, .nowhere, .others: "\u{10FFFF}"
        }
    }
}
