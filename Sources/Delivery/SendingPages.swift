import Campaigns
import Kernel
import Web

/// Everything that an author should know before the one button is pressed.
struct SendingPage {
    let campaign: Slug
    let publisher: String
    let from: String
    let state: CampaignState
    /// `nil` where it can't be counted, for the reason that is the obstacle.
    let preview: Preview?
    let telling: Telling
    let writesFiles: Bool
    var cap: MailCap?
    let maySend: Bool
    var group = Timing.Group.audience
    /// When the page is made: a start that is still ahead can be scheduled.
    let now: Instant
    /// Why it can't be started.
    var obstacle: DeliveryError?
    /// Of a start by itself that did not happen.
    var missed: MissedStart?

    func page(_ format: Format, csrf: String) -> Page {
        let words = SendingWords.in(format.language)
        let title = group == .newcomers ? words.newcomers.title : words.before
        guard let preview else {
            return Page(title, kicker: way(words, format), actions: button(format, csrf, words), main: notices(format, words))
        }
        if group == .newcomers, preview.audience == 0, telling.sizes != .none {
            return Page(title, kicker: way(words, format), main: UI.empty(words.newcomers.none, words.newcomers.nobody))
        }
        let notice = notices(format, words)
        return Page(
            title, kicker: way(words, format),
            intro: "\(words.from(publisher, from)) \(times(preview, format, words) ?? "")", actions: button(format, csrf, words),
            main:
                "\(notice)\(schedule(words))\(figures(preview, format, words))\(telling.isExact ? tables(preview, format, words) : untold(telling, words))"
        )
    }

    private func notices(_ format: Format, _ words: SendingWords) -> HTML {
        let problem = obstacle.map { UI.notice(.red, "<p>\(words.problem($0))</p>", title: words.cannotStart) }
        let files: HTML? = writesFiles ? UI.notice(.amber, "<p>\(words.files)</p>") : nil
        let isEmpty = obstacle == nil && telling.isExact && preview?.recipients == 0
        let nobody: HTML? = isEmpty ? UI.notice(.amber, "<p>\(words.nobodyGetsIt)</p>") : nil
        return "\(missed.map { $0.notice(format, words) })\(problem)\(nobody)\(files)"
    }

    /// Back to the page of the runs that newcomers add to.
    private func way(_ words: SendingWords, _ format: Format) -> HTML? {
        guard group == .newcomers else { return nil }
        return UI.breadcrumb(
            [
                Link(words.deliveries, Address(path: "/campaigns", campaign, "deliveries")),
                Link(words.newcomers.title, Address(path: "/campaigns", campaign, "newcomers"), isCurrent: true),
            ], language: format.language)
    }

    /// The one button: to send now, to let it start at its time, or not to.
    private func button(_ format: Format, _ csrf: String, _ words: SendingWords) -> HTML? {
        guard maySend, isReady else { return nil }
        if group == .audience, state == .scheduled {
            return UI.post(words.schedule.remove, to: Address(path: "/campaigns", campaign, "schedule", "removal"), csrf: csrf)
        }
        guard let preview, obstacle == nil else { return nil }
        // Where nothing may be told, neither may whether there is anybody.
        guard preview.recipients > 0 || telling.sizes == .none else { return nil }
        if group == .audience, let due = preview.firstDue, due > now {
            return UI.post(
                words.schedule.add(format.exact(due)), to: Address(path: "/campaigns", campaign, "schedule"), csrf: csrf, .primary)
        }
        let recipients = telling.size(preview.recipients).map { format.count($0, words.people.one, words.people.many) }
        return UI.post(
            recipients.map(words.send) ?? words.sendUncounted, to: Address(path: "/campaigns", campaign, noun), csrf: csrf, .primary)
    }

    /// What a time that is still ahead means for who gets it.
    private func schedule(_ words: SendingWords) -> HTML? {
        guard group == .audience, isReady, obstacle == nil, let due = preview?.firstDue, due > now else { return nil }
        return UI.notice(.calm, "<p>\(state == .scheduled ? words.schedule.stands : words.schedule.ahead)</p>")
    }

    private var noun: String { group == .newcomers ? "newcomers" : "run" }

    private var isReady: Bool {
        switch group {
        case .audience: state == .approved || state == .scheduled
        case .newcomers: state == .running || state == .finished
        }
    }

    private func times(_ preview: Preview, _ format: Format, _ words: SendingWords) -> String? {
        // The times are those of the people's zones.
        telling.sizes == .none
            ? nil
            : preview.firstDue.map { first in
                words.when(format.exact(first), preview.lastDue.flatMap { $0 == first ? nil : format.exact($0) })
            }
    }

    private func figures(_ preview: Preview, _ format: Format, _ words: SendingWords) -> HTML {
        func stat(_ count: Int, _ sentence: String) -> HTML { UI.stat(telling.text(count) { format.number($0) }, sentence) }
        return """
            \(stat(preview.audience, words.audience))\(stat(preview.recipients, words.recipients))\(telling.isExact ? putOff(preview, cap, format) : nil)\
            \(stat(preview.holdout, words.holdout))\(stat(preview.unreachable, words.unreachable))\
            \(telling.isExact && preview.badZones > 0 ? "<p>\(words.badZones(format.number(preview.badZones)))</p>" as HTML : HTML.empty)
            """
    }

    private func tables(_ preview: Preview, _ format: Format, _ words: SendingWords) -> HTML {
        let whole = Privacy.Count(preview.recipients, of: preview.audience)
        let parts = Privacy.breakdown(whole, preview.parts.map { Privacy.Count($0.tally.recipients, of: $0.tally.people) }).parts
        let messages = Privacy.breakdown(whole, preview.messages.map { Privacy.Count($0.tally.recipients, of: $0.tally.people) }).parts
        let number = UI.Column(words.recipients.capitalisedFirst, isNumeric: true)
        let people = UI.Column(words.people.many.capitalisedFirst, isNumeric: true)
        let byDepartment = zip(preview.parts, parts).map { part, figure in
            let name = part.path.isEmpty ? words.noDepartment : part.path
            let label =
                switch part.smaller {
                case nil: preview.parts.count == 1 && preview.departments.count > 1 && part.path.isEmpty ? words.everywhere : name
                case .some(let units): words.smaller(part.path.isEmpty ? nil : part.path, format.number(units))
                }
            return UI.Row([HTML(text: label), cell(figure, format, words)])
        }
        let byMessage = zip(preview.messages, messages).map { message, figure in
            UI.Row([
                HTML(text: "\(message.number). \(message.angle ?? message.subject)"),
                preview.choosesByBehaviour ? HTML(text: words.uncounted) : cell(figure, format, words),
            ])
        }
        let excluded = ExclusionReason.allCases.compactMap { reason in
            preview.excluded[reason].map { count in
                UI.Row([
                    HTML(text: words.reasons[reason] ?? reason.rawValue), cell(Privacy.figure(count, of: preview.audience), format, words),
                ])
            }
        }
        let nobody: HTML = "<p>\(words.nobodyExcluded)</p>"
        return """
            \(UI.section(words.byMessage, UI.table(words.byMessage, [UI.Column(words.message), number], byMessage, showsCaption: false)))\
            \(UI.section(words.whoDoesNot, UI.table(words.whoDoesNot, [UI.Column(words.reason), people], excluded, empty: nobody, showsCaption: false)))\
            \(UI.section(words.byDepartment, UI.table(words.byDepartment, [UI.Column(words.department), number], byDepartment, showsCaption: false)))
            """
    }

    private func cell(_ figure: Privacy.Figure, _ format: Format, _ words: SendingWords) -> HTML {
        HTML(text: figure.count.map { format.number($0) } ?? words.hidden)
    }
}

/// Why figures are missing.
func untold(_ telling: Telling, _ words: SendingWords) -> HTML {
    if let problem = telling.problem { return UI.notice(.red, "<p>\(words.problem(problem))</p>") }
    return UI.notice(.calm, "<p>\(telling.sizes == .none ? words.behaviourOfFew : words.behaviour)</p>")
}

/// What stopping will do, before it does it.
struct StopPage {
    let campaign: Slug
    let status: CampaignStatus
    let telling: Telling

    func page(_ format: Format, csrf: String) -> Page {
        let words = SendingWords.in(format.language)
        let open = DeliveryState.reported.filter { !$0.isSettled }.reduce(0) { $0 + status.count(.email, $1) }
        let intro = telling.sizes != .none ? words.stopIntro(format.number(open), format.number(status.count(.email, .accepted))) : nil
        let stop = UI.post(words.stop, to: Address(path: "/campaigns", campaign, "stop"), csrf: csrf, .primary)
        return Page(
            words.stopTitle, layout: .reading,
            main:
                "<p>\(intro ?? words.stopUncounted)</p>\(UI.actions([stop, UI.linkButton(words.dontStop, Address(path: "/campaigns", campaign, "deliveries"))]))"
        )
    }
}

/// The page behind the link at the end of each mail.
struct UnsubscribePage {
    let publisher: String
    let isOff: Bool
    let token: String

    func page(_ language: Language) -> Page {
        let words = SendingWords.in(language)
        if isOff { return Page(words.unsubscribedTitle, layout: .bare, main: "<p>\(words.unsubscribedText(publisher))</p>") }
        let form: HTML = """
            <form method="post" action="\(Address(path: "/u", token))">\(UI.submit(words.unsubscribe))</form>
            """
        return Page(words.unsubscribeTitle(publisher), layout: .bare, main: "<p>\(words.unsubscribeText(publisher))</p>\(form)")
    }
}
