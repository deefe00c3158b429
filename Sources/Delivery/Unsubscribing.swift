package import Kernel
package import Storage
import Touches

/// Turning a publisher's mails off, and on again.
extension Transaction {
    /// Does nothing where they are off already.
    /// - Returns: whether they were on.
    @discardableResult
    package func unsubscribe(_ person: PersonKey, from publisher: PublisherKey, channel: Channel = .email) throws -> Bool {
        let added = try run(
            """
            INSERT INTO unsubscription (person, publisher, channel, since) VALUES (\(person), \(publisher), \(channel), \(now))
            ON CONFLICT (person, publisher, channel) DO NOTHING
            """)
        if added == 1 {
            try audit("person:\(person)", "unsubscribe", "publisher:\(publisher)", after: "{\"channel\":\"\(channel.rawValue)\"}")
        }
        return added == 1
    }

    package func resubscribe(_ person: PersonKey, to publisher: PublisherKey, channel: Channel = .email) throws {
        let removed = try run(
            "DELETE FROM unsubscription WHERE person = \(person) AND publisher = \(publisher) AND channel = \(channel)")
        if removed == 1 { try audit("person:\(person)", "resubscribe", "publisher:\(publisher)") }
    }

    /// Lets pictures in mails tell when this person loads them, or not.
    package func setPixelConsent(_ person: PersonKey, _ isGiven: Bool) throws {
        if isGiven {
            try run("INSERT INTO pixel_consent (person, since) VALUES (\(person), \(now)) ON CONFLICT (person) DO NOTHING")
        } else {
            try run("DELETE FROM pixel_consent WHERE person = \(person)")
        }
    }
}

/// Whose mails a token turns off.
struct Subscription: Rowed {
    let publisher: PublisherKey
    let name: String
    let isOff: Bool

    init(row: Row) throws {
        publisher = try row["id"]
        name = try row["name"]
        isOff = try (row["since"] as Instant?) != nil
    }
}

extension Reader {
    func subscription(_ run: RunKey, _ person: PersonKey) throws -> Subscription? {
        try first(
            """
            SELECT b.id, b.name, u.since FROM run r JOIN campaign c ON c.id = r.campaign JOIN publisher b ON b.id = c.publisher
                LEFT JOIN unsubscription u ON u.publisher = b.id AND u.person = \(person) AND u.channel = 'email'
            WHERE r.id = \(run)
            """)
    }

    /// What a person turned off: the publishers with the channel and since when.
    package func unsubscriptions(of person: PersonKey) throws -> [(publisher: PublisherKey, name: String, channel: Channel, since: Instant)]
    {
        var all: [(PublisherKey, String, Channel, Instant)] = []
        try each(
            """
            SELECT b.id, b.name, u.channel, u.since FROM unsubscription u JOIN publisher b ON b.id = u.publisher WHERE u.person = \(person)
            ORDER BY b.name NULLS FIRST, u.channel NULLS FIRST
            """
        ) { try all.append(($0[0], $0[1], $0[2], $0[3])) }
        return all.map { (publisher: $0.0, name: $0.1, channel: $0.2, since: $0.3) }
    }
}
