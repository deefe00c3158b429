package import Kernel
package import Storage

/// The links of a run's mails as those who got them would follow them: for `rapport bench`.
package struct LinkSample: Sendable {
    /// Paths of this site; of each link first those of all recipients, since hardly anyone follows all links of a mail at once.
    package let paths: [String]

    /// - Parameter limit: how many paths at most.
    package init(of run: RunKey, limit: Int, _ reader: Reader, ring: SecretRing) throws {
        var links: [(key: LinkKey, message: MessageKey)] = []
        try reader.each("SELECT id, message FROM link WHERE run = \(run) AND target <> \(Stationery.decoy) ORDER BY id NULLS LAST") {
            try links.append(($0[0], $0[1]))
        }
        let people = try reader.values(
            """
            SELECT person FROM delivery WHERE run = \(run) AND channel = 'email' AND state = 'accepted'
                ORDER BY person NULLS LAST LIMIT \(limit)
            """, as: PersonKey.self)
        let tokens = DeliveryTokens(ring)
        var paths: [String] = []
        for link in links {
            for person in people.prefix(limit - paths.count) {
                paths.append("/l/\(tokens.link(link.key, in: run, link.message, person: person))")
            }
        }
        self.paths = paths
    }
}
