/// An author's body as cmark gets it: line ends as line feeds, and one private-use character for each merge field, so that Markdown takes
/// a field for a letter and nothing inside it (its `|`, its fallback) for markup.
struct MarkdownSource {
    enum Hole {
        case field(FieldUse, SourcePlace)
        /// `\{{`
        case braces
        /// Reported already; nothing is written for it.
        case faulty
    }

    private(set) var text: [UInt8] = []
    private(set) var holes: [Hole] = []
    /// How many columns each hole takes in what the author wrote.
    private var holeColumns: [Int] = []
    private(set) var lineStarts = [0]

    /// The first character that stands for a hole: the supplementary private-use area A, U+F0000 to U+FFFFD.
    private static let firstHole: UInt32 = 0xF0000
    private static let mostHoles = 4000

    /// Without merge fields: `{{` stays as it is.
    init(_ body: String) {
        text = Self.withLineFeeds(body)
        findLines()
    }

    init(_ body: String, fields: inout FieldParser, problems: inout ProblemList) {
        let written = Self.withLineFeeds(body)
        var cursor = Cursor()
        var index = 0
        text.reserveCapacity(written.count)
        while index < written.count {
            switch written[index] {
            case UInt8(ascii: "\\"), UInt8(ascii: "{"):
                let place = cursor.place(of: index, in: written)
                switch fields.step(written, at: index, inMarkdown: true, place: place, problems: &problems) {
                case .plain(let length):
                    text += written[index..<(index + length)]
                    index += length
                case .braces(let length):
                    add(.braces, columns: length, at: place, problems: &problems)
                    index += length
                case .field(let use, let length):
                    let columns = cursor.columns(index..<(index + length), in: written)
                    add(use.map { .field($0, place) } ?? .faulty, columns: columns, at: place, problems: &problems)
                    index += length
                }
            case 0xF3 where index + 1 < written.count && written[index + 1] >= 0xB0,
                UInt8(ascii: "&") where Self.isPrivateEntity(written, at: index):
                problems.error(
                    at: cursor.place(of: index, in: written),
                    "This character is for private use and looks different everywhere. Take it out.",
                    de: "Dieses Zeichen ist für eigenen Gebrauch und sieht überall anders aus. Nehmen Sie es heraus.")
                index += 1
            default:
                text.append(written[index])
                index += 1
            }
        }
        findLines()
    }

    private mutating func add(_ hole: Hole, columns: Int, at place: SourcePlace, problems: inout ProblemList) {
        guard holes.count < Self.mostHoles else {
            if holes.count == Self.mostHoles {
                problems.error(
                    at: place, "A message can hold \(Self.mostHoles) merge fields; this is one more.",
                    de: "Eine Nachricht kann \(Self.mostHoles) Platzhalter haben; dies ist einer mehr.")
            }
            return
        }
        guard let character = Unicode.Scalar(Self.firstHole + UInt32(holes.count)) else { return }
        text += Array(String(character).utf8)
        holes.append(hole)
        holeColumns.append(columns)
    }

    /// The place of a byte of `text`, in what the author wrote; counted on from a `known` one before it on the same line.
    func place(of offset: Int, after known: (offset: Int, place: SourcePlace)? = nil) -> SourcePlace {
        var low = 0
        var high = lineStarts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if lineStarts[middle] <= offset { low = middle } else { high = middle }
        }
        var column = 1
        var index = lineStarts[low]
        if let known, (index...max(index, offset)).contains(known.offset) {
            column = known.place.column
            index = known.offset
        }
        while index < offset, index < text.count {
            let (value, length) = scalar(of: text, at: index)
            column += hole(value).map { holeColumns[$0] } ?? 1
            index += length
        }
        return SourcePlace(line: low + 1, column: column)
    }

    /// The bytes of the lines `first` to `last` (from 1), as far as there are any.
    func lines(_ first: Int, _ last: Int) -> Range<Int> {
        let start = lineStarts[min(max(first, 1), lineStarts.count) - 1]
        let end = last < lineStarts.count && last >= 1 ? lineStarts[last] : text.count
        return start..<max(start, end)
    }

    /// Takes text of the tree apart at its holes.
    func pieces(of bytes: [UInt8]) -> [Piece] {
        var pieces: [Piece] = []
        var plain: [UInt8] = []
        var index = 0
        while index < bytes.count {
            guard bytes[index] == 0xF3, !holes.isEmpty else {
                plain.append(bytes[index])
                index += 1
                continue
            }
            let (value, length) = scalar(of: bytes, at: index)
            if let hole = hole(value) {
                switch holes[hole] {
                case .braces: plain += [UInt8(ascii: "{"), UInt8(ascii: "{")]
                case .faulty: break
                case .field(let use, let place):
                    if !plain.isEmpty { pieces.append(.text(plain)) }
                    plain = []
                    pieces.append(.field(use, place))
                }
            } else {
                plain += bytes[index..<(index + length)]
            }
            index += length
        }
        if !plain.isEmpty { pieces.append(.text(plain)) }
        return pieces
    }

    enum Piece {
        case text([UInt8])
        case field(FieldUse, SourcePlace)
    }

    private func hole(_ value: UInt32) -> Int? {
        guard value >= Self.firstHole, value - Self.firstHole < UInt32(holes.count) else { return nil }
        return Int(value - Self.firstHole)
    }

    private mutating func findLines() {
        for (index, byte) in text.enumerated() where byte == 0x0A { lineStarts.append(index + 1) }
    }

    private static func withLineFeeds(_ body: String) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(body.utf8.count)
        var afterReturn = false
        for byte in body.utf8 {
            if byte == 0x0A, afterReturn {
                afterReturn = false
                continue
            }
            afterReturn = byte == 0x0D
            bytes.append(afterReturn ? 0x0A : byte)
        }
        return bytes
    }

    /// `&#xF0000;` and the like, which cmark would turn into the character of a hole.
    private static func isPrivateEntity(_ text: [UInt8], at index: Int) -> Bool {
        var position = index + 1
        guard position + 1 < text.count, text[position] == UInt8(ascii: "#") else { return false }
        position += 1
        let radix: UInt32 = text[position] | 0x20 == UInt8(ascii: "x") ? 16 : 10
        if radix == 16 { position += 1 }
        var value: UInt32 = 0
        let start = position
        while position < text.count, position - start < 8, let digit = Character(Unicode.Scalar(text[position])).hexDigitValue,
            digit < Int(radix)
        {
            value = value &* radix &+ UInt32(digit)
            position += 1
        }
        return position > start && (firstHole...0xFFFFF).contains(value)
    }

    /// Turns offsets of the written text, asked for in rising order, into places.
    private struct Cursor {
        private var line = 1
        private var column = 1
        private var offset = 0

        mutating func place(of target: Int, in text: [UInt8]) -> SourcePlace {
            while offset < target {
                if text[offset] == 0x0A {
                    line += 1
                    column = 1
                } else if text[offset] & 0xC0 != 0x80 {
                    column += 1
                }
                offset += 1
            }
            return SourcePlace(line: line, column: column)
        }

        func columns(_ range: Range<Int>, in text: [UInt8]) -> Int { text[range].reduce(0) { $0 + ($1 & 0xC0 != 0x80 ? 1 : 0) } }
    }
}
