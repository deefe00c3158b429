import NIOCore
import Synchronization

/// Commands to a server and their answers, one command at a time.
final class IMAPLink: Sendable {
    private let channel: any Channel
    private let handler: NIOLoopBound<IMAPHandler>
    private let timeout: TimeAmount
    private let count = Atomic(0)

    init(channel: any Channel, handler: NIOLoopBound<IMAPHandler>, timeout: TimeAmount) {
        self.channel = channel
        self.handler = handler
        self.timeout = timeout
    }

    deinit { channel.close(promise: nil) }

    func close() { channel.close(promise: nil) }

    /// The next answer. Throws `IMAPProblem`.
    func next() async throws(IMAPProblem) -> IMAPResponse {
        let (loop, handler, timeout) = (channel.eventLoop, handler, timeout)
        return try await get { loop.flatSubmit { handler.value.next(within: timeout, on: loop) } }
    }

    /// The next answer that comes within the time, if one does.
    func glance(within time: Duration) async throws(IMAPProblem) -> IMAPResponse? {
        let (loop, handler) = (channel.eventLoop, handler)
        return try await get { loop.flatSubmit { handler.value.glance(within: TimeAmount(time), on: loop) } }
    }

    func startTLS() async throws(IMAPProblem) {
        let (loop, handler, timeout) = (channel.eventLoop, handler, timeout)
        try await get { loop.flatSubmit { handler.value.startTLS(within: timeout, on: loop) } }
    }

    func write(_ text: String) async throws(IMAPProblem) {
        let (loop, handler) = (channel.eventLoop, handler)
        let bytes = Array((text + "\r\n").utf8)
        try await get { loop.submit { handler.value.write(bytes) } }
    }

    private func get<Value: Sendable>(_ body: () -> EventLoopFuture<Value>) async throws(IMAPProblem) -> Value {
        if Task.isCancelled { throw .unavailable("the program ends") }
        let channel = channel
        do {
            return try await withTaskCancellationHandler {
                try await body().get()
            } onCancel: {
                channel.close(promise: nil)
            }
        } catch { throw error as? IMAPProblem ?? .unavailable("the connection to the bounce mailbox ended: \(error)") }
    }

    /// What the server answered to a command: its last word, and what it said before.
    struct Answer {
        let status: IMAPResponse.Status
        let said: [IMAPResponse]
    }

    /// A tag of its own for each command.
    private func tag() -> String { "a\(count.add(1, ordering: .relaxed).newValue)" }

    /// Sends a command and reads its answer to the end.
    /// - Parameter more: what to send each time that the server asks for more; when nothing is left, the command is taken back (`*`).
    func command(_ text: String, more: [String] = []) async throws(IMAPProblem) -> Answer {
        let tag = tag()
        try await write("\(tag) \(text)")
        var more = more[...]
        var said: [IMAPResponse] = []
        while true {
            let response = try await next()
            switch response {
            case .done(let answered, let status):
                guard answered == tag else { throw .unavailable("the server of the bounce mailbox answers what was not asked") }
                return Answer(status: status, said: said)
            case .goOn: try await write(more.popFirst() ?? "*")
            case .status(let status) where status.condition == .bye:
                throw .unavailable("the server of the bounce mailbox ended the session: \(status)")
            default:
                guard said.count < 10_000 else { throw .unavailable("the server of the bounce mailbox says more than was asked for") }
                said.append(response)
            }
        }
    }

    /// Waits in IDLE (RFC 2177) until the server tells of a new mail, or the time is over.
    func idle(_ time: Duration) async throws(IMAPProblem) {
        let tag = tag()
        try await write("\(tag) IDLE")
        let end = ContinuousClock.now + time
        var hasBegun = false
        waiting: while true {
            guard hasBegun else {
                switch try await next() {
                case .goOn: hasBegun = true
                // Not now: then at the next look.
                case .done: return
                default: continue
                }
                continue
            }
            guard let response = try await glance(within: end - ContinuousClock.now) else { break }
            switch response {
            case .exists: break waiting
            case .status(let status) where status.condition == .bye:
                throw .unavailable("the server of the bounce mailbox ended the session: \(status)")
            case .done: return
            default: continue
            }
        }
        try await write("DONE")
        while true { if case .done = try await next() { return } }
    }
}
