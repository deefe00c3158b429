/// A language that Rapport's own texts exist in.
package enum Language: String, CaseIterable, Sendable {
    case en
    case de

    /// The BCP 47 tag, for `lang` and for texts of offerings and campaigns.
    package var tag: String { rawValue }

    /// The language of a BCP 47 tag by its first part (`de-AT` is German); `nil` where Rapport has no texts in it.
    package init?(tag: some StringProtocol) {
        let primary = tag.utf8.prefix { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: "_") }
        self.init(rawValue: String(decoding: primary, as: UTF8.self).lowercased())
    }

    /// The language to answer in: the person's own, else the first of `Accept-Language` that there is, by its weights
    /// (RFC 9110 §12.5.4), else `fallback`.
    package static func negotiate(person: String?, acceptLanguage: String?, fallback: Language = .en) -> Language {
        if let person, let language = Language(tag: person) { return language }
        guard let acceptLanguage else { return fallback }
        var best: (language: Language, weight: Double)?
        for range in acceptLanguage.utf8.prefix(512).split(separator: UInt8(ascii: ",")) {
            let parts = range.split(separator: UInt8(ascii: ";"))
            guard let tag = parts.first.map(trimmed), let language = Language(tag: tag) else { continue }
            var weight = 1.0
            for parameter in parts.dropFirst().map(trimmed) where parameter.hasPrefix("q=") {
                weight = Double(parameter.dropFirst(2)) ?? 0
            }
            if weight > 0, weight <= 1, weight > best?.weight ?? 0 { best = (language, weight) }
        }
        return best?.language ?? fallback
    }

    private static func trimmed(_ bytes: some Collection<UInt8>) -> String {
        String(decoding: bytes.filter { $0 != 0x20 && $0 != 0x09 }, as: UTF8.self)
    }
}

/// The texts on screen of one room, one value per language: a text that a language lacks does not compile.
///
/// A room declares a struct of constants (and closures where a text takes a figure) and one file per language that holds its value.
package protocol Words: Sendable {
    static var en: Self { get }
    static var de: Self { get }
}

extension Words {
    /// The texts in `language`.
    package static func `in`(_ language: Language) -> Self {
        switch language {
        case .en: en
        case .de: de
        }
    }
}
