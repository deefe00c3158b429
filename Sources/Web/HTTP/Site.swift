package import Crypto
import Hummingbird
package import Kernel

/// What the whole installation has in common, given once by App.
package struct Site: Sendable {
    /// As people reach it, without a slash at the end: `https://rapport.northwind.example`.
    package let origin: String
    /// The secrets: the first signs, all verify.
    package let keys: [SymmetricKey]
    package let language: Language
    package let zone: Zone
    package let clock: @Sendable () -> Instant
    /// What App puts around each page: navigation, areas, personas, a notice. Called once per page.
    package let furniture: @Sendable (WebContext) -> Furniture
    /// The largest body a form may have, in bytes; routes may ask for more by `bodyLimits`.
    package let bodyLimit: Int
    /// Larger limits, by the route's path as it was registered (`/people/import`, `/topics/:slug`), in bytes.
    package let bodyLimits: [String: Int]
    /// Servers besides this one whose pictures pages may show, by their names in DNS.
    package let pictureHosts: Set<String>

    package init(
        origin: String, keys: [SymmetricKey], language: Language = .en, zone: Zone = .utc, bodyLimit: Int = 1 << 20,
        bodyLimits: [String: Int] = [:],
        pictureHosts: Set<String> = [], clock: @escaping @Sendable () -> Instant, furniture: @escaping @Sendable (WebContext) -> Furniture
    ) {
        precondition(!keys.isEmpty, "a site needs a secret")
        self.origin = origin
        self.keys = keys
        self.language = language
        self.zone = zone
        self.bodyLimit = bodyLimit
        self.bodyLimits = [String: Int](uniqueKeysWithValues: bodyLimits.map { (RouterPath($0.key).description, $0.value) })
        self.pictureHosts = pictureHosts
        self.clock = clock
        self.furniture = furniture
    }

    /// Whether people reach it over TLS: then cookies are Secure and HSTS is sent. The scheme comes from the base address only.
    package var isSecure: Bool { origin.hasPrefix("https://") }

    /// Stands in the context until the first middleware has run; its key is random, so that nothing it signs verifies anywhere.
    static let unset = Site(
        origin: "http://127.0.0.1", keys: [SymmetricKey(size: .bits256)], clock: { Instant(microseconds: 0) },
        furniture: { _ in Furniture() })
}
