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
        return String(unsafeUninitializedCapacity: count(bytes.count)) { text in
            bytes.withUnsafeBytes { write($0, to: UnsafeMutableRawBufferPointer(text)) }
        }
    }

    /// How many characters so many bytes take.
    package static func count(_ bytes: Int) -> Int { (bytes * 8 + 4) / 5 }

    /// Writes the characters of `bytes` to the beginning of `text`, which has room for them.
    /// - Returns: how many they are.
    @discardableResult
    package static func write(_ bytes: UnsafeRawBufferPointer, to text: UnsafeMutableRawBufferPointer) -> Int {
        precondition(text.count >= count(bytes.count), "room for all characters")
        var (index, end) = (0, 0)
        while index + 5 <= bytes.count {
            var value: UInt64 = 0
            for offset in 0..<5 { value = value << 8 | UInt64(bytes[index + offset]) }
            for offset in 0..<8 { text[end + offset] = character(value >> UInt64(35 - 5 * offset)) }
            index += 5
            end += 8
        }
        guard index < bytes.count else { return end }
        var value: UInt64 = 0
        for offset in 0..<5 { value = value << 8 | UInt64(index + offset < bytes.count ? bytes[index + offset] : 0) }
        for offset in 0..<count(bytes.count - index) {
            text[end] = character(value >> UInt64(35 - 5 * offset))
            end += 1
        }
        return end
    }

    private static func character(_ value: UInt64) -> UInt8 {
        let value = UInt8(truncatingIfNeeded: value & 31)
        return value < 26 ? UInt8(ascii: "a") + value : UInt8(ascii: "2") - 26 + value
    }

    /// `nil` for anything that `encode` does not write.
    package static func decode(_ text: some StringProtocol) -> [UInt8]? {
        // An array of a known type: byte by byte through any text's own iterator would take ten times as long.
        decode(Array(text.utf8)[...])
    }

    /// - Parameter characters: in ASCII; `nil` for anything that `encode` does not write.
    package static func decode(_ characters: ArraySlice<UInt8>) -> [UInt8]? {
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
