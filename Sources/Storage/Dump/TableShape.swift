/// A table of this schema as the engine describes it.
package struct TableShape: Sendable, Hashable {
    package struct Column: Sendable, Hashable {
        package let name: String
        /// SQLite keeps truth values as numbers, and says so.
        package let type: SQLType
    }

    package let name: String
    package let columns: [Column]
    /// The other tables that its foreign keys lead to.
    let references: Set<String>
}

extension Reader {
    /// The tables of the schema but those of the full-text search, each after those that it refers to.
    /// - Throws: `StorageError.unreadable` when tables refer to each other in a circle, or a column is of a type that Rapport does not use.
    package func tableShapes() throws -> [TableShape] {
        var columns: [String: [TableShape.Column]] = [:]
        try each(SchemaQuery.columns) { row in
            let (table, name, type): (String, String, String) = (try row[0], try row[1], try row[2])
            guard table != SearchIndex.table else { return }
            columns[table, default: []].append(TableShape.Column(name: name, type: try SQLType(declared: type, of: "\(table).\(name)")))
        }
        var references: [String: Set<String>] = [:]
        try each(SchemaQuery.references) { row in
            let (table, target): (String, String) = (try row[0], try row[1])
            if table != target { references[table, default: []].insert(target) }
        }
        var waiting = columns.map { TableShape(name: $0, columns: $1, references: references[$0] ?? []) }.sorted { $0.name < $1.name }
        var ordered: [TableShape] = []
        while !waiting.isEmpty {
            let missing = Set(waiting.map(\.name))
            let ready = waiting.filter { $0.references.isDisjoint(with: missing) }
            guard !ready.isEmpty else {
                throw StorageError.unreadable("the tables \(missing.sorted().joined(separator: ", ")) refer to each other in a circle")
            }
            ordered += ready
            waiting.removeAll { ready.contains($0) }
        }
        return ordered
    }
}

/// What the engines say of their schemas.
private enum SchemaQuery {
    /// Table, column, type, in the order of the columns.
    static let columns = SQL(pieces: [
        .dialect(
            sqlite: """
                SELECT t.name, c.name, c.type FROM pragma_table_list AS t JOIN pragma_table_info(t.name) AS c
                WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT GLOB 'sqlite_*' ORDER BY t.name, c.cid
                """,
            postgres: """
                SELECT c.relname::text, a.attname::text, format_type(a.atttypid, NULL) FROM pg_catalog.pg_class c
                    JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace ORDER BY c.relname, a.attnum
                """)
    ])

    /// Table, and the one that a foreign key of it leads to.
    static let references = SQL(pieces: [
        .dialect(
            sqlite: """
                SELECT DISTINCT t.name, f."table" FROM pragma_table_list AS t JOIN pragma_foreign_key_list(t.name) AS f
                WHERE t.schema = 'main' AND t.type = 'table'
                """,
            postgres: """
                SELECT DISTINCT c.relname::text, r.relname::text FROM pg_catalog.pg_constraint k
                    JOIN pg_catalog.pg_class c ON c.oid = k.conrelid JOIN pg_catalog.pg_class r ON r.oid = k.confrelid
                WHERE k.contype = 'f' AND c.relnamespace = current_schema()::regnamespace
                """)
    ])

    /// Kind (`view` or `table`) and name of everything that a migration made.
    static let all = SQL(pieces: [
        .dialect(
            sqlite: """
                SELECT CASE type WHEN 'view' THEN 'view' ELSE 'table' END, name FROM pragma_table_list
                WHERE schema = 'main' AND type IN ('table', 'view', 'virtual') AND name NOT GLOB 'sqlite_*' ORDER BY type DESC, name
                """,
            postgres: """
                SELECT CASE c.relkind WHEN 'v' THEN 'view' ELSE 'table' END, c.relname::text FROM pg_catalog.pg_class c
                WHERE c.relkind IN ('r', 'v') AND c.relnamespace = current_schema()::regnamespace ORDER BY c.relkind DESC, c.relname
                """)
    ])
}

extension Transaction {
    /// Takes away every table and view of the schema. On SQLite foreign keys must not be enforced meanwhile.
    func dropEverything() throws {
        var names: [(kind: String, name: String)] = []
        try each(SchemaQuery.all) { names.append((kind: try $0[0], name: try $0[1])) }
        // Views first, since tables they read can't go before them.
        for (kind, name) in names.filter({ $0.kind == "view" }) + names.filter({ $0.kind == "table" }) {
            try connection.script("DROP \(kind.uppercased()) IF EXISTS \(name.quotedName)\(engine == .postgres ? " CASCADE" : "")")
        }
    }
}

extension String {
    /// As a name in a statement.
    var quotedName: String { "\"" + replacing("\"", with: "\"\"") + "\"" }
}

extension SQLType {
    fileprivate init(declared: String, of column: String) throws {
        switch declared {
        case "INTEGER", "bigint": self = .int8
        case "TEXT", "text": self = .text
        case "REAL", "double precision": self = .float8
        case "BLOB", "bytea": self = .bytea
        case "boolean": self = .bool
        default: throw StorageError.unreadable("\(column) is of the type \(declared), which Rapport does not use")
        }
    }
}
