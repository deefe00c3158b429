import Kernel
import Markup
import Web

/// The editor of one message: the text left, the mail as somebody of the audience sees it right.
struct MessagePage: Sendable {
    enum View: String, Sendable, CaseIterable { case phone, desktop, plain, home }
    /// What the reader's mail program is set to.
    enum Look: String, Sendable, CaseIterable { case light, dark }

    let campaign: Campaign
    /// From 1; `nil` for a new one.
    let number: Int?
    /// How many there are.
    let count: Int
    let angle: String
    let rule: String
    let text: MessageText
    let language: String
    /// The languages that the message has, its default first.
    let languages: [String]
    /// Whether the text is not saved yet.
    let isSketch: Bool
    let errors: FieldErrors
    let warnings: [MarkupProblem]
    let files: [CampaignFile]
    let fields: MergeFields
    let people: [PreviewPerson]
    /// Which of them; an index.
    let shown: Int
    /// Whether nobody of the audience may be shown, since a rule asks what people did.
    let isAggregate: Bool
    let view: View
    let look: Look
    let arrival: Arrival
    let why: @Sendable (_ publisher: String, _ audience: String, Language) -> String
    let mayWrite: Bool
    let csrf: String
    let format: Format

    /// The first message that is written, and the last of those there are, are for everyone else.
    var isDefault: Bool { number.map { $0 == count } ?? (count == 0) }

    var page: Page {
        let words = CampaignWords.in(format.language)
        let title = number == nil ? words.newMessage : angle.isEmpty ? words.messageNumber(number ?? 1) : angle
        let crumbs = UI.breadcrumb(
            [
                Link(words.campaigns, CampaignAddress.list), Link(campaign.name, CampaignAddress.campaign(campaign.slug)),
                Link(words.messages, CampaignAddress.messages(campaign.slug)), Link(title, address, isCurrent: true),
            ], language: format.language)
        return Page(
            title, kicker: crumbs, intro: HTML(text: isDefault ? words.defaultIntro : words.angleIntro),
            main:
                "<div class=\"\(view == .desktop ? "desk wide" : "desk")\"><div>\(notices(words))\(editor(words))\(section.html)\(more(words))</div><div>\(preview(words))</div></div>"
        )
    }

    private var address: Address { CampaignAddress.message(campaign.slug, number) }
    private var here: Address { seen(at: address) }

    private func seen(at address: Address) -> Address {
        address.adding("language", language).adding("as", shown).adding("view", view.rawValue).adding("look", look.rawValue)
    }

    private var section: FilesSection {
        FilesSection(
            campaign: campaign, number: number, language: language, files: files, errors: errors,
            mayWrite: mayWrite && !campaign.state.hasRun, csrf: csrf, format: format)
    }

    var arrivalHead: ArrivalHead {
        ArrivalHead(
            arrival: arrival, view: view, look: look, attachments: files.filter { $0.kind == .attachment }, why: why, format: format)
    }
    var arrivalDocument: ArrivalDocument { ArrivalDocument(arrival: arrival, view: view, look: look, language: language) }

    private func notices(_ words: CampaignWords) -> HTML {
        var notices: [HTML] = []
        if campaign.state.hasRun {
            notices.append(UI.notice(.calm, "<p>\(words.sentNotice)</p>"))
        } else if campaign.state != .draft {
            notices.append(UI.notice(.amber, "<p>\(words.editWarning)</p>"))
        }
        if isSketch {
            let discard = UI.post(
                words.discard, to: CampaignAddress.message(campaign.slug, number, "sketch-removal"), csrf: csrf, .quiet,
                fields: [("language", language)])
            notices.append(UI.notice(.amber, "<p>\(words.sketchNotice)</p>\(discard)"))
        }
        return HTML.joined(notices)
    }

    private func editor(_ words: CampaignWords) -> HTML {
        let tabs = UI.tabs(
            words.languages,
            offered.map { Link(words.language($0), address.adding("language", $0), isCurrent: $0 == language) })
        guard mayWrite, !campaign.state.hasRun else {
            return "\(tabs)<p><b>\(text.subject)</b></p>\(UI.code(text.body))"
        }
        let live = CampaignAddress.message(campaign.slug, number, "sketch").adding("language", language).adding("as", shown)
        let who: HTML =
            isDefault
            ? .empty
            : """
            \(UI.text("angle", words.angle, value: angle, hint: words.angleHint, errors: errors, limit: MessageDraft.longestAngle))\
            \(UI.area("rule", words.forWhom, value: rule, hint: words.ruleHint, errors: errors, isRequired: true, rows: 3, isCode: true))
            """
        let content: HTML = """
            \(UI.hidden("seen", String(campaign.changedAt.microseconds)))\(UI.hidden("language", language))\(who)\
            \(UI.text("subject", words.subject, value: text.subject, hint: words.subjectHint, errors: errors, isRequired: true, limit: MessageTemplate.largestSubject, live: live))\
            \(UI.area("body", words.body, value: text.body, hint: words.bodyHint, errors: errors, isRequired: true, rows: 18, isCode: true, live: live, liveContent: Margin(warnings: warnings, errors: [], format: format).html))\
            \(UI.details(words.fieldsMenu, "<ul>\(fields.names.map { "<li><code>\("{{\($0)}}")</code></li>" as HTML })</ul><p class=\"hint\">\(words.fallbackHint)</p>"))\
            \(UI.actions([UI.submit(words.save), UI.submit(words.showPreview, .secondary, name: "preview", value: "yes")]))
            """
        return "\(tabs)\(UI.form(to: here, csrf: csrf, errors: errors, language: format.language, content))"
    }

    /// The message's languages and those that Rapport itself speaks.
    private var offered: [String] {
        languages + Language.allCases.map(\.tag).filter { !languages.contains($0) }
    }

    private func more(_ words: CampaignWords) -> HTML? {
        guard mayWrite, !campaign.state.hasRun, let number, count > 1, !isDefault else { return nil }
        let seen = [(name: "seen", value: String(campaign.changedAt.microseconds))]
        var buttons: [HTML] = []
        if number > 1 {
            buttons.append(
                UI.post(words.earlier, to: CampaignAddress.message(campaign.slug, number, "rise"), csrf: csrf, .quiet, fields: seen))
        }
        buttons.append(
            UI.post(words.removeMessage, to: CampaignAddress.message(campaign.slug, number, "removal"), csrf: csrf, .danger, fields: seen))
        return UI.details(words.moreToDo, UI.actions(buttons))
    }

    private func preview(_ words: CampaignWords) -> HTML {
        let options = people.enumerated().map { UI.Option(String($0), $1.label(words)) }
        let views = View.allCases.map { UI.Option($0.rawValue, words.view($0)) }
        let looks = Look.allCases.map { UI.Option($0.rawValue, words.look($0)) }
        let picker = UI.filter(
            to: address, label: words.previewAs,
            """
            \(UI.hidden("language", language))\(UI.select("as", words.previewAs, options, value: String(shown)))\
            \(UI.select("view", words.viewOn, views, value: view.rawValue))\
            \(UI.select("look", words.lookIn, looks, value: look.rawValue))\(UI.submit(words.show, .secondary))
            """)
        let head = seen(at: CampaignAddress.message(campaign.slug, number, "arrival"))
        let title = words.previewTitle(people.isEmpty ? "" : people[shown].label(words))
        let frame: HTML? =
            view == .home ? nil : UI.mailPreview(seen(at: CampaignAddress.message(campaign.slug, number, "preview")), title: title)
        let arrived: HTML = """
            <div class="arrival \(view.rawValue) \(look.rawValue)"><div data-arrival="\(head)">\(arrivalHead.html)</div>\
            \(frame)</div>
            """
        return UI.section(
            words.preview, id: "preview",
            "\(picker)\(when: isAggregate, "<p class=\"hint\">\(words.aggregateHint)</p>")\(arrived)")
    }
}

/// Somebody as whom a message can be seen.
struct PreviewPerson: Sendable {
    let person: MergePerson
    let title: String?
    let site: String?
    let isSelf: Bool

    func label(_ words: CampaignWords) -> String {
        if isSelf { return words.yourself }
        let facts = [title, site].compactMap { $0 }
        return facts.isEmpty ? person.name : "\(person.name) (\(facts.joined(separator: ", ")))"
    }
}

/// The margin of a text: what is wrong and what could be better, by line.
struct Margin: Sendable {
    let warnings: [MarkupProblem]
    let errors: [CampaignProblem]
    let format: Format

    var html: HTML {
        let words = CampaignWords.in(format.language)
        if warnings.isEmpty, errors.isEmpty { return "<p class=\"quiet-text\">\(words.allWell)</p>" }
        let items: [HTML] =
            errors.map { "<li>\(UI.state(words.mistake, .red)) \($0.message(in: format.language))</li>" }
            + warnings.map { "<li>\(UI.state(words.hint, .amber)) \($0.description(in: format.language.tag))</li>" }
        return "<ul>\(items)</ul>"
    }
}

/// The messages in the order in which their rules are asked.
struct MessagesPage: Sendable {
    let campaign: Campaign
    let messages: [CampaignPage.Message]
    /// How many people each is for; `nil` where a rule asks what people did.
    let counts: [Int]?
    let mayWrite: Bool
    let format: Format

    var page: Page {
        let words = CampaignWords.in(format.language)
        let crumbs = UI.breadcrumb(
            [
                Link(words.campaigns, CampaignAddress.list), Link(campaign.name, CampaignAddress.campaign(campaign.slug)),
                Link(words.messages, CampaignAddress.messages(campaign.slug), isCurrent: true),
            ], language: format.language)
        let add: HTML? =
            mayWrite && !campaign.state.hasRun
            ? UI.linkButton(words.addMessage, CampaignAddress.message(campaign.slug, nil), .primary) : nil
        let rows = messages.enumerated().map { index, message in
            let count: HTML = counts.map { HTML(text: format.number($0[index])) } ?? "<span class=\"quiet-text\">\(words.notShown)</span>"
            return UI.Row(
                [
                    HTML(text: message.angle ?? words.messageNumber(message.number)), HTML(text: message.people ?? words.everyoneElse),
                    HTML(text: message.subject), HTML(text: message.languages.joined(separator: ", ")), count,
                ], address: CampaignAddress.message(campaign.slug, message.number))
        }
        let columns =
            [words.message, words.forWhom, words.subject, words.languages].map { UI.Column($0) } + [
                UI.Column(words.people, isNumeric: true)
            ]
        let empty = UI.empty(words.noMessageTitle, words.noMessageText, action: add)
        return Page(
            words.messages, kicker: crumbs, intro: HTML(text: words.messagesIntro),
            actions: messages.isEmpty ? nil : add.map { UI.actions([$0]) },
            main: UI.table(words.messages, columns, rows, empty: empty, showsCaption: false))
    }
}
