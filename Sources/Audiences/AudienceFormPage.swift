import Kernel
import Web

/// The one form in which an audience is described: a text and the same rule as lines.
struct AudienceFormPage: Sendable {
    var form: AudienceForm
    var reading: RuleReading
    var vocabulary: RuleVocabulary
    /// The publishers that the writer may give it to, with the one it has.
    var owners: [UI.Option]

    static func sample(_ rule: String = "country = \"DE\" and not (title contains \"lead\" or hired_on within 3 months)")
        -> AudienceFormPage
    {
        AudienceFormPage(
            form: AudienceForm(name: "Field sales", rule: rule),
            reading: .counted(.init(rule: rule, sentence: "people in Germany", figure: .known(1240))),
            vocabulary: RuleVocabulary(schema: RuleSchema(), departments: ["Northwind", "Northwind / Sales"]),
            owners: [UI.Option("", "Admins only")])
    }

    func page(_ context: WebContext) -> Page {
        let words = AudienceWords.in(context.language)
        let list = Address(path: "/audiences")
        let here = form.slug.map { Address(path: "/audiences", $0) } ?? Address(path: "/audiences/new")
        let title = form.slug == nil ? words.newTitle : words.changeTitle
        var crumbs = [Link(words.title, list)]
        if let slug = form.slug { crumbs.append(Link(form.name, Address(path: "/audiences", slug))) }
        return Page(
            title, kicker: UI.breadcrumb(crumbs + [Link(title, here, isCurrent: true)], language: context.language),
            main: UI.form(
                to: here, csrf: context.csrfToken, errors: form.errors, language: context.language, id: "rule-form", fields(words, context))
        )
    }

    private func fields(_ words: AudienceWords, _ context: WebContext) -> HTML {
        let slug: HTML? =
            form.slug == nil
            ? UI.text("slug", words.slugLabel, value: form.wantedSlug, hint: words.slugHint, errors: form.errors, limit: 64, isShort: true)
            : nil
        let builder = RuleBuilder(draft: form.draft, vocabulary: vocabulary, errors: form.lineErrors, language: context.language)
        let cancel = form.slug.map { Address(path: "/audiences", $0) } ?? Address(path: "/audiences")
        return """
            \(note(words))\(UI.hidden("in-step", form.inStep))\(UI.hidden("seen", form.seen))\
            \(UI.area("rule", words.textLabel, value: form.text, hint: words.textHint, errors: form.errors, rows: 3, isCode: true,
                live: Address(path: "/audiences/count"), liveContent: AudienceParts.live(reading, context.language, context.format)))\
            \(UI.actions([UI.submit(words.count, .secondary, name: "do", value: "count")]))\
            \(UI.section(words.builder, id: "builder", intro: HTML(text: words.builderHint), "\(builder.html)\(UI.actions([UI.submit(words.update, .secondary, name: "do", value: "update")]))"))\
            \(UI.section(words.name, "\(UI.text("name", words.nameLabel, value: form.name, hint: words.nameHint, errors: form.errors, isRequired: true, limit: 200))\(slug)\(UI.select("owner", words.ownerLabel, owners, value: form.owner, hint: words.ownerHint, errors: form.errors))\(UI.actions([UI.submit(words.save, .primary, name: "do", value: "save"), UI.linkButton(words.cancel, cancel, .quiet)]))"))
            """
    }

    private func note(_ words: AudienceWords) -> HTML? {
        switch form.note {
        case .textWins(let rule): UI.notice(.amber, "<p>\(words.textWins)</p>\(UI.code(rule))")
        case .meanwhile(let rule): UI.notice(.amber, "<p>\(words.meanwhile)</p>\(UI.code(rule))")
        case .pressAgain: UI.notice(.calm, "<p>\(words.textWinsPress)</p>")
        case nil: nil
        }
    }
}
