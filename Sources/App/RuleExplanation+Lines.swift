import Audiences

extension RuleExplanation {
    /// A line per part, those within others set in: whether it holds, the part, and what was found.
    var lines: [String] {
        let value = found.map { " (is: \($0))" } ?? ""
        return ["\(holds ? "yes" : "no "): \(text)\(value)"] + parts.flatMap(\.lines).map { "  " + $0 }
    }
}
