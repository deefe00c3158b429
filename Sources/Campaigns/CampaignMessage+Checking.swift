package import Audiences
import Kernel
package import Markup
package import Storage

/// The messages of a campaign, ready to be sent: rules checked, texts compiled.
package struct CompiledMessages: Sendable {
    package struct Item: Sendable {
        package let message: CampaignMessage
        /// `nil` in the last one.
        package let rule: CheckedRule?
        /// By language.
        package let templates: [String: MessageTemplate]
    }

    /// In the order in which their rules are asked.
    package let items: [Item]
}

extension MessageDraft {
    package static let mostMessages = 20
    package static let mostLanguages = 20
    package static let longestAngle = 80

    /// Without white space around the texts of one line.
    var tidied: MessageDraft {
        let angle = angle?.trimmedOfSpaces
        let rule = rule?.trimmedOfSpaces
        return MessageDraft(
            angle: angle?.isEmpty == true ? nil : angle, rule: rule?.isEmpty == true ? nil : rule,
            texts: texts.mapValues { MessageText(subject: $0.subject.trimmedOfSpaces, body: $0.body) }, language: language)
    }

    /// Compiles the text of each language or reports all that is wrong.
    func compile(
        number: Int, fields: MergeFields, pictures: [String: MessagePicture], problems: inout [CampaignProblem]
    ) -> [String: MessageTemplate] {
        var templates: [String: MessageTemplate] = [:]
        for (language, text) in texts.sorted(by: { $0.key < $1.key }) {
            do throws(MarkupErrors) {
                templates[language] = try MessageTemplate.compile(
                    subject: text.subject, body: text.body, fields: fields, pictures: pictures)
            } catch {
                for problem in error.errors {
                    let field: MessageField = problem.part == .subject ? .subject(language) : .body(language)
                    problems.append(CampaignProblem(.message(number, field), .markup(problem)))
                }
            }
        }
        return templates
    }
}

extension Reader {
    /// Everything that keeps messages from being saved; empty when they may be.
    /// - Parameter pictures: what texts may show, by name.
    package func problems(
        of messages: [MessageDraft], terms: TermRegistry, pictures: [String: MessagePicture] = [:]
    ) throws -> [CampaignProblem] {
        do {
            _ = try checked(messages, terms: terms, pictures: pictures)
            return []
        } catch CampaignError.invalid(let problems) { return problems }
    }

    /// The messages with their rules in canonical form.
    /// - Throws: `CampaignError.invalid` with everything that is wrong.
    func checked(_ messages: [MessageDraft], terms: TermRegistry, pictures: [String: MessagePicture]) throws -> [MessageDraft] {
        var problems: [CampaignProblem] = []
        if messages.count > MessageDraft.mostMessages { problems.append(CampaignProblem(.messages, .tooMany(MessageDraft.mostMessages))) }
        let fields = try mergeFields()
        let checked = try messages.enumerated().map { index, message in
            let number = index + 1
            var message = message.tidied
            func add(_ field: MessageField, _ kind: CampaignProblem.Kind) {
                problems.append(CampaignProblem(.message(number, field), kind))
            }
            if let angle = message.angle {
                problems += PlainText.problems(angle, .message(number, .angle), limit: MessageDraft.longestAngle)
            }
            if let rule = message.rule {
                do throws(RuleError) {
                    message.rule = try Rule(parsing: rule).description
                } catch { add(.rule, .rule(error)) }
                do { _ = try check(rule, terms: terms) } catch let error as RuleError {
                    if problems.last?.field != .message(number, .rule) { add(.rule, .rule(error)) }
                }
            }
            if number < messages.count, message.rule == nil { add(.rule, .neverReached) }
            if number == messages.count, message.rule != nil { add(.rule, .lastHasRule) }
            for language in message.texts.keys.sorted() where !PlainText.isLanguage(language) { add(.language, .badLanguage(language)) }
            if message.texts[message.language] == nil { add(.language, .noDefaultText(message.language)) }
            if message.texts.count > MessageDraft.mostLanguages { add(.language, .tooMany(MessageDraft.mostLanguages)) }
            _ = message.compile(number: number, fields: fields, pictures: pictures, problems: &problems)
            return message
        }
        guard problems.isEmpty else { throw CampaignError.invalid(problems) }
        return checked
    }

    /// The messages as they would be sent now.
    /// - Throws: `CampaignError.invalid` where there are none, or a name that they use is not known any more.
    package func compiledMessages(of campaign: Campaign, terms: TermRegistry) throws -> CompiledMessages {
        let messages = try messages(of: campaign.key)
        guard !messages.isEmpty else { throw CampaignError.invalid([CampaignProblem(.messages, .noMessages)]) }
        let pictures = try pictures(of: campaign.key)
        _ = try checked(messages.map(\.content), terms: terms, pictures: pictures)
        let fields = try mergeFields()
        var problems: [CampaignProblem] = []
        let items = try messages.map { message in
            CompiledMessages.Item(
                message: message, rule: try message.rule.map { try check($0, terms: terms) },
                templates: message.content.compile(number: message.number, fields: fields, pictures: pictures, problems: &problems))
        }
        guard problems.isEmpty else { throw CampaignError.invalid(problems) }
        return CompiledMessages(items: items)
    }
}
