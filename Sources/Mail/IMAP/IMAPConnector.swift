import Foundation
package import NIOCore
import NIOPosix
import NIOSSL

/// Opens sessions with one mailbox.
package struct IMAPConnector: Sendable {
    /// How long the server may take.
    package struct Timeouts: Sendable {
        package var connect = Duration.seconds(30)
        package var answer = Duration.seconds(60)

        package init(connect: Duration = .seconds(30), answer: Duration = .seconds(60)) {
            self.connect = connect
            self.answer = answer
        }
    }

    package let mailbox: IMAPMailbox
    /// What is read of one mail, in bytes.
    private let sizeLimit: Int
    private let group: any EventLoopGroup
    private let timeouts: Timeouts
    private let tls: NIOSSLContext?

    /// Reads the trusted certificates, so make it once, and not on an event loop.
    /// - Parameters:
    ///   - sizeLimit: so many bytes are read of one mail at most.
    ///   - group: the event loops that the sessions use; stays the caller's.
    /// Throws `IMAPProblem.configuration` for a file of certificates that can't be used.
    package init(mailbox: IMAPMailbox, sizeLimit: Int, group: any EventLoopGroup, timeouts: Timeouts = Timeouts()) throws(IMAPProblem) {
        self.mailbox = mailbox
        self.sizeLimit = sizeLimit
        self.group = group
        self.timeouts = timeouts
        guard mailbox.security != .none else {
            tls = nil
            return
        }
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        do {
            if let file = mailbox.caFile { configuration.trustRoots = .certificates(try NIOSSLCertificate.fromPEMFile(file)) }
            tls = try NIOSSLContext(configuration: configuration)
        } catch {
            throw .configuration("the file of trusted certificates \(mailbox.caFile ?? "of the system") can't be used: \(error)")
        }
    }

    /// Connects, secures, signs in and opens the folder. Cancellation closes the connection.
    package func connect() async throws(IMAPProblem) -> IMAPSession {
        let credentials: IMAPMailbox.Credentials
        do { credentials = try await mailbox.credentials.filledIn() } catch {
            guard case .configuration(.badPasswordFile(let path, let reason)) = error else { throw .unavailable("\(error)") }
            throw .configuration("the file of the bounce mailbox's password \(path) can't be used: \(reason)")
        }
        let (host, tls, sizeLimit, isSecure) = (mailbox.host, tls, sizeLimit, mailbox.security == .implicitTLS)
        let makeTLSHandler: @Sendable () throws -> NIOSSLClientHandler? = {
            guard let tls else { return nil }
            // An address has no server name indication; NIOSSL then checks the certificate against the peer's address.
            let isAddress = (try? SocketAddress(ipAddress: host, port: 0)) != nil
            return try NIOSSLClientHandler(context: tls, serverHostname: isAddress ? nil : host)
        }
        let attempts = ChannelHandlers<IMAPHandler>()
        let bootstrap = ClientBootstrap(group: group)
            .connectTimeout(TimeAmount(timeouts.connect))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if isSecure, let handler = try makeTLSHandler() { try channel.pipeline.syncOperations.addHandler(handler) }
                    let handler = IMAPHandler(host: host, literalLimit: sizeLimit + 1024, makeTLSHandler: makeTLSHandler)
                    attempts.add(NIOLoopBound(handler, eventLoop: channel.eventLoop), for: channel)
                    try channel.pipeline.syncOperations.addHandler(handler)
                }
            }
        let channel: any Channel
        do { channel = try await bootstrap.connect(host: host, port: mailbox.port).get() } catch { throw Self.classify(error, host) }
        guard let handler = attempts.handler(for: channel) else { throw .unavailable("the connection to the bounce mailbox was given up") }
        let link = IMAPLink(channel: channel, handler: handler, timeout: TimeAmount(timeouts.answer))
        let session = IMAPSession(link: link, mailbox: mailbox, sizeLimit: sizeLimit)
        do { try await session.open(credentials) } catch {
            link.close()
            throw error
        }
        return session
    }

    private static func classify(_ error: any Error, _ host: String) -> IMAPProblem {
        let start = "the server of the bounce mailbox can't be reached: "
        guard let failure = error as? NIOConnectionError else {
            if case ChannelError.connectTimeout = error { return .unavailable(start + "it did not answer in time") }
            return .unavailable(start + "\(error)")
        }
        if let first = failure.connectionErrors.first { return .unavailable(start + "\(first.error)") }
        return .configuration("the name of the bounce mailbox's server \(host) is not known to DNS")
    }
}
