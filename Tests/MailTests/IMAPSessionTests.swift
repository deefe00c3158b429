import Foundation
import NIOPosix
import Testing

@testable import Mail

@Suite("Reading a mailbox")
struct IMAPSessionTests {
    /// The server of `Tests/Support/imap_server.py`.
    struct Server {
        let port: Int
        let folder: URL

        static func run<T>(_ arguments: [String] = [], mails: [String: [UInt8]] = [:], _ body: (Server) async throws -> T) async throws -> T
        {
            try await Support.withFolder { folder in
                try FileManager.default.createDirectory(at: folder.appending(path: "mails"), withIntermediateDirectories: true)
                for (name, bytes) in mails { try Data(bytes).write(to: folder.appending(path: "mails/\(name).eml")) }
                return try await Support.withServer("imap_server.py", ["--folder", folder.path] + arguments) { port in
                    try await body(Server(port: port, folder: folder))
                }
            }
        }

        static let good = "imap://mailer:p%C3%A4ssword%3A%40%2F@localhost:PORT/INBOX?tls=none"

        func connect(_ url: String = good, sizeLimit: Int = 1000, patience: Duration = .seconds(20)) async throws -> IMAPSession {
            let url = url.replacing("PORT", with: String(port)).replacing("FOLDER", with: folder.path)
            let connector = try IMAPConnector(
                mailbox: try IMAPMailbox(url), sizeLimit: sizeLimit, group: MultiThreadedEventLoopGroup.singleton,
                timeouts: .init(connect: patience, answer: patience))
            return try await connector.connect()
        }

        func flags() throws -> [String: [String]] {
            try JSONDecoder().decode([String: [String]].self, from: Data(contentsOf: folder.appending(path: "flags.json")))
        }

        func commands() throws -> String { try String(contentsOf: folder.appending(path: "commands.log"), encoding: .utf8) }
    }

    private static let mail = Array("Subject: x\r\n\r\nHello) {3}\r\n".utf8)

    @Test(
        "It is read and marked, however one signs in",
        arguments: [
            (["--mechanisms", "PLAIN LOGIN"], ""), (["--capabilities", "", "--mechanisms", "PLAIN"], ""), (["--mechanisms", ""], ""),
            (["--mechanisms", "PLAIN"], "&auth=login"), (["--mechanisms", "XOAUTH2"], "&auth=xoauth2"),
            (["--mechanisms", "XOAUTH2", "--capabilities", ""], "&auth=xoauth2"),
        ])
    func reading(arguments: [String], option: String) async throws {
        try await Server.run(arguments, mails: ["a": Self.mail, "b": [UInt8](repeating: 0x41, count: 1001), "c": Self.mail]) { server in
            let session = try await server.connect(Server.good + option)
            let found = try await session.unseen(limit: 10)
            #expect(found == [1, 2, 3])
            let first = try await session.mail(1).mail
            #expect(first?.bytes == Self.mail && first?.isCut == false)
            let second = try await session.mail(2).mail
            #expect(second?.bytes.count == 1000 && second?.isCut == true)
            try await session.finish(1)
            try await session.mark(2, .flagged)
            let rest = try await session.unseen(limit: 10)
            #expect(rest == [3])
            await session.close()
            let flags = try server.flags()
            #expect(flags["a.eml"] == ["\\Seen"] && flags["b.eml"] == ["\\Flagged", "\\Seen"] && flags["c.eml"] == [])
            let commands = try server.commands()
            #expect(!commands.contains("ssword") && !commands.contains("ERROR"), "\(commands)")
        }
    }

    @Test("What is taken in is deleted where the URL says so, and where the server can do it to one alone")
    func deleting() async throws {
        for (capabilities, present) in [("UIDPLUS", ["b.eml"]), ("", ["a.eml", "b.eml"])] {
            try await Server.run(["--capabilities", capabilities], mails: ["a": Self.mail, "b": Self.mail]) { server in
                let session = try await server.connect(Server.good + "&then=delete")
                try await session.finish(1)
                let rest = try await session.unseen(limit: 10)
                #expect(rest == [2])
                await session.close()
                let flags = try server.flags()
                #expect(flags["present"] == present)
            }
        }
    }

    @Test("In IDLE it learns of a mail at once; without it, or when none comes, the time ends the wait")
    func waiting() async throws {
        try await Server.run { server in
            let session = try await server.connect()
            let begun = ContinuousClock.now
            try await session.wait(.milliseconds(200))
            #expect(ContinuousClock.now - begun >= .milliseconds(200))
            async let waited: Void = session.wait(.seconds(60))
            try Data(Self.mail).write(to: server.folder.appending(path: "mails/new.eml"))
            try await waited
            #expect(ContinuousClock.now - begun < .seconds(30))
            let found = try await session.unseen(limit: 10)
            #expect(found == [1])
            await session.close()
        }
        try await Server.run(["--capabilities", ""]) { server in
            let session = try await server.connect()
            try await session.wait(.milliseconds(50))
            let found = try await session.unseen(limit: 10)
            #expect(found == [])
            await session.close()
        }
    }

    @Test(
        "TLS, from the start or by STARTTLS, to whom we trust",
        arguments: [
            ("implicit", "imaps://USER@localhost:PORT?ca=FOLDER/ca.pem"), ("starttls", "imap://USER@localhost:PORT?ca=FOLDER/ca.pem"),
        ])
    func tls(kind: String, url: String) async throws {
        let url = url.replacing("USER", with: "mailer:p%C3%A4ssword%3A%40%2F")
        try await Server.run(["--tls", kind], mails: ["a": Self.mail]) { server in
            let session = try await server.connect(url)
            let mail = try await session.mail(1).mail
            #expect(mail?.bytes == Self.mail)
            await session.close()
        }
        for certificate in ["expired", "other-host", "stranger"] {
            try await Server.run(["--tls", kind, "--certificate", certificate]) { server in
                let problem = await #expect(throws: IMAPProblem.self) { try await server.connect(url) }
                guard case .configuration(let text) = problem else {
                    Issue.record("\(certificate): \(problem as Any)")
                    return
                }
                #expect(text.contains("certificate of the bounce mailbox's server localhost is not trusted"), "\(text)")
            }
        }
    }

    @Test(
        "What an operator has to mend is told from what waiting mends",
        arguments: [
            (["--fault", "busy"], "", false, "too many connections"), (["--fault", "hang"], "", false, "did not answer in time"),
            (["--fault", "long-line"], "", false, "too long"), (["--fault", "bare-newline"], "", false, "CRLF"),
            (["--fault", "smtp"], "", false, "no sense"), (["--fault", "wrong-tag"], "", false, "not asked"),
            (["--fault", "flood"], "", false, "more than was asked for"), (["--fault", "unavailable"], "", false, "not to be had now"),
            (["--fault", "preauth"], "", true, "before we are"), (["--fault", "read-only"], "", true, "may only be read"),
            (["--tls", "starttls", "--fault", "no-starttls"], "tls=starttls", true, "does not offer STARTTLS"),
            (["--tls", "starttls", "--fault", "injecting"], "tls=starttls", true, "more before TLS"),
            (["--mechanisms", "XOAUTH2"], "auth=plain", true, "does not offer the sign-in plain"),
            (["--mailbox", "\"Other\""], "", true, "can't be opened: there is no"), ([], "password", true, "refused user name or password"),
            (["--mechanisms", "XOAUTH2"], "password&auth=xoauth2", true, "refused user name or password"),
            ([], "file", true, "password /nowhere can't be used"),
        ])
    func faults(arguments: [String], change: String, isConfiguration: Bool, words: String) async throws {
        try await Server.run(arguments) { server in
            var url = Server.good
            if change.hasPrefix("password") { url = url.replacing("ssword", with: "sswort") }
            if change == "file" { url = "imap://mailer@localhost:PORT?tls=none&password_file=/nowhere" }
            if change == "tls=starttls" { url = url.replacing("tls=none", with: "ca=FOLDER/ca.pem") }
            if change.hasSuffix("auth=xoauth2") { url += "&auth=xoauth2" }
            if change == "auth=plain" { url += "&auth=plain" }
            let target = url
            let problem = await #expect(throws: IMAPProblem.self) { try await server.connect(target, patience: .seconds(2)) }
            #expect(problem?.isConfiguration == isConfiguration && problem?.description.contains(words) == true, "\(problem as Any)")
        }
    }

    @Test(
        "A mail that can't be had says so, or ends the session, in time and in bounded memory",
        arguments: [
            ("broken-a", nil), ("empty-a", nil), ("vanished-a", nil), ("drop-a", "closed the connection"), ("huge-a", "4000000000 bytes"),
            ("hang-a", "in time"), ("garbage-a", "no sense"), ("greedy-a", "more than was asked for"),
        ])
    func badMails(name: String, words: String?) async throws {
        try await Server.run(mails: [name: [UInt8](repeating: 0x41, count: 100_000)]) { server in
            let session = try await server.connect(patience: .seconds(2))
            if let words {
                let problem = await #expect(throws: IMAPProblem.self) { _ = try await session.mail(1) }
                #expect(problem?.isConfiguration == false && problem?.description.contains(words) == true, "\(problem as Any)")
            } else {
                let (mail, isBroken) = try await session.mail(1)
                #expect(mail == nil && isBroken == (name != "vanished-a"))
                let found = try await session.unseen(limit: 10)
                #expect(found == [1])
            }
            await session.close()
        }
    }

    @Test("Cancellation ends a wait at once")
    func cancellation() async throws {
        for capabilities in ["IDLE", ""] {
            try await Server.run(["--capabilities", capabilities]) { server in
                let session = try await server.connect()
                let begun = ContinuousClock.now
                let task = Task { try await session.wait(.seconds(60)) }
                try await Task.sleep(for: .milliseconds(100))
                task.cancel()
                let result = await task.result
                #expect(throws: IMAPProblem.self) { try result.get() }
                #expect(ContinuousClock.now - begun < .seconds(30))
            }
        }
    }
}
