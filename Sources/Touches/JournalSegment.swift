import Foundation
import Synchronization

/// One file of the journal. Whoever holds its lock writes and takes it; the system drops the lock when a process ends, however it ends,
/// and another one may then take the file over.
final class JournalSegment: Sendable {
    struct Failure: Error, CustomStringConvertible {
        let description: String

        init(_ what: String, _ path: String, _ code: Int32 = errno) { description = "\(what) \(path): \(String(cString: strerror(code)))" }
    }

    let path: String
    private let descriptor: Int32
    /// How far the file is on the disk; always the end of an entry, but for a file that was taken over.
    private let length: Mutex<Int>
    private let isOpen = Mutex(true)
    private let takenLength = Mutex(0)

    private init(path: String, descriptor: Int32, length: Int) {
        self.path = path
        self.descriptor = descriptor
        self.length = Mutex(length)
    }

    deinit { close(descriptor) }

    static let suffix = ".journal"

    /// Makes a new file.
    static func make(in folder: String, name: String) throws(Failure) -> JournalSegment {
        let path = "\(folder)/\(name)\(suffix)"
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Failure("can't make", path) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
            close(descriptor)
            throw Failure("can't lock", path, code)
        }
        // The name, too, must outlive a loss of power.
        let directory = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if directory >= 0 {
            fsync(directory)
            close(directory)
        }
        return JournalSegment(path: path, descriptor: descriptor, length: 0)
    }

    /// Takes over a file whose process has ended; `nil` where it still has one, or the file is gone.
    static func takeOver(_ path: String) -> JournalSegment? {
        let descriptor = open(path, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        var status = stat()
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0, fstat(descriptor, &status) == 0, status.st_nlink > 0 else {
            close(descriptor)
            return nil
        }
        let segment = JournalSegment(path: path, descriptor: descriptor, length: Int(status.st_size))
        segment.finish()
        return segment
    }

    var durableLength: Int { length.withLock { $0 } }

    /// How far its entries are in the database.
    var taken: Int {
        get { takenLength.withLock { $0 } }
        set { takenLength.withLock { $0 = newValue } }
    }

    /// Whether more may still be appended.
    var isGrowing: Bool { isOpen.withLock { $0 } }

    func finish() { isOpen.withLock { $0 = false } }

    /// Appends and waits for the disk. When it fails nothing was appended, and the file must not grow any more.
    func append(_ bytes: [UInt8]) throws(Failure) {
        let start = durableLength
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes {
                pwrite(descriptor, $0.baseAddress?.advanced(by: written), bytes.count - written, off_t(start + written))
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                let failure = Failure("can't write", path)
                ftruncate(descriptor, off_t(start))
                throw failure
            }
            written += count
        }
        guard fdatasync(descriptor) == 0 else {
            let failure = Failure("can't make durable", path)
            ftruncate(descriptor, off_t(start))
            throw failure
        }
        length.withLock { $0 = start + bytes.count }
    }

    /// What is on the disk from `offset` on, at most `limit` bytes.
    func read(from offset: Int, limit: Int) throws(Failure) -> [UInt8] {
        let wanted = min(limit, durableLength - offset)
        guard wanted > 0 else { return [] }
        var failed = false
        let bytes = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, count in
            count = 0
            while count < wanted {
                let got = pread(descriptor, buffer.baseAddress?.advanced(by: count), wanted - count, off_t(offset + count))
                if got < 0, errno == EINTR { continue }
                guard got > 0 else {
                    failed = got < 0
                    return
                }
                count += got
            }
        }
        if failed { throw Failure("can't read", path) }
        return bytes
    }

    /// Begins the file anew, where all of it was taken. Not while something is appended.
    func restart() {
        guard durableLength == taken, ftruncate(descriptor, 0) == 0 else { return }
        length.withLock { $0 = 0 }
        taken = 0
    }

    func remove() { unlink(path) }

    /// Keeps a damaged file for the operator, out of the journal's way.
    func setAside() { rename(path, path + ".damaged") }
}
