import Audiences
import Kernel
import Testing

@Suite("Checking a rule")
struct RuleCheckingTests {
    static let schema = SmallWorld(seed: 7).schema

    @Test(
        "An error points at its column and offers what may have been meant",
        arguments: [
            ("contry = \"DE\"", 1, "did you mean “country”?"),
            ("active = yes and colour = \"red\"", 18, "did you mean “attr.colour”?"),
            ("follow = \"crm\"", 1, "did you mean “follows(…)”?"),
            ("attr.color = \"red\"", 1, "did you mean “attr.colour”?"),
            ("attr.costcenter = 5", 1, "did you mean “attr.\"Cost Center\"”?"),
            ("attr.zzz = 5", 1, "there is no attribute “zzz”"),
            ("folows(\"crm\")", 1, "did you mean “follows”?"),
            ("stage(\"crm\") < tri", 16, "did you mean “try”?"),
            ("stage(\"crm\") < zzzzzz", 16, "one of unaware, know"),
            ("audience(\"german\")", 10, "did you mean “germans”?"),
            ("department under \"Slaes\"", 18, "did you mean “Northwind / R&D / Sales” or “Northwind / Sales”?"),
            ("department under \"Field\"", 18, "write more of the path, “Northwind / IT / Field” or “Northwind / Sales / DACH / Field”"),
            ("department = \"Sales\"", 14, "several departments"),
            ("manager = \"X-1\"", 11, "nobody has the external id “X-1”"),
            ("reports to \"X-1\"", 12, "nobody has the external id"),
            ("follows(\"crn\")", 9, "no offering is called “crn”; did you mean “crm”?"),
            ("follows()", 1, "takes the slug of an offering in parentheses, found 0"),
            ("follows(\"crm\", \"wiki\")", 1, "found 2"),
            ("follows(5)", 9, "takes texts in quotes"),
            ("follows(\"crm\") = try", 18, "not compared with a stage"),
            ("stage(\"crm\")", 1, "is compared with a stage"),
            ("country = 5", 11, "country takes a text, not a number"),
            ("country = 2026-01-01", 11, "country takes a text, not a day"),
            ("hired_on = 5", 12, "hired_on takes a day, not a number"),
            ("hired_on = \"soon\"", 12, "is no day"),
            ("active = \"yes\"", 10, "active takes yes or no, not a text"),
            ("attr.remote = 1", 15, "takes yes or no, not a number"),
            ("attr.\"Cost Center\" = \"5\"", 22, "takes a number, not a text"),
            ("department = 5", 14, "takes a department"),
            ("manager in (\"E-1\", 5)", 20, "takes a person's external id"),
            ("country under \"Europe\"", 9, "has no “under”"),
            ("hired_on contains \"2026\"", 10, "has no “contains”"),
            ("active in (yes)", 8, "has no “in”"),
            ("country within 3 days", 9, "has no “within”"),
            ("department < \"Sales\"", 12, "has no “<”"),
            ("country = \" \"", 11, "an empty text matches nobody"),
            ("title contains \"\"", 16, "an empty text"),
            ("hired_on between 2026-02-01 and 2026-01-01", 18, "swap the two"),
            ("title between \"b\" and \"A\"", 15, "swap the two"),
            ("hired_on within 40000 days", 10, "at most 36500"),
        ])
    func errors(text: String, column: Int, message: String) throws {
        let rule = try Rule(parsing: text)
        let error = #expect(throws: RuleError.self) { try rule.checked(against: Self.schema) }
        #expect(error?.column == column, "\(error?.description ?? "")")
        #expect(error?.message(in: "en").contains(message) == true, "\(error?.description ?? "")")
        #expect(error?.message(in: "de") != error?.message(in: "en"))
    }

    @Test(
        "Paths are full ones or unambiguous tails",
        arguments: [
            ("Northwind / Sales", "Northwind / Sales"), ("NORTHWIND/sales", "Northwind / Sales"), ("DACH", "Northwind / Sales / DACH"),
            ("IT / Field", "Northwind / IT / Field"), ("über-team", "Northwind / IT / Über-Team"), ("Contoso", "Contoso"),
        ])
    func paths(written: String, path: String) throws {
        let rule = try Rule.test(FieldName("department"), FieldTest(.under(.text(written)))).checked(against: Self.schema)
        guard case .check(let check) = rule.condition, case .department(.under(let department)) = check.kind else {
            Issue.record("no test of a department")
            return
        }
        #expect(department.path == path)
    }

    @Test("Audiences that contain themselves are named along the way, in whatever way they do")
    func cycles() throws {
        var schema = RuleSchema()
        schema.audiences = [
            "a": AudienceText(slug: "a", name: "A", rule: "active = yes and audience(\"b\")"),
            "b": AudienceText(slug: "b", name: "B", rule: "not audience(\"c\")"),
            "c": AudienceText(slug: "c", name: "C", rule: "audience(\"a\")"),
            "broken": AudienceText(slug: "broken", name: "Broken", rule: "cuntry = \"DE\""),
        ]
        #expect(throws: RuleError(10, .cycle(["a", "b", "c", "a"]))) { try Rule(parsing: "audience(\"a\")").checked(against: schema) }
        let inside = #expect(throws: RuleError.self) { try Rule(parsing: "not audience(\"broken\")").checked(against: schema) }
        #expect(inside?.column == 14)
        #expect(inside?.message(in: "en").hasPrefix("in audience “broken”, column 1: there is no field “cuntry”") == true)
    }

    @Test("Audiences that grow beyond all bounds are refused")
    func growth() throws {
        var schema = RuleSchema()
        schema.audiences["a0"] = AudienceText(slug: "a0", name: "", rule: "active = yes")
        for level in 1...20 {
            let inner = "audience(\"a\(level - 1)\")"
            schema.audiences["a\(level)"] = AudienceText(slug: "a\(level)", name: "", rule: "\(inner) or \(inner)")
        }
        #expect(throws: Never.self) { try Rule(parsing: "audience(\"a9\")").checked(against: schema) }
        let error = #expect(throws: RuleError.self) { try Rule(parsing: "audience(\"a20\")").checked(against: schema) }
        #expect(error?.problem == .tooLarge(tests: 1000))
    }

    @Test(
        "Calendar months back",
        arguments: [
            ("2026-03-31", 1, "2026-02-28"), ("2024-03-31", 1, "2024-02-29"), ("2026-01-15", 1, "2025-12-15"),
            ("2026-03-31", 12, "2025-03-31"),
            ("2026-05-31", 3, "2026-02-28"),
        ])
    func months(today: String, count: Int, day: String) throws {
        #expect(try #require(Day(today)).back(count, .months) == #require(Day(day)))
    }
}
