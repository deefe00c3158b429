import Crypto
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Kernel
import NIOCore
import Testing

@testable import Web

@Suite("Answering requests")
struct WebRouterTests {
    private static let start = Instant("2026-03-02T09:00:00Z") ?? Instant(microseconds: 0)
    private static let key = SymmetricKey(data: Array(repeating: 7, count: 32))

    /// Signs in whoever sends `x-test-session`.
    private struct TestSession: RouterMiddleware {
        typealias Context = WebContext
        func handle(_ request: Request, context: Context, next: (Request, Context) async throws -> Response) async throws -> Response {
            var context = context
            if let name = HTTPField.Name("x-test-session"), let secret = request.headers[name] {
                context.sessionSecret = Array(secret.utf8)
                context.viewer = Viewer(person: PersonKey(1), name: "Amara Okafor")
                context.language = .de
            }
            if let name = HTTPField.Name("x-test-bearer"), request.headers[name] != nil { context.isBearerRequest = true }
            return try await next(request, context)
        }
    }

    /// A body whose connection ends after its first bytes.
    private struct BrokenOff: AsyncSequence, Sendable {
        struct AsyncIterator: AsyncIteratorProtocol {
            private var count = 0
            mutating func next() async throws -> ByteBuffer? {
                count += 1
                if count > 1 { throw Broken() }
                return ByteBuffer(string: "a=")
            }
        }
        func makeAsyncIterator() -> AsyncIterator { AsyncIterator() }
    }

    private struct Broken: Error { let secret = "postgres://user:hunter2@db" }

    private static func site(origin: String = "http://127.0.0.1:8080") -> Site {
        Site(
            origin: origin, keys: [key], bodyLimits: ["/upload/:kind": 1 << 22], pictureHosts: ["media.northwind.example"],
            clock: { start },
            furniture: { _ in
                Furniture(
                    brand: "Northwind", navigation: [Link("Home", Address(path: "/"), isCurrent: true)], notice: "Mail is written to files")
            })
    }

    private static func application(origin: String = "http://127.0.0.1:8080") -> some ApplicationProtocol {
        let routes = RouteTable()
        let router = webRouter(
            site: site(origin: origin), routes: routes, session: TestSession(), exempt: ["/unsubscribe/:token", "/broken-off"])
        router.get("/") { _, context in context.response(Page("Home", main: "<p>\("Hello")</p>")) }
        router.get("/token") { _, context in context.csrfToken }
        router.get("/broken") { _, _ -> Response in throw Broken() }
        router.get("/api/v1/broken") { _, _ -> Response in throw Broken() }
        router.get("/mine") { _, _ -> Response in throw Refused.unauthenticated }
        router.get("/refused/:what") { _, context -> Response in
            switch context.parameters.get("what") {
            case "forbidden": throw Refused.forbidden
            case "conflict": throw Refused.conflict(text: "Ben changed it at 9:00.")
            case "slow": throw Refused.tooManyRequests(retryAfter: 30)
            case "fields": throw FieldErrors("name", "Please fill this in.")
            default: throw Refused.notFound
            }
        }
        router.get("/mail") { _, context in context.mailDocument("<p>\("mail")</p>") }
        router.post("/save") { request, context in
            let form = try await context.form(request)
            return context.redirect(to: Address(path: "/"), Flash(.done, "Saved <\(form.text("name") ?? "")>"))
        }
        router.post("/broken-off") { request, context in
            let request = Request(head: request.head, body: RequestBody(asyncSequence: BrokenOff()))
            return "\(try await context.form(request).fields.count)"
        }
        router.post("/upload/:kind") { request, context in "\(try await context.form(request).fields.count)" }
        router.post("/unsubscribe/:token") { _, _ in HTTPResponse.Status.ok }
        routes.fill(from: router)
        return Application(router: router)
    }

    private func token(_ client: any TestClientProtocol, session: String) async throws -> String {
        try await client.execute(uri: "/token", method: .get, headers: [Self.session: session]) { String(buffer: $0.body) }
    }

    private static let session = HTTPField.Name("x-test-session") ?? .accept
    private static let bearer = HTTPField.Name("x-test-bearer") ?? .accept
    private static let csrf = HTTPField.Name("x-csrf-token") ?? .accept
    private static let fetchSite = HTTPField.Name("sec-fetch-site") ?? .accept
    private let formType = "application/x-www-form-urlencoded"

    private func post(
        _ client: any TestClientProtocol, _ uri: String, _ body: String, _ headers: HTTPFields = [:]
    ) async throws -> TestResponse {
        var headers = headers
        if headers[.contentType] == nil { headers[.contentType] = formType }
        return try await client.execute(uri: uri, method: .post, headers: headers, body: ByteBuffer(string: body))
    }

    @Test func theHeadersOfAPage() async throws {
        try await Self.application(origin: "https://rapport.northwind.example").test(.router) { client in
            let response = try await client.execute(uri: "/", method: .get)
            #expect(response.status == .ok)
            let headers = response.headers.filter { $0.name != .setCookie }.map { "\($0.name): \($0.value)" }.sorted()
            #expect(
                headers
                    == [
                        "Cache-Control: private, no-store",
                        "Content-Language: en",
                        "Content-Length: \(response.body.readableBytes)",
                        "Content-Security-Policy: default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data: https://media.northwind.example; connect-src 'self'; "
                            + "frame-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
                        "Content-Type: text/html; charset=utf-8",
                        "Cross-Origin-Resource-Policy: same-origin",
                        "Referrer-Policy: same-origin",
                        "Strict-Transport-Security: max-age=31536000",
                        "X-Content-Type-Options: nosniff",
                        "cross-origin-opener-policy: same-origin",
                        "permissions-policy: camera=(), geolocation=(), microphone=(), payment=(), usb=()",
                    ].map { line in
                        // Names that HTTPTypes does not know keep the case that they were made with.
                        headers.first { $0.lowercased() == line.lowercased() } ?? line
                    }.sorted())
            let cookie = try #require(response.headers[.setCookie])
            #expect(cookie.hasPrefix("__Host-rapport-visitor="))
            #expect(cookie.hasSuffix("; Path=/; HttpOnly; SameSite=Lax; Secure"))
        }
    }

    @Test func aMailMayOnlyBeFramedByThisSite() async throws {
        try await Self.application().test(.router) { client in
            let response = try await client.execute(uri: "/mail", method: .get)
            let policy = try #require(response.headers[.contentSecurityPolicy])
            #expect(policy.contains("frame-ancestors 'self'") && policy.contains("sandbox allow-popups") && !policy.contains("script-src"))
            #expect(response.headers[.strictTransportSecurity] == nil)
        }
    }

    @Test func theLayoutOfAPage() async throws {
        try await Self.application().test(.router) { client in
            let response = try await client.execute(uri: "/", method: .get, headers: [Self.session: "s"])
            let page = String(buffer: response.body)
            #expect(page.contains("<html lang=\"de\">"))
            #expect(page.contains("<title>Home · Northwind</title>"))
            #expect(page.contains("aria-current=\"page\">Home</a>"))
            #expect(page.contains("aria-label=\"Amara Okafor, Ihre Seite\""))
            #expect(page.contains("Mail is written to files"))
            #expect(page.split(separator: "<h1").count == 2)
        }
    }

    @Test(
        "A change needs the token of its own session",
        arguments: [
            ("one", "one", nil, nil, HTTPResponse.Status.seeOther), ("one", "two", nil, nil, .forbidden),
            ("one", nil, nil, nil, .forbidden),
            ("one", "one", "cross-site", nil, .forbidden), ("one", "one", "same-origin", "http://127.0.0.1:8080", .seeOther),
            ("one", "one", nil, "https://evil.example", .forbidden), ("one", "one", nil, "null", .forbidden),
        ] as [(String, String?, String?, String?, HTTPResponse.Status)])
    func csrf(session: String, tokenOf: String?, fetchSite: String?, origin: String?, status: HTTPResponse.Status) async throws {
        try await Self.application().test(.router) { client in
            var headers: HTTPFields = [Self.session: session]
            headers[Self.fetchSite] = fetchSite
            headers[.origin] = origin
            let token = if let tokenOf { try await self.token(client, session: tokenOf) } else { "" }
            #expect(try await post(client, "/save", "name=x&csrf=\(token)", headers).status == status)
            // The same token in a header, as scripts send it.
            headers[Self.csrf] = token.isEmpty ? nil : token
            #expect(try await post(client, "/save", "name=x", headers).status == status)
        }
    }

    @Test func theSignedOutHaveATokenOfTheirCookie() async throws {
        try await Self.application().test(.router) { client in
            let page = try await client.execute(uri: "/", method: .get)
            let cookie = try #require(page.headers[.setCookie]?.split(separator: ";").first).description
            let token = try await client.execute(uri: "/token", method: .get, headers: [.cookie: cookie]) { String(buffer: $0.body) }
            #expect(try await post(client, "/save", "csrf=\(token)", [.cookie: cookie]).status == .seeOther)
            #expect(try await post(client, "/save", "csrf=\(token)").status == .forbidden)
        }
    }

    @Test func whoNeedsNoToken() async throws {
        try await Self.application().test(.router) { client in
            let unsubscribed = try await post(client, "/unsubscribe/abc", "List-Unsubscribe=One-Click")
            #expect(unsubscribed.status == .ok)
            let bearer = try await post(client, "/save", "name=x", [Self.bearer: "yes"])
            #expect(bearer.status == .seeOther)
            let nowhere = try await post(client, "/nowhere", "name=x")
            #expect(nowhere.status == .notFound)
        }
    }

    @Test func aMessageIsShownOnceAndCannotBeForged() async throws {
        try await Self.application().test(.router) { client in
            let token = try await self.token(client, session: "s")
            let saved = try await post(client, "/save", "name=Ada&csrf=\(token)", [Self.session: "s"])
            #expect(saved.headers[.location] == "/")
            let cookie = try #require(saved.headers[.setCookie]?.split(separator: ";").first).description
            let page = try await client.execute(uri: "/", method: .get, headers: [.cookie: cookie])
            #expect(String(buffer: page.body).contains("Saved &lt;Ada&gt;"))
            #expect(page.headers[values: .setCookie].contains { $0.hasPrefix("rapport-flash=;") && $0.contains("Max-Age=0") })
            var forged = cookie
            forged.replaceSubrange(forged.index(forged.startIndex, offsetBy: 20)...forged.index(forged.startIndex, offsetBy: 20), with: "7")
            let other = try await client.execute(uri: "/", method: .get, headers: [.cookie: forged == cookie ? cookie + "a" : forged])
            #expect(!String(buffer: other.body).contains("Saved"))
        }
    }

    @Test(
        "Errors become pages",
        arguments: [
            ("/nowhere", 404, "That page is not here"), ("/refused/x", 404, "That page is not here"),
            ("/refused/forbidden", 403, "This is not open to you"),
            ("/refused/conflict", 409, "Ben changed it at 9:00."), ("/refused/slow", 429, "in 30 seconds"),
            ("/refused/fields", 400, "Please fill this in."),
            ("/broken", 500, "Something went wrong on our side"), ("/assets/rapport.000000000000.css", 404, "That page is not here"),
            ("/%00%ff/../..//x", 404, "That page is not here"),
        ])
    func pages(path: String, status: Int, text: String) async throws {
        try await Self.application().test(.router) { client in
            let response = try await client.execute(uri: path, method: .get, headers: [.accept: "text/html,*/*"])
            let page = String(buffer: response.body)
            #expect(response.status.code == status)
            #expect(page.contains(text))
            #expect(page.hasPrefix("<!doctype html>"))
            #expect(!page.contains("hunter2") && !page.contains("Broken"))
            #expect(response.headers[.contentSecurityPolicy] != nil)
        }
    }

    @Test func errorsOfTheAPIAreProblems() async throws {
        try await Self.application().test(.router) { client in
            let response = try await client.execute(uri: "/api/v1/broken", method: .get)
            #expect(response.status == .internalServerError)
            #expect(response.headers[.contentType] == "application/problem+json")
            #expect(!String(buffer: response.body).contains("hunter2"))
            let fields = try await client.execute(uri: "/refused/fields", method: .get, headers: [.accept: "application/json"])
            let body = String(buffer: fields.body)
            #expect(body.contains("\"fields\":[{\"field\":\"name\",\"text\":\"Please fill this in.\"}]"))
            #expect(body.contains("\"request_id\":\"") && body.contains("\"status\":400") && body.contains("\"type\":\"about:blank\""))
        }
    }

    @Test func aWrongMethodIsToldTheRightOnes() async throws {
        try await Self.application().test(.router) { client in
            let get = try await client.execute(uri: "/save", method: .get)
            #expect(get.status == .methodNotAllowed)
            #expect(get.headers[.allow] == "POST")
            let delete = try await client.execute(uri: "/refused/anything", method: .delete)
            #expect(delete.status == .methodNotAllowed)
            #expect(delete.headers[.allow] == "GET, HEAD")
        }
    }

    @Test func signedOutPagesLeadToSignIn() async throws {
        try await Self.application().test(.router) { client in
            let page = try await client.execute(uri: "/mine?tab=2", method: .get, headers: [.accept: "text/html"])
            #expect(page.status == .seeOther)
            #expect(page.headers[.location] == "/sign-in?next=%2Fmine%3Ftab%3D2")
            #expect(try await client.execute(uri: "/mine", method: .get, headers: [.accept: "application/json"]).status == .unauthorized)
        }
    }

    @Test func bodiesHaveALimit() async throws {
        try await Self.application().test(.router) { client in
            let token = try await self.token(client, session: "s")
            let big = "csrf=\(token)&name=" + String(repeating: "x", count: 1 << 20)
            #expect(try await post(client, "/save", big, [Self.session: "s"]).status == .contentTooLarge)
            #expect(try await post(client, "/upload/people", big, [Self.session: "s"]).status == .ok)
            #expect(
                try await post(client, "/save", "{}", [Self.session: "s", .contentType: "application/json"]).status == .unsupportedMediaType
            )
        }
    }

    @Test func aBodyThatBreaksOffIsTheVisitorsMatter() async throws {
        try await Self.application().test(.router) { client in
            let response = try await post(client, "/broken-off", "")
            #expect(response.status == .badRequest)
            #expect(String(buffer: response.body).contains("That did not arrive whole"))
        }
    }

    @Test func assetsAreKeptForGood() async throws {
        try await Self.application().test(.router) { client in
            for asset in Asset.all {
                let hash = SHA256.hash(data: asset.body.withUTF8Buffer { Array($0) }).prefix(6).map { byte in
                    (byte < 16 ? "0" : "") + String(byte, radix: 16)
                }.joined()
                #expect(asset.hash.description == hash)
                let response = try await client.execute(uri: asset.address.description, method: .get)
                #expect(response.headers[.cacheControl] == "public, max-age=31536000, immutable")
                #expect(response.headers[.contentType] == asset.contentType)
                #expect(response.body.readableBytes == asset.body.utf8CodeUnitCount)
                let again = try await client.execute(
                    uri: asset.address.description, method: .get, headers: [.ifNoneMatch: response.headers[.eTag] ?? ""])
                #expect(again.status == .notModified)
                #expect(again.body.readableBytes == 0)
            }
        }
    }
}
