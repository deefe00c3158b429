import Audiences
import Testing

@Suite("A rule and its other forms")
struct RuleRoundTripTests {
    @Test("Printed text reads back as the same rule, and prints the same again")
    func printing() throws {
        var generator = RuleGenerator(seed: 1)
        for _ in 0..<3000 {
            let rule = generator.rule()
            let text = rule.description
            let read = try Rule(parsing: text)
            #expect(read == rule, "\(text)")
            #expect(read.description == text)
        }
    }

    @Test("The builder's outline gives the rule back")
    func outline() {
        var generator = RuleGenerator(seed: 2)
        for _ in 0..<3000 {
            let rule = generator.rule()
            #expect(RuleOutline(rule).rule == rule, "\(rule)")
        }
    }

    @Test("The builder's line gives the test back, but for dates in quotes, which it writes without")
    func line() throws {
        var generator = RuleGenerator(seed: 3)
        let schema = SmallWorld(seed: 7).schema
        for _ in 0..<2000 {
            let rule = generator.leaf()
            let line = try #require(RuleLine(rule))
            let back = try line.rule(in: schema)
            let again = try #require(RuleLine(back))
            #expect(again == line)
            let checked = try rule.checked(against: schema)
            let checkedBack = try back.checked(against: schema)
            #expect(Self.kind(checked.condition) == Self.kind(checkedBack.condition), "\(rule)")
        }
        #expect(RuleLine(.all([.everyone, .everyone])) == nil)
    }

    private static func kind(_ condition: Condition) -> Check.Kind? {
        if case .check(let check) = condition { check.kind } else { nil }
    }

    @Test(arguments: [
        ("COUNTRY = \"DE\"  AND\nNOT active = NO", "country = \"DE\" and not active = no"),
        ("((country = \"DE\"))", "country = \"DE\""),
        ("a = 1 or b = 2 and c = 3", "a = 1 or b = 2 and c = 3"),
        ("(a = 1 or b = 2) and c = 3", "(a = 1 or b = 2) and c = 3"),
        ("not (a = 1 and b = 2)", "not (a = 1 and b = 2)"),
        ("attr.\"x\" = 007.50", "attr.x = 7.5"),
        ("attr.\"Cost Center\" = -0.0", "attr.\"Cost Center\" = 0"),
        ("hired_on within 1 month", "hired_on within 1 months"),
        ("x = \"a\\\"b\\\\c\"", "x = \"a\\\"b\\\\c\""),
        ("reports to \"E-1\" directly and active = true", "reports to \"E-1\" directly and active = yes"),
        ("stage(\"crm\")<TRY", "stage(\"crm\") < try"),
    ])
    func canonicalForm(text: String, canonical: String) throws {
        #expect(try Rule(parsing: text).description == canonical)
    }

    @Test("Changing an outline by the paths of its parts")
    func editing() throws {
        var outline = RuleOutline(try Rule(parsing: "country = \"DE\" and (title is set or site is set)"))
        outline.setMode(.none, at: [1])
        #expect(outline.rule.description == "country = \"DE\" and not (title is set or site is set)")
        outline.append(.test(.everyone, negated: false), to: [])
        outline.replace([0], with: .test(.everyone, negated: true))
        #expect(outline.rule.description == "not everyone and not (title is set or site is set) and everyone")
        outline.remove([1, 0])
        #expect(outline.rule.description == "not everyone and not site is set and everyone")
        outline.remove([1, 0])
        outline.remove([0])
        #expect(outline.rule.description == "everyone")
        #expect(outline[[5]] == nil)
        outline.remove([7, 3])
        #expect(outline.rule == .everyone)
        #expect(RuleOutline(root: .init(.all, [.group(.init(.any, [])), .test(.everyone, negated: false)])).rule == .everyone)
    }
}
