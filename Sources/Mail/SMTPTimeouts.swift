import Kernel

/// How long each reply may take (RFC 5321 §4.5.3.2).
package struct SMTPTimeouts: Hashable, Sendable {
    package var connect: Duration
    package var greeting: Duration
    /// EHLO, STARTTLS and its handshake, AUTH, RSET.
    package var command: Duration
    package var sender: Duration
    package var recipient: Duration
    package var data: Duration
    /// Writing the mail.
    package var dataBlock: Duration
    /// The reply to the final dot.
    package var dataEnd: Duration
    package var quit: Duration

    package static let standard = SMTPTimeouts(
        connect: .seconds(30), greeting: .minutes(5), command: .minutes(5), sender: .minutes(5), recipient: .minutes(5),
        data: .minutes(2), dataBlock: .minutes(3), dataEnd: .minutes(10), quit: .seconds(10))

    /// The same time for everything.
    package static func all(_ duration: Duration) -> Self {
        Self(
            connect: duration, greeting: duration, command: duration, sender: duration, recipient: duration, data: duration,
            dataBlock: duration, dataEnd: duration, quit: duration)
    }

    enum Step: String, Hashable {
        case greeting = "the server's greeting"
        case command = "the reply to a command"
        case handshake = "the TLS handshake"
        case sender = "the reply to MAIL"
        case recipient = "the reply to RCPT"
        case data = "the reply to DATA"
        case dataBlock = "the mail to be written"
        case dataEnd = "the reply to the final dot"
        case quit = "the reply to QUIT"
    }

    func duration(_ step: Step) -> Duration {
        switch step {
        case .greeting: greeting
        case .command, .handshake: command
        case .sender: sender
        case .recipient: recipient
        case .data: data
        case .dataBlock: dataBlock
        case .dataEnd: dataEnd
        case .quit: quit
        }
    }
}
