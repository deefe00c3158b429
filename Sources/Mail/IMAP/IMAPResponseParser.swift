/// Cuts a server's bytes into answers, strictly and with a limit for everything: the server may be anybody's.
struct IMAPResponseParser: Sendable {
    /// Of the text of one answer, in bytes. A search may name a hundred thousand messages.
    static let textLimit = 1 << 20
    static let depthLimit = 8
    private static let pieceLimit = 64

    enum Malformation: Error, Hashable, CustomStringConvertible {
        case textTooLong
        case literalTooLong(Int)
        case badLineEnd
        case badSyntax

        var description: String {
            switch self {
            case .textTooLong: "an answer of the server is too long"
            case .literalTooLong(let size): "the server sends \(size) bytes at once, more than was asked for"
            case .badLineEnd: "a line of the server does not end in CRLF"
            case .badSyntax: "an answer of the server makes no sense"
            }
        }
    }

    /// A part of an answer: what stands on lines, and what was announced by its size.
    private enum Piece {
        case text([UInt8])
        case literal([UInt8])
    }

    /// Of one literal, in bytes.
    let literalLimit: Int
    private var buffer: [UInt8] = []
    private var start = 0
    /// No line end stands before this place.
    private var searched = 0
    private var pieces: [Piece] = []
    private var textSize = 0
    /// What is missing of the literal whose size was announced.
    private var wanted: Int?

    init(literalLimit: Int) { self.literalLimit = literalLimit }

    /// Bytes have come that make no whole answer yet.
    var holdsMore: Bool { start < buffer.count || !pieces.isEmpty || wanted != nil }

    mutating func append(_ bytes: some Sequence<UInt8>) {
        if start > 64 << 10 || start == buffer.count {
            buffer.removeFirst(start)
            searched -= start
            start = 0
        }
        buffer += bytes
    }

    /// The next whole answer; `nil` until more bytes come.
    mutating func next() throws(Malformation) -> IMAPResponse? {
        while true {
            if let size = wanted {
                guard buffer.count - start >= size else { return nil }
                pieces.append(.literal(Array(buffer[start..<(start + size)])))
                start += size
                searched = start
                wanted = nil
            }
            searched = max(searched, start)
            guard let end = buffer[searched...].firstIndex(of: 10) else {
                searched = buffer.count
                guard textSize + buffer.count - start <= Self.textLimit else { throw .textTooLong }
                return nil
            }
            let line = buffer[start..<end]
            guard line.last == 13 else { throw .badLineEnd }
            textSize += line.count
            guard textSize <= Self.textLimit, pieces.count < Self.pieceLimit else { throw .textTooLong }
            start = end + 1
            searched = start
            let text = Array(line.dropLast())
            pieces.append(.text(text))
            if !Self.isFree(pieces), let size = Self.literalSize(text) {
                guard size <= literalLimit else { throw .literalTooLong(size) }
                wanted = size
                continue
            }
            defer {
                pieces = []
                textSize = 0
            }
            return try Self.read(pieces)
        }
    }

    /// Whether the line ends in human words, in which braces mean nothing.
    private static func isFree(_ pieces: [Piece]) -> Bool {
        guard pieces.count == 1, case .text(let line)? = pieces.first else { return false }
        let words = line.split(separator: 0x20, maxSplits: 2)
        guard let first = words.first, words.count > 1 else { return true }
        if first != [UInt8(ascii: "*")] { return true }
        return IMAPResponse.Condition(rawValue: word(words[1])) != nil
    }

    /// `{123}` at the end of a line.
    private static func literalSize(_ line: [UInt8]) -> Int? {
        guard line.last == UInt8(ascii: "}"), let open = line.lastIndex(of: UInt8(ascii: "{")) else { return nil }
        let digits = line[(open + 1)..<(line.count - 1)]
        guard !digits.isEmpty, digits.count <= 10, digits.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return digits.reduce(0) { $0 * 10 + Int($1) - 48 }
    }

    private static func word(_ bytes: some Sequence<UInt8>) -> String { String(decoding: Array(bytes), as: UTF8.self).uppercased() }

    private static func read(_ pieces: [Piece]) throws(Malformation) -> IMAPResponse {
        guard case .text(let line)? = pieces.first else { throw .badSyntax }
        if line.first == UInt8(ascii: "+") { return .goOn(SMTPReplyParser.printable(line.dropFirst().drop { $0 == 0x20 })) }
        guard let space = line.firstIndex(of: 0x20), space > 0 else { throw .badSyntax }
        let tag = String(decoding: line[..<space], as: UTF8.self)
        let rest = line[(space + 1)...]
        let name = word(rest.prefix { $0 != 0x20 })
        if let condition = IMAPResponse.Condition(rawValue: name) {
            let status = status(condition, rest.dropFirst(name.utf8.count).drop { $0 == 0x20 })
            return tag == "*" ? .status(status) : .done(tag: tag, status)
        }
        guard tag == "*" else { throw .badSyntax }
        if let number = UInt32(name) {
            let after = rest.dropFirst(name.utf8.count + 1)
            switch word(after.prefix { $0 != 0x20 }) {
            case "EXISTS": return .exists(number)
            case "FETCH":
                let values = try Values(pieces, from: after.startIndex + 6).all()
                guard values.count == 1, case .list(let items) = values[0], items.count.isMultiple(of: 2) else { throw .badSyntax }
                var found: [String: IMAPValue] = [:]
                for index in stride(from: 0, to: items.count, by: 2) {
                    guard case .atom(let name) = items[index] else { throw .badSyntax }
                    found[name.uppercased()] = items[index + 1]
                }
                return .fetch(found)
            case let other: return .other(other)
            }
        }
        switch name {
        case "CAPABILITY":
            return .capability(rest.split(separator: 0x20).dropFirst().map { word($0) })
        case "SEARCH":
            var numbers: [UInt32] = []
            for part in rest.split(separator: 0x20).dropFirst() {
                // RFC 7162 §3.1.5 puts (MODSEQ 12) at the end for those who asked.
                guard let number = UInt32(String(decoding: part, as: UTF8.self)) else { throw .badSyntax }
                numbers.append(number)
            }
            return .search(numbers)
        default: return .other(name)
        }
    }

    private static func status(_ condition: IMAPResponse.Condition, _ rest: ArraySlice<UInt8>) -> IMAPResponse.Status {
        var (code, rest): (String?, ArraySlice<UInt8>) = (nil, rest)
        if rest.first == UInt8(ascii: "["), let end = rest.firstIndex(of: UInt8(ascii: "]")) {
            code = SMTPReplyParser.printable(rest[(rest.startIndex + 1)..<end]).uppercased()
            rest = rest[(end + 1)...].drop { $0 == 0x20 }
        }
        return .init(condition: condition, code: code, text: String(SMTPReplyParser.printable(rest.prefix(300))))
    }

    /// Reads the values of an answer from a place of its first line on.
    private struct Values {
        private var pieces: ArraySlice<Piece>
        private var text: ArraySlice<UInt8>

        init(_ pieces: [Piece], from place: Int) {
            self.pieces = pieces.dropFirst()
            if case .text(let line)? = pieces.first { text = line[min(place, line.endIndex)...] } else { text = [] }
        }

        func all() throws(Malformation) -> [IMAPValue] {
            var copy = self
            let values = try copy.values(depth: 0)
            return values
        }

        private mutating func values(depth: Int) throws(Malformation) -> [IMAPValue] {
            guard depth <= IMAPResponseParser.depthLimit else { throw .badSyntax }
            var found: [IMAPValue] = []
            while true {
                text = text.drop { $0 == 0x20 }
                guard let byte = text.first else {
                    if depth == 0, pieces.isEmpty { return found }
                    throw .badSyntax
                }
                switch byte {
                case UInt8(ascii: "("):
                    text = text.dropFirst()
                    found.append(.list(try values(depth: depth + 1)))
                case UInt8(ascii: ")"):
                    guard depth > 0 else { throw .badSyntax }
                    text = text.dropFirst()
                    return found
                case UInt8(ascii: "\""): found.append(.bytes(try quoted()))
                case UInt8(ascii: "{"): found.append(.bytes(try literal()))
                default:
                    let atom = text.prefix { $0 != 0x20 && $0 != UInt8(ascii: "(") && $0 != UInt8(ascii: ")") && $0 != UInt8(ascii: "\"") }
                    guard !atom.isEmpty else { throw .badSyntax }
                    text = text[atom.endIndex...]
                    found.append(.atom(String(decoding: atom, as: UTF8.self)))
                }
            }
        }

        private mutating func quoted() throws(Malformation) -> [UInt8] {
            var bytes: [UInt8] = []
            var rest = text.dropFirst()
            while let byte = rest.popFirst() {
                switch byte {
                case UInt8(ascii: "\""):
                    text = rest
                    return bytes
                case UInt8(ascii: "\\"):
                    guard let next = rest.popFirst() else { throw .badSyntax }
                    bytes.append(next)
                default: bytes.append(byte)
                }
            }
            throw .badSyntax
        }

        /// The size stands at the end of a line, its bytes are the next piece, and the line after them goes on.
        private mutating func literal() throws(Malformation) -> [UInt8] {
            guard text.last == UInt8(ascii: "}"), !text.contains(0x20), case .literal(let bytes)? = pieces.popFirst(),
                case .text(let line)? = pieces.popFirst()
            else { throw .badSyntax }
            text = line[...]
            return bytes
        }
    }
}
