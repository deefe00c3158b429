import Audiences
import Kernel
import Web

/// The form of a brief as it was typed, so that what is wrong can be shown again as it was.
struct CampaignForm: Sendable {
    var slug = "", name = "", publisher = "", offering = "", audience = ""
    var stage = "know", kind = CampaignClass.news.rawValue
    var start = "now", startAt = "", startZone = ""
    var latestSend = "72", uncertain = UncertainChoice.asClass.rawValue
    var goalStage = "", goalBaseline = "", goalTarget = "", goalBy = ""
    var holdout = "0%"
    var channels: Set<String> = [CampaignChannel.email.rawValue, CampaignChannel.home.rawValue]
    /// The language that needs and key messages are shown in; empty for one that is new.
    var language = ""
    /// One a line.
    var needs = "", keyMessages = ""

    init() {}

    init(_ form: Form) {
        func text(_ name: String) -> String { form.text(name) ?? "" }
        slug = text("slug")
        name = text("name")
        publisher = text("publisher")
        offering = text("offering")
        audience = text("audience")
        stage = text("stage")
        kind = text("class")
        start = text("start")
        startAt = text("start_at")
        startZone = text("start_zone")
        latestSend = text("latest_send")
        uncertain = text("uncertain")
        goalStage = text("goal_stage")
        goalBaseline = text("goal_baseline")
        goalTarget = text("goal_target")
        goalBy = text("goal_by")
        holdout = text("holdout")
        channels = Set(form.all("channels"))
        language = text("language")
        // A line may be empty where a point is not translated.
        needs = form.raw("needs") ?? ""
        keyMessages = form.raw("key_messages") ?? ""
    }

    /// - Parameter language: of the needs and key messages; `nil` for their own.
    init(_ draft: CampaignDraft, language: String? = nil) {
        slug = draft.slug
        publisher = draft.publisher
        offering = draft.offering
        audience = draft.audience
        let brief = draft.brief
        name = brief.name
        stage = brief.stage.word
        kind = brief.class.rawValue
        switch brief.start {
        case .now: start = "now"
        case .instant(let instant):
            start = "wall"
            startAt = Zone.utc.wallTime(at: instant).description
            startZone = Zone.utc.identifier
        case .wall(let wall, let zone):
            start = "wall"
            startAt = wall.description
            startZone = zone.identifier
        case .person(let wall):
            start = "person"
            startAt = wall.description
        }
        latestSend = String(brief.latestSend)
        uncertain = brief.uncertain.rawValue
        goalStage = brief.goal?.stage.word ?? ""
        goalBaseline = brief.goal?.baseline.description ?? ""
        goalTarget = brief.goal?.target.description ?? ""
        goalBy = brief.goal?.by.description ?? ""
        holdout = brief.holdout.description
        channels = Set(brief.channels.map(\.rawValue))
        self.language = brief.language == nil ? "" : language ?? brief.language ?? ""
        needs = lines(brief.needs, of: brief)
        keyMessages = lines(brief.keyMessages, of: brief)
    }

    private func lines(_ points: [Texts], of brief: CampaignBrief) -> String {
        points.map { language == brief.language ?? "" ? $0.inDefault : $0.byLanguage[language] ?? "" }.joined(separator: "\n")
    }

    /// The brief that was meant, and what can't be read of it.
    /// - Parameters:
    ///   - existing: keeps the other languages of points that stay as they were.
    ///   - language: of new points.
    func draft(changing existing: CampaignDraft?, language: String) -> (draft: CampaignDraft, problems: [CampaignProblem]) {
        var problems: [CampaignProblem] = []
        func read<Value>(_ field: CampaignField, _ value: Value?, _ kind: CampaignProblem.Kind, else other: Value) -> Value {
            if value == nil { problems.append(CampaignProblem(field, kind)) }
            return value ?? other
        }
        let stages = Array(Stage.words.dropFirst())
        var brief = CampaignBrief(name: name)
        brief.stage = read(.stage, Stage(word: stage), stage.isEmpty ? .required : .notOneOf(stages), else: .know)
        brief.class = read(.class, CampaignClass(rawValue: kind), .notOneOf(CampaignClass.allCases.map(\.rawValue)), else: .news)
        brief.start = start(existing?.brief.start, &problems)
        let hours = CampaignBrief.latestSendHours
        brief.latestSend = read(.latestSend, Int(latestSend), .outOfRange(hours.lowerBound, hours.upperBound), else: hours.lowerBound)
        brief.uncertain = read(
            .uncertain, UncertainChoice(rawValue: uncertain), .notOneOf(UncertainChoice.allCases.map(\.rawValue)), else: .asClass)
        brief.goal = goal(&problems)
        brief.holdout = holdout.isEmpty ? Share(permille: 0) : read(.holdout, Share(holdout), .badShare, else: Share(permille: 0))
        for channel in channels.sorted() where CampaignChannel(rawValue: channel) == nil {
            problems.append(CampaignProblem(.channels, .notOneOf(CampaignChannel.allCases.map(\.rawValue))))
        }
        brief.channels = Set(channels.compactMap(CampaignChannel.init(rawValue:)))
        if let before = existing?.brief, let own = before.language, !self.language.isEmpty, self.language != own {
            brief.needs = translated(needs, before.needs, .needs, &problems)
            brief.keyMessages = translated(keyMessages, before.keyMessages, .keyMessages, &problems)
        } else {
            brief.needs = Self.points(needs, before: existing?.brief.needs ?? [], language: language)
            brief.keyMessages = Self.points(keyMessages, before: existing?.brief.keyMessages ?? [], language: language)
        }
        let slug = slug.isEmpty ? existing?.slug ?? Slug(suggestedBy: name)?.description ?? "" : slug
        return (CampaignDraft(slug: slug, publisher: publisher, offering: offering, audience: audience, brief: brief), problems)
    }

    private func start(_ before: CampaignStart?, _ problems: inout [CampaignProblem]) -> CampaignStart {
        switch start {
        case "now": return .now
        case "wall", "person":
            guard let wall = WallTime(startAt) else {
                problems.append(CampaignProblem(.start, startAt.isEmpty ? .required : .badStart))
                return .now
            }
            if start == "person" { return .person(wall) }
            guard let zone = Zone(startZone) else {
                problems.append(CampaignProblem(.start, .badZone(startZone)))
                return .now
            }
            // What a file gave as an instant stays one while it is the same.
            if case .instant(let instant) = before, zone == .utc, Zone.utc.wallTime(at: instant).description == wall.description {
                return .instant(instant)
            }
            return .wall(wall, zone)
        default:
            problems.append(CampaignProblem(.start, .badStart))
            return .now
        }
    }

    private func goal(_ problems: inout [CampaignProblem]) -> CampaignGoal? {
        if goalStage.isEmpty, goalBaseline.isEmpty, goalTarget.isEmpty, goalBy.isEmpty { return nil }
        let stage = Stage(word: goalStage)
        if stage == nil {
            problems.append(CampaignProblem(.goalStage, goalStage.isEmpty ? .required : .notOneOf(Array(Stage.words.dropFirst()))))
        }
        let baseline = Share(goalBaseline)
        if baseline == nil { problems.append(CampaignProblem(.goalBaseline, .badShare)) }
        let target = Share(goalTarget)
        if target == nil { problems.append(CampaignProblem(.goalTarget, .badShare)) }
        let by = Day(goalBy)
        if by == nil { problems.append(CampaignProblem(.goalBy, .badDay)) }
        guard let stage, let baseline, let target, let by else { return nil }
        return CampaignGoal(stage: stage, baseline: baseline, target: target, by: by)
    }

    /// The points with the lines of another language, each in the place of its own; an empty line takes that language away.
    private func translated(
        _ text: String, _ before: [Texts], _ field: CampaignField, _ problems: inout [CampaignProblem]
    ) -> [Texts] {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { String($0).trimmedOfSpaces }
        while lines.last?.isEmpty == true { lines.removeLast() }
        if lines.count > before.count { problems.append(CampaignProblem(field, .tooMany(before.count))) }
        return before.enumerated().map { index, point in
            var texts = point.byLanguage
            texts[language] = index < lines.count && !lines[index].isEmpty ? lines[index] : nil
            return Texts(texts, default: point.defaultLanguage) ?? point
        }
    }

    private static func points(_ text: String, before: [Texts], language: String) -> [Texts] {
        text.split(separator: "\n").map { String($0).trimmedOfSpaces }.filter { !$0.isEmpty }.map { line in
            before.first { $0.inDefault == line } ?? Texts(line, language: before.first?.defaultLanguage ?? language)
        }
    }
}

/// One of the things that a brief can name.
struct BriefChoice: Sendable {
    let slug: String
    let name: String
}

/// The form of a brief, new or to be changed.
struct BriefFormPage: Sendable {
    /// `nil` for a new one.
    let campaign: Campaign?
    /// As it is stored.
    var brief: CampaignBrief?
    let form: CampaignForm
    let errors: FieldErrors
    let publishers, offerings, audiences: [BriefChoice]
    let zone: Zone
    /// What is usual for each class.
    let usual: UncertainRule
    let csrf: String
    let format: Format

    var page: Page {
        let words = CampaignWords.in(format.language)
        let title = campaign == nil ? words.newTitle : words.editTitle
        var crumbs = [Link(words.campaigns, CampaignAddress.list)]
        if let campaign { crumbs.append(Link(campaign.name, CampaignAddress.campaign(campaign.slug))) }
        crumbs.append(Link(title, address, isCurrent: true))
        return Page(
            title, kicker: UI.breadcrumb(crumbs, language: format.language), intro: campaign == nil ? HTML(text: words.newIntro) : nil,
            layout: .reading, main: "\(warning(words))\(languages(words))\(main(words))")
    }

    /// The languages of the points, once there are any to be translated.
    private func languages(_ words: CampaignWords) -> HTML? {
        guard let campaign, !campaign.state.hasRun, let brief, brief.language != nil else { return nil }
        let points = brief.needs + brief.keyMessages
        let tags = Set(points.flatMap(\.byLanguage.keys)).union(Language.allCases.map(\.tag)).sorted()
        return UI.tabs(
            words.pointsIn, tags.map { Link($0, address.adding("language", $0), isCurrent: $0 == form.language) })
    }

    /// What a field of points says below its label: in another language than their own, what each line translates.
    private func hint(_ usual: String, _ points: [Texts]?, _ words: CampaignWords) -> String {
        guard let own = brief?.language, form.language != own, let points, !points.isEmpty else { return usual }
        return words.translate(own, points.enumerated().map { "\($0 + 1). \($1.inDefault)" }.joined(separator: " · "))
    }

    private var address: Address { campaign.map { CampaignAddress.brief($0.slug) } ?? CampaignAddress.new }

    private func warning(_ words: CampaignWords) -> HTML? {
        switch campaign?.state {
        case .inReview, .approved, .scheduled: UI.notice(.amber, "<p>\(words.editWarning)</p>")
        case .running, .paused, .finished, .stopped: UI.notice(.calm, "<p>\(words.frozenNotice)</p>")
        case .draft, nil: nil
        }
    }

    private func main(_ words: CampaignWords) -> HTML {
        let seen: HTML? = campaign.map { UI.hidden("seen", String($0.changedAt.microseconds)) }
        let parts: HTML =
            campaign?.state.hasRun == true
            ? "\(name(words))\(goal(words))" : "\(basics(words))\(story(words))\(goal(words))\(sending(words))"
        return UI.form(
            to: address, csrf: csrf, errors: errors, language: format.language,
            "\(seen)\(UI.hidden("language", form.language))\(parts)\(UI.submit(campaign == nil ? words.create : words.save))")
    }

    private func options(_ choices: [BriefChoice], _ words: CampaignWords) -> [UI.Option] {
        [UI.Option("", words.choose)] + choices.map { UI.Option($0.slug, $0.name) }
    }

    private func name(_ words: CampaignWords) -> HTML {
        UI.text(
            "name", words.name, value: form.name, hint: words.nameHint, errors: errors, isRequired: true, limit: CampaignBrief.longestName)
    }

    private func basics(_ words: CampaignWords) -> HTML {
        """
        \(name(words))\
        \(UI.text("slug", words.slug, value: form.slug, hint: words.slugHint, errors: errors, limit: 64))\
        \(UI.select("publisher", words.publisher, options(publishers, words), value: form.publisher, hint: words.publisherHint, errors: errors, isRequired: true))\
        \(UI.select("offering", words.offering, options(offerings, words), value: form.offering, hint: words.offeringHint, errors: errors, isRequired: true))\
        \(UI.select("audience", words.audience, options(audiences, words), value: form.audience, hint: words.audienceHint, errors: errors, isRequired: true))
        """
    }

    private var stages: [UI.Option] { Stage.words.dropFirst().map { UI.Option($0, StateWords.in(format.language).stage($0)) } }

    private func story(_ words: CampaignWords) -> HTML {
        UI.fieldset(
            words.storyLegend,
            """
            \(UI.area("needs", words.hurts, value: form.needs, hint: hint(words.needsHint(CampaignBrief.mostNeeds), brief?.needs, words), errors: errors, rows: 5))\
            \(UI.area("key_messages", words.says, value: form.keyMessages, hint: hint(words.keyMessagesHint(CampaignBrief.mostKeyMessages), brief?.keyMessages, words), errors: errors, rows: 3))\
            \(UI.select("stage", words.moves, stages, value: form.stage, hint: words.stageHint, errors: errors, isRequired: true))
            """)
    }

    private func goal(_ words: CampaignWords) -> HTML {
        UI.fieldset(
            words.knows, hint: words.goalHint,
            """
            \(UI.select("goal_stage", words.goalStage, [UI.Option("", words.noGoalOption)] + stages, value: form.goalStage, errors: errors))\
            \(UI.text("goal_baseline", words.goalBaseline, value: form.goalBaseline, errors: errors, placeholder: "12%", isShort: true))\
            \(UI.text("goal_target", words.goalTarget, value: form.goalTarget, errors: errors, placeholder: "40%", isShort: true))\
            \(UI.text("goal_by", words.goalBy, value: form.goalBy, kind: .date, errors: errors))
            """)
    }

    private func sending(_ words: CampaignWords) -> HTML {
        let names = StateWords.in(format.language)
        let kinds = CampaignClass.allCases.map { UI.Option($0.rawValue, names.class($0), hint: names.classHint($0)) }
        let channels = CampaignChannel.allCases.map { UI.Option($0.rawValue, names.channel($0), hint: names.channelHint($0)) }
        let starts = [
            UI.Option("now", words.startNow), UI.Option("wall", words.startWall),
            UI.Option("person", words.startPerson, hint: words.startPersonHint),
        ]
        // The class is chosen in the same form, so the hint speaks of all of them.
        let resent = CampaignClass.allCases.filter(usual.resent.contains)
        let hint = resent == CampaignClass.allCases ? words.allResent : words.resent(format.list(resent.map(names.class)))
        let fates = [
            UI.Option(UncertainChoice.asClass.rawValue, words.asClass, hint: resent.isEmpty ? words.noneResent : hint),
            UI.Option(UncertainChoice.keep.rawValue, words.keep, hint: words.keepHint),
            UI.Option(UncertainChoice.resend.rawValue, words.resend, hint: words.resendHint),
        ]
        return UI.fieldset(
            words.sendingLegend,
            """
            \(UI.radios("class", words.kind, kinds, value: form.kind, errors: errors))\
            \(UI.checks("channels", words.channels, channels, values: form.channels, errors: errors))\
            \(UI.radios("start", words.start, starts, value: form.start, errors: errors))\
            \(UI.text("start_at", words.startAt, value: form.startAt, kind: .dateTime, hint: words.startAtHint, errors: errors))\
            \(UI.text("start_zone", words.startZone, value: form.startZone.isEmpty ? zone.identifier : form.startZone, hint: words.startZoneHint, errors: errors))\
            \(UI.text("latest_send", words.latestSendHours, value: form.latestSend, kind: .number, hint: words.latestSendHint, errors: errors, isShort: true))\
            \(UI.text("holdout", words.holdout, value: form.holdout, hint: words.holdoutHint, errors: errors, isShort: true))\
            \(UI.radios("uncertain", words.uncertain, fates, value: form.uncertain, errors: errors))
            """)
    }
}

/// What exactly removing a draft does.
struct RemovalPage: Sendable {
    let campaign: Campaign
    let messages: Int
    let csrf: String
    let format: Format

    var page: Page {
        let words = CampaignWords.in(format.language)
        let crumbs = [
            Link(words.campaigns, CampaignAddress.list), Link(campaign.name, CampaignAddress.campaign(campaign.slug)),
            Link(words.remove, CampaignAddress.removal(campaign.slug), isCurrent: true),
        ]
        let buttons = UI.actions([
            UI.post(
                words.removeNow, to: CampaignAddress.removal(campaign.slug), csrf: csrf, .danger,
                fields: [("seen", String(campaign.changedAt.microseconds))]),
            UI.linkButton(words.keepIt, CampaignAddress.campaign(campaign.slug), .quiet),
        ])
        return Page(
            words.removeTitle(campaign.name), kicker: UI.breadcrumb(crumbs, language: format.language), layout: .reading,
            main: "<p class=\"intro\">\(words.removeText(format.count(messages, words.messageOne, words.messageMany)))</p>\(buttons)")
    }
}
