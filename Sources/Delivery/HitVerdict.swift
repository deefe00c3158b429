import Touches

/// Judges whether a person or a machine followed a link. What it looks at is looked at in memory and never stored.
struct HitVerdict: Hashable {
    let verdict: Verdict
    let reason: String

    struct Hit {
        var isHead = false
        var userAgent: String?
        /// Sent by browsers that load a page before anyone asks for it.
        var purpose: String?
        /// Since the server took the mail; `nil` where it has not, or nobody knows.
        var secondsSinceAcceptance: Double?
    }

    /// Parts of the names of programs that follow links by themselves, in lower case.
    private static let machines = [
        "bot", "crawl", "spider", "scan", "proofpoint", "mimecast", "barracuda", "safelinks", "fireeye", "symantec", "preview", "prefetch",
        "headlesschrome", "phantomjs", "curl/", "wget/", "python-", "python/", "go-http-client", "java/", "okhttp", "libwww", "httpclient",
        "apache-http", "node-fetch", "axios/", "ruby", "skypeuripreview", "slackbot", "facebookexternalhit",
    ]

    static func of(_ hit: Hit) -> HitVerdict {
        if hit.isHead { return HitVerdict(verdict: .machine, reason: "head") }
        if hit.purpose?.lowercased().contains("prefetch") == true { return HitVerdict(verdict: .machine, reason: "prefetch") }
        guard let agent = hit.userAgent?.lowercased(), !agent.isEmpty else { return HitVerdict(verdict: .machine, reason: "no_agent") }
        if machines.contains(where: { agent.contains($0) }) { return HitVerdict(verdict: .machine, reason: "known_agent") }
        guard let seconds = hit.secondsSinceAcceptance else { return HitVerdict(verdict: .unknown, reason: "not_accepted") }
        if seconds < 2 { return HitVerdict(verdict: .machine, reason: "too_soon") }
        if seconds < 10 { return HitVerdict(verdict: .unknown, reason: "soon") }
        return HitVerdict(verdict: .human, reason: "delayed")
    }
}
