import HTTPTypes
import Hummingbird
import Identity
package import Kernel
import NIOCore
import Storage
package import Touches
import Web

/// Links and pictures of mails. They answer from memory and wait for nothing but the journal's disk.
extension DeliveryRoutes {
    /// The paths that ask for nobody's session before they answer; whose it is is looked up with the hit.
    package static func asksNoSession(_ path: String) -> Bool { path.hasPrefix("/l/") || path.hasPrefix("/p/") }

    /// What the journal is to do with hits.
    /// - Parameter zone: the installation's, for people without one.
    package static func taker(zone: Zone) -> Journal.Taker {
        { transaction, entries in try transaction.take(hits: entries, zone: zone) }
    }

    /// Records and redirects; to a stored target only, so nobody can make it lead elsewhere. Most links are answered by `LinkLane` before
    /// they come here.
    func follow(_ request: Request, _ context: WebContext) async throws -> Response {
        // A made-up link is looked for as seldom as its seal is guessed.
        guard let link = tokens.readLink(try token(context)), tokens.isSealed(link), let place = try await targets.place(of: link.link),
            tokens.isValid(link, of: place.run, place.message)
        else { throw Refused.notFound }
        await keep(.link(link.link), of: link.person, request, context)
        return context.redirect(to: place.address)
    }

    func picture(_ request: Request, _ context: WebContext) async throws -> Response {
        let name = try token(context)
        guard name.hasSuffix(".gif"), let owner = tokens.readPixel(name.dropLast(4)) else { throw Refused.notFound }
        if settings.pixel != .off { await keep(.picture(owner.run), of: owner.person, request, context) }
        return Response(
            status: .ok, headers: [.contentType: "image/gif", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: Self.gif)))
    }

    /// A full disk is no reason to send anyone nowhere: it is counted and logged by the journal.
    private func keep(_ subject: RecordedHit.Subject, of owner: PersonKey?, _ request: Request, _ context: WebContext) async {
        let hit = hit(subject, of: owner, request.head, at: context.now, context.site) { context.peer }
        try? await journal.append(.hit, at: hit.at, hit.payload)
    }

    /// What is kept of a request.
    /// - Parameter peer: who is at the other end of the connection, where that is needed.
    func hit(
        _ subject: RecordedHit.Subject, of owner: PersonKey?, _ head: HTTPRequest, at now: Instant, _ site: Site,
        peer: () -> SocketAddress?
    ) -> RecordedHit {
        var session: [UInt8]?
        if head.headerFields.contains(.cookie) {
            session = SessionCookie.token(of: Request(head: head, body: RequestBody(buffer: ByteBuffer())), site)?.hash
        }
        return RecordedHit(subject, at: now, owner: mayName(subject) ? owner : nil, session: session, sign: sign(of: head, peer))
    }

    /// What the operator turns down holds for the mails that are out already, too: their links and pictures name nobody any more.
    private func mayName(_ subject: RecordedHit.Subject) -> Bool {
        switch subject {
        case .link: settings.tracking == .person
        case .picture: settings.pixel == .person
        }
    }

    private func sign(of head: HTTPRequest, _ peer: () -> SocketAddress?) -> HitSign {
        var facts = HitSign.Request()
        facts.isHead = head.method == .head
        facts.userAgent = head.headerFields[.userAgent]
        facts.purpose = Self.purposes.lazy.compactMap { head.headerFields[$0] }.first
        if !settings.gateways.isEmpty {
            let client = settings.trustedProxies.client(
                peer: peer()?.ipAddress, forwardedFor: Self.forwardedFor.flatMap { head.headerFields[$0] })
            facts.isFromGateway = client.map { settings.gateways.contains($0) } ?? false
        }
        return HitSign(facts)
    }

    private static let purposes = ["Sec-Purpose", "Purpose", "X-Moz"].compactMap { HTTPField.Name($0) }
    private static let forwardedFor = HTTPField.Name("X-Forwarded-For")

    /// One transparent dot (GIF89a).
    private static let gif: [UInt8] = [
        0x47, 0x49, 0x46, 0x38, 0x39, 0x61, 1, 0, 1, 0, 0x80, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0x21, 0xF9, 4, 1, 0, 0, 0, 0, 0x2C, 0, 0, 0,
        0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0, 0x3B,
    ]
}
