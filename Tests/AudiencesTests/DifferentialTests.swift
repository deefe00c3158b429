import Audiences
import Kernel
import Storage
import TestSupport
import Testing

@Suite("A rule means the same in SQL and in Swift")
struct DifferentialTests {
    static let rules = 2500

    @Test(arguments: Engine.allCases)
    func generatedRulesOverGeneratedPeople(engine: Engine) async throws {
        let world = SmallWorld(seed: 7)
        let schema = world.schema
        try await world.stored(on: engine) { database in
            let sizes = try await database.read { reader in
                var generator = RuleGenerator(seed: 20_260_331)
                var sizes: [Int] = []
                for number in 0..<Self.rules {
                    let checked = try generator.rule().checked(against: schema)
                    let condition = RuleCompiler.sql(checked, today: SmallWorld.today)
                    let found = try Set(reader.values("SELECT p.id FROM person p WHERE \(condition)", as: PersonKey.self))
                    let expected = Set(
                        world.people.filter { checked.condition.holds(for: $0.facts(for: checked), today: SmallWorld.today) }.map(\.key))
                    #expect(found == expected, "rule \(number): \(checked.rule)")
                    let opposite = try reader.count("SELECT count(*) FROM person p WHERE NOT \(condition)")
                    #expect(opposite == world.people.count - found.count, "rule \(number) is NULL for someone: \(checked.rule)")
                    sizes.append(found.count)
                }
                return sizes
            }
            // Rules that hold for all or for nobody would prove little.
            let telling = sizes.filter { (1..<world.people.count).contains($0) }.count
            #expect(telling > Self.rules / 2)
        }
    }

    @Test("Loading a person's facts finds what the world holds", arguments: Engine.allCases)
    func facts(engine: Engine) async throws {
        let world = SmallWorld(seed: 11)
        let schema = world.schema
        try await world.stored(on: engine) { database in
            try await database.read { reader in
                var generator = RuleGenerator(seed: 5)
                for member in world.people {
                    let rule = try generator.rule().checked(against: schema)
                    #expect(try reader.facts(of: member.key, for: rule) == member.facts(for: rule))
                }
                #expect(try reader.facts(of: PersonKey(1), for: Rule.everyone.checked(against: schema)) == nil)
            }
        }
    }

    @Test("Behaviour taken out only widens, or only narrows")
    func behaviourTakenOut() throws {
        let world = SmallWorld(seed: 3)
        var generator = RuleGenerator(seed: 99)
        for _ in 0..<400 {
            let rule = try generator.rule().checked(against: world.schema)
            let (wide, narrow) = (rule.directoryPart, rule.certainPart)
            #expect(!wide.isAboutBehaviour && !narrow.isAboutBehaviour)
            for member in world.people {
                let facts = member.facts(for: rule)
                let holds = rule.condition.holds(for: facts, today: SmallWorld.today)
                let inWide = wide.condition.holds(for: facts, today: SmallWorld.today)
                let inNarrow = narrow.condition.holds(for: facts, today: SmallWorld.today)
                #expect(inWide || !holds, "\(rule.rule)")
                #expect(holds || !inNarrow, "\(rule.rule)")
                if !rule.isAboutBehaviour { #expect(inWide == holds && inNarrow == holds) }
            }
        }
    }

    @Test("The deepest and the longest rule that the language allows run on both engines", arguments: Engine.allCases)
    func limits(engine: Engine) async throws {
        let world = SmallWorld(seed: 1, people: 3)
        let unit = "name contains \"a\""
        let deep = (0..<(Rule.depthLimit / 2)).reduce(unit) { inner, level in
            level % 2 == 0 ? "\(unit) and not (\(inner))" : "\(unit) or not (reports to \"E-1\" or \(inner))"
        }
        let long = Array(repeating: "title = \"x\"", count: 500).joined(separator: " or ")
        let list = "attr.\"Cost Center\" in (" + (1...1500).map(String.init).joined(separator: ",") + ")"
        try await world.stored(on: engine) { database in
            for text in [deep, long, list] {
                let count = try await database.read { reader in
                    let rule = try reader.check(text, terms: SmallWorld.terms)
                    return try reader.count("SELECT count(*) FROM person p WHERE \(RuleCompiler.sql(rule, today: SmallWorld.today))")
                }
                #expect(count >= 0)
            }
        }
    }
}
