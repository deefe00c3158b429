enum MailAddress {
    /// Whether a message could be sent there: a local part of up to 64 bytes without white space, quotes, brackets, commas or colons, and a
    /// domain of at least two labels of letters, digits (of any script) and inner hyphens (RFC 5321 §4.1.2, RFC 6531; its quoted local
    /// parts and address literals are not taken, as no employee has one).
    static func isPlausible(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { isPlausible($0) }
    }

    private static func isRefused(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "["), UInt8(ascii: "]"),
            UInt8(ascii: ":"), UInt8(ascii: ";"), UInt8(ascii: ","), UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: "@"):
            true
        default: false
        }
    }

    static func isPlausible(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let at = bytes.firstIndex(of: UInt8(ascii: "@")), (1...64).contains(at), bytes.count <= 254 else { return false }
        guard bytes[..<at].allSatisfy({ $0 > 0x20 && $0 != 0x7F && !isRefused($0) }) else { return false }
        guard bytes[0] != UInt8(ascii: "."), bytes[at - 1] != UInt8(ascii: "."),
            !zip(bytes[..<at], bytes[..<at].dropFirst()).contains(where: { $0 == UInt8(ascii: ".") && $1 == UInt8(ascii: ".") })
        else { return false }
        let labels = bytes[(at + 1)...].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return labels.count >= 2
            && labels.allSatisfy { label in
                (1...63).contains(label.count) && label.first != UInt8(ascii: "-") && label.last != UInt8(ascii: "-")
                    && label.allSatisfy { byte in
                        byte >= 0x80 || byte == UInt8(ascii: "-") || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF)
                    }
            }
    }
}
