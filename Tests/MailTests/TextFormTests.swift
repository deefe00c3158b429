import Foundation
import Kernel
import Testing

@testable import Mail

@Suite("Texts that are encoded but for their holes")
struct TextFormTests {
    /// How a text travels, with its head and without.
    struct Sent {
        let part: TextPart
        let encoding: TransferEncoding
        let text: String

        init(_ part: TextPart, own: [UInt8] = []) throws {
            self.part = part
            let plan = part.form.plan(part.filling)
            encoding = plan.encoding
            var mail: [UInt8] = []
            part.form.append(part.filling, plan, own: own, to: &mail)
            let whole = String(decoding: mail, as: UTF8.self)
            let head = "Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: \(plan.encoding.rawValue)\r\n\r\n"
            #expect(whole.hasPrefix(head))
            text = String(whole.dropFirst(head.count))
        }
    }

    static func sent(_ pieces: [String], _ values: [String]) throws -> Sent {
        let bytes = pieces.map { TextForm.Piece.bytes(Array($0.utf8)) }
        let form = try TextForm(.html, pieces: Array(bytes.map { [$0] }.joined(separator: [.hole])))
        var filling = TextForm.Filling()
        for value in values {
            filling.bytes += value.utf8
            filling.closeHole()
        }
        let joined = String(decoding: form.joined(filling, own: []), as: UTF8.self)
        #expect(joined.replacing("\r\n", with: "\n") == Self.joined(pieces, values))
        return try Sent(TextPart(form: form, filling: filling))
    }

    static func joined(_ pieces: [String], _ values: [String]) -> String {
        zip(pieces, values + [""]).map { $0 + $1 }.joined().replacing("\r\n", with: "\n")
    }

    @Test("A hole in quoted-printable ends with a soft line break, so that what follows is always the same")
    func softBreak() throws {
        let sent = try Self.sent(["Grüße aus dem Haus am See, in dem wir heute alle sind, liebe ", ".\n.ende "], ["Zoë"])
        #expect(sent.encoding == .quotedPrintable)
        #expect(
            sent.text
                == "Gr=C3=BC=C3=9Fe aus dem Haus am See, in dem wir heute alle sind, liebe Zo=\r\n=C3=AB=\r\n=2E\r\n=2Eende=20")
    }

    @Test("ASCII in short lines travels as it is")
    func plain() throws {
        let sent = try Self.sent(["Dear ", ",\n", ""], ["Ada", "bye"])
        #expect(sent.encoding == .sevenBit)
        #expect(sent.text == "Dear Ada,\r\nbye")
        let half = String(repeating: "x", count: 500)
        #expect(try Self.sent([half, half], [""]).encoding == .quotedPrintable)
        #expect(try Self.sent([half, "\n\(half)"], [String(repeating: "y", count: 498)]).encoding == .sevenBit)
        #expect(try Self.sent([half, "\n\(half)"], [String(repeating: "y", count: 499)]).encoding == .quotedPrintable)
        #expect(try Self.sent(["a", "b", "c\n"], [half, half]).encoding == .quotedPrintable)
        #expect(try Self.sent(["a text around ", " it all"], ["\u{0}"]).text == "a text around =00=\r\n it all")
        #expect(try Self.sent(["a", "b"], ["one\ntwo"]).text == "aone\r\ntwob")
        #expect(try Self.sent([half, half], ["\n"]).encoding == .sevenBit)
        #expect(try Self.sent(["a", ""], ["\(half)\n\(half)\(half)"]).encoding == .quotedPrintable)
        #expect(try Self.sent(["a", ""], ["\(half)\(half)\n"]).encoding == .quotedPrintable)
    }

    @Test(
        "No text travels as it is that holds what a boundary begins with, wherever it comes from",
        arguments: [
            (["a=_b"], []), (["a", "b"], ["=_"]), (["a=", "b"], ["_x"]), (["a", "_b"], ["x="]), (["a=", "_b"], [""]),
            (["a", "", "b"], ["x=", "_y"]), (["a", "", "", "b"], ["x=", "", "_y"]), (["a", "b"], ["one\n--=_two"]),
        ] as [([String], [String])])
    func boundaryStart(pieces: [String], values: [String]) throws {
        let sent = try Self.sent(pieces, values)
        #expect(sent.encoding != .sevenBit)
        #expect(!sent.text.contains("=_"))
    }

    @Test("An underscore and an equals sign apart from each other do no harm")
    func noBoundaryStart() throws {
        #expect(try Self.sent(["a_b=c _d= ", "e_"], ["_x_ y=z"]).encoding == .sevenBit)
    }

    @Test("What has as many bytes in every mail is written over its place, in every encoding")
    func own() throws {
        let own = Array("abcdefghijklmnopqrstuvwxyz0123456789".utf8)
        let long = String(repeating: "wide and ", count: 12)
        for (text, encoding) in [("plain", TransferEncoding.sevenBit), ("größer", .quotedPrintable), ("東京は夜の七時、", .base64)] {
            let texts = encoding == .base64 ? [text, text, text + text, text] : [text, long + text + "\n.", long, text + " "]
            let form = try TextForm(
                .html,
                pieces: [
                    .bytes(Array(texts[0].utf8)), .own(0..<36), .own(3..<5), .bytes(Array(texts[1].utf8)), .hole, .own(30..<36),
                    .bytes(Array(texts[2].utf8)), .own(0..<30), .hole, .bytes(Array(texts[3].utf8)), .own(0..<1),
                ])
            var filling = TextForm.Filling()
            filling.bytes += "one".utf8
            filling.closeHole()
            filling.bytes += "two\nthree ".utf8
            filling.closeHole()
            let letters = String(decoding: own, as: UTF8.self)
            let whole =
                "\(texts[0])\(letters)de\(texts[1])one456789\(texts[2])\(letters.dropLast(6))two\nthree \(texts[3])a".replacing(
                    "\n", with: "\r\n")
            #expect(String(decoding: form.joined(filling, own: own), as: UTF8.self) == whole)
            let sent = try Sent(TextPart(form: form, filling: filling), own: own)
            #expect(sent.encoding == encoding)
            switch encoding {
            case .sevenBit: #expect(sent.text == whole)
            case .quotedPrintable:
                let lines = sent.text.components(separatedBy: "\r\n")
                #expect(lines.allSatisfy { $0.utf8.count <= 76 && !$0.hasSuffix(" ") && !$0.hasPrefix(".") })
                let joined = sent.text.replacing("=\r\n", with: "").replacing("=C3=B6", with: "ö").replacing("=C3=9F", with: "ß")
                #expect(joined.replacing("=2E", with: ".") == whole)
            case .base64: #expect(Data(base64Encoded: sent.text.replacing("\r\n", with: "")).map { Array($0) } == Array(whole.utf8))
            }
        }
    }

    @Test("A mail made of a form is the mail made for one, byte for byte")
    func wholeMail() throws {
        let letterhead = try MailMessageTests.letterhead(headers: [.autoSubmitted])
        let own = Array("id234unsubscribeme".utf8)
        for (text, name) in [("Dear ", "Ada"), ("Grüße ", "Zoë, die Große"), ("ありがとうございます、", "田中")] {
            let pieces: [TextForm.Piece] = [
                .bytes(Array("\(text)\n".utf8)), .hole, .bytes(Array(" https://r.example/u/".utf8)), .own(5..<18),
            ]
            let (plain, html) = (try TextForm(.plain, pieces: pieces), try TextForm(.html, pieces: pieces))
            let whole = "\(text)\n\(name) https://r.example/u/unsubscribeme"
            let form = try MessageForm(
                letterhead,
                headers: MessageForm.OwnHeaders(
                    messageID: 0..<5, domain: "northwind.example", unsubscribe: ("https://r.example/u/", 5..<18)),
                plain: plain, html: html, pictures: [MailFileTests.logo()],
                attachments: [MailFile(name: "a.bin", type: "application/octet-stream", bytes: MailFileTests.picture)])
            var filling = TextForm.Filling()
            filling.bytes += name.utf8
            filling.closeHole()
            let mail = try form.composed(
                to: Mailbox(name, "ada@example.com"), subject: Array("\(text)\(name)".utf8), date: MailMessageTests.date, own: own,
                plain: filling, html: filling)
            var message = MailMessage(
                letterhead: letterhead, to: try Mailbox(name, "ada@example.com"), subject: "\(text)\(name)",
                messageID: try MessageID("id234", at: "northwind.example"), date: MailMessageTests.date,
                headers: [.listUnsubscribe(url: "https://r.example/u/unsubscribeme"), .oneClickUnsubscribe], plain: whole, html: whole)
            message.pictures = [try MailFileTests.logo()]
            message.attachments = [try MailFile(name: "a.bin", type: "application/octet-stream", bytes: MailFileTests.picture)]
            // A hole in quoted-printable ends its line.
            let composed = try message.composed()
            func unfolded(_ mail: [UInt8]) -> String { String(decoding: mail, as: UTF8.self).replacing("=\r\n", with: "") }
            #expect(unfolded(mail) == unfolded(composed))
            #expect(
                mail
                    == (try form.composed(
                        to: Mailbox(name, "ada@example.com"), subject: Array("\(text)\(name)".utf8), date: MailMessageTests.date, own: own,
                        plain: filling, html: filling)))
        }
    }

    @Test("What a mail has of its own is letters and digits, and a header's value can't end its line")
    func badValues() throws {
        let text = try TextForm(.plain, pieces: [.bytes(Array("x".utf8))])
        let form = try MessageForm(
            MailMessageTests.letterhead(), headers: MessageForm.OwnHeaders(messageID: 0..<4, domain: "a.example", unsubscribe: nil),
            plain: text, html: nil)
        func composed(own: String = "abcd", subject: String = "s", name: String = "n") throws -> [UInt8] {
            try form.composed(
                to: Mailbox(name, "a@example.com"), subject: Array(subject.utf8), date: MailMessageTests.date, own: Array(own.utf8),
                plain: TextForm.Filling(), html: TextForm.Filling())
        }
        #expect(try !composed().isEmpty)
        for own in ["ab>d", "ab\nd", "ab d", "ab=d", "ab_d", "ab.d"] { #expect(throws: MailError.badMessageID) { try composed(own: own) } }
        for value in ["\r\nBcc: b@example.com", "\n", "\r", "\0", "\u{7f}"] {
            #expect(throws: MailError.controlCharacter(header: "Subject")) { try composed(subject: "a\(value)") }
            #expect(throws: MailError.controlCharacter(header: "To")) { try composed(name: "a\(value)") }
        }
        #expect(throws: MailError.badMessageID) {
            try MessageForm(
                MailMessageTests.letterhead(), headers: MessageForm.OwnHeaders(messageID: 0..<4, domain: "a b", unsubscribe: nil),
                plain: text, html: nil)
        }
        #expect(throws: MailError.badValue(header: "List-Unsubscribe")) {
            try MessageForm(
                MailMessageTests.letterhead(),
                headers: MessageForm.OwnHeaders(messageID: 0..<4, domain: "a.example", unsubscribe: ("https://a b/", 0..<4)), plain: text,
                html: nil)
        }
    }

    @Test("What base64 says shorter goes in base64")
    func base64() throws {
        #expect(try Self.sent(["ありがとうございます、", "さん"], ["田中"]).encoding == .base64)
        #expect(try Self.sent(["Thank you, ", "."], [String(repeating: "田中", count: 40)]).encoding == .base64)
        #expect(try Self.sent(["Thank you, ", ", for all that you did since spring."], ["田中"]).encoding == .quotedPrintable)
    }

    @Test("Whatever the pieces and values, Python's strict parser reads what was meant, in lines that mail allows")
    func anything() async throws {
        var random = SystemRandomNumberGenerator()
        let words = [
            "a", " ", "\t", ".", "=", "\n", "\r\n", "ü", "日本", "👩‍🚀", "x = 1;", ". ", " \n", "=20", "long-word-without-a-break", "<p>",
        ]
        func text(_ length: Int, _ pool: [String]) -> String {
            (0..<Int.random(in: 0...length, using: &random)).map { _ in pool.randomElement(using: &random) ?? "" }.joined()
        }
        var mails: [(name: String, bytes: [UInt8])] = []
        var expected: [String] = []
        for number in 0..<400 {
            let ascii = words.filter { $0.utf8.allSatisfy { $0 < 0x80 } }
            let pieces = (0...Int.random(in: 0...6, using: &random)).map { _ in text(30, number % 3 == 0 ? ascii : words) }
            let values = pieces.dropFirst().map { _ in text(20, words.filter { !$0.contains("\r\n") }) }
            let sent = try Self.sent(pieces, values)
            var message = try MailMessageTests.message(plain: "x", html: "y", id: "m\(number)")
            message.html = sent.part
            mails.append(("\(number)", try message.composed()))
            var whole = pieces[0]
            for (value, piece) in zip(values, pieces.dropFirst()) { whole += value + piece }
            expected.append(whole.replacing("\r\n", with: "\n").replacing("\n", with: "\r\n"))
            if sent.encoding == .quotedPrintable {
                let lines = sent.text.components(separatedBy: "\r\n")
                #expect(lines.allSatisfy { $0.utf8.count <= 76 && !$0.hasSuffix(" ") && !$0.hasSuffix("\t") && !$0.hasPrefix(".") })
            }
        }
        let read = try await ReadMail.read(mails)
        for (index, text) in expected.enumerated() { #expect(read["\(index)"]?.parts["text/html"]?.text == text, "mail \(index)") }
    }
}
