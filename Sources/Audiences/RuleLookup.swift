import Kernel
package import Storage

extension Reader {
    /// Reads and checks a rule against the directory, the audiences and the terms as they are now.
    /// - Parameter changing: audiences taken as if they already had these texts (for checks before saving).
    /// - Throws: `RuleError`, or `StorageError`.
    package func check(_ text: String, terms: TermRegistry, changing: [AudienceText] = []) throws -> CheckedRule {
        try check(Rule(parsing: text), terms: terms, changing: changing)
    }

    package func check(_ rule: Rule, terms: TermRegistry, changing: [AudienceText] = []) throws -> CheckedRule {
        try rule.checked(against: ruleSchema(for: rule, terms: terms, changing: changing))
    }

    /// Collects what `rule`, and every audience that it leads to, is checked against. The organisation tree is read only where a rule
    /// names a department.
    package func ruleSchema(for rule: Rule, terms: TermRegistry, changing: [AudienceText] = []) throws -> RuleSchema {
        var schema = RuleSchema(terms: terms)
        for text in try rows("SELECT slug, name, rule FROM audience", as: AudienceText.self) { schema.audiences[text.slug] = text }
        for text in changing { schema.audiences[text.slug] = text }
        schema.attributes = try rows("SELECT id, name, type FROM attribute ORDER BY name NULLS FIRST", as: AttributeDeclaration.self)

        var mentions = Mentions()
        var seen: Set<String> = []
        var waiting = [rule]
        while let next = waiting.popLast() {
            mentions.note(next)
            for slug in next.audiences where seen.insert(slug).inserted {
                // An audience that does not parse is reported where the rule that leads to it is checked.
                if let text = schema.audiences[slug]?.rule, let inner = try? Rule(parsing: text) { waiting.append(inner) }
            }
        }
        if mentions.departments {
            schema.departments = try rows("SELECT id, path, folded_path FROM department", as: DepartmentName.self)
        }
        for id in mentions.people { schema.people[id.folded] = try people(externalID: id) }
        for call in mentions.calls {
            guard let term = terms[call.name], term.arguments.count == call.arguments.count else { continue }
            do {
                schema.targets[call] = .success(try term.check(call.arguments, self))
            } catch let refusal as Term.Refusal {
                schema.targets[call] = .failure(refusal)
            }
        }
        return schema
    }

    /// Everything to choose from in the builder: all fields, audiences and terms.
    package func ruleVocabulary(terms: TermRegistry) throws -> RuleSchema { try ruleSchema(for: .everyone, terms: terms) }

    /// The person of this very external id; else all whose ids are the same but for case.
    private func people(externalID id: String) throws -> [RuleSchema.PersonName] {
        let exact = try rows("SELECT id, external_id, name FROM person WHERE external_id = \(id)", as: RuleSchema.PersonName.self)
        guard exact.isEmpty else { return exact }
        return try rows(
            "SELECT id, external_id, name FROM person WHERE external_id_folded = \(id.folded) ORDER BY id LIMIT 10",
            as: RuleSchema.PersonName.self)
    }

    /// What a rule names and the database knows.
    private struct Mentions {
        var departments = false
        var people: Set<String> = []
        var calls: Set<RuleSchema.TermKey> = []

        mutating func note(_ rule: Rule) {
            var found = self
            rule.visit { part in
                switch part {
                case .test(let field, let test):
                    if field.kind == .column(PersonField.department.rawValue) { found.departments = true }
                    if field.kind == .column(PersonField.manager.rawValue) { found.people.formUnion(test.texts) }
                case .reportsTo(let id, _, _):
                    if case .text(let text) = id.kind { found.people.insert(text) }
                case .term(let call):
                    let texts = call.arguments.compactMap { if case .text(let text) = $0.kind { text } else { nil } }
                    if texts.count == call.arguments.count { found.calls.insert(RuleSchema.TermKey(call.name, texts)) }
                case .everyone, .all, .any, .not, .audience: break
                }
            }
            self = found
        }
    }
}

extension FieldTest {
    /// The texts among its values.
    var texts: [String] {
        let literals: [Literal] =
            switch kind {
            case .compare(_, let literal), .contains(let literal), .starts(let literal), .under(let literal): [literal]
            case .among(let literals): literals
            case .between(let low, let high): [low, high]
            case .within, .isSet: []
            }
        return literals.compactMap { if case .text(let text) = $0.kind { text } else { nil } }
    }
}

extension AudienceText: Rowed {
    package init(row: Row) throws { try self.init(slug: row["slug"], name: row["name"], rule: row["rule"]) }
}

extension AttributeDeclaration: Rowed {
    package init(row: Row) throws {
        let word: String = try row["type"]
        guard let type = FieldType(rawValue: word) else { throw StorageError.unreadable("“\(word)” is no type of an attribute") }
        try self.init(key: row["id"], name: row["name"], type: type)
    }
}

extension DepartmentName: Rowed {
    package init(row: Row) throws { try self.init(key: row["id"], path: row["path"], foldedPath: row["folded_path"]) }
}

extension RuleSchema.PersonName: Rowed {
    package init(row: Row) throws { try self.init(key: row["id"], externalID: row["external_id"], name: row["name"]) }
}
