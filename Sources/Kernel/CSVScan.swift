/// Reads one row out of a buffer: the part of `CSVReader` that knows the format, without any input.
struct CSVScan {
    let bytes: UnsafeBufferPointer<UInt8>
    let start: Int
    /// Whether nothing comes after `bytes`.
    let atEnd: Bool
    let line: Int
    let separator: UInt8
    let limits: CSVReader.Limits

    enum Outcome {
        /// The row is longer than the buffer.
        case incomplete
        case end
        /// An empty line; `next` is where the line after it starts.
        case blank(next: Int)
        case row(CSVRow, next: Int, lines: Int)
        /// `next` is behind a line feed, or at the end of the buffer when the line goes on.
        case malformed(CSVProblem, next: Int)
    }

    private static let quote = UInt8(ascii: "\"")
    private static let feed = UInt8(ascii: "\n")
    private static let carriage = UInt8(ascii: "\r")

    func row() -> Outcome {
        guard start < bytes.count else { return atEnd ? .end : .incomplete }
        var content: [UInt8] = []
        content.reserveCapacity(min(256, bytes.count - start))
        var ends: [Int] = []
        ends.reserveCapacity(16)
        var feeds = 0
        var at = start
        while true {
            let opening = at
            if at < bytes.count, bytes[at] == Self.quote {
                let feedsBefore = feeds
                switch quoted(&at, into: &content, &feeds) {
                case .closed: break
                case .incomplete: return incomplete(field: ends.count + 1, opening)
                case .unclosed: return malformed(.unclosedQuote, at: opening, field: ends.count + 1, opening)
                }
                if at < bytes.count, bytes[at] != separator, bytes[at] != Self.feed, bytes[at] != Self.carriage {
                    // The quote that closed this field in a later line most likely opens another one there.
                    if feeds > feedsBefore { return malformed(.unclosedQuote, at: opening, field: ends.count + 1, opening) }
                    return malformed(.textAfterQuote, at: at, field: ends.count + 1, opening)
                }
            } else {
                while at < bytes.count, bytes[at] != separator, bytes[at] != Self.feed, bytes[at] != Self.carriage, bytes[at] != Self.quote
                {
                    at += 1
                }
                content.append(contentsOf: bytes[opening..<at])
            }
            if content.count - (ends.last ?? 0) > limits.field {
                return malformed(.longField(limit: limits.field), at: opening, field: ends.count + 1, opening)
            }
            ends.append(content.count)
            guard at < bytes.count else {
                return atEnd ? complete(content, ends, end: at, next: at, lines: feeds + 1) : incomplete(field: ends.count, opening)
            }
            switch bytes[at] {
            case separator: at += 1
            case Self.feed: return complete(content, ends, end: at, next: at + 1, lines: feeds + 1)
            case Self.carriage:
                if at + 1 == bytes.count {
                    return atEnd ? complete(content, ends, end: at, next: at + 1, lines: feeds + 1) : incomplete(field: ends.count, opening)
                }
                guard bytes[at + 1] == Self.feed else { return malformed(.carriageReturn, at: at, field: ends.count, opening) }
                return complete(content, ends, end: at, next: at + 2, lines: feeds + 1)
            default: return malformed(.quoteInField, at: at, field: ends.count, opening)
            }
        }
    }

    private enum Quoted { case closed, unclosed, incomplete }

    /// Reads a quoted field; `at` then stands behind the closing quote.
    private func quoted(_ at: inout Int, into content: inout [UInt8], _ feeds: inout Int) -> Quoted {
        at += 1
        while true {
            let run = at
            while at < bytes.count, bytes[at] != Self.quote {
                if bytes[at] == Self.feed { feeds += 1 }
                at += 1
            }
            content.append(contentsOf: bytes[run..<at])
            if at == bytes.count { return atEnd ? .unclosed : .incomplete }
            at += 1
            if at == bytes.count, !atEnd { return .incomplete }
            guard at < bytes.count, bytes[at] == Self.quote else { return .closed }
            content.append(Self.quote)
            at += 1
        }
    }

    private func incomplete(field: Int, _ opening: Int) -> Outcome {
        if bytes.count - opening > 2 * limits.field + 2 {
            return malformed(.longField(limit: limits.field), at: opening, field: field, opening)
        }
        if bytes.count - start > limits.row { return malformed(.longRow(limit: limits.row), at: opening, field: field, opening) }
        return .incomplete
    }

    private func complete(_ content: [UInt8], _ ends: [Int], end: Int, next: Int, lines: Int) -> Outcome {
        if end == start { return .blank(next: next) }
        if end - start > limits.row { return malformed(.longRow(limit: limits.row), at: start, field: 1, start) }
        // One pass for the usual row, in which every byte is ASCII and none is NUL.
        var unusual = false
        for byte in UnsafeBufferPointer(rebasing: bytes[start..<end]) where byte &- 1 >= 0x7F { unusual = true }
        if unusual, let (place, reason) = invalid(end) {
            let (field, opening) = fieldAround(place)
            return malformed(reason, at: place, field: field, opening)
        }
        return .row(CSVRow(line: line, bytes: content, ends: ends), next: next, lines: lines)
    }

    /// The first byte that starts no character of UTF-8 (RFC 3629 §4) or is NUL.
    private func invalid(_ end: Int) -> (Int, CSVProblem.Reason)? {
        var at = start
        while at < end {
            let first = bytes[at]
            if first < 0x80 {
                if first == 0 { return (at, .nul) }
                at += 1
                continue
            }
            let count: Int
            var second: ClosedRange<UInt8> = 0x80...0xBF
            switch first {
            case 0xC2...0xDF: count = 2
            case 0xE0...0xEF:
                count = 3
                if first == 0xE0 { second = 0xA0...0xBF } else if first == 0xED { second = 0x80...0x9F }
            case 0xF0...0xF4:
                count = 4
                if first == 0xF0 { second = 0x90...0xBF } else if first == 0xF4 { second = 0x80...0x8F }
            default: return (at, .invalidUTF8)
            }
            guard at + count <= end, second.contains(bytes[at + 1]), (2..<count).allSatisfy({ bytes[at + $0] & 0xC0 == 0x80 }) else {
                return (at, .invalidUTF8)
            }
            at += count
        }
        return nil
    }

    /// The number of the field that holds `place`, from 1, and where it opens.
    private func fieldAround(_ place: Int) -> (Int, Int) {
        var field = 1
        var opening = start
        var inQuotes = false
        for at in start..<place {
            if bytes[at] == Self.quote {
                inQuotes.toggle()
            } else if bytes[at] == separator, !inQuotes {
                field += 1
                opening = at + 1
            }
        }
        return (field, opening)
    }

    /// A row that ends with the line in which its bad field opens.
    private func malformed(_ reason: CSVProblem.Reason, at place: Int, field: Int, _ opening: Int) -> Outcome {
        var next = opening
        while next < bytes.count, bytes[next] != Self.feed { next += 1 }
        if next < bytes.count { next += 1 }
        var placeLine = line
        var column = 1
        for byte in bytes[start..<place] {
            if byte == Self.feed {
                placeLine += 1
                column = 1
            } else if byte & 0xC0 != 0x80 {
                column += 1
            }
        }
        return .malformed(CSVProblem(row: line, line: placeLine, column: column, field: field, reason: reason), next: next)
    }
}
