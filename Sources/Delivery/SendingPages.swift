import Campaigns
import Kernel
import Web

/// Everything that an author should know before the one button is pressed.
struct SendingPage {
    let campaign: Slug
    let publisher: String
    let from: String
    let state: CampaignState
    let preview: Preview
    let telling: Telling
    let writesFiles: Bool
    let maySend: Bool
    var group = Timing.Group.audience
    /// When the page is made: a start that is still ahead can be scheduled.
    let now: Instant

    func page(_ format: Format, csrf: String) -> Page {
        let words = SendingWords.in(format.language)
        if group == .newcomers, preview.audience == 0, telling.sizes != .none {
            return Page(words.newcomers.title, kicker: way(words, format), main: UI.empty(words.newcomers.none, words.newcomers.nobody))
        }
        let notice: HTML? = writesFiles ? UI.notice(.amber, "<p>\(words.files)</p>") : nil
        return Page(
            group == .newcomers ? words.newcomers.title : words.before, kicker: way(words, format),
            intro: "\(words.from(publisher, from)) \(times(format, words) ?? "")", actions: button(format, csrf, words),
            main: "\(notice)\(schedule(words))\(figures(format, words))\(telling.isExact ? tables(format, words) : untold(telling, words))"
        )
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
        guard group == .audience, isReady, let due = preview.firstDue, due > now else { return nil }
        return UI.notice(.calm, "<p>\(state == .scheduled ? words.schedule.stands : words.schedule.ahead)</p>")
    }

    private var noun: String { group == .newcomers ? "newcomers" : "run" }

    private var isReady: Bool {
        switch group {
        case .audience: state == .approved || state == .scheduled
        case .newcomers: state == .running || state == .finished
        }
    }

    private func times(_ format: Format, _ words: SendingWords) -> String? {
        // The times are those of the people's zones.
        telling.sizes == .none
            ? nil
            : preview.firstDue.map { first in
                words.when(format.exact(first), preview.lastDue.flatMap { $0 == first ? nil : format.exact($0) })
            }
    }

    private func figures(_ format: Format, _ words: SendingWords) -> HTML {
        func stat(_ count: Int, _ sentence: String) -> HTML { UI.stat(telling.text(count) { format.number($0) }, sentence) }
        return """
            \(stat(preview.audience, words.audience))\(stat(preview.recipients, words.recipients))\
            \(stat(preview.holdout, words.holdout))\(stat(preview.unreachable, words.unreachable))\
            \(telling.isExact && preview.badZones > 0 ? "<p>\(words.badZones(format.number(preview.badZones)))</p>" as HTML : HTML.empty)
            """
    }

    private func tables(_ format: Format, _ words: SendingWords) -> HTML {
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

/// A campaign while it is sent and after.
struct DeliveriesPage {
    let campaign: Slug
    let name: String
    /// As it may be shown.
    let status: CampaignStatus
    let telling: Telling
    let maySteer: Bool
    var hits = HitFigures()

    func page(_ format: Format, csrf: String) -> Page {
        let words = SendingWords.in(format.language)
        guard status.startedAt != nil else {
            return Page(name, kicker: kicker(words, format), main: UI.empty(words.notStarted.title, words.notStarted.text))
        }
        let reason: HTML? = status.pausedReason.map {
            UI.notice(.red, "<p>\($0 == Hold.restored ? words.restored : $0)</p>", title: words.pausedBecause)
        }
        let bands: [HTML] = Channel.allCases.compactMap { channel in
            status.deliveries[channel.rawValue].map { _ in
                UI.section(words.channels[channel] ?? channel.rawValue, band(channel, format, words))
            }
        }
        let why: HTML? = telling.isExact ? nil : untold(telling, words)
        let hits = HitPanel(figures: hits, isAboutBehaviour: !telling.isExact).html(format)
        let figures: HTML? = telling.sizes == .none ? nil : "\(bands)\(hits)"
        return Page(
            name, kicker: kicker(words, format), actions: maySteer ? buttons(csrf, words) : nil,
            main: "\(reason)\(why)\(figures)\(uncertain(csrf, words))\(failed(format, csrf, words))\(excluded(format, words))")
    }

    private func kicker(_ words: SendingWords, _ format: Format) -> HTML {
        UI.breadcrumb(
            [
                Link(name, Address(path: "/campaigns", campaign)),
                Link(words.deliveries, Address(path: "/campaigns", campaign, "deliveries"), isCurrent: true),
            ], language: format.language)
    }

    private func buttons(_ csrf: String, _ words: SendingWords) -> HTML? {
        let stop = UI.linkButton(words.stop, Address(path: "/campaigns", campaign, "stop"))
        let newcomers = UI.linkButton(words.newcomers.title, Address(path: "/campaigns", campaign, "newcomers"))
        switch status.state {
        case "running":
            return UI.actions([
                UI.post(words.pause, to: Address(path: "/campaigns", campaign, "pause"), csrf: csrf, .primary), newcomers, stop,
            ])
        case "finished": return UI.actions([newcomers])
        case "paused":
            return UI.actions([UI.post(words.resume, to: Address(path: "/campaigns", campaign, "resume"), csrf: csrf, .primary), stop])
        default: return nil
        }
    }

    private func band(_ channel: Channel, _ format: Format, _ words: SendingWords) -> HTML {
        let parts = DeliveryState.reported.compactMap { state -> Chart.Part? in
            guard let count = telling.size(status.count(channel, state)), count > 0 else { return nil }
            let tone: UI.Tone =
                switch state {
                case .accepted: .good
                case .failed, .bounced, .complained: .red
                case .uncertain, .deferred, .held: .amber
                default: .calm
                }
            return Chart.Part(words.states[state] ?? state.rawValue, count, tone)
        }
        let total = DeliveryState.reported.reduce(0) { $0 + status.count(channel, $1) }
        let done = DeliveryState.reported.filter(\.isSettled).reduce(0) { $0 + status.count(channel, $1) }
        func number(_ count: Int) -> String { telling.text(count) { format.number($0) } }
        return Chart.progress(words.progress(number(done), number(total)), parts, format: format)
    }

    /// The reasons, and first those held back: an arm and no exclusion, but people who do not get it all the same.
    private func excluded(_ format: Format, _ words: SendingWords) -> HTML? {
        guard telling.sizes != .none else { return nil }
        func row(_ label: String, _ count: Int) -> UI.Row {
            UI.Row([
                HTML(text: label), HTML(text: Privacy.figure(count, of: status.audience).count.map { format.number($0) } ?? words.hidden),
            ])
        }
        let held = status.holdout > 0 ? [row(words.holdout.capitalisedFirst, status.holdout)] : []
        let rows =
            held
            + ExclusionReason.allCases.compactMap { reason in
                status.excluded[reason.rawValue].map { row(words.reasons[reason] ?? reason.rawValue, $0) }
            }
        let nobody: HTML = "<p>\(words.nobodyExcluded)</p>"
        let columns = [UI.Column(words.reason), UI.Column(words.people.many.capitalisedFirst, isNumeric: true)]
        return UI.section(words.whoDoesNot, UI.table(words.whoDoesNot, columns, rows, empty: nobody, showsCaption: false))
    }

    /// Whether what was not taken may be sent again.
    private var mayTryAgain: Bool { maySteer && ["running", "paused", "finished"].contains(status.state) }

    /// Names only where the audience is one of the directory (docs/privacy.md).
    private func uncertain(_ csrf: String, _ words: SendingWords) -> HTML? {
        guard !status.uncertain.isEmpty else { return nil }
        let items: [HTML] = status.uncertain.map { "<li>\($0)</li>" }
        let list: HTML? = telling.isExact ? "<ul>\(items)</ul>" : nil
        var buttons: [HTML] = []
        if mayTryAgain { buttons.append(UI.post(words.resend, to: Address(path: "/campaigns", campaign, "resends"), csrf: csrf)) }
        if maySteer {
            buttons.append(UI.post(words.leave, to: Address(path: "/campaigns", campaign, "uncertain", "closure"), csrf: csrf))
        }
        return UI.section(
            words.uncertain, intro: HTML(text: words.uncertainIntro), action: buttons.isEmpty ? nil : UI.actions(buttons), list ?? .empty)
    }

    private func failed(_ format: Format, _ csrf: String, _ words: SendingWords) -> HTML? {
        let count = status.count(.email, .failed)
        guard count > 0 else { return nil }
        let rows = status.failures.map { failure in
            let figure = Privacy.figure(failure.people, of: status.audience)
            return UI.Row([
                HTML(text: words.failures[failure.reason] ?? failure.reason), HTML(text: failure.code.map { String($0) } ?? ""),
                HTML(text: figure.count.map { format.number($0) } ?? words.hidden),
            ])
        }
        let columns = [
            UI.Column(words.reason), UI.Column(words.code, isNumeric: true), UI.Column(words.people.many.capitalisedFirst, isNumeric: true),
        ]
        let button: HTML? =
            mayTryAgain
            ? UI.post(
                telling.sizes != .none ? words.retry(format.count(count, words.people.one, words.people.many)) : words.retryAll,
                to: Address(path: "/campaigns", campaign, "retries"),
                csrf: csrf) : nil
        return UI.section(
            words.failed, intro: HTML(text: words.failedIntro), action: button,
            UI.table(words.failed, columns, telling.isExact ? rows : [], empty: "<p>\(words.behaviour)</p>", showsCaption: false))
    }
}

/// Why figures are missing.
private func untold(_ telling: Telling, _ words: SendingWords) -> HTML {
    UI.notice(.calm, "<p>\(telling.sizes == .none ? words.behaviourOfFew : words.behaviour)</p>")
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
        return Page(
            words.stopTitle, layout: .reading,
            main:
                "<p>\(intro ?? words.stopUncounted)</p>\(UI.post(words.stop, to: Address(path: "/campaigns", campaign, "stop"), csrf: csrf, .primary))"
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
