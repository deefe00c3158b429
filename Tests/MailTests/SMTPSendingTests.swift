import Testing

@testable import Mail

@Suite("SMTP without a socket: sending mails")
struct SMTPSendingTests {
    @Test("One mail, command by command")
    func oneByOne() throws {
        var talk = try Conversation.ready()
        #expect(talk.on(.send(try Conversation.envelope())) == [.write("MAIL FROM:<news@northwind.example> SIZE=40000"), .arm(.sender)])
        #expect(talk.hears("250 ok") == [.write("RCPT TO:<ada@example.com>"), .arm(.recipient)])
        #expect(talk.hears("251 will forward") == [.write("DATA"), .arm(.data)])
        #expect(talk.hears("354 go") == [.arm(.dataBlock), .writeBody])
        #expect(talk.on(.finalDotAllowed(next: nil)) == [])
        #expect(talk.on(.bodyWritten) == [.disarm, .askForFinalDot])
        #expect(talk.on(.bodyWritten) == [])
        #expect(talk.on(.finalDotAllowed(next: nil)) == [.write("."), .arm(.dataEnd)])
        #expect(talk.on(.finalDotAllowed(next: nil)) == [])
        #expect(talk.hears("250 2.0.0 queued as X") == [.disarm, .finished(.accepted(reply: "250 2.0.0 queued as X"))])
        #expect(talk.exchange.isReady)
    }

    @Test("One mail in one group, where PIPELINING is offered")
    func pipelined() throws {
        var talk = try Conversation.ready(Conversation.pipeliningHello)
        let group = "MAIL FROM:<news@northwind.example> SIZE=40000\r\nRCPT TO:<ada@example.com>\r\nDATA"
        #expect(talk.on(.send(try Conversation.envelope())) == [.write(group), .arm(.sender)])
        #expect(talk.hears("250 ok") == [.arm(.recipient)])
        #expect(talk.hears("250 ok\r\n354 go") == [.arm(.data), .arm(.dataBlock), .writeBody])
    }

    @Test("A short text waits for the permission to end it, and goes out in one piece with its dot and what follows")
    func short() throws {
        var talk = try Conversation.ready(Conversation.pipeliningHello)
        let mail = try Conversation.envelope(size: 32_768)
        #expect(talk.on(.send(mail)).first?.written != nil)
        #expect(talk.hears("250 ok\r\n250 ok\r\n354 go") == [.arm(.recipient), .arm(.data), .disarm, .askForFinalDot])
        #expect(talk.on(.bodyWritten) == [])
        let next = try Conversation.envelope("bob", size: 100)
        let group = ".\r\nMAIL FROM:<news@northwind.example> SIZE=100\r\nRCPT TO:<bob@example.com>\r\nDATA\r\n"
        #expect(talk.on(.finalDotAllowed(next: next)) == [.writeBodyAnd(Array(group.utf8)), .arm(.dataEnd)])
        #expect(talk.hears("250 queued as X\r\n250 ok\r\n250 ok\r\n354 go").last == .askForFinalDot)
        #expect(talk.on(.finalDotAllowed(next: nil)) == [.writeBodyAnd(Array(".\r\n".utf8)), .arm(.dataEnd)])
        #expect(talk.hears("250 queued as Y") == [.disarm, .finished(.accepted(reply: "250 queued as Y"))])
    }

    @Test("Nothing of a short text is written when it may not be ended")
    func shortForbidden() throws {
        var talk = try Conversation.ready(Conversation.pipeliningHello)
        _ = talk.on(.send(try Conversation.envelope(size: 100)))
        #expect(talk.hears("250 ok\r\n250 ok\r\n354 go").last == .askForFinalDot)
        #expect(talk.on(.finalDotForbidden(reason: "paused")) == [.finished(.notSent(reason: "paused")), .close])
    }

    /// A mail whose final dot went out with the commands of the next one.
    private func followed() throws -> Conversation {
        var talk = try Conversation.ready(Conversation.pipeliningHello)
        _ = talk.on(.send(try Conversation.envelope()))
        _ = talk.hears("250 ok\r\n250 ok\r\n354 go")
        _ = talk.on(.bodyWritten)
        let next = try Conversation.envelope("bob")
        #expect(talk.exchange.canFollow(next))
        let group = ".\r\nMAIL FROM:<news@northwind.example> SIZE=40000\r\nRCPT TO:<bob@example.com>\r\nDATA"
        #expect(talk.on(.finalDotAllowed(next: next)) == [.write(group), .arm(.dataEnd)])
        return talk
    }

    @Test("The next mail's commands go out with the dot, and its text once the server asks for it; its dot waits for leave")
    func following() throws {
        var talk = try followed()
        let actions = talk.hears("250 queued as X\r\n250 ok\r\n250 ok\r\n354 go")
        #expect(actions.first == .finished(.accepted(reply: "250 queued as X")))
        #expect(Array(actions.suffix(2)) == [.arm(.dataBlock), .writeBody])
        #expect(!talk.exchange.isReady)
        #expect(talk.on(.bodyWritten) == [.disarm, .askForFinalDot])
        #expect(talk.on(.finalDotAllowed(next: nil)) == [.write("."), .arm(.dataEnd)])
        #expect(talk.hears("250 queued as Y") == [.disarm, .finished(.accepted(reply: "250 queued as Y"))])
        #expect(talk.exchange.isReady)
    }

    @Test("A mail that is refused at its end takes nothing from the next one", arguments: ["452 full", "554 spam"])
    func followingRefused(reply: String) throws {
        var talk = try followed()
        let refusal = try #require(talk.hears(reply).compactMap(\.outcome).first?.refusal)
        #expect(refusal.stage == .content)
        // The next one has its own refusals, and is reset before a third.
        _ = talk.hears("250 ok")
        _ = talk.hears("550 5.1.1 unknown")
        let unknown = try #require(talk.hears("554 no valid recipients").compactMap(\.outcome).first?.refusal)
        #expect(unknown.code == 550 && unknown.stage == .recipient)
        let third = try #require(talk.on(.send(try Conversation.envelope())).first?.written)
        #expect(String(decoding: third, as: UTF8.self).hasPrefix("RSET\r\n"))
    }

    @Test(
        "Where the session ends at the dot, the mail is uncertain and the next one surely not sent", arguments: ["", "421 bye", "354 what"])
    func followingLost(reply: String) throws {
        var talk = try followed()
        let actions = reply.isEmpty ? talk.on(.closed(reason: "gone")) : talk.hears(reply)
        let outcomes = actions.compactMap(\.outcome)
        #expect(outcomes.count == 2 && actions.last == .close)
        switch outcomes.first {
        case .uncertain: #expect(reply != "421 bye")
        case .refused: #expect(reply == "421 bye")
        default: fail(outcomes)
        }
        guard case .notSent = outcomes.last else { return fail(outcomes) }
    }

    @Test("Nothing follows a dot where the server doesn't offer PIPELINING, or can't take the mail")
    func notFollowing() throws {
        #expect(try !Conversation.ready().exchange.canFollow(Conversation.envelope()))
        let talk = try Conversation.ready("250-relay\r\n250-PIPELINING\r\n250 SIZE 99")
        #expect(try !talk.exchange.canFollow(Conversation.envelope()))
    }

    private func fail<T>(_ unexpected: T) { Issue.record("not expected: \(unexpected)") }

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
        let bytes = try #require(next.first?.written)
        #expect(String(decoding: bytes, as: UTF8.self).hasPrefix("RSET\r\n"))
        #expect(String(decoding: bytes, as: UTF8.self).contains("bob") == pipelining)
        if !pipelining {
            #expect(talk.hears("250 ok").first == .write("MAIL FROM:<news@northwind.example> SIZE=40000"))
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
        let refusal = try #require(actions.first?.outcome?.refusal)
        #expect(refusal.stage == .reset)
        #expect(actions.last == .close)
    }

    @Test("Parameters of MAIL follow from the mail")
    func parameters() throws {
        var talk = try Conversation.ready()
        var envelope = try Conversation.envelope(eightBit: true)
        envelope.sender = nil
        #expect(talk.on(.send(envelope)).first == .write("MAIL FROM:<> SIZE=40000 BODY=8BITMIME"))
        talk = try Conversation.ready()
        let expected = "MAIL FROM:<news@northwind.example> SIZE=40000 BODY=8BITMIME SMTPUTF8"
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
            #expect(actions.count == 1)
            let refusal = try #require(actions.first?.outcome?.refusal)
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
            if position > 4 { _ = talk.on(.finalDotAllowed(next: nil)) }
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
}
