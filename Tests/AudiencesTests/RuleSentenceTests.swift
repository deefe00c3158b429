import Audiences
import Testing

@Suite("A rule as a plain sentence")
struct RuleSentenceTests {
    static let schema = SmallWorld(seed: 7).schema

    @Test(arguments: [
        ("everyone", "everyone", "alle"),
        ("not everyone", "nobody", "niemand"),
        (
            "department under \"Northwind / Sales\" and country in (\"DE\", \"AT\") and stage(\"crm\") < try",
            "people in Sales and in Germany or Austria who are still before try of crm",
            "Personen in Sales und in Deutschland oder Österreich, die bei crm noch vor Stufe try sind"
        ),
        (
            "not (country = \"DE\" or follows(\"crm\"))", "people who are not in Germany and who do not follow crm",
            "Personen, die nicht in Deutschland sind und die crm nicht folgen"
        ),
        ("country = \"DE\" or department under \"DACH\"", "people in Germany or in DACH", "Personen in Deutschland oder in DACH"),
        (
            "title = \"Sales Lead\" and (country = \"DE\" or follows(\"crm\"))",
            "people whose title is “Sales Lead” and (who are in Germany or who follow crm)",
            "Personen, deren Titel „Sales Lead“ ist und (die in Deutschland sind oder die crm folgen)"
        ),
        (
            "hired_on within 3 months and not title contains \"lead\"",
            "people whose hiring date is within the last 3 months and whose title does not contain “lead”",
            "Personen, deren Eintritt in den letzten 3 Monaten liegt und deren Titel „lead“ nicht enthält"
        ),
        (
            "attr.\"Cost Center\" >= 10 and attr.remote = no",
            "people whose Cost Center is at least 10 and whose remote is no",
            "Personen, deren Cost Center mindestens 10 ist und deren remote nein ist"
        ),
        (
            "audience(\"germans\") and not audience(\"fans\")",
            "people in the audience “Germans” who are not in the audience “Fans”",
            "Personen in der Zielgruppe „Germans“, die nicht in der Zielgruppe „Fans“ sind"
        ),
    ])
    func sentences(text: String, english: String, german: String) throws {
        let rule = try Rule(parsing: text).checked(against: Self.schema)
        #expect(rule.sentence(in: "en") == english)
        #expect(rule.sentence(in: "de") == german)
    }

    @Test("Every rule can be said")
    func every() throws {
        var generator = RuleGenerator(seed: 8)
        for _ in 0..<1000 {
            let rule = try generator.rule().checked(against: Self.schema)
            for language in ["en", "de"] {
                let sentence = rule.sentence(in: language)
                #expect(!sentence.isEmpty && !sentence.contains("  "), "\(rule.rule)")
            }
        }
    }
}
