package import Kernel

/// A rule whose every name was found and whose every value has the right type: it can be evaluated, compiled and said in words.
package struct CheckedRule: Sendable {
    /// As written.
    package let rule: Rule
    /// The same with names looked up and audiences put in their place.
    package let condition: Condition
    package let terms: TermRegistry

    /// Whether the rule asks for behaviour, of its own or inside an audience: it is then aggregate-only (docs/privacy.md).
    package var isAboutBehaviour: Bool { condition.isAboutBehaviour }

    /// Who is in this one and in all of these.
    package func and(_ others: [CheckedRule]) -> CheckedRule {
        others.isEmpty
            ? self
            : CheckedRule(rule: .all([rule] + others.map(\.rule)), condition: .all([condition] + others.map(\.condition)), terms: terms)
    }
}

/// A checked rule as a tree of values.
package indirect enum Condition: Hashable, Sendable {
    /// Everyone, or nobody.
    case always(Bool)
    case all([Condition])
    case any([Condition])
    case not(Condition)
    case audience(AudienceText, Condition)
    case check(Check)
}

/// One test of a checked rule.
package struct Check: Hashable, Sendable {
    /// The test as written.
    package let source: Rule
    package let kind: Kind

    package enum Kind: Hashable, Sendable {
        case text(Field, TextTest)
        case number(Field, ValueTest<Double>)
        case day(Field, DayTest)
        case flag(Field, FlagTest)
        case department(DepartmentTest)
        case manager(ManagerTest)
        /// Below this person: at any depth, or only one level.
        case below(RuleSchema.PersonName, directly: Bool)
        case term(Term.Use)
    }

    package enum Field: Hashable, Sendable {
        case column(PersonField)
        case attribute(AttributeDeclaration)
    }

    /// The tests that all ordered values share.
    package enum ValueTest<Value: Hashable & Comparable & Sendable>: Hashable, Sendable {
        case compare(Comparison, Value)
        case among([Value])
        case between(Value, Value)
        case isSet
    }

    package enum TextTest: Hashable, Sendable {
        case value(ValueTest<FoldedText>)
        case contains(FoldedText)
        case starts(FoldedText)
    }

    package enum DayTest: Hashable, Sendable {
        case value(ValueTest<Day>)
        case within(Int, TimeUnit)
    }

    package enum FlagTest: Hashable, Sendable {
        case equal(Bool)
        case isSet
    }

    package enum DepartmentTest: Hashable, Sendable {
        case under(DepartmentName)
        /// Exactly in one of these units.
        case among([DepartmentName])
        /// In a unit, but not in this one.
        case other(DepartmentName)
        /// The full path contains, or starts with, this text.
        case pathContains(FoldedText)
        case pathStarts(FoldedText)
        case isSet
    }

    package enum ManagerTest: Hashable, Sendable {
        case among([RuleSchema.PersonName])
        case other(RuleSchema.PersonName)
        case isSet
    }
}

/// A text as rules compare it: folded, ordered by its bytes.
package struct FoldedText: Hashable, Comparable, Sendable {
    package let text: String

    package init(_ text: String) { self.text = text.folded }

    package static func == (left: Self, right: Self) -> Bool { left.text.utf8.elementsEqual(right.text.utf8) }
    package static func < (left: Self, right: Self) -> Bool { left.text.utf8.lexicographicallyPrecedes(right.text.utf8) }
    package func hash(into hasher: inout Hasher) { for byte in text.utf8 { hasher.combine(byte) } }
}

extension Condition {
    package var isAboutBehaviour: Bool {
        switch self {
        case .always: false
        case .all(let parts), .any(let parts): parts.contains { $0.isAboutBehaviour }
        case .not(let part), .audience(_, let part): part.isAboutBehaviour
        case .check(let check): check.isAboutBehaviour
        }
    }

    /// How many tests it holds.
    var size: Int {
        switch self {
        case .always: 0
        case .all(let parts), .any(let parts): parts.reduce(0) { $0 + $1.size }
        case .not(let part), .audience(_, let part): part.size
        case .check: 1
        }
    }

    /// The same with `not` only at the tests, groups within groups of the same kind made one, and audiences dissolved.
    /// Tests have two values, so De Morgan's laws hold.
    var normalised: Condition { normalised(negated: false, keepingAudiences: false) }

    /// - Parameter keepingAudiences: audiences stay as they are named.
    func normalised(negated: Bool, keepingAudiences: Bool) -> Condition {
        switch self {
        case .always(let truth): .always(truth != negated)
        case .not(let part): part.normalised(negated: !negated, keepingAudiences: keepingAudiences)
        case .audience(_, let part) where !keepingAudiences: part.normalised(negated: negated, keepingAudiences: false)
        case .audience, .check: negated ? .not(self) : self
        case .all(let parts): Self.joined(parts.map { $0.normalised(negated: negated, keepingAudiences: keepingAudiences) }, all: !negated)
        case .any(let parts): Self.joined(parts.map { $0.normalised(negated: negated, keepingAudiences: keepingAudiences) }, all: negated)
        }
    }

    private static func joined(_ parts: [Condition], all: Bool) -> Condition {
        var flat: [Condition] = []
        for part in parts {
            switch part {
            case .always(let truth):
                // The neutral part goes; the other one decides.
                if truth != all { return .always(truth) }
            case .all(let inner) where all: flat += inner
            case .any(let inner) where !all: flat += inner
            case let other: flat.append(other)
            }
        }
        switch flat.count {
        case 0: return .always(all)
        case 1: return flat[0]
        default: return all ? .all(flat) : .any(flat)
        }
    }

    /// The condition with every behaviour test, negated or not, taken for `truth`: with `true` it only grows, with `false` it only shrinks.
    func decidingBehaviour(as truth: Bool) -> Condition {
        func decided(_ condition: Condition) -> Condition {
            switch condition {
            case .check(let check) where check.isAboutBehaviour: .always(truth)
            case .not(.check(let check)) where check.isAboutBehaviour: .always(truth)
            case .all(let parts): .all(parts.map(decided))
            case .any(let parts): .any(parts.map(decided))
            default: condition
            }
        }
        return decided(normalised).normalised
    }
}

extension CheckedRule {
    /// The rule without its behaviour: whoever the rule can hold for, whatever they did. It never leaves out anyone of the rule.
    package var directoryPart: CheckedRule {
        CheckedRule(rule: rule, condition: condition.decidingBehaviour(as: true), terms: terms)
    }

    /// Those for whom the rule holds whatever they did. `directoryPart` without it are the people whose behaviour decides.
    package var certainPart: CheckedRule {
        CheckedRule(rule: rule, condition: condition.decidingBehaviour(as: false), terms: terms)
    }

    /// The people of `directoryPart` who are not in `certainPart`.
    package var undecidedPart: CheckedRule {
        CheckedRule(rule: rule, condition: .all([directoryPart.condition, .not(certainPart.condition)]), terms: terms)
    }
}

extension Check {
    package var isAboutBehaviour: Bool { if case .term(let use) = kind { use.isBehaviour } else { false } }
}
