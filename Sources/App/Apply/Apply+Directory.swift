import Audiences
import Identity
import Kernel
import Mail
import People
import Storage

/// Departments' heads, publishers and audiences.
extension ApplyWork {
    func apply(_ item: ApplyFile.Department, _ file: String) throws {
        let department = try department(item.path, file, item.lines["path"] ?? item.line)
        guard let head = item.head else { return }
        let person = try person(head, file, item.lines["head"] ?? item.line)
        let now = try department.head.flatMap { try transaction.person($0)?.externalID }
        try bring(
            "department", department.path, now: ["head": now.map { .text($0) } ?? .null], wanted: ["head": .text(head)], file, item.line
        ) { try transaction.setHead(person, of: department.key) }
    }

    func apply(_ item: ApplyFile.Publisher, _ file: String) throws {
        let department = try item.department.map { try self.department($0, file, item.lines["department"] ?? item.line) }
        var mayAddress: String?
        if let rule = item.mayAddress { mayAddress = try checked(rule, file, item.lines["may_address"] ?? item.line) }
        if let replyTo = item.replyTo, (try? MailAddress(replyTo)) == nil {
            throw Self.problem(file, item.lines["reply_to"] ?? item.line, "reply_to: “\(replyTo)” is no mail address")
        }
        let old = try transaction.publisher(item.slug)
        var members = try old.map { try transaction.members(of: $0.key) } ?? []
        if let wanted = item.members {
            members = []
            for member in wanted {
                guard let role = MemberRole(rawValue: member.role) else {
                    throw Self.problem(file, member.line, "role: “\(member.role)” is not one of author, approver")
                }
                members.insert(.init(try person(member.person, file, member.line), role))
            }
        }
        let draft = PublisherDraft(
            slug: item.slug, name: item.name, department: department?.key ?? old?.department, replyTo: item.replyTo ?? old?.replyTo,
            mayAddress: mayAddress,
            accent: item.accent ?? old?.accent, members: members)
        let now = try old.map { old in
            Self.fields(
                PublisherDraft(
                    slug: old.slug, name: old.name, department: old.department, replyTo: old.replyTo, mayAddress: old.mayAddress,
                    accent: old.accent, members: try transaction.members(of: old.key)))
        }
        try bring("publisher", item.slug.description, now: now, wanted: Self.fields(draft), file, item.line) {
            try transaction.save(draft, actor: .operator)
        }
    }

    private static func fields(_ draft: PublisherDraft) -> [String: JSONText] {
        [
            "name": .text(draft.name), "department": draft.department.map { .text($0.description) } ?? .null,
            "reply_to": draft.replyTo.map { .text($0) } ?? .null, "may_address": draft.mayAddress.map { .text($0) } ?? .null,
            "accent": draft.accent.map { .number(Int64($0)) } ?? .null,
            "members": .list(draft.members.map { "\($0.person) \($0.role.rawValue)" }.sorted().map { .text($0) }),
        ]
    }

    /// A rule in its canonical form.
    func checked(_ rule: String, _ file: String, _ line: Int) throws -> String {
        do { return try transaction.check(rule, terms: terms).rule.description } catch let error as RuleError {
            throw Self.problem(file, line, "the rule, \(error)")
        }
    }

    func apply(_ item: ApplyFile.Audience, _ file: String) throws {
        let ruleLine = item.lines["rule"] ?? item.line
        let rule = try checked(item.rule, file, ruleLine)
        let owner = try item.owner.map { try publisher($0, file, item.lines["owner"] ?? item.line).key }
        let old = try transaction.audience(item.slug.description)
        func fields(_ name: String, _ rule: String, _ owner: PublisherKey?) -> [String: JSONText] {
            ["name": .text(name), "rule": .text(rule), "owner": owner.map { .text($0.description) } ?? .null]
        }
        let now = old.map { fields($0.name, $0.rule, $0.owner) }
        let wanted = fields(item.name, rule, item.owner == nil ? old?.owner : owner)
        try bring("audience", item.slug.description, now: now, wanted: wanted, file, item.line) {
            do {
                try transaction.saveAudience(
                    slug: item.slug.description, name: item.name, rule: rule, owner: owner ?? old?.owner, terms: terms,
                    actor: Actor.operator.auditName)
            } catch let error as AudienceError {
                throw Self.problem(file, ruleLine, "audience \(item.slug): \(error)")
            }
        }
    }

    func publisher(_ slug: Slug, _ file: String, _ line: Int) throws -> Publisher {
        guard let publisher = try transaction.publisher(slug) else { throw Self.problem(file, line, "there is no publisher “\(slug)”") }
        return publisher
    }
}
