import Kernel
import Storage

/// One field of a row. Most are ASCII and stay where the reader put them.
enum ImportField {
    /// Without control characters.
    case ascii(ArraySlice<UInt8>)
    case other(String)

    /// A field on one line, without white space at its ends.
    init(line field: ArraySlice<UInt8>) {
        var bytes = field
        var controls = false
        var all: UInt8 = 0
        for byte in bytes {
            if byte < 0x20 { controls = true }
            all |= byte
        }
        if controls { bytes = bytes.map { $0 < 0x20 ? 0x20 : $0 }[...] }
        while let first = bytes.first, first == 0x20 { bytes.removeFirst() }
        while let last = bytes.last, last == 0x20 { bytes.removeLast() }
        self = all < 0x80 ? .ascii(bytes) : .other(String(String(decoding: bytes, as: UTF8.self).trimmed))
    }

    /// A field of a custom attribute: white space at its ends goes, line ends stay; `nil` when it is empty.
    init?(attribute field: ArraySlice<UInt8>) {
        var bytes = field
        while let first = bytes.first, first == 0x20 { bytes.removeFirst() }
        while let last = bytes.last, last == 0x20 { bytes.removeLast() }
        if bytes.allSatisfy({ $0 >= 0x20 && $0 < 0x80 }) {
            self = .ascii(bytes)
        } else {
            self = .other(String(String(decoding: bytes, as: UTF8.self).trimmed))
        }
        if count == 0 { return nil }
    }

    /// In bytes.
    var count: Int {
        switch self {
        case .ascii(let bytes): bytes.count
        case .other(let text): text.utf8.count
        }
    }

    var text: String {
        switch self {
        case .ascii(let bytes): String(decoding: bytes, as: UTF8.self)
        case .other(let text): text
        }
    }

    var firstWord: ImportField {
        switch self {
        case .ascii(let bytes): .ascii(bytes.prefix { $0 != 0x20 })
        case .other(let text): .other(String(decoding: text.utf8.prefix { $0 != 0x20 }, as: UTF8.self))
        }
    }

    var isPlausibleAddress: Bool {
        switch self {
        case .ascii(let bytes): bytes.withUnsafeBufferPointer { MailAddress.isPlausible($0) }
        case .other(let text): MailAddress.isPlausible(text)
        }
    }
}

extension PackedRows {
    mutating func append(_ field: ImportField?) {
        switch field {
        case nil: appendNull(.text)
        case .ascii(let bytes): bytes.withUnsafeBytes { append(utf8: $0) }
        case .other(let text): append(text: text)
        }
    }

    mutating func append(sortKeyOf field: ImportField) {
        guard case .ascii(let bytes) = field else { return append(text: field.text.sortKey) }
        var before: UInt8 = 0
        var hasGap = false
        for byte in bytes {
            if byte == 0x20, before == 0x20 { hasGap = true }
            before = byte
        }
        // With single spaces between its words, it is the text in lower case.
        if hasGap { append(text: field.text.sortKey) } else { bytes.withUnsafeBytes { append(loweringASCII: $0) } }
    }
}
