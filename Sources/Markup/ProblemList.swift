/// Collects problems; stops at a number that a person can still work through.
struct ProblemList {
    static let most = 100

    let part: MarkupProblem.Part
    private(set) var all: [MarkupProblem] = []

    init(_ part: MarkupProblem.Part) { self.part = part }

    var hasErrors: Bool { all.contains { $0.severity == .error } }
    var inOrder: [MarkupProblem] {
        // Stable, so that what was found first at a place is said first.
        all.enumerated().sorted { ($0.element.place, $0.offset) < ($1.element.place, $1.offset) }.map(\.element)
    }

    mutating func error(at place: SourcePlace, _ sentence: @autoclosure () -> String) {
        if all.count <= Self.most { add(.error, at: place, sentence()) }
    }

    mutating func warning(at place: SourcePlace, _ sentence: @autoclosure () -> String) {
        if all.count < Self.most { add(.warning, at: place, sentence()) }
    }

    private mutating func add(_ severity: MarkupProblem.Severity, at place: SourcePlace, _ sentence: String) {
        if all.count < Self.most {
            all.append(MarkupProblem(severity, in: part, at: place, sentence))
        } else if all.count == Self.most {
            all.append(MarkupProblem(.error, in: part, at: place, "There is more to correct after this; these \(Self.most) come first."))
        }
    }
}

/// What an author wrote, short enough to quote in a sentence.
func quoted(_ text: [UInt8]) -> String {
    let folded = String(decoding: foldedText(text), as: UTF8.self)
    return folded.count <= 60 ? "“\(folded)”" : "“\(folded.prefix(57))…”"
}
