import Foundation

/// Walks the lines of a text where they lie, by the C library's search for bytes: a mail is walked several times on its way.
struct LineWalk: Sequence, IteratorProtocol {
    enum End { case crlf, lf, cr, none }

    struct Line {
        /// Without its end.
        let bytes: UnsafeRawBufferPointer
        let start: Int
        let end: End
    }

    private let text: UnsafeRawBufferPointer
    private var position = 0
    /// Where the next line feed is, so that none is looked for twice.
    private var lineFeed = -1

    init(_ text: UnsafeRawBufferPointer) { self.text = text }

    mutating func next() -> Line? {
        guard position < text.count else { return nil }
        if lineFeed < position { lineFeed = text.firstIndex(of: 10, from: position, to: text.count) ?? text.count }
        let start = position
        if let carriageReturn = text.firstIndex(of: 13, from: start, to: lineFeed) {
            let isWhole = carriageReturn + 1 == lineFeed && lineFeed < text.count
            position = carriageReturn + (isWhole ? 2 : 1)
            return line(start, carriageReturn, isWhole ? .crlf : .cr)
        }
        position = lineFeed + 1
        return line(start, lineFeed, lineFeed < text.count ? .lf : .none)
    }

    private func line(_ start: Int, _ end: Int, _ kind: End) -> Line {
        Line(bytes: UnsafeRawBufferPointer(rebasing: text[start..<end]), start: start, end: kind)
    }
}

extension UnsafeRawBufferPointer {
    func firstIndex(of byte: UInt8, from start: Int, to end: Int) -> Int? {
        guard let baseAddress, start < end, let found = memchr(baseAddress + start, Int32(byte), end - start) else { return nil }
        return UnsafeRawPointer(found) - baseAddress
    }

    func holds(_ byte: UInt8) -> Bool { firstIndex(of: byte, from: 0, to: count) != nil }

    /// Whether all bytes are below 0x80; eight at a time.
    var isASCII: Bool {
        var index = 0
        while index + 8 <= count {
            if loadUnaligned(fromByteOffset: index, as: UInt64.self) & 0x8080_8080_8080_8080 != 0 { return false }
            index += 8
        }
        while index < count {
            if self[index] >= 0x80 { return false }
            index += 1
        }
        return true
    }
}

extension [UInt8] {
    var isASCII: Bool { withUnsafeBytes { $0.isASCII } }
}
