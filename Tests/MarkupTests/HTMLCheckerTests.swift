import Testing

@Suite("The checker of HTML itself")
struct HTMLCheckerTests {
    @Test(
        "Finds what must not be in our HTML",
        arguments: [
            "<script>x</script>", "<p>a < b</p>", "<p>a", "<p onclick=\"x\">a</p>", "<a href=\"javascript:x\">a</a>", "<p>a & b</p>",
            "<p>a > b</p>",
            "<img src=\"http://x/y\">", "<em><strong>a</em></strong>", "<p title=\"<\">a</p>", "<p>\u{1}</p>",
        ])
    func faults(html: String) { #expect(faultInHTML(html) != nil) }

    @Test("Lets good HTML through")
    func good() { #expect(faultInHTML("<p dir=\"auto\">a &amp; <em>b</em><br>\n<a href=\"https://x/\">c</a></p>\n<hr>\n") == nil) }
}
