/// How the text of a part travels (RFC 2045 §6).
enum TransferEncoding: String, CaseIterable {
    case sevenBit = "7bit"
    case quotedPrintable = "quoted-printable"
    case base64 = "base64"
}

/// A part's text in the shortest transfer encoding that carries it unharmed, with CRLF line ends.
struct EncodedPart: Hashable, Sendable {
    let encoding: TransferEncoding
    let bytes: [UInt8]

    init(bytes: [UInt8], encoding: TransferEncoding) {
        self.bytes = bytes
        self.encoding = encoding
    }

    /// - Parameter text: UTF-8 with any line ends.
    init(_ text: [UInt8]) {
        let traits = text.withUnsafeBytes { Traits($0) }
        let lines = traits.needsNormalising ? Self.normalised(text) : text
        if traits.isASCII, !traits.hasNUL, traits.longestLine <= HeaderWriter.hardLimit {
            encoding = .sevenBit
            bytes = lines
            return
        }
        let base64Count = Base64.countInLines(lines.count)
        // Each escaped byte takes three: when that alone is longer than base64, the text need not be encoded to be compared.
        if lines.count + 2 * QuotedPrintable.countEscapes(lines) <= base64Count {
            let quoted = QuotedPrintable.encode(lines)
            if quoted.count <= base64Count {
                encoding = .quotedPrintable
                bytes = quoted
                return
            }
        }
        encoding = .base64
        bytes = Base64.encodeInLines(lines)
    }

    /// A file, byte for byte.
    init(base64 bytes: [UInt8]) {
        encoding = .base64
        self.bytes = Base64.encodeInLines(bytes)
    }

    private struct Traits {
        let isASCII: Bool
        let hasNUL: Bool
        var longestLine = 0
        /// Some line end is not CRLF.
        var needsNormalising = false

        init(_ text: UnsafeRawBufferPointer) {
            isASCII = text.isASCII
            hasNUL = text.holds(0)
            for line in LineWalk(text) {
                longestLine = max(longestLine, line.bytes.count)
                if line.end == .cr || line.end == .lf { needsNormalising = true }
            }
        }
    }

    static func normalised(_ text: [UInt8]) -> [UInt8] {
        var lines: [UInt8] = []
        lines.reserveCapacity(text.count + text.count / 32)
        var previous: UInt8 = 0
        for byte in text {
            switch byte {
            case 13:
                lines.append(13)
                lines.append(10)
            case 10:
                if previous != 13 {
                    lines.append(13)
                    lines.append(10)
                }
            default: lines.append(byte)
            }
            previous = byte
        }
        return lines
    }
}

/// RFC 2045 §6.7.
enum QuotedPrintable {
    private static let lineLimit = 76
    private static let softLineBreak: [UInt8] = [UInt8(ascii: "="), 13, 10]

    /// - Parameter text: with CRLF line ends, which stay line ends.
    static func encode(_ text: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(text.count + text.count / 4)
        var column = 0
        append(text[...], to: &output, column: &column, isLast: true)
        return output
    }

    /// Bytes that take three, apart from white space at line ends.
    static func countEscapes(_ text: [UInt8]) -> Int { text.count { $0 >= 0x80 || $0 == UInt8(ascii: "=") } }

    /// - Parameters:
    ///   - text: with CRLF line ends, which stay line ends.
    ///   - column: where on its line the text begins, and then where it ends.
    ///   - isLast: whether nothing comes behind it on its line but a line end.
    static func append(_ text: ArraySlice<UInt8>, to output: inout [UInt8], column: inout Int, isLast: Bool) {
        // Three bytes for each, a soft break of three in every line of 73 at least, and one before the first.
        let most = 3 * text.count + 3 * (3 * text.count / 73 + 2)
        output += [UInt8](unsafeUninitializedCapacity: most) { buffer, count in
            text.withUnsafeBufferPointer { encode($0, into: buffer, &count, &column, isLast: isLast) }
        }
    }

    private static func encode(
        _ text: UnsafeBufferPointer<UInt8>, into output: UnsafeMutableBufferPointer<UInt8>, _ count: inout Int, _ column: inout Int,
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
            let byte = text[index]
            if byte == 13, index + 1 < text.count, text[index + 1] == 10 {
                put(13)
                put(10)
                column = 0
                index += 2
                continue
            }
            let isAtEnd = index + 1 == text.count ? isLast : text[index + 1] == 13
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
        output.reserveCapacity((bytes.count + 2) / 3 * 4)
        append(bytes, to: &output)
        return output
    }

    static func append(_ bytes: some Collection<UInt8>, to output: inout [UInt8]) {
        var buffer: UInt32 = 0
        var held = 0
        for byte in bytes {
            buffer = buffer << 8 | UInt32(byte)
            held += 1
            if held == 3 {
                output.append(alphabet[Int(buffer >> 18 & 63)])
                output.append(alphabet[Int(buffer >> 12 & 63)])
                output.append(alphabet[Int(buffer >> 6 & 63)])
                output.append(alphabet[Int(buffer & 63)])
                buffer = 0
                held = 0
            }
        }
        if held == 1 {
            output.append(alphabet[Int(buffer >> 2 & 63)])
            output.append(alphabet[Int(buffer << 4 & 63)])
            output += "==".utf8
        } else if held == 2 {
            output.append(alphabet[Int(buffer >> 10 & 63)])
            output.append(alphabet[Int(buffer >> 4 & 63)])
            output.append(alphabet[Int(buffer << 2 & 63)])
            output.append(UInt8(ascii: "="))
        }
    }

    /// The length of what `encodeInLines` makes of `count` bytes.
    static func countInLines(_ count: Int) -> Int {
        (count + 2) / 3 * 4 + (count + bytesPerLine - 1) / bytesPerLine * 2
    }

    /// Lines of at most 76 characters, each with its CRLF.
    static func encodeInLines(_ bytes: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(countInLines(bytes.count))
        var start = 0
        while start < bytes.count {
            let end = min(start + bytesPerLine, bytes.count)
            append(bytes[start..<end], to: &output)
            output.append(13)
            output.append(10)
            start = end
        }
        return output
    }
}
