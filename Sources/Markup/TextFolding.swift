/// Text as it may stand inside one line of anything: white space and control characters become single spaces, none at either end, and
/// the controls that turn the direction of the text after them (U+202A to U+202E, U+2066 to U+2069) are left out.
func fold(_ bytes: UnsafeBufferPointer<UInt8>, emit: (UInt8) -> Void) {
    var index = 0
    var spaceOwed = false
    var started = false
    while index < bytes.count {
        let byte = bytes[index]
        if byte < 0x80 {
            index += 1
            if byte <= 0x20 || byte == 0x7F {
                spaceOwed = started
                continue
            }
        } else if let odd = oddCharacter(bytes, at: index) {
            index += odd.length
            if odd.isSpace { spaceOwed = started }
            continue
        } else {
            index += 1
        }
        if spaceOwed {
            emit(0x20)
            spaceOwed = false
        }
        started = true
        emit(byte)
    }
}

/// Whether at `index` stands a line separator or C1 control (a space) or a control of direction (nothing).
private func oddCharacter(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> (length: Int, isSpace: Bool)? {
    let first = bytes[index]
    guard first == 0xC2 || first == 0xE2, index + 1 < bytes.count else { return nil }
    let second = bytes[index + 1]
    if first == 0xC2 { return (0x80...0x9F).contains(second) ? (2, true) : nil }
    guard index + 2 < bytes.count else { return nil }
    let third = bytes[index + 2]
    if second == 0x80 {
        if third == 0xA8 || third == 0xA9 { return (3, true) }
        if (0xAA...0xAE).contains(third) { return (3, false) }
    } else if second == 0x81, (0xA6...0xA9).contains(third) {
        return (3, false)
    }
    return nil
}

func foldedText(_ bytes: [UInt8]) -> [UInt8] {
    var folded: [UInt8] = []
    folded.reserveCapacity(bytes.count)
    bytes.withUnsafeBufferPointer { fold($0) { folded.append($0) } }
    return folded
}

extension String {
    /// Its UTF-8 as one line of text; see `fold`.
    var foldedBytes: [UInt8] {
        var copy = self
        return copy.withUTF8 { bytes in
            var folded: [UInt8] = []
            folded.reserveCapacity(bytes.count)
            fold(bytes) { folded.append($0) }
            return folded
        }
    }

    var isBlank: Bool {
        var copy = self
        return copy.withUTF8 { bytes in
            var blank = true
            fold(bytes) { _ in blank = false }
            return blank
        }
    }
}

extension [UInt8] {
    /// Appends one byte of text for HTML, in elements and in attributes in double quotes.
    mutating func append(escaped byte: UInt8) {
        switch byte {
        case UInt8(ascii: "&"): append(contentsOf: "&amp;".utf8)
        case UInt8(ascii: "<"): append(contentsOf: "&lt;".utf8)
        case UInt8(ascii: ">"): append(contentsOf: "&gt;".utf8)
        case UInt8(ascii: "\""): append(contentsOf: "&quot;".utf8)
        case UInt8(ascii: "'"): append(contentsOf: "&#39;".utf8)
        case 0x09, 0x0A: append(byte)
        // HTML has no way to write the other control characters (WHATWG HTML, 13.1.4).
        case 0..<0x20, 0x7F: break
        default: append(byte)
        }
    }
}

/// The scalar that starts at `index` of valid UTF-8, and its length in bytes; U+FFFD for a stray byte.
func scalar(of bytes: some RandomAccessCollection<UInt8>, at index: Int) -> (value: UInt32, length: Int) {
    func byte(_ offset: Int) -> UInt8? {
        guard index + offset < bytes.count else { return nil }
        return bytes[bytes.index(bytes.startIndex, offsetBy: index + offset)]
    }
    guard let first = byte(0) else { return (0xFFFD, 1) }
    if first < 0x80 { return (UInt32(first), 1) }
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
    guard first >= 0xC0 else { return (0xFFFD, 1) }
    var value = UInt32(first) & (0x7F >> UInt32(length))
    for offset in 1..<length {
        guard let next = byte(offset), next & 0xC0 == 0x80 else { return (0xFFFD, 1) }
        value = value << 6 | UInt32(next & 0x3F)
    }
    return (value, length)
}
