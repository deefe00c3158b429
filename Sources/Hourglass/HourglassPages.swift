import Audiences
import Kernel
import Statistics
import Web

/// A report as a page is made of: the words of what is true, and the picture under them.
struct HourglassView: Sendable {
    let report: HourglassReport
    let format: Format

    var words: HourglassWords { .in(format.language) }

    func line(_ stage: Stage) -> HourglassReport.StageLine? { report.stages.first { $0.stage == stage } }

    /// Whether the reader may write rules, and so follow a band to the one that it is.
    var mayOpenRules = false

    func figure(_ figure: Privacy.Figure) -> Figure {
        switch figure {
        case .known(let count): .known(count)
        case .hidden(let reason): .hidden(reason: words.hidden(reason))
        }
    }

    var group: String { report.unit?.name ?? words.everyone }

    /// `Half of Sales knows it, one in nine uses it.`
    var truth: String {
        guard let know = line(.know)?.beyond.count, report.population > 0 else { return words.fewPeople }
        if know == 0 { return words.nobodyYet }
        let use = line(.buy)?.beyond.count.flatMap { $0 > 0 ? words.share(Double($0) / Double(report.population)) : nil }
        return words.truth(words.share(Double(know) / Double(report.population)), group, use)
    }

    /// The step between two stages that loses the largest share, of those that enough people could take.
    var leak: (stage: Stage, conversion: Double)? {
        var worst: (stage: Stage, conversion: Double)?
        for line in report.stages {
            let before =
                line.stage == .know ? report.population : self.line(Stage(rawValue: line.stage.rawValue - 1) ?? .know)?.beyond.count
            guard let conversion = line.conversion, let before, before >= Privacy.wholeThreshold, conversion < 0.8 else { continue }
            if worst.map({ conversion < $0.conversion }) ?? true { worst = (line.stage, conversion) }
        }
        return worst
    }

    /// Used but never liked: more than half came beyond `like` without ever showing that they do.
    var decree: String? {
        guard let like = line(.like), let beyond = like.beyond.count, let liked = like.evidenced.count, beyond >= Privacy.wholeThreshold,
            liked * 2 < beyond
        else { return nil }
        return words.decree(format.number(beyond), format.number(liked))
    }

    /// The rule that a band is, ready to be saved as an audience.
    func address(_ stage: Stage) -> Address {
        var rule = "stage(\"\(report.slug)\") >= \(stage.word)"
        if let unit = report.unit { rule += " and department under \"\(Self.quoted(unit.path))\"" }
        return Address(path: "/audiences/new").adding("rule", rule)
    }

    /// The rule of those who came to the stage before a leak and no further.
    func leakAddress(_ stage: Stage) -> Address {
        let before = Stage(rawValue: stage.rawValue - 1) ?? .unaware
        var rule = "stage(\"\(report.slug)\") = \(before.word)"
        if let unit = report.unit { rule += " and department under \"\(Self.quoted(unit.path))\"" }
        return Address(path: "/audiences/new").adding("rule", rule)
    }

    /// A text inside the quotation marks of the rule language.
    private static func quoted(_ text: String) -> String {
        String(
            decoding: text.utf8.flatMap { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") ? [UInt8(ascii: "\\"), $0] : [$0] },
            as: UTF8.self)
    }

    /// The signature picture, with the hold-out of the newest campaign that may be shown.
    var glass: HTML {
        let trial = report.trials.first { $0.holdout.outcomes.values.contains { $0.count != nil } }
        return Chart.hourglass(
            truth,
            report.stages.map { line in
                let outcome = HourglassReport.Outcome.allCases.first { $0.stage == line.stage }
                let holdout = outcome.flatMap { outcome in
                    trial.flatMap { trial in
                        trial.holdout.outcomes[outcome]?.count.flatMap { Proportion($0, of: trial.holdout.people)?.share }
                    }
                }
                return HourglassBand(
                    words.stage(line.stage), reachedOrBeyond: figure(line.beyond), evidenced: figure(line.evidenced),
                    conversion: line.conversion, medianDays: line.medianDays.flatMap { $0 >= 0 ? $0 : nil },
                    medianPeople: line.medianPeople, holdout: holdout, address: mayOpenRules ? address(line.stage) : nil)
            }, population: report.population, dataTo: report.dataTo, format: format)
    }

    /// What is kept small in a list: one bar a stage.
    var small: HTML {
        Chart.bars(
            truth, report.stages.map { Chart.Bar(words.stage($0.stage), figure($0.beyond), part: $0.evidenced.count) },
            most: report.population, columnLabel: ChartColumn.stage(format.language), format: format)
    }
}

enum ChartColumn {
    static func stage(_ language: Language) -> String { language == .de ? "Stufe" : "Stage" }
}

/// The list of offerings, each with a small hourglass.
struct HourglassListPage: Sendable {
    var reports: [HourglassReport]
    /// The unit that a leader's figures are of; `nil` for everyone.
    var unit: Unit?

    func page(_ format: Format) -> Page {
        let words = HourglassWords.in(format.language)
        let items: [HTML] = reports.map { report in
            let view = HourglassView(report: report, format: format)
            let address = Address(path: "/hourglass", report.slug).adding("department", report.unit?.key)
            return """
                <section class="part"><h2><a href="\(address)">\(report.name)</a></h2>\(view.small)</section>
                """
        }
        let main: HTML = reports.isEmpty ? UI.empty(words.emptyTitle, words.emptyText) : HTML.joined(items)
        return Page(
            words.title, kicker: unit.map { "\(words.here) \($0.name)" }, intro: "\(words.intro)", layout: .reading, main: main)
    }
}

/// The hourglass of one offering.
struct HourglassPage: Sendable {
    var report: HourglassReport
    /// The units to choose from; whoever may see everyone also gets that choice.
    var choices: [Unit]
    var maySeeEveryone: Bool
    /// Whether the reader may write rules; a leader may not, and gets no links to where they are refused.
    var mayOpenRules = false
    var since: Day?

    func page(_ format: Format) -> Page {
        let view = HourglassView(report: report, format: format, mayOpenRules: mayOpenRules)
        let words = view.words
        let isEmpty = report.stages.allSatisfy { $0.beyond == .known(0) }
        let data = [
            words.dataTo(format.near(report.dataTo)), report.useTo.map { words.useTo(format.date($0)) },
            report.partsTo < format.now || report.dataTo < format.now ? words.weekly : nil,
            report.isWidened ? words.widened : nil,
        ].compactMap { $0 }
        let main: HTML = """
            \(filters(words, format))
            \(isEmpty ? UI.empty(words.noTouchesTitle, words.noTouchesText) : view.glass)
            <p class="quiet-text" data-figures-to="\(report.dataTo.description)">\(data.joined(separator: " "))</p>
            \(leaks(view, words, format))\(departments(view, words, format))\(time(words, format))\(trials(view, words, format))
            """
        return Page(
            report.name, kicker: "<a href=\"\(Address(path: "/hourglass"))\">\(words.title)</a>", layout: .wide, main: main)
    }

    /// The filters read as a sentence: in *Sales*, since *March*.
    private func filters(_ words: HourglassWords, _ format: Format) -> HTML {
        let today = format.zone.day(at: format.now)
        let months = (Int64(0)..<7).compactMap { back -> Day? in
            let (year, month, _) = today.components
            let index = year * 12 + month - 1 - back
            return Day(year: index / 12, month: index % 12 + 1, day: 1)
        }
        let everyone = maySeeEveryone ? [UI.Option("", words.everyone)] : []
        let units = choices.map { UI.Option($0.key.description, $0.path) }
        let days = Set(months + (since.map { [$0] } ?? [])).sorted(by: >)
        return """
            <form method="get" action="\(Address(path: "/hourglass", report.slug))" class="filter">
            \(UI.select("department", words.chooseDepartment, everyone + units, value: report.unit?.key.description ?? ""))
            \(UI.select("since", words.chooseSince, [UI.Option("", words.allTime)] + days.map { UI.Option($0.description, format.date($0)) }, value: since?.description ?? ""))
            <button class="button secondary">\(words.show)</button></form>
            """
    }

    private func leaks(_ view: HourglassView, _ words: HourglassWords, _ format: Format) -> HTML? {
        guard view.leak != nil || view.decree != nil else { return nil }
        let leak: HTML? = view.leak.map { stage, conversion in
            let advice: HTML =
                mayOpenRules ? "<a href=\"\(view.leakAddress(stage))\">\(words.advice(stage))</a>" : HTML(text: words.advice(stage))
            let before = Stage(rawValue: stage.rawValue - 1) ?? .unaware
            return """
                <p>\(words.leak(format.percent(conversion), before, stage)) \
                \(advice)</p>
                """
        }
        return """
            <section><h2>\(words.leakTitle)</h2>\(leak)\(view.decree.map { "<p>\($0)</p>" as HTML })</section>
            """
    }

    private func departments(_ view: HourglassView, _ words: HourglassWords, _ format: Format) -> HTML? {
        guard !report.parts.isEmpty else { return nil }
        let tried = Stage.try.rawValue - 1
        let bars = report.parts.map { part in
            let note = part.beyond[tried].count.map { count in
                part.population > 0 ? format.percent(Double(count) / Double(part.population)) : ""
            }
            return Chart.Bar(
                part.unit.name, view.figure(part.beyond[tried]), note: note,
                address: Address(path: "/hourglass", report.slug).adding("department", part.unit.key).adding("since", since))
        }
        let columns =
            [UI.Column(words.department), UI.Column(words.people, isNumeric: true)]
            + report.stages.map { UI.Column(words.stage($0.stage), isNumeric: true) }
        let rows = report.parts.map { part in
            UI.Row(
                [HTML(text: part.unit.name), HTML(text: format.number(part.population))]
                    + part.beyond.map { figure in
                        switch figure {
                        case .known(let count): HTML(text: format.number(count))
                        case .hidden(let reason): "<span title=\"\(words.hidden(reason))\">–</span>"
                        }
                    })
        }
        return """
            <section><h2>\(words.byDepartment)</h2>\(Chart.bars(words.byDepartmentSentence, bars, columnLabel: words.department, format: format))\
            \(UI.table(words.byDepartment, columns, rows, showsCaption: false))</section>
            """
    }

    private func time(_ words: HourglassWords, _ format: Format) -> HTML? {
        let weeks = report.weeks.filter { week in since.map { week.day >= $0 } ?? true }
        guard weeks.count > 1 else { return nil }
        let series = [Stage.know, .like, .try, .buy, .repeat].compactMap { stage -> Chart.Series? in
            let points = weeks.compactMap { week in
                week.beyond[stage.rawValue - 1].count.map { Chart.Series.Point(week.day, Double($0)) }
            }
            return points.count > 1 ? Chart.Series(words.stage(stage), points) : nil
        }
        guard !series.isEmpty else { return nil }
        return "<section><h2>\(words.overTime)</h2>\(Chart.lines(words.overTimeSentence, series, format: format))</section>"
    }

    private func trials(_ view: HourglassView, _ words: HourglassWords, _ format: Format) -> HTML? {
        guard report.unit == nil else { return nil }
        let trials: [HTML] = report.trials.map { trial in
            let intervals = HourglassReport.Outcome.allCases.compactMap { outcome in
                trial.difference(outcome).map {
                    Chart.Interval(words.outcome(outcome), low: $0.low, estimate: $0.estimate, high: $0.high)
                }
            }
            let address = Address(path: "/campaigns", trial.campaign)
            let picture: HTML =
                intervals.isEmpty
                ? "<p>\(words.trialHidden)</p>"
                : Chart.intervals(verdict(trial, words, format), intervals, zeroLabel: words.noDifference, format: format)
            return """
                <h3><a href="\(address)">\(trial.name)</a></h3>\(picture)\
                <p class="quiet-text">\(words.reached): \(format.number(trial.reached.people)) · \(words.holdout): \
                \(format.number(trial.holdout.people))</p>
                """
        }
        return """
            <section><h2>\(words.trials)</h2>\
            <p>\(trials.isEmpty ? words.noTrials : words.trialsIntro)</p>\(HTML.joined(trials))</section>
            """
    }

    /// What the campaign did for trying, or for the first outcome that may be shown.
    private func verdict(_ trial: HourglassReport.Trial, _ words: HourglassWords, _ format: Format) -> String {
        let order: [HourglassReport.Outcome] = [.try, .buy, .follow, .repeat, .refer]
        for outcome in order {
            guard let interval = trial.difference(outcome) else { continue }
            let name = words.outcome(outcome)
            if interval.low > 0 {
                return words.worked(name, format.percent(interval.low, places: 1), format.percent(interval.high, places: 1))
            }
            return interval.high < 0 ? words.harmed(name) : words.tooEarly(name)
        }
        return words.trialHidden
    }
}
