import Foundation
import Testing

@testable import Mail

@Suite("Pictures and files in mails, read back by Python's strict parser")
struct MailFileTests {
    /// The smallest PNG, and bytes that look like the ends of lines and of parts.
    static let picture: [UInt8] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 13, 10, 0x2e, 13, 10, 0xff]

    static func logo() throws -> InlinePicture {
        InlinePicture(
            try MailFile(name: "logo.png", type: "image/png", bytes: picture), id: try MessageID("logo%1/a", at: "northwind.example"))
    }

    static let shapes: [(html: Bool, pictures: Int, files: Int, structure: String)] = [
        (true, 0, 0, "alternative(text/plain, text/html)"), (true, 1, 0, "alternative(text/plain, related(text/html, image/png))"),
        (true, 0, 2, "mixed(alternative(text/plain, text/html), application/pdf, application/pdf)"),
        (true, 2, 1, "mixed(alternative(text/plain, related(text/html, image/png, image/png)), application/pdf)"),
        (false, 1, 1, "mixed(text/plain, application/pdf)"), (false, 1, 0, "text/plain"),
    ]

    @Test("Each lands where mail programs look for it", arguments: shapes.indices)
    func structure(index: Int) async throws {
        let shape = Self.shapes[index]
        var message = try MailMessageTests.message(plain: "Grüße\n", html: shape.html ? "<img src=\"\(Self.logo().url)\">" : nil)
        message.pictures = try (0..<shape.pictures).map { number in
            InlinePicture(try Self.logo().file, id: try MessageID("logo\(number)", at: "northwind.example"))
        }
        message.attachments = try (0..<shape.files).map { number in
            try MailFile(name: "plan \(number).pdf", type: "application/pdf", bytes: Array("%PDF \(number)\n--=_\n".utf8))
        }
        let read = try #require(try await ReadMail.read([("a", message.composed())])["a"])
        #expect(read.structure == shape.structure)
        let files = read.files.filter { $0.disposition == "attachment" }
        #expect(files.map(\.name) == (0..<shape.files).map { "plan \($0).pdf" })
        #expect(files.map(\.base64) == (0..<shape.files).map { Data("%PDF \($0)\n--=_\n".utf8).base64EncodedString() })
        let pictures = read.files.filter { $0.disposition == "inline" }
        #expect(pictures.map(\.id) == (0..<(shape.html ? shape.pictures : 0)).map { "<logo\($0)@northwind.example>" })
        #expect(pictures.allSatisfy { $0.base64 == Data(Self.picture).base64EncodedString() })
        #expect(read.parts["text/plain"]?.text.hasPrefix("Grüße") == true)
    }

    @Test(
        "A file comes back under its own name",
        arguments: ["plan.pdf", "Pläne für März.pdf", "計画書.pdf", "a \"b\".pdf", String(repeating: "lang und länger ", count: 12) + ".pdf"])
    func names(name: String) async throws {
        var message = try MailMessageTests.message()
        message.attachments = [try MailFile(name: name, type: "application/pdf", bytes: Array("x".utf8))]
        let read = try #require(try await ReadMail.read([("a", message.composed())])["a"])
        #expect(read.files.map(\.name) == [name])
    }

    @Test("The URL of a picture is its Content-ID, percent-encoded (RFC 2392)")
    func url() throws { #expect(try Self.logo().url == "cid:logo%251%2Fa@northwind.example") }

    @Test("Files beyond the limit, and what is no file, are refused")
    func limits() throws {
        let half = [UInt8](repeating: 0, count: MailFile.largestTotal / 2 + 1)
        var message = try MailMessageTests.message(html: "<p>x</p>")
        message.attachments = [try MailFile(name: "a", type: "application/zip", bytes: half)]
        #expect(try message.composed().count > half.count)
        message.pictures = [InlinePicture(try MailFile(name: "b", type: "image/png", bytes: half), id: try MessageID("a", at: "b"))]
        #expect(throws: MailError.filesTooLarge(bytes: half.count * 2, limit: MailFile.largestTotal)) { try message.composed() }
        #expect(throws: MailError.filesTooLarge(bytes: half.count * 2, limit: MailFile.largestTotal)) {
            try MailFile(name: "a", type: "image/png", bytes: half + half)
        }
        for type in ["", "image", "image/", "/png", "image/png; x=y", "image/pn g", "multipart/mixed", "message/rfc822", "a/b/c", "ä/b"] {
            #expect(throws: MailError.badMediaType) { try MailFile(name: "a", type: type, bytes: []) }
        }
        message.pictures = []
        message.attachments = [try MailFile(name: "a\r\nBcc: b@example.com", type: "image/png", bytes: [])]
        #expect(throws: MailError.controlCharacter(header: "Content-Disposition")) { try message.composed() }
    }
}
