import Kernel

/// One mail to be made and sent.
struct Job: Sendable {
    let stationery: Stationery
    let addressee: Addressee
    let claim: Claim
}

/// Hands claimed mails to the connections that ask for them.
actor JobQueue {
    private var jobs: [Job] = []
    private var head = 0
    private var waiting: [(id: Int, answer: CheckedContinuation<Answer, Never>)] = []
    private var nextID = 0
    private var isClosed = false

    enum Answer: Sendable {
        case job(Job)
        /// Nothing came within the time.
        case nothing
        case closed
    }

    var count: Int { jobs.count - head }

    func add(_ more: [Job]) {
        jobs.append(contentsOf: more)
        while !waiting.isEmpty, head < jobs.count {
            let waiter = waiting.removeFirst()
            waiter.answer.resume(returning: .job(take()))
        }
    }

    /// - Parameter limit: how long to wait; `nil` for as long as it takes.
    func next(within limit: Duration?) async -> Answer {
        if isClosed { return .closed }
        if head < jobs.count { return .job(take()) }
        nextID += 1
        let id = nextID
        let alarm = limit.map { limit in
            Task {
                try await Task.sleep(for: limit)
                giveUp(id)
            }
        }
        defer { alarm?.cancel() }
        return await withCheckedContinuation { waiting.append((id, $0)) }
    }

    /// Takes back what nobody has taken yet.
    func drain() -> [Job] {
        defer {
            jobs = []
            head = 0
        }
        return Array(jobs[head...])
    }

    func close() {
        isClosed = true
        for waiter in waiting { waiter.answer.resume(returning: .closed) }
        waiting = []
    }

    private func giveUp(_ id: Int) {
        guard let index = waiting.firstIndex(where: { $0.id == id }) else { return }
        waiting.remove(at: index).answer.resume(returning: .nothing)
    }

    private func take() -> Job {
        defer {
            head += 1
            if head == jobs.count {
                jobs.removeAll(keepingCapacity: true)
                head = 0
            }
        }
        return jobs[head]
    }
}
