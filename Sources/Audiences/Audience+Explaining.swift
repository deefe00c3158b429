import Kernel
import People
import Storage

/// The answer to “why is this person in, or not?”.
enum WhyAnswer: Sendable {
    case nobody
    /// More than one fits what was typed.
    case several([AudienceMember])
    case left(AudienceMember)
    case explained(AudienceMember, RuleExplanation)
}

extension Reader {
    /// Looks for somebody by external id, else by name, and explains the rule for them. Only for rules that may name people.
    func why(_ rule: CheckedRule, _ text: String, today: Day) throws -> WhyAnswer {
        let people = try person(externalID: text).map { [$0] } ?? people(named: String(text.prefix(200)), limit: 12)
        let members = try members(people)
        guard let person = people.first, let member = members.first else { return .nobody }
        guard people.count == 1 else { return .several(members) }
        guard person.active else { return .left(member) }
        guard let explanation = try explain(rule, for: person.key, today: today) else { return .nobody }
        return .explained(member, explanation)
    }
}
