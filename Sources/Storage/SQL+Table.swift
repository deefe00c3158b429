/// Rows of the program's own as a table in a statement, with one parameter however many they are.
extension SQL {
    /// For FROM: a row source with columns `c0`, `c1`, … of the given types, at most six, each `int8` or `text`.
    ///
    ///     "UPDATE t SET state = r.c1 FROM \(SQL.table([.int8, .text], rows)) AS r WHERE t.id = r.c0"
    package static func table(_ types: [SQLType], _ rows: [[SQLValue]]) -> SQL {
        precondition((1...integerColumns.count).contains(types.count), "one to six columns")
        var pieces: [Piece] = [.text("(SELECT ")]
        for (index, type) in types.enumerated() {
            if index > 0 { pieces.append(.text(", ")) }
            switch type {
            case .int8: pieces.append(integerColumns[index])
            case .text: pieces.append(textColumns[index])
            case .float8, .bytea, .bool, .int8List, .textList: preconditionFailure("only int8 and text")
            }
        }
        pieces.append(.dialect(sqlite: " FROM json_each(", postgres: " FROM json_array_elements(("))
        pieces.append(.value(.text(json(rows))))
        pieces.append(.dialect(sqlite: "))", postgres: ")::json))"))
        return SQL(pieces: pieces)
    }

    private static let integerColumns: [Piece] = [
        .dialect(sqlite: "value ->> 0 AS c0", postgres: "(value ->> 0)::int8 AS c0"),
        .dialect(sqlite: "value ->> 1 AS c1", postgres: "(value ->> 1)::int8 AS c1"),
        .dialect(sqlite: "value ->> 2 AS c2", postgres: "(value ->> 2)::int8 AS c2"),
        .dialect(sqlite: "value ->> 3 AS c3", postgres: "(value ->> 3)::int8 AS c3"),
        .dialect(sqlite: "value ->> 4 AS c4", postgres: "(value ->> 4)::int8 AS c4"),
        .dialect(sqlite: "value ->> 5 AS c5", postgres: "(value ->> 5)::int8 AS c5"),
    ]

    private static let textColumns: [Piece] = [
        .text("value ->> 0 AS c0"), .text("value ->> 1 AS c1"), .text("value ->> 2 AS c2"), .text("value ->> 3 AS c3"),
        .text("value ->> 4 AS c4"), .text("value ->> 5 AS c5"),
    ]

    /// RFC 8259. PostgreSQL's text can't hold U+0000, so it becomes U+FFFD.
    private static func json(_ rows: [[SQLValue]]) -> String {
        var bytes: [UInt8] = [UInt8(ascii: "[")]
        for (index, row) in rows.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes.append(UInt8(ascii: "["))
            for (column, value) in row.enumerated() {
                if column > 0 { bytes.append(UInt8(ascii: ",")) }
                switch value {
                case .int8(let number): bytes += String(number).utf8
                case .text(let text): append(text, to: &bytes)
                case .null: bytes += "null".utf8
                case .float8, .bytea, .bool, .int8List, .textList: preconditionFailure("only int8 and text")
                }
            }
            bytes.append(UInt8(ascii: "]"))
        }
        bytes.append(UInt8(ascii: "]"))
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func append(_ text: String, to bytes: inout [UInt8]) {
        let digits = Array("0123456789abcdef".utf8)
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case 0: bytes += "\\ufffd".utf8
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
            case 1..<0x20: bytes += Array("\\u00".utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
