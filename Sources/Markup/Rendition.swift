/// The merge fields that had neither a value nor a fallback, by their full names.
package struct MissingFields: Error, Hashable, Sendable, CustomStringConvertible {
    package let names: [String]

    package init(names: [String]) { self.names = names }

    package var description: String { "No value for \(names.joined(separator: ", ")), and no fallback." }
}

/// One form of a message (subject, mail, page or plain text) as pieces to be appended.
package struct Rendition: Sendable {
    enum Escaping: Sendable { case html, text }

    enum Piece: Sendable {
        /// Bytes of `constants`, written as they are.
        case constant(Range<Int>)
        /// A merge field: an index into the template's fields, and what to write without a value.
        case field(Int, fallback: [UInt8]?)
        /// The URL of the template's link of this index.
        case link(Int)
        /// From here to `flowEnd` lines are filled, since the length of a field or URL is known only now.
        case flowStart(prefix: Range<Int>, prefixWidth: Int, column: Int)
        case word(Range<Int>, width: Int)
        case space
        case opportunity
        case lineBreak
        case flowEnd(underline: UInt8?)
    }

    let escaping: Escaping
    let constants: [UInt8]
    let pieces: [Piece]
    /// The template's fields, for the names of missing ones.
    let fields: [String]
    /// Indices of fields that stand somewhere without a fallback, each once.
    let required: [Int]

    /// How many appends one render makes, apart from line filling; in HTML and subject it does not grow with the text between
    /// fields and links.
    package var operations: Int { pieces.count }

    /// Bytes of a mail with this text, about: tracked links have some 120 and merged values some 20, and 6,000 stand around the text.
    var likelySize: Int {
        pieces.reduce(6000 + constants.count) { size, piece in
            switch piece {
            case .link: size + 120
            case .field: size + 20
            default: size
            }
        }
    }

    /// Appends the rendition for one recipient; appends nothing when it throws.
    ///
    /// - Parameters:
    ///   - values: one per name in the template's `fields`; `nil` or blank takes the fallback. Folded to one line and escaped here for this
    ///     rendition, so that a value is always text, never markup.
    ///   - linkURL: the absolute URL to put for the link of this index in the template's `links`; escaped here.
    package func render(
        into out: inout [UInt8], values: [String?], linkURL: (Int) -> String
    ) throws(MissingFields) {
        precondition(values.count == fields.count, "one value, or nil, per field of the template")
        try check(values)
        out.reserveCapacity(out.count + constants.count + pieces.count * 16)
        var flow: TextFlow?
        for piece in pieces {
            switch piece {
            case .constant(let range): out.append(contentsOf: constants[range])
            case .field(let index, let fallback):
                if let value = values[index], !value.isBlank {
                    append(value, to: &out, flow: &flow)
                } else if let fallback {
                    append(String(decoding: fallback, as: UTF8.self), to: &out, flow: &flow)
                }
            case .link(let index): append(linkURL(index), to: &out, flow: &flow)
            case .flowStart(let prefix, let prefixWidth, let column):
                flow = TextFlow(prefix: Array(constants[prefix]), prefixWidth: prefixWidth, column: column)
            case .word(let range, let width): flow?.word(constants[range], width: width, into: &out)
            case .space: flow?.space(into: &out)
            case .opportunity: flow?.opportunity(into: &out)
            case .lineBreak: flow?.lineBreak(into: &out)
            case .flowEnd(let underline):
                flow?.end(underline: underline, into: &out)
                flow = nil
            }
        }
    }

    private func append(_ value: String, to out: inout [UInt8], flow: inout TextFlow?) {
        if flow != nil {
            flow?.value(value.foldedBytes, into: &out)
        } else {
            append(value, to: &out)
        }
    }
}

/// Puts the pieces of a rendition together, neighbouring constants as one.
struct RenditionBuilder {
    private let escaping: Rendition.Escaping
    private var constants: [UInt8] = []
    private var pieces: [Rendition.Piece] = []
    private var required: Set<Int> = []
    /// Where constant bytes begin that no piece covers yet.
    private var pending = 0

    init(_ escaping: Rendition.Escaping) { self.escaping = escaping }

    /// Source text of ours: the only way for markup to get into HTML.
    mutating func markup(_ literal: StaticString) {
        literal.withUTF8Buffer { constants.append(contentsOf: $0) }
    }

    /// An author's text, escaped where the rendition is HTML.
    mutating func text(_ bytes: some Sequence<UInt8>) {
        switch escaping {
        case .html: for byte in bytes { constants.append(escaped: byte) }
        case .text: constants.append(contentsOf: bytes)
        }
    }

    mutating func field(_ use: FieldUse) {
        close()
        let fallback = use.fallback.map { Array($0.utf8) }
        if fallback == nil { required.insert(use.index) }
        pieces.append(.field(use.index, fallback: fallback))
    }

    mutating func link(_ index: Int) {
        close()
        pieces.append(.link(index))
    }

    mutating func flowStart(prefix: [UInt8], column: Int) {
        close()
        constants += prefix
        pieces.append(.flowStart(prefix: pending..<constants.count, prefixWidth: DisplayWidth.of(prefix), column: column))
        pending = constants.count
    }

    mutating func word(_ bytes: [UInt8]) {
        constants += bytes
        pieces.append(.word(pending..<constants.count, width: DisplayWidth.of(bytes)))
        pending = constants.count
    }

    mutating func flow(_ piece: Rendition.Piece) { pieces.append(piece) }

    mutating func finish(fields: [String]) -> Rendition {
        close()
        return Rendition(
            escaping: escaping, constants: constants, pieces: pieces, fields: fields, required: required.sorted())
    }

    private mutating func close() {
        guard pending < constants.count else { return }
        pieces.append(.constant(pending..<constants.count))
        pending = constants.count
    }
}
