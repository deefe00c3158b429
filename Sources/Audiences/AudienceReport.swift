package import Kernel
package import Storage

/// What `rapport audience count` and `explain` print: plain English for the operator, unfiltered.
package struct AudienceReport {
    let reader: Reader
    let terms: TermRegistry
    let today: Day

    package init(_ reader: Reader, terms: TermRegistry, today: Day) {
        self.reader = reader
        self.terms = terms
        self.today = today
    }

    /// The number alone on its first line, then who is meant.
    /// - Throws: `RuleError`; `marked` shows where.
    package func count(_ text: String) throws -> String {
        let rule = try reader.check(text, terms: terms)
        return "\(try reader.count(rule, today: today))\n\(rule.sentence(in: "en").sentenceCased).\n"
    }

    /// The rule in words and part by part; with a person's external id, why they are in or not. `nil` when nobody has that id.
    /// - Throws: `RuleError`.
    package func explain(_ text: String, person id: String? = nil) throws -> String? {
        let rule = try reader.check(text, terms: terms)
        var lines = ["\(rule.sentence(in: "en").sentenceCased).", "rule: \(rule.rule)"]
        guard let id else {
            lines.append("people: \(try reader.count(rule, today: today))")
            if rule.isAboutBehaviour { lines.append("about behaviour: on pages it is told in figures only") }
            try parts(rule, &lines)
            return lines.joined(separator: "\n") + "\n"
        }
        guard let person = try reader.first("SELECT id, name, active FROM person WHERE external_id = \(id)", as: Named.self),
            let explanation = try reader.explain(rule, for: person.key, today: today)
        else { return nil }
        lines.append("\(person.name) (\(id)) is \(explanation.holds && person.active ? "in" : "not in") this audience.")
        if !person.active { lines.append("\(person.name) has left the company, and is therefore in no audience.") }
        Self.append(explanation, 0, &lines)
        return lines.joined(separator: "\n") + "\n"
    }

    /// How many people each part of the outermost `and` or `or` leaves by itself.
    private func parts(_ rule: CheckedRule, _ lines: inout [String]) throws {
        let parts: [Rule]
        switch rule.rule {
        case .all(let rules), .any(let rules): parts = rules
        default: return
        }
        for part in parts {
            let count = try reader.count(reader.check(part, terms: terms), today: today)
            lines.append("  \(count)  \(part)")
        }
    }

    private static func append(_ explanation: RuleExplanation, _ depth: Int, _ lines: inout [String]) {
        let label =
            switch explanation.kind {
            case .all: "all of these hold"
            case .any: "at least one of these holds"
            case .not: "this does not hold"
            case .audience(let slug, _): "audience \(slug)"
            case .everyone, .test: explanation.text
            }
        var line = String(repeating: "  ", count: depth) + (explanation.holds ? "yes  " : "no   ") + label
        if case .test = explanation.kind { line += explanation.found.map { "  (found: \($0))" } ?? "  (nothing is known)" }
        lines.append(line)
        for part in explanation.parts { append(part, depth + 1, &lines) }
    }

    /// The rule with the spot marked under it, and what is wrong there.
    package static func marked(_ error: RuleError, in text: String) -> String {
        let (before, spot, _) = error.parts(of: text)
        let line = String(text.map { $0.isNewline ? " " : $0 })
        return "\(line)\n\(String(repeating: " ", count: before.count))\(String(repeating: "^", count: max(1, spot.count)))\n\(error)\n"
    }

    private struct Named: Rowed {
        let key: PersonKey
        let name: String
        let active: Bool

        init(row: Row) throws {
            key = try row["id"]
            name = try row["name"]
            active = try row["active"]
        }
    }
}
