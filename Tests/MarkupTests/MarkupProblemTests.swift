import Markup
import Testing

@Suite("Wording a problem")
struct MarkupProblemTests {
    @Test("The place comes first, the subject is named")
    func places() {
        let place = SourcePlace(line: 3, column: 9)
        #expect(MarkupProblem(.error, in: .body, at: place, "No.").description == "Line 3, column 9: No.")
        #expect(MarkupProblem(.error, in: .subject, at: place, "No.").description == "Subject, column 9: No.")
    }
}
