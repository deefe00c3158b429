/// The merge fields that had neither a value nor a fallback, by their full names.
package struct MissingFields: Error, Hashable, Sendable, CustomStringConvertible {
    package let names: [String]

    package var description: String { "No value for \(names.joined(separator: ", ")), and no fallback." }
}

/// One form of a message (subject, mail, page or plain text) as pieces to be appended.
package struct Rendition: Sendable {
    /// Appends the rendition for one recipient; appends nothing when it throws.
    ///
    /// - Parameters:
    ///   - values: one per name in the template's `fields`; `nil` or blank takes the fallback. Escaped here for this rendition, so that
    ///     a value is always text, never markup.
    ///   - linkURL: the absolute URL to put for the link of this index in the template's `links`; escaped here.
    package func render(
        into out: inout [UInt8], values: [String?], linkURL: (Int) -> String
    ) throws(MissingFields) {
        preconditionFailure("to be written")
    }
}
