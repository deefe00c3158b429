import HTTPTypes
import Hummingbird
import Logging

/// Turns errors into answers: a page for browsers, `application/problem+json` (RFC 9457) for `/api/`, `/scim/` and clients that ask for
/// JSON. A refusal says what it has to say; of every other error a visitor reads the request id only, and the log the rest.
struct RefusalMiddleware: RouterMiddleware {
    typealias Context = WebContext
    let routes: RouteTable

    func handle(_ request: Request, context: Context, next: (Request, Context) async throws -> Response) async throws -> Response {
        do {
            return try await next(request, context)
        } catch {
            return try answer(error, request, context)
        }
    }

    private func answer(_ error: any Error, _ request: Request, _ context: Context) throws -> Response {
        let words = RefusalWords.in(context.language)
        switch error {
        case let refusal as any Refusal:
            if case Refused.unauthenticated = error, wantsPage(request), request.method == .get { return toSignIn(request, context) }
            return try answer(
                refusal.status, refusal.title(context.language), refusal.advice(context.language), refusal.fields, refusal.headers, request,
                context)
        case let errors as FieldErrors:
            return try answer(
                .badRequest, words.fieldsTitle, errors.entries.map(\.text).joined(separator: " "), errors, [:], request, context)
        case let error as any HTTPResponseError where error.status.code < 500:
            return try self.answer(refusal(for: error.status, request, context), request, context)
        default:
            context.logger.error("request failed", metadata: ["error": "\(String(reflecting: error))", "path": "\(context.path)"])
            return try answer(.internalServerError, words.failureTitle, words.failureAdvice, FieldErrors(), [:], request, context)
        }
    }

    /// What the router's and the decoders' own errors mean.
    private func refusal(for status: HTTPResponse.Status, _ request: Request, _ context: Context) -> Refused {
        switch status {
        case .notFound:
            let methods = context.endpointPath == "NotFound" ? routes.methods(for: request.uri.path) : []
            return methods.isEmpty ? .notFound : .methodNotAllowed(allow: methods)
        case .contentTooLarge: return .tooLarge(limit: context.bodyLimit)
        case .unauthorized: return .unauthenticated
        case .forbidden: return .forbidden
        case .conflict: return .conflict(text: "")
        case .unsupportedMediaType: return .unsupportedMediaType
        case .tooManyRequests: return .tooManyRequests(retryAfter: 60)
        default: return .badRequest(field: "", text: status.reasonPhrase)
        }
    }

    private func toSignIn(_ request: Request, _ context: Context) -> Response {
        let here = request.uri.query.map { "\(request.uri.path)?\($0)" } ?? request.uri.path
        return context.redirect(to: Address(path: "/sign-in").adding("next", Address.local(here)?.description))
    }

    private func wantsPage(_ request: Request) -> Bool {
        let path = request.uri.path
        if path.hasPrefix("/api/") || path.hasPrefix("/scim/") { return false }
        guard let accept = request.headers[.accept]?.lowercased() else { return true }
        return accept.contains("text/html") || !accept.contains("json")
    }

    private func answer(
        _ status: HTTPResponse.Status, _ title: String, _ advice: String, _ fields: FieldErrors, _ headers: HTTPFields,
        _ request: Request, _ context: Context
    ) throws -> Response {
        var response: Response
        if wantsPage(request) {
            response = context.response(
                Page(title, layout: .bare, main: ErrorPage(advice: advice, requestID: context.requestID).html(context.language)),
                status: status)
        } else {
            let problem = Problem(
                title: title, status: status.code, detail: advice, requestID: context.requestID,
                fields: fields.entries.map { Problem.Field(field: $0.field, text: $0.text) })
            response = try context.json(problem, status: status, type: "application/problem+json")
        }
        for field in headers { response.headers[field.name] = field.value }
        return response
    }

    private func answer(_ refused: Refused, _ request: Request, _ context: Context) throws -> Response {
        try answer(refused as any Error, request, context)
    }
}

/// RFC 9457, with `request_id` and `fields` of our own.
private struct Problem: Encodable {
    struct Field: Encodable {
        let field: String
        let text: String
    }

    var type = "about:blank"
    let title: String
    let status: Int
    let detail: String
    let requestID: String
    let fields: [Field]

    private enum CodingKeys: String, CodingKey {
        case type, title, status, detail, fields
        case requestID = "request_id"
    }
}

/// What stands under the headline of an error page.
struct ErrorPage {
    let advice: String
    let requestID: String

    func html(_ language: Language) -> HTML {
        let words = UIWords.in(language)
        return """
            <p class="intro">\(advice)</p><p>\(UI.linkButton(words.back, Address(path: "/")))</p>\
            \(when: !requestID.isEmpty, "<p class=\"quiet-text\">\(words.requestID(requestID))</p>")
            """
    }
}
