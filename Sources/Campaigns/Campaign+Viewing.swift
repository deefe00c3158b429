import Audiences
import Identity
import Kernel
import Markup
import Storage
import Web

/// What the pages read, each in one snapshot.
struct CampaignViews: Sendable {
    let terms: TermRegistry
    let press: ProofPress
    let usual: UncertainRule
    let today: Day
    let format: Format
    let actor: Actor
    let csrf: String

    private var language: String { format.language.tag }

    // MARK: The brief

    func page(_ campaign: Campaign, _ reader: Reader) throws -> CampaignPage {
        let rule = try audienceRule(campaign, reader)
        let audience = try reader.audience(reader.draft(of: campaign).audience)
        let approvals = try reader.approvals(of: campaign.key)
        return CampaignPage(
            campaign: campaign, publisher: try publisher(campaign, reader), offering: try offering(campaign, reader),
            audience: CampaignPage.Named(slug: audience?.slug.description ?? "", name: audience?.name ?? ""),
            sentence: rule.map { RuleSentence.text($0, in: language) }, size: try rule.map { try reader.figure(of: $0, today: today) },
            messages: try messages(campaign, reader), approvals: approvals, rights: try rights(campaign, approvals, reader),
            usual: usual, csrf: csrf, format: format)
    }

    private func rights(_ campaign: Campaign, _ approvals: [Approval], _ reader: Reader) throws -> CampaignPage.Rights {
        let asked = approvals.first { $0.verdict == nil }?.askedBy
        let mayWrite = can(actor, .writeCampaign, Facts(publisher: campaign.publisher))
        let isApprover = can(actor, .approveCampaign, Facts(publisher: campaign.publisher))
        let isOwn = actor.person != nil && (actor.person == campaign.author || actor.person == asked)
        return CampaignPage.Rights(
            write: mayWrite, approve: isApprover && !isOwn && campaign.state == .inReview, isOwn: isApprover && isOwn,
            remove: mayWrite ? try reader.mayRemove(campaign) : false)
    }

    func publisher(_ campaign: Campaign, _ reader: Reader) throws -> CampaignPage.Named {
        var named = CampaignPage.Named(slug: "", name: "")
        try reader.each("SELECT slug, name FROM publisher WHERE id = \(campaign.publisher)") {
            named = CampaignPage.Named(slug: try $0[0], name: try $0[1])
        }
        return named
    }

    func offering(_ campaign: Campaign, _ reader: Reader) throws -> CampaignPage.Named {
        let slug: String = try reader.value("SELECT slug FROM offering WHERE id = \(campaign.offering)") ?? ""
        let source = try reader.mergeSource(of: campaign)
        return CampaignPage.Named(slug: slug, name: source.offering["name"]?.in(language) ?? slug)
    }

    /// The audience's rule; `nil` where it names what is not there any more.
    private func audienceRule(_ campaign: Campaign, _ reader: Reader) throws -> CheckedRule? {
        guard let text: String = try reader.value("SELECT rule FROM audience WHERE id = \(campaign.audience)") else { return nil }
        return try checked(text, reader)
    }

    private func checked(_ rule: String, _ reader: Reader) throws -> CheckedRule? {
        do { return try reader.check(rule, terms: terms) } catch is RuleError { return nil }
    }

    // MARK: Messages

    func messages(_ campaign: Campaign, _ reader: Reader) throws -> [CampaignPage.Message] {
        try reader.messages(of: campaign.key).map { message in
            let people = try message.rule.map { rule in
                try checked(rule, reader).map { RuleSentence.text($0, in: language) } ?? rule
            }
            return CampaignPage.Message(
                number: message.number, angle: message.angle, people: people,
                subject: message.texts[message.language(for: language)]?.subject ?? "", languages: message.languages)
        }
    }

    func messagesPage(_ campaign: Campaign, _ reader: Reader) throws -> MessagesPage {
        let messages = try messages(campaign, reader)
        return MessagesPage(
            campaign: campaign, messages: messages, counts: messages.isEmpty ? nil : try counts(campaign, reader),
            mayWrite: can(actor, .writeCampaign, Facts(publisher: campaign.publisher)), format: format)
    }

    /// `nil` where a rule is about behaviour: the parts of a small audience would tell of single people.
    private func counts(_ campaign: Campaign, _ reader: Reader) throws -> [Int]? {
        guard let audience = try audienceRule(campaign, reader), audience.mayNamePeople else { return nil }
        let compiled: CompiledMessages
        do { compiled = try reader.compiledMessages(of: campaign, terms: terms) } catch is CampaignError { return nil }
        guard compiled.items.allSatisfy({ $0.rule?.mayNamePeople ?? true }) else { return nil }
        let counts = try reader.countsByMessage(compiled, audience: audience, today: today)
        return compiled.items.map { counts[$0.message.key] ?? 0 }
    }

    struct Editing: Sendable {
        var language: String?
        var shown = 0
        var view = MessagePage.View.phone
        var look = MessagePage.Look.light
        /// What a form brought that could not be saved.
        var form: MessageForm?
        var errors = FieldErrors()
    }

    func messagePage(_ campaign: Campaign, _ number: Int?, _ editing: Editing, _ reader: Reader) throws -> MessagePage {
        let all = try reader.messages(of: campaign.key)
        guard let message = try Self.message(number, all) else { throw Refused.notFound }
        let language = editing.language ?? message.content?.language ?? self.language
        let sketch = try actor.person.flatMap {
            try reader.sketched(MessageSketch(campaign: campaign.key, person: $0, message: message.key, language: language))
        }
        let saved = message.content?.texts[language]
        let typed = editing.form.map { MessageText(subject: $0.subject, body: $0.body) }
        let text = typed ?? sketch ?? saved ?? MessageText(subject: "", body: "")
        let fields = try reader.mergeFields()
        let (people, isAggregate) = try previewPeople(campaign, message.content?.rule, fields, reader)
        let shown = people.indices.contains(editing.shown) ? editing.shown : 0
        let (files, pictures) = (try reader.files(of: campaign.key), try reader.pictures(of: campaign.key))
        let arrival = try arrival(
            of: text, in: language, campaign, as: people.indices.contains(shown) ? people[shown] : nil, fields, pictures, reader)
        return MessagePage(
            campaign: campaign, number: number, count: all.count, angle: editing.form?.angle ?? message.content?.angle ?? "",
            rule: editing.form?.rule ?? message.content?.rule ?? "", text: text, language: language,
            languages: number.map { all[$0 - 1].languages } ?? [], isSketch: typed == nil && sketch != nil && sketch != saved,
            errors: editing.errors, warnings: Self.warnings(text, fields, pictures), files: files, fields: fields, people: people,
            shown: shown, isAggregate: isAggregate, view: editing.view, look: editing.look, arrival: arrival, why: press.why,
            mayWrite: can(actor, .writeCampaign, Facts(publisher: campaign.publisher)), csrf: csrf, format: format)
    }

    /// The key and content of a number; both `nil` for a new message. `nil` where there is no such number.
    static func message(_ number: Int?, _ all: [CampaignMessage]) throws -> (key: MessageKey?, content: MessageDraft?)? {
        guard let number else { return (nil, nil) }
        guard all.indices.contains(number - 1) else { return nil }
        return (all[number - 1].key, all[number - 1].content)
    }

    private static func warnings(
        _ text: MessageText, _ fields: MergeFields, _ pictures: [String: MessagePicture]
    ) -> [MarkupProblem] {
        if text.subject.isEmpty, text.body.isEmpty { return [] }
        do throws(MarkupErrors) {
            return try MessageTemplate.compile(subject: text.subject, body: text.body, fields: fields, pictures: pictures).warnings
        } catch { return error.problems }
    }

    func margin(_ page: MessagePage, _ reader: Reader) throws -> Margin {
        let problems = Self.warnings(page.text, page.fields, try reader.pictures(of: page.campaign.key))
        return Margin(
            warnings: problems.filter { $0.severity == .warning },
            errors: problems.filter { $0.severity == .error }
                .map { CampaignProblem(.message(1, $0.part == .subject ? .subject(language) : .body(language)), .markup($0)) },
            format: format)
    }

    // MARK: Preview

    /// The one who looks, and people of the audience whom the message is for, where no rule asks what people did (docs/privacy.md).
    func previewPeople(
        _ campaign: Campaign, _ rule: String?, _ fields: MergeFields, _ reader: Reader
    ) throws -> (people: [PreviewPerson], isAggregate: Bool) {
        let audience = try audienceRule(campaign, reader)
        let own = try rule.flatMap { try checked($0, reader) }
        let isAggregate = !(audience?.mayNamePeople ?? true) || !(own?.mayNamePeople ?? true)
        var keys: [PersonKey] = []
        if let audience, !isAggregate {
            let slice: SQL = own.map { " AND \(RuleCompiler.sql($0, today: today))" } ?? .empty
            keys = try reader.values(
                """
                SELECT p.id FROM person p WHERE \(Audience.condition(audience, today: today))\(slice)
                ORDER BY p.id % 9973 NULLS FIRST, p.id NULLS FIRST LIMIT 10
                """)
        }
        let me = actor.person
        let wanted = keys.filter { $0 != me } + (me.map { [$0] } ?? [])
        let found = Dictionary(uniqueKeysWithValues: try reader.mergePeople(wanted, fields: Set(fields.names)).map { ($0.key, $0) })
        let people = wanted.compactMap { key in
            found[key].map { PreviewPerson(person: $0, title: $0.values["title"], site: $0.values["site"], isSelf: key == me) }
        }
        return (people, isAggregate)
    }

    /// A text as somebody would get it.
    private func arrival(
        of text: MessageText, in language: String, _ campaign: Campaign, as person: PreviewPerson?, _ fields: MergeFields,
        _ pictures: [String: MessagePicture], _ reader: Reader
    ) throws -> Arrival {
        let words = CampaignWords.in(format.language)
        guard !text.body.isEmpty else { return .notice(words.nothingToShow) }
        let template: MessageTemplate
        do throws(MarkupErrors) {
            template = try MessageTemplate.compile(subject: text.subject, body: text.body, fields: fields, pictures: pictures)
        } catch { return .notice(words.correctFirst(error.errors.map(\.description).joined(separator: " "))) }
        guard let person else { return .notice(words.nobody) }
        let source = try reader.mergeSource(of: campaign)
        let order = ProofOrder(
            campaign: campaign, person: person.person.key, language: language, template: template,
            values: source.values(for: template.fields, person: person.person, language: language), reader: format.language)
        do {
            return .proof(try press.proof(order, reader))
        } catch let error as MissingFields {
            return .notice(words.missing(person.label(words), format.list(error.names)))
        } catch let error as ProofRefused { return .notice(error.reason) }
    }

    // MARK: The form

    func briefForm(_ campaign: Campaign?, _ form: CampaignForm, _ errors: FieldErrors, zone: Zone, _ reader: Reader) throws -> BriefFormPage
    {
        let writable = Set(actor.roles.filter { $0.value.contains(.author) }.keys.map(\.raw))
        let current = campaign?.publisher.raw
        var publishers: [BriefChoice] = []
        try reader.each("SELECT id, slug, name FROM publisher ORDER BY name NULLS FIRST") { row in
            let key: Int64 = try row[0]
            if writable.contains(key) || key == current { publishers.append(BriefChoice(slug: try row[1], name: try row[2])) }
        }
        var offerings: [BriefChoice] = []
        try reader.each(
            """
            SELECT o.slug, coalesce(own.name, other.name, o.slug) FROM offering o
            LEFT JOIN offering_text own ON own.offering = o.id AND own.language = \(language)
            LEFT JOIN offering_text other ON other.offering = o.id AND other.language = o.language
            WHERE o.lifecycle <> 'retired' ORDER BY 2 NULLS FIRST
            """
        ) { offerings.append(BriefChoice(slug: try $0[0], name: try $0[1])) }
        let audiences = try reader.audiences().map { BriefChoice(slug: $0.slug.description, name: $0.name) }
        return BriefFormPage(
            campaign: campaign, brief: try campaign.map { try reader.draft(of: $0).brief }, form: form, errors: errors,
            publishers: publishers, offerings: offerings,
            audiences: audiences.sorted { ($0.name.folded, $0.slug) < ($1.name.folded, $1.slug) }, zone: zone, usual: usual, csrf: csrf,
            format: format)
    }
}
