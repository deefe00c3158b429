import Kernel
import Storage

/// Words that somebody is still writing: kept so that the preview shows them and nothing is lost, seen by nobody else.
struct MessageSketch: Sendable, Hashable {
    let campaign: CampaignKey
    let person: PersonKey
    /// `nil` for a message that is not there yet.
    let message: MessageKey?
    let language: String
}

extension Transaction {
    /// Keeps words as they are, right or wrong; `nil` for the subject or the body leaves what there is.
    func sketch(_ sketch: MessageSketch, subject: String?, body: String?, saved: MessageText?) throws {
        let before = try sketched(sketch) ?? saved ?? MessageText(subject: "", body: "")
        let text = MessageText(subject: subject ?? before.subject, body: body ?? before.body)
        try discard(sketch)
        try run(
            """
            INSERT INTO message_sketch (campaign, person, message, language, subject, body, changed_at)
            VALUES (\(sketch.campaign), \(sketch.person), \(sketch.message?.raw ?? 0), \(sketch.language), \(text.subject), \(text.body), \(now))
            """)
    }

    func discard(_ sketch: MessageSketch) throws {
        try run(
            """
            DELETE FROM message_sketch WHERE campaign = \(sketch.campaign) AND person = \(sketch.person)
                AND message = \(sketch.message?.raw ?? 0) AND language = \(sketch.language)
            """)
    }
}

extension Reader {
    func sketched(_ sketch: MessageSketch) throws -> MessageText? {
        var text: MessageText?
        try each(
            """
            SELECT subject, body FROM message_sketch WHERE campaign = \(sketch.campaign) AND person = \(sketch.person)
                AND message = \(sketch.message?.raw ?? 0) AND language = \(sketch.language)
            """
        ) { text = MessageText(subject: try $0[0], body: try $0[1]) }
        return text
    }
}
