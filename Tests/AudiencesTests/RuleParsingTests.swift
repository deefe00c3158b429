import Audiences
import Testing

@Suite("Reading a rule")
struct RuleParsingTests {
    @Test(
        "An error points at its column, counted in characters",
        arguments: [
            ("", 1, "found the end of the rule"),
            ("country", 8, "expected an operator"),
            ("country =", 10, "expected a value"),
            ("country = DE", 11, "found “DE”"),
            ("country = \"DE\" title", 16, "expected “and”, “or” or the end of the rule, found “title”"),
            ("country = \"DE\" and", 19, "expected a test"),
            ("country = \"DE\" and or active = yes", 20, "found “or”"),
            ("(country = \"DE\"", 16, "“)”"),
            ("country in \"DE\"", 12, "expected “(”"),
            ("country in ()", 13, "expected a value"),
            ("country in (\"DE\" \"AT\")", 18, "expected “,” or “)”"),
            ("country in (\"DE\",)", 18, "expected a value"),
            ("title starts \"x\"", 14, "expected “with”"),
            ("title contains 5", 16, "expected a text in quotes"),
            ("department under Sales", 18, "expected a text in quotes"),
            ("hired_on between 2026-01-01 2026-02-01", 29, "expected “and”"),
            ("hired_on within days", 17, "expected a whole number from 1"),
            ("hired_on within 0 days", 17, "expected a whole number"),
            ("hired_on within 1.5 days", 17, "expected a whole number"),
            ("hired_on within 3 years", 19, "expected “days”, “weeks” or “months”"),
            ("title is not set", 10, "expected “set”"),
            ("reports to E-1", 12, "expected a text in quotes"),
            ("audience(germans)", 10, "expected a text in quotes"),
            ("audience(\"a\"", 13, "expected “)”"),
            ("stage(\"crm\") < \"try\"", 16, "expected a stage"),
            ("not not active = yes", 5, "expected a test"),
            ("Größe = „x“", 9, "straight quotes"),
            ("title = 'x'", 9, "straight quotes"),
            ("名前 = \"x\" & y", 10, "“&” has no meaning"),
            ("e\u{301}a = \"🇩🇪👩‍👧\" ?", 11, "“?” has no meaning"),
            ("title = \"x", 9, "no closing quote"),
            ("title = \"a\\n\"", 11, "has no meaning in a text"),
            ("title = \"a\tb\"", 11, "control characters"),
            ("x = 1.2.3", 5, "is no number"),
            ("x = 1234567890123456", 5, "is no number"),
            ("x = 5kg", 5, "is no number"),
            ("hired_on > 2026-02-30", 12, "is no day of the calendar"),
            ("hired_on > 2026-2-3", 12, "is no day of the calendar"),
            ("x ! 5", 3, "“!” has no meaning"),
            ("country = \"DE\"\r\nand and", 20, "found “and”"),
        ])
    func errors(text: String, column: Int, message: String) {
        let error = #expect(throws: RuleError.self) { try Rule(parsing: text) }
        #expect(error?.column == column, "\(error?.description ?? "")")
        #expect(error?.message(in: "en").contains(message) == true, "\(error?.description ?? "")")
        #expect(error?.message(in: "de") != error?.message(in: "en"))
    }

    @Test("Limits of length and depth are errors, not crashes")
    func limits() throws {
        let fits = "title = \"" + String(repeating: "x", count: Rule.lengthLimit - 10) + "\""
        #expect(throws: Never.self) { try Rule(parsing: fits) }
        #expect(throws: RuleError(1, .tooLong(bytes: Rule.lengthLimit + 1))) { try Rule(parsing: fits + " ") }
        func nested(_ depth: Int) -> String { String(repeating: "(", count: depth) + "everyone" + String(repeating: ")", count: depth) }
        #expect(try Rule(parsing: nested(Rule.depthLimit)) == .everyone)
        #expect(throws: RuleError(Rule.depthLimit + 1, .tooDeep)) { try Rule(parsing: nested(Rule.depthLimit + 1)) }
        #expect(throws: RuleError.self) { try Rule(parsing: String(repeating: "not (", count: 1600)) }
    }

    @Test("Any bytes are read or refused, with a column inside the text")
    func garbage() {
        var random = RandomSource(seed: 4)
        let pieces = [
            "country", "=", "\"", "\\", "(", ")", "and", "not", "in", "5", "-", ".", "2026-01-01", "ü", "\u{301}", "👩‍👧", "\r\n", " ", "attr",
            "is set",
        ]
        for _ in 0..<3000 {
            let text = (0..<random.number(0...12)).map { _ in random.pick(pieces) }.joined(separator: random.chance(50) ? " " : "")
            do {
                let rule = try Rule(parsing: text)
                #expect(throws: Never.self) { try Rule(parsing: rule.description) }
            } catch {
                #expect((1...(text.count + 1)).contains(error.column), "\(text)")
            }
        }
    }
}
