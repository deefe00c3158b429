import Testing

@testable import Web

@Suite("Following markup")
struct HTMLTokenizerTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let before: String
        let value: HTMLTokenizer.Value
        let violation: HTMLTokenizer.Violation?
        var testDescription: String { "\(before)◆ \(value)" }

        init(_ before: String, _ value: HTMLTokenizer.Value, _ violation: HTMLTokenizer.Violation?) {
            self.before = before
            self.value = value
            self.violation = violation
        }
    }

    @Test(
        "A value stands only where it stays a value",
        arguments: [
            Case("", .text, nil), Case("<p>", .text, nil), Case("<p>", .markup, nil), Case("<p>a < b ", .text, nil),
            Case("<p title=\"", .text, nil), Case("<p title = \"", .text, nil), Case("<p title=\"a ", .text, nil),
            Case("<P TITLE=\"", .markup, .markupInAttribute("title")),
            Case("<a href=\"", .address, nil), Case("<a href=\"", .text, .textAsAddress(attribute: "href")),
            Case("<A HREF=\"", .text, .textAsAddress(attribute: "href")),
            Case("<a href=\"javascript:", .address, .addressNotFirst(attribute: "href")),
            Case("<a href=\"/x/", .text, .textAsAddress(attribute: "href")),
            Case("<img src=\"", .text, .textAsAddress(attribute: "src")),
            Case("<form action=\"", .text, .textAsAddress(attribute: "action")),
            Case("<button formaction=\"", .text, .textAsAddress(attribute: "formaction")),
            Case("<svg><use xlink:href=\"", .text, .textAsAddress(attribute: "xlink:href")),
            Case("<p title=\"", .address, nil), Case("<p>", .address, nil),
            Case("<p onclick=\"", .text, .inCode(attribute: "onclick")), Case("<p OnClick=\"", .address, .inCode(attribute: "onclick")),
            Case("<p style=\"", .text, .inCode(attribute: "style")), Case("<img srcset=\"", .address, .inCode(attribute: "srcset")),
            Case("<iframe srcdoc=\"", .text, .inCode(attribute: "srcdoc")), Case("<iframe srcdoc=\"", .document, nil),
            Case("<p>", .document, .documentOutsideSrcdoc),
            Case("<p title='", .text, .inSingleQuotedValue(attribute: "title")),
            Case("<p title=", .text, .inUnquotedValue(attribute: "title")),
            Case("<p title=a", .text, .inUnquotedValue(attribute: "title")),
            Case("<", .text, .inTagName), Case("<p", .text, .inTagName), Case("</", .text, .inTagName), Case("<b></b", .text, .inTagName),
            Case("<p ", .text, .betweenAttributes), Case("<p hid", .text, .betweenAttributes),
            Case("<p hidden ", .text, .betweenAttributes),
            Case("<!-- ", .text, .inComment), Case("<!-- a --> ", .text, nil), Case("<!-- > ", .text, .inComment),
            Case("<!doctype ", .text, .inDeclaration),
            Case("<script>", .text, .inRawText(element: "script")), Case("<script>if (a < b) ", .text, .inRawText(element: "script")),
            Case("<script>\"</b>\" ", .text, .inRawText(element: "script")), Case("<script></script>", .text, nil),
            Case("<SCRIPT></Script >", .text, nil), Case("<script></scriptx>", .text, .inRawText(element: "script")),
            Case("<style>", .text, .inRawText(element: "style")),
            Case("<title>", .text, nil), Case("<title>", .markup, .markupInText(element: "title")),
            Case("<textarea>", .markup, .markupInText(element: "textarea")), Case("<textarea></textarea>", .markup, nil),
            Case("<p title=\"a\" ", .attribute("id", isAddress: false), nil),
            Case("<input checked ", .attribute("id", isAddress: false), nil),
            Case("<p ", .attribute("onclick", isAddress: false), .inCode(attribute: "onclick")),
            Case("<a ", .attribute("href", isAddress: false), .textAsAddress(attribute: "href")),
            Case("<a ", .attribute("href", isAddress: true), nil),
            Case("<p>", .attribute("id", isAddress: false), .attributeOutsideTag),
            Case("<b></b ", .attribute("id", isAddress: false), .attributeOutsideTag),
            Case("<p title=\"", .attribute("id", isAddress: false), .attributeOutsideTag),
            Case("</p>", .text, .closesNothing("p")), Case("<b><i></b>", .text, .closesNothing("b")),
        ])
    func places(test: Case) {
        var tokenizer = HTMLTokenizer()
        tokenizer.feed(test.before.utf8)
        #expect(tokenizer.interpolate(test.value) == test.violation)
    }

    @Test(
        "A value of markup is whole",
        arguments: [
            ("<p>a</p>", nil), ("<br><hr/><img alt=\"\">", nil), ("<svg><path d=\"M0 0\"/></svg>", nil), ("<rect/>", nil),
            ("<svg><g/></svg>", nil), ("<g/>", .openElement("g")), ("<!doctype html>", nil),
            ("<p a=b>c</p>", nil), ("<p a='b'>c</p>", nil), ("a < b", nil), ("<script>a</script>", nil),
            ("<p>", .openElement("p")), ("<div/>", .openElement("div")), ("<p", .openTag), ("<p a=\"", .openTag), ("<!-- ", .openTag),
            ("<script>", .openTag), ("</p>", .closesNothing("p")), ("<b><i></b></i>", .closesNothing("b")),
        ] as [(String, HTMLTokenizer.Violation?)])
    func ends(markup: String, violation: HTMLTokenizer.Violation?) {
        var tokenizer = HTMLTokenizer()
        tokenizer.feed(markup.utf8)
        #expect(tokenizer.violationAtEnd == violation)
    }

    @Test func anAddressAfterAnAddressDoesNotBeginTheValue() {
        var tokenizer = HTMLTokenizer()
        tokenizer.feed("<a href=\"".utf8)
        #expect(tokenizer.interpolate(.address) == nil)
        #expect(tokenizer.interpolate(.address) == .addressNotFirst(attribute: "href"))
    }
}
