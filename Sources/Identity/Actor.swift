package import Kernel
import Storage

/// What a person may do for a publisher.
package enum MemberRole: String, Sendable, CaseIterable, SQLConvertible {
    case author, approver
}

/// Who acts: a signed-in person with what they may do it as, nobody, or the program itself.
package struct Actor: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        /// Not signed in.
        case nobody
        case person(PersonKey)
        /// A command: whoever runs it can read the database anyway.
        case `operator`
        /// A worker of the program.
        case system
    }

    package let kind: Kind
    package let isAdmin: Bool
    package let roles: [PublisherKey: Set<MemberRole>]
    /// The departments that this person leads, each with all the units within it.
    package let leads: Set<DepartmentKey>

    package init(_ kind: Kind, isAdmin: Bool = false, roles: [PublisherKey: Set<MemberRole>] = [:], leads: Set<DepartmentKey> = []) {
        self.kind = kind
        self.isAdmin = isAdmin
        self.roles = roles
        self.leads = leads
    }

    package static let nobody = Actor(.nobody)
    package static let `operator` = Actor(.operator)
    package static let system = Actor(.system)

    package var person: PersonKey? {
        if case .person(let key) = kind { key } else { nil }
    }

    package var isSignedIn: Bool { person != nil }

    /// How the audit names the actor.
    package var auditName: String {
        switch kind {
        case .nobody: "nobody"
        case .person(let key): "person:\(key)"
        case .operator: "operator"
        case .system: "system"
        }
    }

    func has(_ role: MemberRole, of publisher: PublisherKey) -> Bool { roles[publisher]?.contains(role) ?? false }
    func hasAnywhere(_ role: MemberRole) -> Bool { roles.values.contains { $0.contains(role) } }
}
