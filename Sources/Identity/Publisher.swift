package import Kernel
package import Storage

/// A team that markets things.
package struct Publisher: Sendable, Hashable, Rowed {
    package let key: PublisherKey
    package let slug: Slug
    package let name: String
    package let department: DepartmentKey?
    package let replyTo: String?
    /// The rule of whom it may address; `nil` for everyone.
    package let mayAddress: String?
    /// A hue of OKLCH, 0 to 359; `nil` for the house's own accent.
    package let accent: Int?

    package init(row: Row) throws {
        key = try row["id"]
        slug = try row["slug"]
        name = try row["name"]
        department = try row["department"]
        replyTo = try row["reply_to"]
        mayAddress = try row["may_address"]
        accent = try row["accent"]
    }
}

/// What a publisher is made or changed to.
package struct PublisherDraft: Sendable, Hashable {
    package var slug: Slug
    package var name: String
    package var department: DepartmentKey?
    package var replyTo: String?
    package var mayAddress: String?
    package var accent: Int?
    package var members: Set<Member>

    package struct Member: Sendable, Hashable {
        package let person: PersonKey
        package let role: MemberRole
        package init(_ person: PersonKey, _ role: MemberRole) {
            self.person = person
            self.role = role
        }
    }

    package init(
        slug: Slug, name: String, department: DepartmentKey? = nil, replyTo: String? = nil, mayAddress: String? = nil, accent: Int? = nil,
        members: Set<Member> = []
    ) {
        self.slug = slug
        self.name = name
        self.department = department
        self.replyTo = replyTo
        self.mayAddress = mayAddress
        self.accent = accent
        self.members = members
    }
}

extension Reader {
    private static let columns: SQL = "SELECT id, slug, name, department, reply_to, may_address, accent FROM publisher"

    package func publishers() throws -> [Publisher] { try rows("\(Self.columns) ORDER BY name NULLS FIRST, id NULLS FIRST") }
    package func publisher(_ slug: Slug) throws -> Publisher? { try first("\(Self.columns) WHERE slug = \(slug)") }
    package func publisher(_ key: PublisherKey) throws -> Publisher? { try first("\(Self.columns) WHERE id = \(key)") }

    package func members(of publisher: PublisherKey) throws -> Set<PublisherDraft.Member> {
        var members: Set<PublisherDraft.Member> = []
        try each("SELECT person, role FROM publisher_member WHERE publisher = \(publisher)") { row in
            members.insert(.init(try row["person"], try row["role"]))
        }
        return members
    }
}

extension Transaction {
    /// Makes a publisher, or brings the one of this slug to what `draft` says. Its rule must have been checked.
    /// - Returns: its key, and whether anything changed.
    @discardableResult
    package func save(_ draft: PublisherDraft, actor: Actor) throws -> (key: PublisherKey, changed: Bool) {
        let before = try publisher(draft.slug)
        let membersBefore = try before.map { try members(of: $0.key) } ?? []
        let key: PublisherKey
        if let before {
            key = before.key
            let same =
                before.name == draft.name && before.department == draft.department && before.replyTo == draft.replyTo
                && before.mayAddress == draft.mayAddress && before.accent == draft.accent && membersBefore == draft.members
            guard !same else { return (key, false) }
            try run(
                """
                UPDATE publisher SET name = \(draft.name), department = \(draft.department), reply_to = \(draft.replyTo),
                    may_address = \(draft.mayAddress), accent = \(draft.accent), changed_at = \(now) WHERE id = \(key)
                """)
        } else {
            key = try newKey()
            try run(
                """
                INSERT INTO publisher (id, slug, name, department, reply_to, may_address, accent, created_at, changed_at)
                VALUES (\(key), \(draft.slug), \(draft.name), \(draft.department), \(draft.replyTo), \(draft.mayAddress), \(draft.accent),
                    \(now), \(now))
                """)
        }
        for gone in membersBefore.subtracting(draft.members) {
            try run("DELETE FROM publisher_member WHERE publisher = \(key) AND person = \(gone.person) AND role = \(gone.role)")
        }
        for new in draft.members.subtracting(membersBefore) {
            try run("INSERT INTO publisher_member (publisher, person, role) VALUES (\(key), \(new.person), \(new.role))")
        }
        try audit(
            actor.auditName, before == nil ? "create" : "change", "publisher:\(draft.slug)",
            before: before.map { Self.json($0.name, $0.mayAddress, membersBefore) },
            after: Self.json(draft.name, draft.mayAddress, draft.members))
        return (key, true)
    }

    private static func json(_ name: String, _ mayAddress: String?, _ members: Set<PublisherDraft.Member>) -> String {
        JSONText.object([
            "name": .text(name), "may_address": mayAddress.map { .text($0) } ?? .null,
            "members": .list(members.map { .text("\($0.person) \($0.role.rawValue)") }.sorted { $0.written < $1.written }),
        ])
    }
}
