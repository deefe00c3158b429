package import Foundation
package import Kernel
package import Logging
package import Storage
import Synchronization

/// Why an event did not become a touch.
package enum DropReason: String, Sendable, CaseIterable {
    /// Its source has sent an event of the same identity before.
    case duplicate
    /// The same person pressed the same link again within a second.
    case repeated
    case unknownPerson = "unknown_person"
    case unknownOffering = "unknown_offering"
    case unknownLink = "unknown_link"
    /// The person said no to being counted.
    case optedOut = "opted_out"
    /// Happened longer ago than is kept.
    case tooOld = "too_old"
    case inFuture = "in_future"
    /// The entry holds what this version can't read.
    case unreadable
    /// The database refused it, for a reason that would come again.
    case refused
    /// More waited for the disk than memory may hold.
    case overloaded
    /// The disk refused it.
    case disk
}

/// The way of an event into the touches: appended to a file of this process, on the disk before it is acknowledged (many with one wait
/// for the disk), then written into the database, many in one transaction. It goes on while the database is busy or away, and after a
/// crash the next process on the folder takes what was left. An entry that is taken twice becomes one touch, by its id.
package final class Journal: Sendable {
    /// Turns entries of one kind into touches. May be called again with the same ones.
    /// - Returns: how many it dropped, and why.
    package typealias Taker = @Sendable (Transaction, [JournalEntry]) throws -> [DropReason: Int]

    /// An event could not be kept.
    package struct Refused: Error, CustomStringConvertible {
        package let reason: DropReason
        package let description: String
    }

    /// How much is done, since this process began.
    package struct Counts: Sendable, Hashable {
        /// On the disk.
        package var appended = 0
        /// In the database, dropped ones among them.
        package var taken = 0
        package var dropped: [DropReason: Int] = [:]
    }

    struct Tuning: Sendable {
        /// So many bytes of a file, and the next one is begun.
        var segmentSize = 8 << 20
        /// A file that is taken whole begins anew from so many bytes on.
        var restartSize = 256 << 10
        /// Entries of one transaction, which bounds for how long it holds the database's write lock.
        var batch = 500
        /// Waits so long after something came, so that more may come with it.
        var gather = Duration.milliseconds(50)
        /// Bytes that wait for the disk at most.
        var capacity = 16 << 20
    }

    let database: Database
    let takers: [JournalKind: Taker]
    let logger: Logger
    let tuning: Tuning
    private let writer: JournalWriter
    private let counted = Mutex(Counts())
    private let identity = UInt64.random(in: .min ... .max)
    private let number = Atomic<UInt64>(0)

    /// Touches nothing before the first event or `run`.
    /// - Parameter folder: made where it is missing; several processes may share it.
    package convenience init(
        folder: URL, database: Database, takers: [JournalKind: Taker], logger: Logger = Logger(label: "journal")
    ) {
        self.init(folder: folder, database: database, takers: takers, logger: logger, tuning: Tuning())
    }

    init(folder: URL, database: Database, takers: [JournalKind: Taker], logger: Logger, tuning: Tuning) {
        self.database = database
        self.takers = takers
        self.logger = logger
        self.tuning = tuning
        writer = JournalWriter(folder: folder.path, segmentSize: tuning.segmentSize, capacity: tuning.capacity)
    }

    package var counts: Counts { counted.withLock { $0 } }

    /// Keeps an event. When this returns it is on the disk.
    /// - Throws: `Refused`, counted.
    package func append(_ kind: JournalKind, at instant: Instant, _ payload: [UInt8]) async throws {
        try await append([(kind, instant, payload)])
    }

    /// Keeps events, all of them or none.
    package func append(_ events: [(kind: JournalKind, at: Instant, payload: [UInt8])]) async throws {
        guard !events.isEmpty else { return }
        let bytes = encoded(events)
        do throws(Refused) {
            try await writer.append(bytes)
            counted.withLock { $0.appended += events.count }
        } catch {
            lost(events.count, error)
            throw error
        }
    }

    /// Keeps an event soon: it is on the disk with the next ones that are. Never waits and never fails; what can't be kept is counted.
    /// - Parameter answer: called once it is on the disk, or could not be kept; from the thread that writes for all, so it must be short.
    package func note(_ kind: JournalKind, at instant: Instant, _ payload: [UInt8], then answer: @escaping @Sendable () -> Void = {}) {
        writer.append(encoded([(kind, instant, payload)])) { [self] refused in
            if let refused { lost(1, refused) } else { counted.withLock { $0.appended += 1 } }
            answer()
        }
    }

    private func encoded(_ events: [(kind: JournalKind, at: Instant, payload: [UInt8])]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(events.reduce(0) { $0 + JournalEntry.length(payload: $1.payload.count) })
        for event in events {
            precondition(event.payload.count <= JournalEntry.maxPayload, "a payload of the journal is too long")
            var id: [UInt8] = []
            id.reserveCapacity(JournalEntry.idLength)
            id.append(bigEndian: identity)
            id.append(bigEndian: number.wrappingAdd(1, ordering: .relaxed).newValue)
            JournalEntry(id: id, at: event.at, kind: event.kind, payload: event.payload).append(to: &bytes)
        }
        return bytes
    }

    private func lost(_ count: Int, _ refused: Refused) {
        let before = counted.withLock { counts in
            defer { counts.dropped[refused.reason, default: 0] += count }
            return counts.dropped[refused.reason] ?? 0
        }
        // Once per thousand, or a full disk would be filled further by its own log.
        if before / 1000 != (before + count) / 1000 || before == 0 {
            logger.error("events could not be kept", metadata: ["reason": "\(refused)", "so_far": "\(before + count)"])
        }
    }

    func note(taken: Int, dropped: [DropReason: Int]) {
        counted.withLock { counts in
            counts.taken += taken
            counts.dropped.merge(dropped, uniquingKeysWith: +)
        }
    }
}

/// Taking what is on the disk into the database.
extension Journal {
    /// Takes until the task is cancelled, and then what is left.
    package func run() async {
        await writer.takeOver()
        let heart = Task { [writer] in
            while !Task.isCancelled {
                try? await Task.sleep(for: .seconds(10))
                writer.wake()
            }
        }
        defer { heart.cancel() }
        var sinceScan = ContinuousClock.now
        var pause = tuning.gather
        for await _ in writer.signals() {
            while !Task.isCancelled {
                if ContinuousClock.now - sinceScan > .seconds(10) {
                    sinceScan = .now
                    await writer.takeOver()
                }
                let begun = ContinuousClock.now
                switch await take() {
                case .some(0): break
                case .some:
                    pause = tuning.gather
                    // Half of the time is left to those who wait for their answer: what is on the disk is safe and can wait.
                    try? await Task.sleep(for: min(begun.duration(to: .now), .seconds(1)))
                    continue
                case nil:
                    pause = min(pause * 2, .seconds(5))
                    try? await Task.sleep(for: pause)
                    continue
                }
                break
            }
            if Task.isCancelled { break }
            try? await Task.sleep(for: tuning.gather)
        }
        // The database may be written after the task was cancelled, since a new task carries no cancellation.
        _ = await Task { await self.drain() }.value
        await writer.close()
    }

    /// Takes all that is there now, what dead processes left among it. Not beside `run`.
    /// - Returns: whether nothing waits any more.
    @discardableResult
    package func drain() async -> Bool {
        await writer.settle()
        await writer.takeOver()
        while let count = await take() { if count == 0 { return true } }
        return false
    }

    /// - Returns: how many entries were taken; `nil` where the database could not be written.
    private func take() async -> Int? {
        guard let batch = writer.next(limit: tuning.batch, logger: logger) else { return 0 }
        do {
            if !batch.entries.isEmpty { try await take(batch.entries) }
            await writer.done(batch, restartSize: tuning.restartSize)
            return max(1, batch.entries.count)
        } catch is CancellationError {
            // The server ends: they are taken once more at its very end, or by the next one.
            return nil
        } catch {
            logger.error("events wait for the database", metadata: ["error": "\(error)"])
            return nil
        }
    }

    private func take(_ entries: [JournalEntry]) async throws {
        do {
            let dropped = try await write(entries)
            note(taken: entries.count, dropped: dropped)
        } catch  where Self.comesAgain(error) {
            guard let only = entries.first, entries.count == 1 else {
                for entry in entries { try await take([entry]) }
                return
            }
            logger.error("an event was refused", metadata: ["kind": "\(only.kind.rawValue)", "error": "\(error)"])
            note(taken: 1, dropped: [.refused: 1])
        }
    }

    private func write(_ entries: [JournalEntry]) async throws -> [DropReason: Int] {
        let takers = takers
        return try await database.write { transaction in
            var dropped: [DropReason: Int] = [:]
            for (kind, entries) in Dictionary(grouping: entries, by: \.kind).sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
                if let taker = takers[kind] {
                    dropped.merge(try taker(transaction, entries), uniquingKeysWith: +)
                } else {
                    dropped[.unreadable, default: 0] += entries.count
                }
            }
            return dropped
        }
    }

    /// Whether an error is the entry's own, and not the database's that is busy, away or full.
    private static func comesAgain(_ error: any Error) -> Bool {
        switch error {
        case StorageError.busy, StorageError.unavailable, StorageError.broken, StorageError.olderSchema, StorageError.newerSchema: false
        case is CancellationError: false
        default: true
        }
    }
}
