package import Kernel
package import Mail
import NIOPosix

/// Where mails go: a relay, or a folder where none is configured.
package struct MailTransport: Sendable {
    /// How many sessions may be open at once.
    package let sessions: Int
    /// Opens a session. Throws `SMTPConnectError`.
    package let open: @Sendable () async throws -> MailSession
    /// Where the tasks of its sessions run best; `nil`: anywhere.
    let executor: (any TaskExecutor)?

    package init(
        sessions: Int, executor: (any TaskExecutor)? = nil, open: @escaping @Sendable () async throws -> MailSession
    ) {
        self.sessions = sessions
        self.executor = executor
        self.open = open
    }

    /// Sessions with one relay, each a connection of its own, without limits.
    package static func smtp(_ connector: SMTPConnector, sessions: Int = 8) -> MailTransport {
        MailTransport(sessions: sessions) {
            .over(try await connector.connect())
        }
    }

    /// `.eml` files in a folder that exists; the reply of each is `outbox`.
    package static func folder(_ folder: MailFolder, sessions: Int = 4) -> MailTransport {
        MailTransport(sessions: sessions) {
            MailSession(
                isUsable: { true },
                send: { mail, beforeFinalDot in
                    do { try await beforeFinalDot() } catch { return .notSent(reason: "held back: \(error)") }
                    do {
                        _ = try await NIOThreadPool.singleton.runIfActive { try folder.write(mail.bytes, messageID: mail.messageID) }
                        return .accepted(reply: "outbox")
                    } catch {
                        // The file is there whole or not at all, so it is surely not sent.
                        return .notSent(reason: "\(error)")
                    }
                },
                close: {})
        }
    }
}

/// A mail with its envelope.
package struct OutgoingMail: Sendable {
    package let recipient: MailAddress
    package let messageID: MessageID
    package let bytes: [UInt8]
    /// As relays take it, or what is wrong with it.
    let checked: Result<SMTPMail, SMTPRefusal>

    package init(envelopeFrom: MailAddress, recipient: MailAddress, messageID: MessageID, bytes: [UInt8]) {
        self.recipient = recipient
        self.messageID = messageID
        self.bytes = bytes
        checked = Result { () throws(SMTPRefusal) in try SMTPMail(envelopeFrom: envelopeFrom, recipient: recipient, bytes: bytes) }
    }
}

/// What a session has to ask before it ends a mail.
package struct FinalDot: Sendable {
    private let permission: @Sendable () async throws -> Void
    private let following: @Sendable () -> OutgoingMail?

    /// - Parameter following: is asked after the permission, and answers once.
    package init(_ permission: @escaping @Sendable () async throws -> Void, following: @escaping @Sendable () -> OutgoingMail? = { nil }) {
        self.permission = permission
        self.following = following
    }

    /// Throws when the mail is not to be sent after all.
    package func callAsFunction() async throws { try await permission() }

    /// The mail that the session is given next, so that it may begin it at once; `nil` when none is known. Whoever asks and gets one is
    /// given that one next, or closed.
    package func next() -> OutgoingMail? { following() }
}

/// One mail after the other to the same place.
package struct MailSession: Sendable {
    package let isUsable: @Sendable () -> Bool
    /// Calls its argument before the final dot is written; when that throws, the mail is not sent.
    package let send: @Sendable (OutgoingMail, _ beforeFinalDot: FinalDot) async -> SMTPOutcome
    package let close: @Sendable () async -> Void
    /// Asked before each mail: `nil` when it may be sent now, else when to ask again, because of a limit or a relay that is down.
    package let admit: @Sendable (_ recipient: MailAddress) async -> Instant?

    package init(
        isUsable: @escaping @Sendable () -> Bool,
        send: @escaping @Sendable (OutgoingMail, _ beforeFinalDot: FinalDot) async -> SMTPOutcome,
        close: @escaping @Sendable () async -> Void, admit: @escaping @Sendable (_ recipient: MailAddress) async -> Instant? = { _ in nil }
    ) {
        self.isUsable = isUsable
        self.send = send
        self.close = close
        self.admit = admit
    }

    /// A connection of its own.
    static func over(_ connection: SMTPConnection) -> MailSession {
        MailSession(
            isUsable: { connection.isUsable },
            send: { mail, beforeFinalDot in
                switch mail.checked {
                case .failure(let refusal): .refused(refusal)
                case .success(let checked):
                    await connection.send(
                        checked, beforeFinalDot: { try await beforeFinalDot() }, next: { try? beforeFinalDot.next()?.checked.get() })
                }
            },
            close: { await connection.quit() })
    }
}
