package import Kernel
package import Logging
package import Storage
import Synchronization
package import Touches

/// Writes down who opened which page, behind the answers (docs/decisions/0005-views.md).
///
/// A page's handler calls `note`, which never waits and never fails. `run` writes what has gathered, many in one transaction, at most one
/// touch per person, offering, way and local day, in whatever process it was seen.
package final class ViewRecorder: Sendable {
    private struct State {
        var waiting: [NewTouch] = []
        var dropped = 0
    }

    /// So many views wait at most when the database can't be written; later ones are left out and logged.
    static let capacity = 10_000

    private let database: Database
    private let zone: Zone
    private let logger: Logger
    private let state = Mutex(State())
    private let wakes: AsyncStream<Void>
    private let waker: AsyncStream<Void>.Continuation

    /// - Parameter zone: the installation's, for people without one.
    package init(database: Database, zone: Zone, logger: Logger = Logger(label: "views")) {
        self.database = database
        self.zone = zone
        self.logger = logger
        (wakes, waker) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    }

    /// Remembers that a signed-in person opened a page about an offering.
    /// - Parameters:
    ///   - way: `viewed` or `readReviews`.
    ///   - day: the person's local day.
    package func note(_ way: Way, of offering: OfferingKey, by person: PersonKey, at instant: Instant, day: Day) {
        var touch = NewTouch(way, of: offering, by: person, at: instant)
        touch.clientEventID = "\(way.rawValue) \(person) \(offering) \(day.number)"
        state.withLock { state in
            if state.waiting.count < Self.capacity { state.waiting.append(touch) } else { state.dropped += 1 }
        }
        waker.yield()
    }

    /// Writes until the task is cancelled, and then what is left.
    package func run() async {
        for await _ in wakes {
            while !(await flush()), !Task.isCancelled { try? await Task.sleep(for: .seconds(1)) }
        }
        // The database may be written after the task was cancelled, since a new task carries no cancellation.
        _ = await Task { await self.flush() }.value
    }

    /// Writes what has gathered, in one transaction.
    /// - Returns: whether it is written; else it waits on.
    @discardableResult
    package func flush() async -> Bool {
        let (batch, dropped) = state.withLock { state in
            defer { state = State() }
            return (state.waiting, state.dropped)
        }
        if dropped > 0 { logger.error("page views were left out", metadata: ["count": "\(dropped)"]) }
        guard !batch.isEmpty else { return true }
        do {
            try await database.write { [zone] in _ = try $0.record(batch, zone: zone) }
            return true
        } catch {
            logger.error("page views wait", metadata: ["error": "\(error)", "count": "\(batch.count)"])
            state.withLock { state in
                let room = Self.capacity - state.waiting.count
                state.dropped += max(0, batch.count - room)
                state.waiting.insert(contentsOf: batch.prefix(max(0, room)), at: 0)
            }
            return false
        }
    }
}
