import Markup
import Testing

@Suite("Writing Markdown as a page")
struct PageTests {
    static let table: [(String, String)] = [
        ("Hello *you*, **all** ~~none~~ ~one~", "<p dir=\"auto\">Hello <em>you</em>, <strong>all</strong> <del>none</del> ~one~</p>\n"),
        ("# One\n## Two\n###### Six", "<h2 dir=\"auto\">One</h2>\n<h3 dir=\"auto\">Two</h3>\n<h6 dir=\"auto\">Six</h6>\n"),
        ("a\nb\\\nc", "<p dir=\"auto\">a\nb<br>\nc</p>\n"),
        ("- a\n- b", "<ul dir=\"auto\">\n<li dir=\"auto\">a</li>\n<li dir=\"auto\">b</li>\n</ul>\n"),
        (
            "3. a\n\n4. b",
            "<ol dir=\"auto\" start=\"3\">\n<li dir=\"auto\">\n<p dir=\"auto\">a</p>\n</li>\n<li dir=\"auto\">\n<p dir=\"auto\">b</p>\n</li>\n</ol>\n"
        ),
        (
            "- a\n  - b",
            "<ul dir=\"auto\">\n<li dir=\"auto\">a\n<ul dir=\"auto\">\n<li dir=\"auto\">b</li>\n</ul>\n</li>\n</ul>\n"
        ),
        ("- [ ] a", "<ul dir=\"auto\">\n<li dir=\"auto\">[ ] a</li>\n</ul>\n"),
        ("> a", "<blockquote dir=\"auto\">\n<p dir=\"auto\">a</p>\n</blockquote>\n"),
        ("`a<b>`", "<p dir=\"auto\"><code>a&lt;b&gt;</code></p>\n"),
        ("```swift x\na & b\n```", "<pre dir=\"auto\"><code class=\"language-swift\">a &amp; b\n</code></pre>\n"),
        ("```a\"onload=x\na\n```", "<pre dir=\"auto\"><code>a\n</code></pre>\n"),
        ("---", "<hr>\n"),
        (
            "|a|b|\n|:-:|-:|\n|1|2|",
            """
            <div class="table-scroll" role="group" tabindex="0"><table dir="auto">
            <thead>
            <tr><th scope="col" dir="auto" class="align-center">a</th><th scope="col" dir="auto" class="align-right">b</th></tr>
            </thead>
            <tbody>
            <tr><td dir="auto" class="align-center">1</td><td dir="auto" class="align-right">2</td></tr>
            </tbody>
            </table></div>

            """
        ),
        (
            "[a](https://x.example/?q=1&r=\"2 'ü)",
            "<p dir=\"auto\">[a](<a href=\"https://x.example/?q=1&amp;r=%222\" rel=\"noopener nofollow\">https://x.example/?q=1&amp;r=&quot;2</a> &#39;ü)</p>\n"
        ),
        (
            "[a](https://x.example/ü?a=1&b=2 \"T<\")",
            "<p dir=\"auto\"><a href=\"https://x.example/%C3%BC?a=1&amp;b=2\" rel=\"noopener nofollow\" title=\"T&lt;\">a</a></p>\n"
        ),
        ("<https://x.example/>", "<p dir=\"auto\"><a href=\"https://x.example/\" rel=\"noopener nofollow\">https://x.example/</a></p>\n"),
        ("www.x.example", "<p dir=\"auto\"><a href=\"http://www.x.example\" rel=\"noopener nofollow\">www.x.example</a></p>\n"),
        ("Ask a@b.example.", "<p dir=\"auto\">Ask <a href=\"mailto:a@b.example\">a@b.example</a>.</p>\n"),
        (
            "![a *b* \"c\"](https://x.example/y.png)",
            "<p dir=\"auto\"><img loading=\"lazy\" referrerpolicy=\"no-referrer\" src=\"https://x.example/y.png\" alt=\"a b &quot;c&quot;\"></p>\n"
        ),
        (
            "![a *b*](https://X.Example?y.png)",
            "<p dir=\"auto\"><img loading=\"lazy\" referrerpolicy=\"no-referrer\" src=\"https://X.Example?y.png\" alt=\"a b\"></p>\n"
        ),
        // From other hosts, ports included, and without a link in a link.
        (
            "![a *b*](https://y.example/y.png \"T\")",
            "<p dir=\"auto\"><a href=\"https://y.example/y.png\" rel=\"noopener nofollow\" title=\"T\">a b</a></p>\n"
        ),
        (
            "![a](https://x.example.evil.example/x.example) ![b](https://x.example:8443/)",
            "<p dir=\"auto\"><a href=\"https://x.example.evil.example/x.example\" rel=\"noopener nofollow\">a</a> <a href=\"https://x.example:8443/\" rel=\"noopener nofollow\">b</a></p>\n"
        ),
        (
            "[![a](https://y.example/y.png) b](https://x.example/)",
            "<p dir=\"auto\"><a href=\"https://x.example/\" rel=\"noopener nofollow\">a b</a></p>\n"
        ),
        ("[a][r]\n\n[r]: https://x.example/", "<p dir=\"auto\"><a href=\"https://x.example/\" rel=\"noopener nofollow\">a</a></p>\n"),
        ("&lt;script&gt; &copy; \\<b>", "<p dir=\"auto\">&lt;script&gt; © &lt;b&gt;</p>\n"),
        ("مرحبا 世界 👩🏽‍🚀", "<p dir=\"auto\">مرحبا 世界 👩🏽‍🚀</p>\n"),
        ("a\r\nb\rc", "<p dir=\"auto\">a\nb\nc</p>\n"),
        ("", ""),
    ]

    @Test("Every kind of text", arguments: table)
    func kinds(markdown: String, html: String) throws {
        let page = String(decoding: try Markdown.page(markdown, pictureHosts: ["x.example"]), as: UTF8.self)
        #expect(page == html)
        #expect(faultInHTML(page) == nil)
    }

    @Test("Headings are shifted and stop at six")
    func shift() throws {
        #expect(String(decoding: try Markdown.page("# a", headingShift: 0), as: UTF8.self) == "<h1 dir=\"auto\">a</h1>\n")
        #expect(String(decoding: try Markdown.page("#### a", headingShift: 5), as: UTF8.self) == "<h6 dir=\"auto\">a</h6>\n")
    }

    @Test("A mail carries its looks with it and stays free of classes' need")
    func mail() throws {
        let body = "# T\n\nHello [x](offering) `c`\n\n> q\n\n1. i\n\n|a|\n|-|\n|b|\n\n---\n\n```\nx\n```\n\n![p](https://x.example/p.png)"
        let template = try message(body)
        let html = try rendered(template, template.mail)
        #expect(faultInHTML(html) == nil)
        #expect(html.contains("<a class=\"rp-link\" style=\"color:#0b5c63;text-decoration:underline\" href=\"https://go.example/0\">x</a>"))
        #expect(html.contains("<h2 dir=\"auto\" class=\"rp-text\" style=\"margin:"))
        for name in ["rp-text", "rp-link", "rp-quote", "rp-code", "rp-line"] {
            #expect(html.contains(name))
            #expect("\(MailStyle.dark)".contains(".\(name) "))
        }
        #expect(!html.contains("<p dir=\"auto\">") && !html.contains("<td dir=\"auto\">"))
    }

    @Test("Parses at the same time do not disturb each other")
    func concurrency() async throws {
        let text = String(repeating: "~~a~~ www.x.example |b|\n\n|c|\n|-|\n|d|\n\n", count: 20)
        let expected = try Markdown.page(text)
        let same = try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<64 { group.addTask { try Markdown.page(text) == expected } }
            return try await group.reduce(true) { $0 && $1 }
        }
        #expect(same)
    }
}
