import Testing

/// The checks are only as good as their reading of the sources.
@Suite("Reading the sources")
struct SourceTreeTests {
    @Test(
        "Comments go, code and strings stay",
        arguments: [
            ("let a = 1 // not", "let a = 1 "),
            ("let url = \"http://x\" // y", "let url = \"http://x\" "),
            ("a /* b /* c */ d */ e", "a  e"),
            ("a /* b\nc */ e", "a \n e"),
            ("let r = #\"a\"b // c\"# // d", "let r = #\"a\"b // c\"# "),
            ("let m = \"\"\"\n  \"quoted\" // stays\n  \"\"\" // goes", "let m = \"\"\"\n  \"quoted\" // stays\n  \"\"\" "),
            ("\"\\(f(\"a)\", \"// b\")) c\" // d", "\"\\(f(\"a)\", \"// b\")) c\" "),
            ("\"\\\"\" // x", "\"\\\"\" "),
            ("#\"\\(a) \\#(b(c)) // d\"# // e", "#\"\\(a) \\#(b(c)) // d\"# "),
            ("#if DEBUG // on", "#if DEBUG "),
        ])
    func comments(text: String, expected: String) {
        #expect(SwiftText.withoutComments(text) == expected)
    }

    @Test(
        "Imports in every form",
        arguments: [
            ("import Kernel", "Kernel"), ("package import Storage", "Storage"), ("@testable import Mail", "Mail"),
            ("@preconcurrency private import GRDB", "GRDB"), ("package import struct Hummingbird.Request", "Hummingbird"),
            ("import struct Kernel.Instant", "Kernel"), ("    import Kernel", nil),
            ("importer.run()", nil), ("let x = 1", nil), ("import", nil),
        ] as [(String, String?)])
    func imports(line: String, expected: String?) {
        #expect(SwiftText.imported(by: line) == expected)
    }

    @Test(
        "Words of their own",
        arguments: [
            ("DateFormatter()", true), ("let f: DateFormatter?", true), ("MyDateFormatter()", false), ("DateFormatters", false),
            ("MyDateFormatter(DateFormatter())", true), ("", false),
        ])
    func words(line: String, expected: Bool) {
        #expect(SwiftText.has("DateFormatter", in: line) == expected)
    }
}
