package enum Initials {
    /// The first letters of the first and the last word, upper-cased; `?` for a name without letters.
    package static func of(_ name: String) -> String {
        let words = name.split(whereSeparator: \.isWhitespace)
        let letters = [words.first, words.count > 1 ? words.last : nil].compactMap { $0?.first { $0.isLetter } }
        return letters.isEmpty ? "?" : letters.map { $0.uppercased() }.joined()
    }
}
