package import Audiences
package import Identity
package import Kernel
package import Storage

extension Transaction {
    /// Makes these the messages of the campaign, in this order. One that was handed in or approved is a draft again. A message keeps its key
    /// when it moves or changes. Without any difference nothing happens.
    /// - Parameter seen: the `changedAt` of the form, `nil` for whatever is there.
    /// - Throws: `CampaignError.invalid` with the line and column of every mistake, `.frozen`, `.changedMeanwhile`.
    @discardableResult
    package func setMessages(
        _ drafts: [MessageDraft], of campaign: Campaign, terms: TermRegistry, seen: Instant? = nil, by actor: Actor
    ) throws -> Campaign {
        let campaign = try current(campaign)
        let drafts = try checked(drafts, terms: terms, pictures: pictures(of: campaign.key))
        let before = try messages(of: campaign.key)
        if drafts == before.map(\.content) { return campaign }
        guard !campaign.state.hasRun else { throw CampaignError.frozen([.messages]) }
        try take(.edit, campaign, seen: seen, actor: actor.auditName, author: .now(actor.person))
        try withdrawRequest(of: campaign, by: actor)
        let keys = Self.keys(for: drafts, from: before)
        for (index, draft) in drafts.enumerated() {
            let key: MessageKey
            if let kept = keys[index] {
                key = kept
                try run(
                    """
                    UPDATE message SET position = \(index + 1), angle = \(draft.angle), rule = \(draft.rule), language = \(draft.language)
                    WHERE id = \(key)
                    """)
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
        let gone = before.map(\.key).filter { !keys.contains($0) }
        if !gone.isEmpty {
            try run("DELETE FROM message_sketch WHERE campaign = \(campaign.key) AND message IN \(list: gone)")
            try run("DELETE FROM message_text WHERE message IN \(list: gone)")
            try run("DELETE FROM message WHERE id IN \(list: gone)")
        }
        try audit(
            actor.auditName, "write", campaign.auditSubject, before: JSON.text(before.map { AuditedMessage($0.content) }),
            after: JSON.text(drafts.map(AuditedMessage.init)))
        return try current(campaign)
    }

    /// Which message each draft was before: the one of the same content wherever it stood, else the one left over at its place or the
    /// first left over; `nil` for a new one.
    private static func keys(for drafts: [MessageDraft], from before: [CampaignMessage]) -> [MessageKey?] {
        var left = before
        func take(_ fits: (CampaignMessage) -> Bool) -> MessageKey? {
            left.firstIndex(where: fits).map { left.remove(at: $0).key }
        }
        var keys = drafts.map { draft in take { $0.content == draft } }
        for index in drafts.indices where keys[index] == nil { keys[index] = take { $0.number == index + 1 } }
        for index in drafts.indices where keys[index] == nil { keys[index] = take { _ in drafts.count <= before.count } }
        return keys
    }
}
