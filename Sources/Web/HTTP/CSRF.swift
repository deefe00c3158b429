import Crypto
import Kernel

/// Tokens against forms sent from other sites: an HMAC of the session's secret, so that nothing has to be stored.
enum CSRF {
    static func token(for context: WebContext) -> String {
        Base32.encode(code(for: context, key: context.site.keys[0]))
    }

    static func isValid(_ token: String, for context: WebContext) -> Bool {
        guard let bytes = Base32.decode(token) else { return false }
        return context.site.keys.contains { key in
            HMAC<SHA256>.isValidAuthenticationCode(bytes, authenticating: message(context), using: key)
        }
    }

    private static func code(for context: WebContext, key: SymmetricKey) -> HMAC<SHA256>.MAC {
        HMAC<SHA256>.authenticationCode(for: message(context), using: key)
    }

    /// The first part keeps a session's secret and a visitor's cookie apart, and both from everything else that the key signs.
    private static func message(_ context: WebContext) -> [UInt8] {
        context.sessionSecret.map { Array("csrf|session|".utf8) + $0 } ?? Array("csrf|visitor|".utf8) + context.visitor
    }
}
