import Testing

@testable import Markup

@Suite("The size of a mail")
struct MailSizeTests {
    private func template(_ paragraphs: Int) throws -> MessageTemplate {
        try MessageTemplate.compile(
            subject: "Hello", body: Array(repeating: "A line with [a link](offering).", count: paragraphs).joined(separator: "\n\n"),
            fields: MergeFields([]))
    }

    @Test("an author is warned of what Gmail would hide, and only then")
    func warning() throws {
        #expect(try template(200).warnings.isEmpty)
        let large = try template(400)
        #expect(large.warnings.count == 1)
        #expect(large.warnings.first?.severity == .warning && large.warnings.first?.sentence.contains("Gmail") == true)
        #expect(large.mail.likelySize > MessageTemplate.largestMail)
    }

    @Test("what is foretold is what comes, with links as long as ours")
    func foretold() throws {
        let template = try template(300)
        var html: [UInt8] = []
        let link = "https://rapport.northwind.example/l/" + String(repeating: "x", count: 84)
        try template.mail.render(into: &html, values: []) { _ in link }
        #expect(abs(html.count + 6000 - template.mail.likelySize) < 100)
    }
}
