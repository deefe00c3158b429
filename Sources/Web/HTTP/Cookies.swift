import Crypto
import Hummingbird
import Kernel

/// Values that this site gives to a browser and takes back only unchanged.
struct Seal {
    let purpose: String
    let keys: [SymmetricKey]

    func seal(_ payload: [UInt8]) -> String {
        let code = HMAC<SHA256>.authenticationCode(for: message(payload), using: keys[0])
        return Base32.encode(payload) + "." + Base32.encode(code)
    }

    func open(_ text: String) -> [UInt8]? {
        let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 2, let payload = Base32.decode(String(decoding: parts[0], as: UTF8.self)),
            let code = Base32.decode(String(decoding: parts[1], as: UTF8.self)),
            keys.contains(where: { HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: message(payload), using: $0) })
        else { return nil }
        return payload
    }

    private func message(_ payload: [UInt8]) -> [UInt8] { Array("\(purpose)|".utf8) + payload }
}

extension Flash {
    /// Seconds that a message waits for its page.
    static let life = 120
    /// Bytes of a message that a cookie carries.
    static let limit = 1000

    func sealed(_ site: Site) -> String {
        let words = String(decoding: text.utf8.prefix(Self.limit), as: UTF8.self)
        let seconds = site.clock().microseconds / 1_000_000
        return Self.seal(site).seal(Array("\(seconds)|\(kind.rawValue)|\(words)".utf8))
    }

    static func open(_ cookie: String, _ site: Site) -> Flash? {
        guard cookie.utf8.count < 4096, let payload = seal(site).open(cookie) else { return nil }
        let parts = payload.split(separator: UInt8(ascii: "|"), maxSplits: 2)
        guard parts.count == 3, let made = Int64(String(decoding: parts[0], as: UTF8.self)),
            let kind = Kind(rawValue: String(decoding: parts[1], as: UTF8.self)),
            site.clock().microseconds / 1_000_000 - made <= Int64(life)
        else { return nil }
        return Flash(kind, String(decoding: parts[2], as: UTF8.self))
    }

    private static func seal(_ site: Site) -> Seal { Seal(purpose: "flash", keys: site.keys) }
}

extension Site {
    /// The name of a cookie of this site: with `__Host-` over TLS, so that no neighbouring host can set it (RFC 6265bis §4.1.3).
    package func cookieName(_ name: String) -> String { isSecure ? "__Host-rapport-" + name : "rapport-" + name }

    /// `Set-Cookie` for a cookie that scripts cannot read and that other sites' requests do not carry. `life` in seconds; 0 deletes it,
    /// `nil` keeps it until the browser closes.
    package func cookie(_ name: String, _ value: String, life: Int?) -> String {
        var text = "\(cookieName(name))=\(value); Path=/; HttpOnly; SameSite=Lax"
        if let life { text += "; Max-Age=\(life)" }
        if isSecure { text += "; Secure" }
        return text
    }
}
