/// Markdown without merge fields, as in the descriptions of offerings. No raw HTML; links and pictures must be absolute.
package enum Markdown {
    /// The largest text in bytes of UTF-8.
    package static let largestText = 65_536

    /// The text as a fragment of plain semantic HTML.
    ///
    /// - Parameter headingShift: added to the level of headings (`# Title` with 1 is an `h2`); 0 to 5.
    package static func page(_ text: String, headingShift: Int = 1) throws(MarkupErrors) -> [UInt8] {
        preconditionFailure("to be written")
    }

    /// Everything that is wrong with the text or should be looked at, in its order; `page` throws exactly when an error is among it.
    package static func validate(_ text: String) -> [MarkupProblem] {
        preconditionFailure("to be written")
    }

    /// The first sentences of the text without any markup, on one line, at most `maxLength` characters.
    ///
    /// Ends at the end of a sentence where that leaves at least half of the length, else at a word with an ellipsis. Leaves out headings,
    /// code, tables and pictures. Never fails: text that `page` refuses gives what can be read of it.
    package static func excerpt(_ text: String, maxLength: Int) -> String {
        preconditionFailure("to be written")
    }
}
