import Markup
import Testing

@Suite("Writing a message as plain text")
struct PlainTests {
    static let table: [(String, String)] = [
        ("# One\n\n## Two ü\n\nText", "One\n===\n\nTwo ü\n-----\n\nText\n"),
        ("*a* **b** ~~c~~ `d`", "_a_ *b* ~~c~~ `d`\n"),
        ("- a\n- b\n  - c\n  - d\n\nx", "- a\n- b\n  - c\n  - d\n\nx\n"),
        ("9. a\n10. b\n\n    c", " 9. a\n\n10. b\n\n    c\n"),
        ("> a\n>\n> - b\n> > c", "> a\n>\n> - b\n>\n> > c\n"),
        ("    code  x\n\n     y", "    code  x\n\n     y\n"),
        ("a\n\n---\n\nb\\\nc", "a\n\n* * *\n\nb\nc\n"),
        ("|a|b|\n|-|-:|\n|long|1|\n|世界|22|", "a      b\n----  --\nlong   1\n世界  22\n"),
        ("|k|v|\n|-|-|\n|x|[y](offering)|\n|z|w|", "k: x\nv: y <https://go.example/0>\n\nk: z\nv: w\n"),
        (
            "See [it](offering), https://x.example or [mail](mailto:a@b.example) a@b.example.",
            "See it <https://go.example/0>, <https://go.example/1> or mail\n<a@b.example> a@b.example.\n"
        ),
        ("![A chart](https://x.example/i) \\{{x}} &lt;", "[A chart] {{x}} <\n"),
    ]

    @Test("Every kind of text", arguments: table)
    func kinds(markdown: String, text: String) throws { #expect(try plainOf(markdown) == text) }

    @Test("Lines end before column 73, in quotes and lists too, with fields and without", arguments: [2, 9, 17, 40])
    func wrapping(length: Int) throws {
        let word = String(repeating: "w", count: length)
        let text = Array(repeating: word, count: 40).joined(separator: " ")
        for (body, field) in [(text, ""), ("> - " + text, ""), ("{{person.name}} " + text + " {{person.name}}", "Ana Maria \(text)")] {
            let plain = try plainOf(body, ["person.name": field])
            let lines = plain.split(separator: "\n")
            #expect(lines.allSatisfy { $0.count <= 72 && !$0.hasSuffix(" ") })
            #expect(lines.dropLast().allSatisfy { $0.count + 1 + length > 72 - 4 })
            let words = plain.split { !$0.isLetter }.filter { $0 == word }
            #expect(words.count == (field.isEmpty ? 40 : 120))
        }
    }

    @Test("A field and a URL are wrapped by what they turn out to be")
    func fields() throws {
        let body = "Dear {{person.name}}, the new way to write down what was said at a visit is here: [have a look](offering) today."
        let template = try message(body)
        let link = "https://go.example/" + String(repeating: "x", count: 60)
        let plain = try rendered(template, template.plain, ["person.name": "Ana"], link: { _ in link })
        #expect(
            plain == "Dear Ana, the new way to write down what was said at a visit is here:\nhave a look\n<\(link)>\ntoday.\n")
    }

    @Test("A heading's line is as wide as what it underlines")
    func headings() throws {
        #expect(try plainOf("# Hi {{person.name}}", ["person.name": "世界"]) == "Hi 世界\n=======\n")
        #expect(try plainOf("> ## Hi {{person.name}}!", ["person.name": "Ana"]) == "> Hi Ana!\n> -------\n")
    }

    @Test("Wide letters count twice, and lines of Chinese end anywhere but before a full stop")
    func wide() throws {
        let plain = try plainOf(String(repeating: "世", count: 36) + "。" + String(repeating: "界", count: 10) + "\n世")
        #expect(plain == String(repeating: "世", count: 35) + "\n世。" + String(repeating: "界", count: 10) + "世\n")
    }
}
