import HTTPTypes
import Hummingbird
package import Identity
package import Kernel
import NIOCore
package import Storage
import Touches
import Web

/// Links, pictures and the way out of mails, and the pages on which a campaign is sent.
package struct DeliveryRoutes: Sendable {
    let database: Database
    let secrets: SecretRing
    let settings: DeliverySettings

    /// The routes that take a POST without a CSRF token: one-click unsubscribe, which is safe by its own token (RFC 8058).
    package static let csrfExempt: Set<String> = ["/u/:token"]

    package init(database: Database, secrets: SecretRing, settings: DeliverySettings) {
        self.database = database
        self.secrets = secrets
        self.settings = settings
    }

    package func register(on routes: Routes) {
        routes.get("/l/:token", .visit, follow)
        routes.get("/p/:token", .visit, picture)
        routes.get("/u/:token", .visit, askToUnsubscribe)
        routes.post("/u/:token", .visit, unsubscribe)
        registerSending(on: routes)
    }

    var tokens: DeliveryTokens { DeliveryTokens(secrets) }

    func token(_ context: WebContext) throws -> String {
        guard let token = context.parameters.get("token") else { throw Refused.notFound }
        return token
    }
}

/// What mails lead to.
extension DeliveryRoutes {
    /// Records and redirects; to a stored target only, so nobody can make it lead elsewhere.
    func follow(_ request: Request, _ context: WebContext) async throws -> Response {
        guard let hit = tokens.readLink(try token(context)) else { throw Refused.notFound }
        let found = try await database.read { reader in
            try reader.target(of: hit.link).map { target in
                (target, try hit.person.flatMap { try reader.acceptance(target.run, $0) })
            }
        }
        guard let (target, acceptedAt) = found else { throw Refused.notFound }
        let verdict = HitVerdict.of(self.hit(request, context, acceptedAt: acceptedAt))
        let (viewer, zone) = (context.viewer?.person, settings.zone)
        try await database.write { transaction in
            try transaction.recordClick(hit.link, target, owner: hit.person, viewer: viewer, verdict: verdict, zone: zone)
        }
        guard target.target != Stationery.centralPage else {
            return context.redirect(to: Address(path: "/offerings", target.offeringSlug))
        }
        guard let address = Address(target.target) else { throw Refused.notFound }
        return context.redirect(to: address)
    }

    private func hit(_ request: Request, _ context: WebContext, acceptedAt: Instant?) -> HitVerdict.Hit {
        var hit = HitVerdict.Hit()
        hit.isHead = request.method == .head
        hit.userAgent = request.headers[.userAgent]
        hit.purpose = [HTTPField.Name("Sec-Purpose"), HTTPField.Name("Purpose")].compactMap { $0.flatMap { request.headers[$0] } }.first
        hit.secondsSinceAcceptance = acceptedAt.map { Double((context.now - $0).microseconds) / 1_000_000 }
        return hit
    }

    func picture(_ request: Request, _ context: WebContext) async throws -> Response {
        let name = try token(context)
        guard name.hasSuffix(".gif"), let owner = tokens.readPixel(name.dropLast(4)) else { throw Refused.notFound }
        if let person = owner.person {
            let acceptedAt = try await database.read { try $0.acceptance(owner.run, person) }
            let verdict = HitVerdict.of(hit(request, context, acceptedAt: acceptedAt))
            let zone = settings.zone
            try await database.write { try $0.recordImageLoad(owner.run, person, verdict: verdict, zone: zone) }
        }
        return Response(
            status: .ok, headers: [.contentType: "image/gif", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: Self.gif)))
    }

    /// One transparent dot (GIF89a).
    static let gif: [UInt8] = [
        0x47, 0x49, 0x46, 0x38, 0x39, 0x61, 1, 0, 1, 0, 0x80, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0x21, 0xF9, 4, 1, 0, 0, 0, 0, 0x2C, 0, 0, 0,
        0, 1,
        0, 1, 0, 0, 2, 2, 0x44, 1, 0, 0x3B,
    ]

    func askToUnsubscribe(_ request: Request, _ context: WebContext) async throws -> Response {
        let token = try token(context)
        let subscription = try await subscription(token)
        return context.response(
            UnsubscribePage(publisher: subscription.name, isOff: subscription.isOff, token: token).page(context.language))
    }

    /// From a mail program: 200 without a redirect (RFC 8058 §3.2), without cookie or CSRF token, as often as it likes. From the page's
    /// button: the page that says it is done.
    func unsubscribe(_ request: Request, _ context: WebContext) async throws -> Response {
        let token = try token(context)
        guard let (_, person) = tokens.readUnsubscribe(token) else { throw Refused.notFound }
        let subscription = try await subscription(token)
        try await database.write { try $0.unsubscribe(person, from: subscription.publisher) }
        let isOneClick = try await context.form(request).raw("List-Unsubscribe") == "One-Click"
        if isOneClick {
            return Response(
                status: .ok, headers: [.contentType: "text/plain; charset=utf-8"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: "OK\n")))
        }
        return context.response(UnsubscribePage(publisher: subscription.name, isOff: true, token: token).page(context.language))
    }

    private func subscription(_ token: String) async throws -> Subscription {
        guard let (run, person) = tokens.readUnsubscribe(token),
            let subscription = try await database.read({ try $0.subscription(run, person) })
        else { throw Refused.notFound }
        return subscription
    }
}
