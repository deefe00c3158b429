import Testing

@testable import Mail

@Suite("Mail addresses")
struct MailAddressTests {
    @Test(
        "Addresses that people have are taken",
        arguments: [
            ("ada@example.com", "ada@example.com"), ("Ada.Lovelace@Example.COM", "Ada.Lovelace@example.com"),
            ("o'brien+news@sub.example.co.uk", "o'brien+news@sub.example.co.uk"), ("a@localhost", "a@localhost"),
            ("jörg@bücher.example", "jörg@xn--bcher-kva.example"), ("info@例え.テスト", "info@xn--r8jz45g.xn--zckzah"),
            ("a@испытание.example", "a@xn--80akhbyknj4f.example"), ("用户@例子.example", "用户@xn--fsqu00a.example"),
            ("a@Straße.example", "a@xn--strae-oqa.example"), ("x@3com.example", "x@3com.example"),
        ])
    func valid(text: String, expected: String) throws {
        #expect(try MailAddress(text).description == expected)
    }

    @Test(
        "What can't be an address is refused, with the reason",
        arguments: [
            ("", .missingAt), ("ada", .missingAt), ("@example.com", .emptyLocalPart), ("ada@", .badDomain),
            ("ada@example", .incompleteDomain), ("ada lovelace@example.com", .badLocalPart), (".ada@example.com", .badLocalPart),
            ("ada.@example.com", .badLocalPart), ("a..b@example.com", .badLocalPart), ("a@b@example.com", .badLocalPart),
            ("\"a b\"@example.com", .badLocalPart), ("a@[127.0.0.1]", .badDomain), ("a@127.0.0.1", .badDomain),
            ("a@-x.example", .badDomain), ("a@x-.example", .badDomain), ("a@x..example", .badDomain), ("a@x_y.example", .badDomain),
            ("a@example.com\r\nRCPT TO:<b@example.com>", .badLocalPart), ("a\r\n@example.com", .badLocalPart),
            ("a\0@example.com", .badLocalPart), ("<a@example.com>", .badLocalPart), ("a@example.com>", .badDomain),
            ("a\u{202e}b@example.com", .badLocalPart), ("a\u{a0}b@example.com", .badLocalPart),
            (String(repeating: "a", count: 65) + "@example.com", .localPartTooLong),
            ("a@" + String(repeating: "b", count: 64) + ".example", .badDomain),
            ("a@" + String(repeating: "bbbbbbb.", count: 32) + "com", .badDomain),
            (String(repeating: "a", count: 60) + "@" + String(repeating: "bbbbbbb.", count: 25) + "com", .tooLong),
            ("a@x\u{200d}y.example", .badDomain), ("a@ex ample.com", .badDomain),
        ] as [(String, MailAddress.Problem)])
    func invalid(text: String, problem: MailAddress.Problem) {
        #expect(throws: problem) { try MailAddress(text) }
    }

    @Test("Only a local part of other scripts needs SMTPUTF8")
    func needsUTF8() throws {
        #expect(try MailAddress("jörg@example.com").needsSMTPUTF8)
        #expect(try !MailAddress("info@bücher.example").needsSMTPUTF8)
    }

    @Test("The two ways to write ö are one address")
    func normalised() throws {
        #expect(try MailAddress("jo\u{308}rg@example.com") == MailAddress("jörg@example.com"))
        #expect(try MailAddress("jo\u{308}rg@example.com").local.utf8.count == 5)
    }
}
