import Audiences
import Kernel
import People
import Storage
import TestSupport

/// A made-up directory of a few dozen people with everything that rules meet: missing values, letters beyond ASCII, wildcards of LIKE,
/// a cycle of managers, people who left, and two terms with tables of their own.
struct SmallWorld: Sendable {
    static let today = Day("2026-03-31") ?? Day(number: 0)
    static let migrations: [Migration] =
        Database.migrations + PeopleSchema.migrations + AudienceSchema.migrations + [
            Migration(
                "test-1",
                [
                    "CREATE TABLE test_follow (person \(.int8) NOT NULL, slug \(.text) NOT NULL, PRIMARY KEY (person, slug))\(.strict)",
                    """
                    CREATE TABLE test_stage (person \(.int8) NOT NULL, slug \(.text) NOT NULL, stage \(.int8) NOT NULL, PRIMARY KEY (person, slug))\(.strict)
                    """,
                ])
        ]

    static let slugs = ["crm", "wiki", "travel"]
    static let titles = ["Engineer", "Sales Lead", "100% Öl_Fachkraft", "STRASSE", "Émigré \"x\" \\ y", "engineer II", "李 经理"]
    static let countries = ["DE", "AT", "de", "US", "JP"]
    static let sites = ["Berlin", " berlin", "Zürich", "New York", "東京"]
    static let languages = ["de", "en", "de-AT", "ja"]
    static let zones = ["Europe/Berlin", "America/New_York", "Asia/Tokyo", "UTC"]
    static let colours = ["red", "Red", "_", "%", "Grün", "grün und blau"]
    static let numbers = ["-3", "0", "0.1", "2.5", "10", "123456789012345"]
    static let attributes = [
        AttributeDeclaration(key: 1, name: "colour", type: .text), AttributeDeclaration(key: 2, name: "Cost Center", type: .number),
        AttributeDeclaration(key: 3, name: "badge_until", type: .date), AttributeDeclaration(key: 4, name: "remote", type: .flag),
    ]

    struct Unit: Sendable {
        let key: DepartmentKey
        let path: String
        let parent: DepartmentKey?
        var folded: String { DepartmentName.folded(path) }
    }

    let units: [Unit]
    let people: [Member]

    /// A person of the world with what they did.
    struct Member: Sendable {
        var facts: PersonFacts
        var follows: Set<String> = []
        var stages: [String: Stage] = [:]

        var key: PersonKey { facts.key }
        var externalID: String { facts.texts[.externalID] ?? "" }
        var name: String { facts.texts[.name] ?? "" }

        /// The facts with what the terms of `rule` find.
        func facts(for rule: CheckedRule) -> PersonFacts {
            var facts = facts
            for use in rule.condition.uses {
                facts.terms[use] =
                    use.term == "stage" ? .stage(stages[use.target.name] ?? .unaware) : .truth(follows.contains(use.target.name))
            }
            return facts
        }
    }

    init(seed: UInt64, people count: Int = 48) {
        var random = RandomSource(seed: seed)
        let paths = [
            "Northwind", "Northwind / Sales", "Northwind / Sales / DACH", "Northwind / Sales / DACH / Field", "Northwind / IT",
            "Northwind / IT / Field", "Northwind / IT / Über-Team", "Northwind / R&D", "Northwind / R&D / Sales", "Contoso",
            "Contoso / 50%_off",
        ]
        let keys = Dictionary(uniqueKeysWithValues: paths.enumerated().map { ($1, DepartmentKey(Int64($0 + 1))) })
        units = paths.map { path in
            Unit(key: keys[path] ?? DepartmentKey(0), path: path, parent: Self.parent(of: path).flatMap { keys[$0] })
        }
        var managers: [Int: Int] = [:]
        for person in 2..<count where random.chance(85) { managers[person] = random.number(0...(person - 1)) }
        // Two who report to each other, and their people with them.
        managers[0] = 1
        managers[1] = 0
        var members: [Member] = []
        for number in 0..<count {
            var member = Member(facts: Self.person(number, units: units, managers: managers, &random))
            for slug in Self.slugs {
                if random.chance(40) { member.follows.insert(slug) }
                if random.chance(70) { member.stages[slug] = random.pick(Stage.allCases) }
            }
            members.append(member)
        }
        for number in members.indices {
            if let manager = managers[number] {
                members[number].facts.managerName = "\(members[manager].name) (\(members[manager].externalID))"
            }
        }
        people = members
    }

    private static func parent(of path: String) -> String? {
        guard let slash = path.lastIndex(of: "/") else { return nil }
        return String(path[..<path.index(before: slash)])
    }

    static func key(_ number: Int) -> PersonKey { PersonKey(Int64(1000 + number)) }

    private static func person(_ number: Int, units: [Unit], managers: [Int: Int], _ random: inout RandomSource) -> PersonFacts {
        var facts = PersonFacts(key: key(number), active: random.chance(85))
        facts.texts[.externalID] = number % 5 == 0 ? "e-\(number)" : "E-\(number)"
        facts.texts[.name] =
            random.pick(["Ann", "Émile", "Jürgen", "李", "Bo_b"]) + " " + random.pick(["Öz", "Smith", "van der Berg", "O'Neill"])
        facts.texts[.firstName] = random.pick(["Ann", "Émile", "E\u{301}mile", "Jürgen", "Zoë"])
        if random.chance(80) { facts.texts[.email] = "P\(number)@northwind.example" }
        if random.chance(75) { facts.texts[.title] = random.pick(titles) }
        if random.chance(80) { facts.texts[.country] = random.pick(countries) }
        if random.chance(70) { facts.texts[.site] = random.pick(sites) }
        if random.chance(70) { facts.texts[.timeZone] = random.pick(zones) }
        if random.chance(70) { facts.texts[.language] = random.pick(languages) }
        if random.chance(75) { facts.hiredOn = Day(number: today.number - Int64(random.number(-20...900))) }
        if random.chance(85) {
            let unit = random.pick(units)
            facts.departmentPath = unit.path
            var next: Unit? = unit
            while let current = next {
                facts.departments.append(current.key)
                next = units.first { $0.key == current.parent }
            }
        }
        var next = managers[number]
        while let manager = next, !facts.managers.contains(key(manager)) {
            facts.managers.append(key(manager))
            next = managers[manager]
        }
        if random.chance(60) { facts.attributes[1] = .text(random.pick(colours)) }
        if random.chance(60) { facts.attributes[2] = .number(Double(random.pick(numbers)) ?? 0) }
        if random.chance(60) { facts.attributes[3] = .day(Day(number: today.number - Int64(random.number(-400...400)))) }
        if random.chance(60) { facts.attributes[4] = .flag(random.chance(50)) }
        return facts
    }

    // MARK: Terms

    static let terms = TermRegistry([
        Term(
            "follows", arguments: ["the slug of an offering"], check: target,
            sql: { use in
                "EXISTS (SELECT 1 FROM test_follow f WHERE f.person = p.id AND f.slug = \(use.target.name))"
            },
            evaluate: { use, person, reader in
                .truth(try reader.exists("SELECT 1 FROM test_follow WHERE person = \(person) AND slug = \(use.target.name)"))
            },
            sentence: { use, language, negated in
                language == "de"
                    ? "\(use.target.name) \(negated ? "nicht " : "")folgen" : "\(negated ? "do not " : "")follow \(use.target.name)"
            }),
        Term(
            "stage", arguments: ["the slug of an offering"], kind: .stage, check: target,
            sql: { use in
                let comparison = use.comparison ?? .equal
                return """
                    coalesce((SELECT s.stage FROM test_stage s WHERE s.person = p.id AND s.slug = \(use.target.name)), 0)\(comparison.sql)\(use.stage)
                    """
            },
            evaluate: { use, person, reader in
                let stage: Stage? = try reader.value("SELECT stage FROM test_stage WHERE person = \(person) AND slug = \(use.target.name)")
                return .stage(stage ?? .unaware)
            },
            sentence: { use, language, negated in
                let stage = use.stage?.word ?? ""
                let earlier = use.comparison == .less
                return language == "de"
                    ? "bei \(use.target.name) \(negated ? "nicht " : "")\(earlier ? "noch vor" : "auf") Stufe \(stage) sind"
                    : "are \(negated ? "not " : "")\(earlier ? "still before" : "at") \(stage) of \(use.target.name)"
            }),
    ])

    private static let target: @Sendable ([String], Reader) throws -> Term.Target = { arguments, _ in
        guard let slug = arguments.first, let index = slugs.firstIndex(of: slug) else {
            throw Term.Refusal("no offering is called “\(arguments.first ?? "")”", de: "Kein Angebot heißt so", suggestions: ["crm"])
        }
        return Term.Target(kind: "offering", key: Int64(index + 1), name: slug)
    }

    // MARK: Schema

    /// What `Reader.ruleSchema` would collect, for any rule over this world.
    var schema: RuleSchema {
        var schema = RuleSchema(attributes: Self.attributes, terms: Self.terms)
        schema.departments = units.map { DepartmentName(key: $0.key, path: $0.path, foldedPath: $0.folded) }
        for person in people {
            schema.people[person.externalID.folded, default: []].append(
                RuleSchema.PersonName(key: person.key, externalID: person.externalID, name: person.name))
        }
        for slug in Self.slugs {
            for name in Self.terms.names {
                let index = Int64((Self.slugs.firstIndex(of: slug) ?? 0) + 1)
                schema.targets[RuleSchema.TermKey(name, [slug])] = .success(Term.Target(kind: "offering", key: index, name: slug))
            }
        }
        schema.targets[RuleSchema.TermKey("follows", ["crn"])] = .failure(
            Term.Refusal("no offering is called “crn”", de: "Kein Angebot heißt so", suggestions: ["crm"]))
        schema.audiences = [
            "germans": AudienceText(slug: "germans", name: "Germans", rule: "country = \"DE\""),
            "fans": AudienceText(slug: "fans", name: "Fans", rule: "follows(\"crm\") or audience(\"germans\") and not active = no"),
        ]
        return schema
    }
}
