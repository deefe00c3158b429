import HTTPTypes
import Hummingbird

/// What every answer says about how a browser may use it; a handler's own value of such a header stays.
struct HeadersMiddleware: RouterMiddleware {
    typealias Context = WebContext
    let isSecure: Bool

    /// For our own pages. Styles and scripts come from our files only; nothing is inline, nobody may frame a page.
    static let policy = [
        "default-src 'none'", "style-src 'self'", "script-src 'self'", "img-src 'self' data: https:", "connect-src 'self'",
        "frame-src 'self'", "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'",
    ].joined(separator: "; ")

    /// For a mail in a frame: its inline styles apply, nothing runs, and only our own pages may frame it.
    static let mailPolicy = [
        "default-src 'none'", "style-src 'unsafe-inline'", "img-src 'self' data: https:", "form-action 'none'", "frame-ancestors 'self'",
        "base-uri 'none'", "sandbox allow-popups allow-popups-to-escape-sandbox",
    ].joined(separator: "; ")

    func handle(_ request: Request, context: Context, next: (Request, Context) async throws -> Response) async throws -> Response {
        var response = try await next(request, context)
        func add(_ name: HTTPField.Name, _ value: String) {
            if response.headers[name] == nil { response.headers[name] = value }
        }
        add(.contentSecurityPolicy, Self.policy)
        add(.xContentTypeOptions, "nosniff")
        add(.referrerPolicy, "same-origin")
        add(.permissionsPolicy, "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
        add(.crossOriginOpenerPolicy, "same-origin")
        add(.crossOriginResourcePolicy, "same-origin")
        add(.cacheControl, "private, no-store")
        if isSecure { add(.strictTransportSecurity, "max-age=31536000") }
        return response
    }
}
