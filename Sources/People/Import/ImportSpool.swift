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

    /// Adds a row.
    /// - Returns: where it stands.
    func append(_ values: [SQLValue]) throws -> Int {
        let place = stored + buffer.count
        let start = buffer.count
        buffer.append(littleEndian: UInt32(0))
        for value in values { buffer.append(value) }
        var length = UInt32(buffer.count - start - 4).littleEndian
        withUnsafeBytes(of: &length) { bytes in
            for (offset, byte) in bytes.enumerated() { buffer[start + offset] = byte }
        }
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

        /// The values of the row at `place`.
        mutating func row(at place: Int) throws -> [SQLValue] {
            try load(place, count: 4)
            let head = place - start
            let length = window.withUnsafeBytes { Int(UInt32(littleEndian: $0.loadUnaligned(fromByteOffset: head, as: UInt32.self))) }
            try load(place, count: 4 + length)
            let offset = place - start + 4
            return window.withUnsafeBytes { bytes in
                var values: [SQLValue] = []
                values.reserveCapacity(ImportRow.columns.count + 12)
                var at = offset
                while at < offset + length { values.append(SQLValue(bytes, &at)) }
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

private enum Tag {
    static let text: UInt8 = 0, int8: UInt8 = 1, float8: UInt8 = 2, yes: UInt8 = 3, no: UInt8 = 4
    static let noText: UInt8 = 5, noInt8: UInt8 = 6, noFloat8: UInt8 = 7, noBool: UInt8 = 8
}

extension [UInt8] {
    fileprivate mutating func append(littleEndian value: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: value.littleEndian) { append(contentsOf: $0) }
    }

    fileprivate mutating func append(_ value: SQLValue) {
        switch value {
        case .text(let text):
            append(Tag.text)
            append(littleEndian: UInt32(text.utf8.count))
            append(contentsOf: text.utf8)
        case .int8(let number):
            append(Tag.int8)
            append(littleEndian: number)
        case .float8(let number):
            append(Tag.float8)
            append(littleEndian: number.bitPattern)
        case .bool(let bool): append(bool ? Tag.yes : Tag.no)
        case .null(.text): append(Tag.noText)
        case .null(.int8): append(Tag.noInt8)
        case .null(.float8): append(Tag.noFloat8)
        case .null(.bool): append(Tag.noBool)
        case .null, .bytea, .int8List, .textList: preconditionFailure("rows of an import hold no such value")
        }
    }
}

extension SQLValue {
    /// Reads what `append` wrote.
    fileprivate init(_ bytes: UnsafeRawBufferPointer, _ at: inout Int) {
        let tag = bytes[at]
        at += 1
        switch tag {
        case Tag.text:
            let count = Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt32.self)))
            self = .text(String(decoding: UnsafeRawBufferPointer(rebasing: bytes[(at + 4)..<(at + 4 + count)]), as: UTF8.self))
            at += 4 + count
        case Tag.int8:
            self = .int8(Int64(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: Int64.self)))
            at += 8
        case Tag.float8:
            self = .float8(Double(bitPattern: UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self))))
            at += 8
        case Tag.yes: self = .bool(true)
        case Tag.no: self = .bool(false)
        case Tag.noText: self = .null(.text)
        case Tag.noInt8: self = .null(.int8)
        case Tag.noFloat8: self = .null(.float8)
        default: self = .null(.bool)
        }
    }
}
