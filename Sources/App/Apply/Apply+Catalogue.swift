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
            _ = try refusing(file, item.line, item.lines) {
                try transaction.save(TopicDraft(slug: item.slug, name: item.name), actor: .operator)
            }
        }
    }

    /// - Parameter circle: the files that are being applied, in the round in which the offering's audience may not exist yet but is in one
    ///   of them: it then stays open until it does.
    func apply(_ item: ApplyFile.Offering, _ file: String, _ circle: [ApplyFile]) throws {
        func line(_ key: String) -> Int { item.lines[key] ?? item.line }
        let owner = try publisher(item.owner, file, line("owner"))
        let old = try transaction.offering(item.slug)
        var audience: AudienceKey?
        if let slug = item.audience {
            audience = try transaction.audience(slug.description)?.key
            if audience == nil {
                guard circle.contains(where: { $0.audiences.contains { $0.slug == slug } }) else {
                    throw Self.problem(file, line("audience"), "there is no audience “\(slug)”")
                }
                // Only its existence matters to the rules that name it; the other round brings all of it.
                guard old == nil else { return }
            }
        }
        guard let kind = OfferingKind(rawValue: item.kind) else { throw notOne(OfferingKind.self, "kind", item.kind, file, line("kind")) }
        let before = old.map { OfferingDraft($0) }
        let lifecycle = try item.lifecycle.map { word in
            guard let lifecycle = Lifecycle(rawValue: word) else {
                throw notOne(Lifecycle.self, "lifecycle", word, file, line("lifecycle"))
            }
            return lifecycle
        }
        let topics = try item.topics.map { slugs in
            try slugs.map { slug in
                guard let topic = try transaction.topic(slug) else {
                    throw Self.problem(file, line("topics"), "there is no topic “\(slug)”")
                }
                return topic.key
            }
        }
        let links = item.links.map { links in links.map { OfferingLink(label: $0.label, url: $0.url) } }
        let draft = OfferingDraft(
            slug: item.slug, owner: owner.key, kind: kind, lifecycle: lifecycle ?? before?.lifecycle ?? .live, audience: audience,
            hasUsageFeed: item.hasUsageFeed ?? before?.hasUsageFeed ?? false, name: item.name, tagline: item.tagline,
            scene: item.scene ?? old?.scene, description: item.description ?? old?.description, tips: item.tips ?? old?.tips,
            needs: item.needs ?? before?.needs ?? [], links: links ?? before?.links ?? [],
            topics: topics.map { Set($0) } ?? before?.topics ?? []
        ).normalised
        try bring(
            "offering", item.slug.description, now: before.map(\.fields), wanted: draft.fields, file, item.line
        ) { _ = try refusing(file, item.line, item.lines) { try transaction.save(draft, actor: .operator) } }
        guard let key = try transaction.offering(item.slug)?.key else { return }
        for news in item.news {
            let added = try refusing(file, news.line) { try transaction.addNews(news.text, on: news.day, to: key, actor: .operator) }
            if added.isNew { note("offering \(item.slug)", ["news"]) }
        }
    }

    /// A refusal of the catalogue, with the file's line.
    private func refusing<Result>(
        _ file: String, _ line: Int, _ lines: [String: Int] = [:], _ body: () throws -> Result
    ) throws -> Result {
        do { return try body() } catch CatalogueError.invalid(let problems) {
            throw ApplyProblems(
                problems.map { problem in
                    // `links[1].url` and `description.de` stand under the key that they begin with.
                    let key = problem.field.prefix { $0 != "[" && $0 != "." }
                    return ApplyProblem(file: file, line: lines[String(key)] ?? line, text: problem.description)
                })
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
