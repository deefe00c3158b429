package import Hummingbird

/// The router with everything that stands before a handler, in the one right order: headers, entry, errors, session, errors again (now
/// in the viewer's own language), CSRF; and the routes of the static files.
///
/// Register the routes on it, then call `routes.fill(from:)`, so that a wrong method is answered with 405 and `Allow`.
/// - Parameters:
///   - session: Identity's middleware; sets `viewer`, `sessionSecret`, `language`, `zone`.
///   - exempt: routes without CSRF token, as they are registered.
package func webRouter(
    site: Site, routes: RouteTable, session: (any MiddlewareProtocol<Request, Response, WebContext>)? = nil, exempt: Set<String> = []
) -> Router<WebContext> {
    let router = Router(context: WebContext.self, options: [.autoGenerateHeadEndpoints])
    router.add(middleware: HeadersMiddleware(site))
    router.add(middleware: EntryMiddleware(site: site))
    router.add(middleware: RefusalMiddleware(routes: routes))
    if let session {
        router.add(middleware: session)
        router.add(middleware: RefusalMiddleware(routes: routes))
    }
    router.add(middleware: CSRFMiddleware(exempt: exempt))
    router.get("/assets/:file") { request, context in try Asset.response(request, context) }
    return router
}
