/// Reads comma-separated values (RFC 4180) as a stream of bytes: UTF-8 with or without byte order mark, comma, semicolon or tab, line ends
/// CRLF or LF, quoted fields that may hold separators, quotes (`""`) and line ends. Empty lines are passed over.
///
/// A malformed row costs the line in which its bad field starts and no more: reading goes on at the next line.
package final class CSVReader {
    /// What one row may be, in bytes as written; a longer one is malformed, so that memory stays bounded.
    package struct Limits: Sendable {
        package var field: Int
        package var row: Int
        package init(field: Int = 64 << 10, row: Int = 1 << 20) {
            self.field = field
            self.row = row
        }
    }

    /// Fills the beginning of the buffer; 0 at the end of the input.
    package typealias Source = (_ into: UnsafeMutableRawBufferPointer) throws -> Int

    private let source: Source
    private let limits: Limits
    private static let chunk = 128 << 10
    private var buffer: [UInt8] = []
    /// Where the next row starts in `buffer`.
    private var start = 0
    /// The number of the line at `start`, from 1.
    private var line = 1
    private var atEnd = false
    /// Set while the rest of a line that is longer than the buffer may be is passed over.
    private var skipping = false
    private var separator: UInt8?

    package init(limits: Limits = Limits(), source: @escaping Source) {
        self.limits = limits
        self.source = source
    }

    /// Reads bytes that are in memory.
    package convenience init(_ bytes: [UInt8], limits: Limits = Limits()) {
        var rest = bytes[...]
        self.init(limits: limits) { target in
            let count = min(target.count, rest.count)
            target.copyBytes(from: rest.prefix(count))
            rest.removeFirst(count)
            return count
        }
    }

    /// The separator of the file, known after `header()`: comma, semicolon or tab.
    package var delimiter: UInt8? { separator }

    /// Reads the first row that is not empty and takes its separator for the file's: the one it holds most often outside quotes, or a comma
    /// when it holds none.
    /// - Throws: `CSVProblem` when there is no row, when the separator can't be told, or when the header is malformed.
    package func header() throws -> CSVRow {
        while buffer.count < 3, !atEnd { try fill() }
        if buffer.starts(with: [0xFF, 0xFE]) || buffer.starts(with: [0xFE, 0xFF]) {
            throw CSVProblem(row: 1, line: 1, column: 1, field: 1, reason: .utf16)
        }
        if buffer.starts(with: [0xEF, 0xBB, 0xBF]) { start = 3 }
        separator = try detectSeparator()
        guard let header = try next() else { throw CSVProblem(row: 1, line: 1, column: 1, field: 1, reason: .empty) }
        return try header.get()
    }

    /// The next row, or what is wrong with it; `nil` at the end. Call `header()` first.
    /// - Throws: what the source throws.
    package func next() throws -> Result<CSVRow, CSVProblem>? {
        let separator = separator ?? UInt8(ascii: ",")
        while true {
            if skipping { try skipLine() }
            let scan = buffer.withUnsafeBufferPointer {
                CSVScan(bytes: $0, start: start, atEnd: atEnd, line: line, separator: separator, limits: limits).row()
            }
            switch scan {
            case .incomplete: try fill()
            case .end: return nil
            case .blank(let next):
                start = next
                line += 1
            case .row(let row, let next, let lines):
                start = next
                line += lines
                return .success(row)
            case .malformed(let problem, let next):
                line += buffer[start..<next].count { $0 == UInt8(ascii: "\n") }
                skipping = buffer[next - 1] != UInt8(ascii: "\n")
                start = next
                return .failure(problem)
            }
        }
    }

    /// Adds the next chunk to the buffer, behind what is not yet used of it.
    private func fill() throws {
        guard !atEnd else { return }
        if start > 0 {
            buffer.removeSubrange(..<start)
            start = 0
        }
        let kept = buffer.count
        buffer.append(contentsOf: repeatElement(0, count: Self.chunk))
        let added = try buffer.withUnsafeMutableBytes { try source(UnsafeMutableRawBufferPointer(rebasing: $0[kept...])) }
        buffer.removeSubrange((kept + added)...)
        atEnd = added == 0
    }

    private func skipLine() throws {
        while true {
            if let end = buffer[start...].firstIndex(of: UInt8(ascii: "\n")) {
                start = end + 1
                line += 1
                break
            }
            start = buffer.count
            if atEnd { break }
            try fill()
        }
        skipping = false
    }

    private func detectSeparator() throws -> UInt8 {
        var counts: [UInt8: Int] = [:]
        var quoted = false
        var seen = 0
        scanning: while true {
            while start + seen < buffer.count {
                let byte = buffer[start + seen]
                seen += 1
                switch byte {
                case UInt8(ascii: "\""): quoted.toggle()
                case UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t"): if !quoted { counts[byte, default: 0] += 1 }
                case UInt8(ascii: "\r"): break
                case UInt8(ascii: "\n"):
                    let content = buffer[start..<(start + seen)].contains { $0 != UInt8(ascii: "\r") && $0 != UInt8(ascii: "\n") }
                    if !quoted, content { break scanning }
                default: break
                }
            }
            if atEnd || seen > limits.row { break }
            try fill()
        }
        let most = counts.values.max() ?? 0
        let candidates = counts.filter { $0.value == most }.keys
        guard candidates.count <= 1 else {
            throw CSVProblem(row: line, line: line, column: 1, field: 1, reason: .unknownSeparator)
        }
        return candidates.first ?? UInt8(ascii: ",")
    }
}

/// One row: the fields as they are meant, without quotes around them.
package struct CSVRow: Sendable {
    /// The number of the line in which the row starts, from 1.
    package let line: Int
    let bytes: [UInt8]
    let ends: [Int]

    package static let empty = CSVRow(line: 0, bytes: [], ends: [])

    package var count: Int { ends.count }

    /// The bytes of a field, valid UTF-8 without NUL.
    package subscript(_ field: Int) -> ArraySlice<UInt8> { bytes[(field == 0 ? 0 : ends[field - 1])..<ends[field]] }

    package func text(_ field: Int) -> String { String(decoding: self[field], as: UTF8.self) }

    package var texts: [String] { (0..<count).map(text) }
}

/// Why a row could not be read, and where.
package struct CSVProblem: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Reason: Hashable, Sendable {
        case empty, utf16, unknownSeparator
        case unclosedQuote, textAfterQuote, quoteInField, carriageReturn, invalidUTF8, nul
        case longField(limit: Int), longRow(limit: Int)
    }

    /// The number of the line in which the row starts, from 1.
    package let row: Int
    /// The line and, in characters, the column of the place, both from 1.
    package let line: Int
    package let column: Int
    /// The number of the field within the row, from 1.
    package let field: Int
    package let reason: Reason

    package var description: String { "line \(line), character \(column): \(explanation)" }

    /// What is wrong and what to do about it.
    package var explanation: String {
        switch reason {
        case .empty: "the file is empty: a header row is needed"
        case .utf16: "the file is UTF-16: save it as UTF-8"
        case .unknownSeparator: "the separator can't be told: the header holds as many of one as of another among comma, semicolon and tab"
        case .unclosedQuote: "the quote opened here is not closed"
        case .textAfterQuote: "text after a closing quote (a quote inside a quoted field is written twice)"
        case .quoteInField: "a quote inside a field that does not start with one (quote the whole field and write its quotes twice)"
        case .carriageReturn: "a carriage return without a line feed (lines end with LF or CRLF)"
        case .invalidUTF8: "not UTF-8"
        case .nul: "a NUL character"
        case .longField(let limit): "a field of more than \(limit) bytes"
        case .longRow(let limit): "a row of more than \(limit) bytes"
        }
    }
}
