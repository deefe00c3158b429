import Touches

/// What a hit shows of itself, judged in memory when it comes; of all that was looked at, only this is kept.
enum HitSign: UInt8, CaseIterable, Sendable {
    case plain, head, prefetch, noAgent, knownAgent, gateway

    /// What one request says.
    struct Request {
        var isHead = false
        var userAgent: String?
        /// Sent by browsers that load a page before anyone asks for it.
        var purpose: String?
        /// Comes from a network that the operator lists as a mail gateway's.
        var isFromGateway = false
    }

    init(_ request: Request) {
        if request.isHead {
            self = .head
        } else if let purpose = request.purpose?.lowercased(), purpose.contains("prefetch") || purpose.contains("prerender") {
            self = .prefetch
        } else if request.isFromGateway {
            self = .gateway
        } else if let agent = request.userAgent, !agent.isEmpty {
            self = Self.isMachine(agent) ? .knownAgent : .plain
        } else {
            self = .noAgent
        }
    }

    /// Parts of the names of programs that follow links by themselves, in lower case.
    private static let machines: [StaticString] = [
        "bot", "crawl", "spider", "scan", "proofpoint", "mimecast", "barracuda", "safelinks", "fireeye", "symantec", "preview", "prefetch",
        "headlesschrome", "phantomjs", "curl/", "wget/", "python-", "python/", "go-http-client", "java/", "okhttp", "libwww", "httpclient",
        "apache-http", "node-fetch", "axios/", "ruby", "skypeuripreview", "slackbot", "facebookexternalhit",
    ]

    /// The same by their first byte.
    private static let machinesByFirst: [[StaticString]] = (0...UInt8.max).map { byte in machines.filter { $0.utf8Start.pointee == byte } }

    /// By bytes: character by character it would take 200 µs, most of a click.
    private static func isMachine(_ agent: String) -> Bool {
        let agent = agent.utf8.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 }
        return agent.withUnsafeBytes { agent in
            agent.indices.contains { index in
                machinesByFirst[Int(agent[index])].contains { name in
                    name.utf8CodeUnitCount <= agent.count - index
                        && agent[index..<(index + name.utf8CodeUnitCount)].elementsEqual(
                            UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
                }
            }
        }
    }

    /// `nil` where it shows nothing.
    var reason: HitVerdict.Reason? {
        switch self {
        case .plain: nil
        case .head: .head
        case .prefetch: .prefetch
        case .noAgent: .noAgent
        case .knownAgent: .knownAgent
        case .gateway: .gateway
        }
    }
}

/// Whether a person or a machine followed a link, and why we say so.
struct HitVerdict: Hashable {
    /// Stored with every hit.
    enum Reason: String, CaseIterable, Sendable {
        /// A person who was signed in.
        case signedIn = "signed_in"
        /// Long enough after the mail was accepted, alone.
        case delayed
        /// Within ten seconds after the mail was accepted.
        case soon
        /// Nobody knows when the mail was accepted.
        case notAccepted = "not_accepted"
        /// Within a minute of a scan of the same mail.
        case nearScan = "near_scan"
        /// The link does not say whose mail it was in.
        case anonymous
        /// A request for the head only.
        case head
        case prefetch
        case noAgent = "no_agent"
        case knownAgent = "known_agent"
        case gateway
        /// The link that no person can see.
        case decoy
        /// Before the mail was accepted, or within two seconds after.
        case tooSoon = "too_soon"
        /// Together with most other links of the mail.
        case scan

        var verdict: Verdict {
            switch self {
            case .signedIn, .delayed: .human
            case .soon, .notAccepted, .nearScan, .anonymous: .unknown
            case .head, .prefetch, .noAgent, .knownAgent, .gateway, .decoy, .tooSoon, .scan: .machine
            }
        }
    }

    /// How a hit stands to the acceptance of its mail.
    enum Acceptance: Hashable {
        /// Seconds since.
        case after(Double)
        /// The mail is still on its way to the server.
        case notYet
        case unknown
    }

    let reason: Reason
    var verdict: Verdict { reason.verdict }

    init(_ reason: Reason) { self.reason = reason }

    /// What a hit of a mail that names its delivery says by itself; what others beside it say is `MailScan`'s.
    static func of(_ sign: HitSign, isDecoy: Bool = false, isSignedIn: Bool = false, _ acceptance: Acceptance) -> HitVerdict {
        if let reason = sign.reason { return HitVerdict(reason) }
        if isDecoy { return HitVerdict(.decoy) }
        if isSignedIn { return HitVerdict(.signedIn) }
        switch acceptance {
        case .unknown: return HitVerdict(.notAccepted)
        case .notYet: return HitVerdict(.tooSoon)
        case .after(let seconds): return HitVerdict(seconds < 2 ? .tooSoon : seconds < 10 ? .soon : .delayed)
        }
    }
}
