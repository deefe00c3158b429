/// Markdown without merge fields, as in the descriptions of offerings. No raw HTML; links and pictures must be absolute.
package enum Markdown {
    /// The largest text in bytes of UTF-8.
    package static let largestText = 65_536

    /// The text as a fragment of plain semantic HTML, in UTF-8.
    ///
    /// - Parameters:
    ///   - headingShift: added to the level of headings (`# Title` with 1 is an `h2`); 0 to 5.
    ///   - pictureHosts: whose pictures the page shows, as their names are in DNS, in small letters; a picture of any other is a link to it.
    package static func page(_ text: String, headingShift: Int = 1, pictureHosts: Set<String> = []) throws(MarkupErrors) -> [UInt8] {
        var problems = ProblemList(.body)
        let document = read(text, problems: &problems)
        guard !problems.hasErrors else { throw MarkupErrors(problems: problems.inOrder) }
        let rendition = HTMLWriter.write(document, tags: .page, headingShift: headingShift, fields: [], pictureHosts: pictureHosts)
        var html: [UInt8] = []
        do {
            try rendition.render(into: &html, values: []) { index in
                if case .url(let url) = document.links[index].target { url } else { "" }
            }
        } catch {
            preconditionFailure("a text without merge fields misses none")
        }
        return html
    }

    /// Everything that is wrong with the text or should be looked at, in its order; `page` throws exactly when an error is among it.
    package static func validate(_ text: String) -> [MarkupProblem] {
        var problems = ProblemList(.body)
        _ = read(text, problems: &problems)
        return problems.inOrder
    }

    private static func read(_ text: String, problems: inout ProblemList) -> Document {
        guard text.utf8.count <= largestText else {
            problems.error(
                at: SourcePlace(line: 1, column: 1), "This text has \(text.utf8.count) bytes; \(largestText) are the most. Link to a page.",
                de: "Dieser Text hat \(text.utf8.count) Bytes; höchstens \(largestText) gehen. Verweisen Sie auf eine Seite.")
            return Document()
        }
        return DocumentReader.read(MarkdownSource(text), rules: .description, problems: &problems)
    }
}

extension Markdown {
    /// The first sentences of the text without any markup, on one line, at most `maxLength` characters.
    ///
    /// Ends at the end of a sentence where that leaves at least half of the length, else after a word with an ellipsis. Leaves out
    /// headings, code blocks, tables and pictures. Never fails: of a text that `page` refuses it gives what can be read.
    package static func excerpt(_ text: String, maxLength: Int) -> String {
        var problems = ProblemList(.body)
        let words = Excerpt.words(of: read(text, problems: &problems))
        return Excerpt.cut(words, maxLength: maxLength)
    }
}
