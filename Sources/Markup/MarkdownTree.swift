import CMark
import Synchronization

/// The one place that holds cmark's pointers: a parsed text whose nodes live as long as the closure that reads them.
enum MarkdownTree {
    /// Parses CommonMark with the tables, `~~strikethrough~~` and bare web addresses of GitHub's dialect, and hands the document to `read`.
    ///
    /// cmark-gfm keeps the characters that its extensions listen to in a table of the whole process, which every parse fills and clears
    /// (`cmark_inlines_add_special_character`), so that two parses at a time would take each other's `~` and `|` away: one at a time.
    static func withDocument<Value>(of text: [UInt8], _ read: (Node) -> Value) -> Value? {
        guard let document = parsing.withLock({ _ in parse(text) }) else { return nil }
        defer { cmark_node_free(document) }
        return read(Node(pointer: document))
    }

    private static let parsing = Mutex(())
    private static let extensionsRegistered: Void = cmark_gfm_core_extensions_ensure_registered()

    private static func parse(_ text: [UInt8]) -> OpaquePointer? {
        _ = extensionsRegistered
        guard let parser = cmark_parser_new(CMARK_OPT_STRIKETHROUGH_DOUBLE_TILDE) else { return nil }
        defer { cmark_parser_free(parser) }
        for name in ["table", "strikethrough", "autolink"] {
            guard let syntax = cmark_find_syntax_extension(name) else { preconditionFailure("cmark-gfm lacks its extension \(name)") }
            cmark_parser_attach_syntax_extension(parser, syntax)
        }
        text.withUnsafeBytes { bytes in
            // An empty array may have no address, which cmark would not mind but the C signature does.
            guard let start = bytes.baseAddress else { return }
            cmark_parser_feed(parser, start.assumingMemoryBound(to: CChar.self), bytes.count)
        }
        return cmark_parser_finish(parser)
    }

    enum Kind {
        case document, quote, list, item, codeBlock, htmlBlock, paragraph, heading, rule
        case table, tableHeader, tableRow, tableCell
        case text, softBreak, lineBreak, code, html, emphasis, strong, strikethrough, link, image
        case other
    }

    /// A node of the tree; must not leave the closure of `withDocument`.
    struct Node {
        fileprivate let pointer: OpaquePointer

        var kind: Kind {
            switch cmark_node_get_type(pointer) {
            case CMARK_NODE_DOCUMENT: .document
            case CMARK_NODE_BLOCK_QUOTE: .quote
            case CMARK_NODE_LIST: .list
            case CMARK_NODE_ITEM: .item
            case CMARK_NODE_CODE_BLOCK: .codeBlock
            case CMARK_NODE_HTML_BLOCK: .htmlBlock
            case CMARK_NODE_PARAGRAPH: .paragraph
            case CMARK_NODE_HEADING: .heading
            case CMARK_NODE_THEMATIC_BREAK: .rule
            case CMARK_NODE_TEXT: .text
            case CMARK_NODE_SOFTBREAK: .softBreak
            case CMARK_NODE_LINEBREAK: .lineBreak
            case CMARK_NODE_CODE: .code
            case CMARK_NODE_HTML_INLINE: .html
            case CMARK_NODE_EMPH: .emphasis
            case CMARK_NODE_STRONG: .strong
            case CMARK_NODE_LINK: .link
            case CMARK_NODE_IMAGE: .image
            default: extensionKind
            }
        }

        // The types of extensions are numbers given out at registration, in mutable globals; their names are constant.
        private var extensionKind: Kind {
            guard let name = cmark_node_get_type_string(pointer) else { return .other }
            return switch String(cString: name) {
            case "table": .table
            case "table_header": .tableHeader
            case "table_row": .tableRow
            case "table_cell": .tableCell
            case "strikethrough": .strikethrough
            default: .other
            }
        }

        var children: some Sequence<Node> {
            sequence(
                state: cmark_node_first_child(pointer),
                next: { (child: inout OpaquePointer?) -> Node? in
                    guard let current = child else { return nil }
                    child = cmark_node_next(current)
                    return Node(pointer: current)
                })
        }

        var literal: [UInt8] { bytes(cmark_node_get_literal(pointer)) }
        /// Without backslashes and entities, as the author meant it.
        var url: [UInt8] { bytes(cmark_node_get_url(pointer)) }
        var title: [UInt8] { bytes(cmark_node_get_title(pointer)) }
        var fenceInfo: [UInt8] { bytes(cmark_node_get_fence_info(pointer)) }
        var headingLevel: Int { Int(cmark_node_get_heading_level(pointer)) }
        /// The first number of an ordered list, `nil` for one with bullets.
        var listStart: Int? {
            cmark_node_get_list_type(pointer) == CMARK_ORDERED_LIST ? Int(cmark_node_get_list_start(pointer)) : nil
        }
        var isTight: Bool { cmark_node_get_list_tight(pointer) != 0 }
        /// `l`, `c`, `r` or 0 for each column of a table.
        var alignments: [UInt8] {
            guard let first = cmark_gfm_extensions_get_table_alignments(pointer) else { return [] }
            return Array(UnsafeBufferPointer(start: first, count: Int(cmark_gfm_extensions_get_table_columns(pointer))))
        }
        /// From 1; 0 where cmark does not know. Columns count bytes.
        var startLine: Int { Int(cmark_node_get_start_line(pointer)) }
        var startColumn: Int { Int(cmark_node_get_start_column(pointer)) }
        var endLine: Int { Int(cmark_node_get_end_line(pointer)) }

        private func bytes(_ text: UnsafePointer<CChar>?) -> [UInt8] {
            guard let text else { return [] }
            return Array(String(cString: text).utf8)
        }
    }
}
