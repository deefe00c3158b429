import Markup
import Testing

@Suite("Merging fields")
struct MergeFieldTests {
    @Test("A field takes its value, else its fallback, in text, links, tables and subjects")
    func values() throws {
        let template = try message(
            "Dear {{person.first_name | colleague}}, **{{ offering.name }}** [for {{person.first_name|you}}](offering)\n\n|a|\n|-|\n|{{person.site | a | b}}|",
            subject: "{{person.first_name | Colleague}}: {{offering.name}}")
        #expect(template.fields == ["person.first_name", "offering.name", "person.site"])
        let values = ["person.first_name": "Ana", "offering.name": "CRM", "person.site": "Pune"]
        #expect(try rendered(template, template.subject, values) == "Ana: CRM")
        let page = try rendered(template, template.page, values)
        #expect(page.contains("Dear Ana, <strong>CRM</strong> <a href=\"https://go.example/0\">for Ana</a>"))
        #expect(page.contains("<td dir=\"auto\">Pune</td>"))
        #expect(try rendered(template, template.page, ["offering.name": "CRM", "person.first_name": " \n "]).contains("Dear colleague, "))
        #expect(try rendered(template, template.page, ["offering.name": "CRM"]).contains("<td dir=\"auto\">a | b</td>"))
        #expect(try rendered(template, template.subject, ["offering.name": "CRM"]) == "Colleague: CRM")
    }

    @Test("A value that is missing without a fallback is named, and nothing is written")
    func missing() throws {
        let template = try message("{{person.first_name}} {{offering.name}} {{person.site | x}}", subject: "{{person.title}}")
        #expect(template.missing(in: [nil, "", "CRM", nil]) == ["person.title", "person.first_name"])
        #expect(template.missing(in: ["a", "b", "c", nil]).isEmpty)
        var out = Array("kept".utf8)
        #expect(throws: MissingFields(names: ["person.first_name"])) {
            try template.mail.render(into: &out, values: ["t", "\u{2028}\u{202E}", "CRM", nil]) { _ in "" }
        }
        #expect(out == Array("kept".utf8))
    }

    static let hostile = [
        "<script>alert(1)</script>", "](x)", "**b** `c` # d", "a\r\nBcc: x@y.example\r\n\r\n<b>", "\"onload='x'", "&lt;b&gt;",
        "{{person.name}}",
        "|x|", "> q", "\u{202E}evil\u{2028}next\u{85}more", "\0\u{1}\u{7F}a", "https://evil.example/ javascript:alert(1)",
    ]

    @Test("A value is text, whatever it holds", arguments: hostile)
    func hostileValues(value: String) throws {
        let template = try message(
            "# {{person.name}}\n\nA *{{person.name}}* [{{person.name}}](https://x.example \"{{person.name}}\") ![{{person.name}}](https://x.example/i)",
            subject: "Hi {{person.name}}!")
        for rendition in [template.page, template.mail] {
            let html = try rendered(template, rendition, ["person.name": value])
            let harmless = try rendered(template, rendition, ["person.name": "Ana"])
            #expect(faultInHTML(html) == nil)
            #expect(html.count { $0 == "<" } == harmless.count { $0 == "<" })
        }
        let subject = try rendered(template, template.subject, ["person.name": value])
        #expect(subject.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F && !(0x80...0x9F).contains($0.value) })
        #expect(subject.unicodeScalars.allSatisfy { !(0x2028...0x202E).contains($0.value) })
        #expect(subject.hasPrefix("Hi ") && subject.hasSuffix("!"))
    }

    @Test("A hostile address of a link is escaped")
    func hostileLink() throws {
        let template = try message("[x](offering)")
        let html = try rendered(template, template.page, link: { _ in "https://x.example/?a=\"><script>&b" })
        #expect(html == "<p dir=\"auto\"><a href=\"https://x.example/?a=&quot;&gt;&lt;script&gt;&amp;b\">x</a></p>\n")
    }

    @Test("Escaped braces are braces, in text, code and subjects")
    func escapes() throws {
        let template = try message("\\{{a}} `\\{{b}}` \\\\{{offering.name}}", subject: "\\{{a}} \\n")
        #expect(try rendered(template, template.page, ["offering.name": "X"]) == "<p dir=\"auto\">{{a}} <code>{{b}}</code> \\X</p>\n")
        #expect(try rendered(template, template.subject, ["offering.name": "X"]) == "{{a}} \\n")
    }

    static let faults: [(String, [String])] = [
        ("a\nb {{person.name", ["Line 2, column 3: {{ has no }} on the same line. Write \\{{ for two braces that are meant as they are."]),
        ("{{a {{person.name}}", ["Line 1, column 1: {{ has no }} on the same line. Write \\{{ for two braces that are meant as they are."]),
        ("{{ | x}}", ["Line 1, column 1: A merge field needs a name, as in {{person.first_name | colleague}}."]),
        ("ü {{person.frist_name}}", ["Line 1, column 3: There is no merge field “person.frist_name”. Did you mean {{person.first_name}}?"]),
        ("{{first_name}}", ["Line 1, column 1: There is no merge field “first_name”. Did you mean {{person.first_name}}?"]),
        (
            "{{Person.Manager Name}}",
            ["Line 1, column 1: There is no merge field “Person.Manager Name”. Did you mean {{person.manager.name}}?"]
        ),
        (
            "{{zzzzzz}}",
            [
                "Line 1, column 1: There is no merge field “zzzzzz”. There are: person.first_name, person.name, person.title, person.department, "
                    + "person.site, person.country, person.manager.name, person.shoe_size, …."
            ]
        ),
        (
            "{{person.name | }}",
            ["Line 1, column 1: After | comes what to write for people without person.name. Write it, or take the | out."]
        ),
        (
            "> - `x {{person.name}}`",
            [
                "Line 1, column 8: {{person.name}} can't stand in code. Take it out of the code, or write \\{{ for two braces that are meant as they are."
            ]
        ),
        (
            "[{{person.name}}](https://x.example/{{person.name}})",
            [
                "Line 1, column 37: {{person.name}} can't stand in the address of a link. Put it into the link's words."
            ]
        ),
        (
            "Hi {{person.name}}@x.example",
            []
        ),
        (
            "{{person.shoe_size}}",
            ["Line 1, column 1: Some people have no person.shoe_size; they get no message. Give them a fallback: {{person.shoe_size | …}}."]
        ),
        ("a \u{F0000}", ["Line 1, column 3: This character is for private use and looks different everywhere. Take it out."]),
        (
            "{{person.name}} &#xF0000; &#983040;",
            [
                "Line 1, column 17: This character is for private use and looks different everywhere. Take it out.",
                "Line 1, column 27: This character is for private use and looks different everywhere. Take it out.",
            ]
        ),
    ]

    @Test("What is wrong is said with its place", arguments: faults)
    func faultsInFields(body: String, expected: [String]) { #expect(problems(body) == expected) }

    @Test("A field beside a bare address is refused, since it would look like part of it")
    func besideAddress() {
        #expect(problems("{{person.name}}.x@y.example").first?.contains("touches the address “") == true)
        #expect(problems("https://x.example/{{person.name}}").first?.contains("can't") == true)
        #expect(problems("{{person.name}} a@y.example") == [])
    }

    @Test("All errors are told at once, subject first")
    func all() {
        let found = problems("{{a\n<b>x</b>\n[y](rel) {{q}}", subject: "a\nb {{person.nam}}")
        #expect(found.count == 6)
        #expect(found.prefix(2).allSatisfy { $0.hasPrefix("Subject, column ") })
        #expect(
            found.dropFirst(2).map { String($0.prefix(17)) } == [
                "Line 1, column 1:", "Line 2, column 1:", "Line 3, column 1:", "Line 3, column 10",
            ])
    }

    @Test(
        "Subjects",
        arguments: [
            ("", "Subject, column 1: A message needs a subject."), (" \u{2028}", "Subject, column 1: A message needs a subject."),
            ("a\tb", "Subject, column 2: A subject is one line, without line breaks, tabs and other control characters."),
            ("**a**", "Subject, column 1: A subject is plain text; the signs of Markdown in it are shown as they are."),
            (
                String(repeating: "a", count: 90),
                "Subject, column 1: This subject has about 90 letters. Mail programs show 50 to 70 of them."
            ),
            (
                String(repeating: "a", count: 501),
                "Subject, column 1: This subject has 501 bytes; 500 are the most. Fifty letters are read."
            ),
        ])
    func subjects(subject: String, problem: String) { #expect(problems("x", subject: subject) == [problem]) }

    @Test("A recipient costs appends, not a parse: the number of pieces does not grow with the text")
    func cost() throws {
        let links = (0..<5).map { "[link \($0)](https://x.example/\($0))" }.joined(separator: " and ")
        func body(_ paragraphs: Int) -> String {
            "Dear {{person.first_name | colleague}},\n\n" + String(repeating: "Some *plain* words of a message.\n\n", count: paragraphs)
                + "\(links) from {{publisher.name}}"
        }
        let short = try message(body(1))
        let long = try message(body(150))
        #expect(body(150).utf8.count > 5000)
        // 7 holes and the constants around them.
        #expect(short.mail.operations == 15)
        #expect(long.mail.operations == 15)
        #expect(long.page.operations == 15)
        #expect(long.subject.operations == 1)
        #expect(long.plain.operations == short.plain.operations)
        #expect(long.plain.operations < 100)
    }
}
