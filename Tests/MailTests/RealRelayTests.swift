import Foundation
import Logging
import NIOPosix
import Testing

@testable import Mail

/// With a real Postfix or Exim beside it, which `scripts/real-servers` runs; without one there is nothing to test.
@Suite(
    "A real relay with STARTTLS and sign-in", .serialized,
    .enabled(if: ProcessInfo.processInfo.environment["RAPPORT_TEST_RELAY"] != nil, "scripts/real-servers --beside runs it"))
struct RealRelayTests {
    private static func connector(_ change: (String) -> String = { $0 }) throws -> SMTPConnector {
        let url = try #require(ProcessInfo.processInfo.environment["RAPPORT_TEST_RELAY"])
        return try SMTPConnector(
            relay: SMTPRelay(change(url)), group: MultiThreadedEventLoopGroup.singleton, timeouts: .all(.seconds(20)),
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
    }

    @Test("Signed mails of every language, over four connections, arrive and verify", arguments: [SMTPRelay.Mechanism.plain, .login])
    func languages(mechanism: SMTPRelay.Mechanism) async throws {
        let maildir = URL(filePath: try #require(ProcessInfo.processInfo.environment["RAPPORT_TEST_RELAY_MAILDIR"]))
        let before = Set((try? FileManager.default.contentsOfDirectory(atPath: maildir.path)) ?? [])
        let connector = try Self.connector { "\($0)&auth=\(mechanism)&messages=20" }
        let signer = try DKIMTests.signer()
        let texts = Languages.sentences + Languages.sentences
        try await withThrowingTaskGroup(of: Void.self) { group in
            for lane in 0..<4 {
                group.addTask {
                    var connection = try await connector.connect()
                    #expect(connection.capabilities.pipelining && connection.capabilities.smtpUTF8)
                    #expect(connection.capabilities.authentication.sorted() == ["LOGIN", "PLAIN"])
                    for index in stride(from: lane, to: texts.count, by: 4) {
                        let message = try MailMessageTests.message(
                            name: texts[index].text, subject: texts[index].text, plain: ".\n\(texts[index].text)\n",
                            html: "<p>\(texts[index].text)</p>", id: "\(mechanism)-\(index)")
                        let bytes = try signer.signed(message.composed(), at: MailMessageTests.date)
                        if !connection.isUsable {
                            await connection.quit()
                            connection = try await connector.connect()
                        }
                        try await connection.expectAccepted(to: index % 5 == 0 ? "jörg" : "ada", bytes)
                    }
                    await connection.quit()
                }
            }
            try await group.waitForAll()
        }
        var mails: [(name: String, bytes: [UInt8])] = []
        for _ in 0..<400 where mails.count < texts.count {
            mails = []
            for name in (try? FileManager.default.contentsOfDirectory(atPath: maildir.path)) ?? [] where !before.contains(name) {
                // What delivery puts on top, and Unix line ends, are the relay's.
                let text = String(decoding: try Data(contentsOf: maildir.appending(path: name)), as: UTF8.self)
                guard let start = text.firstRange(of: "DKIM-Signature")?.lowerBound else { continue }
                mails.append(("m\(mails.count)", Array(text[start...].replacing("\n", with: "\r\n").utf8)))
            }
            if mails.count < texts.count { try await Task.sleep(for: .milliseconds(50)) }
        }
        #expect(mails.count == texts.count)
        let verdicts = try await DKIMTests.verify(mails, signer)
        #expect(verdicts.count == texts.count && verdicts.values.allSatisfy { $0 == [true, true] })
    }

    @Test("A wrong password, a certificate for nobody we know, and no TLS at all are told apart")
    func refusals() async throws {
        let wrong = try Self.connector { $0.replacing("p4ssword", with: "WRONG") }
        let refused = await #expect(throws: SMTPConnectError.self) { try await wrong.connect() }
        guard case .configuration(.authenticationRefused(_, let reply)) = refused else {
            Issue.record("\(refused as Any)")
            return
        }
        #expect(reply.hasPrefix("535"))
        let stranger = try Self.connector { String($0.prefix { $0 != "?" }) }
        let untrusted = await #expect(throws: SMTPConnectError.self) { try await stranger.connect() }
        guard case .configuration(.certificate) = untrusted else {
            Issue.record("\(untrusted as Any)")
            return
        }
        let clear = try Self.connector { "smtp://\($0.split(separator: "@")[1].prefix { $0 != "?" })?tls=none" }
        let refusal = try await clear.connect().send(to: "ada").refusal
        #expect(refusal?.code == 530 && refusal?.stage == .sender)
    }

    @Test("A mail beyond the relay's size is refused before it is sent")
    func size() async throws {
        let connection = try await Self.connector().connect()
        let mail = Array("Subject: x\r\n\r\n".utf8) + Array(repeatElement("A line of a mail.\r\n".utf8, count: 60_000).joined())
        let refusal = try #require(try await connection.send(to: "ada", mail).refusal)
        #expect(refusal.code == 552 && refusal.stage == .check)
        try await connection.expectAccepted(to: "ada")
        await connection.quit()
    }
}
