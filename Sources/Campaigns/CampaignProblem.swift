package import Audiences
package import Markup

/// A field of a campaign, as files and forms have it.
package enum CampaignField: Sendable, Hashable {
    case slug, name, publisher, offering, audience, stage, `class`, start, latestSend, uncertain, goal, goalStage, goalBaseline, goalTarget,
        goalBy, holdout, channels, needs, keyMessages, messages, note, picture, attachment
    /// From 1.
    case need(Int)
    case keyMessage(Int)
    case message(Int, MessageField)
}

package enum MessageField: Sendable, Hashable {
    case angle, rule, language
    case subject(String)
    case body(String)
}

/// One thing that is wrong with a campaign; `message(in:)` says it.
package struct CampaignProblem: Sendable, Hashable {
    package let field: CampaignField
    package let kind: Kind

    package init(_ field: CampaignField, _ kind: Kind) {
        self.field = field
        self.kind = kind
    }

    package enum Kind: Sendable, Hashable {
        case required
        case tooLong(Int)
        case tooMany(Int)
        /// Line breaks or other control characters in what is one line.
        case notOneLine
        case badSlug(String)
        case slugTaken(String)
        /// No publisher, offering or audience of this slug.
        case unknown(String)
        case retired
        case notOneOf([String])
        case badShare
        case badStart
        case badZone(String)
        case badDay
        case outOfRange(Int, Int)
        case holdoutTooLarge
        case targetNotAbove
        case noChannel
        case badLanguage(String)
        /// There is no text in the default language.
        case noDefaultText(String)
        case rule(RuleError)
        /// The place of a text in Markdown, and what is wrong there.
        case markup(MarkupProblem)
        case noMessages
        /// A message before the last one without a rule.
        case neverReached
        /// The last message has a rule, so some would get nothing.
        case lastHasRule
        /// Megabytes of one file, and of all together.
        case fileTooLarge(Int)
        case filesTooLarge(Int)
        case notAPicture
        case notAnAttachment
        /// The message that shows it.
        case pictureInUse(Int)
    }
}
