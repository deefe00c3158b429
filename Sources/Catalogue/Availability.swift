package import Audiences
package import Kernel
package import Storage

/// Whether somebody may get an offering.
package enum Availability: Hashable, Sendable {
    case yes
    /// Who may, as a plain sentence without a full stop (`people in Sales`).
    case only(String)
    /// The rule of who may can't be read any more; its owner has to say.
    case unclear
}

extension Reader {
    /// Whether a person may get each of `offerings`. Every rule is read and asked once.
    /// - Parameters:
    ///   - today: in the installation's zone.
    ///   - language: of the sentences.
    package func availability(
        of offerings: some Collection<Offering>, for person: PersonKey, terms: TermRegistry, today: Day, language: String
    ) throws -> [OfferingKey: Availability] {
        let audiences = try availability(
            of: Set(offerings.compactMap(\.audience)), for: person, terms: terms, today: today, language: language)
        return Dictionary(
            offerings.map { ($0.key, $0.audience.map { audiences[$0] ?? .unclear } ?? .yes) }, uniquingKeysWith: { first, _ in first })
    }

    private func availability(
        of audiences: Set<AudienceKey>, for person: PersonKey, terms: TermRegistry, today: Day, language: String
    ) throws -> [AudienceKey: Availability] {
        guard !audiences.isEmpty else { return [:] }
        var rules: [AudienceKey: Rule] = [:]
        try each("SELECT id, rule FROM audience WHERE id IN \(list: audiences)") { row in
            let text: String = try row[1]
            rules[try row[0]] = try? Rule(parsing: text)
        }
        // One schema for all of them: the organisation tree is read once at most.
        let schema = try ruleSchema(for: .any(Array(rules.values)), terms: terms)
        var found: [AudienceKey: Availability] = [:]
        for (key, rule) in rules {
            guard let checked = try? rule.checked(against: schema) else { continue }
            let holds = try exists("SELECT 1 FROM person p WHERE p.id = \(person) AND \(Audience.condition(checked, today: today))")
            found[key] = holds ? .yes : .only(checked.sentence(in: language))
        }
        return found
    }
}
