import NIOCore
import Synchronization

/// One session with a relay, for any number of mails one after the other.
package final class SMTPConnection: Sendable {
    package let capabilities: SMTPCapabilities
    private let channel: any Channel
    private let handler: NIOLoopBound<SMTPHandler>
    private let state: SMTPHandler.Usable
    /// How many mails may still be begun.
    private let messages: Atomic<Int>

    init(
        channel: any Channel, handler: NIOLoopBound<SMTPHandler>, state: SMTPHandler.Usable, capabilities: SMTPCapabilities, messages: Int
    ) {
        self.channel = channel
        self.handler = handler
        self.state = state
        self.capabilities = capabilities
        self.messages = Atomic(messages)
    }

    deinit { channel.close(promise: nil) }

    /// The session is open, no mail is under way, and it has not had all the mails that its relay allows. The server may still end it at
    /// any moment: `send` then says `.notSent`.
    package var isUsable: Bool { state.value.load(ordering: .acquiring) && messages.load(ordering: .relaxed) > 0 }

    /// The connection is not closed; a mail may be under way.
    package var isOpen: Bool { channel.isActive }

    /// Sends one mail to one recipient and says what became of it. It is not ended by cancellation; the timeouts bound it.
    ///
    /// - Parameters:
    ///   - envelopeFrom: where bounces go; `nil` for the null sender.
    ///   - bytes: the mail with CRLF line ends, dots not doubled.
    ///   - beforeFinalDot: is called when the mail is written but for the final dot, without which the server takes nothing. When it
    ///     throws, the connection is closed and the outcome is `.notSent`.
    package func send(
        envelopeFrom: MailAddress?, recipient: MailAddress, bytes: [UInt8], beforeFinalDot: () async throws -> Void
    ) async -> SMTPOutcome {
        messages.subtract(1, ordering: .relaxed)
        let payload: SMTPPayload
        do { payload = try SMTPPayload(bytes) } catch { return .refused(error) }
        let envelope = SMTPEnvelope(
            sender: envelopeFrom, recipient: recipient, size: payload.size,
            needsSMTPUTF8: !payload.headerIsASCII || recipient.needsSMTPUTF8 || envelopeFrom?.needsSMTPUTF8 == true,
            isEightBit: !payload.bodyIsASCII)
        let body = ByteBuffer(bytes: payload.bytes)

        let loop = channel.eventLoop
        let progress: SMTPHandler.Progress
        do {
            progress = try await loop.soon { [handler] in handler.value.begin(envelope, body: body, on: loop) }.get()
        } catch {
            return .notSent(reason: "\(error)")
        }
        if case .finished(let outcome) = progress { return outcome }

        let objection: String?
        do {
            try await beforeFinalDot()
            objection = nil
        } catch {
            objection = "held back before the final dot: \(error)"
        }
        do {
            return try await loop.soon { [handler] in handler.value.finish(refusing: objection, on: loop) }.get()
        } catch {
            return objection.map { .notSent(reason: $0) } ?? .uncertain(reason: "\(error)")
        }
    }

    /// Ends the session with QUIT and waits until the connection is closed. A mail under way is cut off, and its outcome says so.
    package func quit() async {
        // The only error is an event loop that is gone, and the connection with it.
        try? await channel.eventLoop.flatSubmit { [handler] in handler.value.quit() }.get()
    }
}

extension EventLoop {
    /// At once for those who are on the loop already.
    fileprivate func soon<Value: Sendable>(_ body: @escaping @Sendable () -> EventLoopFuture<Value>) -> EventLoopFuture<Value> {
        inEventLoop ? body() : flatSubmit(body)
    }
}
