package import Kernel
package import Markup

/// Why the catalogue refused a change.
package enum CatalogueError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Nothing was stored; holds at least one problem, in the order of the fields.
    case invalid([CatalogueProblem])
    /// No offering or topic of this slug.
    case unknown(String)
    /// It is not there any more, so nothing can be done with it.
    case retired(Slug)

    package var description: String {
        switch self {
        case .invalid(let problems): problems.map(\.description).joined(separator: "\n")
        case .unknown(let slug): "no offering or topic is called “\(slug)”"
        case .retired(let slug): "“\(slug)” is retired"
        }
    }
}

/// One field that can't stay as it is.
package struct CatalogueProblem: Hashable, Sendable, CustomStringConvertible {
    package enum Kind: Hashable, Sendable {
        case missing
        /// The most characters that the field may have.
        case tooLong(Int)
        /// The most entries that the list may have.
        case tooMany(Int)
        /// There is no text in the offering's default language.
        case missingIn(language: String)
        /// No language tag such as `en`.
        case badLanguage(String)
        case markdown(MarkupProblem)
        /// Not an absolute `https:`, `http:` or `mailto:` address.
        case badAddress(String)
        /// A line break or another control character in a text of one line.
        case controlCharacter
        /// The slug belongs to an offering or topic of this kind already.
        case slugTaken(by: String)
        /// What the key points at is not there.
        case notThere
        case badStars
    }

    /// As in files, with the place in lists and the language: `tagline`, `links[1].url` (from 1), `description.de`.
    package let field: String
    package let kind: Kind

    package init(_ field: String, _ kind: Kind) {
        self.field = field
        self.kind = kind
    }

    /// For commands, in English: the field and what to do.
    package var description: String { "\(field): \(ProblemWords.en.text(kind))" }
}
