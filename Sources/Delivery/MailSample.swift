package import Kernel
package import Storage

/// Recipients of a run, to make their mails and throw them away: for `rapport bench`.
package struct MailSample: Sendable {
    private let stationery: Stationery
    private let addressees: [Addressee]

    package var count: Int { addressees.count }

    /// - Parameter limit: how many recipients at most, those with the lowest keys.
    /// - Throws: `DeliveryError` where the run's texts are none.
    package init(of run: RunKey, limit: Int, _ reader: Reader, settings: DeliverySettings, ring: SecretRing) throws {
        stationery = try Stationery(run, reader, settings: settings, ring: ring)
        var addressees: [Addressee] = []
        try reader.each(
            """
            SELECT p.id, d.message, p.email, p.name, p.first_name, p.title, u.name AS department, p.site, p.country, m.name AS manager, p.language
            FROM delivery d JOIN person p ON p.id = d.person LEFT JOIN department u ON u.id = p.department LEFT JOIN person m ON m.id = p.manager
            WHERE d.run = \(run) AND d.channel = 'email' AND p.email IS NOT NULL ORDER BY d.person NULLS FIRST LIMIT \(limit)
            """
        ) { row in
            try addressees.append(
                Addressee(
                    person: row[0], message: row[1], attempts: 0, email: row[2], name: row[3], firstName: row[4], title: row[5],
                    department: row[6], site: row[7], country: row[8], managerName: row[9], language: row[10], allowsPixel: true))
        }
        self.addressees = addressees
    }

    /// The mail of one recipient, made and checked as a worker does it before a connection writes it.
    /// - Returns: `nil` where it can't be made.
    package func mail(_ index: Int, at now: Instant) -> [UInt8]? {
        guard let rendered = try? stationery.mail(to: addressees[index], at: now) else { return nil }
        let mail = OutgoingMail(
            envelopeFrom: stationery.envelopeFrom(addressees[index].person), recipient: rendered.recipient, messageID: rendered.messageID,
            bytes: rendered.bytes)
        return (try? mail.checked.get()) == nil ? nil : mail.bytes
    }
}
