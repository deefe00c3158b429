import Campaigns
package import Kernel
package import Logging
import Mail
package import Storage
import Synchronization

/// Sends what is due, as long as it runs: any number of processes on one database share the runs.
///
/// `run` returns after `stop`, when what is on the wire has its reply and the rest of the claims is given back.
package final class DeliveryWorker: Sendable {
    let database: Database
    let settings: DeliverySettings
    let ring: SecretRing
    let transport: MailTransport
    let tuning: Tuning
    let logger: Logger
    let queue = JobQueue()
    let ledger: Ledger
    let state = Mutex(State())
    private let bell: AsyncStream<Void>
    private let ringBell: AsyncStream<Void>.Continuation

    /// How it works; tests make it faster and let it die.
    struct Tuning: Sendable {
        /// Claimed at once, per run.
        var batch = 400
        /// Of these, so many are made before they are sent.
        var portion = 25
        /// And of large ones fewer: these bytes.
        var portionSize = 1 << 20
        /// Between two looks at schedules, ends and the clock.
        var beat = Duration.seconds(1)
        /// At least so long between two looks at what changed.
        var breath = Duration.milliseconds(50)
        /// How long an idle session stays open.
        var idle = Duration.seconds(5)
        /// How long what is on the wire has to come to its end when the process is to end.
        var patience = Duration.seconds(20)
        /// Called at each step of each mail; when it throws, the worker dies on the spot, as by kill -9.
        var probe: (@Sendable (Step, Claim) async throws -> Void)?

        enum Step: Hashable, Sendable, CaseIterable { case claimed, granted, answered }
    }

    struct State {
        var lease = Lease.random()
        var isLeaseOpen = false
        var isStopping = false
        var isDead = false
        var underWay = 0
        /// As last looked at.
        var running: Set<RunKey> = []
        var stationery: [RunKey: Stationery] = [:]
        /// Those that are open, by the number of who uses them.
        var sessions: [Int: MailSession] = [:]
        var relayFailures = 0
        var relayDownUntil = Instant(microseconds: 0)
    }

    package convenience init(
        database: Database, settings: DeliverySettings, secrets: SecretRing, transport: MailTransport, logger: Logger
    ) {
        self.init(database: database, settings: settings, secrets: secrets, transport: transport, logger: logger, tuning: Tuning())
    }

    init(
        database: Database, settings: DeliverySettings, secrets: SecretRing, transport: MailTransport, logger: Logger, tuning: Tuning
    ) {
        self.database = database
        self.settings = settings
        ring = secrets
        self.transport = transport
        self.logger = logger
        self.tuning = tuning
        ledger = Ledger(database, executor: transport.executor, logger: logger)
        (bell, ringBell) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Lets `run` finish what is on the wire, give back the rest and return.
    package func stop() {
        state.withLock { $0.isStopping = true }
        ringBell.yield()
    }

    package func run() async {
        await withTaskGroup(of: Void.self) { helpers in
            helpers.addTask { await self.listen() }
            helpers.addTask { await self.beat() }
            helpers.addTask { await self.keepLeases() }
            await withTaskGroup(of: Void.self) { sessions in
                for number in 0..<transport.sessions {
                    sessions.addTask(executorPreference: transport.executor) { await self.send(number) }
                }
                await claimWhileRunning()
                queue.close()
                for job in queue.drain() { ledger.settle(Settlement(claim: job.claim, outcome: .returned)) }
                let watch = Task {
                    try await Task.sleep(for: tuning.patience)
                    await cutOff()
                }
                await sessions.waitForAll()
                watch.cancel()
            }
            helpers.cancelAll()
        }
        await ledger.flush()
        await closeLease()
    }

    var isStopping: Bool { state.withLock { $0.isStopping || $0.isDead } || Task.isCancelled }
    var isDead: Bool { state.withLock { $0.isDead } }

    /// The end of this process, for tests: nothing is written any more.
    func die() async {
        state.withLock { $0.isDead = true }
        ledger.die()
        ringBell.yield()
    }

    /// Looks at once for something to do.
    func wake() { ringBell.yield() }

    private func listen() async {
        for await _ in database.changes() {
            if isStopping { return }
            await lookAtRuns()
            ringBell.yield()
            // Our own commits tell of themselves too: many a second while mails are sent.
            try? await Task.sleep(for: tuning.breath)
        }
    }

    private func beat() async {
        while !isStopping {
            do { try await housekeeping() } catch {
                if Task.isCancelled { return }
                logger.warning("Delivery could not look after its runs", metadata: ["error": "\(error)"])
            }
            ringBell.yield()
            try? await Task.sleep(for: tuning.beat)
        }
    }

    /// A task of its own, until the last mail has its reply: whatever else takes long, a lease that is in use does not run out, and
    /// those of the dead are seen. Twice a beat, so that claims are free again well within five seconds of a death.
    private func keepLeases() async {
        while !Task.isCancelled, !isDead {
            do {
                try await keepLease()
                try await takeOver()
            } catch {
                if Task.isCancelled { return }
                logger.warning("Delivery could not look after its leases", metadata: ["error": "\(error)"])
            }
            try? await Task.sleep(for: tuning.beat / 2)
        }
    }

    private func claimWhileRunning() async {
        for await _ in bell {
            while !isStopping {
                do {
                    guard queue.count < tuning.batch / 2, try await claim() > 0 else { break }
                } catch {
                    logger.warning("Delivery could not claim mails", metadata: ["error": "\(error)"])
                    break
                }
            }
            if isStopping { return }
        }
    }
}
