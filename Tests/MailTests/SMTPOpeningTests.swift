import Foundation
import Testing

@testable import Mail

@Suite("SMTP without a socket: opening a session")
struct SMTPOpeningTests {
    @Test("Without TLS")
    func plain() throws {
        var talk = try Conversation("smtp://relay.example?tls=none")
        #expect(talk.on(.connected(helloName: "[127.0.0.1]")) == [.arm(.greeting)])
        #expect(talk.hears("220-hello\r\n220 there") == [.write("EHLO [127.0.0.1]"), .arm(.command)])
        var offered = SMTPCapabilities()
        offered.size = true
        #expect(talk.hears("250-mail\r\n250 SIZE") == [.disarm, .ready(offered)])
        #expect(talk.on(.quit) == [.write("QUIT"), .arm(.quit)])
        #expect(talk.hears("221 bye") == [.disarm, .close])
        #expect(talk.on(.closed(reason: "")) == [])
    }

    @Test("A server that knows only HELO")
    func helo() throws {
        var talk = try Conversation("smtp://relay.example?tls=none")
        _ = talk.on(.connected(helloName: "me"))
        _ = talk.hears("220 hi")
        #expect(talk.hears("502 what?") == [.write("HELO me"), .arm(.command)])
        #expect(talk.hears("250 hi") == [.disarm, .ready(SMTPCapabilities())])
    }

    @Test("STARTTLS, then EHLO again, then PLAIN")
    func startTLS() throws {
        var talk = try Conversation("smtp://user:secret@relay.example")
        _ = talk.on(.connected(helloName: "me"))
        _ = talk.hears("220 hi")
        #expect(talk.hears("250-mail\r\n250-AUTH PLAIN\r\n250 STARTTLS") == [.write("STARTTLS"), .arm(.command)])
        #expect(talk.hears("220 go") == [.arm(.handshake), .startTLS])
        #expect(talk.on(.tlsEstablished) == [.write("EHLO me"), .arm(.command)])
        #expect(talk.hears("250-mail\r\n250 AUTH LOGIN PLAIN") == [.write("AUTH PLAIN AHVzZXIAc2VjcmV0"), .arm(.command)])
        let actions = talk.hears("235 ok")
        var offered = SMTPCapabilities()
        offered.authentication = ["LOGIN", "PLAIN"]
        #expect(actions == [.disarm, .ready(offered)])
    }

    @Test("TLS from the start, then LOGIN")
    func implicitTLS() throws {
        var talk = try Conversation("smtps://user:secret@relay.example")
        #expect(talk.on(.connected(helloName: "me")) == [.arm(.handshake)])
        #expect(talk.on(.tlsEstablished) == [.arm(.greeting)])
        _ = talk.hears("220 hi")
        #expect(talk.hears("250-mail\r\n250 AUTH LOGIN") == [.write("AUTH LOGIN"), .arm(.command)])
        #expect(talk.hears("334 VXNlcm5hbWU6") == [.write("dXNlcg=="), .arm(.command)])
        #expect(talk.hears("334 UGFzc3dvcmQ6") == [.write("c2VjcmV0"), .arm(.command)])
        #expect(talk.hears("235 ok").first == .disarm)
        #expect(talk.exchange.isReady)
    }

    static let tokenLogin = "smtps://user:token@relay.example?auth=xoauth2"

    /// As Google and Microsoft document it: `user=user^Aauth=Bearer token^A^A`.
    @Test("A token in place of a password")
    func xoauth2() throws {
        var talk = try Conversation(Self.tokenLogin)
        _ = talk.on(.connected(helloName: "me"))
        _ = talk.on(.tlsEstablished)
        _ = talk.hears("220 hi")
        let message = Data("user=user\u{1}auth=Bearer token\u{1}\u{1}".utf8).base64EncodedString()
        #expect(talk.hears("250-mail\r\n250 AUTH PLAIN XOAUTH2") == [.write("AUTH XOAUTH2 \(message)"), .arm(.command)])
        #expect(talk.hears("235 2.7.0 Accepted").first == .disarm)
        #expect(talk.exchange.isReady)
    }

    @Test("A token that is refused: the reason is asked for, and told")
    func xoauth2Refused() throws {
        var talk = try Conversation(Self.tokenLogin)
        _ = talk.on(.connected(helloName: "me"))
        _ = talk.on(.tlsEstablished)
        _ = talk.hears("220 hi")
        _ = talk.hears("250-mail\r\n250 AUTH XOAUTH2")
        let reason = Data("{\"status\":\"401\",\n\"schemes\":\"bearer\"}".utf8).base64EncodedString()
        #expect(talk.hears("334 \(reason)") == [.write(""), .arm(.command)])
        #expect(
            talk.hears("535 5.7.8 Bad credentials").compactMap(\.failure) == [
                .configuration(
                    .authenticationRefused(
                        host: Self.host, reply: "535 5.7.8 Bad credentials ({\"status\":\"401\",\"schemes\":\"bearer\"})"))
            ])
    }

    @Test("The mechanism that is asked for is used, though the server prefers another")
    func chosenMechanism() throws {
        var talk = try Conversation("smtps://user:secret@relay.example?auth=login")
        _ = talk.on(.connected(helloName: "me"))
        _ = talk.on(.tlsEstablished)
        _ = talk.hears("220 hi")
        #expect(talk.hears("250-mail\r\n250 AUTH PLAIN LOGIN").first == .write("AUTH LOGIN"))
    }

    @Test("A server that asks for more than the mechanism has is told to stop")
    func cancelled() throws {
        var talk = try Conversation("smtps://user:secret@relay.example")
        _ = talk.on(.connected(helloName: "me"))
        _ = talk.on(.tlsEstablished)
        _ = talk.hears("220 hi")
        _ = talk.hears("250-mail\r\n250 AUTH PLAIN")
        #expect(talk.hears("334 more") == [.write("*"), .arm(.command)])
        let error = talk.hears("501 cancelled").compactMap(\.failure).first
        guard case .configuration(.authenticationRefused) = error else {
            Issue.record("not expected: \(String(describing: error))")
            return
        }
    }

    enum Step: Sendable { case says(String), tls, event(SMTPExchange.Event) }

    static let host = "relay.example"
    static let login = "smtp://user:secret@relay.example"
    static let toAuthentication: [Step] = [.says("220 hi"), .says("250-m\r\n250 STARTTLS"), .says("220 go"), .tls]

    static let failureCases: [(url: String, steps: [Step], error: SMTPConnectError)] = [
        ("smtp://relay.example", [.says("554 5.3.2 no")], .configuration(.refused(host: host, reply: "554 5.3.2 no"))),
        ("smtp://relay.example", [.says("421 busy")], .unavailable(.refused("421 busy"))),
        ("smtp://relay.example", [.says("250 hi")], .unavailable(.ended("the server gave a reply that makes no sense here: 250 hi"))),
        ("smtp://relay.example", [.says("hi")], .unavailable(.ended("the server's reply does not start with a reply code"))),
        ("smtp://relay.example", [.event(.timedOut)], .unavailable(.ended("timed out waiting for the server's greeting"))),
        ("smtp://relay.example", [.event(.closed(reason: "gone"))], .unavailable(.ended("gone"))),
        ("smtp://relay.example", [.event(.quit)], .unavailable(.ended("the connection was given up"))),
        ("smtp://relay.example", [.says("220 hi"), .says("550 no")], .configuration(.refused(host: host, reply: "550 no"))),
        ("smtp://relay.example", [.says("220 hi"), .says("502 what")], .configuration(.refused(host: host, reply: "502 what"))),
        ("smtp://relay.example", [.says("220 hi"), .says("450 later")], .unavailable(.refused("450 later"))),
        ("smtp://relay.example", [.says("220 hi"), .says("250 mail")], .configuration(.startTLSNotOffered(host: host))),
        (
            "smtp://relay.example", [.says("220 hi"), .says("250-m\r\n250 STARTTLS"), .says("454 not now")],
            .unavailable(.refused("454 not now"))
        ),
        (
            "smtp://relay.example", [.says("220 hi"), .says("250-m\r\n250 STARTTLS"), .says("501 no")],
            .configuration(.tls(host: host, reason: "501 no"))
        ),
        (
            "smtp://relay.example", [.says("220 hi"), .says("250-m\r\n250 STARTTLS"), .says("220 go\r\n250 injected")],
            .configuration(.tls(host: host, reason: "the server spoke after STARTTLS without TLS"))
        ),
        (
            "smtp://relay.example", [.says("220 hi"), .says("250-m\r\n250 STARTTLS"), .says("220 go"), .event(.timedOut)],
            .unavailable(.ended("timed out waiting for the TLS handshake"))
        ),
        (
            "smtp://relay.example",
            [
                .says("220 hi"), .says("250-m\r\n250 STARTTLS"), .says("220 go"),
                .event(.tlsFailed(.configuration(.certificate(host: host, reason: "old")))),
            ], .configuration(.certificate(host: host, reason: "old"))
        ),
        ("smtps://relay.example", [.says("220 hi")], .unavailable(.ended("the server spoke before its turn"))),
        (
            login, [.says("220 hi"), .says("250-m\r\n250 STARTTLS"), .says("220 go"), .tls, .says("250 m")],
            .configuration(.authenticationNotOffered(host: host, offered: []))
        ),
        (
            login, [.says("220 hi"), .says("250-m\r\n250 STARTTLS"), .says("220 go"), .tls, .says("250-m\r\n250 AUTH CRAM-MD5")],
            .configuration(.authenticationNotOffered(host: host, offered: ["CRAM-MD5"]))
        ),
        (
            login,
            [
                .says("220 hi"), .says("250-m\r\n250 STARTTLS"), .says("220 go"), .tls, .says("250-m\r\n250 AUTH PLAIN"),
                .says("535 5.7.8 bad"),
            ], .configuration(.authenticationRefused(host: host, reply: "535 5.7.8 bad"))
        ),
        (
            login,
            [
                .says("220 hi"), .says("250-m\r\n250 STARTTLS"), .says("220 go"), .tls, .says("250-m\r\n250 AUTH LOGIN"), .says("334 "),
                .says("334 "), .says("454 later"),
            ], .unavailable(.refused("454 later"))
        ),
        (
            "smtp://user:secret@relay.example?auth=xoauth2", toAuthentication + [.says("250-m\r\n250 AUTH PLAIN LOGIN")],
            .configuration(.authenticationNotOffered(host: host, offered: ["PLAIN", "LOGIN"]))
        ),
    ]

    @Test("What goes wrong is told apart", arguments: failureCases.indices)
    func failures(index: Int) throws {
        let (url, steps, error) = Self.failureCases[index]
        var talk = try Conversation(url)
        var actions = talk.on(.connected(helloName: "me"))
        for step in steps {
            #expect(actions.allSatisfy { $0.failure == nil })
            actions =
                switch step {
                case .says(let text): talk.hears(text)
                case .tls: talk.on(.tlsEstablished)
                case .event(let event): talk.on(event)
                }
        }
        #expect(actions.compactMap(\.failure) == [error])
        #expect(actions.last == .close)
        #expect(talk.hears("250 more") == [])
        #expect(!"\(error)".contains("secret"))
    }
}
