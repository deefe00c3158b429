/// A rendition piece by piece, for whoever makes many mails of it and puts together once what is the same in all.
extension Rendition {
    package enum Part: Sendable {
        case bytes([UInt8])
        /// The value of the field of this index, else the fallback.
        case field(Int, fallback: String?)
        /// The URL of the link of this index.
        case link(Int)
        /// Lines that are filled anew for each, since there are fields in them.
        case lines(Lines)
    }

    /// A text of fields, words and links that is filled into lines.
    package struct Lines: Sendable {
        fileprivate let pieces: Range<Int>
        /// How many columns each link takes.
        fileprivate let linkWidths: [Int]
    }

    /// - Parameter linkWidths: how many columns the URL of each link takes, which is the same in all mails.
    package func parts(linkWidths: [Int]) -> [Part] {
        var parts: [Part] = []
        var index = 0
        while index < pieces.count {
            switch pieces[index] {
            case .constant(let range): parts.append(.bytes(Array(constants[range])))
            case .field(let field, let fallback):
                parts.append(.field(field, fallback: fallback.map { String(decoding: $0, as: UTF8.self) }))
            case .link(let link): parts.append(.link(link))
            case .flowStart:
                var (end, hasFields) = (index, false)
                flow: while end < pieces.count {
                    switch pieces[end] {
                    case .field: hasFields = true
                    case .flowEnd: break flow
                    default: break
                    }
                    end += 1
                }
                let lines = Lines(pieces: index..<(end + 1), linkWidths: linkWidths)
                if hasFields { parts.append(.lines(lines)) } else { parts += filled(lines) }
                index = end
            case .word, .space, .opportunity, .lineBreak, .flowEnd: break
            }
            index += 1
        }
        return parts
    }

    /// Lines without fields.
    private func filled(_ lines: Lines) -> [Part] {
        // No text holds 0xFF, so that the links can be found in the lines that they were filled into.
        var bytes: [UInt8] = []
        append(lines, values: [], to: &bytes) { index, out in
            out.append(0xFF)
            for shift in [18, 12, 6, 0] { out.append(0x80 | UInt8(index >> shift & 0x3F)) }
        }
        var parts: [Part] = []
        for (number, rest) in bytes.split(separator: 0xFF, omittingEmptySubsequences: false).enumerated() {
            var rest = rest
            if number > 0 {
                parts.append(.link(rest.prefix(4).reduce(0) { $0 << 6 | Int($1 & 0x3F) }))
                rest = rest.dropFirst(4)
            }
            if !rest.isEmpty { parts.append(.bytes(Array(rest))) }
        }
        return parts
    }

    /// Appends lines, each with a line feed at its end.
    /// - Parameters:
    ///   - values: one per name in the template's `fields`.
    ///   - link: appends the URL of the link of an index, in as many columns as were given for it.
    package func append(_ lines: Lines, values: [String?], to out: inout [UInt8], link: (Int, inout [UInt8]) -> Void) {
        guard case .flowStart(let prefix, let prefixWidth, let column) = pieces[lines.pieces.lowerBound] else { return }
        var flow = TextFlow(prefix: Array(constants[prefix]), prefixWidth: prefixWidth, column: column)
        constants.withUnsafeBufferPointer { constants in
            pieces.withUnsafeBufferPointer { pieces in
                for index in lines.pieces.dropFirst() {
                    switch pieces[index] {
                    case .word(let range, let width):
                        flow.word(UnsafeBufferPointer(rebasing: constants[range]), width: width, into: &out)
                    case .space: flow.space(into: &out)
                    case .opportunity: flow.opportunity(into: &out)
                    case .lineBreak: flow.lineBreak(into: &out)
                    case .field(let index, let fallback):
                        if let value = values[index], !value.isBlank {
                            flow.value(value.foldedBytes, into: &out)
                        } else if let fallback {
                            flow.value(foldedText(fallback), into: &out)
                        }
                    case .link(let index):
                        link(index, &out)
                        flow.word([], width: lines.linkWidths[index], into: &out)
                    case .flowEnd(let underline): flow.end(underline: underline, into: &out)
                    case .constant, .flowStart: break
                    }
                }
            }
        }
    }

    /// Throws where a field without a fallback has no value.
    package func check(_ values: [String?]) throws(MissingFields) {
        for index in required where values[index]?.isBlank ?? true { throw MissingFields(names: missing(in: values)) }
    }

    /// Appends the value of a field, or its fallback, or a URL, folded to one line and escaped as this rendition needs it.
    package func append(_ value: String?, fallback: String? = nil, to out: inout [UInt8]) {
        if let value, !value.isBlank {
            append(folded: value, to: &out)
        } else if let fallback {
            append(folded: fallback, to: &out)
        }
    }

    func missing(in values: [String?]) -> [String] {
        required.filter { values[$0]?.isBlank ?? true }.map { fields[$0] }
    }

    private func append(folded value: String, to out: inout [UInt8]) {
        var copy = value
        copy.withUTF8 { bytes in
            switch escaping {
            case .html: fold(bytes) { out.append(escaped: $0) }
            case .text: fold(bytes) { out.append($0) }
            }
        }
    }

    /// The columns that a text takes on a line of plain text.
    package static func columns(of text: [UInt8]) -> Int { DisplayWidth.of(text) }
}
