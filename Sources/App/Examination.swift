import Delivery
import Foundation
import Kernel
import Logging
import Mail
import NIOPosix
import Storage

/// What `rapport doctor` finds of an installation: each part is looked at, whatever is wrong with the others.
package struct Examination: Sendable {
    /// What holds, a line each.
    package private(set) var lines: [String] = []
    /// What does not, and what to do about it, a line each.
    package private(set) var problems: [String] = []

    private let installation: Installation
    private let patience: Duration

    /// - Parameter patience: how long a relay or the bounce mailbox may take to answer.
    package static func of(_ installation: Installation, patience: Duration = .seconds(15)) async -> Examination {
        var found = Examination(installation: installation, patience: patience)
        await found.lookAtDatabase()
        found.lookAtSettings()
        found.lookAtDKIM()
        await found.lookAtRelays()
        await found.lookAtBounces()
        return found
    }

    private init(installation: Installation, patience: Duration) {
        self.installation = installation
        self.patience = patience
    }

    /// Notes what a part says of itself, or what it throws.
    private mutating func look(_ body: () throws -> [String]) {
        do { lines += try body() } catch { problems.append("\(error)") }
    }

    private mutating func lookAtDatabase() async {
        let database = installation.database
        lines.append("engine: \(database.engine)")
        do {
            try await database.checkSchema(House.migrations)
            let fingerprints = installation.secrets.fingerprints
            let (people, known) = try await database.read { reader in
                (
                    try reader.count("SELECT count(*) FROM person WHERE active"),
                    try reader.value("SELECT secret_fingerprint FROM installation WHERE id = 1", as: String.self)
                )
            }
            lines += ["schema: up to date (\(House.migrations.count) steps)", "people: \(people)"]
            if let behind = try await installation.clock.follow(database) {
                lines.append("clock: \(behind) behind the database server's, which counts")
            }
            if let known, !fingerprints.contains(known) {
                problems.append("the secret is not the one that this database was made with: give that one with RAPPORT_SECRET_FILE")
            }
        } catch StorageError.olderSchema(let missing) where missing.count == House.migrations.count {
            lines.append("schema: none yet; the first command or server makes it")
        } catch { problems.append("database: \(error)") }
        lines.append("server: \(ServeLock.isTaken(folder: installation.folder) ? "running on this folder" : "not running on this folder")")
    }

    /// What needs nothing but to be read.
    private mutating func lookAtSettings() {
        let (installation, settings) = (installation, installation.settings)
        look {
            _ = try installation.mailFrom()
            return []
        }
        look {
            _ = try settings.parsed(.bounceAddress, "a mail address") { try MailAddress($0) }
            return []
        }
        look {
            _ = try settings.parsed(.tracking, "one of person, message, none") { TrackingMode(rawValue: $0) }
            return []
        }
        look {
            _ = try settings.parsed(.pixel, "one of off, message, person") { PixelMode(rawValue: $0) }
            return []
        }
        look {
            _ = try settings.uncertainRule()
            return []
        }
        look {
            _ = try settings.parsed(.gatewayNetworksFile, "a file") { try NetworkList(file: $0) }
            return []
        }
        look {
            _ = try settings.parsed(.trustedProxies, "networks") { try NetworkList(parsing: $0) }
            return []
        }
        look {
            _ = try installation.pictureHosts()
            return []
        }
        look {
            _ = try installation.domainLimits()
            return []
        }
        look {
            _ = try installation.mailCap()
            return []
        }
        look {
            guard settings[.baseURL] != nil else { return [] }
            _ = try House.baseURL(of: settings, host: "127.0.0.1", port: 8080, allowsInsecure: true)
            return []
        }
    }

    private mutating func lookAtDKIM() {
        let installation = installation
        look { try installation.dkimReport() }
    }

    /// Signs in to each relay, and sends nothing.
    private mutating func lookAtRelays() async {
        let relays: [SMTPRelay]
        do { relays = try installation.relays() } catch { return problems.append("\(error)") }
        if relays.isEmpty { lines.append("relay: none; mails become files in the folder outbox") }
        for relay in relays {
            do {
                let connector = try SMTPConnector(
                    relay: relay, group: .singletonMultiThreadedEventLoopGroup, timeouts: .all(patience),
                    logger: Logger(label: "doctor", factory: { _ in SwiftLogNoOpLogHandler() }))
                let connection = try await connector.connect()
                await connection.quit()
                let way = relay.security == .none ? "without TLS" : "over TLS"
                lines.append("relay: \(relay.key) answers \(way)\(relay.credentials.map { ", signed in as \($0.user)" } ?? "")")
            } catch SMTPConnectError.configuration(let problem) {
                problems.append("relay \(relay.key): \(problem)")
            } catch SMTPConnectError.unavailable(let problem) {
                problems.append("relay \(relay.key): \(problem)")
            } catch { problems.append("relay \(relay.key): \(error)") }
        }
        let base = installation.settings[.baseURL].flatMap { URLComponents(string: $0)?.host }
        if relays.contains(where: { !$0.isLoopback }), base.map({ House.isLoopback($0) }) ?? true {
            problems.append(
                "base_url: links of mails that leave this machine would lead nowhere: set RAPPORT_BASE_URL to the address that people use")
        }
    }

    /// Opens the mailbox where mails come back to, and changes nothing in it.
    private mutating func lookAtBounces() async {
        let mailbox: IMAPMailbox?
        do { mailbox = try installation.bounceMailbox() } catch { return problems.append("\(error)") }
        guard let mailbox else { return lines.append("bounce mailbox: none; rapport bounce takes in what comes back") }
        if installation.settings[.bounceAddress] == nil {
            problems.append(
                "bounce_address: mails come back to \(installation.settings[.mailFrom] ?? "mail_from"), without a word of which they were: set RAPPORT_BOUNCE_ADDRESS to the address of the bounce mailbox"
            )
        }
        do {
            let session = try await Installation.connector(mailbox, timeout: patience).connect()
            let unread = try await session.unseen(limit: .max).count
            await session.close()
            lines.append("bounce mailbox: \(mailbox) can be read; \(unread) unread")
        } catch { problems.append("bounce mailbox \(mailbox): \(error)") }
    }
}
