import Foundation

extension String {
    /// The form in which rules compare text: NFC, lower-cased, without white space at either end.
    package var folded: String {
        var text = self
        let (isASCII, isFolded) = text.withUTF8 { bytes in
            var all: UInt8 = 0
            var upper = false
            for byte in bytes {
                all |= byte
                if byte &- 0x41 < 26 { upper = true }
            }
            let outer = bytes.first.map { $0 <= 0x20 } ?? false || bytes.last.map { $0 <= 0x20 } ?? false
            return (all < 0x80, all < 0x80 && !upper && !outer)
        }
        if isFolded { return self }
        if isASCII { return text.withUTF8 { Self.foldedASCII($0) } }
        // Below U+0300 nothing combines, so what stays there is in NFC as it is (UAX #15 §9, quick check).
        if let first = unicodeScalars.first, let last = unicodeScalars.last, !first.properties.isWhitespace, !last.properties.isWhitespace {
            let lowered = lowercased()
            if lowered.utf8.allSatisfy({ $0 < 0xCC }) { return lowered }
        }
        return trimmingCharacters(in: .whitespacesAndNewlines).lowercased().precomposedStringWithCanonicalMapping
    }

    private static func foldedASCII(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
        guard let first = bytes.firstIndex(where: { $0 > 0x20 }), let last = bytes.lastIndex(where: { $0 > 0x20 }) else { return "" }
        return String(unsafeUninitializedCapacity: last - first + 1) { target in
            for index in first...last {
                let byte = bytes[index]
                target[index - first] = byte &- 0x41 < 26 ? byte | 0x20 : byte
            }
            return last - first + 1
        }
    }
}

/// The name of a thing in URLs, rules and files: 1 to 64 of `a-z`, `0-9` and single hyphens between them.
package struct Slug: Hashable, Sendable, CustomStringConvertible {
    package let description: String

    package init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard (1...64).contains(bytes.count), bytes.first != UInt8(ascii: "-"), bytes.last != UInt8(ascii: "-") else { return nil }
        var previous: UInt8 = 0
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): break
            case UInt8(ascii: "-") where previous != UInt8(ascii: "-"): break
            default: return nil
            }
            previous = byte
        }
        description = String(text)
    }

    /// The slug that a title suggests ("Field CRM, week 1" → `field-crm-week-1`); `nil` where nothing of it can stay.
    package init?(suggestedBy title: String) {
        var slug = ""
        for scalar in title.folded.decomposedStringWithCompatibilityMapping.unicodeScalars {
            switch scalar {
            case "a"..."z", "0"..."9": slug.unicodeScalars.append(scalar)
            case "\u{0300}"..."\u{036f}": break
            case "ß": slug += "ss"
            default: if !slug.isEmpty, slug.last != "-" { slug += "-" }
            }
            if slug.utf8.count >= 60 { break }
        }
        while slug.last == "-" { slug.removeLast() }
        self.init(slug)
    }
}

/// A text in one or more languages, one of which is the default. Never empty.
package struct Texts: Hashable, Sendable {
    /// BCP 47 primary language tags in lower case (`en`, `de`) and the text in each.
    package let byLanguage: [String: String]
    package let defaultLanguage: String

    package init(_ text: String, language: String = "en") {
        byLanguage = [language: text]
        defaultLanguage = language
    }

    /// `nil` without a text in the default language.
    package init?(_ byLanguage: [String: String], default language: String) {
        guard byLanguage[language] != nil else { return nil }
        self.byLanguage = byLanguage
        defaultLanguage = language
    }

    /// The text in `language`, or in the default one.
    package func `in`(_ language: String) -> String {
        byLanguage[language] ?? byLanguage[defaultLanguage] ?? ""
    }

    package var inDefault: String { byLanguage[defaultLanguage] ?? "" }
}

/// Base 32 of RFC 4648 §6 in lower case and without padding: safe in mail addresses, file names and URLs.
package enum Base32 {
    package static func encode(_ bytes: some Sequence<UInt8>) -> String {
        let bytes = Array(bytes)
        return String(unsafeUninitializedCapacity: (bytes.count * 8 + 4) / 5) { text in
            var count = 0
            var buffer: UInt32 = 0
            var bits: UInt32 = 0
            func append(_ value: UInt32) {
                let value = UInt8(truncatingIfNeeded: value & 31)
                text[count] = value < 26 ? UInt8(ascii: "a") + value : UInt8(ascii: "2") + value - 26
                count += 1
            }
            for byte in bytes {
                buffer = buffer << 8 | UInt32(byte)
                bits += 8
                while bits >= 5 {
                    bits -= 5
                    append(buffer >> bits)
                }
            }
            if bits > 0 { append(buffer << (5 - bits)) }
            return count
        }
    }

    /// `nil` for anything that `encode` does not write.
    package static func decode(_ text: some StringProtocol) -> [UInt8]? {
        // An array of a known type: byte by byte through any text's own iterator would take ten times as long.
        let characters = Array(text.utf8)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(characters.count * 5 / 8)
        var buffer: UInt32 = 0
        var bits = 0
        for character in characters {
            let value: UInt8
            switch character {
            case UInt8(ascii: "a")...UInt8(ascii: "z"): value = character - UInt8(ascii: "a")
            case UInt8(ascii: "2")...UInt8(ascii: "7"): value = character - UInt8(ascii: "2") + 26
            default: return nil
            }
            buffer = buffer << 5 | UInt32(value)
            bits += 5
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: buffer >> UInt32(bits)))
            }
        }
        guard bits < 5, buffer & (1 << UInt32(bits) - 1) == 0 else { return nil }
        return bytes
    }
}
