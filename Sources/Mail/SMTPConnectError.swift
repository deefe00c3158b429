/// Why no connection came about.
package enum SMTPConnectError: Error, Hashable, Sendable {
    /// Waiting does not mend it: pause, and tell the operator.
    case configuration(SMTPConfigurationError)
    /// It may be over in a while.
    case unavailable(SMTPUnavailable)
}

/// What is wrong with the relay's configuration, on our side or on its own. Holds no secret.
package enum SMTPConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
    case unknownHost(String)
    case badCAFile(path: String, reason: String)
    case certificate(host: String, reason: String)
    case tls(host: String, reason: String)
    case startTLSNotOffered(host: String)
    case badPasswordFile(path: String, reason: String)
    case authenticationNotOffered(host: String, offered: [String])
    case authenticationRefused(host: String, reply: String)
    /// The relay serves nobody, or not us.
    case refused(host: String, reply: String)

    package var description: String {
        switch self {
        case .unknownHost(let host): "the mail relay's name \(host) is not known to DNS"
        case .badCAFile(let path, let reason): "the file of trusted certificates \(path) can't be used: \(reason)"
        case .certificate(let host, let reason): "the certificate of the mail relay \(host) is not trusted: \(reason)"
        case .tls(let host, let reason): "no TLS connection with the mail relay \(host): \(reason)"
        case .startTLSNotOffered(let host):
            "the mail relay \(host) does not offer STARTTLS; use smtps:// if it speaks TLS from the start, or tls=none for a relay without TLS"
        case .badPasswordFile(let path, let reason): "the file of the mail relay's password \(path) can't be used: \(reason)"
        case .authenticationNotOffered(let host, let offered):
            "the mail relay \(host) does not offer the sign-in that is asked for (offered: \(offered.isEmpty ? "none" : offered.joined(separator: ", ")); auth= in the relay's URL chooses another)"
        case .authenticationRefused(let host, let reply): "the mail relay \(host) refused user name or password: \(reply)"
        case .refused(let host, let reply): "the mail relay \(host) refused us: \(reply)"
        }
    }
}

/// Why the relay can't be used now.
package enum SMTPUnavailable: Error, Hashable, Sendable, CustomStringConvertible {
    case unreachable(String)
    case ended(String)
    case refused(String)

    package var description: String {
        switch self {
        case .unreachable(let reason): "the mail relay can't be reached: \(reason)"
        case .ended(let reason): "the connection to the mail relay ended: \(reason)"
        case .refused(let reply): "the mail relay is not available: \(reply)"
        }
    }
}
