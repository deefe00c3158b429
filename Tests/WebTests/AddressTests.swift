import Kernel
import Testing

@testable import Web

@Suite("Addresses")
struct AddressTests {
    @Test(
        "What somebody typed is checked",
        arguments: [
            ("/offerings", "/offerings"), ("/a b", "/a%20b"), ("/ä?q=ö#ü", "/%C3%A4?q=%C3%B6#%C3%BC"), ("/100%", "/100%25"),
            ("/a%20b", "/a%20b"),
            ("/\\evil.example", "/%5Cevil.example"), ("/a'b\"c<d>", "/a%27b%22c%3Cd%3E"), ("#reviews", "#reviews"), ("?page=2", "?page=2"),
            ("https://crm.northwind.example/", "https://crm.northwind.example/"), ("HTTPS://x.example", "HTTPS://x.example"),
            ("http://localhost:8080/a?b=c", "http://localhost:8080/a?b=c"), ("https://[::1]/", "https://[::1]/"),
            ("https://bücher.example/", "https://b%C3%BCcher.example/"), ("mailto:a@b.example", "mailto:a@b.example"),
            ("", nil), ("//evil.example", nil), ("javascript:alert(1)", nil), (" javascript:alert(1)", nil), ("java\nscript:alert(1)", nil),
            ("/\t/evil.example", nil), ("data:text/html,x", nil), ("vbscript:x", nil), ("file:///etc/passwd", nil), ("ftp://x", nil),
            ("offerings", nil),
            ("https:", nil), ("https:///x", nil), ("https:x", nil), ("https:/x", nil), ("http://user@evil.example/", nil),
            ("http://:80/", nil),
            ("http://a%2Fb/", nil), ("http://a%40b/", nil), ("mailto:", nil), ("\u{7F}/", nil), ("blob:https://x/1", nil),
            ("ht\u{0}tp://x", nil),
        ] as [(String, String?)])
    func typed(text: String, address: String?) {
        #expect(Address(text)?.description == address)
    }

    @Test(
        "A redirect stays on this site",
        arguments: [
            ("/campaigns?x=1", true), ("/", true), ("//evil.example", false), ("/\\evil.example", true), ("https://evil.example/", false),
            ("#x", false),
            ("", false), ("\\\\evil.example", false),
        ])
    func local(text: String, isLocal: Bool) {
        #expect((Address.local(text) != nil) == isLocal)
    }

    @Test func built() throws {
        let slug = try #require(Slug("field-crm"))
        #expect(Address(path: "/offerings", slug, "reviews").description == "/offerings/field-crm/reviews")
        #expect(Address(path: "/").description == "/")
        #expect(Address(path: "/", "a").description == "/a")
        #expect(Address(path: "/x", "a/b", "..", ".", "").description == "/x/a%2Fb/-/-/-")
        #expect(
            Address(path: "/x").at("y").adding("a", "1 & 2").adding("b", nil as Int?).adding("c", 3).description == "/x?a=1%20%26%202&c=3#y"
        )
        #expect(Address(path: "/x").at("y").at("z").description == "/x#z")
        #expect(Address(fragment: "f-name").description == "#f-name")
    }
}
