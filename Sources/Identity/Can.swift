package import Kernel

/// Everything that somebody may or may not do. Every route names one.
package enum Action: String, Sendable, CaseIterable {
    /// Open to the world: sign-in, health, assets, tracked links, one-click unsubscribe.
    case visit
    /// What every signed-in person does for themselves: home, catalogue, follow, review, own settings.
    case takePart = "take-part"
    /// Changing an offering, its news, its answers to reviews.
    case manageOffering = "manage-offering"
    /// Reading campaigns and their results.
    case readCampaigns = "read-campaigns"
    /// Writing a campaign and handing it in, starting an approved one, pausing, resuming and stopping it.
    case writeCampaign = "write-campaign"
    /// Approving a campaign or giving it back. Never one's own.
    case approveCampaign = "approve-campaign"
    /// Reading figures about groups of people: the hourglass, the counts of rules.
    case readFigures = "read-figures"
    /// Reading audiences: whoever writes for one, and whoever approves what is written for one.
    case readAudiences = "read-audiences"
    /// Asking rules of one's own, and making audiences of them.
    case manageAudiences = "manage-audiences"
    /// Changing an audience, or making one for a publisher. One without a publisher is the admins'.
    case changeAudience = "change-audience"
    /// Publishers and their members, accounts, the audit.
    case administer
    /// The demo's persona bar.
    case becomePersona = "become-persona"
}

/// What is known of the thing that is acted on; `nil` is what does not apply.
package struct Facts: Sendable {
    package var publisher: PublisherKey?
    package var department: DepartmentKey?
    /// The person whose own matter it is, or who wrote what is to be approved.
    package var person: PersonKey?
    /// Whether this installation is the made-up company.
    package var isDemo: Bool

    package init(publisher: PublisherKey? = nil, department: DepartmentKey? = nil, person: PersonKey? = nil, isDemo: Bool = false) {
        self.publisher = publisher
        self.department = department
        self.person = person
        self.isDemo = isDemo
    }
}

/// The one place that decides.
package func can(_ actor: Actor, _ action: Action, _ facts: Facts) -> Bool {
    switch actor.kind {
    case .operator, .system: return action != .becomePersona
    case .nobody: return action == .visit || (action == .becomePersona && facts.isDemo)
    case .person(let person):
        switch action {
        case .visit, .takePart: return true
        case .becomePersona: return facts.isDemo
        case .manageOffering, .writeCampaign:
            guard let publisher = facts.publisher else { return false }
            return actor.has(.author, of: publisher)
        case .readCampaigns:
            guard let publisher = facts.publisher else { return false }
            return actor.isAdmin || actor.has(.author, of: publisher) || actor.has(.approver, of: publisher)
        case .approveCampaign:
            guard let publisher = facts.publisher, facts.person != person else { return false }
            return actor.has(.approver, of: publisher)
        case .readFigures:
            if actor.isAdmin || actor.hasAnywhere(.author) || actor.hasAnywhere(.approver) { return true }
            return facts.department.map(actor.leads.contains) ?? false
        case .readAudiences: return actor.isAdmin || actor.hasAnywhere(.author) || actor.hasAnywhere(.approver)
        case .manageAudiences: return actor.isAdmin || actor.hasAnywhere(.author)
        case .changeAudience:
            if actor.isAdmin { return true }
            return facts.publisher.map { actor.has(.author, of: $0) } ?? false
        case .administer: return actor.isAdmin
        }
    }
}

/// Whether there is anything at all on which the actor may do this: what a route asks before its handler knows the facts.
package func canAtAll(_ actor: Actor, _ action: Action, isDemo: Bool) -> Bool {
    var candidates = actor.roles.keys.map { Facts(publisher: $0, isDemo: isDemo) }
    candidates += actor.leads.map { Facts(department: $0, isDemo: isDemo) }
    if actor.isAdmin { candidates.append(Facts(publisher: PublisherKey(0), isDemo: isDemo)) }
    candidates.append(Facts(isDemo: isDemo))
    return candidates.contains { can(actor, action, $0) }
}
