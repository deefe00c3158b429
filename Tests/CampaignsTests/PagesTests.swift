import Kernel
import Markup
import Testing
import Web

@testable import Campaigns

/// Pages from values alone: every literal of markup is followed by the tokenizer, which stops the test where a value could become markup.
@Suite("The pages of campaigns")
struct PagesTests {
    private static let hostile = "<script>alert(\"1\")</script> & 'x'"
    private static let now = Instant("2026-03-02T09:00:00Z") ?? Instant(microseconds: 0)

    private static func format(_ language: Language) -> Format { Format(language, zone: .utc, now: now) }

    private static func campaign(_ state: CampaignState, uncertain: UncertainChoice = .asClass) -> Campaign {
        var brief = World.draft.brief
        brief.uncertain = uncertain
        brief.name = hostile
        brief.needs = [Texts(hostile)]
        return Campaign(
            key: CampaignKey(1), slug: Slug("first-week") ?? Slug.fallback, publisher: World.mobility, offering: OfferingKey(30),
            audience: AudienceKey(1),
            author: World.amara, state: state, brief: brief, createdAt: now, changedAt: now)
    }

    private static let message = CampaignPage.Message(number: 1, angle: hostile, people: hostile, subject: hostile, languages: ["en"])

    private static func brief(
        _ state: CampaignState, _ language: Language, _ rights: CampaignPage.Rights, uncertain: UncertainChoice = .asClass,
        usual: UncertainRule = UncertainRule()
    ) -> Page {
        CampaignPage(
            campaign: campaign(state, uncertain: uncertain), publisher: .init(slug: "p", name: hostile),
            offering: .init(slug: "o", name: hostile),
            audience: .init(slug: "a", name: hostile), sentence: hostile, size: .known(1240), messages: [message], approvals: [],
            rights: rights, usual: usual, csrf: "token", format: format(language)
        ).page
    }

    private static func form(_ state: CampaignState, _ language: Language, usual: UncertainRule = UncertainRule()) -> Page {
        BriefFormPage(
            campaign: campaign(state), form: CampaignForm(World.draft), errors: FieldErrors("name", hostile),
            publishers: [BriefChoice(slug: "p", name: hostile)], offerings: [], audiences: [], zone: .utc, usual: usual, csrf: "token",
            format: format(language)
        ).page
    }

    @Test(
        "What becomes of mails of which nobody knows says whether the campaign or its class decides",
        arguments: [
            (
                UncertainChoice.asClass, Set<CampaignClass>(), "Leave it, as is usual here for “News”",
                "Dabei belassen, wie hier bei „Neuigkeit“ üblich"
            ),
            (.asClass, [.news], "Send it again, as is usual here for “News”", "Noch einmal senden, wie hier bei „Neuigkeit“ üblich"),
            (.keep, [.news], "Leave it, as decided for this campaign", "Dabei belassen, so für diese Kampagne entschieden"),
            (.resend, [], "Send it again, as decided for this campaign", "Noch einmal senden, so für diese Kampagne entschieden"),
        ] as [(UncertainChoice, Set<CampaignClass>, String, String)])
    func fate(_ choice: UncertainChoice, _ resent: Set<CampaignClass>, _ english: String, _ german: String) {
        for (language, words) in [(Language.en, english), (.de, german)] {
            let page = Self.brief(.draft, language, .init(), uncertain: choice, usual: UncertainRule(resent: resent))
            #expect(page.main.string.contains(words), "\(words)")
        }
    }

    @Test(
        "The form says what is usual for each class now",
        arguments: [
            (Set<CampaignClass>(), "At present every kind is left.", "Zurzeit bleibt es bei jeder Art dabei."),
            (
                [.mustKnow, .invitation], "Sent again at present: Invitation and Must know. Every other kind is left.",
                "Zurzeit noch einmal gesendet: Einladung und Pflichtinformation. Bei jeder anderen Art bleibt es dabei."
            ),
            (Set(CampaignClass.allCases), "Sent again at present: every kind.", "Zurzeit wird bei jeder Art noch einmal gesendet."),
        ] as [(Set<CampaignClass>, String, String)])
    func usual(_ resent: Set<CampaignClass>, _ english: String, _ german: String) {
        for (language, words) in [(Language.en, english), (.de, german)] {
            let html = Self.form(.draft, language, usual: UncertainRule(resent: resent)).main.string
            #expect(html.contains(words), "\(words)")
            for value in ["class", "keep", "resend"] { #expect(html.contains("name=\"uncertain\" value=\"\(value)\""), "\(value)") }
        }
    }

    private static func editor(_ language: Language, view: MessagePage.View, number: Int?, count: Int) -> Page {
        MessagePage(
            campaign: campaign(.draft), number: number, count: count, angle: hostile, rule: hostile,
            text: MessageText(subject: hostile, body: hostile),
            language: "en", languages: ["en"], isSketch: true, errors: FieldErrors("body", hostile),
            warnings: [MarkupProblem(.warning, in: .body, at: SourcePlace(line: 1, column: 1), hostile)],
            files: [],
            fields: MergeFields(["person.name"]),
            people: [
                PreviewPerson(
                    person: MergePerson(key: World.dev, name: hostile, language: nil, values: [:]), title: hostile, site: nil, isSelf: false
                )
            ],
            shown: 0, isAggregate: true, view: view, look: .dark, arrival: .proof(proof(hostile)), why: World.press.why, mayWrite: true,
            csrf: "token", format: format(language)
        ).page
    }

    private static func proof(_ text: String, size: Int = 14_400) -> MailProof {
        MailProof(
            sender: text, address: "rapport@acme.example", subject: text, preheader: text, html: "<p>\(text)</p>", plain: text,
            htmlSize: size,
            mailSize: 40_600, excerpt: text, offering: text, offeringSlug: Slug("y") ?? Slug.fallback, audience: text)
    }

    @Test("The size of a mail stands above it, and a mail of which the end is hidden says so", arguments: Language.allCases)
    func size(language: Language) {
        func head(_ size: Int) -> String {
            ArrivalHead(
                arrival: .proof(Self.proof("x", size: size)), view: .phone, look: .light, attachments: [], why: World.press.why,
                format: Self.format(language)
            ).html.string
        }
        #expect(head(14_400).contains("14 KB") && head(14_400).contains("41 KB") && !head(14_400).contains("notice"))
        #expect(head(102_000).contains("102 KB") && !head(102_000).contains("notice"))
        #expect(head(102_001).contains("notice") && head(102_001).contains("Gmail"))
    }

    @Test(
        "A mail is shown in the colours that were asked for, whatever the reader's own screen shows", arguments: MessagePage.Look.allCases)
    func looks(look: MessagePage.Look) {
        let mail = """
            <head><meta name="color-scheme" content="light dark"><style>:root { color-scheme: light dark; } \
            @media (prefers-color-scheme: dark) { p { color: #fff } } @media (prefers-color-scheme: dark) { b { color: #fff } }</style></head>
            """
        let shown = String(decoding: look.applied(to: Array(mail.utf8)), as: UTF8.self)
        let answer = look == .dark ? "all" : "not all"
        #expect(!shown.contains("prefers-color-scheme") && shown.ranges(of: "@media \(answer) {").count == 2)
        #expect(shown.contains("content=\"\(look.rawValue)\"") && shown.contains("color-scheme: \(look.rawValue);"))
        #expect(shown.hasPrefix("<head><base target=\"_blank\">"))
    }

    private static func pages(_ language: Language) -> [Page] {
        let format = format(language)
        var pages: [Page] = []
        for state in CampaignState.allCases {
            for rights in [
                CampaignPage.Rights(), .init(write: true, remove: true), .init(approve: true),
                .init(write: true, approve: false, isOwn: true),
            ] {
                pages.append(brief(state, language, rights))
            }
            pages.append(form(state, language))
            pages.append(MessagesPage(campaign: campaign(state), messages: [message], counts: [1240], mayWrite: true, format: format).page)
        }
        for view in MessagePage.View.allCases { pages.append(editor(language, view: view, number: 1, count: 2)) }
        pages.append(editor(language, view: .phone, number: nil, count: 0))
        pages.append(MessagesPage(campaign: campaign(.draft), messages: [], counts: nil, mayWrite: true, format: format).page)
        pages.append(RemovalPage(campaign: campaign(.draft), messages: 1, csrf: "token", format: format).page)
        let rows = (0..<50).map { index in
            CampaignSummary(
                slug: Slug("c-\(index)") ?? Slug.fallback, name: hostile, publisher: hostile, offering: hostile, audience: hostile,
                state: CampaignState.allCases[index % 8], changedAt: now)
        }
        pages.append(CampaignListPage(campaigns: [], total: 0, number: 1, state: nil, mayWrite: true, format: format).page)
        pages.append(CampaignListPage(campaigns: [], total: 0, number: 1, state: .running, mayWrite: false, format: format).page)
        pages.append(CampaignListPage(campaigns: rows, total: 1240, number: 2, state: .draft, mayWrite: true, format: format).page)
        return pages
    }

    @Test("Every page renders, and shows values as text", arguments: Language.allCases)
    func render(language: Language) {
        for page in Self.pages(language) {
            let html = page.main.string + (page.actions?.string ?? "") + (page.kicker?.string ?? "")
            #expect(!html.contains("<script") && !html.contains("\"1\")"))
            #expect(!html.isEmpty && !page.title.isEmpty)
        }
    }

    @Test("The list tells where one is in it")
    func pagination() {
        let html = Self.pages(.en).last?.main.string ?? ""
        #expect(html.contains("51 to 100 of 1,240"))
        #expect(html.contains("/campaigns?state=draft&amp;page=1") && html.contains("/campaigns?state=draft&amp;page=3"))
    }

    @Test("Nothing that employees get speaks of campaigns, targets or funnels")
    func wordsOfEmployees() {
        for view in MessagePage.View.allCases {
            let html = World.shown(Self.proof("Hello"), view).lowercased()
            for word in ["campaign", "target", "funnel", "kampagne", "zielgruppe"] { #expect(!html.contains(word)) }
        }
    }

    @Test("Every problem is a sentence in both languages", arguments: Language.allCases)
    func sentences(language: Language) {
        let kinds: [CampaignProblem.Kind] = [
            .required, .tooLong(3), .tooMany(3), .notOneLine, .badSlug("x"), .slugTaken("x"), .unknown("x"), .retired,
            .notOneOf(["a", "b"]), .badShare,
            .badStart, .badZone("x"), .badDay, .outOfRange(1, 2), .holdoutTooLarge, .targetNotAbove, .noChannel, .badLanguage("x"),
            .noDefaultText("x"),
            .noMessages, .neverReached, .lastHasRule, .fileTooLarge(1), .filesTooLarge(1), .notAPicture, .notAnAttachment, .pictureInUse(1),
        ]
        let sentences = kinds.map { CampaignProblem(.name, $0).message(in: language) }
        #expect(sentences.allSatisfy { $0.last == "." })
        #expect(Set(sentences).count == kinds.count)
    }
}

extension Slug {
    /// Never used: the literals above are slugs.
    fileprivate static var fallback: Slug {
        guard let slug = Slug("x") else { preconditionFailure("x is a slug") }
        return slug
    }
}
