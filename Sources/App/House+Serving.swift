import Delivery
import Foundation
import Hummingbird
import Identity
import Kernel
import Logging
import NIOCore
import People
import ServiceLifecycle
import Storage
import UnixSignals

extension House {
    /// The address under which people reach this installation: what the settings say, else where the server listens.
    /// - Throws: `SettingsError.insecure` for plain http beyond this machine.
    package static func baseURL(of settings: Settings, host: String, port: Int, allowsInsecure: Bool) throws -> String {
        let named = try settings.parsed(.baseURL, "an address such as https://rapport.company.example") { text -> String? in
            guard let parts = URLComponents(string: text), let scheme = parts.scheme, ["http", "https"].contains(scheme),
                let host = parts.host, !host.isEmpty, parts.path.isEmpty || parts.path == "/", parts.query == nil, parts.user == nil
            else { return nil }
            return text.hasSuffix("/") ? String(text.dropLast()) : text
        }
        let url = named ?? "http://\(host.contains(":") ? "[\(host)]" : host):\(port)"
        let reached = URLComponents(string: url)?.host ?? ""
        guard url.hasPrefix("https://") || isLoopback(reached) || allowsInsecure else {
            throw SettingsError.insecure(
                "\(url) is plain http beyond this machine, where others can read sessions: put TLS before it and set RAPPORT_BASE_URL to the https address, or say --insecure-http"
            )
        }
        return url
    }

    static func isLoopback(_ host: String) -> Bool {
        host == "localhost" || host.hasPrefix("127.") || host == "::1" || host == "[::1]"
    }

    /// Serves until a signal ends it. Takes the data folder's lock, brings the schema up, prints where to go.
    /// - Parameter say: what the person who started it should read.
    package func serve(
        host: String, port: Int, seeding: DemoSeeding.Plan? = nil, say: @escaping @Sendable (String) -> Void
    ) async throws {
        let lock = try ServeLock(folder: installation.folder)
        defer { withExtendedLifetime(lock) {} }
        try await followClock()
        try await database.migrate(Self.migrations)
        try await PeopleSchema.restoreIndexes(database)
        try await rememberSecret()
        try await noticeRestored(say)
        let setUp = isDemo ? nil : try await database.write { try $0.issueSetUpLink() }
        let baseURL = baseURL
        let isDemo = isDemo
        var services: [any Service] = try workers()
        if let seeding { services.append(DemoSeeding(self, seeding, say: say)) }
        let application = try application(host: host, port: port) { _ in
            say(isDemo ? "The made-up company is at \(baseURL)" : "Rapport is at \(baseURL)")
            if let setUp { say("Nobody runs it yet. Within 15 minutes, open \(baseURL)/set-up/\(setUp.text)") }
        }
        let group = ServiceGroup(
            configuration: .init(
                services: services.map { .init(service: $0, successTerminationBehavior: .ignore) } + [.init(service: application)],
                gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
        do { try await group.run() } catch {
            await database.close()
            throw error
        }
        if let epoch = Epoch(installation) { try await epoch.advance() }
        await database.close()
    }

    /// The web server, with every route behind it.
    /// - Parameter port: 0 lets the system choose.
    func application(
        host: String, port: Int, onServerRunning: @escaping @Sendable (any NIOCore.Channel) async -> Void
    ) throws -> some ApplicationProtocol {
        let settings = try deliverySettings()
        let delivery = deliveryRoutes(settings)
        let lanes = delivery.lanes(site)
        return Application(
            router: try router(settings, delivery).router,
            server: .http1(configuration: .init(additionalChannelHandlers: lanes())),
            configuration: .init(address: .hostname(host, port: port), serverName: nil, reuseAddress: true),
            onServerRunning: onServerRunning, logger: logger)
    }

    /// The database server's clock is everyone's.
    func followClock() async throws {
        guard let behind = try await installation.clock.follow(database), abs(behind.microseconds) > 1_000_000 else { return }
        logger.warning(
            "This machine's clock and the database server's are apart; the server's counts", metadata: ["behind": "\(behind)"])
    }

    /// A database file that was put back by hand knows nothing of what was sent since.
    func noticeRestored(_ say: @Sendable (String) -> Void) async throws {
        guard let epoch = Epoch(installation) else { return }
        if try await epoch.isBroken() {
            let rule = try installation.settings.uncertainRule()
            let held = try await database.write { try $0.holdRestored(rule) }
            if held > 0 {
                say(
                    "This database file is not the one that the last server left here. \(held) unfinished campaigns are held: look at each, then resume or stop it."
                )
            }
        }
        try await epoch.advance()
    }

    /// The secret must be the one that the database knows, or links and sessions of other processes would not verify here.
    func rememberSecret() async throws {
        let fingerprint = installation.secrets.fingerprint
        let known = try await database.write { transaction -> String in
            try transaction.run(
                "INSERT INTO installation (id, secret_fingerprint) VALUES (1, \(fingerprint)) ON CONFLICT (id) DO NOTHING")
            return try transaction.value("SELECT secret_fingerprint FROM installation WHERE id = 1") ?? fingerprint
        }
        let all = installation.secrets.fingerprints
        guard all.contains(known) else {
            throw SettingsError.insecure(
                "the secret is not the one that this database was made with: give that one with RAPPORT_SECRET_FILE (a new key goes on top of it, on a line of its own)"
            )
        }
        if known != fingerprint {
            try await database.write { try $0.run("UPDATE installation SET secret_fingerprint = \(fingerprint) WHERE id = 1") }
        }
    }
}
