import Testing

@testable import Mail

@Suite("Replies of a server")
struct SMTPReplyTests {
    static func parse(_ text: String) throws -> [SMTPReply] {
        var parser = SMTPReplyParser()
        parser.append(text.utf8)
        var replies: [SMTPReply] = []
        while let reply = try parser.next() { replies.append(reply) }
        return replies
    }

    @Test("One line, several lines, an empty text, enhanced status codes")
    func valid() throws {
        #expect(try Self.parse("250 OK\r\n") == [SMTPReply(code: 250, lines: ["OK"])])
        #expect(try Self.parse("250\r\n") == [SMTPReply(code: 250, lines: [""])])
        #expect(try Self.parse("250-a\r\n250-\r\n250 b\r\n221 bye\r\n").map(\.lines) == [["a", "", "b"], ["bye"]])
        let refused = try #require(try Self.parse("550-5.1.1 No such\r\n550 5.1.1 mailbox\r\n").first)
        #expect(refused.status == EnhancedStatus(kind: 5, subject: 1, detail: 1))
        #expect(refused.text == "No such mailbox")
        #expect(refused.description == "550 5.1.1 No such mailbox")
    }

    @Test(
        "What only looks like an enhanced status code is text",
        arguments: [
            "550 4.1.1 x", "550 5.1 x", "550 5.1.1.1 x", "550 5.1.1111 x", "550 5.1.x y", "354 3.0.0 go", "550 .. x",
            "550-5.1.1 a\r\n550 5.1.2 b",
        ])
    func noStatus(text: String) throws {
        #expect(try Self.parse(text + "\r\n").first?.status == nil)
    }

    @Test("Bytes may come one by one")
    func drip() throws {
        var parser = SMTPReplyParser()
        var replies: [SMTPReply] = []
        for byte in "250-first\r\n250 second\r\n354 go\r\n".utf8 {
            parser.append([byte])
            while let reply = try parser.next() { replies.append(reply) }
        }
        #expect(replies.map(\.code) == [250, 354])
        #expect(!parser.holdsMore)
    }

    @Test(
        "What is no reply is an error",
        arguments: [
            ("250 OK\n", .badLineEnd), ("hello\r\n", .badCode), ("\r\n", .badCode), ("25\r\n", .badCode), ("199 x\r\n", .badCode),
            ("650 x\r\n", .badCode), ("260 x\r\n", .badCode), ("250+x\r\n", .badCode), ("2500 x\r\n", .badCode), ("+50 x\r\n", .badCode),
            ("250-a\r\n251 b\r\n", .differentCodes), ("250 " + String(repeating: "x", count: 2048) + "\r\n", .lineTooLong),
            (String(repeating: "x", count: 2048), .lineTooLong), (String(repeating: "250-x\r\n", count: 257), .replyTooLong),
            (String(repeating: "250-" + String(repeating: "x", count: 1000) + "\r\n", count: 66), .replyTooLong),
        ] as [(String, SMTPReplyParser.Malformation)])
    func malformed(text: String, problem: SMTPReplyParser.Malformation) {
        #expect(throws: problem) { try Self.parse(text) }
    }

    @Test("Control characters and broken UTF-8 in a reply can't reach a log")
    func printable() throws {
        #expect(try Self.parse("550 a\u{1b}[2J\u{7}\tb\r\n").first?.text == "a?[2J??b")
        var parser = SMTPReplyParser()
        parser.append(Array("550 ".utf8) + [0xff, 0x41, 13, 10])
        #expect(try parser.next()?.text == "\u{fffd}A")
    }

    @Test("What EHLO offers")
    func capabilities() throws {
        let reply = try #require(
            try Self.parse(
                "250-mail.example\r\n250-PIPELINING\r\n250-size 1000\r\n250-STARTTLS\r\n250-AUTH LOGIN plain\r\n"
                    + "250-AUTH=PLAIN XOAUTH2\r\n250-8BITMIME\r\n250-UNKNOWN x y\r\n250 SMTPUTF8\r\n"
            ).first)
        let offered = SMTPCapabilities(reply)
        #expect(offered.pipelining && offered.startTLS && offered.eightBitMIME && offered.smtpUTF8 && offered.size)
        #expect(offered.sizeLimit == 1000)
        #expect(offered.authentication == ["LOGIN", "PLAIN", "XOAUTH2"])
        let modest = SMTPCapabilities(try #require(try Self.parse("250-PIPELINING is my name\r\n250 SIZE 0\r\n").first))
        #expect(!modest.pipelining && modest.size && modest.sizeLimit == nil)
    }

    @Test(
        "Dots are doubled at line starts, and the text ends in CRLF",
        arguments: [
            ("a\r\n", "a\r\n"), (".\r\n", "..\r\n"), ("..a\r\nb.\r\n.c", "...a\r\nb.\r\n..c\r\n"), ("", ""), ("a", "a\r\n"),
            ("a\r\n.\r\nb\r\n", "a\r\n..\r\nb\r\n"),
        ])
    func dots(text: String, expected: String) throws {
        #expect(String(decoding: try SMTPPayload(Array(text.utf8)).bytes, as: UTF8.self) == expected)
    }

    @Test("A mail is measured for its envelope")
    func payload() throws {
        let plain = try SMTPPayload(Array("A: b\r\n\r\n.x".utf8))
        #expect(plain.size == 12 && plain.headerIsASCII && plain.bodyIsASCII)
        let body = try SMTPPayload(Array("A: b\r\n\r\nü\r\n".utf8))
        #expect(body.headerIsASCII && !body.bodyIsASCII)
        let header = try SMTPPayload(Array("A: ü\r\n\r\nb\r\n".utf8))
        #expect(!header.headerIsASCII && header.bodyIsASCII)
        for place in [0, 5, 63, 254, 255, 256, 900] {
            var long = [UInt8](repeating: UInt8(ascii: "x"), count: 998)
            long[place] = 0xC3
            let late = try SMTPPayload(Array("A: b\r\n\r\n".utf8) + long + [13, 10])
            #expect(late.headerIsASCII && !late.bodyIsASCII && late.size == 1008)
        }
        let none = try SMTPPayload([])
        #expect(none.size == 0 && none.headerIsASCII && none.bodyIsASCII)
    }

    @Test(
        "A mail whose end two servers could see in different places is not sent",
        arguments: [
            "a\nb\r\n", "a\rb\r\n", "\n", "\r", "a\r\r\n", "a\r\nb\r\nc\r\n\rd\r\n", "a\r\n\0",
            String(repeating: "a\r\n", count: 300) + "\r", "a\r\n\n.\r\n", "\r\r\n", "a\r", "a\n", "a\0b\r\n",
            String(repeating: "x", count: 999) + "\r\n",
            String(repeating: "x", count: 999),
        ])
    func smuggling(text: String) {
        let refusal = #expect(throws: SMTPRefusal.self) { try SMTPPayload(Array(text.utf8)) }
        #expect(refusal?.stage == .check && refusal?.temporary == false)
    }
}
