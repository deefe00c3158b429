import Foundation
package import Logging
package import NIOCore
import NIOPosix
import NIOSSL

/// Opens connections to one relay.
package struct SMTPConnector: Sendable {
    package let relay: SMTPRelay
    private let group: any EventLoopGroup
    private let timeouts: SMTPTimeouts
    private let logger: Logger
    private let tls: NIOSSLContext?

    /// Reads the trusted certificates, so make it once, and not on an event loop.
    /// - Parameter group: the event loops that all connections share; stays the caller's.
    /// Throws `SMTPConfigurationError.badCAFile`.
    package init(
        relay: SMTPRelay, group: any EventLoopGroup, timeouts: SMTPTimeouts = .standard, logger: Logger
    ) throws(SMTPConfigurationError) {
        self.relay = relay
        self.group = group
        self.timeouts = timeouts
        self.logger = logger
        guard relay.security != .none else {
            tls = nil
            return
        }
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        do {
            if let file = relay.caFile {
                configuration.trustRoots = .certificates(try NIOSSLCertificate.fromPEMFile(file))
            }
            tls = try NIOSSLContext(configuration: configuration)
        } catch {
            throw .badCAFile(path: relay.caFile ?? "of the system", reason: "\(error)")
        }
    }

    /// Connects, greets, secures and signs in. Gives up after the timeouts; is not ended by cancellation.
    package func connect() async throws(SMTPConnectError) -> SMTPConnection {
        let credentials = try await relay.credentials?.filledIn()
        let settings = SMTPHandler.Settings(relay: relay, credentials: credentials, tls: tls, timeouts: timeouts, logger: logger)
        let attempts = ChannelHandlers<SMTPHandler>()
        let bootstrap = ClientBootstrap(group: group)
            .connectTimeout(TimeAmount(timeouts.connect))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if settings.relay.security == .implicitTLS, let handler = try settings.makeTLSHandler() {
                        try channel.pipeline.syncOperations.addHandler(handler)
                    }
                    let handler = SMTPHandler(settings, on: channel.eventLoop)
                    attempts.add(NIOLoopBound(handler, eventLoop: channel.eventLoop), for: channel)
                    try channel.pipeline.syncOperations.addHandler(handler)
                }
            }
        let channel: any Channel
        do {
            channel = try await bootstrap.connect(host: relay.host, port: relay.port).get()
        } catch {
            throw classify(error)
        }
        let connection: Result<SMTPConnection, SMTPConnectError>
        if let handler = attempts.handler(for: channel) {
            do {
                connection = try await channel.eventLoop.flatSubmit {
                    handler.value.whenReady.map { result in
                        result.map {
                            SMTPConnection(
                                channel: channel, handler: handler, state: handler.value.usable, capabilities: $0)
                        }
                    }
                }.get()
            } catch {
                connection = .failure(.unavailable(.ended("\(error)")))
            }
        } else {
            connection = .failure(.unavailable(.ended("the connection was given up")))
        }
        switch connection {
        case .success(let connection):
            logger.debug("connected to the mail relay", metadata: ["relay": "\(relay)"])
            return connection
        case .failure(let error): throw error
        }
    }

    private func classify(_ error: any Error) -> SMTPConnectError {
        guard let failure = error as? NIOConnectionError else {
            if case ChannelError.connectTimeout = error { return .unavailable(.unreachable("it did not answer in time")) }
            return .unavailable(.unreachable("\(error)"))
        }
        if let first = failure.connectionErrors.first { return .unavailable(.unreachable("\(first.error)")) }
        return .configuration(.unknownHost(relay.host))
    }
}

extension SMTPRelay.Credentials {
    /// With the password out of its file, where it is in one: read once per connection, and not on the event loop that connects.
    func filledIn() async throws(SMTPConnectError) -> Self {
        guard let passwordFile else { return self }
        let filled = try? await NIOThreadPool.singleton.runIfActive { () -> Result<Self, SMTPConnectError> in
            do throws(SMTPConnectError) { return .success(try filledIn(passwordFile)) } catch { return .failure(error) }
        }
        guard let filled else { throw .unavailable(.ended("the process ends")) }
        return try filled.get()
    }

    private func filledIn(_ passwordFile: String) throws(SMTPConnectError) -> Self {
        func bad(_ reason: String) -> SMTPConnectError { .configuration(.badPasswordFile(path: passwordFile, reason: reason)) }
        guard let data = FileManager.default.contents(atPath: passwordFile) else { throw bad("there is no such file, or it can't be read") }
        guard data.count <= 65_536, let text = String(data: data, encoding: .utf8) else { throw bad("it holds no password") }
        let password = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !password.isEmpty, password.utf8.allSatisfy({ $0 > 1 }) else { throw bad("it holds no password") }
        return Self(user: user, password: password, passwordFile: nil, mechanism: mechanism)
    }
}
