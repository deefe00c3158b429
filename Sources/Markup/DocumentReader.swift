/// Turns cmark's tree into a `Document`, reporting everything that an author may not write.
struct DocumentReader {
    /// What differs between a message's body and a description.
    struct Rules {
        let allowsOffering: Bool
        let allowsFields: Bool
        /// By name; `nil` where none can be shown by name.
        var pictures: [String: MessagePicture]?

        static func message(_ pictures: [String: MessagePicture]) -> Rules {
            Rules(allowsOffering: true, allowsFields: true, pictures: pictures)
        }
        static let description = Rules(allowsOffering: false, allowsFields: false)
    }

    let source: MarkdownSource
    let rules: Rules
    private(set) var problems: ProblemList
    private(set) var document = Document()

    /// The bytes of the paragraph (or heading, cell …) being read and how far its parts have been found in it.
    private var span = 0..<0
    private var cursor = 0
    private var reportedNesting = false
    private var lastPlace = (offset: 0, place: SourcePlace(line: 1, column: 1))
    private var openTags: [String: Int] = [:]

    /// - Parameter problems: the ones already found in this text.
    static func read(_ source: MarkdownSource, rules: Rules, problems: inout ProblemList) -> Document {
        guard SourceLimits.hold(source, problems: &problems) else { return Document() }
        let found = problems
        let reader = MarkdownTree.withDocument(of: source.text) { root in
            var reader = DocumentReader(source: source, rules: rules, problems: found)
            reader.document.blocks = reader.blocks(of: root, depth: 0)
            return reader
        }
        // cmark answers nothing only when it is handed nothing it can allocate for; it ends the process before that.
        guard let reader else { return Document() }
        problems = reader.problems
        return reader.document
    }

    private init(source: MarkdownSource, rules: Rules, problems: ProblemList) {
        self.source = source
        self.rules = rules
        self.problems = problems
    }

    // MARK: Blocks

    private mutating func blocks(of parent: MarkdownTree.Node, depth: Int) -> [Block] {
        var blocks: [Block] = []
        for node in parent.children {
            enter(node)
            guard goesOn(depth) else { break }
            switch node.kind {
            case .paragraph: blocks.append(.paragraph(inlines(of: node, depth: 0)))
            case .heading:
                let place = place(ofByte: span.lowerBound)
                let words = inlines(of: node, depth: 0)
                if words.isBlank {
                    problems.warning(
                        at: place, "This heading has no words. It is left out.", de: "Diese Überschrift hat keine Wörter. Sie entfällt.")
                } else {
                    blocks.append(.heading(level: node.headingLevel, words))
                }
            case .quote: blocks.append(.quote(self.blocks(of: node, depth: depth + 1)))
            case .list:
                var items: [[Block]] = []
                for item in node.children { items.append(self.blocks(of: item, depth: depth + 1)) }
                blocks.append(.list(start: node.listStart, tight: node.isTight, items: items))
            case .codeBlock:
                let code = withoutFields(node.literal)
                blocks.append(.code(code, language: language(withoutFields(node.fenceInfo))))
            case .rule: blocks.append(.rule)
            case .table: blocks.append(.table(table(node)))
            case .htmlBlock: refuseHTML(node.literal, at: place(of: node, opening: UInt8(ascii: "<"), needle: firstLine(node.literal)))
            default: break
            }
        }
        return blocks
    }

    private mutating func table(_ node: MarkdownTree.Node) -> TableBlock {
        var table = TableBlock()
        table.alignments = node.alignments.map {
            switch $0 {
            case UInt8(ascii: "l"): .left
            case UInt8(ascii: "c"): .center
            case UInt8(ascii: "r"): .right
            default: .none
            }
        }
        for row in node.children {
            var cells: [[Inline]] = []
            enter(row)
            for cell in row.children { cells.append(inlines(of: cell, depth: 0)) }
            if row.kind == .tableHeader { table.header = cells } else { table.rows.append(cells) }
        }
        return table
    }

    /// The first word of a fence's info, where it can be a name in a class attribute.
    private func language(_ info: [UInt8]) -> [UInt8] {
        let word = info.prefix { $0 > 0x20 }
        let isName = word.allSatisfy {
            switch $0 {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "#"):
                true
            default: false
            }
        }
        return isName && word.count <= 32 ? Array(word) : []
    }

    // MARK: Inlines

    private mutating func inlines(of parent: MarkdownTree.Node, depth: Int) -> [Inline] {
        var inlines: [Inline] = []
        for node in parent.children {
            guard goesOn(depth) else { break }
            switch node.kind {
            case .text: append(node.literal, to: &inlines)
            case .softBreak: inlines.append(.softBreak)
            case .lineBreak: inlines.append(.lineBreak)
            case .code: inlines.append(.code(withoutFields(node.literal)))
            case .emphasis: inlines.append(.emphasis(self.inlines(of: node, depth: depth + 1)))
            case .strong: inlines.append(.strong(self.inlines(of: node, depth: depth + 1)))
            case .strikethrough: inlines.append(.strikethrough(self.inlines(of: node, depth: depth + 1)))
            case .link: inlines += link(node, depth: depth)
            case .image: inlines += image(node, depth: depth)
            case .html: refuseHTML(node.literal, at: place(of: node, opening: UInt8(ascii: "<"), needle: firstLine(node.literal)))
            default: break
            }
        }
        if depth == 0 { check(inlines) }
        return inlines
    }

    private func append(_ text: [UInt8], to inlines: inout [Inline]) {
        for piece in source.pieces(of: text) {
            switch piece {
            case .field(let use, _): inlines.append(.field(use))
            case .text(let bytes):
                if case .text(let before) = inlines.last {
                    inlines[inlines.count - 1] = .text(before + bytes)
                } else {
                    inlines.append(.text(bytes))
                }
            }
        }
    }

    private mutating func link(_ node: MarkdownTree.Node, depth: Int) -> [Inline] {
        let url = node.url
        let place = place(of: node, opening: UInt8(ascii: "["), needle: autolinkText(node) ?? url)
        let words = inlines(of: node, depth: depth + 1)
        guard let target = address(url, at: place) else { return words }
        switch LinkAddress.judge(target, allowsOffering: rules.allowsOffering) {
        case .refused(let sentence):
            problems.error(at: place, sentence)
            return words
        case .mail(let address): return [.link(.mail(Array(address.utf8)), title: title(node), checked(words, at: place))]
        case .offering: return [.link(slot(.offering, words, place), title: title(node), checked(words, at: place))]
        case .web(let address): return [.link(slot(.url(address), words, place), title: title(node), checked(words, at: place))]
        }
    }

    private mutating func slot(_ target: MessageTemplate.LinkTarget, _ words: [Inline], _ place: SourcePlace) -> LinkUse {
        if document.links.count == SourceLimits.links {
            problems.error(
                at: place, "A text can have \(SourceLimits.links) links; this is one more.",
                de: "Ein Text kann \(SourceLimits.links) Links haben; dies ist einer mehr.")
        }
        document.links.append(MessageTemplate.Link(target: target, label: words.label, place: place))
        return .slot(document.links.count - 1)
    }

    private mutating func checked(_ words: [Inline], at place: SourcePlace) -> [Inline] {
        if words.isBlank {
            problems.error(
                at: place, "This link has no words to click on. Write them between the brackets: [words](https://…).",
                de: "Dieser Link hat keine Wörter zum Anklicken. Schreiben Sie sie zwischen die Klammern: [Wörter](https://…).")
        }
        return words
    }

    private mutating func image(_ node: MarkdownTree.Node, depth: Int) -> [Inline] {
        let place = place(of: node, opening: UInt8(ascii: "!"), needle: node.url)
        let alt = inlines(of: node, depth: depth + 1).flattened
        if alt.isBlank {
            problems.error(
                at: place, "This picture has no words for those who can't see it. Write ![what it shows](https://…).",
                de: "Diesem Bild fehlen Wörter für alle, die es nicht sehen. Schreiben Sie ![was es zeigt](https://…).")
        }
        guard let url = address(node.url, at: place) else { return [] }
        if url.starts(with: Self.named) {
            return named(String(decoding: url.dropFirst(Self.named.count), as: UTF8.self), title: title(node), alt: alt, at: place)
        }
        switch LinkAddress.judge(url, allowsOffering: false) {
        case .web(let address) where address.hasPrefix("https:"):
            return [.image(source: ImageSource(url: Array(address.utf8)), title: title(node), alt: alt)]
        case .web:
            problems.error(
                at: place, "A picture must come over https:, since mail programs and browsers refuse others.",
                de: "Ein Bild muss über https: kommen; andere lehnen Mailprogramme und Browser ab.")
        case .refused(let sentence) where !url.isEmpty && url != Array("offering".utf8): problems.error(at: place, sentence)
        default:
            problems.error(
                at: place, "A picture needs the full address of an image. Write ![what it shows](https://…).",
                de: "Ein Bild braucht seine ganze Adresse. Schreiben Sie ![was es zeigt](https://…).")
        }
        return []
    }

    private static let named = Array("picture:".utf8)

    private mutating func named(_ name: String, title: [Inline], alt: [Inline], at place: SourcePlace) -> [Inline] {
        guard let pictures = rules.pictures else {
            problems.error(
                at: place, "“picture:” works in messages only. Write ![what it shows](https://…).",
                de: "„picture:“ geht nur in Botschaften. Schreiben Sie ![was es zeigt](https://…).")
            return []
        }
        guard let picture = pictures[name] else {
            let known = pictures.keys.sorted().map { "“\($0)”" }.joined(separator: ", ")
            problems.error(
                at: place,
                "There is no picture \(quoted(Array(name.utf8))). "
                    + (known.isEmpty ? "Add it below the text first." : "There are \(known)."),
                de: "Ein Bild \(quoted(Array(name.utf8))) gibt es nicht. "
                    + (known.isEmpty ? "Fügen Sie es erst unter dem Text hinzu." : "Es gibt \(known)."))
            return []
        }
        if !document.pictures.contains(where: { $0.name == name }) {
            document.pictures.append(MessageTemplate.Picture(name: name, alt: alt.words))
        }
        return [.image(source: ImageSource(url: Array(picture.source.utf8), width: picture.width), title: title, alt: alt)]
    }

    private func title(_ node: MarkdownTree.Node) -> [Inline] {
        var title: [Inline] = []
        append(node.title, to: &title)
        return title
    }

    /// The address without the stand-ins for `\{{`; `nil` with an error where a merge field is in it.
    private mutating func address(_ url: [UInt8], at place: SourcePlace) -> [UInt8]? {
        var plain: [UInt8] = []
        for piece in source.pieces(of: url) {
            switch piece {
            case .text(let bytes): plain += bytes
            case .field(let use, let place):
                problems.error(
                    at: place,
                    "{{\(use.name)}} can't stand in the address of a link. Put it into the link's words.",
                    de: "{{\(use.name)}} kann nicht in der Adresse eines Links stehen. Setzen Sie es in die Wörter des Links."
                )
                return nil
            }
        }
        return plain
    }

    private mutating func withoutFields(_ code: [UInt8]) -> [UInt8] {
        var plain: [UInt8] = []
        for piece in source.pieces(of: code) {
            switch piece {
            case .text(let bytes): plain += bytes
            case .field(let use, let place):
                problems.error(
                    at: place,
                    "{{\(use.name)}} can't stand in code. Take it out of the code, or write \\{{ for two braces that are meant as they are.",
                    de:
                        "{{\(use.name)}} kann nicht in Code stehen. Nehmen Sie es heraus, oder schreiben Sie \\{{, wenn zwei Klammern gemeint sind."
                )
            }
        }
        return plain
    }

    /// What only the sequence shows: fields that touch an address, and links that failed.
    private mutating func check(_ inlines: [Inline]) {
        var text: [UInt8] = []
        for (index, inline) in inlines.enumerated() {
            if case .text(let bytes) = inline { text += bytes } else { text.append(0) }
            guard case .link(_, _, let words) = inline, words.count == 1, case .text(let shown) = words[0] else { continue }
            var neighbour: FieldUse?
            if index > 0, case .field(let use) = inlines[index - 1] { neighbour = use }
            if index + 1 < inlines.count, case .field(let use) = inlines[index + 1] { neighbour = use }
            if let neighbour,
                shown.contains(UInt8(ascii: "@")) || shown.contains(UInt8(ascii: "/")) || shown.starts(with: Array("www.".utf8))
            {
                problems.error(
                    at: place(ofByte: span.lowerBound),
                    "{{\(neighbour.name)}} touches the address \(quoted(shown)) and can't be part of it. Put a space between.",
                    de:
                        "{{\(neighbour.name)}} berührt die Adresse \(zitiert(shown)) und kann nicht zu ihr gehören. Setzen Sie ein Leerzeichen dazwischen."
                )
            }
        }
        let failed = Array("](".utf8)
        if let position = text.indices.dropLast().first(where: { text[$0] == failed[0] && text[$0 + 1] == failed[1] }) {
            let near = Array(text[position..<min(position + 12, text.count)].prefix { $0 != 0 })
            cursor = span.lowerBound
            problems.warning(
                at: find(near) ?? find(failed) ?? place(ofByte: span.lowerBound),
                "This looks like a link but is none, and its brackets are shown. A link has no space in its address: [words](https://…).",
                de:
                    "Das sieht wie ein Link aus und ist keiner; seine Klammern erscheinen. Die Adresse eines Links hat kein Leerzeichen: [Wörter](https://…)."
            )
        }
        if !rules.allowsFields,
            text.indices.dropLast().contains(where: { text[$0] == UInt8(ascii: "{") && text[$0 + 1] == UInt8(ascii: "{") })
        {
            cursor = span.lowerBound
            problems.warning(
                at: find(Array("{{".utf8)) ?? place(ofByte: span.lowerBound),
                "Merge fields work in messages only; here {{ is shown as it is.",
                de: "Platzhalter wirken nur in Nachrichten; hier erscheint {{, wie es ist.")
        }
    }

    // MARK: HTML

    private mutating func refuseHTML(_ html: [UInt8], at place: SourcePlace) {
        let name = HTMLAdvice.tagName(html)
        if html.starts(with: Array("</".utf8)), let open = openTags[name], open > 0 {
            // The end of an element whose start has been reported already.
            openTags[name] = open - 1
            return
        }
        openTags[name, default: 0] += 1
        problems.error(at: place, HTMLAdvice.advice(for: html))
    }

    // MARK: Places

    private mutating func enter(_ node: MarkdownTree.Node) {
        guard node.startLine > 0 else { return }
        span = source.lines(node.startLine, max(node.startLine, node.endLine))
        cursor = span.lowerBound
    }

    private mutating func goesOn(_ depth: Int) -> Bool {
        guard depth > SourceLimits.nesting else { return true }
        if !reportedNesting {
            reportedNesting = true
            problems.error(
                at: place(ofByte: span.lowerBound),
                "This is nested too deep. Quotes, lists and emphasis can stand \(SourceLimits.nesting) deep inside each other.",
                de: "Das ist zu tief geschachtelt. Zitate, Listen und Betonungen können \(SourceLimits.nesting)-fach ineinander stehen.")
        }
        return false
    }

    /// Where cmark says the node is, if its first byte is there; else the next place in the paragraph where `needle` stands.
    ///
    /// cmark-gfm gives no place for bare addresses and a wrong one after `<https://…>`.
    private mutating func place(of node: MarkdownTree.Node, opening: UInt8, needle: [UInt8]) -> SourcePlace {
        if node.startLine > 0, node.startColumn > 0, node.startLine <= source.lineStarts.count {
            let offset = source.lineStarts[node.startLine - 1] + node.startColumn - 1
            if span.contains(offset), offset >= cursor, source.text[offset] == opening {
                cursor = offset + 1
                return place(ofByte: offset)
            }
        }
        return find(needle) ?? place(ofByte: span.lowerBound)
    }

    private mutating func find(_ needle: [UInt8]) -> SourcePlace? {
        guard let first = needle.first, needle.count <= span.count else { return nil }
        var offset = max(cursor, span.lowerBound)
        while offset + needle.count <= span.upperBound {
            if source.text[offset] == first, source.text[offset..<(offset + needle.count)].elementsEqual(needle) {
                cursor = offset + needle.count
                let isBracketed = offset > span.lowerBound && source.text[offset - 1] == UInt8(ascii: "<")
                return place(ofByte: isBracketed ? offset - 1 : offset)
            }
            offset += 1
        }
        return nil
    }

    /// Places are asked for in nearly rising order; counting on from the last one keeps a line of thousands of links linear.
    private mutating func place(ofByte offset: Int) -> SourcePlace {
        let place = source.place(of: offset, after: lastPlace)
        lastPlace = (offset, place)
        return place
    }

    private func firstLine(_ text: [UInt8]) -> [UInt8] { Array(text.prefix { $0 != 0x0A }) }

    private func autolinkText(_ node: MarkdownTree.Node) -> [UInt8]? {
        var children = node.children.makeIterator()
        guard let only = children.next(), only.kind == .text, children.next() == nil else { return nil }
        let text = only.literal
        return node.url.count >= text.count && Array(node.url.suffix(text.count)) == text ? text : nil
    }
}
