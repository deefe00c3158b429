package import Audiences
package import Campaigns
import Foundation
package import Kernel
package import Mail

/// What a tracked link says (docs/privacy.md).
package enum TrackingMode: String, Sendable, CaseIterable {
    /// Links name the delivery.
    case person
    /// Links name run, message and link, nothing of the person.
    case message
    /// Links lead straight to their targets.
    case none
}

/// Whether mails hold a picture that tells when it is loaded. `person` only for people who said yes on their own page.
package enum PixelMode: String, Sendable, CaseIterable {
    case off, message, person
}

/// What delivery has to know of the installation.
package struct DeliverySettings: Sendable {
    /// As people reach it, without a slash at the end.
    package var baseURL: String
    /// The address that mails come from (`RAPPORT_MAIL_FROM`).
    package var mailFrom: MailAddress
    /// Where bounces go; `nil`: to `mailFrom`.
    package var envelopeFrom: MailAddress?
    package var tracking: TrackingMode
    package var pixel: PixelMode
    /// The installation's zone, for people without a valid one.
    package var zone: Zone
    /// The installation's language (BCP 47), for mails' own words.
    package var language: String
    /// What rules may ask for.
    package var terms: TermRegistry
    /// Mails leave this machine: then links in them must not lead to a loopback address.
    package var leavesMachine: Bool
    /// No relay is set: mails become files, and reach nobody.
    package var writesFiles = false
    /// What is done in each class about mails of which nobody knows whether they arrived.
    package var uncertain = UncertainRule()
    /// How many mails a person gets at most; `nil`: as many as are sent.
    package var cap: MailCap?
    /// Signs every mail, where a key is configured.
    package var dkim: DKIMSigner?
    /// The networks of mail gateways, whose hits are a machine's.
    package var gateways = NetworkList()
    /// The proxies that are believed when they say who asks.
    package var trustedProxies = NetworkList()

    package init(
        baseURL: String, mailFrom: MailAddress, envelopeFrom: MailAddress? = nil, tracking: TrackingMode = .person, pixel: PixelMode = .off,
        zone: Zone = .utc, language: String = "en", terms: TermRegistry = TermRegistry(), leavesMachine: Bool = false,
        dkim: DKIMSigner? = nil
    ) {
        self.baseURL = baseURL
        self.mailFrom = mailFrom
        self.envelopeFrom = envelopeFrom
        self.tracking = tracking
        self.pixel = pixel
        self.zone = zone
        self.language = language
        self.terms = terms
        self.leavesMachine = leavesMachine
        self.dkim = dkim
    }

    /// Whether people reach the installation over TLS; mails offer one-click unsubscribe only then (RFC 8058 §3.1).
    var isSecure: Bool { baseURL.hasPrefix("https://") }

    var isLoopback: Bool {
        guard let start = baseURL.range(of: "://")?.upperBound else { return false }
        let host = baseURL[start...]
        return host.hasPrefix("127.") || host.hasPrefix("localhost") || host.hasPrefix("[::1]")
    }
}
