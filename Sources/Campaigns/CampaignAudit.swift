import Audiences
import Kernel

/// A brief as the audit keeps it: in the words of files.
struct AuditedBrief: Encodable {
    let slug, name, publisher, offering, audience, stage, `class`, start, uncertain, holdout: String
    let latestSendHours: Int
    let goal: String?
    let channels: [String]
    let needs, keyMessages: [[String: String]]

    init(_ draft: CampaignDraft) {
        slug = draft.slug
        name = draft.brief.name
        publisher = draft.publisher
        offering = draft.offering
        audience = draft.audience
        stage = draft.brief.stage.word
        `class` = draft.brief.class.rawValue
        start = draft.brief.start.description
        uncertain = draft.brief.uncertain.rawValue
        holdout = draft.brief.holdout.description
        latestSendHours = draft.brief.latestSend
        goal = draft.brief.goal.map { "\($0.stage.word) from \($0.baseline) to \($0.target) by \($0.by)" }
        channels = draft.brief.channels.map(\.rawValue).sorted()
        needs = draft.brief.needs.map(\.byLanguage)
        keyMessages = draft.brief.keyMessages.map(\.byLanguage)
    }
}

/// The messages as the audit keeps them.
struct AuditedMessage: Encodable {
    struct Text: Encodable { let subject, body: String }

    let angle, audience: String?
    let language: String
    let texts: [String: Text]

    init(_ message: MessageDraft) {
        angle = message.angle
        audience = message.rule
        language = message.language
        texts = message.texts.mapValues { Text(subject: $0.subject, body: $0.body) }
    }
}
