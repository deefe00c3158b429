import Kernel
import Mail
import Synchronization

/// One mail, ready to be sent.
struct Job: Sendable {
    let stationery: Stationery
    let claim: Claim
    /// Which of the run's resumptions it was claimed in.
    let resumption: Int
    /// How often it was tried before.
    let attempts: Int
    let mail: OutgoingMail
}

/// Hands claimed mails to the connections that ask for them.
final class JobQueue: Sendable {
    private struct State {
        var jobs: [Job] = []
        var head = 0
        var waiting: [(id: Int, answer: CheckedContinuation<Answer, Never>)] = []
        var nextID = 0
        var isClosed = false
        /// Of the mails that wait.
        var bytes = 0
        var roomWaiter: CheckedContinuation<Void, Never>?

        mutating func take() -> Job {
            let job = jobs[head]
            head += 1
            bytes -= job.mail.bytes.count
            // Each holds a whole mail, and a queue that is filled again in time is never empty.
            if head == jobs.count || head >= 128 {
                jobs.removeFirst(head)
                head = 0
            }
            return job
        }
    }

    enum Answer: Sendable {
        case job(Job)
        /// Nothing came within the time.
        case nothing
        case closed
    }

    /// Bytes of mails that may wait; with files in them, a few hundred are more than memory should hold.
    private let capacity: Int
    private let state = Mutex(State())

    init(capacity: Int = 16 << 20) { self.capacity = capacity }

    var count: Int { state.withLock { $0.jobs.count - $0.head } }

    func add(_ more: [Job]) {
        let served = state.withLock { state in
            state.jobs.append(contentsOf: more)
            state.bytes += more.reduce(0) { $0 + $1.mail.bytes.count }
            let count = min(state.waiting.count, state.jobs.count - state.head)
            let served = state.waiting.prefix(count).map { ($0.answer, state.take()) }
            state.waiting.removeFirst(count)
            return served
        }
        for (answer, job) in served { answer.resume(returning: .job(job)) }
        makeRoom()
    }

    /// Waits until more may be added. One task at a time asks.
    func room() async {
        await withCheckedContinuation { waiter in
            let isRoom = state.withLock { state in
                let isRoom = state.isClosed || state.bytes < capacity
                if !isRoom { state.roomWaiter = waiter }
                return isRoom
            }
            if isRoom { waiter.resume() }
        }
    }

    private func makeRoom() {
        let waiter = state.withLock { state in
            guard state.isClosed || state.bytes < capacity else { return Optional<CheckedContinuation<Void, Never>>.none }
            defer { state.roomWaiter = nil }
            return state.roomWaiter
        }
        waiter?.resume()
    }

    /// - Parameter limit: how long to wait; `nil` for as long as it takes.
    func next(within limit: Duration?) async -> Answer {
        if let answer = state.withLock({ Self.ready(&$0) }) {
            makeRoom()
            return answer
        }
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        let alarm = limit.map { limit in
            Task {
                try await Task.sleep(for: limit)
                giveUp(id)
            }
        }
        defer { alarm?.cancel() }
        return await withCheckedContinuation { continuation in
            let answer = state.withLock { state in
                if let answer = Self.ready(&state) { return Optional(answer) }
                state.waiting.append((id, continuation))
                return nil
            }
            if let answer {
                continuation.resume(returning: answer)
                makeRoom()
            }
        }
    }

    /// A job that waits, for somebody who has another one in hand.
    func following() -> Job? {
        let job = state.withLock { state -> Job? in
            guard case .job(let job)? = Self.ready(&state) else { return nil }
            return job
        }
        makeRoom()
        return job
    }

    /// Takes back what nobody has taken yet.
    func drain() -> [Job] {
        defer { makeRoom() }
        return state.withLock { state in
            defer {
                state.jobs = []
                state.head = 0
                state.bytes = 0
            }
            return Array(state.jobs[state.head...])
        }
    }

    func close() {
        let waiting = state.withLock { state in
            defer { state.waiting = [] }
            state.isClosed = true
            return state.waiting
        }
        for waiter in waiting { waiter.answer.resume(returning: .closed) }
        makeRoom()
    }

    private static func ready(_ state: inout State) -> Answer? {
        if state.isClosed { return .closed }
        return state.head < state.jobs.count ? .job(state.take()) : nil
    }

    private func giveUp(_ id: Int) {
        let waiter = state.withLock { state in state.waiting.firstIndex { $0.id == id }.map { state.waiting.remove(at: $0) } }
        waiter?.answer.resume(returning: .nothing)
    }
}
