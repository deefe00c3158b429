/// What a server offered in its reply to EHLO (RFC 5321 §4.1.1.1).
package struct SMTPCapabilities: Hashable, Sendable {
    /// RFC 2920.
    package var pipelining = false
    /// RFC 3207.
    package var startTLS = false
    /// RFC 6152.
    package var eightBitMIME = false
    /// RFC 6531.
    package var smtpUTF8 = false
    /// RFC 1870: the size parameter is understood.
    package var size = false
    /// Octets that a mail may have at most; `nil` when the server states no limit.
    package var sizeLimit: Int?
    /// RFC 4954: mechanisms in upper case, in the server's order.
    package var authentication: [String] = []

    /// The server said HELO only.
    init() {}

    init(_ reply: SMTPReply) {
        for line in reply.lines.dropFirst() {
            let words = line.uppercased().split(separator: " ").map(String.init)
            guard let keyword = words.first else { continue }
            switch keyword {
            case "PIPELINING": pipelining = true
            case "STARTTLS": startTLS = true
            case "8BITMIME": eightBitMIME = true
            case "SMTPUTF8": smtpUTF8 = true
            case "SIZE":
                size = true
                // RFC 1870 §3: zero stands for no fixed limit.
                if words.count > 1, let limit = Int(words[1]), limit > 0 { sizeLimit = limit }
            case "AUTH": add(words.dropFirst())
            // The form of a draft that some servers still send besides.
            case _ where keyword.hasPrefix("AUTH="): add([String(keyword.dropFirst(5))] + words.dropFirst())
            default: break
            }
        }
    }

    private mutating func add(_ mechanisms: some Sequence<String>) {
        for mechanism in mechanisms where !authentication.contains(mechanism) { authentication.append(mechanism) }
    }
}
