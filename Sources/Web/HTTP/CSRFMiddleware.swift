import HTTPTypes
package import Hummingbird

/// Refuses every request that may change something and does not carry the token of its session.
///
/// Let through without a token: GET, HEAD and OPTIONS, which change nothing here; bearer requests; addresses without a route, which
/// end in 404 or 405; and the routes named in `exempt`, which must be safe by their own token (one-click unsubscribe, RFC 8058).
package struct CSRFMiddleware: RouterMiddleware {
    package typealias Context = WebContext

    private let exempt: Set<String>

    /// - Parameter exempt: paths as they were registered, such as `/unsubscribe/:token`.
    package init(exempt: Set<String> = []) { self.exempt = Set(exempt.map { RouterPath($0).description }) }

    package func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        switch request.method {
        case .get, .head, .options: return try await next(request, context)
        default: break
        }
        guard let route = context.endpointPath, !exempt.contains(route), !context.isBearerRequest else {
            return try await next(request, context)
        }
        guard comesFromHere(request, context.site) else { throw Refused.csrf }
        if let token = request.headers[.csrfToken] {
            guard CSRF.isValid(token, for: context) else { throw Refused.csrf }
            return try await next(request, context)
        }
        var context = context
        let form = try await context.form(request)
        guard let token = form.raw("csrf"), CSRF.isValid(token, for: context) else { throw Refused.csrf }
        context.form = form
        return try await next(request, context)
    }

    /// A second lock beside the token: what browsers say about where a request comes from, where they say it.
    private func comesFromHere(_ request: Request, _ site: Site) -> Bool {
        if request.headers[.secFetchSite] == "cross-site" { return false }
        guard let origin = request.headers[.origin] else { return true }
        // The second form is the same site by another of its names, such as localhost for 127.0.0.1.
        return origin == site.origin || request.head.authority.map { origin.hasSuffix("://" + $0) } ?? false
    }
}
