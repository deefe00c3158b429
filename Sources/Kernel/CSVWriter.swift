/// Writes comma-separated values (RFC 4180) in UTF-8 with CRLF line ends, into bytes that the caller takes as it goes.
package struct CSVWriter {
    private let separator: UInt8
    private let guardsFormulas: Bool
    private var bytes: [UInt8] = []

    /// - Parameter guardsFormulas: puts an apostrophe before a text that a spreadsheet would run as a formula (it starts with `=`, `+`, `-`, `@`,
    ///   tab or carriage return and is no number), for files that people open.
    package init(separator: UInt8 = UInt8(ascii: ","), guardsFormulas: Bool = false) {
        self.separator = separator
        self.guardsFormulas = guardsFormulas
    }

    /// How many bytes wait to be taken.
    package var count: Int { bytes.count }

    package mutating func row(_ fields: [String]) {
        for (index, field) in fields.enumerated() {
            if index > 0 { bytes.append(separator) }
            // A row of one empty field would otherwise be an empty line, which readers pass over.
            append(field, quoting: fields.count == 1 && field.isEmpty)
        }
        bytes += [UInt8(ascii: "\r"), UInt8(ascii: "\n")]
    }

    /// What was written since the last call.
    package mutating func take() -> [UInt8] {
        defer { bytes.removeAll(keepingCapacity: true) }
        return bytes
    }

    private mutating func append(_ field: String, quoting: Bool) {
        let guarded = guardsFormulas && Self.looksLikeFormula(field)
        var quoting = quoting
        for byte in field.utf8
        where byte == separator || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
            quoting = true
        }
        if quoting { bytes.append(UInt8(ascii: "\"")) }
        if guarded { bytes.append(UInt8(ascii: "'")) }
        for byte in field.utf8 {
            if byte == UInt8(ascii: "\"") { bytes.append(byte) }
            bytes.append(byte)
        }
        if quoting { bytes.append(UInt8(ascii: "\"")) }
    }

    private static func looksLikeFormula(_ field: String) -> Bool {
        switch field.utf8.first {
        case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), UInt8(ascii: "\t"), UInt8(ascii: "\r"):
            Double(field) == nil
        default: false
        }
    }
}
