import Kernel
import Touches

/// What the hits of one mail's links say of each other. Programs that check mails open all links at once, and the one that nobody can see;
/// then none of the hits around it is believed, also those that came before it showed.
enum MailScan {
    struct Hit: Hashable {
        let link: LinkKey
        let at: Instant
        let verdict: HitVerdict
    }

    /// A person opens three links of a mail within so long only by a machine's speed.
    static let burst = (links: 3, within: Duration.seconds(5))
    /// Of a mail with two links, both within so long.
    static let pair = (links: 2, within: Duration.seconds(1))
    /// Around a scan nothing is a person's.
    static let machine = Duration.seconds(10)
    /// Around a scan nobody knows whose it is.
    static let doubt = Duration.seconds(60)
    /// How far hits can be apart and still say something of each other.
    static let reach = doubt + burst.within

    /// The verdicts of hits, mended by each other; in their order.
    /// - Parameter links: how many different links the mail has, without the one that nobody sees.
    static func mended(_ hits: [Hit], links: Int) -> [HitVerdict] {
        let scans = scans(hits, links: links)
        return hits.map { hit in
            // Who is signed in has shown to be a person; machines stay what they are.
            guard hit.verdict.reason != .signedIn, hit.verdict.verdict != .machine else { return hit.verdict }
            let distance = scans.map { scan in max(scan.lowerBound - hit.at, hit.at - scan.upperBound) }.min()
            guard let distance else { return hit.verdict }
            if distance <= machine { return HitVerdict(.scan) }
            return distance <= doubt && hit.verdict.verdict == .human ? HitVerdict(.nearScan) : hit.verdict
        }
    }

    private static func scans(_ hits: [Hit], links: Int) -> [ClosedRange<Instant>] {
        var scans = hits.filter { $0.verdict.reason == .decoy }.map { $0.at...$0.at }
        guard links >= 2 else { return scans }
        let rule = links == 2 ? pair : burst
        let hits = hits.filter { $0.verdict.reason != .signedIn }.sorted { $0.at < $1.at }
        var start = 0
        var inside: [LinkKey: Int] = [:]
        for hit in hits {
            inside[hit.link, default: 0] += 1
            while hit.at - hits[start].at > rule.within {
                let link = hits[start].link
                inside[link] = inside[link].flatMap { $0 > 1 ? $0 - 1 : nil }
                start += 1
            }
            if inside.count >= rule.links { scans.append(hits[start].at...hit.at) }
        }
        return scans
    }
}
