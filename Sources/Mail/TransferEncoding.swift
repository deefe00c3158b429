/// How the text of a part travels (RFC 2045 §6).
enum TransferEncoding: String, CaseIterable {
    case sevenBit = "7bit"
    case quotedPrintable = "quoted-printable"
    case base64 = "base64"
}

/// RFC 2045 §6.7.
enum QuotedPrintable {
    private static let lineLimit = 76
    private static let softLineBreak: [UInt8] = [UInt8(ascii: "="), 13, 10]

    /// - Parameters:
    ///   - text: with CRLF line ends, which stay line ends.
    ///   - column: where on its line the text begins, and then where it ends.
    ///   - isLast: whether nothing comes behind it on its line but a line end.
    static func append(_ text: [UInt8], to output: inout [UInt8], column: inout Int, isLast: Bool) {
        text.withUnsafeBytes { append($0, to: &output, column: &column, isLast: isLast, isSimple: false) }
    }

    /// - Parameter isSimple: whether it holds nothing but printable ASCII without equals signs.
    static func append(
        _ text: UnsafeRawBufferPointer, to output: inout [UInt8], column: inout Int, isLast: Bool, isSimple: Bool
    ) {
        guard let first = text.first, let last = text.last else { return }
        if isSimple, column + text.count < lineLimit, first != UInt8(ascii: "."), last != UInt8(ascii: " ") || !isLast {
            output.append(contentsOf: text)
            column += text.count
            return
        }
        // Three bytes for each, a soft break of three in every line of 73 at least, and one before the first.
        let most = 3 * text.count + 3 * (3 * text.count / 73 + 2)
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: most) { buffer in
            var count = 0
            encode(text, into: buffer, &count, &column, isLast: isLast)
            output.append(contentsOf: UnsafeBufferPointer(rebasing: buffer[..<count]))
        }
    }

    private static func encode(
        _ text: UnsafeRawBufferPointer, into output: UnsafeMutableBufferPointer<UInt8>, _ count: inout Int, _ column: inout Int,
        isLast: Bool
    ) {
        func put(_ byte: UInt8) {
            output[count] = byte
            count += 1
        }
        func breakLine() {
            for byte in softLineBreak { put(byte) }
            column = 0
        }
        var index = 0
        while index < text.count {
            // Most of a text stands for itself.
            let stop = min(text.count, index + lineLimit - 1 - column)
            let start = index
            while index < stop, standsForItself(text, index), column > 0 || text[index] != UInt8(ascii: ".") {
                put(text[index])
                index += 1
                column += 1
            }
            if index > start { continue }
            let byte = text[index]
            if byte == 13, index + 1 < text.count, text[index + 1] == 10 {
                put(13)
                put(10)
                column = 0
                index += 2
                continue
            }
            let isAtEnd = index + 1 == text.count ? isLast : index + 2 < text.count && text[index + 1] == 13 && text[index + 2] == 10
            let isPlain: Bool
            switch byte {
            case UInt8(ascii: "="): isPlain = false
            case 0x21...0x7e: isPlain = true
            // White space at a line's end would be stripped on the way (rule 3).
            case UInt8(ascii: " "), 9: isPlain = !isAtEnd
            default: isPlain = false
            }
            // The last character of a line may use the column that a soft line break would need.
            let limit = isAtEnd ? lineLimit : lineLimit - 1
            if column + (isPlain ? 1 : 3) > limit { breakLine() }
            // A dot at the start of a line is what SMTP doubles and bad relays lose.
            if isPlain, column > 0 || byte != UInt8(ascii: ".") {
                put(byte)
                column += 1
            } else {
                put(UInt8(ascii: "="))
                put(hexDigit(byte >> 4))
                put(hexDigit(byte & 15))
                column += 3
            }
            index += 1
        }
    }

    /// Whether what stands there stands for itself even where a soft line break could follow.
    private static func standsForItself(_ text: UnsafeRawBufferPointer, _ index: Int) -> Bool {
        switch text[index] {
        case UInt8(ascii: "="): false
        case 0x21...0x7e: true
        case UInt8(ascii: " "): index + 1 < text.count && text[index + 1] != 13
        default: false
        }
    }

    private static func hexDigit(_ value: UInt8) -> UInt8 { value < 10 ? 48 + value : 55 + value }

    /// Ends the line without ending that of the text.
    static func breakLine(_ output: inout [UInt8], _ column: inout Int) {
        output += softLineBreak
        column = 0
    }
}

/// RFC 2045 §6.8.
enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    /// 57 bytes make a line of 76 characters.
    private static let bytesPerLine = 57

    static func encode(_ bytes: some Collection<UInt8>) -> [UInt8] {
        var output: [UInt8] = []
        append(Array(bytes), to: &output)
        return output
    }

    static func append(_ bytes: [UInt8], to output: inout [UInt8]) {
        bytes.withUnsafeBytes { bytes in
            withUnsafeTemporaryAllocation(byteCount: (bytes.count + 2) / 3 * 4, alignment: 1) { text in
                write(bytes, to: text)
                output.append(contentsOf: text)
            }
        }
    }

    private static func write(_ bytes: UnsafeRawBufferPointer, to text: UnsafeMutableRawBufferPointer) {
        alphabet.withUnsafeBufferPointer { alphabet in
            var (index, end) = (0, 0)
            while index + 3 <= bytes.count {
                let value = Int(bytes[index]) << 16 | Int(bytes[index + 1]) << 8 | Int(bytes[index + 2])
                text[end] = alphabet[value >> 18]
                text[end + 1] = alphabet[value >> 12 & 63]
                text[end + 2] = alphabet[value >> 6 & 63]
                text[end + 3] = alphabet[value & 63]
                index += 3
                end += 4
            }
            guard index < bytes.count else { return }
            let isOne = index + 1 == bytes.count
            let value = Int(bytes[index]) << 16 | (isOne ? 0 : Int(bytes[index + 1]) << 8)
            text[end] = alphabet[value >> 18]
            text[end + 1] = alphabet[value >> 12 & 63]
            text[end + 2] = isOne ? UInt8(ascii: "=") : alphabet[value >> 6 & 63]
            text[end + 3] = UInt8(ascii: "=")
        }
    }

    /// The length of what `appendInLines` makes of `count` bytes.
    static func countInLines(_ count: Int) -> Int {
        (count + 2) / 3 * 4 + (count + bytesPerLine - 1) / bytesPerLine * 2
    }

    /// Lines of at most 76 characters, each with its CRLF.
    static func appendInLines(_ bytes: [UInt8], to output: inout [UInt8]) {
        output.reserveCapacity(output.count + countInLines(bytes.count))
        bytes.withUnsafeBytes { bytes in
            withUnsafeTemporaryAllocation(byteCount: 78, alignment: 1) { line in
                var start = 0
                while start < bytes.count {
                    let end = min(start + bytesPerLine, bytes.count)
                    let count = (end - start + 2) / 3 * 4
                    write(UnsafeRawBufferPointer(rebasing: bytes[start..<end]), to: line)
                    line[count] = 13
                    line[count + 1] = 10
                    output.append(contentsOf: line[..<(count + 2)])
                    start = end
                }
            }
        }
    }

    static func encodeInLines(_ bytes: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        appendInLines(bytes, to: &output)
        return output
    }
}
