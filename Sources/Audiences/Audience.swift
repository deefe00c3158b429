package import Kernel
package import Storage

/// A named rule.
package struct Audience: Sendable, Hashable, Rowed {
    package let key: AudienceKey
    package let slug: Slug
    package let name: String
    /// In canonical form.
    package let rule: String
    /// The publisher that may change it; `nil` for admins alone.
    package let owner: PublisherKey?
    package let createdAt: Instant
    package let changedAt: Instant

    package init(row: Row) throws {
        key = try row["id"]
        slug = try row["slug"]
        name = try row["name"]
        rule = try row["rule"]
        owner = try row["owner"]
        createdAt = try row["created_at"]
        changedAt = try row["changed_at"]
    }

    /// Who is in an audience, as a condition over alias `p` of `person`: the rule holds, and they have not left the company.
    /// The one place that says so; `rule active = no` therefore counts nobody.
    package static func condition(_ rule: CheckedRule, today: Day) -> SQL {
        "(p.active = \(true) AND \(RuleCompiler.sql(rule, today: today)))"
    }
}

extension Reader {
    /// All audiences by slug.
    package func audiences() throws -> [Audience] {
        try rows("SELECT id, slug, name, rule, owner, created_at, changed_at FROM audience ORDER BY slug NULLS FIRST")
    }

    package func audience(_ slug: String) throws -> Audience? {
        try first("SELECT id, slug, name, rule, owner, created_at, changed_at FROM audience WHERE slug = \(slug)")
    }

    /// The slugs of the audiences whose own text names `slug`.
    package func audiences(naming slug: String) throws -> [String] {
        try audiences().filter { (try? Rule(parsing: $0.rule))?.audiences.contains(slug) ?? false }.map(\.slug.description)
    }

    /// How many people are in an audience of this rule. For the operator; what authors see is `figure`.
    package func count(_ rule: CheckedRule, today: Day) throws -> Int {
        try count("SELECT count(*) FROM person p WHERE \(Audience.condition(rule, today: today))")
    }

    /// The count as authors may see it: exact for a rule over the directory; for one about behaviour rounded, and only where at least
    /// 20 people could be in it, the behaviour of at least 20 decides, and no part of the rule is about fewer than five of them.
    package func figure(of rule: CheckedRule, today: Day) throws -> Privacy.Figure {
        let count = try count(rule, today: today)
        guard rule.isAboutBehaviour else { return .known(count) }
        let figure = Privacy.behaviour(
            count, of: try self.count(rule.directoryPart, today: today), undecided: try self.count(rule.undecidedPart, today: today))
        guard figure.count != nil else { return figure }
        guard let parted = try partedPeople(rule, today: today) else { return .hidden(.difference) }
        return Privacy.behaviour(count, of: .max, undecided: .max, parted: parted.values.reduce([]) { $0.adding($1) })
    }

    /// Up to `limit` people of the audience, the same ones at each call. Not for rules about behaviour outside mode individual.
    package func sample(_ rule: CheckedRule, limit: Int = 10, today: Day) throws -> [PersonKey] {
        try values(
            """
            SELECT p.id FROM person p WHERE \(Audience.condition(rule, today: today))
            ORDER BY p.id % 9973 NULLS FIRST, p.id NULLS FIRST LIMIT \(limit)
            """)
    }
}

/// Who may see people of an audience, not only figures (docs/privacy.md).
extension CheckedRule {
    /// Whether samples, “why” and names may be shown outside mode individual.
    package var mayNamePeople: Bool { !isAboutBehaviour }
}
