import Catalogue
import Delivery
import Demo
import Foundation
import Hourglass
import Kernel
import Logging
import Mail
import NIOPosix
import ServiceLifecycle
import Storage
import Touches
import Web

/// A worker of a room as a service: runs until the group ends, and is told to stop before.
private struct Worker: Service {
    let body: @Sendable () async -> Void
    let stop: @Sendable () -> Void

    func run() async throws {
        await withGracefulShutdownHandler(operation: body, onGracefulShutdown: stop)
    }
}

/// A worker that ends by cancellation, as soon as the group begins to end.
private struct CancelledWorker: Service {
    let body: @Sendable () async -> Void

    init(_ body: @escaping @Sendable () async -> Void) { self.body = body }

    func run() async throws {
        await cancelWhenGracefulShutdown { await body() }
    }
}

extension House {
    func deliverySettings() throws -> DeliverySettings {
        let settings = installation.settings
        // What is wrong with it stops the program before it serves.
        _ = try installation.pictureHosts()
        let from = try installation.mailFrom()
        let relays = try installation.relays()
        var delivery = DeliverySettings(
            baseURL: baseURL, mailFrom: from, envelopeFrom: try settings.parsed(.bounceAddress, "a mail address") { try MailAddress($0) },
            tracking: try settings.parsed(.tracking, "one of person, message, none") { TrackingMode(rawValue: $0) } ?? .person,
            pixel: try settings.parsed(.pixel, "one of off, message, person") { PixelMode(rawValue: $0) } ?? .off, zone: installation.zone,
            language: installation.language.tag, terms: terms, leavesMachine: relays.contains { !$0.isLoopback },
            dkim: try installation.dkim())
        delivery.writesFiles = relays.isEmpty
        delivery.uncertain = try settings.uncertainRule()
        delivery.cap = try installation.mailCap()
        delivery.gateways = try settings.parsed(.gatewayNetworksFile, "a file") { try NetworkList(file: $0) } ?? NetworkList()
        delivery.trustedProxies = try settings.parsed(.trustedProxies, "networks") { try NetworkList(parsing: $0) } ?? NetworkList()
        return delivery
    }

    /// Where mails go: the relays, or the outbox folder.
    func transport() throws -> MailTransport {
        let relays = try installation.relays()
        if !relays.isEmpty {
            let lines = try relays.map {
                RelayPool.Relay(try SMTPConnector(relay: $0, group: MailLoop.shared.eventLoop, logger: logger))
            }
            return RelayPool(lines, domains: try installation.domainLimits(), database: database, logger: logger).transport
        }
        try FileManager.default.createDirectory(at: installation.outbox, withIntermediateDirectories: true)
        return .folder(MailFolder(path: installation.outbox.path))
    }

    func hourglassWorker() -> HourglassWorker {
        HourglassWorker(database: database, terms: terms, zone: installation.zone, champions: { _, _ in [:] }, logger: logger)
    }

    /// Lets what the database remembers of sending grow older while mails are sent.
    func keepEpoch(pace: Duration = Epoch.pace) async {
        guard let epoch = Epoch(installation) else { return }
        while (try? await Task.sleep(for: pace)) != nil {
            do {
                if try await database.read({ try $0.hasRunningRun() }) { try await epoch.advance() }
            } catch {
                if Task.isCancelled { return }
                logger.error("the epoch could not be kept", metadata: ["error": "\(error)"])
            }
        }
    }

    /// Clocks drift, and are put right by jumps.
    private func keepClock() async {
        guard database.engine == .postgres else { return }
        while (try? await Task.sleep(for: SharedClock.pace)) != nil {
            // A database that does not answer is the others' trouble, and told by them.
            do { try await followClock() } catch { logger.debug("the clock was not looked at", metadata: ["error": "\(error)"]) }
        }
    }

    /// What runs beside the pages.
    func workers() throws -> [any Service] {
        let delivery = DeliveryWorker(
            database: database, settings: try deliverySettings(), secrets: installation.secrets, transport: try transport(), logger: logger)
        let hourglass = hourglassWorker()
        let journal = journal
        let bounces = try installation.bounceMailbox().map {
            BounceReader(
                database: database, secrets: installation.secrets, connector: try Installation.connector($0, timeout: .seconds(60)),
                logger: logger)
        }
        return [
            Worker(body: { await delivery.run() }, stop: { delivery.stop() }),
            CancelledWorker { await hourglass.run() },
            CancelledWorker { await journal.run() },
            CancelledWorker { await keepEpoch() },
            CancelledWorker { await keepClock() },
        ] + (bounces.map { reader in [CancelledWorker { await reader.run() }] } ?? [])
    }
}
