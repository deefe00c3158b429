import Kernel
package import Web

/// All audiences.
struct AudienceListPage: Sendable {
    var rows: [AudienceRow]
    /// From 0.
    var number = 0
    var total: Int
    /// Whether the reader may write rules; an approver reads only.
    var mayAdd = true

    static let sample = AudienceListPage(
        rows: [
            AudienceRow(
                slug: .sample, name: "Field sales", owner: "Mobile Work Team",
                reading: .counted(
                    .init(rule: "department under \"Sales\"", sentence: "people in Sales and in Germany or Austria", figure: .known(1240)))),
            AudienceRow(
                slug: .sample, name: "Still before a try", owner: nil,
                reading: .counted(
                    .init(rule: "stage(\"crm\") < try", sentence: "people who have not yet tried Field CRM", figure: .hidden(.fewUndecided))
                )),
            AudienceRow(
                slug: .sample, name: "Old team", owner: nil,
                reading: .wrong(
                    .init(
                        text: "department under \"Fax\"", error: RuleError(18, .unknownDepartment("Fax", suggestions: ["Tax"])),
                        corrections: []))),
        ], number: 1, total: 61)

    func page(_ context: WebContext) -> Page {
        let words = AudienceWords.in(context.language)
        let format = context.format
        let new = Address(path: "/audiences/new")
        let lines = rows.map { row -> UI.Row in
            let (sentence, size): (HTML, HTML) =
                switch row.reading {
                case .counted(let counted):
                    (HTML(text: counted.sentence.sentenceCased + "."), AudienceParts.short(counted.figure, words, format))
                case .wrong(let wrong): (UI.state(words.broken(wrong.error.message(in: context.language.tag)), .red), "–")
                }
            return UI.Row(
                ["<span class=\"rule-cell\"><b>\(row.name)</b>\(sentence)</span>", size, HTML(text: row.owner ?? words.adminsOnly)],
                address: Address(path: "/audiences", row.slug))
        }
        let size = 20
        func at(_ number: Int) -> Address { Address(path: "/audiences").adding("page", number + 1) }
        let pages = UI.pagination(
            previous: number > 0 ? at(number - 1) : nil, next: (number + 1) * size < total ? at(number + 1) : nil,
            summary: words.range(format.number(number * size + 1), format.number(min(total, (number + 1) * size)), format.number(total)),
            language: context.language)
        let table = UI.table(
            words.caption, [UI.Column(words.name), UI.Column(words.size, isNumeric: true), UI.Column(words.owner)], lines,
            empty: UI.empty(words.emptyTitle, words.emptyText, action: mayAdd ? UI.linkButton(words.newFirst, new, .primary) : nil),
            showsCaption: false)
        return Page(
            words.title, intro: HTML(text: words.intro),
            actions: rows.isEmpty || !mayAdd ? nil : UI.actions([UI.linkButton(words.new, new, .primary)]),
            main: "\(table)\(pages)")
    }
}

/// Something that names an audience.
package struct AudienceUse: Sendable {
    /// What it is, in the reader's language: `Campaign`.
    package let kind: String
    package let name: String
    /// `nil` where the reader may not open it.
    package let address: Address?

    package init(kind: String, name: String, address: Address?) {
        self.kind = kind
        self.name = name
        self.address = address
    }
}

/// One audience: who it is, how many, where, ten of them, and why somebody is in.
struct AudiencePage: Sendable {
    var slug: Slug
    var name: String
    var owner: String?
    var reading: RuleReading
    var inside: AudienceInside?
    var question = ""
    var answer: WhyAnswer?
    /// What the explanation's terms are called.
    var terms = TermRegistry()
    var uses: [AudienceUse]
    var changedAt: Instant
    var mayChange: Bool

    static let sample = AudiencePage(
        slug: .sample, name: "Field sales", owner: "Mobile Work Team", reading: AudienceListPage.sample.rows[0].reading,
        inside: AudienceInside(
            departments: [
                .init(name: .unit("Field"), figure: .known(930)), .init(name: .directly("Sales"), figure: .known(300)),
                .init(name: .nowhere, figure: .known(10)), .init(name: .others, figure: .hidden(.difference)),
            ], sample: [.priya, .jonas]),
        question: "Priya", answer: .explained(.priya, .sample),
        uses: [AudienceUse(kind: "Campaign", name: "First week with Field CRM", address: Address(path: "/campaigns", "crm-first-week"))],
        changedAt: Instant(microseconds: 1_772_442_000_000_000), mayChange: true)

    func page(_ context: WebContext) -> Page {
        let words = AudienceWords.in(context.language)
        let here = Address(path: "/audiences", slug)
        let crumbs = UI.breadcrumb(
            [Link(words.title, Address(path: "/audiences")), Link(name, here, isCurrent: true)], language: context.language)
        let change = mayChange ? UI.actions([UI.linkButton(words.change, Address(path: "/audiences", slug, "edit"), .primary)]) : nil
        return Page(
            name, kicker: crumbs, actions: change, layout: .wide,
            main: UI.columns(main(words, context), side: side(words, context), sideLabel: words.ruleLabel))
    }

    private func main(_ words: AudienceWords, _ context: WebContext) -> HTML {
        switch reading {
        case .wrong(let wrong): return AudienceParts.wrong(wrong, words, context.language)
        case .counted(let counted):
            return """
                <p class="rule-sentence">\(counted.sentence.sentenceCased).</p>\(AudienceParts.size(counted.figure, words, context.format))\
                \(departments(words, context.format))\(people(words, context))
                """
        }
    }

    private func departments(_ words: AudienceWords, _ format: Format) -> HTML? {
        guard let parts = inside?.departments, !parts.isEmpty else { return nil }
        let bars = parts.map { part in
            switch part.figure {
            case .known(let count): Chart.Bar(label(part.name, words), .known(count))
            case .hidden(let reason): Chart.Bar(label(part.name, words), .hidden(reason: words.hidden(.init(reason))))
            }
        }
        let most = parts.filter { $0.figure.count != nil }.max { ($0.figure.count ?? 0) < ($1.figure.count ?? 0) }
        let sentence =
            most.map { words.departmentSentence(label($0.name, words), format.number($0.figure.count ?? 0)) } ?? words.noDepartmentSentence
        return UI.section(words.departments, Chart.bars(sentence, bars, columnLabel: words.departments, format: format))
    }

    private func label(_ name: AudienceInside.Part.Name, _ words: AudienceWords) -> String {
        switch name {
        case .unit(let name): name
        case .directly(let name): words.directly(name)
        case .nowhere: words.noDepartment
        case .others: words.otherDepartments
        }
    }

    private func people(_ words: AudienceWords, _ context: WebContext) -> HTML {
        guard let sample = inside?.sample else { return UI.notice(.calm, "<p>\(words.behaviour)</p>", title: words.behaviourTitle) }
        let items: [HTML] = sample.map { "<li>\(AudienceParts.person($0, why))</li>" }
        let list: HTML = sample.isEmpty ? "<p>\(words.nobody)</p>" : "<ul class=\"people-grid\">\(items)</ul>"
        let search = UI.filter(
            to: Address(path: "/audiences", slug).at("why"), label: words.why,
            "\(UI.text("q", words.whyLabel, value: question, kind: .search, hint: words.whyHint, limit: 200))\(UI.submit(words.search, .secondary))"
        )
        return """
            \(UI.section(words.sample, intro: HTML(text: words.sampleIntro), list))\
            \(UI.section(words.why, id: "why", "\(search)\(answer.map { AudienceParts.answer($0, question, terms, words, context, why) })"))
            """
    }

    private func why(_ person: AudienceMember) -> Address { Address(path: "/audiences", slug).adding("q", person.externalID).at("why") }

    private func side(_ words: AudienceWords, _ context: WebContext) -> HTML {
        let rule: String =
            switch reading {
            case .counted(let counted): counted.rule
            case .wrong(let wrong): wrong.text
            }
        let items: [HTML] = uses.map { use in
            let name: HTML = use.address.map { "<a href=\"\($0)\">\(use.name)</a>" } ?? HTML(text: use.name)
            return "<li><span class=\"quiet-text\">\(use.kind)</span><br>\(name)</li>"
        }
        return """
            \(UI.facts([(words.owner, HTML(text: owner ?? words.adminsOnly)), (words.changed, UI.time(changedAt, context.format))]))\
            <div><h3>\(words.uses)</h3>\(when: uses.isEmpty, "<p class=\"quiet-text\">\(words.noUses)</p>")<ul>\(items)</ul></div>\
            <div><h3>\(words.ruleAsText)</h3>\(UI.code(rule))</div>
            """
    }
}

extension Slug {
    fileprivate static let sample = Slug(suggestedBy: "Field sales") ?? Slug.fallback
    private static let fallback: Slug = { preconditionFailure("“Field sales” suggests a slug") }()
}

extension AudienceMember {
    fileprivate static let priya = AudienceMember(externalID: "E-1001", name: "Priya Raman", title: "Account manager", department: "Field")
    fileprivate static let jonas = AudienceMember(externalID: "E-1002", name: "Jonas Weber", title: nil, department: nil)
}

extension RuleExplanation {
    fileprivate static let sample = RuleExplanation(
        kind: .all, text: "everyone and not everyone", holds: false, found: nil,
        parts: [
            RuleExplanation(kind: .test, text: "everyone", holds: true, found: "Northwind / Sales", parts: [], condition: .always(true)),
            RuleExplanation(
                kind: .not, text: "not everyone", holds: false, found: nil,
                parts: [RuleExplanation(kind: .everyone, text: "everyone", holds: true, found: nil, parts: [], condition: .always(true))],
                condition: .not(.always(true))),
        ], condition: .all([]))
}

extension AudienceWords.HiddenReason {
    init(_ reason: Privacy.Reason) {
        self =
            switch reason {
            case .fewPeople: .fewPeople
            case .noneOrAll: .noneOrAll
            case .difference: .difference
            case .fewUndecided: .fewUndecided
            }
    }
}
