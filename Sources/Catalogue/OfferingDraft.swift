package import Kernel

/// What an offering is made or changed to. To change a few fields, start from `OfferingDraft(offering)`.
package struct OfferingDraft: Sendable, Hashable {
    package var slug: Slug
    package var owner: PublisherKey
    package var kind: OfferingKind
    package var lifecycle: Lifecycle
    package var audience: AudienceKey?
    package var hasUsageFeed: Bool
    /// Its default language is the default one of the offering: every other text must have a text in it.
    package var name: Texts
    package var tagline: Texts
    package var scene: Texts?
    package var description: Texts?
    package var tips: Texts?
    package var needs: [Texts]
    package var links: [OfferingLink]
    package var topics: Set<TopicKey>

    package init(
        slug: Slug, owner: PublisherKey, kind: OfferingKind = .app, lifecycle: Lifecycle = .live, audience: AudienceKey? = nil,
        hasUsageFeed: Bool = false, name: Texts, tagline: Texts, scene: Texts? = nil, description: Texts? = nil, tips: Texts? = nil,
        needs: [Texts] = [], links: [OfferingLink] = [], topics: Set<TopicKey> = []
    ) {
        self.slug = slug
        self.owner = owner
        self.kind = kind
        self.lifecycle = lifecycle
        self.audience = audience
        self.hasUsageFeed = hasUsageFeed
        self.name = name
        self.tagline = tagline
        self.scene = scene
        self.description = description
        self.tips = tips
        self.needs = needs
        self.links = links
        self.topics = topics
    }

    package init(_ offering: Offering) {
        self.init(
            slug: offering.slug, owner: offering.owner, kind: offering.kind, lifecycle: offering.lifecycle, audience: offering.audience,
            hasUsageFeed: offering.hasUsageFeed, name: offering.name, tagline: offering.tagline, scene: offering.scene,
            description: offering.description, tips: offering.tips, needs: offering.needs, links: offering.links, topics: offering.topics)
    }
}

/// What a save did.
package enum SaveOutcome: Sendable, Hashable {
    case created
    /// The fields that are different now, by their names in files (`tagline`, `needs`), sorted.
    case changed([String])
    case unchanged
}

extension OfferingDraft {
    var language: String { name.defaultLanguage }

    /// The draft as it is stored: texts without white space around them, empty ones left out, all in one default language, and a name
    /// and a tagline in each language that any of its longer texts is in.
    package var normalised: OfferingDraft {
        var draft = self
        let language = language
        draft.name = name.tidied(default: language) ?? name
        draft.tagline = tagline.tidied(default: language) ?? tagline
        draft.scene = scene.flatMap { $0.tidied(default: language) }
        draft.description = description.flatMap { $0.tidied(default: language) }
        draft.tips = tips.flatMap { $0.tidied(default: language) }
        draft.needs = needs.compactMap { $0.tidied(default: language) }
        draft.links = links.map { OfferingLink(label: $0.label.tidied(default: language) ?? $0.label, url: $0.url.trimmedSpaces) }
        let texts = [draft.name, draft.tagline] + [draft.scene, draft.description, draft.tips].compactMap { $0 }
        let languages = texts.reduce(into: Set<String>()) { $0.formUnion($1.byLanguage.keys) }
        draft.name = draft.name.filled(languages)
        // One that lacks the default language stays as it is, and is refused.
        if draft.tagline.byLanguage[language] != nil { draft.tagline = draft.tagline.filled(languages) }
        return draft
    }

    /// The values that are compared and audited, by their names in files.
    package var fields: [String: JSONText] {
        [
            "owner": .text(owner.description), "kind": .text(kind.rawValue), "lifecycle": .text(lifecycle.rawValue),
            "audience": audience.map { .text($0.description) } ?? .null, "usage_feed": .bool(hasUsageFeed), "name": name.json,
            "tagline": tagline.json, "scene": scene?.json ?? .null, "description": description?.json ?? .null, "tips": tips?.json ?? .null,
            "needs": .list(needs.map(\.json)),
            "links": .list(links.map { .map(["label": $0.label.json, "url": .text($0.url)]) }),
            "topics": .list(topics.sorted().map { .text($0.description) }), "language": .text(language),
        ]
    }
}

extension Texts {
    /// Without white space around the texts and without empty ones; `nil` where nothing is left. The default is `language` where there
    /// is a text in it.
    func tidied(default language: String) -> Texts? {
        let texts = byLanguage.mapValues(\.trimmedSpaces).filter { !$0.value.isEmpty }
        return Texts(texts, default: language) ?? Texts(texts, default: defaultLanguage)
            ?? texts.keys.min().flatMap { Texts(texts, default: $0) }
    }

    /// With the default text in each of `languages` that has none.
    fileprivate func filled(_ languages: Set<String>) -> Texts {
        var texts = byLanguage
        for language in languages where texts[language] == nil { texts[language] = inDefault }
        return Texts(texts, default: defaultLanguage) ?? self
    }

    var json: JSONText { .map(byLanguage.mapValues { .text($0) }) }
}

extension String {
    /// Without white space at either end.
    var trimmedSpaces: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(self[first...last])
    }
}
