import Kernel
import Storage

/// Everything that the builder offers to choose from.
struct RuleVocabulary: Sendable {
    var schema: RuleSchema
    /// Full paths, in the order of the tree.
    var departments: [String] = []
    /// What the terms can name, by the term.
    var choices: [String: [Term.Choice]] = [:]

    static let mostDepartments = 3000
}

extension Reader {
    func vocabulary(terms: TermRegistry) throws -> RuleVocabulary {
        RuleVocabulary(
            schema: try ruleVocabulary(terms: terms),
            departments: try values("SELECT path FROM department ORDER BY folded_path NULLS FIRST LIMIT \(RuleVocabulary.mostDepartments)"),
            choices: try terms.terms.mapValues { try $0.choices(self) })
    }
}
