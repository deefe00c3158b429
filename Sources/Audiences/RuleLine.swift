import Kernel

/// A single test as a line of form fields: what it is about, the operator, the values as a person types them.
///
/// `rule` and `RuleLine(_:)` give each other back for every test whose values have the type of its field.
package struct RuleLine: Hashable, Sendable {
    /// A field (`country`, `attr.cost_center`), `everyone`, `audience`, `reports to`, or a term.
    package var subject: String
    /// As written (`=`, `starts with`, `within`); `directly` for `reports to`; empty where none is needed.
    package var operation: String
    /// Texts without quotes. `between` has two; `within` has the number and the unit; a term its arguments, then the stage.
    package var values: [String]

    package init(_ subject: String, _ operation: String = "", _ values: [String] = []) {
        self.subject = subject
        self.operation = operation
        self.values = values
    }

    /// `nil` for `and`, `or`, `not`.
    package init?(_ rule: Rule) {
        switch rule {
        case .all, .any, .not: return nil
        case .everyone: self.init("everyone")
        case .audience(let slug, _): self.init("audience", "", [slug])
        case .reportsTo(let id, let directly, _): self.init("reports to", directly ? "directly" : "", [Self.typed(id)])
        case .term(let call):
            self.init(
                call.name, call.stage?.comparison.rawValue ?? "",
                call.arguments.map(Self.typed) + (call.stage.map { [$0.stage] } ?? []))
        case .test(let field, let test):
            let values: [String] =
                switch test.kind {
                case .compare(_, let value), .contains(let value), .starts(let value), .under(let value): [Self.typed(value)]
                case .among(let values): values.map(Self.typed)
                case .between(let low, let high): [Self.typed(low), Self.typed(high)]
                case .within(let count, let unit): [String(count), unit.rawValue]
                case .isSet: []
                }
            self.init(RulePrinter.text(field), test.operation, values)
        }
    }

    /// The test that the line stands for, by way of its text, so that a line says no more than the language does.
    /// - Throws: `RuleError` with a column of `text(in:)`.
    package func rule(in schema: RuleSchema) throws(RuleError) -> Rule { try Rule(parsing: text(in: schema)) }

    /// The line as text of the rule language. A field that `schema` does not know is taken to hold text.
    package func text(in schema: RuleSchema) -> String {
        switch subject {
        case "everyone": return "everyone"
        case "audience": return "audience(\(RulePrinter.quoted(values.first ?? "")))"
        case "reports to":
            return "reports to \(RulePrinter.quoted(values.first ?? ""))" + (operation == "directly" ? " directly" : "")
        default: break
        }
        if let term = schema.terms[subject] {
            let arguments = values.prefix(term.arguments.count).map(RulePrinter.quoted).joined(separator: ", ")
            guard term.kind == .stage else { return "\(subject)(\(arguments))" }
            return "\(subject)(\(arguments)) \(operation) \(values.dropFirst(term.arguments.count).first ?? "")"
        }
        let type = schema.fields.first { $0.name == subject }?.type ?? .text
        let written = values.map { Self.written($0, type) }
        switch operation {
        case "in": return "\(subject) in (\(written.joined(separator: ", ")))"
        case "between": return "\(subject) between \(written.joined(separator: " and "))"
        case "within": return "\(subject) within \(values.joined(separator: " "))"
        case "is set": return "\(subject) is set"
        default: return "\(subject) \(operation) \(written.first ?? "")"
        }
    }

    private static func typed(_ literal: Literal) -> String {
        if case .text(let text) = literal.kind { text } else { RulePrinter.text(literal) }
    }

    /// A typed value as a literal of the language; what is no value of the type goes in as text, for the check to refuse.
    private static func written(_ value: String, _ type: FieldType) -> String {
        switch type {
        case .number: DecimalNumber(value)?.description ?? RulePrinter.quoted(value)
        case .date: Day(value)?.description ?? RulePrinter.quoted(value)
        case .flag: ["yes", "no"].contains(value) ? value : RulePrinter.quoted(value)
        case .text, .department, .person: RulePrinter.quoted(value)
        }
    }
}
