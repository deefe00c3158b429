package import Kernel

/// A statement, or a part of one, written by string interpolation: its literals are source text, and whatever is interpolated becomes
/// a bound parameter, never text of the statement.
///
///     let sql: SQL = "SELECT id, name FROM person WHERE department = \(department) AND id IN \(list: keys)"
///
/// One text serves both engines. What they say differently has a name here (`list`, `skipLocked`) or in `Storage`.
package struct SQL: Sendable, ExpressibleByStringInterpolation {
    enum Piece: Sendable {
        case text(StaticString)
        case value(SQLValue)
        case dialect(sqlite: StaticString, postgres: StaticString)
        /// The right side of `IN`.
        case list(SQLValue)
        /// A comparison with one of many.
        case among(SQLValue)
        /// A value of the row that the statement is run for.
        case column(Int)
        /// Where these values come from.
        case source
    }

    var pieces: [Piece]

    init(pieces: [Piece]) { self.pieces = pieces }

    package init(stringLiteral: StaticString) { pieces = [.text(stringLiteral)] }

    package init(stringInterpolation: StringInterpolation) { pieces = stringInterpolation.pieces }

    package struct StringInterpolation: StringInterpolationProtocol {
        var pieces: [Piece] = []

        package init(literalCapacity: Int, interpolationCount: Int) { pieces.reserveCapacity(2 * interpolationCount + 1) }

        package mutating func appendLiteral(_ literal: StaticString) {
            if literal.utf8CodeUnitCount > 0 { pieces.append(.text(literal)) }
        }

        package mutating func appendInterpolation(_ value: some SQLConvertible) { pieces.append(.value(value.sqlValue)) }

        package mutating func appendInterpolation<Value: SQLConvertible>(_ value: Value?) { pieces.append(.value(value.sqlValue)) }

        package mutating func appendInterpolation(value: SQLValue) { pieces.append(.value(value)) }

        package mutating func appendInterpolation(_ sql: SQL) { pieces += sql.pieces }

        /// The right side of `IN`: any number of keys or numbers (`id IN \(list: keys)`).
        package mutating func appendInterpolation(list values: some Sequence<Int64>) {
            pieces.append(.list(.int8List(Array(values))))
        }

        package mutating func appendInterpolation<Entity>(list keys: some Sequence<Key<Entity>>) {
            appendInterpolation(list: keys.map { $0.raw })
        }

        /// Says that what stands before is one of these (`id \(among: keys)`) and leads to each of them by a key: PostgreSQL takes the
        /// sub-query of `list` for fewer rows than it brings, and may read a whole table instead.
        package mutating func appendInterpolation<Entity>(among keys: some Sequence<Key<Entity>>) {
            pieces.append(.among(.int8List(keys.map { $0.raw })))
        }

        /// The right side of `IN`: any number of texts.
        package mutating func appendInterpolation(list values: some Sequence<String>) {
            pieces.append(.list(.textList(Array(values))))
        }
    }

    package static func + (left: SQL, right: SQL) -> SQL { SQL(pieces: left.pieces + right.pieces) }

    package static let empty = SQL(pieces: [])
    package var isEmpty: Bool { pieces.isEmpty }
}

extension Collection<SQL> {
    /// The parts one after the other with `separator` between them.
    package func joined(separator: SQL) -> SQL {
        var pieces: [SQL.Piece] = []
        for (index, part) in enumerated() {
            if index > 0 { pieces += separator.pieces }
            pieces += part.pieces
        }
        return SQL(pieces: pieces)
    }
}

extension SQL {
    /// Column types of migrations; text compares by bytes on both engines.
    package static let int8 = SQL(pieces: [.dialect(sqlite: "INTEGER", postgres: "int8")])
    package static let text = SQL(pieces: [.dialect(sqlite: "TEXT", postgres: "text COLLATE \"C\"")])
    package static let float8 = SQL(pieces: [.dialect(sqlite: "REAL", postgres: "float8")])
    package static let bytea = SQL(pieces: [.dialect(sqlite: "BLOB", postgres: "bytea")])
    package static let bool = SQL(pieces: [.dialect(sqlite: "INTEGER", postgres: "bool")])

    /// Ends a `CREATE TABLE (…)`: SQLite then refuses values of the wrong type, as PostgreSQL always does.
    package static let strict = SQL(pieces: [.dialect(sqlite: " STRICT", postgres: "")])
    /// `strict` for a table that is read by a primary key of several columns.
    package static let strictByKey = SQL(pieces: [.dialect(sqlite: " STRICT, WITHOUT ROWID", postgres: "")])

    /// Ends a SELECT of rows to work on: rows that another process has claimed are passed over. SQLite has one writer at a time.
    package static let skipLocked = SQL(pieces: [.dialect(sqlite: "", postgres: " FOR UPDATE SKIP LOCKED")])

    /// Ends a SELECT of rows that this transaction goes on to change: others that want to change them wait until it is done.
    package static let locked = SQL(pieces: [.dialect(sqlite: "", postgres: " FOR UPDATE")])

    /// Ends a SELECT of rows on which this transaction relies: who wants to change them waits until it is done, who relies on them too
    /// does not.
    package static let shared = SQL(pieces: [.dialect(sqlite: "", postgres: " FOR SHARE")])

    /// Makes a temporary table that goes with the connection's transaction or session.
    package static let temporary = SQL(pieces: [.dialect(sqlite: "TEMP", postgres: "TEMP")])

    /// The smaller and the larger of two values (NULLs left out of account by neither engine alike: pass none).
    package static func least(_ left: SQL, _ right: SQL) -> SQL {
        SQL(pieces: [.dialect(sqlite: "min(", postgres: "least(")] + left.pieces + [.text(", ")] + right.pieces + [.text(")")])
    }
    package static func greatest(_ left: SQL, _ right: SQL) -> SQL {
        SQL(pieces: [.dialect(sqlite: "max(", postgres: "greatest(")] + left.pieces + [.text(", ")] + right.pieces + [.text(")")])
    }

    /// Whether `text` contains `part`, byte for byte (LIKE would take `%` and `_` of users for patterns).
    package static func contains(_ text: SQL, _ part: String) -> SQL {
        SQL(
            pieces: [.dialect(sqlite: "(instr(", postgres: "(strpos(")] + text.pieces + [.text(", ")] + [.value(.text(part))]
                + [.text(") > 0)")])
    }

    /// Whether `text` starts with `part`, byte for byte.
    package static func starts(_ text: SQL, _ part: String) -> SQL {
        SQL(
            pieces: [.dialect(sqlite: "(substr(", postgres: "(substr(")] + text.pieces
                + [
                    .text(", 1, "), .value(.int8(Int64(part.unicodeScalars.count))), .dialect(sqlite: ")", postgres: "::int4)"),
                    .text(" = "),
                ]
                + [.value(.text(part)), .text(")")])
    }

    /// A statement of a migration that PostgreSQL alone needs.
    package static func onPostgres(_ statement: StaticString) -> SQL { SQL(pieces: [.dialect(sqlite: "", postgres: statement)]) }

    /// The named sub-query is computed once and not merged into what uses it.
    package static let materialized = SQL(pieces: [.text("MATERIALIZED")])
}

/// A statement as one engine takes it: text with `?` or `$1` and the parameters in their order.
package struct Statement: Sendable {
    package let text: String
    package let parameters: [SQLValue]

    package init(text: String, parameters: [SQLValue]) {
        self.text = text
        self.parameters = parameters
    }

    package init(_ sql: SQL, for engine: Engine) {
        var writer = StatementWriter(engine)
        for piece in sql.pieces { writer.append(piece) }
        text = writer.text
        parameters = writer.parameters
    }
}

/// Writes pieces as the text that one engine takes.
struct StatementWriter {
    private let engine: Engine
    private var bytes: [UInt8] = []
    private(set) var parameters: [SQLValue] = []

    init(_ engine: Engine) { self.engine = engine }

    var text: String { String(decoding: bytes, as: UTF8.self) }

    mutating func append(_ literal: StaticString) { literal.withUTF8Buffer { bytes += $0 } }

    mutating func append(_ value: SQLValue) {
        parameters.append(value)
        switch engine {
        case .sqlite: bytes.append(UInt8(ascii: "?"))
        case .postgres:
            bytes.append(UInt8(ascii: "$"))
            bytes += String(parameters.count).utf8
        }
    }

    mutating func append(_ piece: SQL.Piece) {
        switch piece {
        case .text(let literal): append(literal)
        case .dialect(let sqlite, let postgres): append(engine == .sqlite ? sqlite : postgres)
        case .value(let value): append(value)
        case .list(let list): append(list: list)
        case .among(let list):
            switch engine {
            case .sqlite:
                append("IN ")
                append(list: list)
            case .postgres:
                append("= ANY (")
                append(list)
                append(")")
            }
        case .column, .source: preconditionFailure("only in a statement that is run for rows")
        }
    }

    private mutating func append(list: SQLValue) {
        switch engine {
        case .sqlite:
            guard let values = list.few else {
                append("(SELECT value FROM json_each(")
                append(list)
                return append("))")
            }
            append("(")
            for (index, value) in values.enumerated() {
                if index > 0 { append(", ") }
                append(value)
            }
            append(")")
        case .postgres:
            append("(SELECT unnest(")
            append(list)
            append("))")
        }
    }
}

extension SQLValue {
    /// The values of a short list, the last one as often as it takes for lists of many lengths to share few prepared statements. They
    /// cost SQLite less than a list that it has to parse.
    fileprivate var few: [SQLValue]? {
        let values: [SQLValue]
        switch self {
        case .int8List(let numbers) where numbers.count <= 32: values = numbers.map { .int8($0) }
        case .textList(let texts) where texts.count <= 32: values = texts.map { .text($0) }
        default: return nil
        }
        guard let last = values.last else { return nil }
        var count = 1
        while count < values.count { count *= 2 }
        return values + Array(repeating: last, count: count - values.count)
    }
}

/// The two databases that Rapport runs on.
package enum Engine: String, Sendable, CaseIterable, CustomStringConvertible {
    case sqlite, postgres
    package var description: String { self == .sqlite ? "SQLite" : "PostgreSQL" }
}

extension SQL {
    /// One row when the database has an index of that name.
    package static func index(named name: String) -> SQL {
        SQL(pieces: [
            .dialect(
                sqlite: "SELECT 1 FROM sqlite_master WHERE type = 'index' AND name = ",
                postgres: "SELECT 1::int8 FROM pg_catalog.pg_indexes WHERE schemaname = current_schema() AND indexname = "),
            .value(.text(name)),
        ])
    }
}

extension SQL {
    /// Whether `text` ends with `part`, byte for byte.
    package static func ends(_ text: SQL, _ part: String) -> SQL {
        let count = Int64(part.unicodeScalars.count)
        return SQL(
            pieces: [.dialect(sqlite: "(substr(", postgres: "(right(")] + text.pieces
                + [
                    .dialect(sqlite: ", -", postgres: ", "), .value(.int8(count)), .dialect(sqlite: ")", postgres: "::int4)"), .text(" = "),
                    .value(.text(part)), .text(")"),
                ])
    }
}
