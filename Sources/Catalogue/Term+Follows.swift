package import Audiences
import Kernel
import Storage

extension Term {
    /// `follows("slug")`: whether somebody follows the offering or topic of this slug.
    package static let follows = Term(
        "follows", arguments: ["the slug of an offering or topic"],
        check: { arguments, reader in
            guard let text = arguments.first, let slug = Slug(text) else { throw unknown(arguments.first ?? "", reader) }
            if let offering = try reader.offering(slug) {
                return Target(kind: "offering", key: offering.key.raw, name: offering.name.inDefault)
            }
            if let topic = try reader.topic(slug) { return Target(kind: "topic", key: topic.key.raw, name: topic.name.inDefault) }
            throw unknown(text, reader)
        },
        sql: { use in
            "EXISTS (SELECT 1 FROM follow f WHERE f.kind = \(use.target.kind) AND f.subject = \(use.target.key) AND f.person = p.id)"
        },
        evaluate: { use, person, reader in
            .truth(
                try reader.exists(
                    "SELECT 1 FROM follow f WHERE f.kind = \(use.target.kind) AND f.subject = \(use.target.key) AND f.person = \(person)"))
        },
        sentence: { use, language, negated in
            switch (language, negated) {
            case ("de", false): "\(use.target.name) folgen"
            case ("de", true): "\(use.target.name) nicht folgen"
            case (_, false): "follow \(use.target.name)"
            case (_, true): "do not follow \(use.target.name)"
            }
        },
        choices: { reader in
            try reader.values("SELECT slug FROM catalogue_slug ORDER BY slug NULLS FIRST LIMIT 1000", as: String.self).map {
                Choice($0, $0)
            }
        })

    private static func unknown(_ text: String, _ reader: Reader) -> any Error {
        do {
            let slugs = try reader.values("SELECT slug FROM catalogue_slug ORDER BY slug NULLS FIRST", as: String.self)
            return Refusal(
                "no offering or topic is called “\(text)”", de: "Kein Angebot und kein Thema heißt „\(text)“",
                suggestions: Suggestions.best(for: text, among: slugs))
        } catch { return error }
    }
}
