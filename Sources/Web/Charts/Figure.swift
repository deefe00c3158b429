/// A number of people as the privacy function lets it be shown.
package enum Figure: Hashable, Sendable {
    case known(Int)
    /// Withheld because the group is too small, or its difference to another one; `reason` is a sentence for the reader.
    case hidden(reason: String)
    /// Not measured.
    case none

    /// The number, where it may be shown.
    package var value: Int? {
        if case .known(let value) = self { value } else { nil }
    }

    var isHidden: Bool {
        if case .hidden = self { true } else { false }
    }
}
