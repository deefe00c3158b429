import Identity
import Kernel
import Mail
import Storage
import Testing

@testable import Delivery

@Suite("Mails that come back")
struct BouncingTests {
    private static let person = PersonKey(1)

    /// Starts the campaign and says that its mails were taken.
    private func send(_ world: World) async throws -> RunKey {
        let settings = world.settings
        let ring = world.ring
        return try await world.database.write { transaction in
            let run = try transaction.start(World.campaign, actor: World.author, settings: settings, ring: ring).run
            try transaction.run(
                "UPDATE delivery SET state = 'accepted', accepted_at = \(transaction.now) WHERE run = \(run) AND state = 'planned'")
            return run
        }
    }

    private func report(
        to address: String, status: String = "5.1.1", said: String = "550 5.1.1 <p1@acme.example>: user unknown",
        id: String = "x@y.example",
        recipient: String = "p1@acme.example", action: String = "failed"
    ) -> [UInt8] {
        Array(
            """
            Return-Path: <>
            From: MAILER-DAEMON@relay.example (Mail Delivery System)
            To: \(address)
            Subject: Undelivered Mail Returned to Sender
            MIME-Version: 1.0
            Content-Type: multipart/report; report-type=delivery-status;
            \tboundary="4B1C2/relay.example"

            --4B1C2/relay.example
            Content-Type: text/plain

            I'm sorry to have to inform you that your message could not be delivered.

            --4B1C2/relay.example
            Content-Type: message/delivery-status

            Reporting-MTA: dns; relay.example

            Final-Recipient: rfc822; \(recipient)
            Action: \(action)
            Status: \(status)
            Diagnostic-Code: smtp; \(said)

            --4B1C2/relay.example
            Content-Type: text/rfc822-headers

            From: Mobile Work Team <rapport@mail.acme.example>
            To: Person 1 <\(recipient)>
            Message-ID: <\(id)>
            Subject: Hello

            --4B1C2/relay.example--
            """.utf8)
    }

    private func take(_ bytes: [UInt8], _ world: World) async throws -> BounceOutcome {
        let ring = world.ring
        return try await world.database.write { try $0.take(bounce: bytes, ring: ring) }
    }

    private func state(_ world: World, _ run: RunKey, _ person: Int64 = 1) async throws -> String? {
        try await world.database.read {
            try $0.value("SELECT state FROM delivery WHERE run = \(run) AND person = \(person) AND channel = 'email'")
        }
    }

    private func suppressed(_ world: World) async throws -> [String] {
        try await world.database.read { try $0.values("SELECT address FROM suppression ORDER BY address NULLS FIRST") }
    }

    @Test(
        "An address that is gone is known by the envelope's token, once, and gets nothing any more until it changes",
        arguments: Engine.allCases)
    func hard(engine: Engine) async throws {
        try await World.with(engine, people: [.init(1), .init(2)]) { world in
            let run = try await send(world)
            let token = DeliveryTokens(world.ring).bounce(run, person: Self.person)
            let bytes = report(to: "bounce+\(token.uppercased())@mail.acme.example")
            let first = try await take(bytes, world)
            #expect(first == .bounced(campaign: "launch", .hard, isSuppressed: true))
            let second = try await take(bytes, world)
            #expect(second == .repeated)
            let (one, two) = (try await state(world, run), try await state(world, run, 2))
            #expect(one == "bounced" && two == "accepted")
            let addresses = try await suppressed(world)
            #expect(addresses == ["p1@acme.example"])

            // Said before the next sending, and kept to in it.
            try await world.database.write { try $0.run("UPDATE campaign SET state = 'approved' WHERE id = \(World.campaign)") }
            let settings = world.settings
            let ring = world.ring
            let preview = try await world.database.read {
                try $0.preview(World.campaign, settings: settings, ring: ring, now: world.clock.now)
            }
            #expect(preview.excluded[.suppressed] == 1)
            let next = try await send(world)
            let (again, other) = (try await state(world, next), try await state(world, next, 2))
            #expect(again == "excluded" && other == "accepted")
            let status = try await world.database.read { try $0.status(World.campaign) }
            #expect(status.excluded["suppressed"] == 1)

            try await world.database.write { transaction in
                try transaction.run("UPDATE campaign SET state = 'approved' WHERE id = \(World.campaign)")
                try transaction.run("UPDATE person SET email = 'new@acme.example', email_folded = 'new@acme.example' WHERE id = 1")
            }
            let changed = try await send(world)
            let reached = try await state(world, changed)
            #expect(reached == "accepted")
        }
    }

    @Test("Without a token the Message-ID tells, by an old key of the secret, too; made-up ones tell nothing", arguments: Engine.allCases)
    func messageID(engine: Engine) async throws {
        try await World.with(engine, people: [.init(1), .init(2)]) { world in
            let run = try await send(world)
            let id = "\(DeliveryTokens(world.ring).messageID(run, Self.person, .email))@mail.acme.example"
            let others = [
                report(to: "rapport@mail.acme.example"),
                // Another person's mail: the identity is of somebody else.
                report(to: "rapport@mail.acme.example", id: id, recipient: "p2@acme.example"),
                report(to: "bounce+aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@mail.acme.example"),
            ]
            for bytes in others {
                let outcome = try await take(bytes, world)
                #expect(outcome == .unknown)
            }
            let ring = try SecretRing(parsing: World.otherSecret + "\n" + World.secret)
            let bytes = report(to: "rapport@mail.acme.example", id: id)
            let found = try await world.database.write { try $0.take(bounce: bytes, ring: ring) }
            #expect(found == .bounced(campaign: "launch", .hard, isSuppressed: true))
            let addresses = try await suppressed(world)
            #expect(addresses == ["p1@acme.example"])
        }
    }

    @Test(
        "Only the address that the mail went to is shut out: not another one that the person has since, whatever the report names",
        arguments: Engine.allCases, ["p1@acme.example", "", "new@acme.example"])
    func changedAddress(engine: Engine, named: String) async throws {
        try await World.with(engine, people: [.init(1)]) { world in
            let run = try await send(world)
            let address = "bounce+\(DeliveryTokens(world.ring).bounce(run, person: Self.person))@mail.acme.example"
            // Nothing has changed yet: what names nobody is about the address there is.
            if named.isEmpty {
                let outcome = try await take(report(to: address, said: "550 no such user here", recipient: named), world)
                #expect(outcome == .bounced(campaign: "launch", .hard, isSuppressed: true))
                _ = try await world.database.write { try $0.liftSuppression(of: "p1@acme.example", actor: .operator) }
            }
            world.clock.advance(.seconds(60))
            try await world.database.write { transaction in
                try transaction.run(
                    """
                    UPDATE person SET email = 'new@acme.example', email_folded = 'new@acme.example', changed_at = \(transaction.now)
                    WHERE id = \(Self.person)
                    """)
            }
            let outcome = try await take(report(to: address, said: "550 no such user, again", recipient: named), world)
            // Somebody who names the new address by the token of an old mail is believed: the token is theirs alone.
            let isNew = named.hasPrefix("new")
            #expect(outcome == .bounced(campaign: "launch", .hard, isSuppressed: isNew))
            let addresses = try await suppressed(world)
            #expect(addresses == (isNew ? ["new@acme.example"] : []))
        }
    }

    @Test("A domain of another script is the same by its name in DNS", arguments: Engine.allCases)
    func international(engine: Engine) async throws {
        try await World.with(engine, people: [.init(1)]) { world in
            try await world.change("UPDATE person SET email = 'p1@Bücher.example', email_folded = 'p1@bücher.example'")
            let run = try await send(world)
            let address = "bounce+\(DeliveryTokens(world.ring).bounce(run, person: Self.person))@mail.acme.example"
            let outcome = try await take(report(to: address, recipient: "p1@xn--bcher-kva.example"), world)
            #expect(outcome == .bounced(campaign: "launch", .hard, isSuppressed: true))
            let addresses = try await suppressed(world)
            #expect(addresses == ["p1@bücher.example"])
        }
    }

    @Test("A report that is quicker than the result of its mail is not forgotten over it", arguments: Engine.allCases)
    func quick(engine: Engine) async throws {
        try await World.with(engine, people: [.init(1)]) { world in
            try await world.start()
            let claim = try #require(try await world.claim(Lease(token: 7)).first)
            let granted = try await world.database.write { try $0.record([], granting: [claim]) }
            #expect(granted == [claim])
            let address = "bounce+\(DeliveryTokens(world.ring).bounce(claim.run, person: Self.person))@mail.acme.example"
            let outcome = try await take(report(to: address), world)
            #expect(outcome == .bounced(campaign: "launch", .hard, isSuppressed: true))
            _ = try await world.database.write {
                try $0.record([Settlement(claim: claim, outcome: .accepted(reply: "250 taken"))], granting: [])
            }
            let row = try await world.row(1)
            #expect(row.state == .bounced && row.attempts == 1)
        }
    }

    @Test("A full mailbox counts, and the third of different runs suppresses; an operator can lift it", arguments: Engine.allCases)
    func soft(engine: Engine) async throws {
        try await World.with(engine, people: [.init(1)]) { world in
            for round in 1...3 {
                try await world.database.write { try $0.run("UPDATE campaign SET state = 'approved' WHERE id = \(World.campaign)") }
                let run = try await send(world)
                let address = "bounce+\(DeliveryTokens(world.ring).bounce(run, person: Self.person))@mail.acme.example"
                for attempt in 1...2 {
                    let outcome = try await take(
                        report(to: address, status: "5.2.2", said: "552 5.2.2 mailbox full, try \(attempt)"), world)
                    #expect(outcome == .bounced(campaign: "launch", .soft, isSuppressed: round == 3))
                }
                world.clock.advance(.days(1))
            }
            let lifted = try await world.database.write { try $0.liftSuppression(of: "P1@acme.example", actor: .operator) }
            let addresses = try await suppressed(world)
            #expect(lifted && addresses == [])
        }
    }

    @Test("A complaint turns this publisher's mails off", arguments: Engine.allCases)
    func complaint(engine: Engine) async throws {
        try await World.with(engine, people: [.init(1)]) { world in
            let run = try await send(world)
            let token = DeliveryTokens(world.ring).bounce(run, person: Self.person)
            let bytes = Array(
                """
                From: <feedback@provider.example>
                To: <abuse@acme.example>
                MIME-Version: 1.0
                Content-Type: multipart/report; report-type=feedback-report; boundary="part"

                --part
                Content-Type: text/plain

                This is an email abuse report.
                --part
                Content-Type: message/feedback-report

                Feedback-Type: abuse
                User-Agent: SomeGenerator/1.0
                Version: 1

                --part
                Content-Type: message/rfc822

                Return-Path: <bounce+\(token)@mail.acme.example>
                From: <rapport@mail.acme.example>
                Subject: Hello

                Dear
                --part--
                """.utf8)
            let outcome = try await take(bytes, world)
            #expect(outcome == .bounced(campaign: "launch", .complaint, isSuppressed: false))
            let (now, off) = (
                try await state(world, run), try await world.database.read { try $0.unsubscriptions(of: Self.person).map(\.publisher) }
            )
            #expect(now == "complained" && off == [World.publisher])
        }
    }

    @Test("What reports no failure does nothing", arguments: Engine.allCases)
    func nothing(engine: Engine) async throws {
        try await World.with(engine, people: [.init(1)]) { world in
            let run = try await send(world)
            let address = "bounce+\(DeliveryTokens(world.ring).bounce(run, person: Self.person))@mail.acme.example"
            let away =
                "From: p1@acme.example\nTo: \(address)\nAuto-Submitted: auto-replied\nSubject: Away\n\nBack on Monday. p2@acme.example helps, 550 of us do.\n"
            for bytes in [
                Array(away.utf8), report(to: address, status: "4.4.1", action: "delayed"),
                report(to: address, status: "2.0.0", action: "delivered"),
                [], Array("\n\n".utf8), [UInt8](repeating: 0xFF, count: 5000),
            ] {
                let outcome = try await take(bytes, world)
                #expect(outcome == .nothing)
            }
            let now = try await state(world, run)
            #expect(now == "accepted")
        }
    }

    @Test("Each mail has an envelope sender of its own, where there is a bounce address", arguments: Engine.allCases)
    func envelope(engine: Engine) async throws {
        try await World.with(engine, people: [.init(1)]) { world in
            let run = try await send(world)
            var settings = world.settings
            settings.envelopeFrom = try MailAddress("bounce@mail.acme.example")
            let (set, ring) = (settings, world.ring)
            let address = try await world.database.read { try Stationery(run, $0, settings: set, ring: ring).envelopeFrom(Self.person) }
            #expect(address.description == "bounce+\(DeliveryTokens(ring).bounce(run, person: Self.person))@mail.acme.example")
            #expect(address.local.utf8.count <= 64)
            let plain = world.settings
            let without = try await world.database.read { try Stationery(run, $0, settings: plain, ring: ring).envelopeFrom(Self.person) }
            #expect(without == plain.mailFrom)
        }
    }
}
