import HTTPTypes
import Hummingbird
import Kernel
import Web

extension AudienceRoutes {
    /// `GET /api/audiences/count?rule=…`: the count as an author may see it, or what is wrong and at which column.
    @Sendable func countJSON(_ request: Request, _ context: WebContext) async throws -> Response {
        guard let text = request.query.text("rule") else { throw FieldErrors("rule", FormWords.in(context.language).required) }
        switch try await reading(text, context) {
        case .counted(let counted): return try context.json(CountAnswer(counted))
        case .wrong(let wrong):
            return try context.json(
                RuleProblem(wrong, language: context.language), status: .unprocessableContent, type: "application/problem+json")
        }
    }
}

/// `hidden` is one of `fewPeople`, `noneOrAll`, `difference`, `fewUndecided`; then `count` is null.
private struct CountAnswer: Encodable {
    let rule, sentence: String
    let count: Int?
    let hidden: String?

    init(_ counted: RuleReading.Counted) {
        (rule, sentence, count) = (counted.rule, counted.sentence, counted.figure.count)
        hidden = if case .hidden(let reason) = counted.figure { reason.rawValue } else { nil }
    }

    private enum CodingKeys: String, CodingKey { case rule, sentence, count, hidden }

    func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: CodingKeys.self)
        try members.encode(rule, forKey: .rule)
        try members.encode(sentence, forKey: .sentence)
        // Also as null, so that every answer has it.
        try members.encode(count, forKey: .count)
        try members.encodeIfPresent(hidden, forKey: .hidden)
    }
}

/// RFC 9457, with the column in characters from 1 and the names that may have been meant.
private struct RuleProblem: Encodable {
    var type = "about:blank"
    let title: String
    var status = 422
    let detail: String
    let column: Int
    let suggestions: [String]

    init(_ wrong: RuleReading.Wrong, language: Language) {
        title = AudienceWords.in(language).ruleLabel
        detail = wrong.error.message(in: language.tag)
        column = wrong.error.column
        suggestions = wrong.error.suggestions
    }
}
