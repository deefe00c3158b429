import Kernel
import Markup
import Storage
import Web

/// How much a text may hold, in characters.
package enum CatalogueLimits {
    package static let name = 120
    package static let tagline = 160
    package static let scene = 2000
    package static let description = 50_000
    package static let need = 300
    package static let needs = 12
    package static let label = 80
    package static let links = 8
    package static let topics = 12
    package static let news = 5000
    package static let review = 4000
    package static let languages = 24
}

/// Collects what is wrong with a draft.
struct CatalogueCheck {
    private(set) var problems: [CatalogueProblem] = []

    mutating func add(_ field: String, _ kind: CatalogueProblem.Kind) { problems.append(CatalogueProblem(field, kind)) }

    func finish() throws(CatalogueError) {
        if !problems.isEmpty { throw .invalid(problems) }
    }

    /// A text of one line.
    mutating func line(_ field: String, _ texts: Texts, limit: Int, language: String? = nil) {
        check(field, texts, limit: limit, language: language) { check, field, text in
            if text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F || $0.value == 0x2028 || $0.value == 0x2029 }) {
                check.add(field, .controlCharacter)
            }
        }
    }

    mutating func markdown(_ field: String, _ texts: Texts?, limit: Int, language: String? = nil) {
        guard let texts else { return }
        check(field, texts, limit: limit, language: language) { check, field, text in
            for problem in Markdown.validate(text) where problem.severity == .error { check.add(field, .markdown(problem)) }
        }
    }

    private mutating func check(
        _ field: String, _ texts: Texts, limit: Int, language: String?, _ each: (inout CatalogueCheck, String, String) -> Void
    ) {
        let language = language ?? texts.defaultLanguage
        if texts.byLanguage[language]?.trimmedSpaces.isEmpty ?? true {
            add(field, texts.byLanguage.count > 1 || texts.byLanguage[language] == nil ? .missingIn(language: language) : .missing)
        }
        if texts.byLanguage.count > CatalogueLimits.languages { add(field, .tooMany(CatalogueLimits.languages)) }
        for (tag, text) in texts.byLanguage.sorted(by: { $0.key < $1.key }).prefix(CatalogueLimits.languages) {
            let place = texts.byLanguage.count == 1 && tag == language ? field : "\(field).\(tag)"
            guard Self.isLanguage(tag) else {
                add(place, .badLanguage(String(tag.prefix(20))))
                continue
            }
            // Counting bytes first keeps a hostile text from being walked by Character.
            if text.utf8.count > limit * 16 || text.count > limit {
                add(place, .tooLong(limit))
            } else {
                each(&self, place, text)
            }
        }
    }

    /// A BCP 47 primary language in lower case.
    static func isLanguage(_ tag: String) -> Bool {
        (2...3).contains(tag.utf8.count) && tag.utf8.allSatisfy { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
    }

    /// An absolute address as it may stand behind a button: checked, percent-encoded; `nil` for anything else.
    static func address(_ text: String) -> String? {
        guard text.utf8.count <= 2000, let address = Address(text) else { return nil }
        switch address.description.utf8.first {
        case UInt8(ascii: "/"), UInt8(ascii: "#"), UInt8(ascii: "?"), nil: return nil
        default: return address.description
        }
    }
}

extension OfferingDraft {
    /// Checks everything that needs no database; the draft must be normalised.
    func check(_ check: inout CatalogueCheck) {
        check.line("name", name, limit: CatalogueLimits.name)
        check.line("tagline", tagline, limit: CatalogueLimits.tagline, language: language)
        check.markdown("scene", scene, limit: CatalogueLimits.scene, language: language)
        check.markdown("description", description, limit: CatalogueLimits.description, language: language)
        check.markdown("tips", tips, limit: CatalogueLimits.description, language: language)
        if needs.count > CatalogueLimits.needs { check.add("needs", .tooMany(CatalogueLimits.needs)) }
        for (index, need) in needs.prefix(CatalogueLimits.needs).enumerated() {
            check.line("needs[\(index + 1)]", need, limit: CatalogueLimits.need, language: language)
        }
        if links.count > CatalogueLimits.links { check.add("links", .tooMany(CatalogueLimits.links)) }
        for (index, link) in links.prefix(CatalogueLimits.links).enumerated() {
            check.line("links[\(index + 1)].label", link.label, limit: CatalogueLimits.label, language: language)
            if CatalogueCheck.address(link.url) == nil { check.add("links[\(index + 1)].url", .badAddress(String(link.url.prefix(100)))) }
        }
        if topics.count > CatalogueLimits.topics { check.add("topics", .tooMany(CatalogueLimits.topics)) }
    }
}
