import Markup
import Testing

@Suite("Checking links, pictures and HTML")
struct LinkTests {
    @Test("Links are listed with their target, words and place")
    func links() throws {
        let template = try message(
            "> Go [to *it*](offering) or\n> [{{person.name}}](guide a b)\n> <https://y.example> [m](mailto:a@b.example)")
        #expect(template.links.map(\.target) == [.offering, .url("https://y.example")])
        #expect(template.links.map(\.label) == ["to it", "https://y.example"])
        #expect(template.links.map(\.place) == [SourcePlace(line: 1, column: 6), SourcePlace(line: 3, column: 3)])
        #expect(template.warnings.map(\.place.line) == [2])
    }

    static let refused: [(String, String)] = [
        (
            "[x](javascript:alert(1))",
            "Line 1, column 1: A link can't start with “javascript:”. Links are https:, http: and mailto: addresses."
        ),
        (
            "[x](JaVaScRiPt:alert(1))",
            "Line 1, column 1: A link can't start with “javascript:”. Links are https:, http: and mailto: addresses."
        ),
        (
            "a\n\nb [x](javascript&#58;alert(1))",
            "Line 3, column 3: A link can't start with “javascript:”. Links are https:, http: and mailto: addresses."
        ),
        (
            "[x](&#106;avascript:alert(1))",
            "Line 1, column 1: A link can't start with “javascript:”. Links are https:, http: and mailto: addresses."
        ),
        (
            "[x](<java\tscript:alert(1)>)",
            "Line 1, column 1: The address “java script:alert(1)” holds a character that no address can have. Copy it again."
        ),
        (
            "[x](java&NewLine;script:alert(1))",
            "Line 1, column 1: The address “java script:alert(1)” holds a character that no address can have. Copy it again."
        ),
        (
            "[x](&#1;javascript:alert(1))",
            "Line 1, column 1: The address “javascript:alert(1)” holds a character that no address can have. Copy it again."
        ),
        (
            "<javascript:alert(1)>",
            "Line 1, column 1: A link can't start with “javascript:”. Links are https:, http: and mailto: addresses."
        ),
        ("[x](vbscript:x)", "Line 1, column 1: A link can't start with “vbscript:”. Links are https:, http: and mailto: addresses."),
        (
            "[x](data:text/html;base64,AA)",
            "Line 1, column 1: A link can't start with “data:”. Links are https:, http: and mailto: addresses."
        ),
        ("[x](file:///etc/passwd)", "Line 1, column 1: A link can't start with “file:”. Links are https:, http: and mailto: addresses."),
        ("[x](guide)", "Line 1, column 1: “guide” is not a full address. Write https://…, or mailto: and an address."),
        ("[x](/guide)", "Line 1, column 1: “/guide” is not a full address. Write https://…, or mailto: and an address."),
        ("[x](//evil.example)", "Line 1, column 1: The address “//evil.example” is not whole. Write https: before it."),
        ("[x](wiki.example:8080/crm)", "Line 1, column 1: The address “wiki.example:8080/crm” is not whole. Write https:// before it."),
        ("[x](#top)", "Line 1, column 1: “#top” is a place on a page. Write the page's full address, https://…#top."),
        ("[x]()", "Line 1, column 1: This link leads nowhere. Write [words](https://…)."),
        ("[x](https:evil)", "Line 1, column 1: The address “https:evil” needs // after https:."),
        ("[x](https://)", "Line 1, column 1: The address “https://” has no valid name of a server after //."),
        ("[x](<https://a b.example>)", "Line 1, column 1: The address “https://a b.example” has no valid name of a server after //."),
        ("[x](https://a.example:x/)", "Line 1, column 1: The address “https://a.example:x/” has no valid port after the server's name."),
        (
            "[x](https://me:pw@a.example)",
            "Line 1, column 1: The address “https://me:pw@a.example” holds a user name before @. Take it out."
        ),
        (
            "[x](https:\\\\\\\\evil)",
            "Line 1, column 1: The address “https:\\\\evil” holds a character that no address can have. Copy it again."
        ),
        ("[x](mailto:)", "Line 1, column 1: “mailto:” holds no mail address. Write mailto:name@example.com."),
        (
            "[x](mailto:a@b?bcc=c@d)",
            "Line 1, column 1: “mailto:a@b?bcc=c@d” sets “bcc”. After ? a mail address can set subject, body and cc."
        ),
        (
            "[](https://x.example)",
            "Line 1, column 1: This link has no words to click on. Write them between the brackets: [words](https://…)."
        ),
        (
            "see ![](https://x.example/i)",
            "Line 1, column 5: This picture has no words for those who can't see it. Write ![what it shows](https://…)."
        ),
        ("![a](http://x.example/i)", "Line 1, column 1: A picture must come over https:, since mail programs and browsers refuse others."),
        ("![a](offering)", "Line 1, column 1: A picture needs the full address of an image. Write ![what it shows](https://…)."),
        ("![a](javascript:x)", "Line 1, column 1: A link can't start with “javascript:”. Links are https:, http: and mailto: addresses."),
        ("ftp://x.example", "Line 1, column 1: A link can't start with “ftp:”. Links are https:, http: and mailto: addresses."),
        ("a <b>x</b>", "Line 1, column 3: Rapport's content is Markdown. Write **words** instead of <b>."),
        ("a\n> x <i class=y>z</i>", "Line 2, column 5: Rapport's content is Markdown. Write *words* instead of <i>."),
        (
            "<SCRIPT>alert(1)</SCRIPT>",
            "Line 1, column 1: Rapport's content is Markdown. Take <script> out; to show it as text, write \\<script>."
        ),
        (
            "x\n\n<div>\ny\n</div>",
            "Line 3, column 1: Rapport's content is Markdown. Write a blank line between paragraphs instead of <div>."
        ),
        ("a<br/>b", "Line 1, column 2: Rapport's content is Markdown. Write a backslash at the end of the line instead of <br>."),
        ("a <!-- b -->", "Line 1, column 3: Comments are not kept. Take out <!-- … -->."),
        ("a </b>", "Line 1, column 3: Rapport's content is Markdown. Write **words** instead of </b>."),
        ("a <?php x ?>", "Line 1, column 3: This is HTML. Rapport's content is Markdown; take it out."),
        ("`<b>` <b>", "Line 1, column 7: Rapport's content is Markdown. Write **words** instead of <b>."),
        ("|a|\n|-|\n|x <b>|", "Line 3, column 4: Rapport's content is Markdown. Write **words** instead of <b>."),
        ("#\n\nx", "Line 1, column 1: This heading has no words. It is left out."),
        (
            "a [x](rel y)",
            "Line 1, column 5: This looks like a link but is none, and its brackets are shown. A link has no space in its address: [words](https://…)."
        ),
        (" \n", "Line 1, column 1: A message needs a text."),
        ("[r]: https://x.example", "Line 1, column 1: A message needs a text."),
    ]

    @Test("What may not be written is refused in words, with its place", arguments: refused)
    func refusals(body: String, problem: String) { #expect(problems(body) == [problem]) }

    @Test("An address keeps what it says and gains escapes only")
    func encoding() throws {
        let template = try message("[a](https://x.example:8443/a%20b/100%/ü?q='x'#f) [b](http://münchen.example) [c](https://[::1]/)")
        #expect(
            template.links.map(\.target) == [
                .url("https://x.example:8443/a%20b/100%25/%C3%BC?q='x'#f"), .url("http://m%C3%BCnchen.example"), .url("https://[::1]/"),
            ])
    }

    @Test("In a description there is no offering to link to, and no merge field")
    func descriptions() {
        #expect(
            Markdown.validate("[x](offering)").map(\.sentence) == ["“offering” works in messages only. Write a full address, https://…."])
        let field = Markdown.validate("a {{person.name}}")
        #expect(field.map(\.description) == ["Line 1, column 3: Merge fields work in messages only; here {{ is shown as it is."])
        #expect(field.map(\.severity) == [.warning])
        #expect(throws: MarkupErrors.self) { try Markdown.page("<b>") }
    }
}
