import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Identity
import Kernel
import NIOCore
import People
import Storage
import TestSupport
import Testing

@testable import Audiences
@testable import Web

@Suite("The pages of audiences")
struct AudiencePagesTests {
    static let world = SmallWorld(seed: 7, people: 120)
    static let (mobility, other) = (PublisherKey(5), PublisherKey(6))
    static let actors: [String: Actor] = [
        "admin": Actor(.person(PersonKey(1)), isAdmin: true),
        "author": Actor(.person(PersonKey(2)), roles: [mobility: [.author]]),
        "rival": Actor(.person(PersonKey(3)), roles: [other: [.author]]),
        "approver": Actor(.person(PersonKey(4)), roles: [mobility: [.approver]]),
        "employee": Actor(.person(PersonKey(5))),
    ]

    private struct TestSession: RouterMiddleware {
        typealias Context = WebContext
        func handle(_ request: Request, context: Context, next: (Request, Context) async throws -> Response) async throws -> Response {
            var context = context
            let who = request.headers[AudiencePagesTests.who] ?? ""
            if let actor = AudiencePagesTests.actors[who], let person = actor.person {
                context.actor = actor
                context.viewer = Viewer(person: person, name: "Amara Okafor", isAdmin: actor.isAdmin)
            }
            // No browser, no cookie: the token is another suite's.
            context.isBearerRequest = true
            if request.headers[.acceptLanguage] == "de" { context.language = .de }
            return try await next(request, context)
        }
    }

    static let who = HTTPField.Name("x-test-actor") ?? .accept

    struct Browser: Sendable {
        let client: any TestClientProtocol
        let database: Database

        func get(_ path: String, as actor: String, language: String = "en") async throws -> (status: Int, text: String) {
            try await client.execute(uri: path, method: .get, headers: [AudiencePagesTests.who: actor, .acceptLanguage: language]) {
                (Int($0.status.code), String(buffer: $0.body))
            }
        }

        func post(_ path: String, as actor: String, _ fields: [(String, String)]) async throws -> (
            status: Int, text: String, location: String
        ) {
            let body = fields.map { "\(Self.encoded($0.0))=\(Self.encoded($0.1))" }.joined(separator: "&")
            return try await client.execute(
                uri: path, method: .post, headers: [AudiencePagesTests.who: actor, .contentType: "application/x-www-form-urlencoded"],
                body: ByteBuffer(string: body)
            ) { (Int($0.status.code), String(buffer: $0.body), $0.headers[.location] ?? "") }
        }

        static func encoded(_ text: String) -> String {
            text.utf8.map { byte in
                byte == 0x20
                    ? "+"
                    : (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                        ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
            }.joined()
        }
    }

    static func open(_ engine: Engine, _ body: @escaping @Sendable (Browser) async throws -> Void) async throws {
        let migrations = SmallWorld.migrations + IdentitySchema.migrations
        try await TestDatabase.with(engine, migrations) { database in
            try await database.write { transaction in
                try world.store(in: transaction)
                for (key, name) in [(mobility, "Mobile Work Team"), (other, "HR")] {
                    try transaction.run(
                        """
                        INSERT INTO publisher (id, slug, name, created_at, changed_at)
                        VALUES (\(key), \(name.folded == "hr" ? "hr" : "mobility"), \(name), 0, 0)
                        """)
                }
                try transaction.saveAudience(
                    slug: "field", name: "Field", rule: "country in (\"DE\", \"AT\")", owner: mobility, terms: SmallWorld.terms,
                    actor: "operator")
            }
            let start = Instant("2026-03-31T09:00:00Z") ?? Instant(microseconds: 0)
            let site = Site(
                origin: "http://127.0.0.1:8080", keys: [SymmetricKey(size: .bits256)], clock: { start }, furniture: { _ in Furniture() })
            let table = RouteTable()
            let router = webRouter(site: site, routes: table, session: TestSession())
            AudienceRoutes(database: database, terms: SmallWorld.terms, zone: .utc).register(on: Routes(router, isDemo: false))
            table.fill(from: router)
            try await Application(router: router).test(.router) { try await body(Browser(client: $0, database: database)) }
        }
    }

    @Test("Who may see and change what", arguments: Engine.allCases)
    func rights(engine: Engine) async throws {
        try await Self.open(engine) { browser in
            let table: [(String, String, [String: Int])] = [
                ("GET", "/audiences", ["admin": 200, "author": 200, "rival": 200, "approver": 200, "employee": 403]),
                ("GET", "/audiences/field", ["admin": 200, "author": 200, "rival": 200, "approver": 200, "employee": 403]),
                ("GET", "/audiences/new", ["admin": 200, "author": 200, "rival": 200, "approver": 403, "employee": 403]),
                ("GET", "/audiences/field/edit", ["admin": 200, "author": 200, "rival": 403, "approver": 403, "employee": 403]),
                // Of the admins.
                ("GET", "/audiences/germans/edit", ["admin": 200, "author": 403]),
                ("POST", "/audiences/germans", ["admin": 200, "author": 403, "employee": 403]),
                ("POST", "/audiences/field", ["admin": 200, "author": 200, "rival": 403, "approver": 403, "employee": 403]),
                ("GET", "/audiences/nobody", ["admin": 404]), ("GET", "/audiences/nobody/edit", ["admin": 404]),
                ("POST", "/audiences/nobody", ["admin": 404]), ("GET", "/audiences/BAD", ["admin": 404]),
                ("POST", "/audiences/count", ["author": 200, "employee": 403]),
                ("GET", "/api/audiences/count?rule=everyone", ["author": 200, "employee": 403, "nobody": 401]),
            ]
            for (method, path, expected) in table {
                for (actor, status) in expected {
                    let got =
                        method == "GET"
                        ? try await browser.get(path, as: actor).status
                        : try await browser.post(path, as: actor, [("rule", "everyone")]).status
                    #expect(got == status, "\(method) \(path) as \(actor)")
                }
            }
        }
    }

    @Test("An audience is described, saved, changed; wrong forms store nothing", arguments: Engine.allCases)
    func saving(engine: Engine) async throws {
        try await Self.open(engine) { browser in
            func stored(_ slug: String) async throws -> Audience? { try await browser.database.read { try $0.audience(slug) } }
            let fields = [("name", "Über uns"), ("rule", "title is set"), ("in-step", ""), ("owner", "5"), ("do", "save")]
            let saved = try await browser.post("/audiences/new", as: "author", fields)
            #expect(saved.status == 303 && saved.location == "/audiences/uber-uns")
            let audience = try #require(try await stored("uber-uns"))
            #expect(audience.rule == "title is set" && audience.owner == Self.mobility)
            // The same name again would be the same audience.
            let twice = try await browser.post("/audiences/new", as: "author", fields)
            #expect(twice.status == 422 && twice.text.contains("Another audience has this short name"))

            let edit = try await browser.get("/audiences/uber-uns/edit", as: "author").text
            var form = RuleFormTests.fields(of: edit).filter { $0.name != "csrf" }.map { ($0.name, $0.value) }
            form.removeAll { $0.0 == "o-0" }
            form += [("o-0", "contains"), ("v-0", "engineer"), ("do", "save")]
            #expect(try await browser.post("/audiences/uber-uns", as: "rival", form).status == 403)
            #expect(try await browser.post("/audiences/uber-uns", as: "author", form).status == 303)
            #expect(try await stored("uber-uns")?.rule == "title contains \"engineer\"")
            // Sent again from the old page, it would undo what was saved meanwhile.
            form.removeAll { $0.0 == "rule" }
            let late = try await browser.post("/audiences/uber-uns", as: "author", form + [("rule", "site is set")])
            #expect(late.status == 422 && late.text.contains("Somebody else saved"))
            for (field, value) in [
                ("rule", "contry = \"DE\""), ("rule", "everyone and"), ("owner", "6"), ("owner", ""), ("owner", "x"), ("name", ""),
                ("slug", "Not Good"), ("slug", "count"),
            ] {
                let wrong = [("name", "W"), ("slug", "wrong"), ("rule", "everyone"), ("owner", "5")].filter { $0.0 != field }
                #expect(
                    try await browser.post("/audiences/new", as: "author", wrong + [(field, value), ("do", "save")]).status == 422,
                    "\(field) \(value)")
            }
            #expect(try await stored("wrong") == nil)
            #expect(try await stored("count") == nil)
            #expect(
                try await browser.post(
                    "/audiences/germans", as: "admin", [("name", "G"), ("rule", "audience(\"fans\")"), ("do", "save"), ("seen", "x")]
                ).status == 422)
        }
    }

    @Test("The count while writing: sentence and size, or the spot and a correction", arguments: Engine.allCases)
    func counting(engine: Engine) async throws {
        try await Self.open(engine) { browser in
            let good = try await browser.post("/audiences/count", as: "author", [("rule", "country = \"DE\"")])
            let people = Self.world.people.filter { $0.facts.active && $0.facts.texts[.country]?.folded == "de" }.count
            #expect(good.text.contains("<b>\(people)</b>") && good.text.contains("People in Germany."))
            let wrong = try await browser.post("/audiences/count", as: "author", [("rule", "contry = \"<x>\"")])
            #expect(
                wrong.text.contains("<mark class=\"spot\">contry</mark>")
                    && wrong.text.contains("value=\"country = &quot;&lt;x&gt;&quot;\""))
            let json = try await browser.get("/api/audiences/count?rule=country+%3D%20%22DE%22", as: "author")
            #expect(json.text == #"{"count":\#(people),"rule":"country = \"DE\"","sentence":"people in Germany"}"#)
            let hidden = try await browser.get("/api/audiences/count?rule=external_id+%3D+%22E-1%22+and+follows(%22crm%22)", as: "author")
            #expect(hidden.text.contains(#""count":null,"hidden":"fewPeople""#))
            let bad = try await browser.get("/api/audiences/count?rule=country+%3D+5", as: "author")
            #expect(bad.status == 422 && bad.text.contains(#""column":11"#))
            #expect(try await browser.get("/api/audiences/count", as: "author").status == 400)
        }
    }

    @Test("Why somebody is in, and for rules about behaviour nobody named", arguments: Engine.allCases)
    func why(engine: Engine) async throws {
        try await Self.open(engine) { browser in
            let member = try #require(Self.world.people.first { $0.facts.active && $0.facts.texts[.country]?.folded == "de" })
            let outside = try #require(Self.world.people.first { $0.facts.active && $0.facts.texts[.country] == "US" })
            let gone = try #require(Self.world.people.first { !$0.facts.active })
            let page = try await browser.get("/audiences/field?q=\(member.externalID)", as: "author").text
            #expect(page.contains("is in this audience") && page.contains("class=\"reason yes\"") && page.contains("people-grid"))
            #expect(
                try await browser.get("/audiences/field?q=\(outside.externalID)", as: "author").text.contains("the directory says “US”"))
            #expect(try await browser.get("/audiences/field?q=\(gone.externalID)", as: "author").text.contains("has left the company"))
            #expect(
                try await browser.get("/audiences/field?q=Nobody+Here", as: "author").text.contains(
                    "Nobody in the directory fits “Nobody Here”"))
            #expect(try await browser.get("/audiences/field?q=ann", as: "author").text.contains("Several people fit"))
            let fans = try await browser.get("/audiences/fans?q=\(member.externalID)", as: "admin").text
            #expect(
                fans.contains("Figures only") && !fans.contains("reason yes") && !fans.contains("people-grid")
                    && !fans.contains("name=\"q\""))
            #expect(try await browser.get("/audiences/germans", as: "admin").text.contains("/audiences/fans"))
        }
    }

    @Test("Figures by department add up, and those of behaviour leave no small group to be told about", arguments: Engine.allCases)
    func departments(engine: Engine) async throws {
        try await Self.open(engine) { browser in
            try await browser.database.read { reader in
                let today = SmallWorld.today
                let everyone = try reader.inside(reader.check("everyone", terms: SmallWorld.terms), today: today)
                let total = try reader.count(reader.check("everyone", terms: SmallWorld.terms), today: today)
                #expect(everyone.departments.reduce(0) { $0 + ($1.figure.count ?? 0) } == total && everyone.departments.count > 1)
                #expect(everyone.sample?.count == 10)
                let behaviour = try reader.inside(reader.check("follows(\"crm\")", terms: SmallWorld.terms), today: today)
                #expect(behaviour.sample == nil)
                #expect(behaviour.departments.allSatisfy { ($0.figure.count ?? 0) % 5 == 0 })
                #expect(behaviour.departments.filter { $0.figure.count == nil }.count != 1)
            }
        }
    }

    @Test("The commands' texts", arguments: Engine.allCases)
    func reports(engine: Engine) async throws {
        try await Self.open(engine) { browser in
            try await browser.database.read { reader in
                let report = AudienceReport(reader, terms: SmallWorld.terms, today: SmallWorld.today)
                let lines = try report.count("follows(\"crm\") and external_id = \"E-1\"").split(separator: "\n")
                #expect(Int(lines[0]) != nil && lines.count == 2)
                #expect(try report.explain("country = \"DE\" and title is set")?.contains("\n  ") == true)
                #expect(try report.explain("country = \"DE\"", person: "E-1")?.contains("audience.") == true)
                #expect(try report.explain("country = \"DE\"", person: "nobody") == nil)
                let error = #expect(throws: RuleError.self) { try report.count("contry = 1") }
                #expect(error.map { AudienceReport.marked($0, in: "contry = 1") }?.contains("\n^^^^^^\n") == true)
            }
        }
    }

    @Test("Long, deep and broken rules are answered with the form")
    func hostile() async throws {
        try await Self.open(.sqlite) { browser in
            let long = String(repeating: "title = \"x\" or ", count: 600) + "title = \"x\""
            let deep = String(repeating: "(", count: 3000) + "everyone" + String(repeating: ")", count: 3000)
            let wide = Array(repeating: "title = \"x\"", count: 500).joined(separator: " or ")
            for rule in [
                long, deep, wide, "\u{0}", "\"", "<script>alert(1)</script>", "title = \"\u{202E}\"",
                String(repeating: "not ", count: 40) + "everyone",
            ] {
                for path in ["/audiences/new", "/audiences/count"] {
                    let answer = try await browser.post(
                        path, as: "author", [("rule", rule), ("name", rule), ("slug", rule), ("owner", rule), ("do", "remove:0-0-0-0")])
                    #expect(answer.status == 200 && !answer.text.contains("<script>alert"), "\(path) \(rule.prefix(20))")
                }
                #expect(try await browser.post("/audiences/new", as: "author", [("rule", rule), ("do", "save")]).status == 422)
            }
            #expect(try await browser.get("/audiences?page=99999999999", as: "author").status == 200)
            #expect(try await browser.get("/audiences/new?rule=%ff%00", as: "author").status == 200)
        }
    }

    @Test("Every page's sample renders in both languages", arguments: Language.allCases)
    func samples(language: Language) async throws {
        let start = Instant("2026-03-31T09:00:00Z") ?? Instant(microseconds: 0)
        let site = Site(
            origin: "http://127.0.0.1:8080", keys: [SymmetricKey(size: .bits256)], clock: { start }, furniture: { _ in Furniture() })
        let router = webRouter(site: site, routes: RouteTable())
        router.get("/samples/:number") { _, context in
            let pages = Self.samplePages(context)
            guard let number = context.parameters.get("number").flatMap({ Int($0) }), number < pages.count else { throw Refused.notFound }
            return context.response(pages[number])
        }
        try await Application(router: router).test(.router) { client in
            for number in 0..<7 {
                let answer = try await client.execute(uri: "/samples/\(number)", method: .get, headers: [.acceptLanguage: language.tag])
                let text = String(buffer: answer.body)
                #expect(answer.status == .ok && text.contains("<html lang=\"\(language.tag)\">") && text.contains("</main>"))
            }
        }
    }

    private static func samplePages(_ context: WebContext) -> [Page] {
        var pages = [
            AudienceListPage.sample.page(context), AudienceListPage(rows: [], total: 0).page(context), AudiencePage.sample.page(context),
            AudienceFormPage.sample().page(context),
        ]
        var wrong = AudienceFormPage.sample("contry = 1")
        wrong.reading = .wrong(
            .init(
                text: "contry = 1", error: RuleError(1, .unknownField("contry", suggestions: ["country"])),
                corrections: [.init(label: "country", rule: "country = 1")]))
        wrong.form.note = .textWins("everyone")
        pages.append(wrong.page(context))
        for answer in [WhyAnswer.nobody, .several(AudiencePage.sample.inside?.sample ?? [])] {
            var page = AudiencePage.sample
            page.answer = answer
            pages.append(page.page(context))
        }
        return pages
    }
}

@Suite("Who may change an audience")
struct ChangeAudienceTests {
    @Test func onlyAdminsAndAuthorsOfItsPublisher() {
        let (own, other) = (PublisherKey(5), PublisherKey(6))
        let author = Actor(.person(PersonKey(1)), roles: [own: [.author], other: [.approver]])
        #expect(can(author, .changeAudience, Facts(publisher: own)))
        #expect(!can(author, .changeAudience, Facts(publisher: other)) && !can(author, .changeAudience, Facts()))
        let admin = Actor(.person(PersonKey(2)), isAdmin: true)
        #expect(can(admin, .changeAudience, Facts()) && can(admin, .changeAudience, Facts(publisher: own)))
        #expect(!can(.nobody, .changeAudience, Facts(publisher: own)) && can(.operator, .changeAudience, Facts()))
    }
}
