/// What to write in Markdown instead of an HTML tag.
enum HTMLAdvice {
    static func advice(for html: [UInt8]) -> Advice {
        if html.starts(with: Array("<!--".utf8)) {
            return Advice("Comments are not kept. Take out <!-- … -->.", de: "Kommentare bleiben nicht. Nehmen Sie <!-- … --> heraus.")
        }
        let name = tagName(html)
        guard !name.isEmpty else {
            return Advice(
                "This is HTML. Rapport's content is Markdown; take it out.",
                de: "Das ist HTML. Texte sind hier Markdown; nehmen Sie es heraus.")
        }
        let end = html.starts(with: Array("</".utf8)) ? "/" : ""
        guard let instead = instead(of: name) else {
            return Advice(
                "Rapport's content is Markdown. Take <\(end)\(name)> out; to show it as text, write \\<\(end)\(name)>.",
                de: "Texte sind hier Markdown. Nehmen Sie <\(end)\(name)> heraus; um es zu zeigen, schreiben Sie \\<\(end)\(name)>.")
        }
        return Advice(
            "Rapport's content is Markdown. Write \(instead.english) instead of <\(end)\(name)>.",
            de: "Texte sind hier Markdown. Schreiben Sie \(instead.german) statt <\(end)\(name)>.")
    }

    /// In lower case; empty for anything but an element's start or end.
    static func tagName(_ html: [UInt8]) -> String {
        var rest = html.drop { $0 <= 0x20 }.dropFirst()
        if rest.first == UInt8(ascii: "/") { rest = rest.dropFirst() }
        let name = rest.prefix {
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0 | 0x20) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                || $0 == UInt8(ascii: "-")
        }
        return name.count <= 40 ? String(decoding: name, as: UTF8.self).lowercased() : ""
    }

    private static func instead(of name: String) -> Advice? {
        switch name {
        case "b", "strong": Advice("**words**", de: "**Wörter**")
        case "i", "em", "u": Advice("*words*", de: "*Wörter*")
        case "s", "del", "strike": Advice("~~words~~", de: "~~Wörter~~")
        case "a": Advice("[words](https://…)", de: "[Wörter](https://…)")
        case "img", "picture", "svg": Advice("![what it shows](https://…)", de: "![was es zeigt](https://…)")
        case "h1": Advice("# Heading", de: "# Überschrift")
        case "h2": Advice("## Heading", de: "## Überschrift")
        case "h3", "h4", "h5", "h6": Advice("### Heading", de: "### Überschrift")
        case "p", "div", "span", "section", "center", "font":
            Advice("a blank line between paragraphs", de: "eine Leerzeile zwischen Absätze")
        case "br": Advice("a backslash at the end of the line", de: "einen Rückstrich ans Ende der Zeile")
        case "hr": Advice("a line with --- alone", de: "eine Zeile mit --- allein")
        case "ul", "li": Advice("- item", de: "- Punkt")
        case "ol": Advice("1. item", de: "1. Punkt")
        case "blockquote": Advice("> words", de: "> Wörter")
        case "code", "kbd", "tt": Advice("`code`")
        case "pre": Advice("a block between lines of ```", de: "einen Block zwischen Zeilen mit ```")
        case "table", "thead", "tbody", "tr", "th", "td": Advice("| columns | between | bars |", de: "| Spalten | zwischen | Strichen |")
        default: nil
        }
    }
}
