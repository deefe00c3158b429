import NIOCore
import Synchronization

/// One session with a relay, for any number of mails one after the other.
package final class SMTPConnection: Sendable {
    package let capabilities: SMTPCapabilities
    private let channel: any Channel
    private let handler: NIOLoopBound<SMTPHandler>
    private let state: SMTPHandler.Usable

    init(channel: any Channel, handler: NIOLoopBound<SMTPHandler>, state: SMTPHandler.Usable, capabilities: SMTPCapabilities) {
        self.channel = channel
        self.handler = handler
        self.state = state
        self.capabilities = capabilities
    }

    deinit { channel.close(promise: nil) }

    /// The session is open, no mail is under way, and it has not had all the mails that its relay allows. The server may still end it at
    /// any moment: `send` then says `.notSent`.
    package var isUsable: Bool { state.value.load(ordering: .acquiring) && mayBeginMore }
    private var mayBeginMore: Bool { state.messages.load(ordering: .relaxed) > 0 }

    /// The connection is not closed; a mail may be under way.
    package var isOpen: Bool { channel.isActive }

    /// Sends one mail to one recipient and says what became of it. It is not ended by cancellation; the timeouts bound it.
    ///
    /// - Parameters:
    ///   - beforeFinalDot: is called when the server has asked for the text, of which all but the final dot is written by then if it is
    ///     long, and nothing if it is short; without the dot the server takes nothing. When it throws, the connection is closed and the
    ///     outcome is `.notSent`.
    ///   - next: is asked after that, where the server allows it: the mail that is sent over this connection next. Its commands go out
    ///     with the dot (RFC 2920 §3.1 lets a group of commands follow a text), its text and its own dot no sooner than any other's. A connection that was told of a mail takes that one or is closed.
    package func send(
        _ mail: SMTPMail, beforeFinalDot: () async throws -> Void, next: () -> SMTPMail? = { nil }
    ) async -> SMTPOutcome {
        let loop = channel.eventLoop
        let progress: SMTPHandler.Progress
        do {
            progress = try await loop.soon { [handler] in handler.value.begin(mail, on: loop) }.get()
        } catch {
            return .notSent(reason: "\(error)")
        }
        if case .finished(let outcome) = progress { return outcome }

        var objection: String?
        var following: SMTPMail?
        do {
            try await beforeFinalDot()
            if capabilities.pipelining, mayBeginMore { following = next() }
        } catch {
            objection = "held back before the final dot: \(error)"
        }
        do {
            return try await loop.soon { [handler, following, objection] in
                handler.value.finish(refusing: objection, next: following, on: loop)
            }.get()
        } catch {
            return objection.map { .notSent(reason: $0) } ?? .uncertain(reason: "\(error)")
        }
    }

    /// Sends one mail and says what became of it.
    package func send(
        envelopeFrom: MailAddress?, recipient: MailAddress, bytes: [UInt8], beforeFinalDot: () async throws -> Void
    ) async -> SMTPOutcome {
        do {
            return await send(try SMTPMail(envelopeFrom: envelopeFrom, recipient: recipient, bytes: bytes), beforeFinalDot: beforeFinalDot)
        } catch { return .refused(error) }
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
