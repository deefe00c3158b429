import Campaigns
import Foundation
import Kernel
import Yams

/// A file of `rapport apply` as plain values, each with its line; nothing in it has been looked up yet.
package struct ApplyFile: Sendable {
    struct Publisher: Sendable {
        var line: Int
        var lines: [String: Int] = [:]
        var slug: Slug
        var name: String
        var department: String?
        var replyTo: String?
        var mayAddress: String?
        var accent: Int?
        /// `nil` leaves the members as they are.
        var members: [Member]?
    }
    struct Member: Sendable {
        var line: Int
        var person: String
        var role: String
    }
    struct Department: Sendable {
        var line: Int
        var lines: [String: Int] = [:]
        var path: String
        var head: String?
    }
    struct Topic: Sendable {
        var line: Int
        var lines: [String: Int] = [:]
        var slug: Slug
        var name: Texts
    }
    struct Audience: Sendable {
        var line: Int
        var lines: [String: Int] = [:]
        var slug: Slug
        var name: String
        var rule: String
        var owner: Slug?
    }
    struct Offering: Sendable {
        var line: Int
        var lines: [String: Int] = [:]
        var slug: Slug
        var owner: Slug
        var kind: String
        var lifecycle: String?
        var name: Texts
        var tagline: Texts
        var scene: Texts?
        var description: Texts?
        var tips: Texts?
        var needs: [Texts]?
        var topics: [Slug]?
        var audience: Slug?
        var links: [Link]?
        var news: [News]
        var hasUsageFeed: Bool?
    }
    struct Link: Sendable {
        var line: Int
        var label: Texts
        var url: String
    }
    struct News: Sendable {
        var line: Int
        var day: Day
        var text: Texts
    }
    struct Campaign: Sendable {
        var line: Int
        var lines: [String: Int] = [:]
        var slug: Slug
        var name: String
        var publisher: Slug
        var offering: Slug
        var audience: Slug
        var stage: String
        var `class`: String?
        var start: String?
        var latestSendHours: Int?
        var uncertain: String?
        var goal: Goal?
        var holdoutPermille: Int?
        var channels: [String]?
        var needs: [Texts]?
        var keyMessages: [Texts]?
        var messages: [Message]
        var files: [File]
    }
    /// A picture or an attachment, from a file beside this one.
    struct File: Sendable {
        var line: Int
        var draft: FileDraft
    }
    struct Goal: Sendable {
        var stage: String
        var baselinePermille: Int
        var targetPermille: Int
        var by: Day
    }
    struct Message: Sendable {
        var line: Int
        var lines: [String: Int] = [:]
        var angle: String?
        var audience: String?
        var subject: Texts
        var body: Texts
    }

    package let file: String
    var publishers: [Publisher] = []
    var departments: [Department] = []
    var topics: [Topic] = []
    var audiences: [Audience] = []
    var offerings: [Offering] = []
    var campaigns: [Campaign] = []

    /// The largest file that is read, in bytes.
    package static let limit = 8 << 20

    /// - Throws: `ApplyProblems` with all that is wrong in the file.
    package init(file: String, text: String) throws {
        self.file = file
        let problems = YAMLTree.Problems(file: file)
        guard text.utf8.count <= Self.limit else {
            throw ApplyProblems([ApplyProblem(file: file, line: 1, text: "the file is larger than \(Self.limit >> 20) MiB")])
        }
        let root: Node?
        do { root = try compose(yaml: text) } catch let error as YamlError { throw ApplyProblems([Self.problem(error, file)]) }
        guard let root else { return }
        guard let tree = YAMLTree(root, "a file", problems) else { throw ApplyProblems(problems.list) }
        publishers = (tree.list("publishers", "a publisher") ?? []).compactMap(Self.publisher)
        departments = (tree.list("departments", "a department") ?? []).compactMap(Self.department)
        topics = (tree.list("topics", "a topic") ?? []).compactMap(Self.topic)
        audiences = (tree.list("audiences", "an audience") ?? []).compactMap(Self.audience)
        offerings = (tree.list("offerings", "an offering") ?? []).compactMap(Self.offering)
        campaigns = (tree.list("campaigns", "a campaign") ?? []).compactMap(Self.campaign)
        tree.finish()
        guard problems.list.isEmpty else { throw ApplyProblems(problems.list) }
    }

    private static func problem(_ error: YamlError, _ file: String) -> ApplyProblem {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _), .composer(_, let problem, let mark, _):
            ApplyProblem(file: file, line: mark.line, text: "this is no YAML: \(problem)")
        case .duplicatedKeysInMapping(let keys, let context):
            ApplyProblem(file: file, line: context.mark.line, text: "a key is there twice: \(keys.map { "\($0)" }.joined(separator: ", "))")
        default: ApplyProblem(file: file, line: 1, text: "this is no YAML: \(error)")
        }
    }

    private static func publisher(_ tree: YAMLTree) -> Publisher? {
        defer { tree.finish() }
        let (slug, name) = (tree.slug(), tree.requiredTexts("name")?.inDefault)
        let (department, replyTo, mayAddress) = (tree.text("department"), tree.text("reply_to"), tree.text("may_address"))
        let accent = tree.value("accent", "a hue from 0 to 359") { Int($0).flatMap { (0...359).contains($0) ? $0 : nil } }
        let members = tree.list("members", "a member")?.compactMap { member -> Member? in
            defer { member.finish() }
            guard let person = member.required("person"), let role = member.required("role") else { return nil }
            return Member(line: member.line, person: person, role: role)
        }
        guard let slug, let name else { return nil }
        return Publisher(
            line: tree.line, lines: tree.lines, slug: slug, name: name, department: department, replyTo: replyTo, mayAddress: mayAddress,
            accent: accent,
            members: members)
    }

    private static func department(_ tree: YAMLTree) -> Department? {
        defer { tree.finish() }
        let head = tree.text("head")
        return tree.required("path").map { Department(line: tree.line, lines: tree.lines, path: $0, head: head) }
    }

    private static func topic(_ tree: YAMLTree) -> Topic? {
        defer { tree.finish() }
        guard let slug = tree.slug(), let name = tree.requiredTexts("name") else { return nil }
        return Topic(line: tree.line, lines: tree.lines, slug: slug, name: name)
    }

    private static func audience(_ tree: YAMLTree) -> Audience? {
        defer { tree.finish() }
        let owner = tree.has("owner") ? tree.slug("owner") : nil
        guard let slug = tree.slug(), let name = tree.requiredTexts("name")?.inDefault, let rule = tree.required("rule") else { return nil }
        return Audience(line: tree.line, lines: tree.lines, slug: slug, name: name, rule: rule, owner: owner)
    }

    private static func slugs(_ tree: YAMLTree, _ key: String) -> [Slug]? {
        tree.words(key)?.compactMap { word in
            if let slug = Slug(word) { return slug }
            tree.problems.add(tree.line(of: key), "\(key): “\(word)” is no slug")
            return nil
        }
    }

    private static func offering(_ tree: YAMLTree) -> Offering? {
        defer { tree.finish() }
        let (slug, owner, name, tagline) = (tree.slug(), tree.slug("owner"), tree.requiredTexts("name"), tree.requiredTexts("tagline"))
        let (kind, lifecycle) = (tree.required("kind"), tree.text("lifecycle"))
        let (scene, description, tips) = (tree.texts("scene"), tree.texts("description"), tree.texts("tips"))
        let (needs, topics) = (tree.textsList("needs"), slugs(tree, "topics"))
        let audience = tree.has("audience") ? tree.slug("audience") : nil
        let links = tree.list("links", "a link")?.compactMap { link -> Link? in
            defer { link.finish() }
            guard let label = link.requiredTexts("label"), let url = link.required("url") else { return nil }
            return Link(line: link.line, label: label, url: url)
        }
        let news = (tree.list("news", "a piece of news") ?? []).compactMap { item -> News? in
            defer { item.finish() }
            guard let day = item.value("day", "a day such as 2026-03-02", { Day($0) }), let text = item.requiredTexts("text") else {
                return nil
            }
            return News(line: item.line, day: day, text: text)
        }
        let feed = tree.value("usage_feed", "true or false") { Bool($0) }
        guard let slug, let owner, let kind, let name, let tagline else { return nil }
        return Offering(
            line: tree.line, lines: tree.lines, slug: slug, owner: owner, kind: kind, lifecycle: lifecycle, name: name, tagline: tagline,
            scene: scene,
            description: description, tips: tips, needs: needs, topics: topics, audience: audience, links: links, news: news,
            hasUsageFeed: feed)
    }

    /// `12%`, `12.5%` or `0.125` as permille.
    static func permille(_ text: String) -> Int? {
        let isPercent = text.hasSuffix("%")
        guard let number = Double(isPercent ? String(text.dropLast()) : text), number.isFinite, number >= 0 else { return nil }
        let share = (number * (isPercent ? 10 : 1000)).rounded()
        return share <= 1000 ? Int(share) : nil
    }

    /// The bytes of files that a file names, by paths from its own folder on.
    private static func files(_ tree: YAMLTree, _ key: String, _ kind: CampaignFile.Kind) -> [File] {
        (tree.list(key, "a file") ?? []).compactMap { item -> File? in
            defer { item.finish() }
            let name = kind == .picture ? item.slug("name")?.description : item.text("name")
            guard let path = item.required("file") else { return nil }
            let url = URL(fileURLWithPath: path, relativeTo: URL(fileURLWithPath: item.problems.file).deletingLastPathComponent())
            let limit = kind == .picture ? CampaignFile.largestPicture : CampaignFile.largestAttachment
            // One byte more than may be: then it is too large, whatever follows.
            guard let handle = try? FileHandle(forReadingFrom: url), let data = try? handle.read(upToCount: limit + 1) else {
                item.problems.add(item.line(of: "file"), "file: there is no file “\(path)” beside this one, or it can't be read")
                return nil
            }
            return File(line: item.line, draft: FileDraft(kind, name: name ?? url.lastPathComponent, bytes: Array(data)))
        }
    }

    private static func campaign(_ tree: YAMLTree) -> Campaign? {
        defer { tree.finish() }
        let (slug, name, publisher) = (tree.slug(), tree.requiredTexts("name")?.inDefault, tree.slug("publisher"))
        let (offering, audience, stage) = (tree.slug("offering"), tree.slug("audience"), tree.required("stage"))
        let (kind, start, uncertain) = (tree.text("class"), tree.text("start"), tree.text("uncertain"))
        let latest = tree.value("latest_send", "a time such as 72h") { text in
            text.hasSuffix("h") ? Int(text.dropLast()) : text.hasSuffix("d") ? Int(text.dropLast()).map { $0 * 24 } : nil
        }
        let goal = tree.map("goal", "a goal").flatMap { goal -> Goal? in
            defer { goal.finish() }
            let share = "a share such as 12%"
            guard let stage = goal.required("stage"), let baseline = goal.value("baseline", share, permille),
                let target = goal.value("target", share, permille), let by = goal.value("by", "a day such as 2026-03-31", { Day($0) })
            else {
                goal.problems.add(goal.line, "a goal has stage, baseline, target and by")
                return nil
            }
            return Goal(stage: stage, baselinePermille: baseline, targetPermille: target, by: by)
        }
        let holdout = tree.value("holdout", "a share such as 10%", permille)
        let (channels, needs, points) = (
            tree.words("channels"), tree.textsList("needs"), tree.textsList("key_messages")
        )
        let messages = (tree.list("messages", "a message") ?? []).compactMap { message -> Message? in
            defer { message.finish() }
            let (angle, rule) = (message.text("angle"), message.text("audience"))
            guard let subject = message.requiredTexts("subject"), let body = message.requiredTexts("body") else { return nil }
            return Message(line: message.line, lines: message.lines, angle: angle, audience: rule, subject: subject, body: body)
        }
        let files = files(tree, "pictures", .picture) + files(tree, "attachments", .attachment)
        guard let slug, let name, let publisher, let offering, let audience, let stage else { return nil }
        return Campaign(
            line: tree.line, lines: tree.lines, slug: slug, name: name, publisher: publisher, offering: offering, audience: audience,
            stage: stage,
            class: kind,
            start: start, latestSendHours: latest, uncertain: uncertain, goal: goal, holdoutPermille: holdout, channels: channels,
            needs: needs,
            keyMessages: points, messages: messages, files: files)
    }
}

/// All that is wrong with files of `rapport apply`.
package struct ApplyProblems: Error, Sendable, CustomStringConvertible {
    package let problems: [ApplyProblem]
    package init(_ problems: [ApplyProblem]) { self.problems = problems }
    package var description: String { problems.map(\.description).joined(separator: "\n") }
}
