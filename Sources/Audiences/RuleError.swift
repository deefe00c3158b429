/// What is wrong with a rule, and where. `RuleMessages` puts it into words.
package struct RuleError: Error, Hashable, Sendable, CustomStringConvertible {
    /// In characters from 1.
    package let column: Int
    package let problem: Problem

    package init(_ column: Int, _ problem: Problem) {
        self.column = column
        self.problem = problem
    }

    package indirect enum Problem: Hashable, Sendable {
        // Reading the text.
        case tooLong(bytes: Int)
        case tooDeep
        case unexpected(found: Found, expected: [Expected])
        case strayCharacter(String)
        case unterminatedText
        case controlCharacter
        case badEscape(String)
        case badNumber(String)
        case badDate(String)
        // Looking names up.
        case unknownField(String, suggestions: [String])
        case unknownAttribute(String, suggestions: [String])
        case unknownTerm(String, suggestions: [String])
        case unknownStage(String, suggestions: [String])
        case unknownAudience(String, suggestions: [String])
        case unknownDepartment(String, suggestions: [String])
        case ambiguousDepartment(String, candidates: [String])
        case unknownPerson(String)
        case ambiguousPerson(String, candidates: [String])
        case badArgument(term: String, message: String, german: String, suggestions: [String])
        // Types.
        case wrongValue(field: String, type: FieldType, found: Literal.Kind)
        case operatorNotAllowed(field: String, type: FieldType, found: String, allowed: [String])
        case emptyText
        case reversed(String, String)
        case windowTooLong(limit: Int)
        case argumentCount(term: String, expected: [String], found: Int)
        case argumentNotText(term: String)
        case stageMissing(term: String)
        case stageNotAllowed(term: String)
        // Audiences inside one another.
        case cycle([String])
        case insideAudience(String, RuleError)
        case tooLarge(tests: Int)
    }

    /// What stood where something else was expected.
    package enum Found: Hashable, Sendable {
        case end
        /// A piece of the text as written.
        case text(String)
    }

    /// What may stand at a place.
    package enum Expected: Hashable, Sendable {
        /// A word or sign of the language.
        case word(String)
        case rule, operation, value, text, wholeNumber, stage, end
    }

    /// Names to offer in its place, best first.
    package var suggestions: [String] {
        switch problem {
        case .unknownField(_, let names), .unknownAttribute(_, let names), .unknownTerm(_, let names), .unknownStage(_, let names),
            .unknownAudience(_, let names), .unknownDepartment(_, let names), .ambiguousDepartment(_, let names),
            .ambiguousPerson(_, let names), .badArgument(_, _, _, let names):
            names
        default: []
        }
    }

    /// English, with the column (`column 14: …`).
    package var description: String { "column \(column): \(message(in: "en"))" }
}

/// What kind of value a field holds.
package enum FieldType: String, Hashable, Sendable, CaseIterable {
    case text, number, date
    case flag = "yes/no"
    /// A unit of the organisation tree.
    case department
    /// A person, by external id.
    case person

    /// The operators that a field of this type takes, as written.
    package var operations: [String] {
        switch self {
        case .text: ["=", "!=", "<", "<=", ">", ">=", "in", "contains", "starts with", "between", "is set"]
        case .number: ["=", "!=", "<", "<=", ">", ">=", "in", "between", "is set"]
        case .date: ["=", "!=", "<", "<=", ">", ">=", "in", "between", "within", "is set"]
        case .flag: ["=", "!=", "is set"]
        case .department: ["under", "=", "!=", "in", "contains", "starts with", "is set"]
        case .person: ["=", "!=", "in", "is set"]
        }
    }
}
