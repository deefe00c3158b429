import Testing

@testable import Mail

/// A conversation with a server that the test plays.
struct Conversation {
    var exchange: SMTPExchange

    static let plainHello = "250-mail.example\r\n250-SIZE 100000\r\n250-8BITMIME\r\n250 SMTPUTF8"
    static let pipeliningHello = "250-mail.example\r\n250-PIPELINING\r\n250 SIZE 100000"

    init(_ url: String) throws {
        let relay = try SMTPRelay(url)
        exchange = SMTPExchange(settings: .init(host: relay.host, security: relay.security, credentials: relay.credentials))
    }

    /// A session on which mails can be sent.
    static func ready(_ hello: String = plainHello) throws -> Conversation {
        var conversation = try Conversation("smtp://relay.example?tls=none")
        _ = conversation.on(.connected(helloName: "me"))
        _ = conversation.hears("220 hi")
        #expect(conversation.hears(hello).contains { if case .ready = $0 { true } else { false } })
        return conversation
    }

    mutating func on(_ event: SMTPExchange.Event) -> [SMTPExchange.Action] { exchange.handle(event) }
    mutating func hears(_ text: String) -> [SMTPExchange.Action] { exchange.handle(.received(Array("\(text)\r\n".utf8))) }

    static func envelope(
        _ local: String = "ada", size: Int = 100, utf8: Bool = false, eightBit: Bool = false
    ) throws -> SMTPEnvelope {
        SMTPEnvelope(
            sender: try MailAddress("news@northwind.example"), recipient: try MailAddress("\(local)@example.com"), size: size,
            needsSMTPUTF8: utf8, isEightBit: eightBit)
    }
}

extension SMTPExchange.Action {
    static func write(_ text: String) -> Self { .write(Array("\(text)\r\n".utf8)) }
    var failure: SMTPConnectError? { if case .failed(let error) = self { error } else { nil } }
    var outcome: SMTPOutcome? { if case .finished(let outcome) = self { outcome } else { nil } }
}

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

    @Test("A server that asks for more than the mechanism has is told to stop")
    func cancelled() throws {
        var talk = try Conversation("smtps://user:secret@relay.example")
        _ = talk.on(.connected(helloName: "me"))
        _ = talk.on(.tlsEstablished)
        _ = talk.hears("220 hi")
        _ = talk.hears("250-mail\r\n250 AUTH PLAIN")
        #expect(talk.hears("334 more") == [.write("*"), .arm(.command)])
        let error = talk.hears("501 cancelled").compactMap(\.failure).first
        guard case .configuration(.authenticationRefused) = error else { return #expect(Bool(false), "\(String(describing: error))") }
    }

    enum Step: Sendable { case says(String), tls, event(SMTPExchange.Event) }

    static let host = "relay.example"
    static let login = "smtp://user:secret@relay.example"
    static let toAuthentication: [Step] = [.says("220 hi"), .says("250 STARTTLS"), .says("250-m\r\n250 STARTTLS"), .says("220 go"), .tls]

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

@Suite("SMTP without a socket: sending mails")
struct SMTPSendingTests {
    @Test("One mail, command by command")
    func oneByOne() throws {
        var talk = try Conversation.ready()
        #expect(talk.on(.send(try Conversation.envelope())) == [.write("MAIL FROM:<news@northwind.example> SIZE=100"), .arm(.sender)])
        #expect(talk.hears("250 ok") == [.write("RCPT TO:<ada@example.com>"), .arm(.recipient)])
        #expect(talk.hears("251 will forward") == [.write("DATA"), .arm(.data)])
        #expect(talk.hears("354 go") == [.arm(.dataBlock), .writeBody])
        #expect(talk.on(.finalDotAllowed) == [])
        #expect(talk.on(.bodyWritten) == [.disarm, .askForFinalDot])
        #expect(talk.on(.bodyWritten) == [])
        #expect(talk.on(.finalDotAllowed) == [.write("."), .arm(.dataEnd)])
        #expect(talk.on(.finalDotAllowed) == [])
        #expect(talk.hears("250 2.0.0 queued as X") == [.disarm, .finished(.accepted(reply: "250 2.0.0 queued as X"))])
        #expect(talk.exchange.isReady)
    }

    @Test("One mail in one group, where PIPELINING is offered")
    func pipelined() throws {
        var talk = try Conversation.ready(Conversation.pipeliningHello)
        let group = "MAIL FROM:<news@northwind.example> SIZE=100\r\nRCPT TO:<ada@example.com>\r\nDATA"
        #expect(talk.on(.send(try Conversation.envelope())) == [.write(group), .arm(.sender)])
        #expect(talk.hears("250 ok") == [.arm(.recipient)])
        #expect(talk.hears("250 ok\r\n354 go") == [.arm(.data), .arm(.dataBlock), .writeBody])
    }

    @Test("A refused mail is followed by RSET where the server still holds it", arguments: [false, true])
    func reset(pipelining: Bool) throws {
        var talk = try Conversation.ready(pipelining ? Conversation.pipeliningHello : Conversation.plainHello)
        _ = talk.on(.send(try Conversation.envelope()))
        _ = talk.hears("250 ok")
        if pipelining {
            #expect(talk.hears("550 5.1.1 unknown") == [.arm(.data)])
            #expect(talk.hears("554 no valid recipients").contains { $0.outcome != nil })
        } else {
            #expect(talk.hears("550 5.1.1 unknown").contains { $0.outcome != nil })
        }
        #expect(talk.exchange.isReady)
        let next = talk.on(.send(try Conversation.envelope("bob")))
        guard case .write(let bytes) = next.first else { return #expect(Bool(false)) }
        #expect(String(decoding: bytes, as: UTF8.self).hasPrefix("RSET\r\n"))
        #expect(String(decoding: bytes, as: UTF8.self).contains("bob") == pipelining)
        if !pipelining {
            #expect(talk.hears("250 ok").first == .write("MAIL FROM:<news@northwind.example> SIZE=100"))
        }
    }

    @Test("A session that can't be reset is left", arguments: ["500 no", "421 bye"])
    func failedReset(reply: String) throws {
        var talk = try Conversation.ready()
        _ = talk.on(.send(try Conversation.envelope()))
        _ = talk.hears("250 ok")
        _ = talk.hears("450 later")
        _ = talk.on(.send(try Conversation.envelope()))
        let actions = talk.hears(reply)
        guard case .refused(let refusal) = actions.first?.outcome else { return #expect(Bool(false), "\(actions)") }
        #expect(refusal.stage == .reset)
        #expect(actions.last == .close)
    }

    @Test("Parameters of MAIL follow from the mail")
    func parameters() throws {
        var talk = try Conversation.ready()
        var envelope = try Conversation.envelope(eightBit: true)
        envelope.sender = nil
        #expect(talk.on(.send(envelope)).first == .write("MAIL FROM:<> SIZE=100 BODY=8BITMIME"))
        talk = try Conversation.ready()
        let expected = "MAIL FROM:<news@northwind.example> SIZE=100 BODY=8BITMIME SMTPUTF8"
        #expect(talk.on(.send(try Conversation.envelope(utf8: true))).first == .write(expected))
        talk = try Conversation.ready("250 mail")
        #expect(talk.on(.send(try Conversation.envelope())).first == .write("MAIL FROM:<news@northwind.example>"))
    }

    @Test("What the server does not offer is seen before it is asked")
    func objections() throws {
        let cases: [(SMTPEnvelope, Int)] = [
            (try Conversation.envelope(size: 100_001), 552), (try Conversation.envelope(utf8: true), 553),
            (try Conversation.envelope(eightBit: true), 554),
        ]
        for (envelope, code) in cases {
            var talk = try Conversation.ready(Conversation.pipeliningHello)
            let actions = talk.on(.send(envelope))
            guard actions.count == 1, case .refused(let refusal) = actions[0].outcome else { return #expect(Bool(false), "\(actions)") }
            #expect(refusal.code == code && refusal.stage == .check && !refusal.temporary)
            #expect(talk.exchange.isReady)
        }
    }

    enum Input: Sendable, CaseIterable {
        case temporary, permanent, overQuota, shutdown, wrongPositive, wrongIntermediate, nonsense, closed, timedOut

        var reply: String? {
            switch self {
            case .temporary: "450 4.2.0 later"
            case .permanent: "550 5.7.1 never"
            case .overQuota: "552 5.2.2 full"
            case .shutdown: "421 4.3.2 bye"
            case .wrongPositive: "250 fine"
            case .wrongIntermediate: "354 go on"
            case .nonsense: "nonsense"
            case .closed, .timedOut: nil
            }
        }
    }

    enum Point: Sendable, CaseIterable { case sender, recipient, data, body, permission, verdict }

    /// What `input` at `point` must mean, written down apart from the code under test: (kind, code, temporary, goes on).
    static func expectation(_ input: Input, at point: Point) -> (kind: String, temporary: Bool, goesOn: Bool) {
        switch (input, point) {
        case (.wrongPositive, .verdict): ("accepted", false, true)
        case (.wrongPositive, .sender), (.wrongPositive, .recipient), (.wrongIntermediate, .data): ("none", false, false)
        case (.closed, .verdict), (.timedOut, .verdict), (.nonsense, .verdict), (.wrongIntermediate, .verdict): ("uncertain", false, false)
        case (.temporary, .body), (.temporary, .permission): ("refused", true, false)
        case (.permanent, .body), (.permanent, .permission), (.overQuota, .body), (.overQuota, .permission): ("refused", false, false)
        case (.temporary, _): ("refused", true, true)
        case (.permanent, _): ("refused", false, true)
        case (.overQuota, .recipient): ("refused", true, true)
        case (.overQuota, _): ("refused", false, true)
        case (.shutdown, _): ("refused", true, false)
        default: ("notSent", false, false)
        }
    }

    @Test("Every kind of answer at every point", arguments: Input.allCases, Point.allCases)
    func table(input: Input, point: Point) throws {
        let expected = Self.expectation(input, at: point)
        for pipelining in [false, true] {
            var talk = try Conversation.ready(pipelining ? Conversation.pipeliningHello : Conversation.plainHello)
            _ = talk.on(.send(try Conversation.envelope()))
            let position = Point.allCases.firstIndex(of: point) ?? 0
            if position > 0 { _ = talk.hears("250 ok") }
            if position > 1 { _ = talk.hears("250 ok") }
            if position > 2 { _ = talk.hears("354 go") }
            if position > 3 { _ = talk.on(.bodyWritten) }
            if position > 4 { _ = talk.on(.finalDotAllowed) }
            var actions =
                switch input {
                case .closed: talk.on(.closed(reason: "reset by peer"))
                case .timedOut: talk.on(.timedOut)
                default: talk.hears(input.reply ?? "")
                }
            // The other commands of the group are answered too.
            if pipelining, expected.goesOn, position < 2 {
                for _ in position..<2 {
                    #expect(actions.allSatisfy { $0.outcome == nil })
                    actions = talk.hears("503 5.5.1 bad sequence")
                }
            }
            let outcomes = actions.compactMap(\.outcome)
            let what: Comment = "\(input) at \(point), pipelining \(pipelining): \(actions)"
            if expected.kind == "none" {
                #expect(outcomes.isEmpty, what)
                continue
            }
            #expect(outcomes.count == 1, what)
            switch outcomes.first {
            case .accepted: #expect(expected.kind == "accepted", what)
            case .refused(let refusal):
                #expect(expected.kind == "refused", what)
                #expect(refusal.temporary == expected.temporary, what)
                #expect(refusal.description == input.reply, what)
                let stages: [SMTPRefusal.Stage] = [.sender, .recipient, .data, .content, .content, .content]
                #expect(refusal.stage == stages[position], what)
            case .uncertain: #expect(expected.kind == "uncertain", what)
            case .notSent: #expect(expected.kind == "notSent", what)
            case nil: break
            }
            #expect(talk.exchange.isReady == expected.goesOn, what)
            #expect(actions.contains(.close) == !expected.goesOn, what)
        }
    }

    @Test("A server that wants the text of a mail without recipient is left")
    func dataWithoutRecipient() throws {
        var talk = try Conversation.ready(Conversation.pipeliningHello)
        _ = talk.on(.send(try Conversation.envelope()))
        let actions = talk.hears("250 ok\r\n550 5.1.1 unknown\r\n354 go")
        #expect(actions.compactMap(\.outcome).count == 1)
        #expect(actions.last == .close)
        #expect(!actions.contains(.writeBody))
    }

    @Test("The final dot stays away when it is forbidden")
    func forbidden() throws {
        var talk = try Conversation.ready()
        _ = talk.on(.send(try Conversation.envelope()))
        _ = talk.hears("250 ok")
        _ = talk.hears("250 ok")
        _ = talk.hears("354 go")
        _ = talk.on(.bodyWritten)
        #expect(talk.on(.finalDotForbidden(reason: "paused")) == [.finished(.notSent(reason: "paused")), .close])
    }

    @Test("A second mail waits for the first, and a closed session takes none")
    func busy() throws {
        var talk = try Conversation.ready()
        let second = try Conversation.envelope("bob")
        _ = talk.on(.send(try Conversation.envelope()))
        #expect(talk.on(.send(second)) == [.finished(.notSent(reason: "the connection is in use"))])
        _ = talk.hears("250 ok")
        _ = talk.on(.closed(reason: "gone"))
        #expect(talk.on(.send(second)) == [.finished(.notSent(reason: "the connection is closed"))])
    }

    @Test("A server that speaks unasked between two mails ends the session")
    func unasked() throws {
        var talk = try Conversation.ready()
        #expect(talk.hears("421 idle for too long") == [.close])
        #expect(!talk.exchange.isReady)
    }

    @Test("Whatever happens in whatever order, the promises hold", arguments: UInt64(1)...40)
    func promises(seed: UInt64) throws {
        var random = SplitMix(state: seed)
        let lines = ["220 x", "250 x", "250-x\r\n250-STARTTLS\r\n250 AUTH PLAIN", "250-x\r\n250 PIPELINING", "354 x", "235 x", "334 x", "421 x", "450 x", "550 x", "junk"]
        let urls = ["smtp://user:secret@relay.example", "smtp://relay.example?tls=none", "smtps://user:secret@relay.example"]
        for _ in 0..<300 {
            var talk = try Conversation(urls[Int(random.next() % 3)])
            var open = 0
            var allowed = false
            var secure = false
            var closed = false
            for step in 0..<40 {
                let event: SMTPExchange.Event
                switch step == 0 ? 0 : random.next() % 16 {
                case 0: event = .connected(helloName: "me")
                case 1: event = .tlsEstablished
                case 2, 3: event = .send(try Conversation.envelope())
                case 4: event = .bodyWritten
                case 5: event = .finalDotAllowed
                case 6 where random.next() % 8 == 0:
                    event = [.timedOut, .closed(reason: "x"), .quit, .finalDotForbidden(reason: "x")][Int(random.next() % 4)]
                default:
                    // Half of the time the answer that leads on, so that the walk gets deep.
                    let likely = ["220 x", "250-x\r\n250-STARTTLS\r\n250 AUTH PLAIN", "235 x", "250 x", "354 x"]
                    let line = random.next() % 2 == 0 ? likely[Int(random.next() % 5)] : lines[Int(random.next() % UInt64(lines.count))]
                    event = .received(Array("\(line)\r\n".utf8))
                }
                if case .finalDotAllowed = event { allowed = true }
                if case .send = event { open += 1 }
                if case .tlsEstablished = event { secure = true }
                let actions = talk.on(event)
                for action in actions {
                    switch action {
                    case .write(let bytes):
                        let text = String(decoding: bytes, as: UTF8.self)
                        #expect(!closed)
                        if text.hasPrefix("AUTH") || text.contains("AHVzZXIAc2VjcmV0") { #expect(secure) }
                        if text == ".\r\n" { #expect(allowed) }
                    case .askForFinalDot: allowed = false
                    case .finished: open -= 1
                    case .close: closed = true
                    default: #expect(!closed)
                    }
                }
                #expect((0...1).contains(open))
                if closed { #expect(open == 0) }
            }
        }
    }
}

struct SplitMix: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}
