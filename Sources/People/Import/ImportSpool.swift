import Foundation
import Storage

/// New people between the file and the directory: their values, row after row, in a temporary file without a name. So memory stays bounded,
/// the rows can be read back in another order, and nothing is left behind however the process ends.
final class ImportSpool {
    private let descriptor: Int32
    private var buffer: [UInt8] = []
    /// Bytes that are in the file already.
    private var stored = 0
    private static let chunk = 1 << 20

    /// - Throws: `ImportError.unreadable` where no temporary file can be made.
    init() throws {
        let template = FileManager.default.temporaryDirectory.appendingPathComponent("rapport-import-XXXXXX").path
        var path = Array(template.utf8CString)
        descriptor = path.withUnsafeMutableBufferPointer { $0.baseAddress.map { mkstemp($0) } ?? -1 }
        guard descriptor >= 0 else { throw Self.failure(template) }
        unlink(path)
        buffer.reserveCapacity(Self.chunk + 65_536)
    }

    deinit { close(descriptor) }

    private static func failure(_ path: String = "a temporary file") -> ImportError {
        .unreadable(file: path, reason: String(cString: strerror(errno)))
    }

    /// Adds a row of packed values.
    /// - Returns: where it stands.
    func append(_ values: UnsafeRawBufferPointer) throws -> Int {
        let place = stored + buffer.count
        withUnsafeBytes(of: UInt32(values.count).littleEndian) { buffer.append(contentsOf: $0) }
        buffer.append(contentsOf: values)
        if buffer.count >= Self.chunk { try flush() }
        return place
    }

    /// Brings everything into the file, for a `Reader`.
    func flush() throws {
        var written = 0
        while written < buffer.count {
            let count = buffer[written...].withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, off_t(stored + written)) }
            guard count > 0 else { throw Self.failure() }
            written += count
        }
        stored += written
        buffer.removeAll(keepingCapacity: true)
    }

    /// Reads rows back; they are to be flushed, and the spool must outlive it.
    var reader: Reader { Reader(descriptor: descriptor) }

    struct Reader: Sendable {
        fileprivate let descriptor: Int32
        private var window: [UInt8] = []
        private var start = 0
        private static let size = 256 << 10

        fileprivate init(descriptor: Int32) { self.descriptor = descriptor }

        /// Gives `body` the packed values of the row at `place`.
        mutating func withRow<Result>(at place: Int, _ body: (UnsafeRawBufferPointer) throws -> Result) throws -> Result {
            try load(place, count: 4)
            let head = place - start
            let length = window.withUnsafeBytes { Int(UInt32(littleEndian: $0.loadUnaligned(fromByteOffset: head, as: UInt32.self))) }
            try load(place, count: 4 + length)
            let offset = place - start + 4
            return try window.withUnsafeBytes { try body(UnsafeRawBufferPointer(rebasing: $0[offset..<(offset + length)])) }
        }

        /// The values of the row at `place`.
        mutating func row(at place: Int) throws -> [SQLValue] {
            try withRow(at: place) { bytes in
                var reader = PackedReader(bytes)
                var values: [SQLValue] = []
                while !reader.isAtEnd { values.append(reader.nextValue()) }
                return values
            }
        }

        private mutating func load(_ place: Int, count: Int) throws {
            if place >= start, place + count <= start + window.count { return }
            start = place
            let wanted = max(Self.size, count)
            let descriptor = descriptor
            window = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, found in
                found = max(0, pread(descriptor, buffer.baseAddress, wanted, off_t(place)))
            }
            guard window.count >= count else { throw ImportSpool.failure() }
        }
    }
}
