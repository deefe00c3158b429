import Crypto
import CryptoExtras
import Foundation
import Testing

@testable import Mail

@Suite("DKIM signatures")
struct DKIMTests {
    /// RFC 8463 §A.2, as PKCS #8.
    static let ed25519Seed = "nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A="
    static func ed25519PEM() throws -> String {
        let seed = try #require(Data(base64Encoded: ed25519Seed))
        let der = Data([0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20]) + seed
        return "-----BEGIN PRIVATE KEY-----\n\(der.base64EncodedString())\n-----END PRIVATE KEY-----\n"
    }
    static let rsaPEM = Result { try _RSA.Signing.PrivateKey(keySize: .bits2048).pemRepresentation }

    static func signer(_ domain: String = "northwind.example") throws -> DKIMSigner {
        try DKIMSigner(
            domain: domain,
            keys: [
                DKIMKey(selector: "rapport", pem: rsaPEM.get()), DKIMKey(selector: "rapport-ed", pem: ed25519PEM()),
            ])
    }

    @Test("Mails of every shape and language verify with dkimpy, both keys; a changed one does not")
    func verified() async throws {
        let signer = try Self.signer()
        var mails: [(name: String, bytes: [UInt8])] = []
        for (code, text) in Languages.sentences.prefix(12) {
            let message = try MailMessageTests.message(
                name: text, subject: "\(text) \(text)", plain: ".\n\(text) \t \n\n\n", html: "<p>\(text)</p>\n\n", id: code,
                headers: [.listUnsubscribe(url: "https://r.example/u/x"), .oneClickUnsubscribe])
            mails.append((code, try message.composed()))
        }
        var plain = try MailMessageTests.message(plain: "")
        mails.append(("empty", try plain.composed()))
        plain.plain = TextPart("  leading, and  double  \n\n\n", type: .plain)
        plain.attachments = [try MailFile(name: "a.bin", type: "application/octet-stream", bytes: MailFileTests.picture)]
        mails.append(("files", try plain.composed()))
        var international = try MailMessageTests.message(subject: "Grüße")
        international.to = try Mailbox("Jörg", "jörg@bücher.example")
        mails.append(("utf8", try international.composed()))
        let count = mails.count
        for (name, bytes) in mails.prefix(count) {
            let signed = try signer.signed(bytes, at: MailMessageTests.date)
            #expect(signed == (try signer.signed(bytes, at: MailMessageTests.date)), "the same mail gives the same bytes")
            mails.append(("good-\(name)", signed))
            let text = String(decoding: signed, as: UTF8.self)
            mails.append(("subject-\(name)", Array(text.replacing("\r\nSubject: ", with: "\r\nSubject: x").utf8)))
            mails.append(("second-\(name)", Array(text.replacing("\r\nSubject: ", with: "\r\nSubject: x\r\nSubject: ").utf8)))
            mails.append(("body-\(name)", signed + Array("more\r\n".utf8)))
            // What relaxed is for: white space that a relay touches.
            mails.append(("relaxed-\(name)", Array(text.replacing("\r\nDate: ", with: "\r\nDATE:   ").utf8) + Array("\r\n\r\n".utf8)))
        }
        mails.removeFirst(count)
        let verdicts = try await Self.verify(mails, signer)
        for (name, _) in mails {
            let isGood = name.hasPrefix("good-") || name.hasPrefix("relaxed-")
            #expect(verdicts["\(name).eml"] == [isGood, isGood], "\(name)")
        }
    }

    static func verify(_ mails: [(name: String, bytes: [UInt8])], _ signer: DKIMSigner) async throws -> [String: [Bool]] {
        try await Support.withFolder { folder in
            for mail in mails { try Data(mail.bytes).write(to: folder.appending(path: "\(mail.name).eml")) }
            let records = Dictionary(uniqueKeysWithValues: signer.records.map { ($0.name, $0.text) })
            try JSONEncoder().encode(records).write(to: folder.appending(path: "records.json"))
            return try JSONDecoder().decode([String: [Bool]].self, from: try await Support.run("verify_dkim.py", [folder.path]))
        }
    }

    @Test("A signed mail still reads as it did, its lines within their limits")
    func reads() async throws {
        let message = try MailMessageTests.message(subject: "Grüße", plain: "Grüße\n", html: "<p>Grüße</p>")
        let read = try #require(
            try await ReadMail.read([("a", Self.signer().signed(message.composed(), at: MailMessageTests.date))])["a"])
        #expect(read.headers["subject"] == "Grüße")
    }

    @Test("Every header that the mail has is signed, the ways out included (RFC 8058 §4), and nobody can add a From")
    func signedHeaders() throws {
        let message = try MailMessageTests.message(headers: [.listUnsubscribe(url: "https://r.example/u/x"), .oneClickUnsubscribe])
        let key = try DKIMKey(selector: "S1", pem: Self.ed25519PEM())
        let signed = try DKIMSigner(domain: "Northwind.example", keys: [key]).signed(message.composed(), at: MailMessageTests.date)
        let field = try #require(Relaxed.fields(signed[..<Relaxed.headerEnd(signed)]).first)
        let text = String(decoding: field.bytes, as: UTF8.self)
        #expect(text.hasPrefix("dkim-signature:v=1; a=ed25519-sha256; c=relaxed/relaxed; d=northwind.example; s=s1; t=1772442000; h="))
        let names = try #require(text.firstMatch(of: /h=([^;]*);/)?.1).replacing(" ", with: "").split(separator: ":").map(String.init)
        for name in ["to", "subject", "date", "from"] { #expect(names.filter { $0 == name }.count == 2, "\(name)") }
        for name in [
            "message-id", "mime-version", "content-type", "content-transfer-encoding", "list-unsubscribe", "list-unsubscribe-post",
        ] {
            #expect(names.filter { $0 == name }.count == 1, "\(name)")
        }
    }

    /// RFC 6376 §3.4.5.
    @Test("The canonical form of the standard's example")
    func relaxed() {
        let mail = Array("A: X\r\nB : Y\t\r\n\tZ  \r\n\r\n C \r\nD \t E\r\n\r\n\r\n".utf8)
        let end = Relaxed.headerEnd(mail)
        #expect(Relaxed.fields(mail[..<end]).map { String(decoding: $0.bytes, as: UTF8.self) } == ["a:X", "b:Y Z"])
        #expect(String(decoding: Relaxed.body(mail[end...]), as: UTF8.self) == " C\r\nD E\r\n")
        #expect(Relaxed.body([]).isEmpty && Relaxed.body(Array("\r\n \r\n".utf8)[...]).isEmpty)
    }

    @Test("Records to publish: the key of RFC 8463, and an RSA key in strings that DNS can hold")
    func records() throws {
        let records = try Self.signer().records
        #expect(records[1].name == "rapport-ed._domainkey.northwind.example")
        #expect(records[1].text == "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=")
        let line = records[0].description
        #expect(line.hasPrefix("rapport._domainkey.northwind.example. IN TXT ( \"v=DKIM1; k=rsa; p=MIIB"))
        let strings = line.split(separator: "\"").filter { $0.count > 3 && !$0.contains("IN TXT") }
        #expect(strings.joined() == records[0].text && strings.allSatisfy { $0.count <= 255 })
    }

    @Test("Which senders a signature speaks for")
    func alignment() throws {
        let signer = try Self.signer()
        for (address, isCovered) in [("a@northwind.example", true), ("a@mail.northwind.example", true), ("a@southwind.example", false)] {
            #expect(signer.covers(try MailAddress(address)) == isCovered)
        }
        #expect(try !signer.covers(MailAddress("a@xnorthwind.example")))
    }

    @Test("What is wrong with a key is said, and nothing of it shown")
    func problems() throws {
        let small = try _RSA.Signing.PrivateKey(unsafeKeySize: .init(bitCount: 1024)).pemRepresentation
        for pem in ["", "SECRET", small, "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"] {
            #expect(throws: DKIMKey.Problem.noKey(path: "k.pem")) { try DKIMKey(selector: "a", pem: pem, path: "k.pem") }
        }
        for selector in ["", "a b", "a..b", "ä", "a;b"] {
            #expect(throws: DKIMKey.Problem.badSelector(selector)) { try DKIMKey(selector: selector, pem: Self.ed25519PEM()) }
        }
        let key = try DKIMKey(selector: "a", pem: Self.ed25519PEM())
        #expect(throws: DKIMKey.Problem.repeatedSelector("a")) { try DKIMSigner(domain: "a.example", keys: [key, key]) }
        #expect(throws: DKIMKey.Problem.badDomain("nodot")) { try DKIMSigner(domain: "nodot", keys: [key]) }
    }

    @Test("A key file that everyone can read is refused")
    func exposed() async throws {
        try await Support.withFolder { folder in
            let file = folder.appending(path: "key.pem")
            #expect(throws: DKIMKey.Problem.unreadable(path: file.path)) { try DKIMKey(selector: "a", path: file.path) }
            try Data(Self.ed25519PEM().utf8).write(to: file)
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file.path)
            #expect(throws: DKIMKey.Problem.exposed(path: file.path)) { try DKIMKey(selector: "a", path: file.path) }
            try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: file.path)
            #expect(try DKIMKey(selector: "a", path: file.path).algorithm == "ed25519-sha256")
        }
    }
}
