/// What to write in Markdown instead of an HTML tag.
enum HTMLAdvice {
    static func sentence(for html: [UInt8]) -> String {
        if html.starts(with: Array("<!--".utf8)) { return "Comments are not kept. Take out <!-- … -->." }
        let name = tagName(html)
        guard !name.isEmpty else { return "This is HTML. Rapport's content is Markdown; take it out." }
        let end = html.starts(with: Array("</".utf8)) ? "/" : ""
        guard let instead = instead(of: name) else {
            return "Rapport's content is Markdown. Take <\(end)\(name)> out; to show it as text, write \\<\(end)\(name)>."
        }
        return "Rapport's content is Markdown. Write \(instead) instead of <\(end)\(name)>."
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

    private static func instead(of name: String) -> String? {
        switch name {
        case "b", "strong": "**words**"
        case "i", "em", "u": "*words*"
        case "s", "del", "strike": "~~words~~"
        case "a": "[words](https://…)"
        case "img", "picture", "svg": "![what it shows](https://…)"
        case "h1": "# Heading"
        case "h2": "## Heading"
        case "h3", "h4", "h5", "h6": "### Heading"
        case "p", "div", "span", "section", "center", "font": "a blank line between paragraphs"
        case "br": "a backslash at the end of the line"
        case "hr": "a line with --- alone"
        case "ul", "li": "- item"
        case "ol": "1. item"
        case "blockquote": "> words"
        case "code", "kbd", "tt": "`code`"
        case "pre": "a block between lines of ```"
        case "table", "thead", "tbody", "tr", "th", "td": "| columns | between | bars |"
        default: nil
        }
    }
}
