/// A checked text: what the writers write, free of cmark and of anything that an author may not do.
struct Document: Sendable {
    var blocks: [Block] = []
    /// Its links to the web and to the offering, in the order of the text.
    var links: [MessageTemplate.Link] = []
    /// The pictures that it shows by name, each once.
    var pictures: [MessageTemplate.Picture] = []
}

indirect enum Block: Sendable {
    case paragraph([Inline])
    case heading(level: Int, [Inline])
    case quote([Block])
    /// `start` is the first number of an ordered list.
    case list(start: Int?, tight: Bool, items: [[Block]])
    /// `language` is empty or of letters, digits, `+`, `-` and `#` only.
    case code([UInt8], language: [UInt8])
    case rule
    case table(TableBlock)
}

struct TableBlock: Sendable {
    enum Alignment: Sendable { case none, left, center, right }

    var alignments: [Alignment] = []
    var header: [[Inline]] = []
    var rows: [[[Inline]]] = []

    func alignment(_ column: Int) -> Alignment { alignments.indices.contains(column) ? alignments[column] : .none }
}

indirect enum Inline: Sendable {
    case text([UInt8])
    case field(FieldUse)
    case softBreak
    case lineBreak
    case code([UInt8])
    case emphasis([Inline])
    case strong([Inline])
    case strikethrough([Inline])
    case link(LinkUse, title: [Inline], [Inline])
    /// `alt` holds texts and fields only.
    case image(source: ImageSource, title: [Inline], alt: [Inline])
}

/// One `{{name | fallback}}`.
struct FieldUse: Hashable, Sendable {
    /// Into the template's `fields`.
    let index: Int
    let name: String
    let fallback: String?
}

enum LinkUse: Hashable, Sendable {
    /// Into the document's `links`.
    case slot(Int)
    /// A checked and percent-encoded `mailto:` address.
    case mail([UInt8])
}

extension [Inline] {
    /// Only its texts and fields, for attributes and labels.
    var flattened: [Inline] {
        var flat: [Inline] = []
        for inline in self {
            switch inline {
            case .text, .field: flat.append(inline)
            case .softBreak, .lineBreak: flat.append(.text([0x20]))
            case .code(let bytes): flat.append(.text(bytes))
            case .emphasis(let children), .strong(let children), .strikethrough(let children), .link(_, _, let children):
                flat += children.flattened
            case .image(_, _, let alt): flat += alt
            }
        }
        return flat
    }

    /// Whether nothing of it can be seen: a field always shows something, since a fallback is never empty.
    var isBlank: Bool {
        flattened.allSatisfy {
            guard case .text(let bytes) = $0 else { return false }
            return foldedText(bytes).isEmpty
        }
    }

    /// Words that are the same for everyone, without fields.
    var words: String {
        var text: [UInt8] = []
        for case .text(let bytes) in flattened { text += bytes }
        return String(decoding: foldedText(text), as: UTF8.self)
    }

    /// Words for a person, with fields as they are written.
    var label: String {
        var text: [UInt8] = []
        for inline in flattened {
            switch inline {
            case .text(let bytes): text += bytes
            case .field(let use): text += "{{\(use.name)}}".utf8
            default: break
            }
        }
        return String(decoding: foldedText(text), as: UTF8.self)
    }
}
