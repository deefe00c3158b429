import Testing

@testable import Web

/// Strings that break out of text, attributes or addresses wherever escaping has a hole.
let hostileTexts = [
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onmouseover='alert(1)", "\" autofocus onfocus=\"alert(1)",
    "</title><b>",
    "</textarea><script>", "<!--", "-->", "]]>", "&lt;", "&amp;amp;", "&#60;script&#62;", "&quot", "javascript:alert(1)",
    "jAvAsCrIpT:alert(1)", "\u{2028}\u{2029}", "\u{FEFF}<b>", "＜script＞", "<\u{0}script>", "\u{0}", "a\tb\nc\rd", "`${1}`", "{{7*7}}",
    "<svg/onload=alert(1)>", "\\\"", "\u{202E}<b>", "é\u{301}<", "𐍈\"𐍈", "&#x22;", "%22%3E",
]

@Suite("Writing HTML")
struct HTMLTests {
    /// Reads back what a browser would: the markup's own delimiters are counted, and the values decoded.
    @Test("No text breaks out of element text or an attribute", arguments: hostileTexts)
    func escaping(text: String) throws {
        let html: HTML = "<a title=\"\(text)\">\(text)</a>"
        let bytes = html.bytes
        #expect(bytes.count { $0 == UInt8(ascii: "<") } == 2)
        #expect(bytes.count { $0 == UInt8(ascii: ">") } == 2)
        #expect(bytes.count { $0 == UInt8(ascii: "\"") } == 2)
        #expect(!bytes.contains(UInt8(ascii: "'")))
        let parts = html.string.split(separator: "\"", omittingEmptySubsequences: false)
        let meant = text.replacing("\u{0}", with: "\u{FFFD}")
        #expect(try decoded(String(parts[1])) == meant)
        let end = parts[2].dropFirst().dropLast("</a>".count)
        #expect(try decoded(String(end)) == meant)
    }

    @Test("No text becomes an address with code in it", arguments: hostileTexts)
    func addresses(text: String) {
        let built = Address(path: "/offerings", text).adding("q", text).at(text)
        #expect(built.description.hasPrefix("/offerings/"))
        #expect(built.description.utf8.allSatisfy { Address.isUnreserved($0) || "/?=%#".utf8.contains($0) })
        guard let typed = Address(text) else { return }
        #expect(!typed.description.utf8.contains { $0 <= 0x20 || $0 >= 0x7F || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "<") })
        #expect(["/", "#", "?", "http://", "https://", "mailto:"].contains { typed.description.lowercased().hasPrefix($0) })
    }

    /// The references that `HTML` writes, turned back; any other use of `&` is an error.
    private func decoded(_ text: String) throws -> String {
        var result = ""
        var rest = Substring(text)
        while let index = rest.firstIndex(of: "&") {
            result += rest[..<index]
            let end = try #require(rest[index...].firstIndex(of: ";"))
            let characters = ["&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": "\"", "&#39;": "'"]
            result += try #require(characters[String(rest[index...end])])
            rest = rest[rest.index(after: end)...]
        }
        return result + rest
    }

    @Test func valuesOfEachKind() {
        let optional: HTML? = nil
        let html: HTML = """
            <p \(attribute: "hidden", if: true)\(attribute: "class", nil as String?)\(attribute: "id", "a\"b")\(attribute: "tabindex", -1)>\
            \(1240)|\(-7)|\(0.5)|\(1.005)|\(-12.25)|\(Double.nan)|\(optional)|\(when: false, "<b>no</b>")|\(when: true, "<b>yes</b>")|\
            \([1, 2].map { "<i>\($0)</i>" })</p>
            """
        #expect(
            html.string
                == "<p  hidden id=\"a&quot;b\" tabindex=\"-1\">1240|-7|0.5|1|-12.25|0|||<b>yes</b>|<i>1</i><i>2</i></p>")
    }

    @Test func partsAreJoined() {
        #expect(HTML.joined(["<b>a</b>", "<b>b</b>"], separator: ", ").string == "<b>a</b>, <b>b</b>")
        #expect(HTML.joined([]).isEmpty)
        #expect((HTML(text: "<") + "<hr>").string == "&lt;<hr>")
    }

    @Test func aDocumentInAnAttributeIsEscapedOnceMore() {
        let inner: HTML = "<p title=\"x\">\("&")</p>"
        let html: HTML = "<iframe srcdoc=\"\(srcdoc: inner)\"></iframe>"
        #expect(html.string == "<iframe srcdoc=\"&lt;p title=&quot;x&quot;&gt;&amp;amp;&lt;/p&gt;\"></iframe>")
    }

    #if DEBUG
        @Test func aValueInAScriptStopsTheProgram() async {
            await #expect(processExitsWith: .failure) {
                let html: HTML = "<script>let a = \("1")</script>"
                _ = html
            }
        }
        @Test func textAsAnAddressStopsTheProgram() async {
            await #expect(processExitsWith: .failure) {
                let html: HTML = "<a href=\"\("javascript:alert(1)")\">x</a>"
                _ = html
            }
        }
        @Test func anOpenElementStopsTheProgram() async {
            await #expect(processExitsWith: .failure) {
                let html: HTML = "<div>\("x")"
                _ = html
            }
        }
    #endif
}
