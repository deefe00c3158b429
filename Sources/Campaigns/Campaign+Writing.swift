package import Audiences
package import Identity
package import Kernel
package import Storage

extension Transaction {
    /// Makes these the messages of the campaign, in this order. One that was handed in or approved is a draft again. Messages keep their
    /// keys by their places. Without any difference nothing happens.
    /// - Parameter seen: the `changedAt` of the form, `nil` for whatever is there.
    /// - Throws: `CampaignError.invalid` with the line and column of every mistake, `.frozen`, `.changedMeanwhile`.
    @discardableResult
    package func setMessages(
        _ drafts: [MessageDraft], of campaign: Campaign, terms: TermRegistry, seen: Instant? = nil, by actor: Actor
    ) throws -> Campaign {
        let campaign = try current(campaign)
        let drafts = try checked(drafts, terms: terms)
        let before = try messages(of: campaign.key)
        if drafts == before.map(\.content) { return campaign }
        guard !campaign.state.hasRun else { throw CampaignError.frozen([.messages]) }
        try take(.edit, campaign, seen: seen, actor: actor.auditName, author: .now(actor.person))
        try withdrawRequest(of: campaign, by: actor)
        for (index, draft) in drafts.enumerated() {
            let key: MessageKey
            if index < before.count {
                key = before[index].key
                try run("UPDATE message SET angle = \(draft.angle), rule = \(draft.rule), language = \(draft.language) WHERE id = \(key)")
                try run("DELETE FROM message_text WHERE message = \(key)")
            } else {
                key = try newKey()
                try run(
                    """
                    INSERT INTO message (id, campaign, position, angle, rule, language)
                    VALUES (\(key), \(campaign.key), \(index + 1), \(draft.angle), \(draft.rule), \(draft.language))
                    """)
            }
            for (language, text) in draft.texts.sorted(by: { $0.key < $1.key }) {
                try run(
                    """
                    INSERT INTO message_text (message, language, subject, body)
                    VALUES (\(key), \(language), \(text.subject), \(text.body))
                    """)
            }
        }
        let gone = before.dropFirst(drafts.count).map(\.key)
        if !gone.isEmpty {
            try run("DELETE FROM message_text WHERE message IN \(list: gone)")
            try run("DELETE FROM message WHERE id IN \(list: gone)")
        }
        try audit(
            actor.auditName, "write", campaign.auditSubject, before: JSON.text(before.map { AuditedMessage($0.content) }),
            after: JSON.text(drafts.map(AuditedMessage.init)))
        return try current(campaign)
    }
}
