/// Compiles a message's subject: one line of text with merge fields, no Markdown.
enum SubjectReader {
    enum Part {
        case text([UInt8])
        case field(FieldUse)
    }

    static func read(_ subject: String, fields: inout FieldParser, problems: inout ProblemList) -> [Part] {
        let bytes = Array(subject.utf8)
        func place(_ offset: Int) -> SourcePlace {
            SourcePlace(line: 1, column: bytes[..<offset].reduce(1) { $0 + ($1 & 0xC0 != 0x80 ? 1 : 0) })
        }
        guard bytes.count <= MessageTemplate.largestSubject else {
            problems.error(
                at: place(0),
                "This subject has \(bytes.count) bytes; \(MessageTemplate.largestSubject) are the most. Fifty letters are read.",
                de:
                    "Dieser Betreff hat \(bytes.count) Bytes; höchstens \(MessageTemplate.largestSubject) gehen. Gelesen werden fünfzig Buchstaben."
            )
            return []
        }
        if subject.isBlank { problems.error(at: place(0), "A message needs a subject.", de: "Eine Nachricht braucht einen Betreff.") }
        if let control = bytes.firstIndex(where: { $0 < 0x20 || $0 == 0x7F }) {
            problems.error(
                at: place(control), "A subject is one line, without line breaks, tabs and other control characters.",
                de: "Ein Betreff ist eine Zeile, ohne Umbrüche, Tabulatoren und andere Steuerzeichen.")
        }
        var parts: [Part] = []
        var text: [UInt8] = []
        var hasMarkdown = false
        var index = 0
        while index < bytes.count {
            guard bytes[index] == UInt8(ascii: "{") || bytes[index] == UInt8(ascii: "\\") else {
                if index + 1 < bytes.count {
                    let next = bytes[index + 1]
                    hasMarkdown =
                        hasMarkdown || bytes[index] == UInt8(ascii: "*") && next == UInt8(ascii: "*")
                        || bytes[index] == UInt8(ascii: "]") && next == UInt8(ascii: "(")
                }
                text.append(bytes[index])
                index += 1
                continue
            }
            let start = index
            switch fields.step(bytes, at: index, inMarkdown: false, place: place(start), problems: &problems) {
            case .plain(let length):
                text += bytes[index..<(index + length)]
                index += length
            case .braces(let length):
                text += Array("{{".utf8)
                index += length
            case .field(let use, let length):
                if !text.isEmpty { parts.append(.text(text)) }
                text = []
                if let use { parts.append(.field(use)) }
                index += length
            }
        }
        if !text.isEmpty { parts.append(.text(text)) }
        if hasMarkdown {
            problems.warning(
                at: place(0), "A subject is plain text; the signs of Markdown in it are shown as they are.",
                de: "Ein Betreff ist einfacher Text; Zeichen von Markdown darin erscheinen, wie sie sind.")
        }
        let length = parts.reduce(0) { if case .text(let bytes) = $1 { $0 + DisplayWidth.of(bytes) } else { $0 + 8 } }
        if length > 78 {
            problems.warning(
                at: place(0), "This subject has about \(length) letters. Mail programs show 50 to 70 of them.",
                de: "Dieser Betreff hat etwa \(length) Buchstaben. Mailprogramme zeigen 50 bis 70 davon.")
        }
        return parts
    }

    static func rendition(of parts: [Part], fields: [String]) -> Rendition {
        var out = RenditionBuilder(.text)
        for (index, part) in parts.enumerated() {
            switch part {
            case .field(let use): out.field(use)
            case .text(let bytes):
                // What a header line can't hold has been refused or is folded here; spaces at its ends mean nothing.
                var text = bytes[...]
                if index == 0 { text = text.drop { $0 == 0x20 } }
                if index == parts.count - 1 { while text.last == 0x20 { text = text.dropLast() } }
                out.text(Array(text).withoutLineSeparators)
            }
        }
        return out.finish(fields: fields)
    }
}

extension [UInt8] {
    /// With each U+0085, U+2028, U+2029 as a space and without the controls of direction, keeping spaces at the ends.
    fileprivate var withoutLineSeparators: [UInt8] {
        let leading = first == 0x20 ? [0x20] as [UInt8] : []
        let trailing = last == 0x20 && count > 1 ? [0x20] as [UInt8] : []
        let folded = foldedText(self)
        return folded.isEmpty ? leading : leading + folded + trailing
    }
}
