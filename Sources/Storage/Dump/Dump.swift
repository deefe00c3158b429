import Kernel

/// All rows of the database in a form that both engines read: each table as its name, its columns and its rows.
extension Reader {
    /// Calls `table` with each table and then `row` with each of its rows, as they come, out of one snapshot. Tables follow those that they
    /// refer to. The full-text search is the table `search` of the words that rooms put in.
    package func dump(
        table: (_ name: String, _ columns: [String]) throws -> Void, row: (_ values: [SQLValue]) throws -> Void
    ) throws {
        for shape in try tableShapes() where shape.name != "migration" {
            try table(shape.name, shape.columns.map(\.name))
            let columns = shape.columns.map(\.name.quotedName).joined(separator: ", ")
            try connection.stream(Statement(text: "SELECT \(columns) FROM \(shape.name.quotedName)", parameters: [])) { found in
                try row(shape.columns.enumerated().map { try found.value($0.offset, $0.element.type) })
            }
        }
        try table(SearchIndex.table, SearchIndex.dumpColumns)
        try stream(SearchIndex.dump) { found in
            try row([found.value(0, .int8), found.value(1, .text), found.value(2, .text)])
        }
    }

    /// Whether anything is stored beyond what migrations and servers put in by themselves.
    package func isEmpty() throws -> Bool {
        let own: Set = ["migration", "node", "staging_lease", "delivery_lease", "installation", "directory_state"]
        for shape in try tableShapes() where !own.contains(shape.name) {
            var found = false
            try connection.query(Statement(text: "SELECT 1 FROM \(shape.name.quotedName) LIMIT 1", parameters: [])) { _ in found = true }
            if found { return false }
        }
        return true
    }
}

extension Row {
    fileprivate func value(_ column: Int, _ type: SQLType) throws -> SQLValue {
        switch type {
        case .int8: try source.int8(column).sqlValue
        case .text: try source.text(column).sqlValue
        case .float8: try source.float8(column).sqlValue
        case .bytea: try source.bytea(column).sqlValue
        case .bool: try source.bool(column).sqlValue
        case .int8List, .textList: throw unreadable(column, "it is a list")
        }
    }
}

/// Where a dump is loaded: the transaction that replaces the database.
package struct DumpLoader {
    let transaction: Transaction
    let shapes: [String: TableShape]

    /// Replaces what migrations put into a table by the rows of a dump. `rows` calls its argument once per row with one value per column.
    /// - Throws: `StorageError.unreadable` when this version has no such table or column, or a value does not fit.
    package func load(_ table: String, columns: [String], _ rows: ((_ row: [SQLValue]) throws -> Void) throws -> Void) throws {
        if table == SearchIndex.table { return try loadSearch(columns, rows) }
        guard let shape = shapes[table] else { throw StorageError.unreadable("this version has no table \(table)") }
        let types = try columns.map { name in
            guard let column = shape.columns.first(where: { $0.name == name }) else {
                throw StorageError.unreadable("this version has no column \(table).\(name)")
            }
            return column.type
        }
        try transaction.connection.script("DELETE FROM \(table.quotedName)")
        _ = try transaction.connection.load(table.quotedName, columns: columns.map(\.quotedName)) { add in
            try withoutActuallyEscaping(add) { add in
                try rows { row in
                    guard row.count == types.count else { throw StorageError.unreadable("a row of \(table) has \(row.count) values") }
                    try add(zip(row, types).map { value, type in try value.fitted(to: type, table) })
                }
            }
        }
    }

    private func loadSearch(_ columns: [String], _ rows: ((_ row: [SQLValue]) throws -> Void) throws -> Void) throws {
        guard columns == SearchIndex.dumpColumns else { throw StorageError.unreadable("the columns of \(SearchIndex.table) are others") }
        try rows { row in
            guard row.count == 3, case (.int8(let subject), .text(let kind), .text(let words)) = (row[0], row[1], row[2]) else {
                throw StorageError.unreadable("a row of \(SearchIndex.table) is none")
            }
            try transaction.run(SearchIndex.insertion(subject, kind: kind, words: words))
        }
    }
}

extension Database {
    /// Replaces everything in the database, schema included, by a dump, in one transaction: until it is stored, and when it fails, everything
    /// is as before.
    /// - Parameters:
    ///   - migrations: those of this version.
    ///   - applied: the ids of those that the dump was made with, which all must be among them; the others are applied after loading.
    ///   - load: loads every table.
    ///   - finally: the last word in the same transaction.
    package func replaceAll(
        migrations: [Migration], applied: Set<String>, load: @escaping @Sendable (DumpLoader) throws -> Void,
        finally: @escaping @Sendable (Transaction) throws -> Void
    ) async throws {
        let unknown = applied.subtracting(migrations.map(\.id))
        guard unknown.isEmpty else { throw StorageError.newerSchema(unknown: unknown.sorted()) }
        try await driver.maintain { [engine, clock, lease] connection in
            let transaction = Transaction(connection, engine: engine, lease: lease, now: clock.now())
            if engine == .sqlite { try connection.script("PRAGMA foreign_keys = OFF") }
            defer { if engine == .sqlite { try? connection.script("PRAGMA foreign_keys = ON") } }
            // A server that still works would be waited for without end.
            try connection.script(engine == .sqlite ? "BEGIN IMMEDIATE" : "BEGIN; SET LOCAL lock_timeout = '10s'")
            do {
                try transaction.dropEverything()
                try Self.apply(migrations.filter { applied.contains($0.id) }, to: connection, engine, at: clock.now())
                let shapes = Dictionary(uniqueKeysWithValues: try transaction.tableShapes().map { ($0.name, $0) })
                try load(DumpLoader(transaction: transaction, shapes: shapes))
                try Self.apply(migrations, to: connection, engine, at: clock.now())
                if engine == .sqlite {
                    var broken: String?
                    try connection.query(Statement(text: "SELECT \"table\" FROM pragma_foreign_key_check LIMIT 1", parameters: [])) {
                        broken = try $0[0]
                    }
                    if let broken { throw StorageError.constraint(.foreignKey, name: broken) }
                }
                try finally(transaction)
                try connection.script("COMMIT")
            } catch {
                try? connection.script("ROLLBACK")
                throw error
            }
            for action in transaction.finish() { action() }
            if engine == .postgres { try connection.script("ANALYZE") }
        }
    }
}

extension SQLValue {
    /// The same value in a column of `type`: truth values are numbers on SQLite.
    fileprivate func fitted(to type: SQLType, _ table: String) throws -> SQLValue {
        switch (self, type) {
        case (.null, _): return .null(type)
        case (.int8, .int8), (.text, .text), (.float8, .float8), (.bytea, .bytea), (.bool, .bool): return self
        case (.int8(let number), .bool) where number == 0 || number == 1: return .bool(number == 1)
        case (.bool(let truth), .int8): return .int8(truth ? 1 : 0)
        case (.int8(let number), .float8): return .float8(Double(number))
        default: throw StorageError.unreadable("a value of \(table) is of another type")
        }
    }
}
