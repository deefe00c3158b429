import Foundation
import Logging
import NIOCore
import NIOPosix
import Synchronization
import Testing

@testable import Mail

/// Real conversations; in turn, so that the timeouts of one are not missed because of another.
@Suite("SMTP with real servers", .serialized)
struct SMTPConnectionTests {
    func fail<T>(_ unexpected: T) { Issue.record("not expected: \(unexpected)") }

    static let plain = "smtp://127.0.0.1:PORT?tls=none"
    static let user = "mailer:p%C3%A4ssword%3A%40%2F"

    @Test("Mails go out one after the other, with and without refusals between them")
    func manyOnOneConnection() async throws {
        try await MailServer.run { server in
            let connection = try await server.connect(Self.plain)
            let texts = ["Subject: a\r\n\r\none\r\n", "Subject: b\r\n\r\n.\r\n..\r\n.end\r\n", "Subject: c\r\n\r\nno line end"]
            for (index, text) in texts.enumerated() {
                #expect(connection.isUsable)
                let outcome = try await connection.send(to: "ada", Array(text.utf8))
                #expect(outcome == .accepted(reply: "250 2.0.0 Ok: queued as \(String(repeating: "0", count: 4))\(index + 1)"))
                let refusal = try #require(try await connection.send(to: "unknown").refusal)
                #expect(refusal.code == 550 && !refusal.temporary && refusal.stage == .recipient && refusal.text == "No such mailbox")
                #expect(refusal.status?.description == "5.1.1")
            }
            await connection.quit()
            #expect(!connection.isUsable)
            #expect(try await connection.send(to: "ada") == .notSent(reason: "the connection is closed"))
            let received = try server.received()
            #expect(received.map { String(decoding: $0.mail, as: UTF8.self) } == [texts[0], texts[1], texts[2] + "\r\n"])
            #expect(received.allSatisfy { $0.envelope.sender == "sender@example.com" && $0.envelope.recipients == ["ada@example.org"] })
            #expect(received.allSatisfy { $0.envelope.hello == "[127.0.0.1]" && !$0.envelope.tls })
            #expect(received[0].envelope.options == ["SIZE=\(texts[0].utf8.count)"])
        }
    }

    @Test(
        "A refusal is told with its code, kind and stage, and the session goes on",
        arguments: [
            ("greylisted", 450, true, .recipient), ("unknown", 550, false, .recipient), ("full", 552, true, .recipient),
            ("spam", 554, false, .content), ("later", 451, true, .content),
        ] as [(String, Int, Bool, SMTPRefusal.Stage)])
    func refusals(local: String, code: Int, temporary: Bool, stage: SMTPRefusal.Stage) async throws {
        try await MailServer.run { server in
            let connection = try await server.connect(Self.plain)
            let refusal = try #require(try await connection.send(to: local).refusal)
            #expect(refusal.code == code && refusal.temporary == temporary && refusal.stage == stage)
            try await connection.expectAccepted(to: "ada")
            #expect(try server.received().count == 1)
        }
    }

    @Test("A server that shuts down refuses for now and is not used again")
    func shutdown() async throws {
        try await MailServer.run { server in
            let connection = try await server.connect(Self.plain)
            let refusal = try #require(try await connection.send(to: "shutdown").refusal)
            #expect(refusal.code == 421 && refusal.temporary)
            #expect(!connection.isUsable)
        }
    }

    @Test("A connection that ends before the final dot: not sent", arguments: ["drop-at-rcpt", "drop-in-data"])
    func dropBefore(local: String) async throws {
        try await MailServer.run { server in
            let connection = try await server.connect(Self.plain)
            let outcome = await connection.send(
                envelopeFrom: nil, recipient: try MailAddress("\(local)@example.org"), bytes: Array("A: b\r\n\r\nc\r\n".utf8)
            ) {
                // The end of the connection has to be seen before the dot, so that the dot stays away.
                for _ in 0..<1000 where connection.isOpen { try await Task.sleep(for: .milliseconds(10)) }
            }
            guard case .notSent = outcome else { return fail(outcome) }
            #expect(!connection.isUsable)
            #expect(try server.received().isEmpty)
        }
    }

    @Test(
        "A connection that ends, hangs or talks nonsense after the final dot: uncertain",
        arguments: ["drop-after-dot", "hang-after-dot", "nonsense-after-dot"])
    func dropAfter(local: String) async throws {
        try await MailServer.run { server in
            var timeouts = SMTPTimeouts.all(.seconds(20))
            timeouts.dataEnd = .milliseconds(300)
            let connection = try await server.connect(Self.plain, timeouts: timeouts)
            let outcome = try await connection.send(to: local)
            guard case .uncertain = outcome else { return fail(outcome) }
            #expect(!connection.isUsable)
        }
    }

    @Test("A hang before the final dot: not sent, after the time of that command")
    func hang() async throws {
        try await MailServer.run { server in
            var timeouts = SMTPTimeouts.all(.seconds(20))
            timeouts.recipient = .milliseconds(200)
            let connection = try await server.connect(Self.plain, timeouts: timeouts)
            #expect(try await connection.send(to: "hang-at-rcpt") == .notSent(reason: "timed out waiting for the reply to RCPT"))
            #expect(!connection.isUsable)
        }
    }

    @Test("The last moment before the dot: the mail is written, but not taken, and a throw keeps it so")
    func beforeFinalDot() async throws {
        struct Paused: Error {}
        try await MailServer.run { server in
            let connection = try await server.connect(Self.plain)
            let outcome = await connection.send(
                envelopeFrom: nil, recipient: try MailAddress("ada@example.org"), bytes: Array("A: b\r\n\r\nc\r\n".utf8)
            ) {
                #expect(!connection.isUsable)
                #expect(try server.received().isEmpty)
                throw Paused()
            }
            #expect(outcome == .notSent(reason: "held back before the final dot: Paused()"))
            #expect(!connection.isUsable)
            let second = try await server.connect(Self.plain)
            let calls = Atomic(0)
            let accepted = await second.send(
                envelopeFrom: nil, recipient: try MailAddress("ada@example.org"), bytes: Array("A: b\r\n\r\nc\r\n".utf8)
            ) { calls.add(1, ordering: .relaxed) }
            guard case .accepted = accepted else { return fail(accepted) }
            #expect(calls.load(ordering: .relaxed) == 1)
            #expect(try server.received().count == 1)
            #expect(try server.received().first?.envelope.sender == "<>")
        }
    }

    @Test("STARTTLS or TLS from the start, signed in with PLAIN or LOGIN", arguments: ["starttls", "implicit"], ["PLAIN", "LOGIN"])
    func secure(tls: String, mechanism: String) async throws {
        try await MailServer.run(["--tls", tls, "--mechanisms", mechanism]) { server in
            let scheme = tls == "implicit" ? "smtps" : "smtp"
            for host in ["localhost", "127.0.0.1"] {
                let connection = try await server.connect("\(scheme)://\(Self.user)@\(host):PORT?ca=FOLDER/ca.pem&name=rapport.example")
                #expect(connection.capabilities.authentication == [mechanism])
                let large = "Subject: x\r\n\r\n" + String(repeating: "A line of a mail.\r\n", count: 20_000)
                try await connection.expectAccepted(to: "ada", Array(large.utf8))
                try await connection.expectAccepted(to: "bob")
                await connection.quit()
            }
            let received = try server.received()
            #expect(received.count == 4)
            #expect(received.allSatisfy { $0.envelope.tls && $0.envelope.user == "mailer" && $0.envelope.hello == "rapport.example" })
        }
    }

    @Test("A password out of a file that is read at each sign-in; a file that is no good is a configuration error")
    func passwordFile() async throws {
        try await MailServer.run(["--tls", "starttls", "--mechanisms", "PLAIN"]) { server in
            let url = "smtp://mailer@localhost:PORT?ca=FOLDER/ca.pem&password_file=FOLDER/password"
            let file = server.folder.appending(path: "password")
            let missing = await #expect(throws: SMTPConnectError.self) { try await server.connect(url) }
            guard case .configuration(.badPasswordFile) = missing else { return fail(missing) }
            try Data("pässword:@/\n".utf8).write(to: file)
            let connection = try await server.connect(url)
            try await connection.expectAccepted(to: "ada")
            try Data("WRONG-SECRET".utf8).write(to: file)
            let wrong = await #expect(throws: SMTPConnectError.self) { try await server.connect(url) }
            guard case .configuration(.authenticationRefused) = wrong else { return fail(wrong) }
        }
    }

    @Test("A connection is of no further use after the mails that its relay allows")
    func messagesPerConnection() async throws {
        try await MailServer.run { server in
            let connection = try await server.connect("\(Self.plain)&messages=2")
            try await connection.expectAccepted(to: "ada")
            #expect(connection.isUsable)
            try await connection.expectAccepted(to: "bob")
            #expect(!connection.isUsable && connection.isOpen)
            await connection.quit()
            #expect(!connection.isOpen)
        }
    }

    @Test("A wrong password is a configuration error", arguments: ["PLAIN", "LOGIN"])
    func wrongPassword(mechanism: String) async throws {
        try await MailServer.run(["--tls", "starttls", "--mechanisms", mechanism]) { server in
            let error = await #expect(throws: SMTPConnectError.self) {
                try await server.connect("smtp://mailer:WRONG-SECRET@localhost:PORT?ca=FOLDER/ca.pem")
            }
            guard case .configuration(.authenticationRefused(let host, let reply)) = error else { return fail(error) }
            #expect(host == "localhost" && reply.hasPrefix("535"))
        }
    }

    @Test(
        "A certificate that can't be trusted is a configuration error", arguments: ["expired", "other-host", "stranger"],
        ["starttls", "implicit"])
    func badCertificate(kind: String, tls: String) async throws {
        try await MailServer.run(["--tls", tls, "--certificate", kind]) { server in
            let error = await #expect(throws: SMTPConnectError.self) {
                try await server.connect("\(tls == "implicit" ? "smtps" : "smtp")://localhost:PORT?ca=FOLDER/ca.pem")
            }
            guard case .configuration(.certificate) = error else { return fail(error) }
        }
    }

    @Test("A server without STARTTLS, or without TLS where it is expected, is a configuration error")
    func noTLS() async throws {
        try await MailServer.run { server in
            await #expect(throws: SMTPConnectError.configuration(.startTLSNotOffered(host: "localhost"))) {
                try await server.connect("smtp://localhost:PORT")
            }
            let error = await #expect(throws: SMTPConnectError.self) { try await server.connect("smtps://localhost:PORT") }
            guard case .configuration(.tls) = error else { return fail(error) }
        }
    }

    @Test("A host that does not exist, a port where nobody listens, a CA file that is none")
    func unreachable() async throws {
        let server = MailServer(port: 1, folder: URL(filePath: "/nonexistent"))
        await #expect(throws: SMTPConnectError.configuration(.unknownHost("relay.invalid"))) {
            try await server.connect("smtp://relay.invalid:25?tls=none")
        }
        let refused = await #expect(throws: SMTPConnectError.self) { try await server.connect(Self.plain) }
        guard case .unavailable(.unreachable) = refused else { return fail(refused) }
        let file = await #expect(throws: SMTPConfigurationError.self) { try await server.connect("smtp://localhost?ca=FOLDER/ca.pem") }
        guard case .badCAFile("/nonexistent/ca.pem", _) = file else { return fail(file) }
    }

    @Test("Servers that no one should run", arguments: ["enormous", "long-line", "closed", "busy", "gone", "injecting", "silent"])
    func hostile(kind: String) async throws {
        try await MailServer.run(["--raw", kind]) { server in
            let url = kind == "injecting" ? "smtp://localhost:PORT" : "smtp://localhost:PORT?tls=none"
            let error = await #expect(throws: SMTPConnectError.self) {
                try await server.connect(url, timeouts: .all(kind == "silent" ? .milliseconds(300) : .seconds(20)))
            }
            switch (kind, error) {
            case ("closed", .configuration(.refused)), ("busy", .unavailable(.refused)), ("injecting", .configuration(.tls)): break
            case ("enormous", .unavailable(.ended(let reason))), ("long-line", .unavailable(.ended(let reason))):
                #expect(reason.contains("too long") || reason.contains("longer than"))
            case ("silent", .unavailable(.ended(let reason))): #expect(reason == "timed out waiting for the server's greeting")
            case ("gone", .unavailable): break
            default: fail(error)
            }
        }
    }

    @Test("A mail larger than the server takes, or with bare line feeds, is refused before it is sent")
    func checks() async throws {
        try await MailServer.run(["--size", "1000"]) { server in
            let connection = try await server.connect(Self.plain)
            for (text, code) in [(String(repeating: "a line\r\n", count: 200), 552), ("a\nb\r\n", 554)] {
                let refusal = try #require(try await connection.send(to: "ada", Array(text.utf8)).refusal)
                #expect(refusal.code == code && refusal.stage == .check)
            }
            #expect(connection.isUsable)
        }
    }

    @Test("An address of another script goes out with SMTPUTF8, an 8-bit mail with 8BITMIME")
    func international() async throws {
        try await MailServer.run { server in
            let connection = try await server.connect(Self.plain)
            try await connection.expectAccepted(to: "jörg")
            try await connection.expectAccepted(to: "ada", Array("A: b\r\n\r\nü\r\n".utf8))
            let received = try server.received()
            #expect(received[0].envelope.recipients == ["jörg@example.org"])
            #expect(received[0].envelope.options.contains("SMTPUTF8"))
            #expect(received[1].envelope.options.contains("BODY=8BITMIME") && !received[1].envelope.options.contains("SMTPUTF8"))
        }
    }

    @Test("Composed mails of every language arrive byte for byte")
    func composed() async throws {
        try await MailServer.run { server in
            let connection = try await server.connect(Self.plain)
            var sent: [[UInt8]] = []
            for (code, text) in Languages.sentences {
                let message = try MailMessageTests.message(
                    name: text, subject: text, plain: ".\n\(text)\n", html: "<p>\(text)</p>", id: code)
                sent.append(try message.composed())
                try await connection.expectAccepted(to: "ada", sent[sent.count - 1])
            }
            #expect(try server.received().map(\.mail) == sent)
        }
    }

    @Test("Hundreds of mails on each of a few connections to Postfix's sink, with pipelining", arguments: [true, false])
    func sink(pipelining: Bool) async throws {
        try await Support.withFolder { folder in
            try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: folder.path)
            let arguments = ["-d", "\(folder.path)/m."] + (pipelining ? [] : ["-p"])
            try await Support.withServer("smtp_sink.py", arguments) { port in
                let server = MailServer(port: port, folder: folder)
                let letterhead = try MailMessageTests.letterhead()
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for lane in 0..<3 {
                        group.addTask {
                            let connection = try await server.connect(Self.plain)
                            #expect(connection.capabilities.pipelining == pipelining)
                            let mails = try (0..<200).map { number in
                                let to = try MailAddress("p\(lane)-\(number)@example.com")
                                let message = MailMessage(
                                    letterhead: letterhead, to: Mailbox("Ada", to), subject: "Grüße \(number)",
                                    messageID: try MessageID("\(lane)-\(number)", at: "northwind.example"), date: MailMessageTests.date,
                                    plain: ".\nTo all in the house, number \(number)\n", html: "<p>Grüße \(number)</p>")
                                return try SMTPMail(envelopeFrom: nil, recipient: to, bytes: try message.composed())
                            }
                            for number in mails.indices {
                                // Most follow the one before, and some don't.
                                let next = number + 1 < mails.count && number % 7 != 0 ? mails[number + 1] : nil
                                let outcome = await connection.send(mails[number], beforeFinalDot: {}, next: { next })
                                guard case .accepted = outcome else { return fail(outcome) }
                            }
                            await connection.quit()
                        }
                    }
                    try await group.waitForAll()
                }
            }
            let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            #expect(files.count == 600)
            var recipients: Set<String> = []
            for file in files {
                let text = String(decoding: try Data(contentsOf: folder.appending(path: file)), as: UTF8.self)
                #expect(text.contains("\n.\nTo all in the house"))
                if let match = text.firstMatch(of: /X-Rcpt-Args: <([^>]+)>/) { recipients.insert(String(match.1)) }
            }
            #expect(recipients.count == 600)
        }
    }

    @Test("A mail that follows waits for its own dot, and a connection that was told of it takes no other one")
    func following() async throws {
        try await Support.withFolder { folder in
            try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: folder.path)
            try await Support.withServer("smtp_sink.py", ["-d", "\(folder.path)/m."]) { port in
                let connection = try await MailServer(port: port, folder: folder).connect(Self.plain)
                let mails = try ["ada", "bob", "eve"].map {
                    try SMTPMail(envelopeFrom: nil, recipient: MailAddress("\($0)@example.com"), bytes: Array("A: b\r\n\r\nc\r\n".utf8))
                }
                guard case .accepted = await connection.send(mails[0], beforeFinalDot: {}, next: { mails[1] }) else { return fail("ada") }
                #expect(!connection.isUsable)
                #expect(await connection.send(mails[2], beforeFinalDot: {}) == .notSent(reason: "the connection is in use"))
                struct Held: Error {}
                let held = await connection.send(mails[1], beforeFinalDot: { throw Held() })
                guard case .notSent = held else { return fail(held) }
                #expect(!connection.isUsable)
                // The sink forgets a mail without an end when it sees the connection closed.
                let files = { try FileManager.default.contentsOfDirectory(atPath: folder.path).count }
                for _ in 0..<300 where try files() != 1 { try await Task.sleep(for: .milliseconds(10)) }
                #expect(try files() == 1)
            }
        }
    }

    @Test("Connections that are dropped are closed, not leaked")
    func dropped() async throws {
        try await MailServer.run { server in
            var connections: [SMTPConnection] = []
            for _ in 0..<20 { connections.append(try await server.connect(Self.plain)) }
            try await connections[19].expectAccepted(to: "ada")
            #expect(try Self.openSockets(to: server.port) == 20)
            connections.removeFirst(19)
            for _ in 0..<300 where try Self.openSockets(to: server.port) > 1 { try await Task.sleep(for: .milliseconds(10)) }
            #expect(try Self.openSockets(to: server.port) == 1)
            try await connections[0].expectAccepted(to: "ada")
        }
    }

    /// Connections of this machine to a port that are established, from the kernel's table.
    static func openSockets(to port: Int) throws -> Int {
        let file = try FileHandle(forReadingFrom: URL(filePath: "/proc/net/tcp"))
        let table = String(decoding: try file.readToEnd() ?? Data(), as: UTF8.self)
        let remote = ":" + String(port, radix: 16, uppercase: true)
        return table.split(separator: "\n").dropFirst().count { line in
            let columns = line.split(separator: " ")
            return columns.count > 3 && columns[2].hasSuffix(remote) && columns[3] == "01"
        }
    }
}
