/// A text that many mails share but for a few holes: what is the same for all is encoded once, so that a mail costs a copy.
///
/// In quoted-printable each piece after a hole begins on a line of its own, by a soft line break that decoding takes out again
/// (RFC 2045 §6.7 (5)), so that its encoding does not depend on what fills the hole.
package struct TextForm: Sendable {
    /// What one mail puts into the holes: all values one after the other.
    package struct Filling: Sendable {
        /// UTF-8, in which no line ends.
        package var bytes: [UInt8] = []
        fileprivate var ends: [Int] = []

        package init() { bytes.reserveCapacity(1024) }

        /// What was added since the last call is the next hole's.
        package mutating func closeHole() { ends.append(bytes.count) }
    }

    /// A piece's bytes on the line that it begins on, on the one that it ends on, and on the longest of all, without line ends.
    private struct Shape {
        var first = 0
        var last = 0
        var longest = 0
        var isOneLine = true

        init(_ piece: [UInt8]) {
            piece.withUnsafeBytes { bytes in
                var endsLine = false
                for line in LineWalk(bytes) {
                    if isOneLine { first = line.bytes.count }
                    longest = max(longest, line.bytes.count)
                    last = line.bytes.count
                    endsLine = line.end != .none
                    if endsLine { isOneLine = false }
                }
                if endsLine { last = 0 }
            }
        }
    }

    private struct Quoted {
        var bytes: [UInt8] = []
        var column = 0
    }

    private let pieces: [[UInt8]]
    private let shapes: [Shape]
    private let quoted: [Quoted]
    private let isPlain: Bool
    private let heads: [TransferEncoding: [UInt8]]
    private let size: Int
    private let quotedSize: Int

    /// - Parameter pieces: UTF-8 with any line ends; between each two of them is a hole, so one at least. Neither a character nor a line
    ///   end is cut in two. Throws `MailError.notUTF8`.
    package init(_ type: TextPart.Kind, pieces: [[UInt8]]) throws(MailError) {
        precondition(!pieces.isEmpty, "a form has a piece")
        guard pieces.allSatisfy({ $0.isASCII || String(validating: $0, as: UTF8.self) != nil }) else { throw .notUTF8 }
        self.pieces = pieces.map { EncodedPart.normalised($0) }
        shapes = self.pieces.map { Shape($0) }
        isPlain = self.pieces.allSatisfy { piece in piece.withUnsafeBytes { $0.isASCII && !$0.holds(0) } }
        let last = pieces.count - 1
        quoted = self.pieces.enumerated().map { index, piece in
            var quoted = Quoted()
            QuotedPrintable.append(piece[...], to: &quoted.bytes, column: &quoted.column, isLast: index == last)
            return quoted
        }
        size = self.pieces.reduce(0) { $0 + $1.count }
        quotedSize = quoted.reduce(3 * last) { $0 + $1.bytes.count }
        heads = Dictionary(
            uniqueKeysWithValues: TransferEncoding.allCases.map { ($0, TextPart(type, EncodedPart(bytes: [], encoding: $0)).head) })
    }

    package var holes: Int { pieces.count - 1 }

    /// The text of one mail.
    package struct Filled: Sendable {
        fileprivate let form: TextForm
        fileprivate let filling: Filling

        /// In the shortest encoding that carries it unharmed.
        package var part: TextPart { form.part(filling) }
        /// As it is, with CRLF line ends.
        package var text: [UInt8] { form.joined(filling) }
    }

    /// - Parameter filling: a value for each hole.
    package func filled(_ filling: Filling) -> Filled {
        precondition(filling.ends.count == holes, "a value for each hole")
        return Filled(form: self, filling: filling)
    }

    private func part(_ filling: Filling) -> TextPart {
        if isPlain, isPlain(filling) { return part(.sevenBit, joined(filling)) }
        let escapes = filling.bytes.count { $0 >= 0x80 || $0 == UInt8(ascii: "=") }
        let likely = quotedSize + filling.bytes.count + 2 * escapes
        guard likely <= Base64.countInLines(size + filling.bytes.count) else {
            return part(.base64, Base64.encodeInLines(joined(filling)))
        }
        return part(.quotedPrintable, quoted(filling, likely))
    }

    private func part(_ encoding: TransferEncoding, _ bytes: [UInt8]) -> TextPart {
        TextPart(head: heads[encoding] ?? [], body: EncodedPart(bytes: bytes, encoding: encoding))
    }

    /// Whether the text may travel as it is: ASCII without control characters, in lines that are short enough.
    private func isPlain(_ filling: Filling) -> Bool {
        let isPlainText = filling.bytes.withUnsafeBytes { bytes in
            bytes.isASCII && !bytes.holds(0) && !bytes.holds(13) && !bytes.holds(10)
        }
        guard isPlainText else { return false }
        var line = shapes[0].last
        var start = 0
        for (index, end) in filling.ends.enumerated() {
            let shape = shapes[index + 1]
            line += end - start + shape.first
            if line > HeaderWriter.hardLimit { return false }
            if !shape.isOneLine { line = shape.last }
            start = end
        }
        return shapes.allSatisfy { $0.longest <= HeaderWriter.hardLimit }
    }

    private func joined(_ filling: Filling) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(size + filling.bytes.count)
        text += pieces[0]
        var start = 0
        for (index, end) in filling.ends.enumerated() {
            text += filling.bytes[start..<end]
            text += pieces[index + 1]
            start = end
        }
        return text
    }

    private func quoted(_ filling: Filling, _ likely: Int) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(likely + likely / 32)
        text += quoted[0].bytes
        var column = quoted[0].column
        var start = 0
        for (index, end) in filling.ends.enumerated() {
            QuotedPrintable.append(filling.bytes[start..<end], to: &text, column: &column, isLast: false)
            // Also where nothing follows: white space would be lost at the end of a line.
            if column > 0 { QuotedPrintable.breakLine(&text, &column) }
            text += quoted[index + 1].bytes
            column = quoted[index + 1].column
            start = end
        }
        return text
    }
}
