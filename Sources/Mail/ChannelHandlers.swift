import NIOCore
import Synchronization

/// The handlers of all addresses that are tried for one connection. The pipeline itself forgets a handler when the peer closes at once, and
/// with it what went wrong.
final class ChannelHandlers<Handler>: Sendable {
    private let handlers = Mutex<[ObjectIdentifier: NIOLoopBound<Handler>]>([:])

    func add(_ handler: NIOLoopBound<Handler>, for channel: any Channel) {
        handlers.withLock { $0[ObjectIdentifier(channel)] = handler }
    }

    func handler(for channel: any Channel) -> NIOLoopBound<Handler>? {
        handlers.withLock { $0[ObjectIdentifier(channel)] }
    }
}
