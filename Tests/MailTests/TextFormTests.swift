import Foundation
import Kernel
import Testing

@testable import Mail

@Suite("Texts that are encoded but for their holes")
struct TextFormTests {
    static func part(_ pieces: [String], _ values: [String]) throws -> TextPart {
        let form = try TextForm(.html, pieces: pieces.map { Array($0.utf8) })
        var filling = TextForm.Filling()
        for value in values {
            filling.bytes += value.utf8
            filling.closeHole()
        }
        #expect(String(decoding: form.filled(filling).text, as: UTF8.self).replacing("\r\n", with: "\n") == Self.joined(pieces, values))
        return form.filled(filling).part
    }

    static func joined(_ pieces: [String], _ values: [String]) -> String {
        zip(pieces, values + [""]).map { $0 + $1 }.joined().replacing("\r\n", with: "\n")
    }

    @Test("A hole in quoted-printable ends with a soft line break, so that what follows is always the same")
    func softBreak() throws {
        let part = try Self.part(["Grüße aus dem Haus am See, in dem wir heute alle sind, liebe ", ".\n.ende "], ["Zoë"])
        #expect(part.body.encoding == .quotedPrintable)
        #expect(
            String(decoding: part.body.bytes, as: UTF8.self)
                == "Gr=C3=BC=C3=9Fe aus dem Haus am See, in dem wir heute alle sind, liebe Zo=\r\n=C3=AB=\r\n=2E\r\n=2Eende=20")
    }

    @Test("ASCII in short lines travels as it is")
    func plain() throws {
        let part = try Self.part(["Dear ", ",\n", ""], ["Ada", "bye"])
        #expect(part.body.encoding == .sevenBit)
        #expect(String(decoding: part.body.bytes, as: UTF8.self) == "Dear Ada,\r\nbye")
        let half = String(repeating: "x", count: 500)
        #expect(try Self.part([half, half], [""]).body.encoding == .quotedPrintable)
        #expect(try Self.part([half, "\n\(half)"], [String(repeating: "y", count: 498)]).body.encoding == .sevenBit)
        #expect(try Self.part([half, "\n\(half)"], [String(repeating: "y", count: 499)]).body.encoding == .quotedPrintable)
        #expect(try Self.part(["a", "b", "c\n"], [half, half]).body.encoding == .quotedPrintable)
        #expect(try Self.part(["a", "b"], ["\u{0}"]).body.encoding == .quotedPrintable)
    }

    @Test("What base64 says shorter goes in base64")
    func base64() throws {
        #expect(try Self.part(["ありがとうございます、", "さん"], ["田中"]).body.encoding == .base64)
        #expect(try Self.part(["Thank you, ", "."], [String(repeating: "田中", count: 40)]).body.encoding == .base64)
        #expect(try Self.part(["Thank you, ", ", for all that you did since spring."], ["田中"]).body.encoding == .quotedPrintable)
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
            let values = pieces.dropFirst().map { _ in text(20, words.filter { !$0.contains("\n") && !$0.contains("\r\n") }) }
            let part = try Self.part(pieces, values)
            var message = try MailMessageTests.message(plain: "x", html: "y", id: "m\(number)")
            message.html = part
            mails.append(("\(number)", try message.composed()))
            var whole = pieces[0]
            for (value, piece) in zip(values, pieces.dropFirst()) { whole += value + piece }
            expected.append(whole.replacing("\r\n", with: "\n").replacing("\n", with: "\r\n"))
            if part.body.encoding == .quotedPrintable {
                let lines = String(decoding: part.body.bytes, as: UTF8.self).components(separatedBy: "\r\n")
                #expect(lines.allSatisfy { $0.utf8.count <= 76 && !$0.hasSuffix(" ") && !$0.hasSuffix("\t") && !$0.hasPrefix(".") })
            }
        }
        let read = try await ReadMail.read(mails)
        for (index, text) in expected.enumerated() { #expect(read["\(index)"]?.parts["text/html"]?.text == text, "mail \(index)") }
    }
}
