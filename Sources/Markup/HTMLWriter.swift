/// Writes a document as HTML. Markup comes from literals of this module alone; all else goes through escaping.
struct HTMLWriter {
    private let tags: HTMLTags
    private let headingShift: Int
    private let document: Document
    /// Whose pictures are shown, those of others being links; `nil`: everyone's.
    private let pictureHosts: Set<String>?
    private var isInLink = false
    private var out = RenditionBuilder(.html)

    static func write(
        _ document: Document, tags: HTMLTags, headingShift: Int, fields: [String], pictureHosts: Set<String>? = nil
    ) -> Rendition {
        var writer = HTMLWriter(tags: tags, headingShift: headingShift, document: document, pictureHosts: pictureHosts)
        writer.write(document.blocks)
        return writer.out.finish(fields: fields)
    }

    private init(tags: HTMLTags, headingShift: Int, document: Document, pictureHosts: Set<String>?) {
        precondition((0...5).contains(headingShift), "headings have six levels")
        self.tags = tags
        self.headingShift = headingShift
        self.document = document
        self.pictureHosts = pictureHosts
    }

    private mutating func write(_ blocks: [Block]) {
        for block in blocks {
            write(block)
            out.markup("\n")
        }
    }

    private mutating func write(_ block: Block) {
        switch block {
        case .paragraph(let words):
            out.markup(tags.paragraph)
            write(words)
            out.markup("</p>")
        case .heading(let level, let words):
            let place = min(level + headingShift, 6) - 1
            out.markup(tags.headings[place])
            write(words)
            out.markup(Self.headingEnds[place])
        case .quote(let blocks):
            out.markup(tags.quote)
            out.markup("\n")
            write(blocks)
            out.markup("</blockquote>")
        case .list(let start, let tight, let items): writeList(start: start, tight: tight, items)
        case .code(let code, let language):
            out.markup(tags.codeBlock)
            if !language.isEmpty {
                out.markup(" class=\"language-")
                out.text(language)
                out.markup("\"")
            }
            out.markup(">")
            out.text(code)
            out.markup("</code></pre>")
        case .rule: out.markup(tags.rule)
        case .table(let table): write(table)
        }
    }

    private mutating func writeList(start: Int?, tight: Bool, _ items: [[Block]]) {
        if let start {
            out.markup(tags.numbers)
            if start != 1 {
                out.markup(" start=\"")
                out.text(String(start).utf8)
                out.markup("\"")
            }
            out.markup(">\n")
        } else {
            out.markup(tags.bullets)
            out.markup("\n")
        }
        for item in items {
            out.markup(tags.item)
            for (index, block) in item.enumerated() {
                // A tight list's paragraphs are its items' words (CommonMark 5.3).
                if tight, case .paragraph(let words) = block {
                    if index > 0 { out.markup("\n") }
                    write(words)
                } else {
                    out.markup("\n")
                    write(block)
                }
            }
            if case .paragraph? = item.last, tight {} else if !item.isEmpty { out.markup("\n") }
            out.markup("</li>\n")
        }
        out.markup(start == nil ? "</ul>" : "</ol>")
    }

    private mutating func write(_ table: TableBlock) {
        out.markup(tags.table)
        out.markup("\n<thead>\n")
        write(table.header, of: table, tags.headerCells, end: "</th>")
        out.markup("</thead>\n")
        if !table.rows.isEmpty {
            out.markup("<tbody>\n")
            for row in table.rows { write(row, of: table, tags.cells, end: "</td>") }
            out.markup("</tbody>\n")
        }
        out.markup(tags.tableEnd)
    }

    private mutating func write(_ cells: [[Inline]], of table: TableBlock, _ starts: [StaticString], end: StaticString) {
        out.markup("<tr>")
        for (column, cell) in cells.enumerated() {
            switch table.alignment(column) {
            case .none: out.markup(starts[0])
            case .left: out.markup(starts[1])
            case .center: out.markup(starts[2])
            case .right: out.markup(starts[3])
            }
            write(cell)
            out.markup(end)
        }
        out.markup("</tr>\n")
    }

    private mutating func write(_ inlines: [Inline]) {
        for inline in inlines {
            switch inline {
            case .text(let bytes): out.text(bytes)
            case .field(let use): out.field(use)
            case .softBreak: out.markup("\n")
            case .lineBreak: out.markup("<br>\n")
            case .code(let bytes): enclose(tags.code, "</code>") { $0.out.text(bytes) }
            case .emphasis(let words): enclose("<em>", "</em>") { $0.write(words) }
            case .strong(let words): enclose("<strong>", "</strong>") { $0.write(words) }
            case .strikethrough(let words): enclose("<del>", "</del>") { $0.write(words) }
            case .link(let use, let title, let words): writeLink(use, title: title, words)
            case .image(let source, let title, let alt) where !isShown(source): writePictureLink(source, title: title, alt)
            case .image(let source, let title, let alt):
                out.markup(tags.image)
                out.markup(" src=\"")
                out.text(source.url)
                out.markup("\" alt=\"")
                write(alt)
                out.markup("\"")
                if let width = source.width {
                    out.markup(" width=\"")
                    out.text(Array(String(min(width, tags.widest)).utf8))
                    out.markup("\"")
                }
                write(title: title)
                out.markup(">")
            }
        }
    }

    private mutating func writeLink(_ use: LinkUse, title: [Inline], _ words: [Inline]) {
        out.markup(tags.link)
        out.markup(" href=\"")
        switch use {
        case .slot(let index): out.link(index)
        case .mail(let address): out.text(address)
        }
        out.markup("\"")
        if case .slot(let index) = use, case .url = document.links[index].target { out.markup(tags.externalLink) }
        write(title: title)
        out.markup(">")
        isInLink = true
        write(words)
        isInLink = false
        out.markup("</a>")
    }

    /// The pages ask nobody else for anything (docs/threat-model.md): a picture from elsewhere comes when somebody follows its link.
    private func isShown(_ source: ImageSource) -> Bool {
        guard let pictureHosts else { return true }
        let scheme = Array("https://".utf8)
        guard source.url.starts(with: scheme) else { return true }
        let host = source.url.dropFirst(scheme.count).prefix { ![UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#")].contains($0) }
        return pictureHosts.contains(String(decoding: host, as: UTF8.self).lowercased())
    }

    private mutating func writePictureLink(_ source: ImageSource, title: [Inline], _ alt: [Inline]) {
        // Of a picture that is a link itself the words are left.
        guard !isInLink else { return write(alt) }
        out.markup(tags.link)
        out.markup(" href=\"")
        out.text(source.url)
        out.markup("\"")
        out.markup(tags.externalLink)
        write(title: title)
        out.markup(">")
        write(alt)
        out.markup("</a>")
    }

    private mutating func write(title: [Inline]) {
        guard !title.isEmpty else { return }
        out.markup(" title=\"")
        write(title)
        out.markup("\"")
    }

    private mutating func enclose(_ start: StaticString, _ end: StaticString, _ write: (inout Self) -> Void) {
        out.markup(start)
        write(&self)
        out.markup(end)
    }

    private static let headingEnds: [StaticString] = ["</h1>", "</h2>", "</h3>", "</h4>", "</h5>", "</h6>"]
}
