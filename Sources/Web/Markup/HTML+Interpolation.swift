extension HTML {
    /// Collects the bytes of one literal and, in debug builds, follows it with the tokenizer.
    package struct StringInterpolation: StringInterpolationProtocol {
        package typealias StringLiteralType = StaticString

        var bytes: [UInt8] = []
        #if DEBUG
            private var tokenizer = HTMLTokenizer()
            private var lastFile: StaticString = "a literal without interpolation"
            private var lastLine: UInt = 0
        #endif

        package init(literalCapacity: Int, interpolationCount: Int) {
            bytes.reserveCapacity(literalCapacity + interpolationCount * 24)
        }

        package mutating func appendLiteral(_ literal: StaticString) {
            bytes.append(literal)
            #if DEBUG
                literal.withUTF8Buffer { tokenizer.feed($0) }
            #endif
        }

        /// Text, escaped: in element text or in a double-quoted attribute value.
        package mutating func appendInterpolation(_ text: String, file: StaticString = #fileID, line: UInt = #line) {
            check(.text, file, line)
            bytes.append(escaping: text)
        }

        /// Text, escaped.
        package mutating func appendInterpolation(_ text: Substring, file: StaticString = #fileID, line: UInt = #line) {
            check(.text, file, line)
            bytes.append(escaping: String(text))
        }

        /// A whole number without grouping, as attributes need it; for reading, format it first.
        package mutating func appendInterpolation(_ number: Int, file: StaticString = #fileID, line: UInt = #line) {
            check(.text, file, line)
            bytes.append(decimal: number)
        }

        /// A coordinate with at most two decimals and a point, as SVG needs it; for reading, format it first.
        package mutating func appendInterpolation(_ number: Double, file: StaticString = #fileID, line: UInt = #line) {
            check(.text, file, line)
            bytes.append(coordinate: number)
        }

        /// Markup inside markup: in element text only.
        package mutating func appendInterpolation(_ html: HTML, file: StaticString = #fileID, line: UInt = #line) {
            check(.markup, file, line)
            bytes.append(contentsOf: html.bytes)
        }

        /// Markup if there is any.
        package mutating func appendInterpolation(_ html: HTML?, file: StaticString = #fileID, line: UInt = #line) {
            check(.markup, file, line)
            if let html { bytes.append(contentsOf: html.bytes) }
        }

        /// One markup after the other: `\(rows.map { "<tr>…</tr>" })`.
        package mutating func appendInterpolation(_ parts: [HTML], file: StaticString = #fileID, line: UInt = #line) {
            check(.markup, file, line)
            for part in parts { bytes.append(contentsOf: part.bytes) }
        }

        /// `html` where `condition` holds, else nothing; `html` is not made then.
        package mutating func appendInterpolation(
            when condition: Bool, _ html: @autoclosure () -> HTML, file: StaticString = #fileID, line: UInt = #line
        ) {
            check(.markup, file, line)
            if condition { bytes.append(contentsOf: html().bytes) }
        }

        /// A checked address, the only value for `href`, `src`, `action` and `formaction`; elsewhere it reads as text.
        package mutating func appendInterpolation(_ address: Address, file: StaticString = #fileID, line: UInt = #line) {
            check(.address, file, line)
            bytes.append(escaping: address.description)
        }

        /// A whole attribute without value (` checked`), or nothing; between the attributes of a tag.
        package mutating func appendInterpolation(
            attribute name: StaticString, if condition: Bool, file: StaticString = #fileID, line: UInt = #line
        ) {
            check(.attribute(name, isAddress: false), file, line)
            guard condition else { return }
            bytes.append(UInt8(ascii: " "))
            bytes.append(name)
        }

        /// A whole attribute (` rel="next"`), or nothing where `value` is `nil`; between the attributes of a tag.
        package mutating func appendInterpolation(
            attribute name: StaticString, _ value: String?, file: StaticString = #fileID, line: UInt = #line
        ) {
            check(.attribute(name, isAddress: false), file, line)
            guard let value else { return }
            append(name) { $0.append(escaping: value) }
        }

        /// A whole attribute with a number, or nothing where `value` is `nil`.
        package mutating func appendInterpolation(
            attribute name: StaticString, _ value: Int?, file: StaticString = #fileID, line: UInt = #line
        ) {
            check(.attribute(name, isAddress: false), file, line)
            guard let value else { return }
            append(name) { $0.append(decimal: value) }
        }

        /// A whole attribute with an address, or nothing where `address` is `nil`.
        package mutating func appendInterpolation(
            attribute name: StaticString, _ address: Address?, file: StaticString = #fileID, line: UInt = #line
        ) {
            check(.attribute(name, isAddress: true), file, line)
            guard let address else { return }
            append(name) { $0.append(escaping: address.description) }
        }

        /// A document as the value of `srcdoc`, escaped once more for the attribute.
        package mutating func appendInterpolation(srcdoc html: HTML, file: StaticString = #fileID, line: UInt = #line) {
            check(.document, file, line)
            html.bytes.withUnsafeBufferPointer { bytes.append(escaping: $0) }
        }

        private mutating func append(_ name: StaticString, value: (inout [UInt8]) -> Void) {
            bytes.append(UInt8(ascii: " "))
            bytes.append(name)
            bytes.append("=\"")
            value(&bytes)
            bytes.append(UInt8(ascii: "\""))
        }

        private mutating func check(_ value: HTMLTokenizer.Value, _ file: StaticString, _ line: UInt) {
            #if DEBUG
                (lastFile, lastLine) = (file, line)
                if let violation = tokenizer.interpolate(value) {
                    preconditionFailure("HTML: \(violation)", file: file, line: line)
                }
            #endif
        }

        func finish() {
            #if DEBUG
                if let violation = tokenizer.violationAtEnd {
                    let end = String(decoding: bytes.suffix(120), as: UTF8.self)
                    preconditionFailure("HTML: \(violation). The value ends in: …\(end)", file: lastFile, line: lastLine)
                }
            #endif
        }
    }
}

extension [UInt8] {
    mutating func append(coordinate value: Double) {
        guard value.isFinite, abs(value) < 1e12 else {
            append(UInt8(ascii: "0"))
            return
        }
        var hundredths = Int((value * 100).rounded())
        if hundredths < 0 {
            append(UInt8(ascii: "-"))
            hundredths = -hundredths
        }
        append(decimal: hundredths / 100)
        guard hundredths % 100 != 0 else { return }
        append(UInt8(ascii: "."))
        append(UInt8(48 + hundredths / 10 % 10))
        if hundredths % 10 != 0 { append(UInt8(48 + hundredths % 10)) }
    }
}
