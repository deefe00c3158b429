import NIOCore
import NIOSSL
import NIOTLS

/// Hands a server's answers over one by one, on the channel's event loop.
final class IMAPHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// What may wait to be asked for, in bytes: a server that says more unasked is left.
    static let waitingLimit = 4 << 20

    private var parser: IMAPResponseParser
    private let makeTLSHandler: @Sendable () throws -> NIOSSLClientHandler?
    private var context: ChannelHandlerContext?
    private var waiting = CircularBuffer<IMAPResponse>()
    /// How many bytes of `waiting` came, at most.
    private var unasked = 0
    private var asked: EventLoopPromise<IMAPResponse>?
    private var secured: EventLoopPromise<Void>?
    /// Why nothing more comes.
    private var end: IMAPProblem?
    private let host: String

    init(host: String, literalLimit: Int, makeTLSHandler: @escaping @Sendable () throws -> NIOSSLClientHandler?) {
        self.host = host
        self.makeTLSHandler = makeTLSHandler
        parser = IMAPResponseParser(literalLimit: literalLimit)
    }

    // MARK: From the session

    /// The next answer; fails with `IMAPProblem` when none comes in time.
    func next(within timeout: TimeAmount, on loop: any EventLoop) -> EventLoopFuture<IMAPResponse> {
        if let response = waiting.popFirst() {
            if waiting.isEmpty { unasked = 0 }
            return loop.makeSucceededFuture(response)
        }
        if let end { return loop.makeFailedFuture(end) }
        guard asked == nil else { return loop.makeFailedFuture(IMAPProblem.unavailable("the connection is in use")) }
        let promise = loop.makePromise(of: IMAPResponse.self)
        asked = promise
        let bound = NIOLoopBound(self, eventLoop: loop)
        let timer = loop.scheduleTask(in: timeout) {
            bound.value.finish(.unavailable("the server of the bounce mailbox did not answer in time"))
        }
        promise.futureResult.whenComplete { _ in timer.cancel() }
        return promise.futureResult
    }

    /// The next answer if one comes within the time, and `nil` if none does; the connection stays.
    func glance(within timeout: TimeAmount, on loop: any EventLoop) -> EventLoopFuture<IMAPResponse?> {
        let bound = NIOLoopBound(self, eventLoop: loop)
        let promise = loop.makePromise(of: IMAPResponse?.self)
        let answer = next(within: timeout + .minutes(1), on: loop)
        let timer = loop.scheduleTask(in: timeout) {
            promise.succeed(nil)
            bound.value.forget()
        }
        answer.whenComplete { result in
            timer.cancel()
            promise.completeWith(result.map { $0 })
        }
        return promise.futureResult
    }

    private func forget() {
        let asked = asked
        self.asked = nil
        asked?.fail(IMAPProblem.unavailable("nothing came"))
    }

    func write(_ bytes: [UInt8]) {
        context?.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil)
    }

    /// Begins TLS after the server agreed to. What came in the clear behind its agreement was put there by somebody else.
    func startTLS(within timeout: TimeAmount, on loop: any EventLoop) -> EventLoopFuture<Void> {
        guard let context, end == nil else { return loop.makeFailedFuture(end ?? .unavailable("the connection was closed")) }
        guard !parser.holdsMore, waiting.isEmpty else {
            finish(.configuration("the server of the bounce mailbox \(host) said more before TLS than it may"))
            return loop.makeFailedFuture(end ?? .unavailable("the connection was closed"))
        }
        let promise = loop.makePromise(of: Void.self)
        secured = promise
        let bound = NIOLoopBound(self, eventLoop: loop)
        let timer = loop.scheduleTask(in: timeout) {
            bound.value.finish(.unavailable("the server of the bounce mailbox did not begin TLS in time"))
        }
        promise.futureResult.whenComplete { _ in timer.cancel() }
        do {
            if let handler = try makeTLSHandler() { try context.pipeline.syncOperations.addHandler(handler, position: .first) }
        } catch { finish(.configuration("no TLS connection with the bounce mailbox's server \(host): \(error)")) }
        return promise.futureResult
    }

    // MARK: From the channel

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard end == nil else { return }
        let bytes = unwrapInboundIn(data).readableBytesView
        unasked += bytes.count
        parser.append(bytes)
        do {
            while let response = try parser.next() {
                if let asked {
                    self.asked = nil
                    unasked = 0
                    asked.succeed(response)
                } else {
                    waiting.append(response)
                }
            }
            if unasked > Self.waitingLimit { finish(.unavailable("the server of the bounce mailbox says more than was asked for")) }
        } catch { finish(.unavailable("the server of the bounce mailbox is not understood: \(error)")) }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case TLSUserEvent.handshakeCompleted = event {
            let promise = secured
            secured = nil
            promise?.succeed(())
        }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        switch TLSFailure(error) {
        case .certificate(let reason):
            finish(.configuration("the certificate of the bounce mailbox's server \(host) is not trusted: \(reason)"))
        case .other(let reason): finish(.configuration("no TLS connection with the bounce mailbox's server \(host): \(reason)"))
        case nil: finish(.unavailable("the connection to the bounce mailbox ended: \(error)"))
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        finish(.unavailable("the server of the bounce mailbox closed the connection"))
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        finish(.unavailable("the connection to the bounce mailbox was closed"))
        self.context = nil
    }

    /// Only the first reason counts; what was said before it is still handed over.
    private func finish(_ problem: IMAPProblem) {
        guard end == nil else { return }
        end = problem
        let (asked, secured) = (asked, secured)
        (self.asked, self.secured) = (nil, nil)
        asked?.fail(problem)
        secured?.fail(problem)
        context?.close(promise: nil)
    }
}
