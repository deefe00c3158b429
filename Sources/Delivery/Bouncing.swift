import Crypto
package import Identity
package import Kernel
package import Mail
package import Storage

/// What became of a mail that came back.
package enum BounceOutcome: Hashable, Sendable, CustomStringConvertible {
    /// No report of a failure: an answer of somebody, a delay.
    case nothing
    /// A report of nothing that was sent from here.
    case unknown
    /// Taken in before.
    case repeated
    /// `campaign` came back from somebody; `isSuppressed`: nothing goes to their address any more.
    case bounced(campaign: String, Bounce.Kind, isSuppressed: Bool)

    package var description: String {
        switch self {
        case .nothing: "no report of a failure: nothing to do"
        case .unknown: "a report of a mail that was not sent from here, or whose sending is not known any more"
        case .repeated: "taken in before"
        case .bounced(let campaign, .complaint, _): "\(campaign): complained of; the person gets no more mails of this publisher"
        case .bounced(let campaign, let kind, let isSuppressed):
            "\(campaign): came back (\(kind.rawValue)\(isSuppressed ? "; nothing goes to this address any more until it changes" : ""))"
        }
    }
}

/// When mails that came back for now are taken for ones that come back for ever.
package enum BouncePolicy {
    /// Mails of so many different runs that came back softly…
    static let softLimit = 3
    /// … within this time suppress the address.
    static let window = Duration.days(60)
    /// A report of a mail sent longer ago is not looked up by its Message-ID.
    static let lookBack = Duration.days(60)
}

extension Transaction {
    /// Takes a report in: settles the delivery that it is about, suppresses the address where it is dead, and turns the publisher's mails off
    /// for whoever complained. The same report has its effect once.
    package func take(bounce bytes: [UInt8], ring: SecretRing) throws -> BounceOutcome {
        guard let bounce = Bounce(bytes) else { return .nothing }
        let report = SHA256.hash(data: bytes).prefix(16).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        let isKnown = try exists("SELECT 1 FROM bounce WHERE report = \(report)")
        if isKnown { return .repeated }
        guard let found = try delivery(of: bounce, ring) else { return .unknown }
        // Several recipients in one report are several reports about one of them: the gravest counts.
        let recipient = bounce.recipients.first { $0.kind == .complaint } ?? bounce.recipients.first { $0.kind == .hard }
        guard let recipient = recipient ?? bounce.recipients.first else { return .nothing }
        let sent: SentDelivery? = try first(
            """
            SELECT d.run, d.person, c.slug, c.publisher, p.email, p.email_folded, d.accepted_at, p.changed_at FROM delivery d
                JOIN run r ON r.id = d.run JOIN campaign c ON c.id = r.campaign JOIN person p ON p.id = d.person
            WHERE d.run = \(found.run) AND d.person = \(found.person) AND d.channel = 'email'
            """)
        guard let sent else { return .unknown }
        let address = sent.address(namedBy: bounce)
        try run(
            """
            INSERT INTO bounce (report, run, person, address, kind, status, diagnostic, received_at)
            VALUES (\(report), \(sent.run), \(sent.person), \(address), \(recipient.kind.rawValue), \(recipient.status), \(recipient.diagnostic),
                \(now))
            """)
        let state: DeliveryState = recipient.kind == .complaint ? .complained : .bounced
        // A report may be quicker than the result of its mail, which then changes nothing any more, its claim being gone.
        let isQuick =
            try run(
                "DELETE FROM delivery_claim WHERE run = \(sent.run) AND person = \(sent.person) AND channel = 'email' AND is_sending") == 1
        let open: SQL = isQuick ? ", 'planned', 'deferred'" : ""
        try run(
            """
            UPDATE delivery SET state = \(state), reason = \(recipient.kind.rawValue), reply = coalesce(\(recipient.diagnostic), reply),
                attempts = attempts + \(isQuick ? 1 : 0)
            WHERE run = \(sent.run) AND person = \(sent.person) AND channel = 'email'
                AND state IN ('accepted', 'uncertain', 'bounced', 'complained'\(open))
            """)
        var isSuppressed = false
        switch recipient.kind {
        case .complaint: try unsubscribe(sent.person, from: sent.publisher)
        case .hard: isSuppressed = try address.map { try suppress($0, recipient) } ?? false
        case .soft:
            let runs = try count(
                """
                SELECT count(DISTINCT run) FROM bounce
                WHERE address = \(address ?? "") AND kind = 'soft' AND received_at > \(now - BouncePolicy.window)
                """)
            if runs >= BouncePolicy.softLimit { isSuppressed = try address.map { try suppress($0, recipient) } ?? false }
        }
        try wake()
        return .bounced(campaign: sent.slug, recipient.kind, isSuppressed: isSuppressed)
    }

    /// Nothing goes to the address until somebody has another one, or an operator lifts it.
    private func suppress(_ address: String, _ recipient: Bounce.Recipient) throws -> Bool {
        let added = try run(
            """
            INSERT INTO suppression (address, kind, status, diagnostic, since)
            VALUES (\(address), \(recipient.kind.rawValue), \(recipient.status), \(recipient.diagnostic), \(now))
            ON CONFLICT (address) DO NOTHING
            """)
        if added == 1 {
            try audit(Actor.system.auditName, "suppress", "address:\(address)", after: "{\"kind\":\"\(recipient.kind.rawValue)\"}")
        }
        return true
    }

    /// Lets mails go to an address again.
    /// - Returns: whether it was suppressed.
    package func liftSuppression(of address: String, actor: Actor) throws -> Bool {
        let removed = try run("DELETE FROM suppression WHERE address = \(address.folded)")
        guard removed == 1 else { return false }
        try run("DELETE FROM bounce WHERE address = \(address.folded) AND kind = 'soft'")
        try audit(actor.auditName, "lift-suppression", "address:\(address.folded)")
        return true
    }

    /// By the token of the envelope, which nobody can make up; else by the Message-ID, which only the mails of those whom the report names
    /// are looked through for.
    private func delivery(of bounce: Bounce, _ ring: SecretRing) throws -> (run: RunKey, person: PersonKey)? {
        let tokens = DeliveryTokens(ring)
        for address in bounce.envelopes {
            guard let plus = address.lastIndex(of: "+"), let at = address.lastIndex(of: "@"), plus < at else { continue }
            if let found = tokens.readBounce(address[address.index(after: plus)..<at]) { return found }
        }
        guard let id = bounce.messageID, let left = id.split(separator: "@").first, let code = Base32.decode(left), code.count == 20 else {
            return nil
        }
        let addresses = Set((bounce.originalTo + bounce.recipients.compactMap(\.address)).map(\.folded))
        guard !addresses.isEmpty else { return nil }
        var found: (run: RunKey, person: PersonKey)?
        try each(
            """
            SELECT d.run, d.person FROM person p JOIN delivery_now d ON d.person = p.id JOIN run r ON r.id = d.run
            WHERE p.email_folded IN \(list: addresses) AND d.channel = 'email' AND r.started_at > \(now - BouncePolicy.lookBack)
                AND d.state IN ('sending', 'accepted', 'uncertain', 'bounced', 'complained')
            LIMIT 2000
            """
        ) { row in
            let (run, person): (RunKey, PersonKey) = (try row[0], try row[1])
            if found == nil, tokens.isMessageID(code, of: run, person) { found = (run, person) }
        }
        return found
    }
}

/// The delivery that a report is about.
private struct SentDelivery: Rowed {
    let run: RunKey
    let person: PersonKey
    let slug: String
    let publisher: PublisherKey
    private let email: String?
    /// As suppressions have it.
    private let folded: String?
    private let acceptedAt: Instant?
    /// When the directory last changed anything of the person.
    private let changedAt: Instant

    init(row: Row) throws {
        run = try row[0]
        person = try row[1]
        slug = try row[2]
        publisher = try row[3]
        email = try row[4]
        folded = try row[5]
        acceptedAt = try row[6]
        changedAt = try row[7]
    }

    /// The person's address, where the report is about it. Only their own is judged, and only where the report names it: a report can be
    /// made up by whoever got the mail, and the address may be another one since. A report that names none is about the one that the mail
    /// went to, which is theirs as long as nothing of them has changed.
    func address(namedBy bounce: Bounce) -> String? {
        guard let email, let folded else { return nil }
        let named = (bounce.originalTo + bounce.recipients.compactMap(\.address)).map(\.folded)
        if named.isEmpty { return acceptedAt.map { changedAt <= $0 } ?? false ? folded : nil }
        // Servers name a domain of other scripts by its A-labels (RFC 5891 §4.4), the directory may not.
        let onTheWire = (try? MailAddress(email))?.description.folded
        return named.contains(folded) || onTheWire.map(named.contains) ?? false ? folded : nil
    }
}

extension Stationery {
    /// The envelope sender of a person's mail: the bounce address with a token of the delivery (variable envelope return path), so that what
    /// comes back is known whatever the server writes; without a bounce address, where mails come from.
    func envelopeFrom(_ person: PersonKey) -> MailAddress {
        guard let bounce = settings.envelopeFrom else { return settings.mailFrom }
        return (try? MailAddress("\(bounce.local)+\(tokens.bounce(run, person: person))@\(bounce.domain)")) ?? bounce
    }
}
