import Foundation

/// A mail relay and how to reach it, as `RAPPORT_SMTP_URL` names it.
///
/// `smtp://user:secret@relay.example:587?tls=starttls` (the default of `smtp`), `smtps://relay.example:465` (TLS from the start),
/// `smtp://127.0.0.1:25?tls=none` (no TLS, and then no credentials). Options: `tls`, `ca` (path of a PEM file that replaces the system's
/// trusted certificates), `name` (how we greet; default: the address of our end of the connection), `auth` (the mechanism to sign in with;
/// default: PLAIN, else LOGIN), `password_file` (holds the password, or the access token of `xoauth2`, in place of the URL), `messages`
/// (at most so many mails per connection), `connections` (at most so many at once), `weight` (its share among several relays) and `limit`
/// (at most so many mails a minute).
package struct SMTPRelay: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible {
    package enum Security: String, Hashable, Sendable {
        case startTLS = "starttls"
        case implicitTLS = "implicit"
        case none
    }

    /// How to sign in (RFC 4954).
    package enum Mechanism: String, Hashable, Sendable, CaseIterable {
        /// RFC 4616.
        case plain
        case login
        /// An OAuth 2.0 access token in place of a password, as large mail providers ask for it.
        case xoauth2
    }

    /// A user name and a password that no description shows.
    package struct Credentials: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
        package let user: String
        /// Empty where it is in a file.
        let password: String
        /// Path of a file that holds the password, read at every sign-in, so that it may change while the program runs.
        let passwordFile: String?
        /// `nil`: PLAIN where it is offered, else LOGIN.
        let mechanism: Mechanism?

        package var description: String { "\(user):***" }
        package var debugDescription: String { description }
        package var customMirror: Mirror { Mirror(self, children: ["user": user]) }
    }

    package let host: String
    package let port: Int
    package let security: Security
    package let credentials: Credentials?
    /// Path of a PEM file of trusted certificates; `nil`: the system's.
    package let caFile: String?
    package let helloName: String?
    /// A connection is closed after so many mails.
    package let messagesPerConnection: Int
    /// How many connections may be open at once.
    package let connections: Int
    /// As many as Postfix opens to one destination (`default_destination_concurrency_limit`).
    package static let usualConnections = 20
    /// Its share of the mails among several relays.
    package let weight: Int
    /// Mails a minute at most; `nil`: as many as it takes.
    package let perMinute: Int?

    /// Names the relay in tables and logs.
    package var key: String { "\(host):\(port)" }

    /// The URL with its password masked.
    package var description: String {
        var text = security == .implicitTLS ? "smtps://" : "smtp://"
        if let credentials { text += "\(credentials)@" }
        text += host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]" : host
        text += ":\(port)"
        return security == .implicitTLS ? text : text + "?tls=\(security.rawValue)"
    }
    package var debugDescription: String { description }

    /// The relay runs on this machine.
    package var isLoopback: Bool { host == "localhost" || host == "::1" || host.hasPrefix("127.") }

    /// What is wrong with a relay's URL. Quotes nothing that could be part of the password.
    package enum Problem: Error, Hashable, Sendable, CustomStringConvertible {
        case badScheme
        case noHost
        case badHost
        case badPort
        case badEncoding
        case badCharacter
        case path
        case noPassword
        case credentialsWithoutTLS
        case unknownOption(String)
        case repeatedOption(String)
        case badTLS
        case emptyOption(String)
        case badName
        case badNumber(String, largest: Int)
        case badMechanism
        case twoPasswords
        case mechanismWithoutUser(String)
        case noRelay
        case repeatedRelay(String)

        package var description: String { "the URL of the mail relay is not right: \(reason)" }

        var reason: String {
            let encoding = "@, :, /, ? and # in a password are written %40, %3A, %2F, %3F, %23"
            return switch self {
            case .badScheme: "it must start with smtp:// or smtps://"
            case .noHost: "it names no host"
            case .badHost: "the host is neither a name nor an address; \(encoding)"
            case .badPort: "the port must be a number from 1 to 65535; \(encoding)"
            case .badEncoding: "a % must be followed by two hexadecimal digits, and a % itself is written %25"
            case .badCharacter: "it contains a space or a control character"
            case .path: "nothing but options may follow the port; \(encoding)"
            case .noPassword: "a user name needs a password: user:password@host, or the option password_file"
            case .credentialsWithoutTLS: "a user name and a password are sent over TLS only: leave out tls=none"
            case .unknownOption(let option):
                "there is no option \(option); the options are \(SMTPRelay.optionNames.joined(separator: ", "))"
            case .repeatedOption(let option): "the option \(option) is there twice"
            case .badTLS: "tls must be starttls or none with smtp://, and can be left out with smtps://"
            case .emptyOption(let option): "the option \(option) has no value"
            case .badName: "name must be a domain name"
            case .badNumber(let option, let largest): "\(option) must be a number from 1 to \(largest)"
            case .badMechanism: "auth must be \(Mechanism.allCases.map(\.rawValue).joined(separator: ", "))"
            case .twoPasswords: "the password is either in the URL or in password_file"
            case .mechanismWithoutUser(let option): "\(option) is of no use without a user name"
            case .noRelay: "it names no relay"
            case .repeatedRelay(let key): "the relay \(key) is there twice"
            }
        }
    }

    package init(_ url: String) throws(Problem) {
        guard url.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7f }) else { throw .badCharacter }
        let scheme = url.prefix { $0 != ":" }.lowercased()
        guard scheme == "smtp" || scheme == "smtps", url.dropFirst(scheme.count).hasPrefix("://") else { throw .badScheme }
        let rest = url.dropFirst(scheme.count + 3)
        guard !rest.utf8.contains(UInt8(ascii: "#")) else { throw .path }
        let query = rest.firstIndex(of: "?").map { rest[rest.index(after: $0)...] }
        var authority = rest.prefix { $0 != "?" }
        if authority.hasSuffix("/") { authority.removeLast() }
        guard !authority.utf8.contains(UInt8(ascii: "/")) else { throw .path }

        var userInfo: Substring?
        if let at = authority.lastIndex(of: "@") {
            userInfo = authority[..<at]
            authority = authority[authority.index(after: at)...]
        }
        let (host, port) = try Self.hostAndPort(authority)
        let options = try Self.options(query ?? "", of: Self.optionNames)

        let security: Security
        switch (scheme, options["tls"]) {
        case ("smtps", nil), ("smtps", "implicit"): security = .implicitTLS
        case ("smtp", nil), ("smtp", "starttls"): security = .startTLS
        case ("smtp", "none"): security = .none
        default: throw .badTLS
        }
        credentials = try Self.credentials(userInfo, options, security)
        if let name = options["name"], !Self.isHelloName(name) { throw .badName }
        self.host = host
        self.port = port ?? (security == .implicitTLS ? 465 : security == .startTLS ? 587 : 25)
        self.security = security
        caFile = options["ca"]
        helloName = options["name"]
        messagesPerConnection = try Self.number("messages", options, largest: 1_000_000) ?? 500
        connections = try Self.number("connections", options, largest: 64) ?? Self.usualConnections
        weight = try Self.number("weight", options, largest: 1000) ?? 1
        perMinute = try Self.number("limit", options, largest: 1_000_000)
    }

    /// Several relays, their URLs separated by spaces. Throws `Problem` of the first that is not right.
    package static func list(_ urls: String) throws(Problem) -> [SMTPRelay] {
        var relays: [SMTPRelay] = []
        for url in urls.split(whereSeparator: { $0 == " " || $0 == "\n" || $0 == "\t" || $0 == "\r\n" }) {
            let relay = try SMTPRelay(String(url))
            // Both would have one rate and one name in the log.
            guard !relays.contains(where: { $0.key == relay.key }) else { throw .repeatedRelay(relay.key) }
            relays.append(relay)
        }
        guard !relays.isEmpty else { throw .noRelay }
        return relays
    }

    static func credentials(
        _ userInfo: Substring?, _ options: [String: String], _ security: Security
    ) throws(Problem) -> Credentials? {
        guard let userInfo else {
            for option in ["auth", "password_file"] where options[option] != nil { throw .mechanismWithoutUser(option) }
            return nil
        }
        let colon = userInfo.firstIndex(of: ":")
        let user = try decoded(userInfo[..<(colon ?? userInfo.endIndex)])
        let password = try colon.map { colon throws(Problem) in try decoded(userInfo[userInfo.index(after: colon)...]) } ?? ""
        let file = options["password_file"]
        guard !user.isEmpty, !password.isEmpty || colon == nil && file != nil else { throw .noPassword }
        guard password.isEmpty || file == nil else { throw .twoPasswords }
        // RFC 4616 §2: NUL separates the parts of PLAIN; XOAUTH2 does so by 0x01.
        guard (user + password).utf8.allSatisfy({ $0 > 1 }) else { throw .badCharacter }
        guard security != .none else { throw .credentialsWithoutTLS }
        var mechanism: Mechanism?
        if let name = options["auth"] {
            guard let known = Mechanism(rawValue: name.lowercased()) else { throw .badMechanism }
            mechanism = known
        }
        return Credentials(user: user, password: password, passwordFile: file, mechanism: mechanism)
    }

    private static func number(_ name: String, _ options: [String: String], largest: Int) throws(Problem) -> Int? {
        guard let text = options[name] else { return nil }
        guard text.utf8.allSatisfy({ (48...57).contains($0) }), let number = Int(text), (1...largest).contains(number) else {
            throw .badNumber(name, largest: largest)
        }
        return number
    }

    private static let optionNames = [
        "tls", "ca", "name", "auth", "password_file", "messages", "connections", "weight", "limit",
    ]

    static func hostAndPort(_ authority: Substring) throws(Problem) -> (String, Int?) {
        var host = authority
        var port: Substring?
        if host.hasPrefix("[") {
            guard let end = host.firstIndex(of: "]") else { throw .badHost }
            let rest = host[host.index(after: end)...]
            guard rest.isEmpty || rest.hasPrefix(":") else { throw .badHost }
            port = rest.isEmpty ? nil : rest.dropFirst()
            host = host[host.index(after: host.startIndex)..<end]
            guard !host.isEmpty, host.utf8.allSatisfy({ $0.isHexDigit || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".") })
            else { throw .badHost }
        } else {
            if let colon = host.lastIndex(of: ":") {
                port = host[host.index(after: colon)...]
                host = host[..<colon]
            }
            guard !host.isEmpty else { throw .noHost }
            guard isHelloName(String(host)) else { throw .badHost }
        }
        guard let port else { return (host.lowercased(), nil) }
        guard port.utf8.allSatisfy({ (48...57).contains($0) }), let number = Int(port), (1...65535).contains(number) else { throw .badPort }
        return (host.lowercased(), number)
    }

    static func options(_ query: Substring, of names: [String]) throws(Problem) -> [String: String] {
        var options: [String: String] = [:]
        for pair in query.split(separator: "&") {
            let name = String(pair.prefix { $0 != "=" })
            // An unencoded question mark in a password puts the password's end here, so only plain words are quoted back.
            guard names.contains(name) else {
                throw .unknownOption(query.contains("@") || !name.utf8.allSatisfy { $0.isAtomText } ? "of that name" : name)
            }
            guard options[name] == nil else { throw .repeatedOption(name) }
            let value = try decoded(pair.dropFirst(name.count + 1))
            guard !value.isEmpty else { throw .emptyOption(name) }
            options[name] = value
        }
        return options
    }

    /// Letters, digits, hyphens, underscores and dots: a host name of DNS or of a local network, or an IPv4 address.
    private static func isHelloName(_ text: String) -> Bool {
        text.utf8.count <= 253
            && text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { label in
                !label.isEmpty && label.count <= 63 && label.first != UInt8(ascii: "-")
                    && label.allSatisfy { $0.isLetterOrDigit || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
            }
    }

    static func decoded(_ text: Substring) throws(Problem) -> String {
        guard let decoded = text.removingPercentEncoding else { throw .badEncoding }
        return decoded
    }
}

extension UInt8 {
    fileprivate var isLetterOrDigit: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: false
        }
    }

    fileprivate var isHexDigit: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: false
        }
    }
}
