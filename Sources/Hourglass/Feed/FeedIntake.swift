import Kernel
import Logging
import Storage
import Synchronization

/// The way of batches into the database: what comes while a transaction is under way is the next one, so that many requests share one wait
/// for the disk. A batch is answered when its transaction is stored.
final class FeedIntake: Sendable {
    struct Overloaded: Error {}

    private struct Waiting {
        let batch: FeedBatch
        let answer: CheckedContinuation<FeedOutcome, any Error>
    }

    private struct State {
        var waiting: [FeedKey: [Waiting]] = [:]
        /// Whose turn it is.
        var turns: [FeedKey] = []
        var weight = 0
        var isWorking = false
    }

    /// Events of one transaction, which bounds for how long it holds the database's write lock; one batch always goes.
    private static let portion = 2000

    private let database: Database
    private let zone: Zone
    private let capacity: Int
    private let logger: Logger
    private let state = Mutex(State())
    private let stored = Atomic<Int>(0)

    /// - Parameters:
    ///   - zone: the installation's, for people without one.
    ///   - capacity: how many events may wait.
    init(_ database: Database, zone: Zone, capacity: Int = 50_000, logger: Logger) {
        self.database = database
        self.zone = zone
        self.capacity = capacity
        self.logger = logger
    }

    /// How many transactions were stored.
    var transactions: Int { stored.load(ordering: .relaxed) }

    /// When this returns, what was taken of the batch is on the disk.
    /// - Throws: `Overloaded`, or what the database says; then nothing of it is stored.
    func take(_ batch: FeedBatch) async throws -> FeedOutcome {
        try await withCheckedThrowingContinuation { answer in
            let begins = state.withLock { state -> Bool? in
                guard state.weight + batch.weight <= capacity || state.weight == 0 else { return nil }
                state.weight += batch.weight
                state.waiting[batch.feed.key, default: []].append(Waiting(batch: batch, answer: answer))
                if !state.turns.contains(batch.feed.key) { state.turns.append(batch.feed.key) }
                defer { state.isWorking = true }
                return !state.isWorking
            }
            switch begins {
            case nil: answer.resume(throwing: Overloaded())
            case true?: Task { await work() }
            case false?: break
            }
        }
    }

    private func work() async {
        while let portion = next() { await store(portion) }
    }

    /// The batches of one feed that come next; `nil`, and the work ends, where none waits.
    private func next() -> [Waiting]? {
        state.withLock { state in
            guard let feed = state.turns.first, var waiting = state.waiting[feed] else {
                state.isWorking = false
                return nil
            }
            state.turns.removeFirst()
            var portion: [Waiting] = []
            var weight = 0
            while let first = waiting.first, portion.isEmpty || weight + first.batch.weight <= Self.portion {
                weight += first.batch.weight
                portion.append(waiting.removeFirst())
            }
            state.weight -= weight
            state.waiting[feed] = waiting.isEmpty ? nil : waiting
            if !waiting.isEmpty { state.turns.append(feed) }
            return portion
        }
    }

    private func store(_ portion: [Waiting]) async {
        do {
            for (waiting, outcome) in zip(portion, try await write(portion.map(\.batch))) { waiting.answer.resume(returning: outcome) }
        } catch  where portion.count > 1 && !Self.isAway(error) {
            // One of them must not stop the others.
            for waiting in portion { await store([waiting]) }
        } catch {
            for waiting in portion { waiting.answer.resume(throwing: error) }
        }
    }

    private func write(_ batches: [FeedBatch]) async throws -> [FeedOutcome] {
        guard let feed = batches.first?.feed else { return [] }
        let zone = zone
        let body: @Sendable (Transaction) throws -> [FeedOutcome] = { try $0.take(batches, of: feed, zone: zone) }
        defer { stored.add(1, ordering: .relaxed) }
        do { return try await database.write(body) } catch StorageError.constraint(.unique, _) {
            // Another process took the same event at the same time: now it is there, and counts as repeated.
            return try await database.write(body)
        }
    }

    private static func isAway(_ error: any Error) -> Bool {
        switch error {
        case StorageError.busy, StorageError.unavailable, StorageError.broken: true
        default: false
        }
    }
}
