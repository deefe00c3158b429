/// Writes header fields as CRLF bytes: folded before column 78 where a space allows it, never beyond 998 (RFC 5322 §2.1.1), with
/// encoded words where the text is not plain ASCII (RFC 2047). No value can end its own line.
struct HeaderWriter {
    static let softLimit = 78
    static let hardLimit = 998

    var bytes: [UInt8] = []
    private var name = ""
    private var column = 0
    /// Nothing but the header's name, or a fold, stands on this line yet.
    private var lineIsBare = true
    /// A line that holds an encoded word has fewer columns (RFC 2047 §2).
    private var limit = softLimit

    init(reservingCapacity capacity: Int = 512) { bytes.reserveCapacity(capacity) }

    /// One header whose value is free text (Subject and the like).
    mutating func unstructured(_ name: String, _ text: String) throws(MailError) { try unstructured(name, Array(text.utf8)) }

    /// - Parameter text: UTF-8.
    mutating func unstructured(_ name: String, _ text: [UInt8]) throws(MailError) {
        try begin(name)
        try self.text(text)
        end()
    }

    /// One header of mailboxes, separated by commas.
    mutating func mailboxes(_ name: String, _ list: [Mailbox]) throws(MailError) {
        try begin(name)
        for (index, mailbox) in list.enumerated() {
            try phrase(mailbox.name)
            var address: [UInt8] = []
            address.reserveCapacity(mailbox.address.local.utf8.count + mailbox.address.domain.utf8.count + 4)
            if !mailbox.name.isEmpty { address.append(UInt8(ascii: "<")) }
            address += mailbox.address.local.utf8
            address.append(UInt8(ascii: "@"))
            address += mailbox.address.domain.utf8
            if !mailbox.name.isEmpty { address.append(UInt8(ascii: ">")) }
            if index < list.count - 1 { address.append(UInt8(ascii: ",")) }
            try word(address)
        }
        end()
    }

    /// One header made of ASCII words that have a syntax of their own: folded between words, otherwise written as they are.
    mutating func words(_ name: String, _ words: [String]) throws(MailError) {
        try begin(name)
        for word in words {
            guard word.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else { throw .badValue(header: name) }
            try self.word(Array(word.utf8))
        }
        end()
    }

    /// One header that stays on its line whatever its length: old software loses a Message-ID that is folded away from its name.
    mutating func line(_ name: String, _ value: [UInt8]) throws(MailError) {
        try begin(name)
        guard column + 1 + value.count <= Self.hardLimit else { throw .lineTooLong(header: name) }
        bytes.append(UInt8(ascii: " "))
        bytes += value
        end()
    }

    mutating func begin(_ name: String) throws(MailError) {
        guard !name.isEmpty, name.utf8.count <= 76, name.utf8.allSatisfy({ (0x21...0x7e).contains($0) && $0 != UInt8(ascii: ":") })
        else { throw .badHeaderName }
        self.name = name
        bytes += name.utf8
        bytes.append(UInt8(ascii: ":"))
        column = name.utf8.count + 1
        lineIsBare = true
        limit = Self.softLimit
    }

    mutating func end() {
        bytes.append(13)
        bytes.append(10)
        column = 0
    }

    /// Appends a space and `word`, on a new line when it would not fit on this one.
    mutating func word(_ word: some Collection<UInt8>) throws(MailError) {
        guard word.count < Self.hardLimit else { throw .lineTooLong(header: name) }
        if column + 1 + word.count > limit, !lineIsBare || column + 1 + word.count > Self.hardLimit { fold() }
        bytes.append(UInt8(ascii: " "))
        bytes += word
        column += 1 + word.count
        lineIsBare = false
    }

    private mutating func fold() {
        bytes.append(13)
        bytes.append(10)
        column = 0
        lineIsBare = true
        limit = Self.softLimit
    }

    // MARK: Text

    private struct Traits {
        var isASCII = true
        /// Unfolding and decoding would give back another text: runs of white space, something like an encoded word, a long word.
        var isFragile = false
        /// Only words of `atext`, so that no quotes are needed in a phrase.
        var isAtoms = true
    }

    private func traits(_ text: [UInt8]) throws(MailError) -> Traits {
        var traits = Traits()
        var previous = UInt8(ascii: " ")
        var wordLength = 0
        for byte in text {
            guard byte >= 0x20 || byte == 9, byte != 0x7f else { throw .controlCharacter(header: name) }
            if byte >= 0x80 { traits.isASCII = false }
            if byte == UInt8(ascii: " ") {
                if previous == byte { traits.isFragile = true }
                wordLength = 0
            } else {
                if byte == 9 || byte == UInt8(ascii: "?") && previous == UInt8(ascii: "=") { traits.isFragile = true }
                if !byte.isAtomText { traits.isAtoms = false }
                wordLength += 1
                if wordLength > 60 { traits.isFragile = true }
            }
            previous = byte
        }
        if previous == UInt8(ascii: " ") { traits.isFragile = true }
        return traits
    }

    private mutating func text(_ text: [UInt8]) throws(MailError) {
        guard !text.isEmpty else { return }
        let traits = try traits(text)
        guard traits.isASCII, !traits.isFragile else { return try encodedWords(String(decoding: text, as: UTF8.self)) }
        try plainWords(text)
    }

    private mutating func plainWords(_ text: [UInt8]) throws(MailError) {
        if column + 1 + text.count <= limit {
            bytes.append(UInt8(ascii: " "))
            bytes += text
            column += 1 + text.count
            lineIsBare = false
        } else {
            for word in text.split(separator: UInt8(ascii: " ")) { try self.word(word) }
        }
    }

    /// A display name: bare atoms, a quoted string or encoded words (RFC 5322 §3.2.5, RFC 2047 §5).
    mutating func phrase(_ text: String) throws(MailError) {
        guard !text.isEmpty else { return }
        let utf8 = Array(text.utf8)
        let traits = try traits(utf8)
        if traits.isASCII, traits.isAtoms, !traits.isFragile {
            try plainWords(utf8)
        } else if traits.isASCII, !traits.isFragile, utf8.count <= 60 {
            var quoted: [UInt8] = [UInt8(ascii: "\"")]
            for byte in utf8 {
                if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { quoted.append(UInt8(ascii: "\\")) }
                quoted.append(byte)
            }
            quoted.append(UInt8(ascii: "\""))
            try word(quoted)
        } else {
            try encodedWords(text)
        }
    }

    // MARK: Encoded words

    private static let overhead = "=?utf-8?q??=".utf8.count
    /// RFC 2047 §2: a line that holds an encoded word has at most 76 characters, the encoded word at most 75.
    private static let encodedLine = 76

    private mutating func encodedWords(_ text: String) throws(MailError) {
        let count = text.utf8.count
        let quotedCount = text.utf8.reduce(0) { $0 + Self.quotedLength($1) }
        let quoted = quotedCount <= (count + 2) / 3 * 4
        var chunk: [UInt8] = []
        var length = 0
        var room = roomForEncodedWord()
        func size(adding piece: some Collection<UInt8>) -> Int {
            quoted ? length + piece.reduce(0) { $0 + Self.quotedLength($1) } : (chunk.count + piece.count + 2) / 3 * 4
        }
        for character in text {
            // A character stays whole as people see it where it fits into a line, else at least each code point does.
            let whole = Array(String(character).utf8)
            let fits = quoted ? whole.count * 3 <= 60 : whole.count <= 45
            let pieces = fits ? [whole] : character.unicodeScalars.map { Array(String($0).utf8) }
            for piece in pieces {
                if size(adding: piece) > room {
                    if chunk.isEmpty {
                        fold()
                    } else {
                        appendEncodedWord(chunk, quoted: quoted)
                        chunk.removeAll(keepingCapacity: true)
                        length = 0
                        fold()
                    }
                    room = Self.encodedLine - 1 - Self.overhead
                }
                length = size(adding: piece)
                chunk += piece
            }
        }
        appendEncodedWord(chunk, quoted: quoted)
    }

    private func roomForEncodedWord() -> Int { Self.encodedLine - column - 1 - Self.overhead }

    private mutating func appendEncodedWord(_ chunk: [UInt8], quoted: Bool) {
        let start = bytes.count
        bytes += quoted ? " =?utf-8?q?".utf8 : " =?utf-8?b?".utf8
        if quoted {
            for byte in chunk {
                if byte == UInt8(ascii: " ") {
                    bytes.append(UInt8(ascii: "_"))
                } else if Self.quotedLength(byte) == 1 {
                    bytes.append(byte)
                } else {
                    bytes.append(UInt8(ascii: "="))
                    bytes.append(hex: byte)
                }
            }
        } else {
            Base64.append(chunk, to: &bytes)
        }
        bytes += "?=".utf8
        column += bytes.count - start
        lineIsBare = false
        limit = Self.encodedLine
    }

    /// The characters that stand for themselves are those safe in a phrase (RFC 2047 §5 (3)), the strictest place.
    private static func quotedLength(_ byte: UInt8) -> Int {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "!"), UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: " "):
            1
        default: 3
        }
    }

    // MARK: Parameters

    /// Appends `; name=value` to a MIME header: as a token, quoted, or encoded and continued over lines (RFC 2231 §3, §4).
    mutating func parameter(_ name: String, _ value: String) throws(MailError) {
        guard value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7f }) else { throw .controlCharacter(header: self.name) }
        bytes.append(UInt8(ascii: ";"))
        column += 1
        let isASCII = value.utf8.allSatisfy { $0 < 0x80 }
        if isASCII, value.utf8.count + name.utf8.count + 4 < Self.softLimit {
            if !value.isEmpty, value.utf8.allSatisfy(\.isExtendedText) {
                return try word(Array("\(name)=\(value)".utf8))
            }
            var quoted = Array("\(name)=\"".utf8)
            for byte in value.utf8 {
                if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { quoted.append(UInt8(ascii: "\\")) }
                quoted.append(byte)
            }
            quoted.append(UInt8(ascii: "\""))
            return try word(quoted)
        }
        var sections: [[UInt8]] = [Array("utf-8''".utf8)]
        for scalar in value.unicodeScalars {
            var encoded: [UInt8] = []
            for byte in UTF8.encode(scalar) ?? Unicode.UTF8.encodedReplacementCharacter {
                if byte.isExtendedText {
                    encoded.append(byte)
                } else {
                    encoded.append(UInt8(ascii: "%"))
                    encoded.append(hex: byte)
                }
            }
            if sections[sections.count - 1].count + encoded.count > 50 { sections.append([]) }
            sections[sections.count - 1] += encoded
        }
        if sections.count == 1 { return try word(Array("\(name)*=".utf8) + sections[0]) }
        for (index, section) in sections.enumerated() {
            let end = index == sections.count - 1 ? [] : [UInt8(ascii: ";")]
            try word(Array("\(name)*\(index)*=".utf8) + section + end)
        }
    }
}

extension UInt8 {
    /// `attribute-char` of RFC 2231 §7: a `token` of RFC 2045 §5.1 without the characters that RFC 2231 gives a meaning.
    var isExtendedText: Bool {
        switch self {
        case 0...0x20, 0x7f..., UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "@"),
            UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: ":"), UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: "/"),
            UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "?"), UInt8(ascii: "="), UInt8(ascii: "*"), UInt8(ascii: "'"),
            UInt8(ascii: "%"):
            false
        default: true
        }
    }
}

extension [UInt8] {
    /// Two upper-case hexadecimal digits.
    mutating func append(hex byte: UInt8) {
        func digit(_ value: UInt8) -> UInt8 { value < 10 ? 48 + value : 55 + value }
        append(digit(byte >> 4))
        append(digit(byte & 15))
    }
}
