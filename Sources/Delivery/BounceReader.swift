package import Kernel
package import Logging
package import Mail
package import Storage

/// Reads the mails that came back out of their mailbox, as long as it runs. Of several processes one reads at a time.
package struct BounceReader: Sendable {
    /// More of a mail than so many bytes says nothing about why it came back.
    package static let sizeLimit = 1 << 20

    /// How it waits; tests make it faster.
    struct Tuning: Sendable {
        /// Between two looks, where the server tells nothing of itself.
        var look = Duration.seconds(60)
        /// Until it tries again after a failure, doubled each time.
        var pause = Duration.seconds(5)
        var longestPause = Duration.minutes(15)
        /// Until another process may take over from one that died.
        var lease = Duration.minutes(3)
        /// Read at once; then it looks whether it may still read.
        var batch = 100
        /// A mail over which so many sessions broke off is not asked for any more.
        var attempts = 3
    }

    /// What one session leaves to the next.
    private struct Memory {
        /// The mail that is being asked for.
        var asked: UInt32?
        /// Over which mails sessions broke off, and how many.
        var broken: [UInt32: Int] = [:]
    }

    private let database: Database
    private let ring: SecretRing
    private let connector: IMAPConnector
    private let logger: Logger
    private let tuning: Tuning
    private let holder = Int64.random(in: 1 ... .max)

    package init(database: Database, secrets: SecretRing, connector: IMAPConnector, logger: Logger) {
        self.init(database: database, secrets: secrets, connector: connector, logger: logger, tuning: Tuning())
    }

    init(database: Database, secrets: SecretRing, connector: IMAPConnector, logger: Logger, tuning: Tuning) {
        self.database = database
        ring = secrets
        self.connector = connector
        self.tuning = tuning
        var logger = logger
        logger[metadataKey: "mailbox"] = "\(connector.mailbox)"
        self.logger = logger
    }

    /// Reads until it is cancelled.
    package func run() async {
        var pause = tuning.pause
        var told: String?
        var memory = Memory()
        while !Task.isCancelled {
            do {
                guard try await mayRead(for: tuning.lease) else {
                    try await Task.sleep(for: tuning.look)
                    continue
                }
                let session = try await connector.connect()
                if told != nil { logger.notice("The bounce mailbox can be read again") }
                told = nil
                try await read(session, &memory)
                await session.close()
                pause = tuning.pause
                continue
            } catch {
                if Task.isCancelled { break }
                if let uid = memory.asked { memory.broken[uid, default: 0] += 1 }
                memory.asked = nil
                let text = "\(error)"
                let isConfiguration = (error as? IMAPProblem)?.isConfiguration == true
                // The same trouble is told once, until it is over.
                logger.log(
                    level: told == text ? .debug : isConfiguration ? .error : .warning, "The bounce mailbox can't be read",
                    metadata: ["error": "\(text)", "again_in": "\(pause)"])
                told = text
            }
            // Whoever could not read keeps the others from trying the same meanwhile, which might lock the account.
            _ = try? await mayRead(for: pause + tuning.lease)
            do { try await Task.sleep(for: pause * Double.random(in: 0.8...1.2)) } catch { break }
            pause = min(pause * 2, tuning.longestPause)
        }
        await leave()
    }

    /// Reads what is there, then what comes, until another process is to read, or the connection ends with an error.
    private func read(_ session: IMAPSession, _ memory: inout Memory) async throws {
        while try await mayRead(for: tuning.lease) {
            let found = try await session.unseen(limit: tuning.batch)
            for uid in found { try await take(uid, session, &memory) }
            if found.isEmpty { try await session.wait(tuning.look) }
        }
    }

    /// Takes one mail in, and then notes so in the mailbox: whoever dies in between has it taken in a second time, which changes nothing.
    private func take(_ uid: UInt32, _ session: IMAPSession, _ memory: inout Memory) async throws {
        var (mail, isBroken): (IMAPSession.Mail?, Bool) = (nil, true)
        if memory.broken[uid, default: 0] < tuning.attempts {
            memory.asked = uid
            (mail, isBroken) = try await session.mail(uid)
            memory.asked = nil
        }
        guard let mail else {
            guard isBroken else { return }
            logger.warning("A mail in the bounce mailbox can't be read; it is flagged", metadata: ["uid": "\(uid)"])
            return try await session.mark(uid, .flagged)
        }
        let (bytes, ring) = (mail.bytes, ring)
        let outcome: BounceOutcome
        do { outcome = try await database.write { try $0.take(bounce: bytes, ring: ring) } } catch {
            // A database that does not answer concerns all mails, and each of them is left for later; else it is this mail.
            _ = try await database.read { try $0.count("SELECT 1") }
            if Task.isCancelled { throw error }
            logger.error("A mail that came back could not be taken in; it is flagged", metadata: ["uid": "\(uid)", "error": "\(error)"])
            return try await session.mark(uid, .flagged)
        }
        logger.info("A mail came back", metadata: ["uid": "\(uid)", "outcome": "\(outcome)"])
        switch outcome {
        case .bounced, .repeated: try await session.finish(uid)
        case .nothing, .unknown: try await session.mark(uid, mail.isCut ? .flagged : .seen)
        }
    }

    /// Whether this process is the one that reads, from now on for so long.
    private func mayRead(for time: Duration) async throws -> Bool {
        let (mailbox, holder) = (connector.mailbox.description, holder)
        return try await database.write { transaction in
            let until = transaction.now + time
            return try transaction.run(
                """
                INSERT INTO bounce_reader (mailbox, holder, until) VALUES (\(mailbox), \(holder), \(until))
                ON CONFLICT (mailbox) DO UPDATE SET holder = excluded.holder, until = excluded.until
                WHERE bounce_reader.holder = excluded.holder OR bounce_reader.until < \(transaction.now)
                """) == 1
        }
    }

    /// Lets another process read at once.
    private func leave() async {
        let (mailbox, holder, database) = (connector.mailbox.description, holder, database)
        // The task that asks is cancelled, and this has to be done all the same. If it fails, the lease runs out.
        await Task {
            _ = try? await database.write { try $0.run("DELETE FROM bounce_reader WHERE mailbox = \(mailbox) AND holder = \(holder)") }
        }.value
    }
}
