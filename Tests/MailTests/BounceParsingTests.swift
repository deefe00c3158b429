import Foundation
import Testing

@testable import Mail

@Suite("Reading mails that came back")
struct BounceParsingTests {
    struct Sample: Sendable, CustomTestStringConvertible {
        let name: String
        let text: String
        var address: String? = "ada@acme.example"
        let kind: Bounce.Kind
        var status: String?
        var messageID: String? = "abc.def@mail.acme.example"
        var testDescription: String { name }
    }

    private static let encodedStatus = Data(
        """
        Reporting-MTA: dns;AM0PR01.prod.outlook.example

        Final-Recipient: rfc822;ada@acme.example
        Action: failed
        Status: 5.1.10
        Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup
        """.utf8
    ).base64EncodedString()

    /// As these servers write them, with the addresses of this test.
    static let samples = [
        Sample(
            name: "Postfix, a notification",
            text: """
                Return-Path: <>
                Delivered-To: bounce+token@mail.acme.example
                Date: Mon,  2 Mar 2026 09:00:03 +0000 (UTC)
                From: MAILER-DAEMON@mx.relay.example (Mail Delivery System)
                Subject: Undelivered Mail Returned to Sender
                To: bounce+token@mail.acme.example
                Auto-Submitted: auto-replied
                MIME-Version: 1.0
                Content-Type: multipart/report; report-type=delivery-status;
                	boundary="9D1F0A2B.1772442003/mx.relay.example"
                Content-Transfer-Encoding: 8bit

                This is a MIME-encapsulated message.

                --9D1F0A2B.1772442003/mx.relay.example
                Content-Description: Notification
                Content-Type: text/plain; charset=utf-8

                This is the mail system at host mx.relay.example.

                <ada@acme.example>: host mx.acme.example[192.0.2.7] said: 550 5.1.1
                    <ada@acme.example>: Recipient address rejected: User unknown in virtual
                    mailbox table (in reply to RCPT TO command)

                --9D1F0A2B.1772442003/mx.relay.example
                Content-Description: Delivery report
                Content-Type: message/delivery-status

                Reporting-MTA: dns; mx.relay.example
                X-Postfix-Queue-ID: 9D1F0A2B
                X-Postfix-Sender: rfc822; bounce+token@mail.acme.example
                Arrival-Date: Mon,  2 Mar 2026 09:00:02 +0000 (UTC)

                Final-Recipient: rfc822; ada@acme.example
                Original-Recipient: rfc822;ada@acme.example
                Action: failed
                Status: 5.1.1
                Remote-MTA: dns; mx.acme.example
                Diagnostic-Code: smtp; 550 5.1.1 <ada@acme.example>: Recipient address
                    rejected: User unknown in virtual mailbox table

                --9D1F0A2B.1772442003/mx.relay.example
                Content-Description: Undelivered Message Headers
                Content-Type: text/rfc822-headers
                Content-Transfer-Encoding: 8bit

                Return-Path: <bounce+token@mail.acme.example>
                From: Mobile Work Team <rapport@mail.acme.example>
                To: Ada <ada@acme.example>
                Message-ID: <abc.def@mail.acme.example>

                --9D1F0A2B.1772442003/mx.relay.example--
                """, kind: .hard, status: "5.1.1"),
        Sample(
            name: "Exchange Online, in base64",
            text: """
                From: Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@acme.example>
                To: <bounce+token@mail.acme.example>
                MIME-Version: 1.0
                Content-Type: multipart/report; report-type=delivery-status; boundary="_a1b2_"
                Subject: Undeliverable: Hello

                --_a1b2_
                Content-Type: text/plain; charset="us-ascii"

                Your message couldn't be delivered.

                --_a1b2_
                Content-Type: message/delivery-status
                Content-Transfer-Encoding: base64

                \(encodedStatus)

                --_a1b2_
                Content-Type: message/rfc822

                Message-ID:
                 <abc.def@mail.acme.example>
                To: ada@acme.example

                Dear Ada
                --_a1b2_--
                """, kind: .hard, status: "5.1.10"),
        Sample(
            name: "a full mailbox",
            text: """
                From: postmaster@acme.example
                To: bounce+token@mail.acme.example
                Content-Type: multipart/report; report-type=delivery-status; boundary=b

                --b
                Content-Type: message/delivery-status

                Reporting-MTA: dns; mx.acme.example

                Final-Recipient: rfc822; ada@acme.example
                Action: failed
                Status: 5.2.2
                Diagnostic-Code: smtp; 552-5.2.2 The email account that you tried to reach is over quota.

                --b
                Content-Type: text/rfc822-headers

                Message-Id: <abc.def@mail.acme.example>
                --b--
                """, kind: .soft, status: "5.2.2"),
        Sample(
            name: "a filter that calls it spam under a code of its own",
            text: """
                From: postmaster@acme.example
                To: bounce+token@mail.acme.example
                Content-Type: multipart/report; report-type=delivery-status; boundary=b

                --b
                Content-Type: message/delivery-status

                Reporting-MTA: dns; mx.acme.example

                Final-Recipient: rfc822; ada@acme.example
                Action: failed
                Status: 5.0.0
                Diagnostic-Code: smtp; 554 5.0.0 Message blocked by our reputation service
                --b--
                """, kind: .soft, status: "5.0.0", messageID: nil),
        Sample(
            name: "Exim, in words",
            text: """
                Return-path: <>
                X-Failed-Recipients: ada@acme.example
                Auto-Submitted: auto-replied
                From: Mail Delivery System <Mailer-Daemon@mx.relay.example>
                To: bounce+token@mail.acme.example
                Subject: Mail delivery failed: returning message to sender

                This message was created automatically by mail delivery software.

                A message that you sent could not be delivered to one or more of its
                recipients. This is a permanent error. The following address(es) failed:

                  ada@acme.example
                    SMTP error from remote mail server after RCPT TO:<ada@acme.example>:
                    host mx.acme.example [192.0.2.7]: 550 No such user here

                ------ This is a copy of the message, including all the headers. ------

                Return-path: <bounce+token@mail.acme.example>
                To: eve@acme.example
                Message-ID: <abc.def@mail.acme.example>

                550 eve@acme.example user unknown
                """, kind: .hard),
        Sample(
            name: "qmail, in words",
            text: """
                Return-Path: <>
                From: MAILER-DAEMON@relay.example
                To: bounce+token@mail.acme.example
                Subject: failure notice

                Hi. This is the qmail-send program at relay.example.
                I'm afraid I wasn't able to deliver your message to the following addresses.
                This is a permanent error; I've given up. Sorry it didn't work out.

                <ada@acme.example>:
                Sorry, no mailbox here by that name. (#5.1.1)

                --- Below this line is a copy of the message.

                Return-Path: <bounce+token@mail.acme.example>
                Message-ID: <abc.def@mail.acme.example>
                To: eve@acme.example
                """, kind: .hard, status: "5.1.1"),
        Sample(
            name: "sendmail of old, in words",
            text: """
                From: Mail Delivery Subsystem <MAILER-DAEMON@relay.example>
                To: bounce+token@mail.acme.example
                Subject: Returned mail: User unknown

                The original message was received at Mon, 2 Mar 2026 09:00:00 GMT

                   ----- The following addresses had permanent fatal errors -----
                <ada@acme.example>
                    (reason: 550 5.1.1 <ada@acme.example>... User unknown)

                   ----- Transcript of session follows -----
                ... while talking to mx.acme.example.:
                >>> RCPT To:<ada@acme.example>
                """, kind: .hard, status: "5.1.1", messageID: nil),
        Sample(
            name: "a complaint that hides who complained",
            text: """
                From: <feedbackloop@provider.example>
                To: <abuse@acme.example>
                Content-Type: multipart/report; report-type="feedback-report"; boundary="x"

                --x
                Content-Type: text/plain

                This is an email abuse report for an email message received from IP 192.0.2.1
                --x
                Content-Type: message/feedback-report

                Feedback-Type: abuse
                User-Agent: Provider-FBL/0.1
                Version: 1
                --x
                Content-Type: message/rfc822

                Return-Path: <bounce+token@mail.acme.example>
                Message-ID: <abc.def@mail.acme.example>

                Hello
                --x--
                """, address: nil, kind: .complaint),
    ]

    @Test("The bounces of common servers tell who, for how long, and which mail", arguments: samples, ["\n", "\r\n"])
    func servers(sample: Sample, lineEnd: String) throws {
        let bounce = try #require(Bounce(Array(sample.text.replacing("\n", with: lineEnd).utf8)))
        #expect(bounce.recipients.map(\.address) == [sample.address])
        #expect(bounce.recipients.first?.kind == sample.kind)
        #expect(bounce.recipients.first?.status == sample.status)
        #expect(bounce.messageID == sample.messageID)
        #expect(bounce.envelopes.contains("bounce+token@mail.acme.example"))
    }

    @Test(
        "No failure, no bounce",
        arguments: [
            "", "\n\n", "From: eve@acme.example\nSubject: Re: Hello\n\nada@acme.example: 550 5.1.1 user unknown\n",
            "From: eve@acme.example\nAuto-Submitted: auto-replied\nReturn-Path: <>\n\n<ada@acme.example> takes my calls, 550 a day.\n",
            "From: MAILER-DAEMON@a.example\n\nWarning: message delayed for 4 hours to ada@acme.example, will retry.\n",
            "From: MAILER-DAEMON@a.example\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; a\n\nFinal-Recipient: rfc822; ada@acme.example\nAction: delayed\nStatus: 4.4.1\n--b--\n",
            "From: f@a.example\nContent-Type: multipart/report; report-type=feedback-report; boundary=b\n\n--b\nContent-Type: message/feedback-report\n\nFeedback-Type: not-spam\n--b--\n",
        ])
    func nothing(text: String) { #expect(Bounce(Array(text.utf8)) == nil) }

    /// Four times the mail costs about four times the processor; sixteen times, were every part looked at for every other.
    @Test("The cost of hostile mails grows with their length, and they break nothing")
    func hostile() {
        for (small, large) in zip(hostileMails(1), hostileMails(4)) {
            let (cheap, dear) = (cost(of: small), cost(of: large))
            #expect(dear < 10 * max(cheap, 2_000_000), "\(cheap) ns for \(small.count) bytes, \(dear) ns for \(large.count) bytes")
        }
    }

    /// - Returns: nanoseconds of the processor that reading took this thread, the least of three times.
    private func cost(of mail: [UInt8]) -> UInt64 {
        func now() -> UInt64 {
            var time = timespec()
            clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
            return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
        }
        return (0..<3).map { _ in
            let begun = now()
            let bounce = Bounce(mail)
            let spent = now() - begun
            #expect((bounce?.recipients.count ?? 0) <= Bounce.recipientLimit)
            return spent
        }.min() ?? 0
    }

    @Test("Mails with wrong bytes and cut ends break nothing")
    func mutations() {
        var random = SystemRandomNumberGenerator()
        for sample in Self.samples {
            for _ in 0..<40 {
                var bytes = Array(sample.text.utf8)
                for _ in 0..<10 { bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: .min ... .max, using: &random) }
                _ = Bounce(bytes.prefix(Int.random(in: 0...bytes.count, using: &random)))
            }
        }
    }

    private func hostileMails(_ times: Int) -> [[UInt8]] {
        var nested = ""
        for depth in 0..<1250 * times { nested += "Content-Type: multipart/mixed; boundary=b\(depth)\n\n--b\(depth)\n" }
        let head = "From: MAILER-DAEMON@a.example\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
        let many =
            head
            + String(
                repeating: "--b\nContent-Type: message/delivery-status\n\nFinal-Recipient: rfc822; a@b.example\n\n", count: 5000 * times)
        let groups =
            head + "--b\nContent-Type: message/delivery-status\n\n"
            + (0..<2500 * times).map { "\nFinal-Recipient: rfc822; a\($0)@b.example\nAction: failed\nStatus: 5.1.1\n" }.joined()
        let lines = "From: MAILER-DAEMON@a.example\n\n" + String(repeating: "<a@b.example>: 550 no such user\n\n", count: 7500 * times)
        let header = String(repeating: "X-A: b\n", count: 50000 * times)
        let folded = "Subject: a\n" + String(repeating: " b\n", count: 50000 * times)
        let long = "From: MAILER-DAEMON@a.example\n\n" + String(repeating: "a@", count: 150000 * times)
        return [nested, many, groups, lines, header, folded, long].map { Array($0.utf8) }
    }

    private struct Outside: Decodable {
        let name: String
        let soft: [String]
        let hard: [String]
        let mail: String
    }

    @Test("Of the bounces of real servers that come with flufl.bounce, nearly all are known for what they are")
    func outside() async throws {
        let data = try await Support.run("bounce_samples.py", [])
        var (missed, wrong): ([String], [String]) = ([], [])
        var (count, exact) = (0, 0)
        for line in data.split(separator: UInt8(ascii: "\n")) {
            let sample = try JSONDecoder().decode(Outside.self, from: Data(line))
            let mail = try #require(Data(base64Encoded: sample.mail))
            let bounce = Bounce(Array(mail))
            let found = Set((bounce?.recipients ?? []).compactMap { $0.address?.lowercased() })
            let wanted = Set((sample.soft + sample.hard).map { $0.lowercased() })
            count += 1
            if found == wanted { exact += 1 }
            if bounce == nil, !sample.hard.isEmpty { missed.append(sample.name) }
            if !found.isSubset(of: wanted) { wrong.append(sample.name) }
        }
        #expect(count == 115)
        #expect(exact >= 60)
        // A mailing list's own words, and one in which flufl.bounce finds no address.
        #expect(wrong == ["bounce_03", "microsoft_04"])
        // Servers of around 2000 that nobody runs any more, and one report inside another.
        #expect(
            missed == [
                "dsn_15", "dsn_18", "llnl_01", "netscape_01", "simple_13", "simple_15", "simple_20", "simple_31", "simple_38", "simple_39",
                "sina_01",
            ])
    }
}
