import Campaigns
import Kernel
import Web

/// A campaign while it is sent and after.
struct DeliveriesPage {
    let campaign: Slug
    let name: String
    /// As it may be shown.
    let status: CampaignStatus
    let course: SendingCourse
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
        let late: HTML? = course.latest.flatMap { latest in
            latest >= format.now ? nil : UI.notice(.amber, "<p>\(words.latestPassed(format.exact(latest)))</p>")
        }
        let why: HTML? = telling.isExact ? nil : untold(telling, words)
        let hits = HitPanel(figures: hits, isAboutBehaviour: !telling.isExact).html(format)
        let figures: HTML? = telling.sizes == .none ? nil : "\(bands)\(hits)"
        return Page(
            name, kicker: kicker(words, format), intro: state(format, words), actions: maySteer ? buttons(csrf, words) : nil,
            main:
                "\(reason)\(late)\(why)\(figures)\(waiting(format, words))\(uncertain(format, csrf, words))\(failed(format, csrf, words))\(excluded(format, words))"
        )
    }

    /// How it stands, since when, and until when it sends.
    private func state(_ format: Format, _ words: SendingWords) -> HTML {
        let state = CampaignState(rawValue: status.state)
        let label = state.map { UI.state(StateWords.in(format.language).name($0), $0.tone) }
        var times: [HTML] = []
        if let began = course.began { times.append("\(words.began) \(UI.time(began, format))") }
        if let ended = course.ended { times.append("\(words.ended) \(UI.time(ended, format))") }
        if let latest = course.latest, latest >= format.now { times.append("\(words.sendsUntil) \(UI.time(latest, format))") }
        return "\(label) \(times.enumerated().map { $0 == 0 ? $1 : " · \($1)" as HTML })"
    }

    /// What is not sent at once, and for what it waits.
    private func waiting(_ format: Format, _ words: SendingWords) -> HTML? {
        guard telling.isExact, !course.waiting.isEmpty else { return nil }
        let hasCodes = course.waiting.contains { $0.delay.code != nil }
        let rows = course.waiting.map { waiting in
            let figure = Privacy.figure(waiting.people, of: status.audience)
            let code = hasCodes ? [HTML(text: waiting.delay.code.map { String($0) } ?? "")] : []
            return UI.Row(
                [cause(words.delay(waiting.delay), figure.count == nil ? nil : waiting.reply)] + code + [
                    status.state == CampaignState.running.rawValue ? UI.time(waiting.next, format) : "",
                    HTML(text: figure.count.map { format.number($0) } ?? words.hidden),
                ])
        }
        let code = hasCodes ? [UI.Column(words.code, isNumeric: true)] : []
        let columns =
            [UI.Column(words.reason)] + code
            + [UI.Column(words.next), UI.Column(words.people.many.capitalisedFirst, isNumeric: true)]
        return UI.section(words.waiting, UI.table(words.waiting, columns, rows, showsCaption: false))
    }

    /// A reason with a server's words below it.
    private func cause(_ reason: String, _ reply: String?) -> HTML {
        reply.map { "\(reason)<br><span class=\"quiet-text\">\(shortened($0))</span>" } ?? HTML(text: reason)
    }

    private func shortened(_ reply: String) -> String { reply.count > 160 ? "\(reply.prefix(160))…" : reply }

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
    private func uncertain(_ format: Format, _ csrf: String, _ words: SendingWords) -> HTML? {
        guard !course.uncertain.isEmpty else { return nil }
        let items: [HTML] = course.uncertain.map { "<li>\($0.name) <span class=\"quiet-text\">\($0.externalID)</span></li>" }
        let isCut = course.uncertain.count == SendingCourse.mostNames
        let more: HTML? = isCut ? "<p>\(words.firstNames(format.number(SendingCourse.mostNames)))</p>" : nil
        let list: HTML? = telling.isExact ? "\(more)<ul>\(items)</ul>" : nil
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
            let reply = figure.count == nil ? nil : course.replies[.init(reason: failure.reason, code: failure.code)]
            return UI.Row([
                cause(words.failure(failure.reason), reply), HTML(text: failure.code.map { String($0) } ?? ""),
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
