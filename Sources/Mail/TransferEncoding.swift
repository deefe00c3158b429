/// How the text of a part travels (RFC 2045 §6).
enum TransferEncoding: String {
    case sevenBit = "7bit"
    case quotedPrintable = "quoted-printable"
    case base64 = "base64"
}

/// A part's text in the shortest transfer encoding that carries it unharmed, with CRLF line ends.
struct EncodedPart {
    let encoding: TransferEncoding
    let bytes: [UInt8]

    /// - Parameter text: UTF-8 with any line ends. Throws `MailError.notUTF8`.
    init(_ text: [UInt8]) throws(MailError) {
        let traits = Traits(text)
        let lines = traits.needsNormalising ? Self.normalised(text) : text
        if traits.isASCII, !traits.hasNUL, traits.longestLine <= HeaderWriter.hardLimit {
            encoding = .sevenBit
            bytes = lines
            return
        }
        guard traits.isASCII || String(validating: text, as: UTF8.self) != nil else { throw .notUTF8 }
        let base64Count = Base64.countInLines(lines.count)
        // Each escaped byte takes three: when that alone is longer than base64, the text need not be encoded to be compared.
        if lines.count + 2 * traits.escapes <= base64Count {
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
        var isASCII = true
        var hasNUL = false
        var longestLine = 0
        var escapes = 0
        /// Some line end is not CRLF.
        var needsNormalising = false

        init(_ text: [UInt8]) {
            var line = 0
            var previous: UInt8 = 0
            for byte in text {
                if byte == 10 {
                    if previous != 13 { needsNormalising = true }
                    line = 0
                } else {
                    if previous == 13 {
                        needsNormalising = true
                        line = 0
                    }
                    if byte != 13 {
                        line += 1
                        if line > longestLine { longestLine = line }
                        if byte >= 0x80 {
                            isASCII = false
                            escapes += 1
                        } else if byte == UInt8(ascii: "=") {
                            escapes += 1
                        } else if byte == 0 {
                            hasNUL = true
                        }
                    }
                }
                previous = byte
            }
            if previous == 13 { needsNormalising = true }
        }
    }

    private static func normalised(_ text: [UInt8]) -> [UInt8] {
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

    /// - Parameter text: with CRLF line ends, which stay line ends.
    static func encode(_ text: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(text.count + text.count / 4)
        var column = 0
        var index = 0
        while index < text.count {
            let byte = text[index]
            if byte == 13, index + 1 < text.count, text[index + 1] == 10 {
                output.append(13)
                output.append(10)
                column = 0
                index += 2
                continue
            }
            let atLineEnd = index + 1 == text.count || text[index + 1] == 13
            let plain: Bool
            switch byte {
            case UInt8(ascii: "="): plain = false
            case 0x21...0x7e: plain = true
            // White space at a line's end would be stripped on the way (rule 3).
            case UInt8(ascii: " "), 9: plain = !atLineEnd
            default: plain = false
            }
            let width = plain ? 1 : 3
            // The last character of a line may use the column that a soft line break would need.
            if column + width > (atLineEnd ? lineLimit : lineLimit - 1) {
                output.append(UInt8(ascii: "="))
                output.append(13)
                output.append(10)
                column = 0
            }
            if plain {
                output.append(byte)
            } else {
                output.append(UInt8(ascii: "="))
                output.append(hex: byte)
            }
            column += width
            index += 1
        }
        return output
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
