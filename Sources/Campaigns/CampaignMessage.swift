package import Kernel

/// The words of a message in one language.
package struct MessageText: Sendable, Hashable {
    package var subject: String
    /// Markdown with merge fields.
    package var body: String

    package init(subject: String, body: String) {
        self.subject = subject
        self.body = body
    }
}

/// A message as files and forms write it.
package struct MessageDraft: Sendable, Hashable {
    /// A short name for authors (“For managers”).
    package var angle: String?
    /// The rule of the people whom it is for; `nil` for all the rest, in the last message only.
    package var rule: String?
    /// By BCP 47 primary language tags in lower case.
    package var texts: [String: MessageText]
    /// The language for people of whose language there is no text.
    package var language: String

    package init(angle: String? = nil, rule: String? = nil, texts: [String: MessageText], language: String = "en") {
        self.angle = angle
        self.rule = rule
        self.texts = texts
        self.language = language
    }
}

/// What a campaign says to one slice of its audience: the first message whose rule fits is a person's.
package struct CampaignMessage: Sendable, Hashable {
    package let key: MessageKey
    package let campaign: CampaignKey
    /// From 1.
    package let number: Int
    package let content: MessageDraft

    package var angle: String? { content.angle }
    /// The canonical text of the rule; `nil` in the last message.
    package var rule: String? { content.rule }
    package var texts: [String: MessageText] { content.texts }
    package var language: String { content.language }
    package var languages: [String] { [language] + texts.keys.filter { $0 != language }.sorted() }

    /// The language of this message's texts that somebody of `language` gets.
    package func language(for language: String?) -> String {
        guard let language else { return self.language }
        return texts[language] == nil ? self.language : language
    }
}
