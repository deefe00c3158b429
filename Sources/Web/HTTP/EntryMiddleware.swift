import HTTPTypes
import Hummingbird
import Kernel

/// The first middleware: gives the context the site, the time, the language, the messages of the page before, and a signed-out visitor
/// the cookie that CSRF tokens are made from.
struct EntryMiddleware: RouterMiddleware {
    typealias Context = WebContext
    let site: Site

    func handle(_ request: Request, context: Context, next: (Request, Context) async throws -> Response) async throws -> Response {
        var context = context
        context.site = site
        context.now = site.clock()
        context.zone = site.zone
        context.path = request.uri.path
        context.language = .negotiate(person: nil, acceptLanguage: request.headers[.acceptLanguage], fallback: site.language)
        let cookies = request.cookies
        let known = cookies[site.cookieName("visitor")].flatMap { Base32.decode($0.value) }.flatMap { $0.count == 16 ? $0 : nil }
        context.visitor = known ?? Self.newVisitor()
        let flash = cookies[site.cookieName("flash")]
        if let flash = flash.flatMap({ Flash.open($0.value, site) }) { context.flashes = [flash] }

        var response = try await next(request, context)
        guard response.headers[.contentType]?.hasPrefix("text/html") == true else { return response }
        if known == nil, response.status != .notModified {
            response.headers.append(HTTPField(name: .setCookie, value: site.cookie("visitor", Base32.encode(context.visitor), life: nil)))
        }
        // A message is shown once: on the page that it waited for, which is no part of a page that a script fetched.
        if flash != nil, request.headers[.secFetchMode] != "cors" {
            response.headers.append(HTTPField(name: .setCookie, value: site.cookie("flash", "", life: 0)))
        }
        return response
    }

    /// 16 random bytes. Each word is a call to the system.
    private static func newVisitor() -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return withUnsafeBytes(of: (generator.next(), generator.next())) { Array($0) }
    }
}

extension HTTPField.Name {
    static let secFetchMode = Self(ours: "sec-fetch-mode")
    static let secFetchSite = Self(ours: "sec-fetch-site")
    static let csrfToken = Self(ours: "x-csrf-token")
    static let referrerPolicy = Self(ours: "referrer-policy")
    static let crossOriginOpenerPolicy = Self(ours: "cross-origin-opener-policy")
    static let permissionsPolicy = Self(ours: "permissions-policy")

    /// For names of this file only, all of which are tokens.
    fileprivate init(ours name: String) {
        guard let name = Self(name) else { preconditionFailure("\(name) is no name of a header") }
        self = name
    }
}
