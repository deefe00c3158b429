import NIOSSL

/// What an error says about TLS on either side, where it says more than that a connection ended.
enum TLSFailure: Hashable {
    /// The server's certificate is not one that we trust.
    case certificate(String)
    case other(String)

    /// `nil` for errors of the network.
    init?(_ error: any Error) {
        if let extra = error as? NIOSSLExtraError, extra == .failedToValidateHostname {
            self = .certificate("it was made for another host")
            return
        }
        guard error is NIOSSLError || error is BoringSSLError || error is NIOSSLExtraError else { return nil }
        let text = "\(error)"
        if text.contains("CERTIFICATE_VERIFY_FAILED") {
            self = .certificate("it is expired, or signed by nobody whom we trust")
            return
        }
        if text.contains("EOF during handshake") { return nil }
        if let known = error as? NIOSSLError, case .uncleanShutdown = known { return nil }
        self = .other(text)
    }
}
