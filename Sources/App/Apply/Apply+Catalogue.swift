import Audiences
import Catalogue
import Identity
import Kernel
import Storage

/// Topics and offerings.
extension ApplyWork {
    func apply(_ item: ApplyFile.Topic, _ file: String) throws {
        let now = try transaction.topic(item.slug).map { ["name": $0.name.json] }
        try bring("topic", item.slug.description, now: now, wanted: ["name": item.name.json], file, item.line) {
            _ = try refusing(file, item.line) { try transaction.save(TopicDraft(slug: item.slug, name: item.name), actor: .operator) }
        }
    }

    /// - Parameter circle: the files that are being applied, in the round in which the offering's audience may not exist yet but is in one
    ///   of them: it then stays open until it does.
    func apply(_ item: ApplyFile.Offering, _ file: String, _ circle: [ApplyFile]) throws {
        let owner = try publisher(item.owner, file, item.line)
        let old = try transaction.offering(item.slug)
        var audience: AudienceKey?
        if let slug = item.audience {
            audience = try transaction.audience(slug.description)?.key
            if audience == nil {
                guard circle.contains(where: { $0.audiences.contains { $0.slug == slug } }) else {
                    throw Self.problem(file, item.line, "there is no audience “\(slug)”")
                }
                // Only its existence matters to the rules that name it; the other round brings all of it.
                guard old == nil else { return }
            }
        }
        guard let kind = OfferingKind(rawValue: item.kind) else { throw notOne(OfferingKind.self, "kind", item.kind, file, item.line) }
        guard let lifecycle = Lifecycle(rawValue: item.lifecycle) else {
            throw notOne(Lifecycle.self, "lifecycle", item.lifecycle, file, item.line)
        }
        let topics = try item.topics.map { slug in
            guard let topic = try transaction.topic(slug) else { throw Self.problem(file, item.line, "there is no topic “\(slug)”") }
            return topic.key
        }
        let draft = OfferingDraft(
            slug: item.slug, owner: owner.key, kind: kind, lifecycle: lifecycle, audience: audience, hasUsageFeed: item.hasUsageFeed,
            name: item.name, tagline: item.tagline, scene: item.scene ?? old?.scene, description: item.description ?? old?.description,
            tips: item.tips ?? old?.tips, needs: item.needs, links: item.links.map { OfferingLink(label: $0.label, url: $0.url) },
            topics: Set(topics)
        ).normalised
        try bring(
            "offering", item.slug.description, now: old.map { OfferingDraft($0).fields }, wanted: draft.fields, file, item.line
        ) { _ = try refusing(file, item.line) { try transaction.save(draft, actor: .operator) } }
        guard let key = try transaction.offering(item.slug)?.key else { return }
        for news in item.news {
            let added = try refusing(file, news.line) { try transaction.addNews(news.text, on: news.day, to: key, actor: .operator) }
            if added.isNew { note("offering \(item.slug)", ["news"]) }
        }
    }

    /// A refusal of the catalogue, with the file's line.
    private func refusing<Result>(_ file: String, _ line: Int, _ body: () throws -> Result) throws -> Result {
        do { return try body() } catch CatalogueError.invalid(let problems) {
            throw ApplyProblems(problems.map { ApplyProblem(file: file, line: line, text: $0.description) })
        } catch let error as CatalogueError { throw Self.problem(file, line, error.description) }
    }

    func notOne<Word: RawRepresentable & CaseIterable>(
        _: Word.Type, _ field: String, _ word: String, _ file: String, _ line: Int
    ) -> ApplyProblems where Word.RawValue == String {
        Self.problem(file, line, "\(field): “\(word)” is not one of \(Word.allCases.map(\.rawValue).joined(separator: ", "))")
    }
}

extension Texts {
    var json: JSONText { .map(byLanguage.mapValues { .text($0) }) }
}
