import Logging
import NIOCore
import NIOSSL
import NIOTLS
import Synchronization

/// Does what `SMTPExchange` says, on the channel's event loop.
final class SMTPHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    struct Settings: Sendable {
        let relay: SMTPRelay
        /// The relay's, with the password in place.
        let credentials: SMTPRelay.Credentials?
        let tls: NIOSSLContext?
        let timeouts: SMTPTimeouts
        let logger: Logger

        /// `nil` for a relay without TLS.
        func makeTLSHandler() throws -> NIOSSLClientHandler? {
            guard let tls else { return nil }
            // An address has no server name indication; NIOSSL then checks the certificate against the peer's address.
            let isAddress = (try? SocketAddress(ipAddress: relay.host, port: 0)) != nil
            return try NIOSSLClientHandler(context: tls, serverHostname: isAddress ? nil : relay.host)
        }
    }

    /// Whether a further mail may be sent, readable from any thread.
    final class Usable: Sendable {
        let value = Atomic(false)
        /// How many mails may still be begun.
        let messages: Atomic<Int>

        init(messages: Int) { self.messages = Atomic(messages) }
    }

    /// How far a mail has come when its sender must act.
    enum Progress: Sendable {
        case needsPermission
        case finished(SMTPOutcome)
    }

    private struct Mail {
        let mail: SMTPMail
        let begun: EventLoopPromise<Progress>
        var hasBegun = false
        var verdict: EventLoopPromise<SMTPOutcome>?
        /// The mail was over while its sender still thought about the final dot.
        var outcome: SMTPOutcome?
    }

    let usable: Usable
    var whenReady: EventLoopFuture<Result<SMTPCapabilities, SMTPConnectError>> { ready.futureResult }

    private let settings: Settings
    private let ready: EventLoopPromise<Result<SMTPCapabilities, SMTPConnectError>>
    private let ended: EventLoopPromise<Void>
    private var exchange: SMTPExchange
    private var context: ChannelHandlerContext?
    private var mail: Mail?
    /// The one whose commands went out with the final dot of `mail`.
    private var following: Mail?
    /// By when the step under way must be over.
    private var deadline: NIODeadline?
    private var timer: (rings: NIODeadline, alarm: Scheduled<Void>)?
    private var waiting: [SMTPExchange.Event] = []

    init(_ settings: Settings, on loop: any EventLoop) {
        self.settings = settings
        usable = Usable(messages: settings.relay.messagesPerConnection)
        ready = loop.makePromise()
        ended = loop.makePromise()
        exchange = SMTPExchange(
            settings: .init(host: settings.relay.host, security: settings.relay.security, credentials: settings.credentials))
    }

    // MARK: From the connection

    /// Sends a mail up to the question before its final dot, or goes on with the one whose commands are sent already.
    func begin(_ new: SMTPMail, on loop: any EventLoop) -> EventLoopFuture<Progress> {
        if let mail {
            guard mail.mail === new else { return loop.makeSucceededFuture(.finished(.notSent(reason: "the connection is in use"))) }
            return mail.begun.futureResult
        }
        let mail = Mail(mail: new, begun: loop.makePromise())
        self.mail = mail
        usable.messages.subtract(1, ordering: .relaxed)
        handle(.send(new.envelope))
        return mail.begun.futureResult
    }

    /// Sends the final dot, with a short text before it, or, with a reason against it, ends the connection without.
    /// - Parameter next: is begun with the dot, if the server can take it.
    func finish(refusing reason: String?, next: SMTPMail?, on loop: any EventLoop) -> EventLoopFuture<SMTPOutcome> {
        guard var mail, mail.hasBegun else { return loop.makeSucceededFuture(.notSent(reason: "no mail is under way")) }
        if let outcome = mail.outcome {
            self.mail = nil
            updateUsable()
            return loop.makeSucceededFuture(outcome)
        }
        let verdict = loop.makePromise(of: SMTPOutcome.self)
        mail.verdict = verdict
        self.mail = mail
        if let reason {
            handle(.finalDotForbidden(reason: reason))
        } else if let next, exchange.canFollow(next.envelope) {
            following = Mail(mail: next, begun: loop.makePromise())
            usable.messages.subtract(1, ordering: .relaxed)
            handle(.finalDotAllowed(next: next.envelope))
        } else {
            handle(.finalDotAllowed(next: nil))
        }
        return verdict.futureResult
    }

    /// Says goodbye; the future succeeds when the connection is closed.
    func quit() -> EventLoopFuture<Void> {
        handle(.quit)
        return ended.futureResult
    }

    // MARK: From the channel

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        if context.channel.isActive { start(context) }
    }

    func channelActive(context: ChannelHandlerContext) {
        start(context)
        context.fireChannelActive()
    }

    private func start(_ context: ChannelHandlerContext) {
        handle(.connected(helloName: settings.relay.helloName ?? Self.addressLiteral(context.localAddress)))
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        handle(.received(Array(unwrapInboundIn(data).readableBytesView)))
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case TLSUserEvent.handshakeCompleted = event { handle(.tlsEstablished) }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if let failure = tlsFailure(error) { handle(.tlsFailed(failure)) }
        handle(.closed(reason: "\(error)"))
    }

    func channelInactive(context: ChannelHandlerContext) {
        handle(.closed(reason: "the server closed the connection"))
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        handle(.closed(reason: "the connection was closed"))
        timer?.alarm.cancel()
        self.context = nil
        ready.succeed(.failure(.unavailable(.ended("the connection was closed"))))
        ended.succeed(())
    }

    // MARK: Between

    /// What an action brings about while it is performed waits until all actions before it are done.
    private func handle(_ event: SMTPExchange.Event) {
        waiting.append(event)
        guard waiting.count == 1 else { return }
        var next = 0
        while next < waiting.count {
            for action in exchange.handle(waiting[next]) { perform(action) }
            next += 1
        }
        waiting.removeAll(keepingCapacity: true)
        updateUsable()
    }

    private func updateUsable() {
        usable.value.store(exchange.isReady && mail == nil, ordering: .releasing)
    }

    private func perform(_ action: SMTPExchange.Action) {
        switch action {
        case .write(let bytes): write(ByteBuffer(bytes: bytes))
        case .writeBody:
            guard let mail, let context else { return }
            let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: mail.mail.text))).whenSuccess { bound.value.handle(.bodyWritten) }
        case .writeBodyAnd(let bytes):
            guard let mail else { return }
            var buffer = ByteBufferAllocator().buffer(capacity: mail.mail.text.count + bytes.count)
            buffer.writeBytes(mail.mail.text)
            buffer.writeBytes(bytes)
            write(buffer)
        case .startTLS: startTLS()
        case .arm(let step): arm(step)
        case .disarm: deadline = nil
        case .ready(let capabilities):
            updateUsable()
            ready.succeed(.success(capabilities))
        case .failed(let error): ready.succeed(.failure(error))
        case .askForFinalDot:
            mail?.hasBegun = true
            mail?.begun.succeed(.needsPermission)
        case .finished(let outcome): finished(outcome)
        case .close: context?.close(promise: nil)
        }
    }

    private func write(_ buffer: ByteBuffer) {
        context?.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
    }

    private func finished(_ outcome: SMTPOutcome) {
        guard let mail else { return }
        if let verdict = mail.verdict {
            (self.mail, following) = (following, nil)
            updateUsable()
            verdict.succeed(outcome)
        } else if mail.hasBegun {
            self.mail?.outcome = outcome
        } else {
            self.mail = nil
            updateUsable()
            mail.begun.succeed(.finished(outcome))
        }
    }

    private func startTLS() {
        guard let context else { return }
        do {
            guard let handler = try settings.makeTLSHandler() else { return handle(.closed(reason: "no TLS is configured")) }
            try context.pipeline.syncOperations.addHandler(handler, position: .first)
        } catch {
            handle(.tlsFailed(.configuration(.tls(host: settings.relay.host, reason: "\(error)"))))
        }
    }

    private func arm(_ step: SMTPTimeouts.Step) {
        let deadline = NIODeadline.now() + TimeAmount(settings.timeouts.duration(step))
        self.deadline = deadline
        setTimer(deadline)
    }

    /// A mail has seven steps, of which next to none lasts until its timeout: a timer that rings before is left alone, and then looks
    /// when it would have to ring next.
    private func setTimer(_ deadline: NIODeadline) {
        guard let context else { return }
        if let timer {
            if timer.rings <= deadline { return }
            timer.alarm.cancel()
        }
        let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
        timer = (deadline, context.eventLoop.scheduleTask(deadline: deadline) { bound.value.timerRang() })
    }

    private func timerRang() {
        timer = nil
        guard let deadline else { return }
        if deadline <= .now() { handle(.timedOut) } else { setTimer(deadline) }
    }

    /// What a TLS error says about the configuration; `nil` for errors of the network.
    private func tlsFailure(_ error: any Error) -> SMTPConnectError? {
        switch TLSFailure(error) {
        case .certificate(let reason): .configuration(.certificate(host: settings.relay.host, reason: reason))
        case .other(let reason): .configuration(.tls(host: settings.relay.host, reason: reason))
        case nil: nil
        }
    }

    /// RFC 5321 §4.1.3: a client without a name of its own greets with its address.
    static func addressLiteral(_ address: SocketAddress?) -> String {
        guard let address, let ip = address.ipAddress else { return "localhost" }
        return address.protocol == .inet6 ? "[IPv6:\(ip)]" : "[\(ip)]"
    }
}
