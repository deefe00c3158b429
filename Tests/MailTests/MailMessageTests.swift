import Foundation
import Kernel
import Testing

@testable import Mail

@Suite("Composing mails, read back by Python's strict parser")
struct MailMessageTests {
    static let date = Instant(microseconds: 1_772_442_000_123_456)

    static func letterhead(_ name: String = "Mobile Work Team", headers: [MailHeader] = []) throws -> Letterhead {
        try Letterhead(from: Mailbox(name, "news@northwind.example"), headers: headers)
    }

    static func message(
        name: String = "Ada", subject: String = "Hello", plain: String = "Hello\n", html: String? = nil, id: String = "id",
        headers: [MailHeader] = []
    ) throws -> MailMessage {
        MailMessage(
            letterhead: try letterhead(), to: try Mailbox(name, "ada@example.com"), subject: subject,
            messageID: try MessageID(id, at: "northwind.example"), date: date, headers: headers, plain: plain, html: html)
    }

    @Test("A whole mail, byte for byte")
    func whole() throws {
        let letterhead = try Letterhead(
            from: Mailbox("Mobile Work Team", "news@northwind.example"),
            replyTo: [Mailbox("Müller, Jürgen", "mobility@northwind.example")],
            headers: [.listID(name: "Mobile Work", id: "mobility.northwind.example"), .autoSubmitted])
        let message = MailMessage(
            letterhead: letterhead, to: try Mailbox("Lovelace, Ada", "ada@example.com"), subject: "Grüße aus Wien",
            messageID: try MessageID("abc234", at: "northwind.example"), date: Self.date,
            headers: [.listUnsubscribe(url: "https://r.example/u/x", mailto: "u@r.example"), .oneClickUnsubscribe],
            plain: "Grüß dich,\nAda", html: "<p>Grüß dich,\nAda</p>\n")
        let text = String(decoding: try message.composed(), as: UTF8.self)
        let boundary = try #require(text.firstMatch(of: /boundary="(=_[a-z2-7]{32})"/)?.1)
        let expected = """
            MIME-Version: 1.0
            From: Mobile Work Team <news@northwind.example>
            Reply-To: =?utf-8?b?TcO8bGxlciwgSsO8cmdlbg==?= <mobility@northwind.example>
            List-ID: Mobile Work <mobility.northwind.example>
            Auto-Submitted: auto-generated
            To: "Lovelace, Ada" <ada@example.com>
            Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe_aus_Wien?=
            Date: Mon, 02 Mar 2026 09:00:00 +0000
            Message-ID: <abc234@northwind.example>
            List-Unsubscribe: <https://r.example/u/x>, <mailto:u@r.example>
            List-Unsubscribe-Post: List-Unsubscribe=One-Click
            Content-Type: multipart/alternative;
             boundary="\(boundary)"

            --\(boundary)
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: quoted-printable

            Gr=C3=BC=C3=9F dich,
            Ada
            --\(boundary)
            Content-Type: text/html; charset=utf-8
            Content-Transfer-Encoding: quoted-printable

            <p>Gr=C3=BC=C3=9F dich,
            Ada</p>

            --\(boundary)--

            """.replacing("\n", with: "\r\n")
        #expect(text == expected)
        #expect(try message.composed() == message.composed())
    }

    @Test("Subjects, names and texts of 60 languages come back as they were")
    func languages() async throws {
        #expect(Languages.sentences.count >= 40)
        var mails: [(name: String, bytes: [UInt8])] = []
        for (code, text) in Languages.sentences {
            let message = MailMessage(
                letterhead: try Letterhead(
                    from: Mailbox(text, "news@northwind.example"),
                    replyTo: [Mailbox(String(text.prefix(12)), "a@example.com"), Mailbox(text, "b@example.com")],
                    headers: [.listID(name: text, id: "list.northwind.example")]),
                to: try Mailbox(String(text.reversed()), "ada@example.com"), subject: "\(text) · \(text)",
                messageID: try MessageID(code, at: "northwind.example"), date: Self.date, headers: [.text("X-Note", text)],
                plain: "\(text)\n.\n\n..\(text) \n\tFrom \(text)\n", html: String(repeating: "<p class=\"x\">\(text)</p>\n", count: 9))
            mails.append((code, try message.composed()))
        }
        let read = try await ReadMail.read(mails)
        for (code, text) in Languages.sentences {
            let mail = try #require(read[code])
            #expect(mail.from == [[text, "news@northwind.example"]])
            #expect(mail.replyTo == [[String(text.prefix(12)), "a@example.com"], [text, "b@example.com"]])
            #expect(mail.to == [[String(text.reversed()), "ada@example.com"]])
            #expect(mail.headers["subject"] == "\(text) · \(text)")
            #expect(mail.headers["x-note"] == text)
            #expect(mail.headers["list-id"] == "\(text) <list.northwind.example>")
            #expect(mail.type == "multipart/alternative")
            #expect(mail.parts["text/plain"]?.text == "\(text)\r\n.\r\n\r\n..\(text) \r\n\tFrom \(text)\r\n")
            #expect(mail.parts["text/html"]?.text == String(repeating: "<p class=\"x\">\(text)</p>\r\n", count: 9))
            #expect(mail.date == "2026-03-02T09:00:00+00:00")
        }
    }

    static let awkwardNames = [
        "O'Brien", "Dr. Ada Lovelace", "Lovelace, Ada", "\"Ada\"", "a\\b", "Ada (Analytics)", "ada@example.com", "Team: Mobile; Work",
        "<script>", "=?utf-8?q?=41da?=", "J. R. R. Tolkien", "[Mobile] Work", "Zoë", "山田 太郎", "محمد بن سلمان", "Ça va?", "100% real", "_x_",
        "👩‍👩‍👧‍👦 family", "e\u{301}\u{301}\u{301}", "Łukasz Żółć", "a=b", "name with = and ? and _", "ß", "ﬁ", "I\u{307}stanbul",
        "Z" + String(repeating: "\u{336}\u{35c}", count: 60), String(repeating: "Wolfeschlegelsteinhausenbergerdorff", count: 4),
        String(repeating: "Ann Marie ", count: 20) + "Smith", String(repeating: "é", count: 300), "Two  spaces", "dot.", ".", "-", "123",
        "\"; DROP TABLE people", "a,b,c", "😀", String(repeating: "😀", count: 80),
    ]

    @Test("Awkward names and subjects come back as they were")
    func awkward() async throws {
        let subjects =
            Self.awkwardNames + [
                " leading", "trailing ", "tab\there", "a" + String(repeating: " word", count: 60), String(repeating: "x", count: 1200),
                "=?utf-8?b?", "ends with =?", "x =?a?= y", "a: b", ": x", String(repeating: "ab ", count: 30) + "ü",
                "https://example.com/" + String(repeating: "long/", count: 30),
            ]
        var mails: [(name: String, bytes: [UInt8])] = []
        for (index, name) in Self.awkwardNames.enumerated() {
            mails.append(("n\(index)", try Self.message(name: name, id: "n\(index)").composed()))
        }
        for (index, subject) in subjects.enumerated() {
            mails.append(("s\(index)", try Self.message(subject: subject, id: "s\(index)").composed()))
        }
        let read = try await ReadMail.read(mails)
        for (index, name) in Self.awkwardNames.enumerated() { #expect(read["n\(index)"]?.to == [[name, "ada@example.com"]]) }
        for (index, subject) in subjects.enumerated() { #expect(read["s\(index)"]?.headers["subject"] == subject) }
    }

    @Test("Texts travel in the shortest encoding and come back as they were")
    func encodings() async throws {
        let texts: [(text: String, encoding: String)] = [
            ("Hello\n", "7bit"), ("", "7bit"), ("no line end", "7bit"), ("a\rb\r\nc\nd\n\re", "7bit"),
            ("--=_\n--=_x\n", "quoted-printable"),
            (String(repeating: "x", count: 998), "7bit"), (String(repeating: "x", count: 999), "quoted-printable"),
            ("trailing \t\n \n\t\nend ", "7bit"), ("trailing ü \t\n \n\t\nand at the end of a longer line ", "quoted-printable"),
            ("Grüße aus der Mitte des Textes\n", "quoted-printable"), ("東京\n", "base64"),
            (String(repeating: "東京は夜の七時\n", count: 200), "base64"),
            ("nul \0 byte, and a longer text around it\n", "quoted-printable"),
            (String(repeating: "word ", count: 300) + "ü\n", "quoted-printable"), (String(repeating: "=", count: 2000), "base64"),
            (String(repeating: "é", count: 10_000), "base64"), (".\n..\n.ü und noch etwas mehr\n", "quoted-printable"),
        ]
        let mails = try texts.enumerated().map { index, text in
            (name: "t\(index)", bytes: try Self.message(plain: text.text, html: text.text, id: "t\(index)").composed())
        }
        let read = try await ReadMail.read(mails)
        for (index, (text, encoding)) in texts.enumerated() {
            let parts = try #require(read["t\(index)"]?.parts)
            let expected = text.replacing("\r\n", with: "\n").replacing("\r", with: "\n").replacing("\n", with: "\r\n")
            for type in ["text/plain", "text/html"] {
                let part = try #require(parts[type])
                #expect(part.encoding == encoding, "text \(index)")
                #expect(Array(part.text.utf8) == Array(expected.utf8), "text \(index)")
                #expect(part.longest <= (encoding == "7bit" ? 998 : 76))
            }
        }
    }

    @Test("A mail without HTML is one part")
    func plainOnly() async throws {
        let mails = [("a", "Hello"), ("b", "Grüße aus dem Norden"), ("c", "東京\n"), ("d", "")]
        let read = try await ReadMail.read(try mails.map { (name: $0.0, bytes: try Self.message(plain: $0.1).composed()) })
        for (name, text) in mails {
            #expect(read[name]?.type == "text/plain")
            #expect(read[name]?.parts["text/plain"]?.text.trimmingCharacters(in: .newlines) == text.trimmingCharacters(in: .newlines))
        }
    }

    @Test(
        "No value brings a header of its own",
        arguments: ["\r\nBcc: b@example.com", "\nBcc: b@example.com", "\rx", "\0", "\u{1b}[2J", "\u{7f}"])
    func injection(value: String) throws {
        let problem = { (header: String) in MailError.controlCharacter(header: header) }
        #expect(throws: problem("Subject")) { try Self.message(subject: "a\(value)").composed() }
        #expect(throws: problem("Subject")) { try Self.message(subject: "ü\(value)").composed() }
        #expect(throws: problem("To")) { try Self.message(name: "Ada\(value)").composed() }
        #expect(throws: problem("From")) { try Self.letterhead("Ä\(value)") }
        #expect(throws: problem("X-A")) { try Self.letterhead(headers: [.text("X-A", value)]) }
        #expect(throws: MailError.badHeaderName) { try Self.letterhead(headers: [.text("X-A\(value)", "b")]) }
        #expect(throws: MailError.badValue(header: "List-Unsubscribe")) {
            try Self.letterhead(headers: [.listUnsubscribe(url: "https://example.com/\(value)")])
        }
        #expect(throws: MailError.badValue(header: "Feedback-ID")) { try Self.letterhead(headers: [.feedbackID(["a\(value)"])]) }
        #expect(throws: MailError.controlCharacter(header: "List-ID")) {
            try Self.letterhead(headers: [.listID(name: value, id: "a.example")])
        }
        #expect(throws: MailError.badValue(header: "List-ID")) { try Self.letterhead(headers: [.listID(name: "a", id: "a\(value)")]) }
        #expect(throws: MailError.badMessageID) { try MessageID("a\(value)", at: "example.com") }
        #expect(throws: MailError.badMessageID) { try MessageID("a", at: "example.com\(value)") }
    }

    @Test("Values that don't fit their header are refused")
    func badValues() throws {
        let unsubscribe = MailError.badValue(header: "List-Unsubscribe")
        for url in ["https://e.example/>, <https://f.example/", "https://e.example/>", "<x", "https://e.example/ü", "a b", "a,b"] {
            #expect(throws: unsubscribe) { try Self.letterhead(headers: [.listUnsubscribe(url: url)]) }
        }
        #expect(throws: unsubscribe) { try Self.letterhead(headers: [.listUnsubscribe(url: nil)]) }
        #expect(throws: MailError.lineTooLong(header: "List-Unsubscribe")) {
            try Self.letterhead(headers: [.listUnsubscribe(url: "https://" + String(repeating: "x", count: 1000))])
        }
        #expect(throws: MailError.reservedHeader("SUBJECT")) { try Self.letterhead(headers: [.text("SUBJECT", "x")]) }
        for name in ["", "X A", "X:A", "Ä"] {
            #expect(throws: MailError.badHeaderName) { try Self.letterhead(headers: [.text(name, "x")]) }
        }
        for left in ["", ".a", "a.", "a..b", "a b", "<a>", "ü", "a@b"] {
            #expect(throws: MailError.badMessageID) { try MessageID(left, at: "example.com") }
        }
        #expect(throws: MailError.notUTF8) { try TextPart([0xc3, 0x28], type: .plain) }
        #expect(throws: MailError.badAddress(.missingAt)) { try Mailbox("", "nobody") }
    }

    @Test("Long lists of ASCII words fold at 78, and only there")
    func folding() async throws {
        let url = "https://rapport.example/u/" + String(repeating: "abcdefgh", count: 20)
        let headers: [MailHeader] = [
            .listUnsubscribe(url: url, mailto: "unsubscribe@northwind.example"), .oneClickUnsubscribe,
            .feedbackID(["crm-first-week", "mobility", "email", "northwind"]), .autoSubmitted,
        ]
        let message = try Self.message(subject: String(repeating: "seven77 ", count: 40) + "end", headers: headers)
        let bytes = try message.composed()
        let read = try #require(try await ReadMail.read([("a", bytes)])["a"])
        #expect(read.headers["list-unsubscribe"] == "<\(url)>, <mailto:unsubscribe@northwind.example>")
        #expect(read.headers["list-unsubscribe-post"] == "List-Unsubscribe=One-Click")
        #expect(read.headers["feedback-id"] == "crm-first-week:mobility:email:northwind")
        #expect(read.headers["auto-submitted"] == "auto-generated")
        #expect(read.headers["message-id"] == "<id@northwind.example>")
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\r\n")
        #expect(lines.contains { $0.hasPrefix("Subject: seven77") && (70...78).contains($0.utf8.count) })
    }

    @Test("The boundary stands in no part, is the same in all mails of a sender, and another for each")
    func boundary() async throws {
        let first = try Self.message(html: "<p>x</p>", id: "a").composed()
        let boundary = try #require(String(decoding: first, as: UTF8.self).firstMatch(of: /boundary="([^"]+)"/)?.1)
        let hostile = try Self.message(plain: "--\(boundary)\n\nx\n--\(boundary)--\n", html: "<p>\(boundary)</p>", id: "id").composed()
        var other = try Self.message(html: "<p>x</p>")
        other.letterhead = try Self.letterhead("Another Team")
        let read = try await ReadMail.read([("first", first), ("hostile", hostile), ("other", other.composed())])
        #expect(read["first"]?.boundary == String(boundary))
        #expect(read["hostile"]?.boundary == String(boundary))
        #expect(read["other"]?.boundary.hasPrefix("=_") == true && read["other"]?.boundary != String(boundary))
        #expect(read["hostile"]?.parts["text/plain"]?.text == "--\(boundary)\r\n\r\nx\r\n--\(boundary)--\r\n")
        #expect(read["hostile"]?.parts["text/html"]?.text == "<p>\(boundary)</p>")
    }

    @Test("An address of another script is written in UTF-8, and everything else stays ASCII")
    func internationalAddress() async throws {
        var message = try Self.message(subject: "Grüße")
        message.to = try Mailbox("Jörg", "jörg@bücher.example")
        let bytes = try message.composed()
        #expect(bytes.filter { $0 >= 0x80 }.count == 2)
        let read = try #require(try await ReadMail.read([("a", bytes)])["a"])
        #expect(read.to == [["Jörg", "jörg@xn--bcher-kva.example"]])
        #expect(read.headers["subject"] == "Grüße")
    }

    @Test(
        "Parameters of any text come back as they were (RFC 2231)",
        arguments: [
            "plan.pdf", "a plan.pdf", "quote\".pdf", "back\\slash", "Müller.pdf", "計画書.pdf", "100%.pdf", "it's.pdf", "a*b.pdf", "",
            String(repeating: "long ", count: 40) + ".pdf", String(repeating: "lång ", count: 40) + ".pdf",
        ])
    func parameters(value: String) async throws {
        var writer = HeaderWriter()
        try writer.words("MIME-Version", ["1.0"])
        try writer.line("Date", Self.date.mailDate)
        try writer.begin("Content-Disposition")
        try writer.word("attachment".utf8)
        try writer.parameter("filename", value)
        writer.end()
        let read = try #require(try await ReadMail.read([("a", writer.bytes + Array("\r\nx\r\n".utf8))])["a"])
        #expect(read.filename == value)
    }

    @Test(
        "Dates of every weekday and month",
        arguments: [
            ("2026-03-02T09:00:00Z", "Mon, 02 Mar 2026 09:00:00 +0000"), ("2024-02-29T23:59:59Z", "Thu, 29 Feb 2024 23:59:59 +0000"),
            ("1999-12-31T00:00:00Z", "Fri, 31 Dec 1999 00:00:00 +0000"), ("2026-08-08T12:30:05+02:00", "Sat, 08 Aug 2026 10:30:05 +0000"),
            ("2027-01-03T01:02:03Z", "Sun, 03 Jan 2027 01:02:03 +0000"),
        ])
    func dates(text: String, expected: String) throws {
        #expect(String(decoding: try #require(Instant(text)).mailDate, as: UTF8.self) == expected)
    }
}
