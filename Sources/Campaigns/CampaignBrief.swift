package import Audiences
package import Kernel
import Storage

/// What kind of thing a campaign says; `mustKnow` can't be turned off by people and so needs the most care.
package enum CampaignClass: String, Sendable, Hashable, CaseIterable, SQLConvertible {
    case news, invitation, survey
    case mustKnow = "must-know"
}

/// A way to reach people.
package enum CampaignChannel: String, Sendable, Hashable, CaseIterable, SQLConvertible {
    case email, home
}

/// How one will know that a campaign worked: the share of the eligible audience at or beyond a stage, before and after.
package struct CampaignGoal: Sendable, Hashable {
    package var stage: Stage
    package var baseline: Share
    package var target: Share
    /// The last day on which the target counts as met.
    package var by: Day

    package init(stage: Stage, baseline: Share, target: Share, by: Day) {
        self.stage = stage
        self.baseline = baseline
        self.target = target
        self.by = by
    }
}

/// What an author decides about a campaign, apart from whose it is, what it is about and whom it is for.
package struct CampaignBrief: Sendable, Hashable {
    package static let mostNeeds = 5
    package static let mostKeyMessages = 3
    package static let longestName = 120
    package static let longestPoint = 200
    /// In permille.
    package static let holdoutLimit = 500
    package static let latestSendHours = 1...8760

    package var name: String
    /// The stage that people are to reach.
    package var stage: Stage
    package var `class`: CampaignClass
    package var start: CampaignStart
    /// Hours after the start from which nothing more is sent.
    package var latestSend: Int
    package var uncertain: UncertainChoice
    package var goal: CampaignGoal?
    /// The share of the eligible people who are not reached, to compare with.
    package var holdout: Share
    package var channels: Set<CampaignChannel>
    /// What hurts the audience, in its own words.
    package var needs: [Texts]
    package var keyMessages: [Texts]

    package init(
        name: String, stage: Stage = .know, class: CampaignClass = .news, start: CampaignStart = .now, latestSend: Int = 72,
        uncertain: UncertainChoice = .asClass, goal: CampaignGoal? = nil, holdout: Share = Share(permille: 0),
        channels: Set<CampaignChannel> = [.email, .home], needs: [Texts] = [], keyMessages: [Texts] = []
    ) {
        self.name = name
        self.stage = stage
        self.class = `class`
        self.start = start
        self.latestSend = latestSend
        self.uncertain = uncertain
        self.goal = goal
        self.holdout = holdout
        self.channels = channels
        self.needs = needs
        self.keyMessages = keyMessages
    }

    /// The language that its points are written in, once it has any.
    package var language: String? { needs.first?.defaultLanguage ?? keyMessages.first?.defaultLanguage }
}

/// A brief as files and forms write it: whose, what about and for whom by their slugs.
package struct CampaignDraft: Sendable, Hashable {
    package var slug: String
    package var publisher: String
    package var offering: String
    package var audience: String
    package var brief: CampaignBrief

    package init(slug: String, publisher: String, offering: String, audience: String, brief: CampaignBrief) {
        self.slug = slug
        self.publisher = publisher
        self.offering = offering
        self.audience = audience
        self.brief = brief
    }
}
