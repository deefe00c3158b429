import Kernel

/// A piece of a rule's text.
struct RuleToken: Equatable {
    enum Kind: Equatable {
        /// Letters, digits, `_`, `-` and, in names of attributes, dots; begins with a letter or `_`.
        case word
        case text(String)
        case number(DecimalNumber)
        case date(Day)
        /// `( ) , .` or a comparison.
        case sign
        case end
    }

    let kind: Kind
    /// As written.
    let source: String
    /// In characters from 1.
    let column: Int
}

/// Splits the bytes of a rule into tokens.
struct RuleLexer {
    private let bytes: [UInt8]
    /// The column of each byte that begins a character.
    private let columns: [Int]
    private var position = 0

    private init(_ text: String) {
        bytes = Array(text.utf8)
        var columns = [Int](repeating: 0, count: bytes.count + 1)
        var offset = 0
        var column = 1
        for character in text {
            for _ in character.utf8 {
                columns[offset] = column
                offset += 1
            }
            column += 1
        }
        columns[offset] = column
        self.columns = columns
    }

    /// The tokens of `text`, the last of which is `.end`.
    /// - Throws: `RuleError`.
    static func tokens(of text: String) throws(RuleError) -> [RuleToken] {
        guard text.utf8.count <= Rule.lengthLimit else { throw RuleError(1, .tooLong(bytes: text.utf8.count)) }
        var lexer = RuleLexer(text)
        var tokens: [RuleToken] = []
        while let token = try lexer.next() { tokens.append(token) }
        tokens.append(RuleToken(kind: .end, source: "", column: lexer.columns[lexer.bytes.count]))
        return tokens
    }

    private mutating func next() throws(RuleError) -> RuleToken? {
        while position < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) { position += 1 }
        guard position < bytes.count else { return nil }
        let start = position
        let byte = bytes[start]
        switch byte {
        case UInt8(ascii: "\""): return try text()
        case UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: ","), UInt8(ascii: "."), UInt8(ascii: "="):
            position += 1
            return token(.sign, from: start)
        case UInt8(ascii: "<"), UInt8(ascii: ">"):
            position += following(UInt8(ascii: "=")) ? 2 : 1
            return token(.sign, from: start)
        case UInt8(ascii: "!") where following(UInt8(ascii: "=")):
            position += 2
            return token(.sign, from: start)
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): return try number()
        default:
            guard Self.beginsWord(byte) else { throw stray(at: start) }
            while position < bytes.count, Self.continuesWord(bytes[position]) { position += 1 }
            let word = source(from: start)
            // Bytes beyond ASCII are taken whole above; what they spell must be letters.
            for (offset, character) in word.enumerated() where !Self.isWordCharacter(character) {
                throw RuleError(columns[start] + offset, .strayCharacter(String(character)))
            }
            return token(.word, from: start)
        }
    }

    /// `"…"` with `\"` and `\\`.
    private mutating func text() throws(RuleError) -> RuleToken {
        let start = position
        position += 1
        var value: [UInt8] = []
        while position < bytes.count {
            let byte = bytes[position]
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                return token(.text(String(decoding: value, as: UTF8.self)), from: start)
            case UInt8(ascii: "\\"):
                guard position + 1 < bytes.count else { throw RuleError(columns[start], .unterminatedText) }
                let escaped = bytes[position + 1]
                guard escaped == UInt8(ascii: "\"") || escaped == UInt8(ascii: "\\") else {
                    throw RuleError(columns[position], .badEscape("\\" + character(at: position + 1)))
                }
                value.append(escaped)
                position += 2
            case 0..<0x20, 0x7F: throw RuleError(columns[position], .controlCharacter)
            default:
                value.append(byte)
                position += 1
            }
        }
        throw RuleError(columns[start], .unterminatedText)
    }

    /// A number, or a day where two more groups of digits follow.
    private mutating func number() throws(RuleError) -> RuleToken {
        let start = position
        position += 1
        while position < bytes.count, Self.continuesWord(bytes[position]) || bytes[position] == UInt8(ascii: ".") { position += 1 }
        let source = source(from: start)
        let digits = source.utf8.drop { $0 == UInt8(ascii: "-") }
        if let hyphen = digits.firstIndex(of: UInt8(ascii: "-")), digits[..<hyphen].allSatisfy({ (48...57).contains($0) }) {
            guard let day = Day(source) else { throw RuleError(columns[start], .badDate(source)) }
            return token(.date(day), from: start)
        }
        guard let number = DecimalNumber(source) else { throw RuleError(columns[start], .badNumber(source)) }
        return token(.number(number), from: start)
    }

    private func following(_ byte: UInt8) -> Bool { position + 1 < bytes.count && bytes[position + 1] == byte }

    private func source(from start: Int) -> String { String(decoding: bytes[start..<position], as: UTF8.self) }

    private func token(_ kind: RuleToken.Kind, from start: Int) -> RuleToken {
        RuleToken(kind: kind, source: source(from: start), column: columns[start])
    }

    private func stray(at offset: Int) -> RuleError { RuleError(columns[offset], .strayCharacter(character(at: offset))) }

    /// The character that stands at a byte.
    private func character(at offset: Int) -> String {
        var end = offset + 1
        while end < bytes.count, columns[end] == columns[offset] { end += 1 }
        return String(decoding: bytes[offset..<end], as: UTF8.self)
    }

    static func beginsWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"), 0x80...: true
        default: false
        }
    }

    static func continuesWord(_ byte: UInt8) -> Bool {
        beginsWord(byte) || (48...57).contains(byte) || byte == UInt8(ascii: "-")
    }

    static func isWordCharacter(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || character == "_" || character == "-"
    }

    /// Whether a name can stand without quotes, whatever follows it.
    static func isWord(_ name: String) -> Bool {
        guard let first = name.utf8.first, beginsWord(first), name.utf8.allSatisfy(continuesWord) else { return false }
        return name.allSatisfy(isWordCharacter)
    }
}
