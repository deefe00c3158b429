import Foundation
import Kernel
import Storage
import TestSupport
import Testing
import Web

@testable import Audiences

@Suite("The rule as text and as lines in one form")
struct RuleFormTests {
    static let schema = SmallWorld(seed: 7).schema

    /// The fields of the page's form as a browser would send them, read back from its HTML.
    static func fields(of html: String) -> [(name: String, value: String)] {
        var fields: [(name: String, value: String)] = []
        var select: String?
        var chosen: String?
        for tag in html.split(separator: "<") {
            func attribute(_ name: String) -> String? {
                guard let start = tag.range(of: " \(name)=\"") else { return nil }
                return String(tag[start.upperBound...].prefix { $0 != "\"" }).unescaped
            }
            if tag.hasPrefix("input"), let name = attribute("name") {
                if attribute("type") != "checkbox" || tag.contains(" checked") { fields.append((name, attribute("value") ?? "")) }
            } else if tag.hasPrefix("select") {
                select = attribute("name")
                chosen = nil
            } else if tag.hasPrefix("option"), select != nil {
                if chosen == nil || tag.contains(" selected") { chosen = attribute("value") }
            } else if tag.hasPrefix("/select"), let name = select {
                fields.append((name, chosen ?? ""))
                select = nil
            } else if tag.hasPrefix("textarea"), let name = attribute("name"), let end = tag.firstIndex(of: ">") {
                fields.append((name, String(tag[tag.index(after: end)...].drop { $0 == "\n" }).unescaped))
            }
        }
        return fields
    }

    static func builder(_ draft: RuleDraft) -> [(name: String, value: String)] {
        fields(of: RuleBuilder(draft: draft, vocabulary: RuleVocabulary(schema: schema), errors: [:], language: .en).html.string)
    }

    @Test("Every rule goes through the page's fields and back without loss")
    func roundTrip() throws {
        var generator = RuleGenerator(seed: 11)
        for _ in 0..<500 {
            let rule = generator.rule()
            let draft = RuleDraft(Form(fields: Self.builder(RuleDraft(rule))))
            let back = try draft.rule(in: Self.schema)
            // Dates in quotes are written without; everything else stays as it is.
            #expect(try back == RuleDraft(rule).rule(in: Self.schema), "\(rule)")
            #expect(RuleDraft(back) == RuleDraft(try RuleDraft(rule).rule(in: Self.schema)), "\(rule)")
        }
    }

    private func sent(_ rule: String, text: String? = nil, _ button: String, more: [(name: String, value: String)] = []) -> AudienceForm {
        let start = AudienceForm(rule: rule)
        var fields = Self.builder(start.draft).filter { field in !more.contains { $0.name == field.name } } + more
        fields += [("rule", text ?? start.text), ("in-step", start.inStep), ("do", button)]
        var form = AudienceForm(Form(fields: fields), slug: nil)
        form.settle(Self.schema)
        return form
    }

    @Test("Nothing is changed by a press that changes nothing")
    func untouched() throws {
        var generator = RuleGenerator(seed: 12)
        for _ in 0..<200 {
            let rule = generator.rule().description
            let form = sent(rule, "count")
            #expect(form.text == rule && form.note == nil && form.lineErrors.isEmpty)
        }
    }

    @Test(
        "Each button of the builder",
        arguments: [
            ("country = \"DE\"", "any:", "country = \"DE\"", 1),
            ("country = \"DE\" and title is set", "any:", "country = \"DE\" or title is set", 2),
            ("country = \"DE\" and title is set", "none:", "not (country = \"DE\" or title is set)", 2),
            ("country = \"DE\" and title is set", "remove:0", "title is set", 1),
            ("country = \"DE\" and (title is set or site is set)", "remove:1-0", "country = \"DE\" and site is set", 2),
            ("country = \"DE\" and (title is set or site is set)", "all:1", "country = \"DE\" and (title is set and site is set)", 3),
            ("country = \"DE\"", "remove:", "everyone", 0),
            ("country = \"DE\"", "group:", "country = \"DE\"", 1),
            ("country = \"DE\"", "add:", "country = \"DE\"", 2),
            ("country = \"DE\"", "remove:7-9999-3", "country = \"DE\"", 1),
            ("country = \"DE\"", "remove:-1", "country = \"DE\"", 1),
        ])
    func buttons(rule: String, button: String, text: String, lines: Int) {
        let form = sent(rule, button, more: [("a-", "hired_on")])
        #expect(form.text == text && form.draft.lines.count == lines && form.inStep == form.text)
    }

    @Test("A changed field of a line changes the text; a new line counts once it has a value")
    func lines() {
        #expect(sent("country = \"DE\"", "count", more: [("v-0", "AT")]).text == "country = \"AT\"")
        #expect(sent("country = \"DE\"", "count", more: [("n-0", "yes")]).text == "not country = \"DE\"")
        #expect(
            sent("country = \"DE\"", "count", more: [("o-0", "in"), ("v-0", "DE"), ("v-0", ""), ("v-0", "AT")]).text
                == "country in (\"DE\", \"AT\")")
        let unfinished = sent("country = \"DE\"", "save", more: [("s-1", "title"), ("o-1", "contains"), ("v-1", "")])
        #expect(unfinished.text == "country = \"DE\"" && unfinished.lineErrors.keys.contains([1]))
        let stage = sent("everyone", "count", more: [("s-0", "stage"), ("v-0", "crm"), ("o-0", "<"), ("v-0", "try")])
        #expect(stage.text == "stage(\"crm\") < try")
        let broken = sent("everyone", "count", more: [("s-0", "stage"), ("v-0", "crm"), ("o-0", "is odd"), ("v-0", "try")])
        #expect(broken.lineErrors[[0]] != nil && broken.text == "everyone")
    }

    @Test("A changed text leads the lines; what the lines said is not lost")
    func text() {
        let form = sent("country = \"DE\"", text: "TITLE is set  or site is set", "count")
        #expect(form.text == "title is set or site is set" && form.draft == RuleDraft((try? Rule(parsing: form.text)) ?? .everyone))
        let both = sent("country = \"DE\"", text: "title is set", "save", more: [("v-0", "AT")])
        #expect(both.text == "title is set" && both.note == .textWins("country = \"AT\""))
        #expect(sent("country = \"DE\"", text: "title is set", "add:", more: [("a-", "site")]).note == .pressAgain)
        let wrong = sent("country = \"DE\"", text: "country = ", "count", more: [("v-0", "AT")])
        #expect(wrong.text == "country =" && wrong.inStep == "country = \"DE\"" && wrong.draft.lines.first?.line.test.values == ["AT"])
        var used = AudienceForm(Form(fields: [("rule", "contry = \"DE\""), ("use", "country = \"DE\"")]), slug: nil)
        used.settle(Self.schema)
        #expect(used.text == "country = \"DE\"" && used.draft.lines.count == 1)
    }

    @Test("Hostile fields are passed over, and nothing takes long")
    func hostile() {
        let deep = (0..<200).map { ("g-" + Array(repeating: "0", count: $0).joined(separator: "-"), "any") }
        #expect(RuleDraft(Form(fields: deep)).lines.isEmpty)
        let orphans = [
            ("s-9-9", "country"), ("v-9-9", "DE"), ("s-99999", "title"), ("s--", "x"), ("s-1-", "x"), ("s-a", "x"), ("s", "x"), ("", "x"),
            ("g-", "odd"),
        ]
        #expect(RuleDraft(Form(fields: orphans)) == RuleDraft())
        let many = (0..<2000).map { ("s-\($0)", "country") }
        #expect(RuleDraft(Form(fields: many)).root.parts.count <= RuleDraft.mostParts)
        let both = RuleDraft(Form(fields: [("g-0", "any"), ("s-0", "country"), ("s-0-0", "title"), ("o-0-0", "is set")]))
        #expect(both.lines.map(\.path) == [[0, 0]])
    }

    @Test(
        "The spot of an error and what a correction makes of it",
        arguments: [
            (1, "contry = \"DE\"", "contry", "country", "country = \"DE\""),
            (18, "department under \"Slaes\" and x", "\"Slaes\"", "Sales", "department under \"Sales\" and x"),
            (5, "a = \"b\\\"c\" or d", "\"b\\\"c\"", "q\"", "a = \"q\\\"\" or d"),
            (4, "a =", "", "x", nil), (99, "a", "", "x", nil), (3, "ä = 1", "=", "<", "ä < 1"),
        ] as [(Int, String, String, String, String?)])
    func spots(column: Int, text: String, spot: String, suggestion: String, corrected: String?) {
        let error = RuleError(column, .emptyText)
        #expect(error.parts(of: text).spot == spot)
        #expect(error.replacing(in: text, with: suggestion) == corrected)
    }
}

extension String {
    var unescaped: String {
        var text = self
        for (reference, character) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")] {
            text = text.split(separator: reference, omittingEmptySubsequences: false).joined(separator: character)
        }
        return text
    }
}
