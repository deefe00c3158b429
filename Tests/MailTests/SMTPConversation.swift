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

    /// Of a mail so long that its text does not wait for the permission to end it.
    static func envelope(
        _ local: String = "ada", size: Int = 40_000, utf8: Bool = false, eightBit: Bool = false
    ) throws -> SMTPEnvelope {
        SMTPEnvelope(
            sender: try MailAddress("news@northwind.example"), recipient: try MailAddress("\(local)@example.com"), size: size,
            needsSMTPUTF8: utf8, isEightBit: eightBit)
    }
}

extension SMTPExchange.Action {
    static func write(_ text: String) -> Self { .write(Array("\(text)\r\n".utf8)) }
    var written: [UInt8]? { if case .write(let bytes) = self { bytes } else { nil } }
    var failure: SMTPConnectError? { if case .failed(let error) = self { error } else { nil } }
    var outcome: SMTPOutcome? { if case .finished(let outcome) = self { outcome } else { nil } }
}
