package import Audiences
import Kernel
import Storage
import Web

extension Term {
    /// `stage("crm") < try`: how far somebody has come with an offering; `unaware` includes everyone who never touched it.
    package static let stage = Term(
        "stage", arguments: ["the slug of an offering"], kind: .stage,
        check: { arguments, reader in
            guard let slug = arguments.first else {
                throw Refusal("stage needs the slug of an offering", de: "stage braucht den Kurznamen eines Angebots")
            }
            if let offering = try reader.first(
                """
                SELECT o.id, t.name FROM offering o JOIN offering_text t ON t.offering = o.id AND t.language = o.language WHERE o.slug = \(slug)
                """, as: Named.self)
            {
                return Target(kind: "offering", key: offering.key, name: offering.name)
            }
            let slugs = try reader.values("SELECT slug FROM offering ORDER BY slug NULLS FIRST", as: String.self)
            throw Refusal(
                "no offering is called “\(slug)”", de: "Kein Angebot heißt „\(slug)“",
                suggestions: Suggestions.best(for: slug, among: slugs))
        },
        sql: { use in
            guard let comparison = use.comparison, let stage = use.stage else { return "\(false)" }
            let found: SQL = "COALESCE((SELECT st.stage FROM stage st WHERE st.offering = \(use.target.key) AND st.person = p.id), 0)"
            return "(\(found)\(comparison.between)\(stage))"
        },
        evaluate: { use, person, reader in
            let stage: Stage? = try reader.value("SELECT stage FROM stage WHERE offering = \(use.target.key) AND person = \(person)")
            return .stage(stage ?? .unaware)
        },
        sentence: { use, language, negated in
            let words = HourglassWords.in(Language(tag: language) ?? .en)
            guard let comparison = use.comparison, let stage = use.stage else { return use.target.name }
            return words.term(negated ? comparison.negated : comparison, words.stage(stage), use.target.name)
        },
        choices: { reader in
            try reader.rows(
                """
                SELECT o.slug, t.name FROM offering o JOIN offering_text t ON t.offering = o.id AND t.language = o.language
                ORDER BY o.slug NULLS FIRST LIMIT 1000
                """, as: Choice.self)
        })

    private struct Named: Rowed {
        let key: Int64
        let name: String

        init(row: Row) throws {
            key = try row[0]
            name = try row[1]
        }
    }
}

extension Comparison {
    fileprivate var negated: Comparison {
        switch self {
        case .equal: .notEqual
        case .notEqual: .equal
        case .less: .greaterOrEqual
        case .lessOrEqual: .greater
        case .greater: .lessOrEqual
        case .greaterOrEqual: .less
        }
    }

    fileprivate var between: SQL {
        switch self {
        case .equal: " = "
        case .notEqual: " <> "
        case .less: " < "
        case .lessOrEqual: " <= "
        case .greater: " > "
        case .greaterOrEqual: " >= "
        }
    }
}
