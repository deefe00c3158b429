import Dispatch
import Foundation
import Kernel
import Logging
import Synchronization

/// The files of a journal: appended to on a thread of its own, with one wait for the disk for all that came meanwhile.
final class JournalWriter: Sendable {
    typealias Answer = @Sendable (Journal.Refused?) -> Void

    /// Entries that follow each other in a file.
    struct Batch: Sendable {
        let segment: JournalSegment
        let entries: [JournalEntry]
        let end: Int
    }

    private struct Waiting {
        var bytes: [UInt8] = []
        var answers: [Answer] = []
        var isScheduled = false
    }

    private struct Files {
        /// The last may still grow; the others wait to be taken.
        var segments: [JournalSegment] = []
        var made = 0
    }

    private let folder: String
    private let segmentSize: Int
    private let capacity: Int
    private let waiting = Mutex(Waiting())
    private let files = Mutex(Files())
    private let queue = DispatchQueue(label: "rapport.journal", qos: .userInitiated)
    private let wakes: AsyncStream<Void>
    private let waker: AsyncStream<Void>.Continuation
    private let name = "\(Instant.now.microseconds)-\(UInt64.random(in: .min ... .max))"

    init(folder: String, segmentSize: Int, capacity: Int) {
        self.folder = folder
        self.segmentSize = segmentSize
        self.capacity = capacity
        (wakes, waker) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        waker.yield()
    }

    /// Yields after something came to the disk; once at first.
    func signals() -> AsyncStream<Void> { wakes }

    func append(_ bytes: [UInt8]) async throws(Journal.Refused) {
        let refused = await withCheckedContinuation { continuation in append(bytes) { continuation.resume(returning: $0) } }
        if let refused { throw refused }
    }

    /// Calls `answer` when the bytes are on the disk, or will not be.
    func append(_ bytes: [UInt8], _ answer: @escaping Answer) {
        let isAccepted = waiting.withLock { waiting -> Bool in
            guard waiting.bytes.count + bytes.count <= capacity else { return false }
            waiting.bytes += bytes
            waiting.answers.append(answer)
            if !waiting.isScheduled {
                waiting.isScheduled = true
                queue.async { self.flush() }
            }
            return true
        }
        if !isAccepted { answer(Journal.Refused(reason: .overloaded, description: "too much waits for the disk")) }
    }

    /// One group; what came meanwhile is the next, behind what else waits for this thread.
    private func flush() {
        let group = waiting.withLock { waiting -> Waiting in
            defer { waiting = Waiting(isScheduled: true) }
            return waiting
        }
        var refused: Journal.Refused?
        do { try write(group.bytes) } catch { refused = Journal.Refused(reason: .disk, description: "\(error)") }
        for answer in group.answers { answer(refused) }
        waker.yield()
        waiting.withLock { waiting in
            waiting.isScheduled = !waiting.answers.isEmpty
            if waiting.isScheduled { queue.async { self.flush() } }
        }
    }

    private func write(_ bytes: [UInt8]) throws {
        let segment = try growing()
        do { try segment.append(bytes) } catch {
            // Nobody knows what such a file would do next.
            segment.finish()
            throw error
        }
        if segment.durableLength >= segmentSize { segment.finish() }
    }

    private func growing() throws -> JournalSegment {
        if let last = files.withLock({ $0.segments.last }), last.isGrowing { return last }
        let number = files.withLock { files in
            files.made += 1
            return files.made
        }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let segment = try JournalSegment.make(in: folder, name: "\(name)-\(number)")
        files.withLock { $0.segments.append(segment) }
        return segment
    }
}

/// What has come to the disk, in the order in which it came.
extension JournalWriter {
    /// Runs on the thread that appends, so that nothing is appended meanwhile.
    private func exclusively(_ body: @escaping @Sendable () -> Void) async {
        await withCheckedContinuation { continuation in
            queue.async {
                body()
                continuation.resume()
            }
        }
    }

    /// Lets the taker look.
    func wake() { waker.yield() }

    /// Waits until all that was appended before is on the disk.
    func settle() async { await exclusively {} }

    /// Puts the files of processes that have ended before those of this one.
    func takeOver() async {
        await exclusively { [self] in
            let own = files.withLock { Set($0.segments.map(\.path)) }
            let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter {
                $0.hasSuffix(JournalSegment.suffix)
            }
            let left = names.sorted().map { "\(folder)/\($0)" }.filter { !own.contains($0) }.compactMap { JournalSegment.takeOver($0) }
            files.withLock { $0.segments.insert(contentsOf: left, at: 0) }
        }
    }

    /// The next entries; `nil` where all are taken.
    func next(limit: Int, logger: Logger) -> Batch? {
        while let segment = files.withLock({ $0.segments.first }) {
            let start = segment.taken
            if start == segment.durableLength {
                guard !segment.isGrowing, start == segment.durableLength else { return nil }
                drop(segment)
                continue
            }
            do {
                if let batch = try read(segment, from: start, limit: limit) { return batch }
                // What was never acknowledged when its process ended; or a damaged disk.
                logger.error("the rest of a journal can't be read and is set aside", metadata: ["file": "\(segment.path)"])
            } catch { logger.error("a journal can't be read and is set aside", metadata: ["error": "\(error)"]) }
            segment.finish()
            segment.setAside()
            drop(segment, removing: false)
        }
        return nil
    }

    private func read(_ segment: JournalSegment, from start: Int, limit: Int) throws -> Batch? {
        let bytes = try segment.read(from: start, limit: max(1 << 18, 2 * JournalEntry.maxPayload))
        var entries: [JournalEntry] = []
        var position = 0
        while entries.count < limit, case .entry(let entry, let next) = JournalEntry.read(bytes, at: position) {
            entries.append(entry)
            position = next
        }
        return entries.isEmpty ? nil : Batch(segment: segment, entries: entries, end: start + position)
    }

    /// Goes on after a batch that is in the database.
    func done(_ batch: Batch, restartSize: Int) async {
        batch.segment.taken = batch.end
        guard batch.end >= restartSize || !batch.segment.isGrowing, batch.segment.durableLength == batch.end else { return }
        await exclusively { [self] in
            guard batch.segment.durableLength == batch.end else { return }
            if batch.segment.isGrowing { batch.segment.restart() } else { drop(batch.segment) }
        }
    }

    private func drop(_ segment: JournalSegment, removing: Bool = true) {
        if removing { segment.remove() }
        files.withLock { $0.segments.removeAll { $0 === segment } }
    }

    /// Leaves no file behind that is taken whole.
    func close() async {
        await exclusively { [self] in
            for segment in files.withLock({ $0.segments }) where segment.taken == segment.durableLength {
                segment.finish()
                drop(segment)
            }
        }
    }
}
