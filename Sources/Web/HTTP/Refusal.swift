package import HTTPTypes
import Kernel

/// An error that a visitor may see: a status, a headline and what to do. Everything else is answered with a 500 that says nothing but the
/// request id. A capability conforms its own error enum in its routes file.
package protocol Refusal: Error {
    /// 4xx or 5xx.
    var status: HTTPResponse.Status { get }
    /// A headline such as "That page is not here".
    func title(_ language: Language) -> String
    /// What was wrong and what to do, in a sentence or two.
    func advice(_ language: Language) -> String
    /// The fields that are wrong, for forms and for the API.
    var fields: FieldErrors { get }
    /// Headers that the answer needs (`Allow`, `Retry-After`).
    var headers: HTTPFields { get }
}

extension Refusal {
    package var fields: FieldErrors { FieldErrors() }
    package var headers: HTTPFields { [:] }
}

/// The refusals that every room needs.
package enum Refused: Refusal, Hashable {
    case notFound
    case methodNotAllowed(allow: [String])
    case forbidden
    /// A page leads to `/sign-in?next=…`; anything else is answered with 401.
    case unauthenticated
    /// The limit in bytes.
    case tooLarge(limit: Int)
    /// The body of the request broke off, or is none that HTTP knows: a visitor's connection, and nothing of ours.
    case incomplete
    /// A field that a well-behaved client would not send so, and what was expected.
    case badRequest(field: String, text: String)
    /// The thing changed meanwhile, or is in a state that does not allow this; `text` says which.
    case conflict(text: String)
    /// The form is too old or comes from elsewhere.
    case csrf
    case unsupportedMediaType
    /// Seconds until another try makes sense.
    case tooManyRequests(retryAfter: Int)
    case unavailable(retryAfter: Int)
}

extension Refused {
    package var status: HTTPResponse.Status {
        switch self {
        case .notFound: .notFound
        case .methodNotAllowed: .methodNotAllowed
        case .forbidden, .csrf: .forbidden
        case .unauthenticated: .unauthorized
        case .tooLarge: .contentTooLarge
        case .badRequest, .incomplete: .badRequest
        case .conflict: .conflict
        case .unsupportedMediaType: .unsupportedMediaType
        case .tooManyRequests: .tooManyRequests
        case .unavailable: .serviceUnavailable
        }
    }

    package func title(_ language: Language) -> String { RefusalWords.in(language).title(self) }

    package func advice(_ language: Language) -> String {
        RefusalWords.in(language).advice(self, Format(language, zone: .utc, now: Instant(microseconds: 0)))
    }

    package var fields: FieldErrors {
        if case .badRequest(let field, let text) = self { FieldErrors(field, text) } else { FieldErrors() }
    }

    package var headers: HTTPFields {
        switch self {
        case .methodNotAllowed(let methods): [.allow: methods.joined(separator: ", ")]
        case .tooManyRequests(let seconds), .unavailable(let seconds): [.retryAfter: String(seconds)]
        default: [:]
        }
    }
}
