package import Audiences
import Kernel
import Storage

extension Term {
    /// `got("launch")`: a delivery of the campaign was accepted, on any channel of any run.
    package static let got = Term(
        "got", arguments: ["the slug of a campaign"],
        check: { arguments, reader in
            let slug = arguments.first ?? ""
            var found: Target?
            try reader.each("SELECT id, name FROM campaign WHERE slug = \(slug)") {
                found = try Target(kind: "campaign", key: $0[0], name: $0[1])
            }
            guard let found else {
                let others: [String] = try reader.values("SELECT slug FROM campaign ORDER BY slug NULLS FIRST LIMIT 1000")
                let alike = others.filter { $0.hasPrefix(slug.prefix(3)) }
                throw Refusal(
                    "no campaign is called “\(slug)”", de: "Keine Kampagne heißt „\(slug)“", suggestions: Array(alike.prefix(3)))
            }
            return found
        },
        sql: { use in "EXISTS (SELECT 1 FROM accepted_delivery g WHERE g.person = p.id AND g.campaign = \(use.target.key))" },
        evaluate: { use, person, reader in
            .truth(try reader.exists("SELECT 1 FROM accepted_delivery WHERE person = \(person) AND campaign = \(use.target.key)"))
        },
        sentence: { use, language, negated in
            switch (language, negated) {
            case ("de", false): "„\(use.target.name)“ bekommen haben"
            case ("de", true): "„\(use.target.name)“ nicht bekommen haben"
            case (_, false): "got “\(use.target.name)”"
            case (_, true): "did not get “\(use.target.name)”"
            }
        },
        choices: { reader in
            try reader.rows(
                "SELECT slug, name FROM campaign WHERE state <> 'draft' ORDER BY changed_at DESC NULLS LAST, slug NULLS FIRST LIMIT 1000",
                as: Choice.self)
        })
}
