import Testing

@testable import Mail

@Suite("Answers of an IMAP server")
struct IMAPResponseTests {
    private static func read(_ text: String, limit: Int = 100) throws -> [IMAPResponse] {
        var parser = IMAPResponseParser(literalLimit: limit)
        parser.append(Array(text.utf8))
        var found: [IMAPResponse] = []
        while let next = try parser.next() { found.append(next) }
        #expect(!parser.holdsMore)
        return found
    }

    private static let conversation =
        "* OK [CAPABILITY IMAP4rev1] hello {3}\r\n* CAPABILITY IMAP4rev1 auth=plain IDLE\r\n+ go \"on\r\n* 23 EXISTS\r\n* SEARCH 2 84 882\r\n* SEARCH\r\n"
        + "* 12 FETCH (FLAGS (\\Seen $Junk) UID 7 RFC822.SIZE 9 BODY[]<0> {9}\r\na)\r\n{3}\r\n)\r\n"
        + "* 13 FETCH (UID 8 BODY[] \"a \\\"b\\\\\")\r\n* 14 FETCH (UID 9 BODY[] NIL)\r\n* LIST (\\HasNoChildren) \"/\" {4}\r\na(b\"\r\n"
        + "* BYE don't (go\r\na1 OK [READ-ONLY] done\r\na2 NO [AUTHENTICATIONFAILED] no {12}\r\n"

    private static let expected: [IMAPResponse] = [
        .status(.init(condition: .ok, code: "CAPABILITY IMAP4REV1", text: "hello {3}")), .capability(["IMAP4REV1", "AUTH=PLAIN", "IDLE"]),
        .goOn("go \"on"), .exists(23), .search([2, 84, 882]), .search([]),
        .fetch([
            "FLAGS": .list([.atom("\\Seen"), .atom("$Junk")]), "UID": .atom("7"), "RFC822.SIZE": .atom("9"),
            "BODY[]<0>": .bytes(Array("a)\r\n{3}\r\n".utf8)),
        ]),
        .fetch(["UID": .atom("8"), "BODY[]": .bytes(Array("a \"b\\".utf8))]), .fetch(["UID": .atom("9"), "BODY[]": .atom("NIL")]),
        .other("LIST"), .status(.init(condition: .bye, code: nil, text: "don't (go")),
        .done(tag: "a1", .init(condition: .ok, code: "READ-ONLY", text: "done")),
        .done(tag: "a2", .init(condition: .no, code: "AUTHENTICATIONFAILED", text: "no {12}")),
    ]

    @Test("Each kind is told, whatever its words look like")
    func kinds() throws {
        #expect(try Self.read(Self.conversation) == Self.expected)
    }

    @Test("They are the same in whatever pieces they come", arguments: [1, 2, 3, 7, 50])
    func pieces(size: Int) throws {
        var parser = IMAPResponseParser(literalLimit: 100)
        var found: [IMAPResponse] = []
        let bytes = Array(Self.conversation.utf8)
        for start in stride(from: 0, to: bytes.count, by: size) {
            parser.append(bytes[start..<min(start + size, bytes.count)])
            while let next = try parser.next() { found.append(next) }
        }
        #expect(found == Self.expected)
    }

    @Test("Control characters don't reach a log")
    func control() throws {
        #expect(try Self.read("a1 NO \u{1B}[2Jgone\r\n") == [.done(tag: "a1", .init(condition: .no, code: nil, text: "?[2Jgone"))])
    }

    @Test(
        "What makes no sense, or too much, is an error",
        arguments: [
            "* 1 FETCH (UID 5 BODY[] {101}\r\n", "* 1 FETCH (UID 5 BODY[] {4000000000}\r\n", "* 1 FETCH (UID\r\n", "* 1 FETCH UID 5\r\n",
            "* 1 FETCH (UID)\r\n", "* 1 FETCH (UID 5))\r\n", "* 1 FETCH ((((((((((((UID))))))))))))\r\n", "* SEARCH 1 x\r\n",
            "* SEARCH 5000000000\r\n",
            "a1 SEARCH 1\r\n", "\r\n", "* OK hello\n", "220 mail.test ESMTP\r\n", "* 1 FETCH (UID 5 BODY[] \"a\r\n",
            "* OK " + String(repeating: "x", count: IMAPResponseParser.textLimit),
            "* 1 FETCH (" + String(repeating: "X {1}\r\na ", count: 100) + ")\r\n",
        ])
    func malformed(text: String) {
        #expect(throws: IMAPResponseParser.Malformation.self) { try Self.read(text) }
    }

    @Test("Random bytes end in an answer, an error or a wait, never in a trap")
    func noise() throws {
        var random = SystemRandomNumberGenerator()
        let alphabet = Array("* +aA1 (){}[]\"\\\r\n\u{0}FETCH UID BODY[] OK 5".utf8) + [0xFF]
        for _ in 0..<3000 {
            var parser = IMAPResponseParser(literalLimit: 50)
            let start = ["", "* 1 FETCH (", "* ", "* OK [", "* 1 FETCH (BODY[] {5}\r\n"].randomElement(using: &random) ?? ""
            parser.append(Array(start.utf8) + (0..<60).map { _ in alphabet.randomElement(using: &random) ?? 0 } + [13, 10])
            do { while try parser.next() != nil {} } catch { #expect(!"\(error)".isEmpty) }
        }
    }
}
