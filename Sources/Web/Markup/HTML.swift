/// Markup as UTF-8 bytes, written as a literal with interpolated values.
///
/// The literals are `StaticString`, so that only source text can be markup. `\(string)` becomes escaped text, `\(html)` is nested as it
/// is, and what may stand in `href`, `src`, `action` and `formaction` has a type of its own, `Address`. Debug and test builds follow
/// each literal with `HTMLTokenizer` and stop, with file and line, at an interpolation where its value could become markup or code, and at
/// a value that leaves a tag open.
package struct HTML: Sendable, ExpressibleByStringInterpolation {
    /// The UTF-8 bytes as they go to the browser.
    package private(set) var bytes: [UInt8]

    /// Nothing.
    package static let empty = HTML(bytes: [])

    private init(bytes: [UInt8]) { self.bytes = bytes }

    package init(stringLiteral literal: StaticString) {
        var interpolation = StringInterpolation(literalCapacity: literal.utf8CodeUnitCount, interpolationCount: 0)
        interpolation.appendLiteral(literal)
        self.init(stringInterpolation: interpolation)
    }

    package init(stringInterpolation: StringInterpolation) {
        stringInterpolation.finish()
        bytes = stringInterpolation.bytes
    }

    /// Markup that another trusted maker wrote, such as the Markdown renderer, which lets no raw HTML through. The caller answers for it.
    package init(trusted bytes: some Sequence<UInt8>) { self.bytes = Array(bytes) }

    /// `text`, escaped.
    package init(text: String) {
        bytes = []
        bytes.append(escaping: text)
    }

    /// The markup as a string, for tests and for mail.
    package var string: String { String(decoding: bytes, as: UTF8.self) }

    /// Whether there is nothing in it.
    package var isEmpty: Bool { bytes.isEmpty }

    /// One part after the other, with `separator` between them.
    package static func joined(_ parts: some Sequence<HTML>, separator: HTML = .empty) -> HTML {
        var bytes: [UInt8] = []
        var isFirst = true
        for part in parts {
            if !isFirst { bytes.append(contentsOf: separator.bytes) }
            isFirst = false
            bytes.append(contentsOf: part.bytes)
        }
        return HTML(bytes: bytes)
    }

    package static func + (left: HTML, right: HTML) -> HTML { HTML(bytes: left.bytes + right.bytes) }
}

extension [UInt8] {
    /// Appends `text` with `& < > " '` as references: safe in element text and in a double-quoted attribute value.
    mutating func append(escaping text: String) {
        var text = text
        text.withUTF8 { append(escaping: $0) }
    }

    mutating func append(escaping bytes: UnsafeBufferPointer<UInt8>) {
        var start = 0
        for index in bytes.indices {
            let reference: StaticString
            switch bytes[index] {
            case UInt8(ascii: "&"): reference = "&amp;"
            case UInt8(ascii: "<"): reference = "&lt;"
            case UInt8(ascii: ">"): reference = "&gt;"
            case UInt8(ascii: "\""): reference = "&quot;"
            case UInt8(ascii: "'"): reference = "&#39;"
            // A NUL is dropped or replaced by parsers, depending on the place; nobody means one.
            case 0: reference = "\u{FFFD}"
            default: continue
            }
            append(contentsOf: bytes[start..<index])
            append(reference)
            start = index + 1
        }
        append(contentsOf: bytes[start...])
    }

    mutating func append(_ literal: StaticString) {
        literal.withUTF8Buffer { append(contentsOf: $0) }
    }

    mutating func append(decimal value: Int) {
        if (0...9).contains(value) {
            append(UInt8(48 + value))
        } else {
            append(contentsOf: String(value).utf8)
        }
    }
}
