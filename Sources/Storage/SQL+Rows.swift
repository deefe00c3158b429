/// The row in a statement that is run for many rows.
package struct EachRow {
    /// The value of a column.
    package subscript(_ column: Int) -> SQL { SQL(pieces: [.column(column)]) }

    /// Belongs where an UPDATE has its FROM.
    package let source = SQL(pieces: [.source])
}

extension Transaction {
    /// Runs an UPDATE for each of `rows`: on SQLite one prepared statement for row after row, on PostgreSQL one for all of them at once.
    ///
    ///     try transaction.update([.int8, .text], rows) { "UPDATE t SET name = \($0[1])\($0.source) WHERE t.id = \($0[0])" }
    ///
    /// - Parameter types: of the columns, each `int8` or `text`.
    /// - Returns: how many rows of the database were changed.
    @discardableResult
    package func update(_ types: [SQLType], _ rows: [[SQLValue]], _ statement: (EachRow) -> SQL) throws -> Int {
        guard !rows.isEmpty else { return 0 }
        let sql = statement(EachRow())
        switch engine {
        case .postgres: return try connection.execute(Statement(sql, types, rows))
        case .sqlite:
            let template = RowTemplate(sql)
            return try connection.execute(template.text, rows.map { template.parameters(of: $0) })
        }
    }
}

/// A statement for SQLite that is run again and again with the values of other rows.
private struct RowTemplate {
    private enum Parameter {
        case value(SQLValue)
        case column(Int)
    }

    let text: String
    private let parameters: [Parameter]

    init(_ sql: SQL) {
        var writer = StatementWriter(.sqlite)
        var columns: [Int: Int] = [:]
        for piece in sql.pieces {
            switch piece {
            case .source: break
            case .column(let column):
                columns[writer.parameters.count] = column
                writer.append(SQLValue.int8(0))
            default: writer.append(piece)
            }
        }
        text = writer.text
        parameters = writer.parameters.enumerated().map { index, value in columns[index].map { .column($0) } ?? .value(value) }
    }

    func parameters(of row: [SQLValue]) -> [SQLValue] {
        parameters.map {
            switch $0 {
            case .value(let value): value
            case .column(let column): row[column]
            }
        }
    }
}

extension Statement {
    /// What `Transaction.update` runs for one row on SQLite and for all on PostgreSQL, for tests of plans.
    package init(updating types: [SQLType], _ rows: [[SQLValue]], for engine: Engine, _ statement: (EachRow) -> SQL) {
        let sql = statement(EachRow())
        switch engine {
        case .postgres: self.init(sql, types, rows)
        case .sqlite:
            let template = RowTemplate(sql)
            self.init(text: template.text, parameters: template.parameters(of: rows.first ?? []))
        }
    }
}

extension Statement {
    /// For PostgreSQL, with an array per column.
    fileprivate init(_ sql: SQL, _ types: [SQLType], _ rows: [[SQLValue]]) {
        var writer = StatementWriter(.postgres)
        for piece in sql.pieces {
            switch piece {
            case .column(let column): writer.append(Self.names[column])
            case .source:
                writer.append(" FROM unnest(")
                for (column, type) in types.enumerated() {
                    if column > 0 { writer.append(", ") }
                    writer.append(.text(SQL.array(rows.lazy.map { $0[column] })))
                    writer.append(type == .int8 ? "::text::int8[]" : "::text::text[]")
                }
                writer.append(") AS r (")
                for column in types.indices {
                    if column > 0 { writer.append(", ") }
                    writer.append(Self.plainNames[column])
                }
                writer.append(")")
            default: writer.append(piece)
            }
        }
        self.init(text: writer.text, parameters: writer.parameters)
    }

    private static let names: [StaticString] = ["r.c0", "r.c1", "r.c2", "r.c3", "r.c4", "r.c5", "r.c6", "r.c7", "r.c8", "r.c9"]
    private static let plainNames: [StaticString] = ["c0", "c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8", "c9"]
}

extension SQL {
    /// An array as PostgreSQL reads it (manual, "Array Input and Output Syntax"). Its text can't hold U+0000, so that becomes U+FFFD.
    fileprivate static func array(_ values: some Sequence<SQLValue>) -> String {
        var bytes: [UInt8] = [UInt8(ascii: "{")]
        for value in values {
            if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
            switch value {
            case .int8(let number): bytes += String(number).utf8
            case .null: bytes += "NULL".utf8
            case .text(let text):
                bytes.append(UInt8(ascii: "\""))
                for byte in text.utf8 {
                    switch byte {
                    case 0: bytes += "\u{fffd}".utf8
                    case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
                    default: bytes.append(byte)
                    }
                }
                bytes.append(UInt8(ascii: "\""))
            case .float8, .bytea, .bool, .int8List, .textList: preconditionFailure("only int8 and text")
            }
        }
        bytes.append(UInt8(ascii: "}"))
        return String(decoding: bytes, as: UTF8.self)
    }
}
