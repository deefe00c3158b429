import Testing

@testable import Mail

@Suite("SMTP without a socket: what always holds")
struct SMTPPromisesTests {
    @Test("Whatever happens in whatever order, the promises hold", arguments: UInt64(1)...40)
    func promises(seed: UInt64) throws {
        var random = SplitMix(state: seed)
        let lines = [
            "220 x", "250 x", "250-x\r\n250-STARTTLS\r\n250 AUTH PLAIN", "250-x\r\n250 PIPELINING", "354 x", "235 x", "334 x", "421 x",
            "450 x", "550 x", "junk",
        ]
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
                case 2, 3: event = .send(try Conversation.envelope(size: random.next() % 2 == 0 ? 100 : 40_000))
                case 4: event = .bodyWritten
                case 5:
                    let next = try Conversation.envelope("bob")
                    let follows = random.next() % 2 == 0 && talk.exchange.canFollow(next)
                    event = .finalDotAllowed(next: follows ? next : nil)
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
                        if text.hasPrefix(".\r\n") {
                            #expect(allowed)
                            if text != ".\r\n" { open += 1 }
                        }
                    case .writeBodyAnd(let bytes):
                        #expect(!closed && allowed)
                        if bytes.count > 3 { open += 1 }
                    case .askForFinalDot: allowed = false
                    case .finished: open -= 1
                    case .close: closed = true
                    default: #expect(!closed)
                    }
                }
                #expect((0...2).contains(open))
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
