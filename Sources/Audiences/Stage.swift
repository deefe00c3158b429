import Storage

/// How far a person has come with an offering; its number is what rules compare.
package enum Stage: Int, Sendable, Hashable, Comparable, CaseIterable, SQLConvertible {
    case unaware, know, like, trust, `try`, buy, `repeat`, refer

    /// The word of rules, files and pages.
    package var word: String { Self.words[rawValue] }

    /// `nil` for anything but one of the eight words.
    package init?(word: String) {
        guard let number = Self.words.firstIndex(of: word) else { return nil }
        self.init(rawValue: number)
    }

    package static let words = ["unaware", "know", "like", "trust", "try", "buy", "repeat", "refer"]

    package static func < (left: Stage, right: Stage) -> Bool { left.rawValue < right.rawValue }
}
