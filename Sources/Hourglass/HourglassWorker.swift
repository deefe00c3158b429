package import Kernel
package import Logging
package import Storage

/// Keeps the stages in step with the touches: takes the marked pairs of person and offering in batches and derives them again. Any number
/// of workers, on any number of machines, may run on one database.
package struct HourglassWorker: Sendable {
    private let database: Database
    private let champions: Champions
    private let batch: Int
    private let logger: Logger

    /// - Parameter batch: how many pairs one transaction takes, so that the write lock is short.
    package init(database: Database, champions: @escaping Champions = { _, _ in [:] }, batch: Int = 1000, logger: Logger) {
        self.database = database
        self.champions = champions
        self.batch = batch
        self.logger = logger
    }

    /// Works until it is cancelled. A failure is logged, and the marks that it left are tried again after the next change, at the latest
    /// after 30 seconds.
    package func run() async {
        let changes = database.changes()
        await withTaskGroup { group in
            let (ticks, tick) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
            group.addTask {
                for await _ in changes { tick.yield() }
                tick.finish()
            }
            group.addTask {
                while (try? await Task.sleep(for: .seconds(30))) != nil { tick.yield() }
            }
            tick.yield()
            for await _ in ticks {
                do { try await drain() } catch is CancellationError { break } catch {
                    logger.error("deriving stages failed; tried again after the next change", metadata: ["error": "\(error)"])
                }
                // While mails are sent, commits that concern no stage come by the hundred a second.
                try? await Task.sleep(for: .milliseconds(50))
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
            let taken = try await database.write { [batch, champions] in try $0.deriveMarked(limit: batch, champions: champions) }
            if taken == 0 { break }
            total += taken
        }
        return total
    }

    /// Derives all stages of an offering from scratch: for seeds and large imports, which need mark nobody.
    package func recompute(_ offering: OfferingKey) async throws {
        try await database.write { [champions] in try $0.deriveAll(of: offering, champions: champions) }
    }
}
