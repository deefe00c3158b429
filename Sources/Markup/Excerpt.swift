/// The beginning of a text, for cards and previews.
enum Excerpt {
    /// Its paragraphs as one line.
    static func words(of document: Document) -> String {
        var text: [UInt8] = []
        for block in document.blocks { add(block, to: &text) }
        return String(decoding: foldedText(text), as: UTF8.self)
    }

    private static func add(_ block: Block, to text: inout [UInt8]) {
        switch block {
        case .paragraph(let words):
            add(words, to: &text)
            text.append(0x20)
        case .quote(let blocks): for block in blocks { add(block, to: &text) }
        case .list(_, _, let items): for item in items { for block in item { add(block, to: &text) } }
        case .heading, .code, .rule, .table: break
        }
    }

    private static func add(_ words: [Inline], to text: inout [UInt8]) {
        for inline in words {
            switch inline {
            case .text(let bytes), .code(let bytes): text += bytes
            case .softBreak, .lineBreak: text.append(0x20)
            case .emphasis(let words), .strong(let words), .strikethrough(let words), .link(_, _, let words): add(words, to: &text)
            case .field, .image: break
            }
        }
    }

    static func cut(_ text: String, maxLength: Int) -> String {
        guard maxLength > 0 else { return "" }
        let head = Array(text.prefix(maxLength + 1))
        guard head.count > maxLength else { return text }
        var sentence: Int?
        var word: Int?
        for index in 0..<maxLength {
            let next = head[index + 1]
            switch head[index] {
            case "。", "！", "？": sentence = index + 1
            case ".", "!", "?", "…":
                // "e.g. a" does not end a sentence.
                let after = index + 2 < head.count ? head[index + 2] : "A"
                if next == " ", !after.isLowercase { sentence = index + 1 }
            default: break
            }
            if next == " ", index + 2 <= maxLength { word = index + 1 }
        }
        if let sentence, sentence * 2 >= maxLength { return String(head[..<sentence]) }
        var end = word ?? maxLength - 1
        while end > 0, ",;:–-—".contains(head[end - 1]) || head[end - 1] == " " { end -= 1 }
        return String(head[..<end]) + "…"
    }
}
