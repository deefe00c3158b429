/// A place in what the author wrote.
package struct SourcePlace: Hashable, Comparable, Sendable {
    /// From 1; in a subject always 1.
    package let line: Int
    /// From 1, counted in Unicode scalars, as editors count them.
    package let column: Int

    package init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    package static func < (left: Self, right: Self) -> Bool {
        (left.line, left.column) < (right.line, right.column)
    }
}

/// One thing that is wrong, or not as good as it should be, in an author's text.
package struct MarkupProblem: Hashable, Sendable, CustomStringConvertible {
    /// An error keeps the text from being saved; a warning is shown in the margin.
    package enum Severity: Hashable, Sendable { case error, warning }
    /// The field that the text was written in.
    package enum Part: Hashable, Sendable { case subject, body }

    package let severity: Severity
    package let part: Part
    package let place: SourcePlace
    /// What is wrong and what to do, in a sentence or two, without the place.
    package let sentence: String

    package init(_ severity: Severity, in part: Part, at place: SourcePlace, _ sentence: String) {
        self.severity = severity
        self.part = part
        self.place = place
        self.sentence = sentence
    }

    /// `Line 3, column 9: …`, with `Subject, ` before it for a subject.
    package var description: String {
        switch part {
        case .subject: "Subject, column \(place.column): \(sentence)"
        case .body: "Line \(place.line), column \(place.column): \(sentence)"
        }
    }
}

/// Everything that was found wrong in a text, errors and warnings, in the order of the text; holds at least one error.
package struct MarkupErrors: Error, Hashable, Sendable, CustomStringConvertible {
    package let problems: [MarkupProblem]

    package var errors: [MarkupProblem] { problems.filter { $0.severity == .error } }
    package var warnings: [MarkupProblem] { problems.filter { $0.severity == .warning } }
    package var description: String { problems.map(\.description).joined(separator: "\n") }
}
