/// A text that many mails share but for a few holes: what is the same for all is encoded once, so that a mail costs a copy.
///
/// What has as many bytes in every mail, such as the token of a link, is written over its place in the copy. In quoted-printable each piece
/// after a hole begins on a line of its own, by a soft line break that decoding takes out again (RFC 2045 §6.7 (5)), so that its encoding
/// does not depend on what fills the hole.
package struct TextForm: Sendable {
    package enum Piece: Sendable {
        /// UTF-8 with any line ends. Neither a character nor a line end is cut in two.
        case bytes([UInt8])
        /// These of the mail's own bytes, which are letters and digits.
        case own(Range<Int>)
        /// What the mail's filling has next.
        case hole
    }

    /// What one mail puts into the holes: all values one after the other.
    package struct Filling: Sendable {
        /// UTF-8, in which a line feed ends a line.
        package var bytes: [UInt8] = []
        fileprivate var ends: [Int] = []

        package init(reservingCapacity capacity: Int = 0, holes: Int = 0) {
            bytes.reserveCapacity(capacity)
            ends.reserveCapacity(holes)
        }

        /// What was added since the last call is the next hole's.
        package mutating func closeHole() { ends.append(bytes.count) }
    }

    /// What stands between two holes, in `text` and in `quoted`.
    private struct Run {
        var text = StampedBytes.Span()
        var quoted = StampedBytes.Span()
        /// Where its encoding ends on its line.
        var column = 0
        /// Its bytes on the line that it begins on, and on the one that it ends on, without line ends.
        var (first, last) = (0, 0)
        var isOneLine = true
    }

    let kind: TextPart.Kind
    private var text = StampedBytes()
    private var quoted = StampedBytes()
    private var runs: [Run] = []
    /// Whether the pieces may travel as they are, whatever fills the holes; that has to be seen.
    private var isPlain = true
    private let heads: [[UInt8]]

    /// Throws `MailError.notUTF8`.
    package init(_ kind: TextPart.Kind, pieces: [Piece]) throws(MailError) {
        for case .bytes(let bytes) in pieces {
            guard bytes.isASCII || String(validating: bytes, as: UTF8.self) != nil else { throw .notUTF8 }
        }
        self.init(kind, checked: pieces)
    }

    init(_ kind: TextPart.Kind, checked pieces: [Piece]) {
        self.kind = kind
        heads = TransferEncoding.allCases.map {
            Array("Content-Type: \(kind.rawValue); charset=utf-8\r\nContent-Transfer-Encoding: \($0.rawValue)\r\n\r\n".utf8)
        }
        var whole: [[Piece]] = [[]]
        for piece in pieces {
            switch piece {
            case .hole: whole.append([])
            case .own: whole[whole.count - 1].append(piece)
            case .bytes(let bytes):
                guard !bytes.isEmpty else { continue }
                if case .bytes(let before)? = whole[whole.count - 1].last {
                    whole[whole.count - 1][whole[whole.count - 1].count - 1] = .bytes(before + bytes)
                } else {
                    whole[whole.count - 1].append(piece)
                }
            }
        }
        for (index, pieces) in whole.enumerated() { add(pieces, isFirst: index == 0, isLast: index == whole.count - 1) }
    }

    private mutating func add(_ pieces: [Piece], isFirst: Bool, isLast: Bool) {
        var run = Run()
        text.begin(&run.text)
        quoted.begin(&run.quoted)
        for (index, piece) in pieces.enumerated() {
            switch piece {
            case .hole: break
            case .bytes(let bytes):
                let lines = normalised(bytes)
                text.bytes += lines
                QuotedPrintable.append(lines, to: &quoted.bytes, column: &run.column, isLast: isLast && index == pieces.count - 1)
            case .own(let own):
                let letters = [UInt8](repeating: UInt8(ascii: "a"), count: own.count)
                let start = quoted.bytes.count
                text.stamp(letters, own)
                QuotedPrintable.append(letters, to: &quoted.bytes, column: &run.column, isLast: false)
                quoted.stamp(lettersFrom: start, own)
            }
        }
        text.end(&run.text)
        quoted.end(&run.quoted)
        measure(&run)
        let bytes = text.bytes[run.text.bytes]
        // What a value could make a boundary's `=_` of.
        let isOpen = !isLast && bytes.last == UInt8(ascii: "=") || !isFirst && bytes.first == UInt8(ascii: "_")
        if isOpen || !bytes.withUnsafeBytes({ $0.isASCII && !$0.holds(0) && !$0.holdsBoundaryStart }) { isPlain = false }
        runs.append(run)
    }

    private mutating func measure(_ run: inout Run) {
        var endsLine = false
        text.bytes[run.text.bytes].withUnsafeBytes { bytes in
            for line in LineWalk(bytes) {
                if run.isOneLine { run.first = line.bytes.count }
                if line.bytes.count > HeaderWriter.hardLimit { isPlain = false }
                run.last = line.bytes.count
                endsLine = line.end != .none
                if endsLine { run.isOneLine = false }
            }
        }
        if endsLine { run.last = 0 }
    }

    package var holes: Int { runs.count - 1 }

    /// How a filled text travels.
    struct Plan {
        let encoding: TransferEncoding
        /// Whether all values stand for themselves in quoted-printable, as far as lines are short enough.
        var isSimple = false
        /// Bytes that it takes, about, with its head.
        let likelySize: Int
    }

    /// The shortest encoding that carries the text unharmed.
    func plan(_ filling: Filling) -> Plan {
        precondition(filling.ends.count == holes, "a value for each hole")
        let size = text.bytes.count + filling.bytes.count
        if isPlain, isPlain(filling) { return Plan(encoding: .sevenBit, likelySize: size + 160) }
        var escapes = 0
        filling.bytes.withUnsafeBufferPointer { bytes in
            for byte in bytes { escapes &+= byte &- 0x20 < 0x5F && byte != UInt8(ascii: "=") || byte == 10 ? 0 : 1 }
        }
        let likely = quoted.bytes.count + filling.bytes.count + 2 * escapes + 3 * holes
        let base64 = Base64.countInLines(size)
        guard likely <= base64 else { return Plan(encoding: .base64, likelySize: base64 + 160) }
        return Plan(encoding: .quotedPrintable, isSimple: escapes == 0, likelySize: likely + likely / 32 + 160)
    }

    /// Appends the part's head, an empty line and the text.
    /// - Parameter own: the mail's own bytes.
    func append(_ filling: Filling, _ plan: Plan, own: [UInt8], to mail: inout [UInt8]) {
        switch plan.encoding {
        case .sevenBit:
            mail += heads[0]
            join(filling, own: own, to: &mail)
        case .quotedPrintable:
            mail += heads[1]
            quote(filling, own: own, isSimple: plan.isSimple, to: &mail)
        case .base64:
            mail += heads[2]
            Base64.appendInLines(joined(filling, own: own), to: &mail)
        }
    }

    /// The text of one mail as it is, with CRLF line ends.
    package func joined(_ filling: Filling, own: [UInt8]) -> [UInt8] {
        precondition(filling.ends.count == holes, "a value for each hole")
        var text: [UInt8] = []
        text.reserveCapacity(self.text.bytes.count + filling.bytes.count + filling.bytes.count / 16)
        join(filling, own: own, to: &text)
        return text
    }

    /// Whether the values may travel as they are: ASCII without control characters, in lines that are short enough, and without what a
    /// boundary begins with (`Boundary`).
    private func isPlain(_ filling: Filling) -> Bool {
        filling.bytes.withUnsafeBytes { bytes in
            guard bytes.isASCII, !bytes.holds(0), !bytes.holds(13), !bytes.holdsBoundaryStart else { return false }
            var lineFeed = bytes.firstIndex(of: 10, from: 0, to: bytes.count) ?? bytes.count
            var line = runs[0].last
            var start = 0
            for (index, end) in filling.ends.enumerated() {
                while lineFeed < end {
                    if line + lineFeed - start > HeaderWriter.hardLimit { return false }
                    line = 0
                    start = lineFeed + 1
                    lineFeed = bytes.firstIndex(of: 10, from: start, to: bytes.count) ?? bytes.count
                }
                let run = runs[index + 1]
                line += end - start + run.first
                if line > HeaderWriter.hardLimit { return false }
                if !run.isOneLine { line = run.last }
                start = end
            }
            return true
        }
    }

    private func join(_ filling: Filling, own: [UInt8], to mail: inout [UInt8]) {
        text.append(runs[0].text, own: own, to: &mail)
        guard holes > 0 else { return }
        filling.bytes.withUnsafeBytes { bytes in
            var start = 0
            for (index, end) in filling.ends.enumerated() {
                while let lineFeed = bytes.firstIndex(of: 10, from: start, to: end) {
                    mail.append(contentsOf: bytes[start..<lineFeed])
                    mail.append(13)
                    mail.append(10)
                    start = lineFeed + 1
                }
                mail.append(contentsOf: bytes[start..<end])
                text.append(runs[index + 1].text, own: own, to: &mail)
                start = end
            }
        }
    }

    private func quote(_ filling: Filling, own: [UInt8], isSimple: Bool, to mail: inout [UInt8]) {
        quoted.append(runs[0].quoted, own: own, to: &mail)
        guard holes > 0 else { return }
        var column = runs[0].column
        filling.bytes.withUnsafeBytes { bytes in
            var start = 0
            for (index, end) in filling.ends.enumerated() {
                while let lineFeed = bytes.firstIndex(of: 10, from: start, to: end) {
                    // White space before the hole would be lost at the end of a line, too.
                    if lineFeed == start, column > 0 { QuotedPrintable.breakLine(&mail, &column) }
                    let line = UnsafeRawBufferPointer(rebasing: bytes[start..<lineFeed])
                    QuotedPrintable.append(line, to: &mail, column: &column, isLast: true, isSimple: isSimple)
                    mail.append(13)
                    mail.append(10)
                    column = 0
                    start = lineFeed + 1
                }
                let rest = UnsafeRawBufferPointer(rebasing: bytes[start..<end])
                QuotedPrintable.append(rest, to: &mail, column: &column, isLast: false, isSimple: isSimple)
                // Also where nothing follows: white space would be lost at the end of a line.
                if column > 0 { QuotedPrintable.breakLine(&mail, &column) }
                quoted.append(runs[index + 1].quoted, own: own, to: &mail)
                column = runs[index + 1].column
                start = end
            }
        }
    }

    /// With CRLF for every line end.
    private func normalised(_ text: [UInt8]) -> [UInt8] {
        var lines: [UInt8] = []
        lines.reserveCapacity(text.count + text.count / 32)
        var previous: UInt8 = 0
        for byte in text {
            switch byte {
            case 13:
                lines.append(13)
                lines.append(10)
            case 10:
                if previous != 13 {
                    lines.append(13)
                    lines.append(10)
                }
            default: lines.append(byte)
            }
            previous = byte
        }
        return lines
    }
}
