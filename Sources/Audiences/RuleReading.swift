package import Kernel
package import Storage

/// What a text in the rule box comes to: who it means and how many, or what is wrong and where.
package enum RuleReading: Sendable {
    case counted(Counted)
    case wrong(Wrong)

    package struct Counted: Sendable {
        /// The rule in canonical form.
        package let rule: String
        /// Without a full stop.
        package let sentence: String
        package let figure: Privacy.Figure
    }

    package struct Wrong: Sendable {
        package let text: String
        package let error: RuleError
        /// Suggestions with the whole rule as it would then be, best first; only those that mend what is wrong.
        package let corrections: [Correction]
    }

    package struct Correction: Sendable, Hashable {
        package let label: String
        package let rule: String
    }
}

extension Reader {
    /// Reads, checks and counts, as an author may see it.
    package func reading(of text: String, terms: TermRegistry, language: String, today: Day) throws -> RuleReading {
        do {
            let rule = try check(text, terms: terms)
            return .counted(
                .init(rule: rule.rule.description, sentence: rule.sentence(in: language), figure: try figure(of: rule, today: today)))
        } catch let error as RuleError {
            return .wrong(.init(text: text, error: error, corrections: try corrections(of: error, in: text, terms)))
        }
    }

    private func corrections(of error: RuleError, in text: String, _ terms: TermRegistry) throws -> [RuleReading.Correction] {
        try error.suggestions.compactMap { suggestion in
            guard let corrected = error.replacing(in: text, with: suggestion) else { return nil }
            do { _ = try check(corrected, terms: terms) } catch let next as RuleError {
                // A mended spot may uncover the next one, further on.
                guard next.column > error.column else { return nil }
            }
            return .init(label: suggestion, rule: corrected)
        }
    }
}

extension RuleError {
    /// The text in three parts: before the spot, the word or text in quotes that stands there, and after it. The spot is empty at the end.
    func parts(of text: String) -> (before: String, spot: String, after: String) {
        let start = text.index(text.startIndex, offsetBy: max(0, column - 1), limitedBy: text.endIndex) ?? text.endIndex
        let rest = text[start...]
        guard let first = rest.first else { return (String(text[..<start]), "", "") }
        var end = rest.index(after: start)
        if first == "\"" {
            while end < rest.endIndex {
                let character = rest[end]
                end = rest.index(after: end)
                if character == "\"" { break }
                if character == "\\", end < rest.endIndex { end = rest.index(after: end) }
            }
        } else if Self.isOfWord(first) {
            while end < rest.endIndex, Self.isOfWord(rest[end]) { end = rest.index(after: end) }
        }
        return (String(text[..<start]), String(text[start..<end]), String(text[end...]))
    }

    private static func isOfWord(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || character == "_" || character == "-" || character == "."
    }

    /// The text with the suggestion at the spot, in quotes where quotes stand there.
    func replacing(in text: String, with suggestion: String) -> String? {
        let (before, spot, after) = parts(of: text)
        guard let first = spot.first else { return nil }
        return before + (first == "\"" ? RulePrinter.quoted(suggestion) : suggestion) + after
    }
}
