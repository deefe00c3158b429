import HTTPTypes
package import Hummingbird
import Kernel
package import Storage
package import Web

/// Finds out who asks, by the session's cookie, and lets the answer be in their language and zone.
package struct SessionMiddleware: RouterMiddleware {
    package typealias Context = WebContext

    private let database: Database
    private let passing: @Sendable (String) -> Bool

    /// - Parameter passing: the paths that ask for nobody's session, and so answer while the database does not.
    package init(database: Database, passing: @escaping @Sendable (_ path: String) -> Bool = { _ in false }) {
        self.database = database
        self.passing = passing
    }

    package func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard !passing(context.path), let token = SessionCookie.token(of: request, context.site) else {
            return try await next(request, context)
        }
        var context = context
        let now = context.now
        guard let session = try await database.read({ try $0.session(token, now: now) }) else { return try await next(request, context) }
        context.actor = session.actor
        context.viewer = Viewer(person: session.person, name: session.name, isAdmin: session.actor.isAdmin)
        context.sessionSecret = session.secret
        context.language = Language.negotiate(
            person: session.language, acceptLanguage: request.headers[.acceptLanguage], fallback: context.site.language)
        if let zone = session.zone { context.zone = zone }
        var response = try await next(request, context)
        // A token that has been carried about for long is exchanged at the next change, unless the change itself set a cookie.
        if request.method == .post, session.createdAt + Session.rotation < now, !SessionCookie.isSet(by: response, context.site),
            let fresh = try await database.write({ try $0.rotateSession(token) })
        {
            response.headers.append(SessionCookie.set(fresh, context.site))
        }
        return response
    }
}

/// The cookie of a session: `__Host-rapport` over TLS, else `rapport-PORT`, since ports of one host share their cookies.
package enum SessionCookie {
    static func name(_ site: Site) -> String {
        if site.isSecure { return "__Host-rapport" }
        let port = site.origin.utf8.split(separator: UInt8(ascii: ":")).last.flatMap { Int(String(decoding: $0, as: UTF8.self)) }
        return "rapport-\(port ?? 80)"
    }

    /// The session's token that a browser sent; it may open none.
    package static func token(of request: Request, _ site: Site) -> Token? {
        request.cookies[name(site)].flatMap { Token($0.value) }
    }

    /// HttpOnly and Lax: no script reads it, and no form of another site sends it.
    static func set(_ token: Token?, _ site: Site) -> HTTPField {
        let life = token == nil ? 0 : Int(Session.life.components.seconds)
        var text = "\(name(site))=\(token?.text ?? ""); Path=/; HttpOnly; SameSite=Lax; Max-Age=\(life)"
        if site.isSecure { text += "; Secure" }
        return HTTPField(name: .setCookie, value: text)
    }

    static func isSet(by response: Response, _ site: Site) -> Bool {
        response.headers[values: .setCookie].contains { $0.hasPrefix(name(site) + "=") }
    }
}
