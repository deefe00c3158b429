import Audiences
import Campaigns
import Identity
import Kernel
import Storage
import Web

/// Campaigns with their messages. Apply never starts one, and of one that has run it takes only the name and the goal.
extension ApplyWork {
    func apply(_ item: ApplyFile.Campaign, _ file: String) throws {
        let old = try transaction.campaign(item.slug.description)
        let before = try old.map { try transaction.draft(of: $0).brief }
        let content = try old.map { try transaction.messages(of: $0.key).map(\.content) } ?? []
        let (draft, messages) = (try draft(item, before, file), item.messages.isEmpty ? content : try messages(item, file))
        let named = item.files.map { ($0.draft.kind, $0.draft.keptName) }
        let now = try old.map { old in
            var fields = Self.fields(try transaction.draft(of: old), content)
            let files = try transaction.files(of: old.key).filter { file in named.contains { $0 == (file.kind, file.name) } }
            fields.merge(Self.files(files.map { ($0.kind, $0.name, $0.hash) })) { $1 }
            return fields
        }
        let wanted = Self.fields(draft, messages).merging(Self.files(item.files.map { ($0.draft.kind, $0.draft.keptName, $0.draft.hash) }))
        {
            $1
        }
        try bring("campaign", item.slug.description, now: now, wanted: wanted, file, item.line) {
            do {
                var campaign =
                    try old.map { try transaction.updateCampaign($0, to: draft, by: .operator) }
                    ?? transaction.createCampaign(draft, by: .operator)
                for found in item.files {
                    do { campaign = try transaction.putFile(found.draft, to: campaign, by: .operator) } catch CampaignError.invalid(let all)
                    {
                        let text = all.map { $0.message(in: .en) }.joined(separator: " ")
                        throw Self.problem(file, found.line, "campaign \(item.slug): \(found.draft.name): \(text)")
                    }
                }
                if !item.messages.isEmpty { try transaction.setMessages(messages, of: campaign, terms: terms, by: .operator) }
            } catch let error as CampaignError { throw Self.problems(error, item, file) }
        }
    }

    private static func problems(_ error: CampaignError, _ item: ApplyFile.Campaign, _ file: String) -> ApplyProblems {
        guard case .invalid(let problems) = error else {
            return problem(file, item.line, "campaign \(item.slug): \(error.advice(.en))")
        }
        return ApplyProblems(
            problems.map { problem in
                var line = item.lines[Self.key(of: problem.field)] ?? item.line
                if case .message(let number, let part) = problem.field, item.messages.indices.contains(number - 1) {
                    let message = item.messages[number - 1]
                    line = message.lines[Self.key(of: part)] ?? message.line
                }
                return ApplyProblem(
                    file: file, line: line, text: "campaign \(item.slug): \(problem.field.formName): \(problem.message(in: .en))")
            })
    }

    /// The key of a file under which a field stands.
    private static func key(of field: CampaignField) -> String {
        switch field {
        case .goalStage, .goalBaseline, .goalTarget, .goalBy: "goal"
        case .need: "needs"
        case .keyMessage, .keyMessages: "key_messages"
        case .latestSend: "latest_send"
        default: field.formName
        }
    }

    private static func key(of part: MessageField) -> String {
        switch part {
        case .angle: "angle"
        case .rule: "audience"
        case .subject: "subject"
        case .body, .language: "body"
        }
    }

    /// - Parameter before: what it says now: the files change only what they name.
    private func draft(_ item: ApplyFile.Campaign, _ before: CampaignBrief?, _ file: String) throws -> CampaignDraft {
        func line(_ key: String) -> Int { item.lines[key] ?? item.line }
        func stage(_ word: String, _ line: Int) throws -> Stage {
            guard let stage = Stage(word: word), stage != .unaware else {
                throw Self.problem(file, line, "stage: “\(word)” is not one of know, like, trust, try, buy, repeat, refer")
            }
            return stage
        }
        func word<Word: RawRepresentable & CaseIterable>(_ text: String, _ key: String, _: Word.Type = Word.self) throws -> Word
        where Word.RawValue == String {
            guard let word = Word(rawValue: text) else { throw notOne(Word.self, key, text, file, line(key)) }
            return word
        }
        let kind = try item.class.map { try word($0, "class", CampaignClass.self) }
        let uncertain = try item.uncertain.map { try word($0, "uncertain", UncertainChoice.self) }
        let channels = try item.channels.map { Set(try $0.map { try word($0, "channels", CampaignChannel.self) }) }
        let start = try item.start.map { text in
            guard let start = CampaignStart(text) else {
                let forms = "now, 2026-03-02T09:00:00Z, 2026-03-02T09:00 Europe/Berlin or 2026-03-02T09:00 person"
                throw Self.problem(file, line("start"), "start: “\(text)” is not of the form \(forms)")
            }
            return start
        }
        let goal = try item.goal.map { goal in
            CampaignGoal(
                stage: try stage(goal.stage, line("goal")), baseline: Share(permille: goal.baselinePermille),
                target: Share(permille: goal.targetPermille), by: goal.by)
        }
        var brief = before ?? CampaignBrief(name: item.name)
        brief.name = item.name
        brief.stage = try stage(item.stage, line("stage"))
        if let kind { brief.class = kind }
        if let start { brief.start = start }
        if let hours = item.latestSendHours { brief.latestSend = hours }
        if let uncertain { brief.uncertain = uncertain }
        if let goal { brief.goal = goal }
        if let holdout = item.holdoutPermille { brief.holdout = Share(permille: holdout) }
        if let channels { brief.channels = channels }
        if let needs = item.needs { brief.needs = needs }
        if let points = item.keyMessages { brief.keyMessages = points }
        return CampaignDraft(
            slug: item.slug.description, publisher: item.publisher.description, offering: item.offering.description,
            audience: item.audience.description, brief: brief)
    }

    private func messages(_ item: ApplyFile.Campaign, _ file: String) throws -> [MessageDraft] {
        try item.messages.map { message in
            let languages = Set(message.subject.byLanguage.keys)
            guard languages == Set(message.body.byLanguage.keys) else {
                throw Self.problem(file, message.line, "a message has its subject and its body in the same languages")
            }
            let texts = languages.map { ($0, MessageText(subject: message.subject.in($0), body: message.body.in($0))) }
            let rule = try message.audience.map { try checked($0, file, message.lines["audience"] ?? message.line) }
            return MessageDraft(
                angle: message.angle, rule: rule, texts: Dictionary(uniqueKeysWithValues: texts), language: message.subject.defaultLanguage)
        }
    }

    /// The files that a file names, told by their bytes; none of the fields where it names none.
    private static func files(_ files: [(kind: CampaignFile.Kind, name: String, hash: String)]) -> [String: JSONText] {
        Dictionary(grouping: files, by: \.kind).reduce(into: [:]) { fields, group in
            fields[group.key == .picture ? "pictures" : "attachments"] = .map(
                Dictionary(group.value.map { ($0.name, .text($0.hash)) }, uniquingKeysWith: { $1 }))
        }
    }

    private static func fields(_ draft: CampaignDraft, _ messages: [MessageDraft]) -> [String: JSONText] {
        let brief = draft.brief
        let goal = brief.goal.map {
            JSONText.map([
                "stage": .number(Int64($0.stage.rawValue)), "baseline": .text($0.baseline.description),
                "target": .text($0.target.description),
                "by": .text($0.by.description),
            ])
        }
        return [
            "name": .text(brief.name), "publisher": .text(draft.publisher), "offering": .text(draft.offering),
            "audience": .text(draft.audience), "stage": .number(Int64(brief.stage.rawValue)), "class": .text(brief.class.rawValue),
            "start": .text(brief.start.description), "latest_send": .number(Int64(brief.latestSend)),
            "uncertain": .text(brief.uncertain.rawValue),
            "goal": goal ?? .null, "holdout": .text(brief.holdout.description),
            "channels": .list(brief.channels.map(\.rawValue).sorted().map { .text($0) }), "needs": .list(brief.needs.map(\.json)),
            "key_messages": .list(brief.keyMessages.map(\.json)),
            "messages": .list(
                messages.map { message in
                    .map([
                        "angle": message.angle.map { .text($0) } ?? .null, "audience": message.rule.map { .text($0) } ?? .null,
                        "texts": .map(message.texts.mapValues { .list([.text($0.subject), .text($0.body)]) }),
                        "language": .text(message.language),
                    ])
                }),
        ]
    }
}
