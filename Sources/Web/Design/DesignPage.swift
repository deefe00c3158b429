package import Kernel

/// The gallery of all components with the content of a made-up company, in light and in dark on one page; served in the demo at `/design`.
package struct DesignPage: Sendable {
    package let language: Language
    package let csrf: String
    package let now: Instant

    package init(language: Language, csrf: String, now: Instant) {
        self.language = language
        self.csrf = csrf
        self.now = now
    }

    /// The page as it stands in tests: Monday, 2 March 2026, 9:00 UTC.
    package static func sample(_ language: Language) -> DesignPage {
        DesignPage(language: language, csrf: "sample", now: Instant("2026-03-02T09:00:00Z") ?? Instant(microseconds: 0))
    }

    package var page: Page {
        let words = DesignWords.in(language)
        return Page(
            words.title,
            kicker: UI.breadcrumb(
                [Link("Northwind", Address(path: "/")), Link(words.title, Address(path: "/design"), isCurrent: true)], language: language),
            intro: HTML(text: words.intro), actions: UI.actions([UI.linkButton(words.seeCatalogue, Address(path: "/catalogue"))]),
            main: html)
    }

    package var html: HTML {
        let words = DesignWords.in(language)
        let format = Format(language, zone: Zone("Europe/Berlin") ?? .utc, now: now)
        let day = Gallery(words: words, format: format, csrf: csrf, suffix: "day")
        let night = Gallery(words: words, format: format, csrf: csrf, suffix: "night")
        return """
            <div class="gallery" data-theme="light"><h2 class="gallery-title">\(words.day)</h2>\(day.html)</div>\
            <div class="gallery" data-theme="dark"><h2 class="gallery-title">\(words.night)</h2>\(night.html)</div>
            """
    }

    /// The mail that the gallery's frame shows; serve it at `/design/mail` with `WebContext.mailDocument`.
    package static func mail(_ language: Language) -> HTML {
        let words = DesignWords.in(language)
        return """
            <!doctype html><html lang="\(language.tag)"><head><meta charset="utf-8"><title>\(words.mailSubject)</title></head>\
            <body><h1>\(words.mailSubject)</h1><p>\(words.mailText)</p></body></html>
            """
    }
}

/// One run through all components. The names of fields carry the run's suffix, so that ids stay unique on the page.
struct Gallery {
    let words: DesignWords
    let format: Format
    let csrf: String
    let suffix: String

    var html: HTML { "\(reading)\(lists)\(controls)\(forms)\(states)\(charts)" }

    private var reading: HTML {
        let facts = UI.facts([
            (words.owner, UI.person("Amara Okafor", line: words.ownerTeam, address: Address(path: "/people", "amara-okafor"))),
            (words.lifecycle, UI.state(words.live, .good)),
            (words.rating, UI.stars(4.5, count: 128, format: format)),
            (words.since, UI.time(format.now - .days(3), format)),
            (words.next, UI.time(format.now + .hours(24), format)),
        ])
        let lead = UI.Item(
            slug: "field-crm", title: words.leadTitle, address: Address(path: "/offerings", "field-crm"), kicker: "Field CRM",
            text: words.leadText, why: words.leadWhy)
        let prose: HTML = "<p>\(words.prose1)</p><blockquote>\(words.quote)</blockquote><p>\(words.prose2)</p>"
        return UI.section(
            words.readingTitle, id: "reading-\(suffix)",
            "\(UI.item(lead, .lead))<hr>\(UI.columns(UI.prose(prose), side: facts, sideLabel: "\(words.factsLabel), \(suffix)"))")
    }

    private var lists: HTML {
        let items = words.items.map { item in
            UI.Item(
                slug: item.slug, title: item.title, address: Address(path: "/offerings", item.slug), kicker: item.kicker, text: item.text,
                meta: UI.stars(item.stars, count: item.reviews, format: format))
        }
        let rows = items.prefix(2).map {
            UI.Item(slug: $0.slug, title: $0.title, address: $0.address, kicker: $0.kicker, text: $0.text, why: words.leadWhy)
        }
        return UI.section(
            words.listsTitle, action: UI.linkButton(words.seeCatalogue, Address(path: "/catalogue"), .quiet),
            """
            \(UI.items(items))\(UI.items(Array(rows), .row))\(table)\
            \(pages)
            """)
    }

    private var pages: HTML? {
        UI.pagination(
            previous: nil, next: Address(path: "/people").adding("after", 50), summary: words.pageSummary,
            label: "\(words.tableCaption), \(suffix)", language: format.language)
    }

    private var table: HTML {
        let columns = [
            UI.Column(words.department, sort: Address(path: "/design").adding("sort", "department"), order: .ascending),
            UI.Column(words.people, isNumeric: true, sort: Address(path: "/design").adding("sort", "people")),
            UI.Column(words.reached, isNumeric: true), UI.Column(words.stateHead),
        ]
        let rows = words.departments.enumerated().map { index, name in
            UI.Row(
                [
                    HTML(text: name), HTML(text: format.number([1240, 612, 96, 4][index % 4])),
                    HTML(text: format.percent([0.48, 0.31, 0.125, 0.002][index % 4])),
                    [
                        UI.state(words.running, .good), UI.state(words.waiting, .amber), UI.state(words.stopped, .red),
                        UI.state(words.draft),
                    ][index % 4],
                ], address: Address(path: "/departments", index + 1))
        }
        return UI.table("\(words.tableCaption) (\(suffix))", columns, rows)
    }

    private var controls: HTML {
        let buttons = UI.actions([
            UI.post(words.send(format.number(1240)), to: Address(path: "/design"), csrf: csrf, .primary),
            UI.linkButton(words.preview, Address(path: "/design")),
            UI.post(words.follow, to: Address(path: "/design"), csrf: csrf, describes: words.followLong, isPressed: true),
            UI.linkButton(words.later, Address(path: "/design"), .quiet),
            UI.post(words.stop, to: Address(path: "/design"), csrf: csrf, .danger, fields: [("run", "1")]),
        ])
        let tabs = UI.tabs(
            "\(words.viewsLabel), \(suffix)",
            words.views.enumerated().map { Link($1, Address(path: "/design").at("view-\($0)"), isCurrent: $0 == 1) })
        let steps = UI.stepper(
            words.stepsLabel, words.steps.enumerated().map { ($1, $0 == 0 ? words.stepNote : nil) }, current: 1, language: format.language)
        return UI.section(
            words.controlsTitle,
            """
            \(tabs)\(steps)\(buttons)<hr>\(UI.code("department under \"Sales\" and country in (\"DE\", \"AT\") and stage(\"crm\") < try"))\
            \(UI.mailPreview(Address(path: "/design/mail"), title: "\(words.mailSubject), \(suffix)", isPhone: true))
            """)
    }

    private var forms: HTML {
        func name(_ field: String) -> String { "\(field)-\(suffix)" }
        var errors = FieldErrors(name("start"), FormWords.in(format.language).date)
        errors.add(name("stage"), FormWords.in(format.language).choose)
        let options = words.stages.enumerated().map { UI.Option("\($0)", $1) }
        let rule = UI.area(
            name("rule"), words.ruleLabel, value: "department under \"Northwind / Sales\"", rows: 2, isCode: true,
            live: Address(path: "/design/count"), liveContent: "<p>\(words.ruleCount)</p>")
        let channels = UI.checks(
            name("channels"), words.channelsLabel,
            [UI.Option("email", words.email, hint: words.emailHint), UI.Option("home", words.home)], values: ["email"])
        let fields: HTML = """
            \(UI.text(name("name"), words.nameLabel, value: words.nameValue, hint: words.nameHint, isRequired: true, limit: 120))\
            \(rule)\
            \(UI.select(name("audience"), words.audienceLabel, [UI.Option("field-sales", words.audienceValue)], value: "field-sales"))\
            \(UI.text(name("start"), words.startLabel, value: "32.3.", kind: .text, errors: errors, isShort: true))\
            \(UI.text(name("at"), words.atLabel, value: "2026-03-03T09:00", kind: .dateTime))\
            \(UI.radios(name("stage"), words.stageLabel, Array(options.prefix(3)), hint: words.stageHint, errors: errors))\
            \(UI.fieldset(words.channelsLegend, channels))\
            \(UI.check(name("digest"), words.digest, isOn: true, hint: words.digestHint))\
            \(UI.starField(name("stars"), words.starsLabel, value: 4, language: format.language))\
            \(UI.file(name("people"), words.fileLabel, accept: ".csv", hint: words.fileHint))\
            \(UI.actions([UI.submit(words.save), UI.linkButton(words.later, Address(path: "/design"), .quiet)]))
            """
        let filter = UI.filter(
            to: Address(path: "/design"), label: "\(words.searchLabel), \(suffix)",
            "\(UI.text(name("q"), words.searchLabel, kind: .search))\(UI.submit(words.searchLabel, .secondary))")
        return UI.section(
            words.formsTitle,
            filter + UI.form(to: Address(path: "/design"), csrf: csrf, errors: errors, language: format.language, isUpload: true, fields)
        )
    }

    private var states: HTML {
        UI.section(
            words.statesTitle,
            """
            \(UI.stat(format.number(812), words.statSentence, address: Address(path: "/design")))\
            \(UI.notice(.calm, "<p>\(words.noticeCalm)</p>"))\(UI.notice(.good, "<p>\(words.noticeGood)</p>"))\
            \(UI.notice(.amber, "<p>\(words.noticeAmber)</p>", title: words.noticeAmberTitle))\
            \(UI.notice(.red, "<p>\(words.noticeRed)</p>"))\
            <p>\(UI.tag(words.topics[0], Address(path: "/topics", "mobile"))) \(UI.tag(words.topics[1]))</p>\
            \(UI.details(words.detailsLabel, "<p>\(words.noticeCalm)</p>"))\
            \(UI.empty(words.emptyTitle, words.emptyText, action: UI.linkButton(words.seeCatalogue, Address(path: "/catalogue"), .primary)))
            """)
    }

    private var charts: HTML { UI.section(words.chartsTitle, "\(hourglass)\(hidden)\(bars)\(lines)\(intervals)\(progress)") }

    private var hourglass: HTML {
        let reached = [2450, 1420, 1105, 545, 410, 268, 61]
        let evidenced = [2390, 690, 520, 540, 402, 255, 61]
        let medians: [Double?] = [nil, 6, 9.5, 12, 8, 31, 44]
        let holdout: [Double?] = [nil, nil, nil, 0.06, 0.05, 0.03, nil]
        let bands = words.stages.enumerated().map { index, stage in
            HourglassBand(
                stage, reachedOrBeyond: .known(reached[index]), evidenced: .known(evidenced[index]),
                conversion: index == 0 ? nil : Double(reached[index]) / Double(reached[index - 1]), medianDays: medians[index],
                medianPeople: medians[index].map { _ in evidenced[index] * 3 / 4 }, holdout: holdout[index],
                address: Address(path: "/audiences", "new").adding("rule", "stage(\"field-crm\") >= \(index)"))
        }
        return Chart.hourglass(words.hourglassSentence, bands, population: 5000, dataTo: format.now - .hours(3), format: format)
    }

    private var hidden: HTML {
        let figures: [Figure] = [.known(40), .known(22), .known(9), .hidden(reason: ""), .hidden(reason: ""), .none, .none]
        let bands = words.stages.enumerated().map { HourglassBand($1, reachedOrBeyond: figures[$0], evidenced: figures[$0]) }
        return Chart.hourglass(words.hiddenSentence, bands, population: 61, format: format)
    }

    private var bars: HTML {
        let figures: [Figure] = [.known(812), .known(340), .known(41), .hidden(reason: "")]
        return Chart.bars(
            words.barsSentence,
            words.departments.enumerated().map { index, name in
                Chart.Bar(
                    name, figures[index % 4], part: index == 0 ? 290 : nil, note: index == 0 ? format.percent(0.48) : nil,
                    address: Address(path: "/departments", index + 1))
            }, columnLabel: words.department, format: format)
    }

    private var lines: HTML {
        let start = format.zone.day(at: format.now) + -70
        let reached = [0.01, 0.02, 0.05, 0.11, 0.16, 0.2, 0.24, 0.27, 0.29, 0.3, 0.31]
        let holdout = [0.01, 0.015, 0.02, 0.03, 0.045, 0.05, 0.06, 0.065, 0.075, 0.08, 0.082]
        return Chart.lines(
            words.linesSentence,
            [
                Chart.Series(words.reachedArm, reached.enumerated().map { .init(start + $0 * 7, $1) }),
                Chart.Series(words.holdoutArm, holdout.enumerated().map { .init(start + $0 * 7, $1) }, isHoldout: true),
            ], unit: .share, format: format)
    }

    private var intervals: HTML {
        Chart.intervals(
            words.intervalsSentence,
            [
                Chart.Interval(words.reachedArm, low: 0.27, estimate: 0.31, high: 0.35),
                Chart.Interval(words.holdoutArm, low: 0.04, estimate: 0.08, high: 0.14, isHoldout: true),
            ], format: format)
            + Chart.intervals(
                words.liftSentence, [Chart.Interval(words.lift, low: -0.02, estimate: 0.031, high: 0.08)], zeroLabel: words.noDifference,
                format: format)
    }

    private var progress: HTML {
        Chart.progress(
            words.progressSentence(format.number(1107)),
            [
                Chart.Part(words.accepted, 1107, .good), Chart.Part(words.waiting, 96, .calm), Chart.Part(words.deferred, 31, .amber),
                Chart.Part(words.failed, 6, .red),
            ], format: format)
    }
}
