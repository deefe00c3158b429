import Kernel
import Web

/// What the form of an offering holds, in one language at a time.
struct OfferingForm {
    var language: String
    var slug = ""
    var owner = ""
    var kind = OfferingKind.app.rawValue
    var lifecycle = Lifecycle.live.rawValue
    var audience = ""
    var hasUsageFeed = false
    var name = ""
    var tagline = ""
    var scene = ""
    var description = ""
    var tips = ""
    /// One per line.
    var needs = ""
    var links: [(label: String, url: String)] = []
    var topics: Set<String> = []

    init(language: String) { self.language = language }

    /// The form as somebody finds it.
    init(_ offering: Offering, language: String, audience: Slug?, owner: Slug, topics: [Topic]) {
        self.language = language
        slug = offering.slug.description
        self.owner = owner.description
        kind = offering.kind.rawValue
        lifecycle = offering.lifecycle.rawValue
        self.audience = audience?.description ?? ""
        hasUsageFeed = offering.hasUsageFeed
        name = offering.name.byLanguage[language] ?? ""
        tagline = offering.tagline.byLanguage[language] ?? ""
        scene = offering.scene?.byLanguage[language] ?? ""
        description = offering.description?.byLanguage[language] ?? ""
        tips = offering.tips?.byLanguage[language] ?? ""
        needs = offering.needs.map { $0.byLanguage[language] ?? "" }.joined(separator: "\n")
        links = offering.links.map { ($0.label.byLanguage[language] ?? "", $0.url) }
        self.topics = Set(topics.filter { offering.topics.contains($0.key) }.map(\.slug.description))
    }

    /// The form as it was sent.
    init(_ form: Form, language: String) {
        self.language = language
        slug = form.text("slug") ?? ""
        owner = form.text("owner") ?? ""
        kind = form.text("kind") ?? ""
        lifecycle = form.text("lifecycle") ?? ""
        audience = form.text("audience") ?? ""
        hasUsageFeed = form.flag("usage_feed")
        name = form.text("name") ?? ""
        tagline = form.text("tagline") ?? ""
        scene = form.text("scene") ?? ""
        description = form.text("description") ?? ""
        tips = form.text("tips") ?? ""
        needs = form.raw("needs") ?? ""
        links = (1...CatalogueLimits.links).map { (form.text("link-\($0)-label") ?? "", form.text("link-\($0)-url") ?? "") }
        topics = Set(form.all("topics"))
    }

    /// What the form's keys stand for.
    struct Known {
        var publishers: [Slug: PublisherKey]
        var audiences: [Slug: AudienceKey]
        var topics: [Slug: TopicKey]
    }

    /// The draft that the form makes of `before` (or of nothing), with what could not even be read.
    func draft(from before: Offering?, _ known: Known, _ words: CatalogueWords, _ formWords: FormWords) -> (
        draft: OfferingDraft?, errors: FieldErrors
    ) {
        var errors = FieldErrors()
        let slug = before?.slug ?? Slug(self.slug)
        if slug == nil || slug?.description == "new" { errors.add("slug", words.slugHint) }
        let owner = Slug(self.owner).flatMap { known.publishers[$0] }
        if owner == nil { errors.add("owner", formWords.choose) }
        let kind = OfferingKind(rawValue: self.kind)
        if kind == nil { errors.add("kind", formWords.choose) }
        let lifecycle = Lifecycle(rawValue: self.lifecycle)
        if lifecycle == nil { errors.add("lifecycle", formWords.choose) }
        let audience = Slug(self.audience).flatMap { known.audiences[$0] }
        if !self.audience.isEmpty, audience == nil { errors.add("audience", formWords.choose) }
        let topics = self.topics.compactMap { Slug($0).flatMap { known.topics[$0] } }
        if topics.count != self.topics.count { errors.add("topics", formWords.choose) }
        guard let slug, let owner, let kind, let lifecycle, errors.isEmpty else { return (nil, errors) }

        let fallback = before?.name.defaultLanguage ?? language
        func text(_ old: Texts?, _ new: String) -> Texts? {
            var texts = old?.byLanguage ?? [:]
            texts[language] = new.isEmpty ? nil : new
            return texts.isEmpty ? nil : Texts(texts, default: fallback) ?? texts.keys.min().flatMap { Texts(texts, default: $0) }
        }
        /// Other languages of a list's entry stay where its text in the default language stays.
        func entry(_ old: Texts?, _ new: String) -> Texts {
            if let old, language != fallback || old.inDefault == new { return text(old, new) ?? old }
            return Texts(new, language: language)
        }
        var lines = needs.split(separator: "\n", omittingEmptySubsequences: false).map { String($0).trimmedSpaces }
        if language == fallback { lines.removeAll(where: \.isEmpty) }
        while lines.last?.isEmpty == true { lines.removeLast() }
        let oldNeeds = before?.needs ?? []
        let needs: [Texts]
        if language == fallback {
            needs = lines.map { line in entry(oldNeeds.first { $0.inDefault == line }, line) }
        } else {
            needs = oldNeeds.enumerated().map { index, need in entry(need, index < lines.count ? lines[index] : "") }
            if lines.count > oldNeeds.count {
                errors.add("needs", ProblemWords.in(language == "de" ? .de : .en).text(.tooMany(oldNeeds.count)))
            }
        }
        let oldLinks = before?.links ?? []
        let links = self.links.enumerated().compactMap { index, link -> OfferingLink? in
            if link.label.isEmpty, link.url.isEmpty { return nil }
            return OfferingLink(label: entry(index < oldLinks.count ? oldLinks[index].label : nil, link.label), url: link.url)
        }
        let empty = Texts("", language: language)
        let draft = OfferingDraft(
            slug: slug, owner: owner, kind: kind, lifecycle: lifecycle, audience: audience, hasUsageFeed: hasUsageFeed,
            name: text(before?.name, name) ?? empty, tagline: text(before?.tagline, tagline) ?? empty, scene: text(before?.scene, scene),
            description: text(before?.description, description), tips: text(before?.tips, tips), needs: needs, links: links,
            topics: Set(topics))
        return (draft, errors)
    }

    /// The problems of a save beside the form's own fields.
    static func errors(_ problems: [CatalogueProblem], _ language: Language) -> FieldErrors {
        let words = CatalogueWords.in(language)
        var errors = FieldErrors()
        for problem in problems {
            let text = ProblemWords.in(language).text(problem.kind)
            let parts = problem.field.split(separator: ".")
            let head = String(parts.first ?? "")
            guard let open = head.firstIndex(of: "["), let number = Int(head[head.index(after: open)...].dropLast()) else {
                errors.add(head, text)
                continue
            }
            if head.hasPrefix("links") {
                errors.add("link-\(number)-\(parts.count > 1 && parts[1] == "url" ? "url" : "label")", text)
            } else {
                errors.add(String(head[..<open]), words.inLine(number, text))
            }
        }
        return errors
    }
}

/// The form of an offering, new or there already.
struct OfferingFormPage {
    var form: OfferingForm
    /// `nil` for a new one.
    var offering: Offering?
    var publishers: [(slug: Slug, name: String)]
    var audiences: [(slug: Slug, name: String)]
    var topics: [Topic]
    var newsText: String?
    var errors = FieldErrors()

    func page(_ setting: PageSetting) -> Page {
        let words = setting.words
        let address = offering.map { Address(path: "/offerings", $0.slug, "edit") } ?? Address(path: "/offerings", "new")
        let isDefault = offering.map { $0.name.defaultLanguage == form.language } ?? true
        let slugField: HTML? =
            offering == nil
            ? UI.text(
                "slug", words.slug, value: form.slug, hint: words.slugHint, errors: errors, isRequired: true, limit: 64, isShort: true)
            : nil
        let texts: HTML = """
            \(UI.text("name", words.name, value: form.name, errors: errors, isRequired: isDefault, limit: CatalogueLimits.name))\(slugField)\
            \(UI.text("tagline", words.tagline, value: form.tagline, hint: words.taglineHint, errors: errors, isRequired: isDefault, limit: CatalogueLimits.tagline))\
            \(area("scene", words.scene, form.scene, words.sceneHint, CatalogueLimits.scene, rows: 3))\
            \(area("needs", words.needs, form.needs, words.needsHint, nil, rows: 4))\
            \(area("description", words.description, form.description, words.markdownHint, CatalogueLimits.description, rows: 12))\
            \(area("tips", words.tips, form.tips, words.markdownHint, CatalogueLimits.description, rows: 6))\(linkFields(words))
            """
        let facts: HTML = """
            \(UI.select("owner", words.owner, publishers.map { UI.Option($0.slug.description, $0.name) }, value: form.owner, errors: errors))\
            \(UI.select("kind", words.kindLabel, OfferingKind.allCases.map { UI.Option($0.rawValue, words.kind($0)) }, value: form.kind, errors: errors))\
            \(UI.select("lifecycle", words.state, Lifecycle.allCases.map { UI.Option($0.rawValue, words.lifecycle($0)) }, value: form.lifecycle, errors: errors))\
            \(UI.select("audience", words.audience, [UI.Option("", words.everyone)] + audiences.map { UI.Option($0.slug.description, $0.name) }, value: form.audience, hint: words.audienceHint, errors: errors))\
            \(topics.isEmpty ? .empty : UI.checks("topics", words.topics, topics.map { UI.Option($0.slug.description, $0.name.read(setting)) }, values: form.topics, errors: errors))\
            \(UI.check("usage_feed", words.usageFeed, isOn: form.hasUsageFeed, hint: words.usageFeedHint))
            """
        let hidden: HTML = """
            \(UI.hidden("language", form.language))\(UI.hidden("version", offering.map { String($0.changedAt.microseconds) } ?? ""))
            """
        let fields: HTML = """
            \(hidden)\(UI.fieldset(words.editing(form.language), texts))\(UI.fieldset(words.facts, facts))\
            \(UI.actions([UI.submit(words.save)]))
            """
        let main = UI.form(to: address, csrf: setting.csrf, errors: errors, language: setting.language, fields)
        guard let offering else { return Page(words.newTitle, intro: "\(words.newIntro)", layout: .reading, main: main) }
        let languages = Set(offering.name.byLanguage.keys).union(Language.allCases.map(\.tag)).sorted()
        let tabs = UI.tabs(
            words.inLanguage, languages.map { Link(words.language($0), address.adding("language", $0), isCurrent: $0 == form.language) })
        return Page(
            words.editTitle(offering.name.read(setting)), kicker: tabs,
            actions: UI.actions([UI.linkButton(words.view, Address(path: "/offerings", offering.slug))]), layout: .reading,
            main: "\(main)\(newsForm(offering, setting))")
    }

    private func area(_ name: String, _ label: String, _ value: String, _ hint: String, _ limit: Int?, rows: Int) -> HTML {
        UI.area(name, label, value: value, hint: hint, errors: errors, limit: limit, rows: rows)
    }

    private func linkFields(_ words: CatalogueWords) -> HTML {
        let shown = min(CatalogueLimits.links, max(2, form.links.filter { !$0.label.isEmpty || !$0.url.isEmpty }.count + 1))
        let fields: [HTML] = (1...shown).map { number in
            let link = number <= form.links.count ? form.links[number - 1] : ("", "")
            return """
                \(UI.text("link-\(number)-label", "\(words.linkLabel) (\(number))", value: link.0, errors: errors, limit: CatalogueLimits.label))\
                \(UI.text("link-\(number)-url", "\(words.linkURL) (\(number))", value: link.1, kind: .url, errors: errors, limit: 2000))
                """
        }
        return UI.fieldset(words.links, hint: words.linksHint, "\(fields)")
    }

    private func newsForm(_ offering: Offering, _ setting: PageSetting) -> HTML {
        let words = setting.words
        let fields: HTML = """
            \(UI.hidden("language", form.language))\
            \(UI.area("text", words.newsText, value: newsText, hint: words.newsHint, errors: errors, limit: CatalogueLimits.news, rows: 4))\
            \(UI.actions([UI.submit(words.addNews)]))
            """
        return UI.section(
            words.newsForm, id: "news",
            UI.form(to: Address(path: "/offerings", offering.slug, "news"), csrf: setting.csrf, language: setting.language, fields))
    }
}
