import Audiences
import Kernel
import Web

/// The brief as on paper: who, what hurts them, what we say, where they should get to, how we will know.
struct CampaignPage: Sendable {
    struct Named: Sendable {
        let slug: String
        let name: String
    }

    struct Message: Sendable {
        let number: Int
        let angle: String?
        /// Whom it is for, as a sentence; `nil` for everyone else.
        let people: String?
        let subject: String
        let languages: [String]
    }

    /// What the reader may do with it.
    struct Rights: Sendable {
        var write = false
        var approve = false
        /// Waits for an approver, and the reader wrote it.
        var isOwn = false
        var remove = false
    }

    let campaign: Campaign
    let publisher: Named
    let offering: Named
    let audience: Named
    /// The audience's rule as a sentence; `nil` where it is no rule any more.
    let sentence: String?
    let size: Privacy.Figure?
    let messages: [Message]
    let approvals: [Approval]
    let rights: Rights
    /// What is usual for each class.
    let usual: UncertainRule
    let csrf: String
    let format: Format

    var page: Page {
        let words = CampaignWords.in(format.language)
        let crumbs = UI.breadcrumb(
            [Link(words.campaigns, CampaignAddress.list), Link(campaign.name, address, isCurrent: true)], language: format.language)
        return Page(
            campaign.name, kicker: crumbs, intro: HTML(text: words.introOf(publisher.name, offering.name)), actions: actions(words),
            main: UI.columns(
                "\(steps(words))\(request(words))\(paper(words))\(messageList(words))", side: side(words), sideLabel: words.beside))
    }

    private var address: Address { CampaignAddress.campaign(campaign.slug) }
    private var token: (name: String, value: String) { ("seen", String(campaign.changedAt.microseconds)) }

    private func actions(_ words: CampaignWords) -> HTML? {
        var buttons: [HTML] = []
        if campaign.state == .approved || campaign.state == .scheduled || campaign.state.hasRun {
            let isAhead = !campaign.state.hasRun
            buttons.append(
                UI.linkButton(
                    isAhead ? words.beforeSending : words.sending, CampaignAddress.sending(campaign.slug),
                    isAhead && rights.write ? .primary : .secondary))
        }
        if rights.write {
            if campaign.state == .draft, !messages.isEmpty {
                buttons.append(
                    UI.post(words.handIn, to: CampaignAddress.review(campaign.slug), csrf: csrf, .primary, fields: [token]))
            }
            buttons.append(UI.linkButton(campaign.state.hasRun ? words.rename : words.editBrief, CampaignAddress.brief(campaign.slug)))
            if rights.remove { buttons.append(UI.linkButton(words.remove, CampaignAddress.removal(campaign.slug), .quiet)) }
        }
        return buttons.isEmpty ? nil : UI.actions(buttons)
    }

    private func steps(_ words: CampaignWords) -> HTML {
        let names = StateWords.in(format.language)
        let path: [CampaignState] = [
            .draft, .inReview, .approved, campaign.state == .paused ? .paused : .running, campaign.state == .stopped ? .stopped : .finished,
        ]
        let current: Int =
            switch campaign.state {
            case .draft: 0
            case .inReview: 1
            case .approved, .scheduled: 2
            case .running, .paused: 3
            case .finished, .stopped: 4
            }
        let labels = path.map { state -> (label: String, note: String?) in
            let isScheduled = state == .approved && campaign.state == .scheduled
            return (names.name(isScheduled ? .scheduled : state), nil)
        }
        return UI.stepper(words.state, labels, current: current, language: format.language)
    }

    /// What waits for somebody, and the buttons of an approver.
    private func request(_ words: CampaignWords) -> HTML? {
        if campaign.state == .draft, let last = approvals.first, last.verdict == .returned {
            return UI.notice(
                .amber, "<p>\(last.note ?? "")</p>", title: words.returnedBy(last.decidedByName ?? words.operatorName))
        }
        if campaign.state == .draft, approvals.first?.verdict == .withdrawn || approvals.first?.verdict == .approved {
            return UI.notice(.amber, "<p>\(words.draftAgain)</p>")
        }
        guard campaign.state == .inReview else { return nil }
        let asked = approvals.first?.askedByName ?? words.operatorName
        if rights.approve {
            let approve = UI.form(
                to: CampaignAddress.approval(campaign.slug), csrf: csrf, language: format.language, id: "approval",
                "\(UI.hidden(token.name, token.value))\(UI.submit(words.approve))")
            let giveBack = UI.form(
                to: CampaignAddress.giveBack(campaign.slug), csrf: csrf, language: format.language, id: "return",
                """
                \(UI.hidden(token.name, token.value))\
                \(UI.area("note", words.returnNote, hint: words.returnHint, isRequired: true, limit: 2000, rows: 3))\
                \(UI.submit(words.giveBack, .secondary))
                """)
            return UI.notice(
                .calm, "<p>\(words.approveText)</p>\(approve)\(UI.details(words.giveBackInstead, giveBack))",
                title: words.waitsForYou(asked))
        }
        return UI.notice(.calm, "<p>\(rights.isOwn ? words.waitsOwn : words.waitsOther)</p>", title: words.waits(asked))
    }

    private func paper(_ words: CampaignWords) -> HTML {
        let names = StateWords.in(format.language)
        let language = format.language.tag
        func list(_ texts: [Texts], _ none: String) -> HTML {
            texts.isEmpty
                ? "<p class=\"quiet-text\">\(none)</p>" : "<ul class=\"prose\">\(texts.map { "<li>\($0.in(language))</li>" as HTML })</ul>"
        }
        let goal = campaign.brief.goal.map {
            words.goalSentence(
                names.stage($0.stage.word), format.percent($0.baseline.fraction, places: 1), format.percent($0.target.fraction, places: 1),
                format.date($0.by))
        }
        let holdout =
            campaign.brief.holdout.isZero
            ? words.noHoldout : words.holdoutSentence(format.percent(campaign.brief.holdout.fraction, places: 1))
        return """
            \(UI.section(words.who, id: "who", "<p>\(sentence.map { "\($0.capitalisedFirst)." } ?? words.brokenRule)</p>"))\
            \(UI.section(words.hurts, id: "hurts", list(campaign.brief.needs, words.noNeeds)))\
            \(UI.section(words.says, id: "says", list(campaign.brief.keyMessages, words.noKeyMessages)))\
            \(UI.section(words.moves, id: "moves", "<p>\(words.movesSentence(names.stage(campaign.brief.stage.word), offering.name))</p>"))\
            \(UI.section(words.knows, id: "knows", "<p>\(goal ?? words.noGoal)</p><p class=\"quiet-text\">\(holdout)</p>"))
            """
    }

    private func messageList(_ words: CampaignWords) -> HTML {
        let action: HTML? =
            rights.write && !campaign.state.hasRun
            ? UI.linkButton(words.addMessage, CampaignAddress.message(campaign.slug, nil), .quiet) : nil
        if messages.isEmpty {
            return UI.section(words.messages, id: "messages", UI.empty(words.noMessageTitle, words.noMessageText, action: action))
        }
        let rows = messages.map { message in
            UI.Row(
                [
                    HTML(text: message.angle ?? words.messageNumber(message.number)), HTML(text: message.people ?? words.everyoneElse),
                    HTML(text: message.subject), HTML(text: message.languages.joined(separator: ", ")),
                ], address: CampaignAddress.message(campaign.slug, message.number))
        }
        let columns = [words.message, words.forWhom, words.subject, words.languages].map { UI.Column($0) }
        return UI.section(words.messages, id: "messages", action: action, UI.table(words.messages, columns, rows, showsCaption: false))
    }

    /// What holds, and whether the campaign or its class says so.
    private func fate(_ words: CampaignWords, _ names: StateWords) -> String {
        let policy = usual.policy(of: campaign.brief) == .keep ? words.keep : words.resend
        return campaign.brief.uncertain == .asClass
            ? words.fateOfClass(policy, names.class(campaign.brief.class)) : words.fateOfCampaign(policy)
    }

    private func side(_ words: CampaignWords) -> HTML {
        let names = StateWords.in(format.language)
        let stat: HTML? =
            switch size {
            case .known(let count):
                UI.stat(format.number(count), words.peopleIn(audience.name), address: Address(path: "/audiences", audience.slug))
            case .hidden: UI.notice(.calm, "<p>\(words.sizeHidden)</p>")
            case nil: UI.notice(.red, "<p>\(words.brokenRule)</p>")
            }
        let channels = CampaignChannel.allCases.filter { campaign.brief.channels.contains($0) }.map(names.channel)
        let facts = UI.facts([
            (words.offering, "<a href=\"\(Address(path: "/offerings", offering.slug))\">\(offering.name)</a>"),
            (words.publisher, HTML(text: publisher.name)),
            (words.kind, HTML(text: names.class(campaign.brief.class))),
            (words.start, HTML(text: words.startSentence(campaign.brief.start, format))),
            (words.latestSend, HTML(text: format.span(.hours(campaign.brief.latestSend)))),
            (words.channels, HTML(text: format.list(channels))),
            (words.uncertain, HTML(text: fate(words, names))),
            (words.changed, UI.time(campaign.changedAt, format)),
        ])
        let history: [HTML] = approvals.map { approval in
            let who = approval.verdict == nil ? approval.askedByName : approval.decidedByName
            return
                "<li>\(words.history(approval.verdict, who ?? words.operatorName)) \(UI.time(approval.decidedAt ?? approval.askedAt, format))</li>"
        }
        return "\(stat)\(facts)\(when: !history.isEmpty, UI.details(words.historyTitle, "<ul>\(history)</ul>"))"
    }
}
