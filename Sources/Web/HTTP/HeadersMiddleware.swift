package import HTTPTypes
import Hummingbird

/// What every answer says about how a browser may use it; a handler's own value of such a header stays.
struct HeadersMiddleware: RouterMiddleware {
    typealias Context = WebContext
    private let fields: HTTPFields

    init(_ site: Site) { fields = site.answerHeaders }

    func handle(_ request: Request, context: Context, next: (Request, Context) async throws -> Response) async throws -> Response {
        var response = try await next(request, context)
        for field in fields where !response.headers.contains(field.name) { response.headers.append(field) }
        return response
    }
}

extension Site {
    /// For our own pages. Styles and scripts come from our files only; nothing is inline, nobody may frame a page, and nobody else is asked
    /// for anything but the pictures of those whom the operator names.
    private var policy: String {
        [
            "default-src 'none'", "style-src 'self'", "script-src 'self'", pictureSources, "connect-src 'self'", "frame-src 'self'",
            "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'",
        ].joined(separator: "; ")
    }

    /// For a mail in a frame: its inline styles apply, nothing runs, and only our own pages may frame it.
    var mailPolicy: String {
        [
            "default-src 'none'", "style-src 'unsafe-inline'", pictureSources, "form-action 'none'", "frame-ancestors 'self'",
            "base-uri 'none'", "sandbox allow-popups allow-popups-to-escape-sandbox",
        ].joined(separator: "; ")
    }

    private var pictureSources: String {
        (["img-src 'self' data:"] + pictureHosts.sorted().map { "https://\($0)" }).joined(separator: " ")
    }

    /// What every answer says about how a browser may use it.
    package var answerHeaders: HTTPFields {
        var fields: HTTPFields = [
            .contentSecurityPolicy: policy, .xContentTypeOptions: "nosniff", .referrerPolicy: "same-origin",
            .permissionsPolicy: "camera=(), geolocation=(), microphone=(), payment=(), usb=()", .crossOriginOpenerPolicy: "same-origin",
            .crossOriginResourcePolicy: "same-origin", .cacheControl: "private, no-store",
        ]
        if isSecure { fields[.strictTransportSecurity] = "max-age=31536000" }
        return fields
    }
}
