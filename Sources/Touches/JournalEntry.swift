package import Kernel

/// What kind of event an entry of the journal is; the room that writes a kind also takes it.
package struct JournalKind: RawRepresentable, Hashable, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// A whole touch, such as a page view.
    package static let touch = JournalKind(rawValue: 1)
    /// A link or picture of a mail that was asked for; Delivery's.
    package static let hit = JournalKind(rawValue: 2)
}

/// One event that is on the disk and waits to become a touch.
package struct JournalEntry: Hashable, Sendable {
    /// 16 bytes that no other entry of any process has.
    package let id: [UInt8]
    package let at: Instant
    package let kind: JournalKind
    package let payload: [UInt8]

    package init(id: [UInt8], at: Instant, kind: JournalKind, payload: [UInt8]) {
        self.id = id
        self.at = at
        self.kind = kind
        self.payload = payload
    }

    /// The id as text: what makes taking an entry twice the same as taking it once.
    package var clientEventID: String { Base32.encode(id) }
}

/// How an entry stands in a file: the body's length and CRC-32 (4 bytes each, big-endian), then the body of id, time, kind and payload.
extension JournalEntry {
    static let idLength = 16
    private static let headLength = 8
    private static let fixedLength = idLength + 8 + 1
    /// A longer payload is a defect of the program.
    package static let maxPayload = 1 << 16

    func append(to bytes: inout [UInt8]) {
        bytes.append(bigEndian: UInt32(Self.fixedLength + payload.count))
        let check = bytes.count
        bytes.append(bigEndian: UInt32(0))
        let body = bytes.count
        bytes += id
        bytes.append(bigEndian: at.microseconds)
        bytes.append(kind.rawValue)
        bytes += payload
        let code = CRC32.of(bytes[body...])
        for index in 0..<4 { bytes[check + index] = UInt8(truncatingIfNeeded: code >> UInt32(24 - 8 * index)) }
    }

    /// Of the whole entry.
    static func length(payload: Int) -> Int { headLength + fixedLength + payload }

    enum Reading: Hashable {
        /// An entry and where the next begins.
        case entry(JournalEntry, next: Int)
        /// The bytes end before the entry does.
        case cutOff
        case damaged
    }

    static func read(_ bytes: [UInt8], at start: Int) -> Reading {
        guard bytes.count - start >= headLength else { return .cutOff }
        let length = Int(UInt32(bytes: bytes[start..<(start + 4)]))
        guard (fixedLength...(fixedLength + maxPayload)).contains(length) else { return .damaged }
        let body = start + headLength
        guard bytes.count - body >= length else { return .cutOff }
        let content = bytes[body..<(body + length)]
        guard CRC32.of(content) == UInt32(bytes: bytes[(start + 4)..<body]) else { return .damaged }
        let time = body + idLength
        let entry = JournalEntry(
            id: Array(content[body..<time]), at: Instant(microseconds: Int64(bigEndianBytes: content[time..<(time + 8)])),
            kind: JournalKind(rawValue: content[time + 8]), payload: Array(content[(time + 9)...]))
        return .entry(entry, next: body + length)
    }
}

/// The cyclic redundancy check of ISO 3309, as Ethernet and gzip use it (RFC 1952 §8).
enum CRC32 {
    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1 }
    }

    static func of(_ bytes: some Sequence<UInt8>) -> UInt32 {
        var value: UInt32 = 0xFFFF_FFFF
        for byte in bytes { value = table[Int((value ^ UInt32(byte)) & 0xFF)] ^ (value >> 8) }
        return value ^ 0xFFFF_FFFF
    }
}

extension [UInt8] {
    mutating func append(bigEndian number: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: number.bigEndian) { append(contentsOf: $0) }
    }
}

extension Int64 {
    init(bigEndianBytes bytes: some Sequence<UInt8>) { self = bytes.reduce(0) { $0 << 8 | Int64($1) } }
}

extension UInt32 {
    fileprivate init(bytes: ArraySlice<UInt8>) { self = bytes.reduce(0) { $0 << 8 | UInt32($1) } }
}

/// The payload of an entry, put together field by field and read in the same order.
package struct JournalFields: Sendable {
    package private(set) var bytes: [UInt8]
    private var position = 0

    package init(reading bytes: [UInt8] = []) { self.bytes = bytes }

    package struct Unreadable: Error {}

    package mutating func add(_ number: Int64) { bytes.append(bigEndian: number) }

    package mutating func add(_ byte: UInt8) { bytes.append(byte) }

    /// `nil` is told apart from every value.
    package mutating func add(_ number: Int64?) {
        bytes.append(number == nil ? 0 : 1)
        if let number { bytes.append(bigEndian: number) }
    }

    /// At most 65,534 bytes are kept.
    package mutating func add(_ text: String?) {
        let utf8 = text.map { Array($0.utf8.prefix(0xFFFE)) }
        let length = utf8?.count ?? 0xFFFF
        bytes += [UInt8(length >> 8), UInt8(length & 0xFF)]
        if let utf8 { bytes += utf8 }
    }

    package mutating func byte() throws(Unreadable) -> UInt8 {
        guard position < bytes.count else { throw Unreadable() }
        defer { position += 1 }
        return bytes[position]
    }

    package mutating func number() throws(Unreadable) -> Int64 {
        guard bytes.count - position >= 8 else { throw Unreadable() }
        defer { position += 8 }
        return Int64(bigEndianBytes: bytes[position..<(position + 8)])
    }

    package mutating func optionalNumber() throws(Unreadable) -> Int64? { try byte() == 0 ? nil : try number() }

    package mutating func text() throws(Unreadable) -> String? {
        let length = Int(try byte()) << 8 | Int(try byte())
        guard length != 0xFFFF else { return nil }
        guard bytes.count - position >= length else { throw Unreadable() }
        defer { position += length }
        return String(decoding: bytes[position..<(position + length)], as: UTF8.self)
    }
}
