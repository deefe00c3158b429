import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle

/// A server of this process that runs as long as something is measured at it.
enum BenchServer {
    typealias Running = @Sendable (any NIOCore.Channel) async -> Void

    /// - Parameters:
    ///   - workers: what runs beside the pages.
    ///   - application: listens on a free port of 127.0.0.1, and says when it does.
    static func during<Result>(
        workers: [any Service] = [], logger: Logger, _ application: (@escaping Running) throws -> any Service,
        _ body: (_ port: Int) async throws -> Result
    ) async throws -> Result {
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let served = try application { port.yield($0.localAddress?.port ?? 0) }
        let group = ServiceGroup(
            configuration: .init(
                services: workers.map { .init(service: $0, successTerminationBehavior: .ignore) } + [.init(service: served)],
                logger: logger))
        let server = Task { try await group.run() }
        var numbers = ports.makeAsyncIterator()
        let result: Swift.Result<Result, any Error>
        do { result = .success(try await body(await numbers.next() ?? 0)) } catch { result = .failure(error) }
        await group.triggerGracefulShutdown()
        _ = await server.result
        return try result.get()
    }
}
