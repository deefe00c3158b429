import Audiences
import Kernel
import People
import Storage

/// Whose figures the hourglass of an offering shows: the active people of its audience, or all of them.
struct Population: Sendable {
    /// The condition over alias `p` of `person`.
    let member: SQL
    /// Names everything that decides who they are: the rule as it is asked (with the day, where it looks at one) and the version of the
    /// directory. Equal ones mean the same people. `nil` where a term of another room decides, which nothing here can follow.
    let basis: String?
    /// Everyone who could be in it, whatever they did.
    var isWidened = false
}

extension Reader {
    /// - Parameters:
    ///   - rule: the text of the offering's audience; `nil` where everyone may have it.
    ///   - isForReaders: who may not read a count of what the rule asks about behaviour. They get the figures of everyone who could be in it.
    func population(rule: String?, terms: TermRegistry, today: Day, isForReaders: Bool = false) throws -> Population {
        let checked = try rule.map { try check($0, terms: terms) }
        if isForReaders, let told = checked, told.isAboutBehaviour {
            return Population(member: Audience.condition(told.directoryPart, today: today), basis: nil, isWidened: true)
        }
        let member = checked.map { Audience.condition($0, today: today) } ?? "p.active = \(true)"
        if checked?.condition.hasTerm ?? false { return Population(member: member, basis: nil) }
        let statement = Statement(member, for: engine)
        return Population(member: member, basis: "\(try directoryVersion()) \(statement.text) \(statement.parameters)")
    }

    func population(of offering: OfferingKey, terms: TermRegistry, today: Day) throws -> Population {
        let rule: String? =
            try value(
                "SELECT a.rule FROM offering o LEFT JOIN audience a ON a.id = o.audience WHERE o.id = \(offering)", as: String?.self) ?? nil
        return try population(rule: rule, terms: terms, today: today)
    }

    /// Whether the tally of an offering counts just these people.
    func isTallied(_ offering: OfferingKey, by population: Population) throws -> Bool {
        guard let basis = population.basis else { return false }
        return try value("SELECT basis FROM hourglass_basis WHERE offering = \(offering)", as: String.self) == basis
    }
}

extension Condition {
    fileprivate var hasTerm: Bool {
        switch self {
        case .always: false
        case .all(let parts), .any(let parts): parts.contains { $0.hasTerm }
        case .not(let part), .audience(_, let part): part.hasTerm
        case .check(let check): if case .term = check.kind { true } else { false }
        }
    }
}
