package import Audiences
package import Kernel
package import Logging
import People
package import Storage

/// Keeps the stages in step with the touches: takes the marked pairs of person and offering in batches and derives them again. Any number
/// of workers, on any number of machines, may run on one database.
package struct HourglassWorker: Sendable {
    let database: Database
    let terms: TermRegistry
    private let zone: Zone
    private let champions: Champions
    let batch: Int
    private let logger: Logger

    /// - Parameters:
    ///   - terms: what the rules of audiences may say.
    ///   - zone: the installation's.
    ///   - batch: how many pairs one transaction takes, so that the write lock is short.
    package init(
        database: Database, terms: TermRegistry, zone: Zone, champions: @escaping Champions = { _, _ in [:] }, batch: Int = 1000,
        logger: Logger
    ) {
        self.database = database
        self.terms = terms
        self.zone = zone
        self.champions = champions
        self.batch = batch
        self.logger = logger
    }

    var today: Day { zone.day(at: database.clock.now()) }

    /// Works until it is cancelled. A failure is logged, and the marks that it left are tried again after the next change, at the latest
    /// after 5 seconds.
    package func run() async {
        let changes = database.changes()
        await withTaskGroup { group in
            let (ticks, tick) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
            group.addTask {
                for await _ in changes { tick.yield() }
                tick.finish()
            }
            group.addTask {
                while (try? await Task.sleep(for: .seconds(5))) != nil { tick.yield() }
            }
            tick.yield()
            var looked = ContinuousClock.now - .seconds(5)
            var version: Int64?
            for await _ in ticks {
                // While mails are sent, commits that concern no stage come by the hundred a second.
                try? await Task.sleep(for: .milliseconds(50))
                do {
                    try await drain()
                    guard looked.duration(to: .now) >= .seconds(4) else { continue }
                    looked = .now
                    // While an import goes on, counting would never come to an end.
                    let last = version
                    version = try await database.read { try $0.directoryVersion() }
                    if last == nil || last == version { try await retally() }
                } catch is CancellationError { break } catch {
                    logger.error("deriving stages failed; tried again after the next change", metadata: ["error": "\(error)"])
                }
            }
            group.cancelAll()
        }
    }

    /// Derives everything that is marked now.
    /// - Returns: how many marks were taken.
    @discardableResult
    package func drain() async throws -> Int {
        var total = 0
        // A look first: an idle worker takes no write lock.
        while try await database.read({ try $0.exists("SELECT person FROM hourglass_dirty LIMIT 1") }) {
            try Task.checkCancellation()
            let taken = try await database.write { [batch, deriver] in try $0.deriveMarked(limit: batch, deriver) }
            if taken == 0 { break }
            total += taken
        }
        return total
    }

    /// Derives all stages of an offering from scratch: for seeds and large imports, which need mark nobody.
    package func recompute(_ offering: OfferingKey) async throws {
        try await database.write { [deriver] in try $0.deriveAll(of: offering, deriver) }
    }

    private var deriver: Deriver { Deriver(champions: champions, terms: terms, today: today) }
}
