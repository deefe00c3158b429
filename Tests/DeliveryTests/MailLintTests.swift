import Foundation
import Kernel
import Storage
import Synchronization
import TestSupport
import Testing

@testable import Delivery
@testable import Mail

@Suite("Mails hold in the mail programs people have")
struct MailLintTests {
    /// Everything that an author can write.
    static let body = """
        # A heading

        Dear {{person.first_name}}, **your** visits, *typed up* by `voice`. [See it](offering), or [read](https://wiki.acme.example/a?b=1&c=2).

        ![A phone on a dashboard](https://img.acme.example/phone.png)

        ## And a list

        - Notes by voice
        - Works offline
          1. on the train
          2. in the lift

        > It saves me an hour a day.

        | Before | After |
        |:--|--:|
        | an hour | five minutes |

        ```
        crm start
        ```

        ---

        Questions: [write to us](mailto:mobility@acme.example).
        """

    /// Hues around the wheel, and none.
    static let accents: [Int?] = [nil, 0, 60, 110, 145, 200, 264, 300, 345]

    @Test("whatever the author wrote, for whomever, in whatever colour", arguments: accents)
    func lint(accent: Int?) async throws {
        var brief = World.Brief()
        brief.messages = [(nil, "Hello {{person.first_name}}", Self.body)]
        brief.german = ("Hallo {{person.first_name}}", Self.body.replacing("Questions", with: "Fragen & \\<Antworten>"))
        brief.mustKnow = accent == 0
        let people = [World.Person(1), World.Person(2, language: "de"), World.Person(3, language: "ar")]
        try await World.with(.sqlite, people: people, brief: brief) { world in
            var world = world
            world.settings.pixel = .message
            try await world.change("UPDATE publisher SET accent = \(accent), name = 'Mobile & \"Work\" <Team>'")
            let mails = try await mails(world, of: [1, 2, 3])
            let complaints = try await Self.complaints(mails)
            #expect(complaints.count == 3)
            for (file, found) in complaints { #expect(found == [], "\(file)") }
        }
    }

    @Test("the way out is in every mail but those that everyone must know")
    func mustKnow() async throws {
        for isMustKnow in [false, true] {
            var brief = World.Brief()
            brief.mustKnow = isMustKnow
            try await World.with(.sqlite, people: [World.Person(1)], brief: brief) { world in
                let mail = String(decoding: try #require(try await mails(world, of: [1]).first).bytes, as: UTF8.self)
                #expect(mail.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click") == !isMustKnow)
                #expect(mail.contains("can't be turned off") == isMustKnow)
            }
        }
    }

    @Test("with a DKIM key every mail is signed")
    func signed() async throws {
        try await World.with(.sqlite, people: [World.Person(1)]) { world in
            var world = world
            let seed = Data([0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20]) + Data(repeating: 7, count: 32)
            let pem = "-----BEGIN PRIVATE KEY-----\n\(seed.base64EncodedString())\n-----END PRIVATE KEY-----\n"
            world.settings.dkim = try DKIMSigner(domain: "acme.example", keys: [DKIMKey(selector: "rapport", pem: pem)])
            let mail = try #require(try await mails(world, of: [1]).first)
            #expect(
                String(decoding: mail.bytes.prefix(60), as: UTF8.self).hasPrefix(
                    "DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;"))
        }
    }

    /// What the worker would send, when it claims these people's mails.
    private func mails(_ world: World, of people: [Int64]) async throws -> [RenderedMail] {
        let sink = Sink()
        try await world.start()
        try await world.deliver(world.worker(sink))
        return try sink.mails.withLock { mails in
            try people.map { person in
                let mail = try #require(mails.first { $0.to == "p\(person)@acme.example" })
                return RenderedMail(
                    recipient: try MailAddress(mail.to), messageID: try MessageID("x", at: "acme.example"), bytes: mail.bytes)
            }
        }
    }

    private static func complaints(_ mails: [RenderedMail]) async throws -> [String: [String]] {
        try await TestDatabase.withFolder { folder in
            for mail in mails { try Data(mail.bytes).write(to: folder.appending(path: "\(mail.recipient).eml")) }
            if let keep = ProcessInfo.processInfo.environment["RAPPORT_TEST_KEEP_MAILS"] {
                for mail in mails { try Data(mail.bytes).write(to: URL(filePath: keep).appending(path: "\(mail.recipient).eml")) }
            }
            return try JSONDecoder().decode([String: [String]].self, from: try await Python.run("lint_mails.py", [folder.path]))
        }
    }
}
