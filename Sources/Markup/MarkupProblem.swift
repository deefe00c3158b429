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

/// A sentence to an author, in the languages of the pages.
package struct Advice: Hashable, Sendable {
    package let english: String
    package let german: String

    /// - Parameter german: the same as `english` where it is left out.
    package init(_ english: String, de german: String? = nil) {
        self.english = english
        self.german = german ?? english
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
    package let advice: Advice

    package init(_ severity: Severity, in part: Part, at place: SourcePlace, _ advice: Advice) {
        self.severity = severity
        self.part = part
        self.place = place
        self.advice = advice
    }

    package init(_ severity: Severity, in part: Part, at place: SourcePlace, _ sentence: String) {
        self.init(severity, in: part, at: place, Advice(sentence))
    }

    /// The advice in English.
    package var sentence: String { advice.english }

    /// In English: `Line 3, column 9: …`, or `Subject, column 9: …`.
    package var description: String {
        switch part {
        case .subject: "Subject, column \(place.column): \(advice.english)"
        case .body: "Line \(place.line), column \(place.column): \(advice.english)"
        }
    }

    /// The same in German for `de`, else in English.
    package func description(in language: String) -> String {
        guard language == "de" else { return description }
        switch part {
        case .subject: return "Betreff, Spalte \(place.column): \(advice.german)"
        case .body: return "Zeile \(place.line), Spalte \(place.column): \(advice.german)"
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
