import Kernel
import Storage
import TestSupport
import Testing

@testable import Audiences

@Suite("Named audiences")
struct AudienceTests {
    static let world = SmallWorld(seed: 7)
    static let terms = SmallWorld.terms
    static let today = SmallWorld.today

    @Test("Saving stores the canonical text, audits the change, and does nothing when nothing changed", arguments: Engine.allCases)
    func saving(engine: Engine) async throws {
        try await Self.world.stored(on: engine) { database in
            func save(_ rule: String) async throws -> Audience {
                try await database.write {
                    try $0.saveAudience(
                        slug: "field", name: " Field  ", rule: rule, owner: PublisherKey(5), terms: Self.terms, actor: "person:1")
                }
            }
            let first = try await save("COUNTRY = \"DE\"")
            #expect(first.rule == "country = \"DE\"" && first.name == "Field" && first.owner == PublisherKey(5))
            _ = try await save("(country = \"DE\")")
            let second = try await save("country = \"AT\"")
            #expect(second.key == first.key)
            let entries = try await database.read { try $0.audit(of: "audience:field") }
            #expect(entries.map(\.action) == ["change", "create"])
            #expect(entries.first?.before == #"{"name":"Field","rule":"country = \"DE\"","owner":"5"}"#)
            #expect(try await database.read { try $0.audiences() }.map(\.slug.description) == ["fans", "field", "germans"])
            #expect(try await database.read { try $0.audiences(naming: "germans") } == ["fans"])
        }
    }

    @Test("Wrong rules, cycles and changes that break another audience are refused, and nothing is stored", arguments: Engine.allCases)
    func refusals(engine: Engine) async throws {
        try await Self.world.stored(on: engine) { database in
            func refused(_ slug: String, _ rule: String, name: String = "N") async -> AudienceError? {
                await #expect(throws: AudienceError.self) {
                    try await database.write {
                        _ = try $0.saveAudience(slug: slug, name: name, rule: rule, owner: nil, terms: Self.terms, actor: "operator")
                    }
                }
            }
            #expect(await refused("Bad Slug", "everyone") == .badSlug("Bad Slug"))
            #expect(await refused("x", "everyone", name: "  ") == .badName)
            #expect(await refused("x", "everyone and") == .rule(RuleError(13, .unexpected(found: .end, expected: [.rule]))))
            #expect(await refused("x", "audience(\"x\")") == .rule(RuleError(10, .cycle(["x", "x"]))))
            #expect(await refused("germans", "not audience(\"fans\")") == .rule(RuleError(14, .cycle(["germans", "fans", "germans"]))))
            let long = Array(repeating: "title = \"x\"", count: 500).joined(separator: " or ")
            let fans = Array(repeating: "audience(\"fans\")", count: 3).joined(separator: " or ")
            try await database.write {
                _ = try $0.saveAudience(slug: "twice", name: "T", rule: fans, owner: nil, terms: Self.terms, actor: "operator")
            }
            guard case .breaks(audience: "twice", let error)? = await refused("germans", long) else {
                Issue.record("a change that makes another audience too large was not refused")
                return
            }
            #expect(error.problem == .tooLarge(tests: 1000))
            let stored = try await database.read { try $0.audiences() }
            #expect(stored.map(\.slug.description) == ["fans", "germans", "twice"] && stored[1].rule == "country = \"DE\"")
        }
    }

    @Test("Counts and samples are of people who have not left", arguments: Engine.allCases)
    func counting(engine: Engine) async throws {
        let active = Self.world.people.filter(\.facts.active)
        try await Self.world.stored(on: engine) { database in
            try await database.read { reader in
                func check(_ text: String) throws -> CheckedRule { try reader.check(text, terms: Self.terms) }
                let everyone = try check("everyone")
                #expect(try reader.count(everyone, today: Self.today) == active.count)
                #expect(try reader.count(check("active = no"), today: Self.today) == 0)
                let germans = try check("audience(\"germans\")")
                let expected = active.filter { $0.facts.texts[.country]?.folded == "de" }.map(\.key)
                #expect(try reader.count(germans, today: Self.today) == expected.count)
                let sample = try reader.sample(germans, limit: 5, today: Self.today)
                #expect(sample.count == 5 && Set(sample).isSubset(of: Set(expected)))
                #expect(try reader.sample(germans, limit: 5, today: Self.today) == sample)
                #expect(try reader.sample(germans, limit: 1000, today: Self.today).count == expected.count)
            }
        }
    }

    @Test("Counts about behaviour are rounded, and hidden where few could be told apart", arguments: Engine.allCases)
    func figures(engine: Engine) async throws {
        try await Self.world.stored(on: engine) { database in
            try await database.read { reader in
                func figure(_ text: String) throws -> Privacy.Figure {
                    try reader.figure(of: reader.check(text, terms: Self.terms), today: Self.today)
                }
                let everyone = try reader.count(reader.check("everyone", terms: Self.terms), today: Self.today)
                #expect(try figure("everyone") == .known(everyone))
                guard case .known(let follows) = try figure("follows(\"crm\")") else {
                    Issue.record("a figure over everyone is hidden")
                    return
                }
                #expect(follows % 5 == 0)
                #expect(try figure("external_id = \"E-1\" and follows(\"crm\")") == .hidden(.fewPeople))
                #expect(try figure("external_id = \"E-1\" and not follows(\"crm\")") == .hidden(.fewPeople))
                #expect(try figure("active = yes or external_id = \"E-1\" and follows(\"crm\")") == .hidden(.fewUndecided))
                #expect(try figure("not external_id = \"E-1\" or follows(\"crm\")") == .hidden(.fewUndecided))
                #expect(try !reader.check("audience(\"fans\")", terms: Self.terms).mayNamePeople)
            }
        }
    }

    @Test(
        "Nobody can be told by leaving them out, or taking them in, alone or among few",
        arguments: [
            "follows(\"crm\") and not external_id = \"E-7\"",
            "follows(\"crm\") or external_id = \"E-7\"",
            "follows(\"crm\") and not email = \"nobody@acme.example\"",
            "follows(\"crm\") and not name contains \"ann\"",
            "follows(\"crm\") and not (ONE)",
            "follows(\"crm\") or (ONE)",
            "stage(\"crm\") >= try and not audience(\"single\")",
        ], Engine.allCases)
    func differences(rule: String, engine: Engine) async throws {
        // Someone whom the directory tells from all others, without saying who they are.
        let people = Self.world.people.filter(\.facts.active)
        let lone = try #require(
            people.first { person in
                guard let title = person.facts.texts[.title]?.folded, let site = person.facts.texts[.site]?.folded else { return false }
                return people.filter { $0.facts.texts[.title]?.folded == title && $0.facts.texts[.site]?.folded == site }.count < 5
            })
        let one = Self.text(.title, of: lone) + " and " + Self.text(.site, of: lone)
        try await Self.world.stored(on: engine) { database in
            try await database.write {
                try $0.saveAudience(
                    slug: "single", name: "One", rule: one, owner: nil, terms: Self.terms, actor: "operator")
            }
            try await database.read { reader in
                let checked = try reader.check(rule.replacing("ONE", with: one), terms: Self.terms)
                #expect(try reader.figure(of: checked, today: Self.today) == .hidden(.difference))
                let parts = try reader.inside(checked, today: Self.today).departments
                #expect(parts.contains { $0.figure.count == nil })
                // The operator reads it as it is, and what takes in many is told.
                #expect(try reader.count(checked, today: Self.today) > 0)
                #expect(try reader.figure(of: reader.check("follows(\"crm\")", terms: Self.terms), today: Self.today).count != nil)
            }
        }
    }

    private static func text(_ field: PersonField, of person: SmallWorld.Member) -> String {
        let value = (person.facts.texts[field] ?? "").replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        return "\(field.rawValue) = \"\(value)\""
    }

    @Test("Lists longer than what is looked at are not told about")
    func longLists() async throws {
        let titles = (0..<300).map { "\"t\($0)\"" }.joined(separator: ", ")
        try await Self.world.stored(on: .sqlite) { database in
            try await database.read { reader in
                let checked = try reader.check("follows(\"crm\") and not title in (\(titles))", terms: Self.terms)
                #expect(try reader.figure(of: checked, today: Self.today) == .hidden(.difference))
            }
        }
    }

    @Test("Explaining a rule for one person", arguments: Engine.allCases)
    func explaining(engine: Engine) async throws {
        let member = try #require(Self.world.people.first { $0.facts.texts[.title] != nil && $0.facts.texts[.country] == nil })
        try await Self.world.stored(on: engine) { database in
            let explanation = try await database.read { reader in
                let rule = try reader.check("title is set and not (audience(\"germans\") or stage(\"crm\") = unaware)", terms: Self.terms)
                #expect(try reader.explain(rule, for: PersonKey(1), today: Self.today) == nil)
                return try #require(try reader.explain(rule, for: member.key, today: Self.today))
            }
            let stage = member.stages["crm"] ?? .unaware
            #expect(explanation.kind == .all && explanation.parts.count == 2)
            #expect(explanation.parts[0].holds && explanation.parts[0].found == member.facts.texts[.title])
            #expect(explanation.parts[1].kind == .not && explanation.parts[1].holds == (stage != .unaware))
            let inside = explanation.parts[1].parts[0].parts
            #expect(inside[0].kind == .audience(slug: "germans", name: "Germans") && !inside[0].holds)
            #expect(inside[0].parts[0].text == "country = \"DE\"" && inside[0].parts[0].found == nil)
            #expect(inside[1].found == stage.word && inside[1].holds == (stage == .unaware))
        }
    }

    @Test("A rule finds the directory as it is when it is asked", arguments: Engine.allCases)
    func lookup(engine: Engine) async throws {
        try await Self.world.stored(on: engine) { database in
            func count(_ text: String) async throws -> Int {
                try await database.read { try $0.count($0.check(text, terms: Self.terms), today: Self.today) }
            }
            #expect(try await count("department under \"DACH\" or manager = \"e-0\" or reports to \"E-0\" directly") > 0)
            let error = await #expect(throws: RuleError.self) { try await count("audience(\"germans\") and department under \"Nowhere\"") }
            #expect(error?.column == 42)
            let vocabulary = try await database.read { try $0.ruleVocabulary(terms: Self.terms) }
            #expect(vocabulary.fields.map(\.name).suffix(4) == ["attr.\"Cost Center\"", "attr.badge_until", "attr.colour", "attr.remote"])
        }
    }
}
