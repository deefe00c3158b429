import Kernel
import Storage
import Testing

@testable import People

@Suite("Reading a long file")
struct ImportReadingTests {
    /// Every tenth row is bad in some way, and some ids come again thousands of rows later.
    private static func file(_ count: Int) -> (text: String, problems: [String], people: Int) {
        var text = "external_id,name,department,email,badge\n"
        var problems: [String] = []
        var people = 0
        for index in 0..<count {
            let line = index + 2
            switch index % 50 {
            case 10:
                text += "E-\(index),Person \(index),Acme / T\(index % 7),nobody,1\n"
                problems.append("line \(line), column email: “nobody” is no mail address; stored without it")
                people += 1
            case 20:
                text += "E-\(index),,Acme,,1\n"
                problems.append("line \(line), column name: it is empty; row refused")
            case 30 where index > 5000:
                text += "E-\(index - 5029),Twice,Acme,,x\n"
                problems.append("line \(line), column external_id: “E-\(index - 5029)” is in line \(line - 5029) already; row refused")
            case 40:
                text += "E-\(index),a\"b,Acme,,x\n"
                problems.append(
                    "line \(line), column name (character \("E-\(index),a".count + 1)): a quote inside a field that does not start with one "
                        + "(quote the whole field and write its quotes twice); row refused")
            default:
                text += "E-\(index),Përson \(index),Acme / T\(index % 7),p\(index)@acme.example,\(index)\n"
                people += 1
            }
        }
        return (text, problems, people)
    }

    @Test("reports in the order of the file, whoever packed the rows, and twice the same", arguments: Engine.allCases)
    func order(engine: Engine) async throws {
        let (text, problems, people) = Self.file(11_000)
        try await Acme.with(engine, file: true) { (acme: Acme) async throws in
            let first = try await acme.take(text)
            #expect(first.problems == problems)
            #expect(first.outcome.new == people)
            #expect(try await acme.paths() == ["Acme"] + (0..<7).map { "Acme / T\($0)" })
            // Only rows that were stored say what type an attribute has.
            let types = try await acme.database.read { try $0.attributes().map(\.type) }
            #expect(types == [.number])
            let again = try await acme.take(text)
            #expect(again.problems == problems)
            #expect(again.outcome.unchanged == people)
            try await acme.checkInvariants()
        }
    }
}
