/// Writes a document as text for mail programs that show no HTML, and for people who prefer none.
struct PlainWriter {
    private var out = RenditionBuilder(.text)

    static func write(_ document: Document, fields: [String]) -> Rendition {
        var writer = PlainWriter()
        writer.write(document.blocks, lead: [], prefix: [], loose: true)
        return writer.out.finish(fields: fields)
    }

    /// - Parameters:
    ///   - lead: what the first line begins with (`- `).
    ///   - prefix: what every other line begins with.
    ///   - loose: whether a blank line stands between blocks.
    private mutating func write(_ blocks: [Block], lead: [UInt8], prefix: [UInt8], loose: Bool) {
        if blocks.isEmpty { line(trimmed(lead)) }
        for (index, block) in blocks.enumerated() {
            if index > 0, loose { line(trimmed(prefix)) }
            write(block, lead: index == 0 ? lead : prefix, prefix: prefix)
        }
    }

    private mutating func write(_ block: Block, lead: [UInt8], prefix: [UInt8]) {
        switch block {
        case .paragraph(let words): fill(words, lead: lead, prefix: prefix)
        case .heading(let level, let words):
            fill(words, lead: lead, prefix: prefix, underline: level == 1 ? UInt8(ascii: "=") : UInt8(ascii: "-"))
        case .quote(let blocks):
            let mark = Array("> ".utf8)
            write(blocks, lead: lead + mark, prefix: prefix + mark, loose: true)
        case .list(let start, let tight, let items):
            let width = start.map { String($0 + max(items.count - 1, 0)).utf8.count } ?? 0
            for (index, item) in items.enumerated() {
                if index > 0, !tight { line(trimmed(prefix)) }
                var mark = Array("- ".utf8)
                if let start {
                    let number = String(start + index)
                    mark = Array(repeating: 0x20, count: width - number.utf8.count) + Array("\(number). ".utf8)
                }
                write(
                    item, lead: (index == 0 ? lead : prefix) + mark, prefix: prefix + Array(repeating: 0x20, count: mark.count),
                    loose: !tight)
            }
        case .code(let code, _):
            var lines = code.split(separator: 0x0A, omittingEmptySubsequences: false)
            if lines.last?.isEmpty == true { lines.removeLast() }
            if lines.isEmpty { line(trimmed(lead)) }
            for (index, text) in lines.enumerated() {
                line(trimmed((index == 0 ? lead : prefix) + Array("    ".utf8) + printable(text)))
            }
        case .rule: line(lead + Array("* * *".utf8))
        case .table(let table): PlainTable(table).write(&self, lead: lead, prefix: prefix)
        }
    }

    mutating func line(_ bytes: [UInt8]) {
        out.text(bytes)
        out.markup("\n")
    }

    /// Fills lines with words: here and now if they are constant, else at each render.
    mutating func fill(_ words: [Inline], lead: [UInt8], prefix: [UInt8], underline: UInt8? = nil) {
        var tokens = PlainTokens()
        tokens.add(words)
        out.text(lead)
        let column = DisplayWidth.of(lead)
        if tokens.isConstant {
            var lines: [UInt8] = []
            var flow = TextFlow(prefix: prefix, prefixWidth: DisplayWidth.of(prefix), column: column)
            for token in tokens.all {
                switch token {
                case .word(let bytes): flow.word(bytes, width: DisplayWidth.of(bytes), into: &lines)
                case .space: flow.space(into: &lines)
                case .opportunity: flow.opportunity(into: &lines)
                case .lineBreak: flow.lineBreak(into: &lines)
                case .field, .link: break
                }
            }
            flow.end(underline: underline, into: &lines)
            out.text(lines)
            return
        }
        out.flowStart(prefix: prefix, column: column)
        for token in tokens.all {
            switch token {
            case .word(let bytes): out.word(bytes)
            case .space: out.flow(.space)
            case .opportunity: out.flow(.opportunity)
            case .lineBreak: out.flow(.lineBreak)
            case .field(let use): out.field(use)
            case .link(let index): out.link(index)
            }
        }
        out.flow(.flowEnd(underline: underline))
    }

    private func trimmed(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        while bytes.last == 0x20 { bytes.removeLast() }
        return bytes
    }

    private func printable(_ text: ArraySlice<UInt8>) -> [UInt8] { text.filter { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 } }
}

/// Words of a paragraph as they go into lines of plain text.
struct PlainTokens {
    enum Token {
        case word([UInt8])
        case space
        /// A line may end here without a space.
        case opportunity
        case lineBreak
        case field(FieldUse)
        case link(Int)
    }

    private(set) var all: [Token] = []
    private(set) var isConstant = true
    /// The last character written, to know whether a line may end after it.
    private var previous: UInt32 = 0x20

    mutating func add(_ words: [Inline]) {
        for inline in words {
            switch inline {
            case .text(let bytes), .code(let bytes):
                if case .code = inline { mark("`") }
                add(text: bytes)
                if case .code = inline { mark("`") }
            case .field(let use):
                all.append(.field(use))
                isConstant = false
                previous = 0x61
            case .softBreak: breakSoftly()
            case .lineBreak:
                all.append(.lineBreak)
                previous = 0x20
            case .emphasis(let words): enclose(words, in: "_")
            case .strong(let words): enclose(words, in: "*")
            case .strikethrough(let words): enclose(words, in: "~~")
            case .link(let use, _, let words): add(use, words)
            case .image(_, _, let alt):
                mark("[")
                add(alt)
                mark("]")
            }
        }
    }

    private mutating func add(_ use: LinkUse, _ words: [Inline]) {
        switch use {
        case .mail(let address):
            let bare = Array(address.dropFirst("mailto:".utf8.count).prefix { $0 != UInt8(ascii: "?") })
            add(words)
            guard words.label != String(decoding: bare, as: UTF8.self), words.label != String(decoding: address, as: UTF8.self) else {
                return
            }
            space()
            append([UInt8(ascii: "<")] + bare + [UInt8(ascii: ">")])
        case .slot(let index):
            // A bare address is not written twice.
            let label = words.label
            if !(label.hasPrefix("https://") || label.hasPrefix("http://") || label.hasPrefix("www.")) || label.contains(" ") {
                add(words)
                space()
            }
            append([UInt8(ascii: "<")])
            all.append(.link(index))
            isConstant = false
            append([UInt8(ascii: ">")])
        }
        previous = UInt32(UInt8(ascii: ">"))
    }

    private mutating func enclose(_ words: [Inline], in mark: String) {
        self.mark(mark)
        add(words)
        self.mark(mark)
    }

    private mutating func mark(_ text: String) {
        append(Array(text.utf8))
        if DisplayWidth.breaksAnywhere(previous) { previous = 0x61 }
        if previous == 0x20 { previous = 0x61 }
    }

    private mutating func add(text bytes: [UInt8]) {
        var word: [UInt8] = []
        var index = 0
        while index < bytes.count {
            let (value, length) = scalar(of: bytes, at: index)
            if value == 0x20 || value == 0x09 || value == 0x0A {
                append(word)
                word = []
                space()
            } else if value >= 0x20, value != 0x7F {
                let canBreak = DisplayWidth.breaksAnywhere(value) || DisplayWidth.breaksAnywhere(previous)
                if canBreak, previous != 0x20, !DisplayWidth.mayNotBeginLine(value), !DisplayWidth.mayNotEndLine(previous) {
                    append(word)
                    word = []
                    all.append(.opportunity)
                }
                word += bytes[index..<(index + length)]
                previous = value
            }
            index += length
        }
        append(word)
    }

    private mutating func space() {
        all.append(.space)
        previous = 0x20
    }

    /// A line end of the author is a space, but none between letters of scripts that have no spaces.
    private mutating func breakSoftly() {
        all.append(DisplayWidth.breaksAnywhere(previous) ? .opportunity : .space)
        if !DisplayWidth.breaksAnywhere(previous) { previous = 0x20 }
    }

    private mutating func append(_ word: [UInt8]) {
        guard !word.isEmpty else { return }
        if case .word(let before) = all.last { all[all.count - 1] = .word(before + word) } else { all.append(.word(word)) }
    }
}
