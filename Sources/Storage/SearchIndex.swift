import Foundation

/// Full-text search over whatever rooms put in: FTS5 on SQLite, a GIN index over `tsvector` on PostgreSQL. Both get words that this
/// file folds (lower case, no accents), so that they find the same.
enum SearchIndex {
    static let schema = SQL(pieces: [
        .dialect(
            sqlite: "CREATE VIRTUAL TABLE search USING fts5(kind UNINDEXED, body, tokenize = 'unicode61 remove_diacritics 0')",
            postgres: """
                CREATE TABLE search (subject int8 PRIMARY KEY, kind text COLLATE "C" NOT NULL, body tsvector NOT NULL);
                CREATE INDEX search_body ON search USING gin (body)
                """)
    ])

    static let table = "search"
    static let dumpColumns = ["subject", "kind", "words"]

    /// Subject, kind and the words in their order, as far as the engine keeps it.
    static let dump = SQL(pieces: [
        .dialect(
            sqlite: "SELECT rowid, kind, body FROM search",
            postgres: """
                SELECT s.subject, s.kind, (
                    SELECT coalesce(string_agg(w.lexeme, ' ' ORDER BY w.position), '')
                    FROM (SELECT u.lexeme, unnest(u.positions) AS position FROM unnest(s.body) AS u) AS w)
                FROM search s
                """)
    ])

    /// - Parameter words: folded, with spaces between them.
    static func insertion(_ subject: Int64, kind: String, words: String) -> SQL {
        SQL(pieces: [
            .dialect(
                sqlite: "INSERT INTO search (rowid, kind, body) VALUES (", postgres: "INSERT INTO search (subject, kind, body) VALUES ("
            ),
            .value(.int8(subject)), .text(", "), .value(.text(kind)), .text(", "),
            .dialect(sqlite: "(", postgres: "to_tsvector('simple', "), .value(.text(words)), .text("))"),
        ])
    }

    /// At most this many words of a text count, and at most 16 of a query.
    static let wordLimit = 20_000

    static func words(_ text: String, limit: Int) -> [String] {
        let folded = text.folding(options: [.caseInsensitive, .diacriticInsensitive, .widthInsensitive], locale: nil).lowercased()
        var words: [String] = []
        var word = String.UnicodeScalarView()
        for scalar in folded.unicodeScalars {
            if scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
                if word.count < 64 { word.append(scalar) }
            } else if !word.isEmpty {
                words.append(String(word))
                word = String.UnicodeScalarView()
                if words.count == limit { return words }
            }
        }
        if !word.isEmpty { words.append(String(word)) }
        return words
    }
}

extension Transaction {
    /// Makes the words of `text` lead to `subject`, a key of `kind`, in place of what led there before.
    package func index(_ subject: Int64, kind: String, text: String) throws {
        try unindex(subject)
        let words = SearchIndex.words(text, limit: SearchIndex.wordLimit).joined(separator: " ")
        try run(SearchIndex.insertion(subject, kind: kind, words: words))
    }

    package func unindex(_ subject: Int64) throws {
        try run(
            SQL(pieces: [
                .dialect(sqlite: "DELETE FROM search WHERE rowid = ", postgres: "DELETE FROM search WHERE subject = "),
                .value(.int8(subject)),
            ]))
    }
}

extension Reader {
    /// The keys of `kind` that hold all words of `query`, each as the beginning of a word, best first.
    package func search(_ query: String, kind: String, limit: Int = 50) throws -> [Int64] {
        let words = SearchIndex.words(query, limit: 16)
        guard !words.isEmpty else { return [] }
        switch engine {
        case .sqlite:
            let match = words.map { "\"\($0)\"*" }.joined(separator: " AND ")
            return try values("SELECT rowid FROM search WHERE search MATCH \(match) AND kind = \(kind) ORDER BY rank, rowid LIMIT \(limit)")
        case .postgres:
            let match = words.map { "\($0):*" }.joined(separator: " & ")
            return try values(
                """
                SELECT subject FROM search WHERE body @@ to_tsquery('simple', \(match)) AND kind = \(kind)
                ORDER BY ts_rank(body, to_tsquery('simple', \(match))) DESC, subject LIMIT \(limit)
                """)
        }
    }
}
