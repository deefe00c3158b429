package import Kernel
package import Storage

/// A word of the rule language that a higher room registers in App: what it means is known there only.
///
///     Term("follows", arguments: ["the slug of an offering or topic"],
///         check: { arguments, reader in … }, sql: { use in "EXISTS (SELECT 1 FROM follow f WHERE f.person = p.id AND …)" },
///         evaluate: { use, person, reader in … }, sentence: { use, language, negated in … })
package struct Term: Sendable {
    /// What a term is about once `check` has looked it up.
    package struct Target: Hashable, Sendable {
        /// What kind of thing (`offering`, `topic`, `campaign`).
        package let kind: String
        package let key: Int64
        /// Its name for people.
        package let name: String

        package init(kind: String, key: Int64, name: String) {
            self.kind = kind
            self.key = key
            self.name = name
        }
    }

    /// A checked use of a term.
    package struct Use: Hashable, Sendable {
        package let term: String
        package let arguments: [String]
        package let target: Target
        /// Only for a term that tells a stage.
        package let comparison: Comparison?
        package let stage: Stage?
        package let isBehaviour: Bool
    }

    /// What `evaluate` found of one person.
    package enum Value: Hashable, Sendable {
        case truth(Bool)
        case stage(Stage)
    }

    /// What a term tells of a person.
    package enum Kind: Sendable { case truth, stage }

    /// One thing that an argument can name.
    package struct Choice: Hashable, Sendable {
        /// As the rule writes it (`field-crm`).
        package let value: String
        /// For people (`Field CRM`).
        package let label: String

        package init(_ value: String, _ label: String) {
            self.value = value
            self.label = label
        }
    }

    /// Why `check` refused the arguments.
    package struct Refusal: Error, Hashable, Sendable {
        /// For people (`no offering or topic is called “crn”`), in English and in German.
        package let message: String
        package let german: String
        /// Names that may have been meant, best first.
        package let suggestions: [String]

        package init(_ message: String, de german: String, suggestions: [String] = []) {
            self.message = message
            self.german = german
            self.suggestions = suggestions
        }
    }

    package let name: String
    /// What each argument is, for errors (`the slug of an offering`).
    package let arguments: [String]
    package let kind: Kind
    /// A term about behaviour makes a rule aggregate-only (docs/privacy.md).
    package let isBehaviour: Bool
    /// Looks the arguments up. Throws `Refusal`.
    package let check: @Sendable (_ arguments: [String], Reader) throws -> Target
    /// A condition over alias `p` of `person` that is never NULL.
    package let sql: @Sendable (Use) -> SQL
    /// What `sql` would find for one person.
    package let evaluate: @Sendable (Use, PersonKey, Reader) throws -> Value
    /// What a person of whom it holds, or does not, is said to do, as a relative clause without its pronoun, in the plural
    /// (`follow Field CRM`, `haben Field CRM noch nicht ausprobiert` comes as `Field CRM noch nicht ausprobiert haben`).
    package let sentence: @Sendable (Use, _ language: String, _ negated: Bool) -> String
    /// What the first argument can name, for the builder to offer; empty where it is typed.
    package let choices: @Sendable (Reader) throws -> [Choice]

    package init(
        _ name: String, arguments: [String], kind: Kind = .truth, isBehaviour: Bool = true,
        check: @escaping @Sendable (_ arguments: [String], Reader) throws -> Target,
        sql: @escaping @Sendable (Use) -> SQL,
        evaluate: @escaping @Sendable (Use, PersonKey, Reader) throws -> Value,
        sentence: @escaping @Sendable (Use, _ language: String, _ negated: Bool) -> String,
        choices: @escaping @Sendable (Reader) throws -> [Choice] = { _ in [] }
    ) {
        self.name = name
        self.arguments = arguments
        self.kind = kind
        self.isBehaviour = isBehaviour
        self.check = check
        self.sql = sql
        self.evaluate = evaluate
        self.sentence = sentence
        self.choices = choices
    }
}

extension Term.Choice: Rowed {
    /// Of two columns: the value and the label.
    package init(row: Row) throws { self.init(try row[0], try row[1]) }
}

extension Term.Use {
    /// Whether what `evaluate` found satisfies this use.
    package func holds(for value: Term.Value) -> Bool {
        switch value {
        case .truth(let truth): truth
        case .stage(let found):
            if let comparison, let stage { comparison.holds(found, stage) } else { false }
        }
    }
}

/// The terms that App has registered.
package struct TermRegistry: Sendable {
    package let terms: [String: Term]

    /// A later term of the same name replaces an earlier one.
    package init(_ terms: [Term] = []) {
        self.terms = Dictionary(terms.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
    }

    package subscript(name: String) -> Term? { terms[name] }
    package var names: [String] { terms.keys.sorted() }
}
