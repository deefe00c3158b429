import Crypto
import Kernel

/// A random secret that somebody carries (a cookie, a link); the database holds its hash only.
package struct Token: Sendable {
    package let bytes: [UInt8]

    package static func random() -> Token {
        var generator = SystemRandomNumberGenerator()
        return Token(bytes: (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    /// Reads what `text` writes; `nil` for anything else.
    package init?(_ text: some StringProtocol) {
        guard text.utf8.count == 52, let bytes = Base32.decode(text), bytes.count == 32 else { return nil }
        self.bytes = bytes
    }

    package var text: String { Base32.encode(bytes) }

    /// SHA-256: the token is random, so nothing slower is needed.
    package var hash: [UInt8] { Array(SHA256.hash(data: bytes)) }
}
