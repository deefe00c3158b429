import Crypto
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Identity
import Kernel
import NIOCore
import Storage
import Testing
import Web

@testable import Campaigns

@Suite("Campaigns in a browser")
struct CampaignRoutesTests {
    private static let who = HTTPField.Name("x-test-who") ?? .accept
    private static let actors: [String: Actor] = [
        "author": World.author, "both": World.both, "approver": World.approver, "employee": World.employee, "stranger": World.stranger,
        "admin": Actor(.person(World.eva), isAdmin: true),
    ]

    /// Signs in whoever the header names.
    private struct TestSession: RouterMiddleware {
        typealias Context = WebContext
        func handle(_ request: Request, context: Context, next: (Request, Context) async throws -> Response) async throws -> Response {
            var context = context
            if let name = request.headers[CampaignRoutesTests.who], let actor = CampaignRoutesTests.actors[name] {
                context.actor = actor
                context.sessionSecret = Array(name.utf8)
            }
            return try await next(request, context)
        }
    }

    /// One visitor at a time.
    private struct Browser {
        let client: any TestClientProtocol
        let who: String

        func get(_ uri: String, language: String = "en") async throws -> (status: HTTPResponse.Status, text: String, headers: HTTPFields) {
            try await client.execute(uri: uri, method: .get, headers: [CampaignRoutesTests.who: who, .acceptLanguage: language]) {
                ($0.status, String(buffer: $0.body), $0.headers)
            }
        }

        func post(_ uri: String, _ fields: [(String, String)], token: Bool = true) async throws -> (
            status: HTTPResponse.Status, text: String, to: String?
        ) {
            let csrf = token ? try await get("/token").text : ""
            let body = (fields + [("csrf", csrf)]).map { "\($0)=\(Self.encode($1))" }.joined(separator: "&")
            return try await client.execute(
                uri: uri, method: .post, headers: [CampaignRoutesTests.who: who, .contentType: "application/x-www-form-urlencoded"],
                body: ByteBuffer(string: body)
            ) { ($0.status, String(buffer: $0.body), $0.headers[.location]) }
        }

        static func encode(_ text: String) -> String { text.utf8.map { "%" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }
    }

    private func site(_ body: @escaping @Sendable (Database, @Sendable (String) -> Browser) async throws -> Void) async throws {
        try await World.with { database in
            let table = RouteTable()
            let site = Site(
                origin: "http://127.0.0.1:8080", keys: [SymmetricKey(data: Array(repeating: 7, count: 32))], clock: { Instant.now },
                furniture: { _ in Furniture() })
            let router = webRouter(site: site, routes: table, session: TestSession())
            router.get("/token") { _, context in context.csrfToken }
            CampaignRoutes(database: database, terms: World.terms, press: World.press, usual: UncertainRule()).register(
                on: Routes(router, isDemo: false))
            table.fill(from: router)
            try await Application(router: router).test(.router) { client in
                try await body(database) { Browser(client: client, who: $0) }
            }
        }
    }

    private let brief = [
        ("name", "First week"), ("publisher", "mobility"), ("offering", "field-crm"), ("audience", "everyone"), ("stage", "try"),
        ("class", "news"),
        ("channels", "email"), ("channels", "home"), ("start", "person"), ("start_at", "2026-03-02T09:00"), ("latest_send", "72"),
        ("uncertain", "keep"),
        ("goal_stage", "try"), ("goal_baseline", "12%"), ("goal_target", "40%"), ("goal_by", "2026-03-31"), ("holdout", "10%"),
        ("needs", "One\nTwo"), ("key_messages", "Notes by voice"),
    ]

    private func seen(_ database: Database) async throws -> (String, String) {
        let campaign = try await database.read { try $0.campaign("first-week") }
        return ("seen", String(campaign?.changedAt.microseconds ?? 0))
    }

    @Test("From the empty list to an approved campaign")
    func thread() async throws {
        try await site { database, browser in
            let author = browser("author"), approver = browser("approver")
            #expect(try await author.get("/campaigns").text.contains("No campaign yet"))
            #expect(try await author.get("/campaigns/new").status == .ok)
            let made = try await author.post("/campaigns/new", brief)
            #expect(made.status == .seeOther && made.to == "/campaigns/first-week")
            #expect(try await author.get("/campaigns/first-week").text.contains("Leave it, as decided for this campaign"))
            let written = try await author.post(
                "/campaigns/first-week/messages/new",
                [("language", "en"), ("subject", "Hello {{person.first_name}}"), ("body", "Try [it](offering)."), try await seen(database)])
            #expect(written.status == .seeOther && written.to == "/campaigns/first-week/messages/1?language=en")
            let page = try await author.get("/campaigns/first-week")
            #expect(
                page.status == .ok && page.text.contains("Hand in for approval") && page.text.contains("everyone")
                    && page.text.contains("Notes by voice"))
            #expect(try await author.get("/campaigns/first-week", language: "de").text.contains("Zur Freigabe einreichen"))
            #expect(try await author.post("/campaigns/first-week/review", [try await seen(database)]).status == .seeOther)
            #expect(try await author.post("/campaigns/first-week/approval", [try await seen(database)]).status == .forbidden)
            let waiting = try await approver.get("/campaigns/first-week")
            #expect(
                waiting.text.contains("Amara Okafor asks for your approval")
                    && waiting.text.contains("action=\"/campaigns/first-week/approval\""))
            #expect(try await approver.post("/campaigns/first-week/approval", [try await seen(database)]).status == .seeOther)
            #expect(try await database.read { try $0.campaign("first-week")?.state } == .approved)
            #expect(try await author.get("/campaigns/first-week").text.contains("/campaigns/first-week/sending"))
            // An edit makes it a draft again, and the form says so before.
            #expect(try await author.get("/campaigns/first-week/brief").text.contains("becomes a draft again"))
            var other = brief
            other[0].1 = "Second week"
            #expect(try await author.post("/campaigns/first-week/brief", other + [try await seen(database)]).status == .seeOther)
            #expect(try await database.read { try $0.campaign("first-week")?.state } == .draft)
        }
    }

    @Test(
        "Who may do what",
        arguments: [
            ("GET", "/campaigns", ["author": 200, "approver": 200, "both": 200, "admin": 200, "stranger": 200, "employee": 403]),
            ("GET", "/campaigns/first-week", ["author": 200, "approver": 200, "admin": 200, "stranger": 403, "employee": 403]),
            ("GET", "/campaigns/first-week/brief", ["author": 200, "approver": 403, "admin": 403, "stranger": 403, "employee": 403]),
            ("GET", "/campaigns/first-week/messages", ["author": 200, "approver": 200, "stranger": 403, "employee": 403]),
            ("GET", "/campaigns/first-week/messages/1", ["author": 200, "approver": 200, "stranger": 403, "employee": 403]),
            ("GET", "/campaigns/first-week/messages/1/preview", ["author": 200, "approver": 200, "stranger": 403, "employee": 403]),
            ("GET", "/campaigns/first-week/messages/1/arrival", ["author": 200, "approver": 200, "stranger": 403, "employee": 403]),
            ("GET", "/campaigns/first-week/removal", ["author": 409, "approver": 403, "employee": 403]),
            ("POST", "/campaigns/first-week/review", ["approver": 403, "stranger": 403, "employee": 403]),
            ("POST", "/campaigns/first-week/approval", ["author": 403, "admin": 403, "stranger": 403, "employee": 403, "both": 403]),
            ("POST", "/campaigns/first-week/return", ["author": 403, "stranger": 403, "employee": 403, "both": 403]),
            ("GET", "/campaigns/nothing", ["author": 404]), ("GET", "/campaigns/Not%20a%20slug", ["author": 404]),
            ("GET", "/campaigns/first-week/messages/99", ["author": 404]), ("GET", "/campaigns/first-week/messages/x", ["author": 404]),
        ] as [(String, String, [String: Int])])
    func rights(method: String, path: String, expected: [String: Int]) async throws {
        try await site { database, browser in
            // Ben wrote and handed it in: he is an approver too, of others' work.
            try await database.write { _ = try $0.handIn(World.campaign($0, by: World.both), terms: World.terms, by: World.both) }
            for (who, status) in expected.sorted(by: { $0.key < $1.key }) {
                let answer =
                    method == "GET"
                    ? try await browser(who).get(path).status
                    : try await browser(who).post(path, [("note", "x"), try await seen(database)]).status
                #expect(answer.code == status, "\(who) \(method) \(path)")
            }
        }
    }

    @Test("Two who edit at once: the second learns of it and loses nothing of the first")
    func conflict() async throws {
        try await site { database, browser in
            try await database.write { _ = try World.campaign($0) }
            let old = try await seen(database)
            let first = brief.filter { $0.0 != "name" } + [("name", "A new name")]
            #expect(try await browser("author").post("/campaigns/first-week/brief", first + [old]).status == .seeOther)
            let other = brief.filter { $0.0 != "name" } + [("name", "Another name")]
            let late = try await browser("both").post("/campaigns/first-week/brief", other + [old])
            #expect(late.status == .conflict)
            #expect(late.text.contains("Amara Okafor saved another version"))
            let message = try await browser("both").post(
                "/campaigns/first-week/messages/1", [("language", "en"), ("subject", "x"), ("body", "y"), old])
            #expect(message.status == .conflict)
            #expect(try await browser("author").post("/campaigns/first-week/brief", brief).status == .badRequest, "without a token")
            #expect(try await browser("author").post("/campaigns/first-week/brief", brief + [old], token: false).status == .forbidden)
        }
    }

    @Test(
        "A form that is wrong comes back as it was typed",
        arguments: [
            ("name", "", "name"), ("publisher", "<b>", "publisher"), ("publisher", "other", ""), ("offering", "x", "offering"),
            ("audience", "", "audience"),
            ("stage", "unaware", "stage"), ("class", "spam", "class"), ("start", "later", "start"), ("start_at", "yesterday", "start"),
            ("latest_send", "99999", "latest_send"), ("latest_send", "many", "latest_send"), ("uncertain", "x", "uncertain"),
            ("goal_stage", "x", "goal_stage"),
            ("goal_baseline", "a lot", "goal_baseline"), ("goal_target", "1%", "goal_target"), ("goal_by", "2026-02-30", "goal_by"),
            ("holdout", "51%", "holdout"), ("holdout", "half", "holdout"), ("needs", "1\n2\n3\n4\n5\n6", "needs"),
            ("key_messages", "1\n2\n3\n4", "key_messages"),
            ("channels", "pigeon", "channels"), ("slug", "../etc", "slug"),
        ])
    func badForm(field: String, value: String, wrong: String) async throws {
        try await site { database, browser in
            let answer = try await browser("author").post("/campaigns/new", brief.filter { $0.0 != field } + [(field, value)])
            if wrong.isEmpty {
                #expect(answer.status == .forbidden)
            } else {
                #expect(answer.status == .unprocessableContent)
                #expect(answer.text.contains("href=\"#f-\(wrong)\""), "\(field) = \(value)")
                #expect(!answer.text.contains("value=\"<b>\""))
            }
            #expect(try await database.read { try $0.countCampaigns(of: nil) } == 0)
        }
    }

    @Test("The editor shows mistakes at their place and keeps what was typed")
    func editor() async throws {
        try await site { database, browser in
            try await database.write { _ = try World.campaign($0, messages: [World.sellers, World.everyone]) }
            let author = browser("author")
            let bad = try await author.post(
                "/campaigns/first-week/messages/1?as=0",
                [
                    ("language", "en"), ("angle", "Sellers"), ("rule", "titel = 1"), ("subject", "Hi"), ("body", "<b>{{person.nose}}</b>"),
                    try await seen(database),
                ])
            #expect(bad.status == .unprocessableContent)
            #expect(
                bad.text.contains("Column 1:") && bad.text.contains("Line 1, column")
                    && bad.text.contains("&lt;b&gt;{{person.nose}}&lt;/b&gt;"))
            let german = try await author.post(
                "/campaigns/first-week/messages/2", [("language", "de"), ("subject", "Hallo"), ("body", "Text"), try await seen(database)])
            #expect(german.to == "/campaigns/first-week/messages/2?language=de")
            let campaign = try #require(try await database.read { try $0.campaign("first-week") })
            #expect(try await database.read { try $0.messages(of: campaign.key) }.map(\.languages) == [["en"], ["en", "de"]])
        }
    }

    @Test("Unsaved words show in the preview, to their writer alone")
    func sketch() async throws {
        try await site { database, browser in
            try await database.write { _ = try World.campaign($0) }
            let author = browser("author")
            let margin = try await author.post(
                "/campaigns/first-week/messages/1/sketch?language=en", [("body", "Fresh words for {{person.nose}}")])
            #expect(margin.status == .ok && margin.text.contains("Line 1, column 17"))
            #expect(
                try await author.post("/campaigns/first-week/messages/1/sketch?language=en", [("body", "Fresh words")]).text.contains(
                    "Nothing to correct"))
            let preview = try await author.get("/campaigns/first-week/messages/1/preview?language=en")
            #expect(preview.text.contains("Fresh words"))
            #expect(preview.headers[.contentSecurityPolicy]?.contains("sandbox") == true)
            let head = try await author.get("/campaigns/first-week/messages/1/arrival?language=en")
            #expect(head.text.contains("inbox-subject") && head.text.contains("Mobile Work Team") && !head.text.contains("<html"))
            let home = try await author.get("/campaigns/first-week/messages/1/arrival?language=en&view=home")
            #expect(home.text.contains("Fresh words") && home.text.contains("From Mobile Work Team, for People: everyone"))
            #expect(try await author.get("/campaigns/first-week/messages/1").text.contains("not saved yet"))
            #expect(try await !browser("approver").get("/campaigns/first-week/messages/1/preview?language=en").text.contains("Fresh words"))
            #expect(
                try await browser("approver").post("/campaigns/first-week/messages/1/sketch?language=en", [("body", "x")]).status
                    == .forbidden)
            #expect(try await author.post("/campaigns/first-week/messages/1/sketch-removal", [("language", "en")]).status == .seeOther)
            #expect(try await !author.get("/campaigns/first-week/messages/1/preview?language=en").text.contains("Fresh words"))
            let kept = try await author.post(
                "/campaigns/first-week/messages/1", [("language", "en"), ("subject", "New"), ("body", "Kept {{"), ("preview", "yes")])
            #expect(kept.status == .seeOther && kept.to?.hasSuffix("#preview") == true)
            #expect(try await author.get("/campaigns/first-week/messages/1").text.contains("Kept {{"))
        }
    }

    @Test("Nobody of an audience of behaviour is shown, only oneself")
    func behaviour() async throws {
        try await site { database, browser in
            try await database.write { transaction in
                var draft = World.draft
                draft.audience = "followers"
                let made = try transaction.createCampaign(draft, by: World.author)
                try transaction.setMessages([World.everyone], of: made, terms: World.terms, by: World.author)
                try transaction.run("INSERT INTO follow (person, kind, subject, since) VALUES (\(World.dev), 'offering', \(30), \(0))")
            }
            let page = try await browser("author").get("/campaigns/first-week/messages/1")
            #expect(page.text.contains("Yourself") && !page.text.contains("Dev Patel"))
            #expect(try await browser("author").get("/campaigns/first-week").text.contains("The number is not shown"))
            let everyone = try await browser("author").get("/campaigns/first-week/messages")
            #expect(everyone.text.contains("not shown"))
        }
    }

    @Test("The preview says whose value is missing")
    func missing() async throws {
        try await site { database, browser in
            let text = ["en": MessageText(subject: "x", body: "At {{person.site}}")]
            try await database.write { _ = try World.campaign($0, messages: [MessageDraft(texts: text)]) }
            var seenMissing = false
            for index in 0..<5 {
                let preview = try await browser("author").get("/campaigns/first-week/messages/1/preview?language=en&view=plain&as=\(index)")
                    .text
                if preview.contains("there is no person.site") { seenMissing = true } else { #expect(preview.contains("At ")) }
            }
            #expect(seenMissing)
        }
    }
}
