import Foundation

extension String {
    /// The order in which names are shown, as a text that both databases compare by bytes: folded, without accents, with `ß` as `ss` and single
    /// spaces between words.
    package var sortKey: String {
        if utf8.allSatisfy({ $0 < 0x80 && $0 > 0x20 || $0 == 0x20 }) {
            var bytes: [UInt8] = []
            bytes.reserveCapacity(utf8.count)
            for byte in utf8 {
                if byte == 0x20 {
                    if let last = bytes.last, last != 0x20 { bytes.append(byte) }
                } else {
                    bytes.append((0x41...0x5A).contains(byte) ? byte | 0x20 : byte)
                }
            }
            if bytes.last == 0x20 { bytes.removeLast() }
            return String(decoding: bytes, as: UTF8.self)
        }
        return latinSortKey ?? slowSortKey
    }

    /// The key of any text, by the tables of Foundation.
    var slowSortKey: String {
        let plain = folding(options: [.caseInsensitive, .diacriticInsensitive, .widthInsensitive], locale: nil).lowercased()
        var key = String.UnicodeScalarView()
        for scalar in plain.decomposedStringWithCompatibilityMapping.unicodeScalars {
            switch scalar {
            case "\u{0300}"..."\u{036F}": break
            case "ß": key.append(contentsOf: "ss".unicodeScalars)
            case "ø": key.append("o")
            case "ł": key.append("l")
            case "đ": key.append("d")
            case "æ": key.append(contentsOf: "ae".unicodeScalars)
            case "œ": key.append(contentsOf: "oe".unicodeScalars)
            case _ where scalar.properties.isWhitespace: if let last = key.last, last != " " { key.append(" ") }
            default: key.append(scalar)
            }
        }
        if key.last == " " { key.removeLast() }
        return String(key)
    }

    /// The key of a text of ASCII and of letters from À to ſ, whose keys don't depend on their neighbours; `nil` for any other.
    private var latinSortKey: String? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(utf8.count + 4)
        for scalar in unicodeScalars {
            switch scalar.value {
            case 0x20: if let last = bytes.last, last != 0x20 { bytes.append(0x20) }
            case 0x21...0x7E: bytes.append((0x41...0x5A).contains(scalar.value) ? UInt8(scalar.value) | 0x20 : UInt8(scalar.value))
            case 0xC0...0x17F: bytes += Self.latinKeys[Int(scalar.value) - 0xC0]
            default: return nil
            }
        }
        if bytes.last == 0x20 { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static let latinKeys: [[UInt8]] = (0xC0...0x17F).map { value in
        Unicode.Scalar(value).map { Array(String($0).slowSortKey.utf8) } ?? []
    }
}
