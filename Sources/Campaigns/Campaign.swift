package import Kernel

/// A brief with whom it is for, what it is about and how far it has come.
package struct Campaign: Sendable, Hashable {
    package let key: CampaignKey
    package let slug: Slug
    package let publisher: PublisherKey
    package let offering: OfferingKey
    package let audience: AudienceKey
    /// Who last changed the brief or a message; `nil` for the operator. Never the one who approves.
    package let author: PersonKey?
    package let state: CampaignState
    package let brief: CampaignBrief
    package let createdAt: Instant
    /// Changes with every change of the campaign or its messages, so that two who edit at once find out.
    package let changedAt: Instant

    package var name: String { brief.name }
    package var auditSubject: String { "campaign:\(slug)" }
}
