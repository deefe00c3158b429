/// Fills lines of plain text up to a number of columns, one word after the other, without looking ahead: a word that turns out too long
/// moves to the next line with what stands since the last place where a line may end.
struct TextFlow {
    static let columns = 72
    /// However deep a text stands in quotes and lists, this much of a line is left for it.
    private static let leastColumns = 24

    /// What every line but the first begins with.
    private let prefix: [UInt8]
    private let prefixWidth: Int
    private let limit: Int
    private var column: Int
    private var widest = 0
    private var lastBreak: (offset: Int, length: Int, column: Int)?
    private var lineIsEmpty = true
    private var endsInSpace = false

    /// - Parameter column: where the first line stands after what was written before it.
    init(prefix: [UInt8], prefixWidth: Int, column: Int) {
        self.prefix = prefix
        self.prefixWidth = prefixWidth
        self.column = column
        limit = max(Self.columns, prefixWidth + Self.leastColumns)
    }

    mutating func word(_ bytes: some Collection<UInt8>, width: Int, into out: inout [UInt8]) {
        out.append(contentsOf: bytes)
        column += width
        lineIsEmpty = false
        endsInSpace = false
    }

    /// A space, at which the line may end.
    mutating func space(into out: inout [UInt8]) {
        guard !lineIsEmpty, !endsInSpace else { return }
        wrap(&out)
        lastBreak = (out.count, 1, column)
        out.append(0x20)
        column += 1
        endsInSpace = true
    }

    /// A place without a space at which the line may end.
    mutating func opportunity(into out: inout [UInt8]) {
        guard !lineIsEmpty, !endsInSpace else { return }
        wrap(&out)
        lastBreak = (out.count, 0, column)
    }

    mutating func lineBreak(into out: inout [UInt8]) {
        finishLine(&out)
        newLine(&out)
        lastBreak = nil
        column = prefixWidth
        lineIsEmpty = true
    }

    /// Ends the text's last line, with a line of `underline` under it as wide as the text if there is one.
    mutating func end(underline: UInt8?, into out: inout [UInt8]) {
        finishLine(&out)
        if let underline {
            newLine(&out)
            out.append(contentsOf: repeatElement(underline, count: max(3, min(widest, limit) - prefixWidth)))
        }
        out.append(0x0A)
    }

    /// A merge field's value or a URL; its spaces are places where the line may end.
    mutating func value(_ text: [UInt8], into out: inout [UInt8]) {
        for (index, word) in text.split(separator: 0x20, omittingEmptySubsequences: false).enumerated() {
            if index > 0 { space(into: &out) }
            if !word.isEmpty { self.word(word, width: DisplayWidth.of(word), into: &out) }
        }
    }

    private mutating func wrap(_ out: inout [UInt8]) {
        guard column > limit, let last = lastBreak else { return }
        widest = max(widest, last.column)
        if prefix.isEmpty, last.length == 1 {
            out[last.offset] = 0x0A
        } else {
            out.replaceSubrange(last.offset..<(last.offset + last.length), with: [0x0A] + prefix)
        }
        column = prefixWidth + column - last.column - last.length
        lastBreak = nil
    }

    private mutating func finishLine(_ out: inout [UInt8]) {
        wrap(&out)
        while endsInSpace, out.last == 0x20 {
            out.removeLast()
            column -= 1
            endsInSpace = false
        }
        widest = max(widest, column)
    }

    private mutating func newLine(_ out: inout [UInt8]) {
        out.append(0x0A)
        out.append(contentsOf: prefix)
    }
}
