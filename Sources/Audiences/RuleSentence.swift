import Foundation
import Kernel

/// Says a checked rule as a plain sentence: “people in Sales and in Germany or Austria who have not yet tried crm”.
///
/// Negations are first pushed down to the tests; what reads well behind a noun (“in Sales”) stands there, the rest are relative clauses.
package struct RuleSentence {
    private let german: Bool
    private let terms: TermRegistry

    /// - Parameter language: `de`, or English for any other.
    package static func text(_ rule: CheckedRule, in language: String) -> String {
        RuleSentence(german: language == "de", terms: rule.terms)
            .sentence(rule.condition.normalised(negated: false, keepingAudiences: true))
    }

    /// One part of a rule as it may stand alone: “in Germany”, “who have not yet tried crm”.
    static func part(_ condition: Condition, terms: TermRegistry, in language: String) -> String {
        let phrase = RuleSentence(german: language == "de", terms: terms).phrase(condition)
        return phrase.attribute ?? phrase.clause
    }

    private struct Phrase {
        /// Behind the noun (“in Sales”).
        var attribute: String?
        /// As a relative clause with its pronoun (“who are in Sales”).
        var clause: String
    }

    private func word(_ english: String, _ deutsch: String) -> String { german ? deutsch : english }

    private func sentence(_ condition: Condition) -> String {
        switch condition {
        case .always(let truth): return truth ? word("everyone", "alle") : word("nobody", "niemand")
        case .any(let parts):
            let phrases = parts.map(phrase)
            let attributes = phrases.compactMap(\.attribute)
            let or = word(" or ", " oder ")
            return attributes.count == phrases.count
                ? "\(people) \(attributes.joined(separator: or))" : "\(people)\(comma) \(phrases.map(\.clause).joined(separator: or))"
        case .all(let parts): return sentence(parts.map(phrase))
        case .not, .audience, .check: return sentence([phrase(condition)])
        }
    }

    private func sentence(_ phrases: [Phrase]) -> String {
        let and = word(" and ", " und ")
        let attributes = phrases.compactMap(\.attribute)
        let clauses = phrases.filter { $0.attribute == nil }.map(\.clause)
        var text = people
        if !attributes.isEmpty { text += " " + attributes.joined(separator: and) }
        if !clauses.isEmpty { text += "\(comma) \(clauses.joined(separator: and))" }
        return text
    }

    private var people: String { word("people", "Personen") }
    private var comma: String { word("", ",") }

    private func phrase(_ condition: Condition) -> Phrase {
        switch condition {
        case .always(let truth):
            Phrase(attribute: nil, clause: truth ? word("who are anyone", "die es gibt") : word("who are nobody", "die es nicht gibt"))
        case .all(let parts): Phrase(clause: "(\(parts.map { phrase($0).clause }.joined(separator: word(" and ", " und "))))")
        case .any(let parts): Phrase(clause: "(\(parts.map { phrase($0).clause }.joined(separator: word(" or ", " oder "))))")
        case .not(.check(let check)): phrase(check, negated: true)
        case .not(.audience(let audience, _)): place(word("in the audience ", "in der Zielgruppe ") + quoted(audience.name), negated: true)
        case .not(let part): phrase(part)
        case .audience(let audience, _): place(word("in the audience ", "in der Zielgruppe ") + quoted(audience.name), negated: false)
        case .check(let check): phrase(check, negated: false)
        }
    }

    private func phrase(_ check: Check, negated: Bool) -> Phrase {
        switch check.kind {
        case .text(.column(.country), .value(.compare(.equal, _))), .text(.column(.country), .value(.among)):
            return place(word("in ", "in ") + list(check.texts.map(country)), negated: negated)
        case .text(.column(.country), .value(.compare(.notEqual, _))):
            return place(word("in a country other than ", "in einem anderen Land als ") + list(check.texts.map(country)), negated: negated)
        case .text(.column(.site), .value(.compare(.equal, _))), .text(.column(.site), .value(.among)):
            return place(word("at the site ", "am Standort ") + list(check.texts.map(quoted)), negated: negated)
        case .text(let field, let test): return phrase(field, predicate(test, check.texts, negated))
        case .number(let field, let test):
            return phrase(field, predicate(test, negated, .number) { DecimalNumber.text($0) })
        case .day(let field, let test): return phrase(field, predicate(test, negated))
        case .flag(.column, .isSet): return phrase(.always(!negated))
        case .flag(.column, .equal(let flag)):
            return Phrase(
                clause: flag != negated ? word("who are active", "die aktiv sind") : word("who have left", "die ausgeschieden sind"))
        case .flag(let field, .equal(let flag)):
            let value = flag ? word("yes", "ja") : word("no", "nein")
            return phrase(field, verb(("is", "ist"), value, negated))
        case .flag(let field, .isSet): return phrase(field, known(negated))
        case .department(let test): return phrase(test, check.texts, negated)
        case .manager(let test): return phrase(test, negated)
        case .below(let manager, let directly):
            return reporting(word(directly ? "directly to " : "to ", directly ? "direkt an " : "an "), [manager], negated)
        case .term(let use):
            let said = terms[use.term]?.sentence(use, german ? "de" : "en", negated) ?? use.term
            return Phrase(clause: word("who ", "die ") + said)
        }
    }

    private func phrase(_ test: Check.DepartmentTest, _ texts: [String], _ negated: Bool) -> Phrase {
        switch test {
        case .under(let department): return place("in " + department.unit, negated: negated)
        case .among(let departments):
            return place(word("directly in ", "direkt in ") + list(departments.map(\.unit)), negated: negated)
        case .other(let department):
            return place(word("in a department other than ", "in einer anderen Abteilung als ") + department.unit, negated: negated)
        case .pathContains: return phrase(.column(.department), predicate(.contains(FoldedText("")), texts, negated))
        case .pathStarts: return phrase(.column(.department), predicate(.starts(FoldedText("")), texts, negated))
        case .isSet: return phrase(.column(.department), known(negated))
        }
    }

    private func phrase(_ test: Check.ManagerTest, _ negated: Bool) -> Phrase {
        switch test {
        case .among(let people): return reporting(word("directly to ", "direkt an "), people, negated)
        case .other(let person):
            return reporting(word("directly to someone other than ", "direkt an jemand anderen als "), [person], negated)
        case .isSet: return phrase(.column(.manager), known(negated))
        }
    }

    private func reporting(_ preposition: String, _ people: [RuleSchema.PersonName], _ negated: Bool) -> Phrase {
        let to = preposition + list(people.map { "\($0.name) (\($0.externalID))" })
        if german { return Phrase(clause: "die \(negated ? "nicht " : "")\(to) berichten") }
        return Phrase(clause: negated ? "who do not report \(to)" : "who report \(to)")
    }

    private func place(_ text: String, negated: Bool) -> Phrase {
        let clause = german ? "die \(negated ? "nicht " : "")\(text) sind" : "who are \(negated ? "not " : "")\(text)"
        return Phrase(attribute: negated ? nil : text, clause: clause)
    }

    private func phrase(_ field: Check.Field, _ predicate: String) -> Phrase {
        Phrase(clause: "\(word("whose", "deren")) \(label(field)) \(predicate)")
    }

    // MARK: Predicates

    private enum Order { case text, number, day }

    private func predicate(_ test: Check.TextTest, _ texts: [String], _ negated: Bool) -> String {
        let values = texts.map(quoted)
        switch test {
        case .contains: return verb(("contains", "enthält"), values.first ?? "", negated, base: "contain")
        case .starts:
            if german { return "\(negated ? "nicht " : "")mit \(values.first ?? "") beginnt" }
            return "\(negated ? "does not start" : "starts") with \(values.first ?? "")"
        case .value(.among): return verb(("is", "ist"), list(values), negated)
        case .value(.compare(let comparison, _)): return predicate(comparison, values.first ?? "", negated, .text)
        case .value(.between): return between(values.first ?? "", values.last ?? "", negated)
        case .value(.isSet): return known(negated)
        }
    }

    private func predicate<Value>(_ test: Check.ValueTest<Value>, _ negated: Bool, _ order: Order, _ shown: (Value) -> String) -> String {
        switch test {
        case .compare(let comparison, let value): predicate(comparison, shown(value), negated, order)
        case .among(let values): verb(("is", "ist"), list(values.map(shown)), negated)
        case .between(let low, let high): between(shown(low), shown(high), negated)
        case .isSet: known(negated)
        }
    }

    private func predicate(_ test: Check.DayTest, _ negated: Bool) -> String {
        switch test {
        case .value(let test): return predicate(test, negated, .day) { $0.description }
        case .within(let count, let unit):
            let units: (String, String) =
                switch unit {
                case .days: (count == 1 ? "day" : "\(count) days", count == 1 ? "am letzten Tag" : "in den letzten \(count) Tagen")
                case .weeks:
                    (count == 1 ? "week" : "\(count) weeks", count == 1 ? "in der letzten Woche" : "in den letzten \(count) Wochen")
                case .months:
                    (count == 1 ? "month" : "\(count) months", count == 1 ? "im letzten Monat" : "in den letzten \(count) Monaten")
                }
            return german ? "\(negated ? "nicht " : "")\(units.1) liegt" : "is \(negated ? "not " : "")within the last \(units.0)"
        }
    }

    private func predicate(_ comparison: Comparison, _ value: String, _ negated: Bool, _ order: Order) -> String {
        let not = negated ? word("not ", "nicht ") : ""
        switch (comparison, order) {
        case (.equal, _): return verb(("is", "ist"), value, negated)
        case (.notEqual, _): return word("is \(not)other than \(value)", "\(not)anders als \(value) ist")
        case (.less, .number): return word("is \(not)less than \(value)", "\(not)kleiner als \(value) ist")
        case (.lessOrEqual, .number): return word("is \(not)at most \(value)", "\(not)höchstens \(value) ist")
        case (.greater, .number): return word("is \(not)more than \(value)", "\(not)größer als \(value) ist")
        case (.greaterOrEqual, .number): return word("is \(not)at least \(value)", "\(not)mindestens \(value) ist")
        case (.less, _): return word("is \(not)before \(value)", "\(not)vor \(value) liegt")
        case (.lessOrEqual, _): return word("is \(not)\(value) or before", "\(not)spätestens bei \(value) liegt")
        case (.greater, _): return word("is \(not)after \(value)", "\(not)nach \(value) liegt")
        case (.greaterOrEqual, _): return word("is \(not)\(value) or after", "\(not)frühestens bei \(value) liegt")
        }
    }

    private func between(_ low: String, _ high: String, _ negated: Bool) -> String {
        let not = negated ? word("not ", "nicht ") : ""
        return word("is \(not)between \(low) and \(high)", "\(not)zwischen \(low) und \(high) liegt")
    }

    private func known(_ negated: Bool) -> String {
        negated ? word("is not known", "nicht bekannt ist") : word("is known", "bekannt ist")
    }

    /// “is X”, “is not X”, “contains X”, “does not contain X”.
    private func verb(_ verb: (english: String, german: String), _ value: String, _ negated: Bool, base: String? = nil) -> String {
        if german {
            return base == nil ? "\(negated ? "nicht " : "")\(value) \(verb.german)" : "\(value) \(negated ? "nicht " : "")\(verb.german)"
        }
        guard negated else { return "\(verb.english) \(value)" }
        return base.map { "does not \($0) \(value)" } ?? "\(verb.english) not \(value)"
    }

    private func label(_ field: Check.Field) -> String {
        switch field {
        case .attribute(let attribute): attribute.name
        case .column(.externalID): word("external id", "Kennung")
        case .column(.email): word("mail address", "Mailadresse")
        case .column(.name): word("name", "Name")
        case .column(.firstName): word("first name", "Vorname")
        case .column(.title): word("title", "Titel")
        case .column(.department): word("department", "Abteilung")
        case .column(.manager): word("manager", "Führungskraft")
        case .column(.country): word("country", "Land")
        case .column(.site): word("site", "Standort")
        case .column(.timeZone): word("time zone", "Zeitzone")
        case .column(.language): word("language", "Sprache")
        case .column(.hiredOn): word("hiring date", "Eintritt")
        case .column(.active): word("activity", "Aktivität")
        }
    }

    private func list(_ items: [String]) -> String { RuleError.list(items, word("or", "oder")) }

    private func quoted(_ text: String) -> String { german ? "„\(text)“" : "“\(text)”" }

    /// The name of a country of ISO 3166, anything else as written.
    private func country(_ code: String) -> String {
        let folded = code.folded.uppercased()
        guard folded.utf8.count == 2, let name = Locale(identifier: german ? "de" : "en").localizedString(forRegionCode: folded),
            name != folded
        else { return quoted(code) }
        return name
    }
}

extension Check {
    /// The texts of the test as written.
    fileprivate var texts: [String] { if case .test(_, let test) = source { test.texts } else { [] } }
}

extension DepartmentName {
    /// The last unit of the path, as written.
    package var unit: String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return path }
        return String(path[path.index(after: slash)...].drop { $0 == " " })
    }
}

extension CheckedRule {
    /// The rule as a plain sentence in English, or German for `de`, without a full stop.
    package func sentence(in language: String) -> String { RuleSentence.text(self, in: language) }
}
