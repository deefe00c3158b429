extension Document {
    /// The text without its pictures, and with links by their words alone: what a card shows the beginning of.
    var withoutAddresses: Document { Document(blocks: blocks.withoutAddresses) }
}

extension [Block] {
    fileprivate var withoutAddresses: [Block] {
        map { block in
            switch block {
            case .paragraph(let words): .paragraph(words.withoutAddresses)
            case .heading(let level, let words): .heading(level: level, words.withoutAddresses)
            case .quote(let blocks): .quote(blocks.withoutAddresses)
            case .list(let start, let tight, let items): .list(start: start, tight: tight, items: items.map(\.withoutAddresses))
            case .code, .rule, .table: block
            }
        }
    }
}

extension [Inline] {
    fileprivate var withoutAddresses: [Inline] {
        flatMap { inline -> [Inline] in
            switch inline {
            case .link(_, _, let words): words.withoutAddresses
            case .image: []
            case .emphasis(let words): [.emphasis(words.withoutAddresses)]
            case .strong(let words): [.strong(words.withoutAddresses)]
            case .strikethrough(let words): [.strikethrough(words.withoutAddresses)]
            case .text, .field, .softBreak, .lineBreak, .code: [inline]
            }
        }
    }
}
