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

    mutating func error(at place: SourcePlace, _ advice: @autoclosure () -> Advice) {
        if all.count <= Self.most { add(.error, at: place, advice()) }
    }

    mutating func error(at place: SourcePlace, _ english: @autoclosure () -> String, de german: @autoclosure () -> String) {
        error(at: place, Advice(english(), de: german()))
    }

    mutating func warning(at place: SourcePlace, _ english: @autoclosure () -> String, de german: @autoclosure () -> String) {
        if all.count < Self.most { add(.warning, at: place, Advice(english(), de: german())) }
    }

    private mutating func add(_ severity: MarkupProblem.Severity, at place: SourcePlace, _ advice: Advice) {
        if all.count < Self.most {
            all.append(MarkupProblem(severity, in: part, at: place, advice))
        } else if all.count == Self.most {
            let more = Advice(
                "There is more to correct after this; these \(Self.most) come first.",
                de: "Danach gibt es noch mehr zu verbessern; diese \(Self.most) kommen zuerst.")
            all.append(MarkupProblem(.error, in: part, at: place, more))
        }
    }
}

/// What an author wrote, short enough to quote in a sentence.
func quoted(_ text: [UInt8]) -> String {
    let folded = String(decoding: foldedText(text), as: UTF8.self)
    return folded.count <= 60 ? "“\(folded)”" : "“\(folded.prefix(57))…”"
}

/// The same in German quotation marks.
func zitiert(_ text: [UInt8]) -> String { "„" + quoted(text).dropFirst().dropLast() + "“" }
