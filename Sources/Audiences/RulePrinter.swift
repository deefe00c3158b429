import Kernel

/// Writes a rule as text: the canonical form, which reads back as the same rule.
package enum RulePrinter {
    package static func text(_ rule: Rule) -> String {
        switch rule {
        case .everyone: "everyone"
        case .all(let parts): parts.map { grouped($0, within: .all) }.joined(separator: " and ")
        case .any(let parts): parts.map { grouped($0, within: .any) }.joined(separator: " or ")
        case .not(let part): "not " + grouped(part, within: .not)
        case .audience(let slug, _): "audience(\(quoted(slug)))"
        case .reportsTo(let id, let directly, _): "reports to \(text(id))" + (directly ? " directly" : "")
        case .term(let call): text(call)
        case .test(let field, let test): "\(text(field)) \(text(test))"
        }
    }

    private enum Place { case all, any, not }

    private static func grouped(_ rule: Rule, within place: Place) -> String {
        let bare =
            switch (rule, place) {
            case (.any, _), (.all, .all), (.all, .not), (.not, .not): false
            default: true
            }
        return bare ? text(rule) : "(\(text(rule)))"
    }

    package static func text(_ field: FieldName) -> String {
        switch field.kind {
        case .column(let name): name
        case .attribute(let name): attribute(name)
        }
    }

    /// The name of an attribute as rules write it.
    package static func attribute(_ name: String) -> String { "attr." + (RuleLexer.isWord(name) ? name : quoted(name)) }

    package static func text(_ test: FieldTest) -> String {
        switch test.kind {
        case .compare(let comparison, let value): "\(comparison.rawValue) \(text(value))"
        case .among(let values): "in (\(values.map(text).joined(separator: ", ")))"
        case .contains(let value): "contains \(text(value))"
        case .starts(let value): "starts with \(text(value))"
        case .under(let value): "under \(text(value))"
        case .between(let low, let high): "between \(text(low)) and \(text(high))"
        case .within(let count, let unit): "within \(count) \(unit.rawValue)"
        case .isSet: "is set"
        }
    }

    package static func text(_ literal: Literal) -> String {
        switch literal.kind {
        case .text(let text): quoted(text)
        case .number(let number): number.description
        case .date(let day): day.description
        case .flag(let flag): flag ? "yes" : "no"
        }
    }

    private static func text(_ call: TermCall) -> String {
        let use = "\(call.name)(\(call.arguments.map(text).joined(separator: ", ")))"
        guard let stage = call.stage else { return use }
        return "\(use) \(stage.comparison.rawValue) \(stage.stage)"
    }

    static func quoted(_ text: String) -> String {
        var bytes: [UInt8] = [UInt8(ascii: "\"")]
        for byte in text.utf8 {
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { bytes.append(UInt8(ascii: "\\")) }
            bytes.append(byte)
        }
        bytes.append(UInt8(ascii: "\""))
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension Rule: CustomStringConvertible {
    /// The canonical text, which reads back as the same rule.
    package var description: String { RulePrinter.text(self) }
}
