import HTTPTypes
package import NIOCore
import NIOHTTPTypes
import Touches
package import Web

extension DeliveryRoutes {
    /// What stands before the router on each connection, so that thousands of clicks a second are answered beside everything else: a click
    /// there costs a third of what it costs behind it.
    package func lanes(_ site: Site) -> @Sendable () -> [any RemovableChannelHandler] {
        let desk = LinkDesk(self, site)
        return { [LinkLane(desk)] }
    }
}

/// What is done about a request for a link, without waiting.
struct LinkDesk: Sendable {
    private let routes: DeliveryRoutes
    private let site: Site
    private let fields: HTTPFields

    init(_ routes: DeliveryRoutes, _ site: Site) {
        self.routes = routes
        self.site = site
        fields = [.contentLength: "0"] + site.answerHeaders
    }

    /// A click and its answer.
    struct Click {
        let hit: RecordedHit
        let answer: HTTPResponse
    }

    /// `nil` for all that is to go through the router: other paths, links that are not known or not in memory, requests that have a body or
    /// that want the connection closed.
    func click(_ head: HTTPRequest, _ date: inout HTTPDate, peer: () -> SocketAddress?) -> Click? {
        guard head.method == .get || head.method == .head, let path = head.path, path.hasPrefix("/l/"), Self.isPlain(head.headerFields),
            let link = routes.tokens.readLink(path.dropFirst(3)), let place = routes.targets.known(link.link),
            routes.tokens.isValid(link, of: place.run, place.message)
        else { return nil }
        let hit = routes.hit(.link(link.link), of: link.person, head, at: site.clock(), site, peer: peer)
        var fields = fields
        fields.append(HTTPField(name: .location, value: place.address.description))
        fields.append(HTTPField(name: .date, value: date(hit.at)))
        return Click(hit: hit, answer: HTTPResponse(status: .seeOther, headerFields: fields))
    }

    private static func isPlain(_ fields: HTTPFields) -> Bool {
        fields.allSatisfy { field in
            switch field.name {
            case .contentLength, .transferEncoding, .expect, .upgrade: false
            case .connection: field.value.lowercased() == "keep-alive"
            default: true
            }
        }
    }

    /// Calls `answer` when the hit is on the disk. A full disk is no reason to send anyone nowhere: it is counted and logged by the journal.
    func keep(_ hit: RecordedHit, then answer: @escaping @Sendable () -> Void) {
        routes.journal.note(.hit, at: hit.at, hit.payload, then: answer)
    }
}

/// Answers links on the connection's own loop, once they are on the disk, and lets everything else pass to the router. Answers keep the
/// order of their requests (RFC 9112 §9.3.2): a link goes to the router, too, while that has not answered what came before it, and what comes
/// behind a link waits until that is answered.
final class LinkLane: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private enum State {
        case passing
        /// The end of the click's request is still to come.
        case reading(LinkDesk.Click)
        /// The click is on its way to the disk.
        case keeping
        /// Nobody is there any more who could be answered.
        case gone
    }

    /// What came behind a click.
    private enum Held {
        case part(HTTPRequestPart)
        case event(Any)
        case error(any Error)
    }

    private let desk: LinkDesk
    private var state = State.passing
    private var held = CircularBuffer<Held>()
    private var isReadHeld = false
    /// Requests that the router has not answered yet.
    private var elsewhere = 0
    private var date = HTTPDate()

    init(_ desk: LinkDesk) { self.desk = desk }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) { take(.part(Self.unwrapInboundIn(data)), context) }

    /// Such as that the other end will send no more, or that the server is to end: the click is answered before.
    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) { take(.event(event), context) }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { take(.error(error), context) }

    func channelInactive(context: ChannelHandlerContext) {
        leave()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { leave() }

    private func leave() {
        state = .gone
        held.removeAll()
    }

    /// Whoever does not wait for the answer before they send more is not read any further meanwhile.
    func read(context: ChannelHandlerContext) {
        if case .keeping = state { isReadHeld = true } else { context.read() }
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .end = Self.unwrapOutboundIn(data) { elsewhere = max(0, elsewhere - 1) }
        context.write(data, promise: promise)
    }

    private func take(_ thing: Held, _ context: ChannelHandlerContext) {
        switch (state, thing) {
        case (.keeping, _): held.append(thing)
        case (.reading(let click), .part(.end)):
            state = .keeping
            keep(click, context)
        case (.reading, .part): break
        case (.passing, .part(.head(let head))):
            if elsewhere == 0, let click = desk.click(head, &date, peer: { context.remoteAddress }) {
                state = .reading(click)
            } else {
                elsewhere += 1
                context.fireChannelRead(Self.wrapInboundOut(.head(head)))
            }
        case (_, .part(let part)): context.fireChannelRead(Self.wrapInboundOut(part))
        case (_, .event(let event)): context.fireUserInboundEventTriggered(event)
        case (_, .error(let error)): context.fireErrorCaught(error)
        }
    }

    private func keep(_ click: LinkDesk.Click, _ context: ChannelHandlerContext) {
        let (loop, answer) = (context.eventLoop, click.answer)
        let here = NIOLoopBound((lane: self, context: context), eventLoop: loop)
        desk.keep(click.hit) { loop.execute { here.value.lane.answer(answer, here.value.context) } }
    }

    private func answer(_ head: HTTPResponse, _ context: ChannelHandlerContext) {
        guard case .keeping = state else { return }
        state = .passing
        context.write(Self.wrapOutboundOut(.head(head)), promise: nil)
        context.writeAndFlush(Self.wrapOutboundOut(.end(nil)), promise: nil)
        guard !held.isEmpty || isReadHeld else { return }
        var isWaiting = false
        while !isWaiting, let next = held.popFirst() {
            take(next, context)
            if case .keeping = state { isWaiting = true }
        }
        context.fireChannelReadComplete()
        if !isWaiting, isReadHeld {
            isReadHeld = false
            context.read()
        }
    }
}
