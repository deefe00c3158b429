package import Hummingbird
package import Kernel
import Logging
package import NIOCore

/// Who looks at the page; filled in by Identity when there is a session.
package struct Viewer: Sendable {
    package let person: PersonKey
    package let name: String
    /// Whether the viewer runs this installation.
    package let isAdmin: Bool

    package init(person: PersonKey, name: String, isAdmin: Bool = false) {
        self.person = person
        self.name = name
        self.isAdmin = isAdmin
    }

    /// One or two letters for the chip: `Amara Okafor` is `AO`.
    package var initials: String { Initials.of(name) }
}

/// A value that another room keeps in the context of a request, such as Identity's actor.
package protocol ContextKey {
    associatedtype Value: Sendable
}

/// What one request carries from the middleware to the handler.
package struct WebContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    /// The installation, from the first middleware on.
    package var site: Site
    /// The language to answer in: by `Accept-Language`, until Identity sets the person's own.
    package var language: Language
    /// The zone to show times in: the installation's, until Identity sets the person's own.
    package var zone: Zone
    /// The time of the request; one value for all that it does.
    package var now: Instant
    /// Who is at the other end of the connection: a browser, or the proxy before it.
    package let peer: SocketAddress?
    /// Nil when signed out.
    package var viewer: Viewer?
    /// The secret of the session, from which its CSRF tokens are made; nil when signed out.
    package var sessionSecret: [UInt8]?
    /// Set by Identity when the request carries a bearer token instead of a cookie: no browser sends one by itself, so no CSRF token
    /// is asked for.
    package var isBearerRequest = false
    /// Messages of the page before, shown once.
    package var flashes: [Flash] = []
    /// The path as the browser asked for it, without its query.
    package var path = "/"
    /// Random bytes of a signed-out visitor's cookie, from which the CSRF tokens of the sign-in form are made.
    var visitor: [UInt8] = []
    /// The form that the CSRF check has read already.
    var form: Form?
    private var values: [ObjectIdentifier: any Sendable] = [:]

    package init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        site = .unset
        language = .en
        zone = .utc
        now = Instant(microseconds: 0)
        peer = source.channel.remoteAddress
    }

    /// A value of another room.
    package subscript<K: ContextKey>(key: K.Type) -> K.Value? {
        get { values[ObjectIdentifier(key)] as? K.Value }
        set { values[ObjectIdentifier(key)] = newValue }
    }

    /// How this reader reads figures and times.
    package var format: Format { Format(language, zone: zone, now: now) }

    /// The id that an error page shows and that the log holds.
    package var requestID: String { logger[metadataKey: "hb.request.id"].map { "\($0)" } ?? "" }

    /// The token that every form carries in the hidden field `csrf`.
    package var csrfToken: String { CSRF.token(for: self) }
}
