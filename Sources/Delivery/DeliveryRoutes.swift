import Hummingbird
package import Identity
package import Kernel
import NIOCore
package import Storage
package import Touches
import Web

/// Links, pictures and the way out of mails, and the pages on which a campaign is sent.
package struct DeliveryRoutes: Sendable {
    let database: Database
    let secrets: SecretRing
    let settings: DeliverySettings
    let journal: Journal
    let targets: LinkTargets
    let tokens: DeliveryTokens

    /// The routes that take a POST without a CSRF token: one-click unsubscribe, which is safe by its own token (RFC 8058).
    package static let csrfExempt: Set<String> = ["/u/:token"]

    /// - Parameter journal: takes hits by `taker`.
    package init(database: Database, secrets: SecretRing, settings: DeliverySettings, journal: Journal) {
        self.database = database
        self.secrets = secrets
        self.settings = settings
        self.journal = journal
        targets = LinkTargets(database)
        tokens = DeliveryTokens(secrets)
    }

    package func register(on routes: Routes) {
        routes.get("/l/:token", .visit, follow)
        routes.get("/p/:token", .visit, picture)
        routes.get("/u/:token", .visit, askToUnsubscribe)
        routes.post("/u/:token", .visit, unsubscribe)
        routes.get("/pictures/:key", .takePart, cardPicture)
        registerOwn(on: routes)
        registerSending(on: routes)
    }

    func token(_ context: WebContext) throws -> String {
        guard let token = context.parameters.get("token") else { throw Refused.notFound }
        return token
    }
}

/// The way out of mails.
extension DeliveryRoutes {
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
