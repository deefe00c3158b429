import Kernel
import Logging
import Storage
import Synchronization

/// Writes what a process' connections have to say as few transactions: while one commits, the next gathers. A grant and the result of the
/// mail before it on the same connection are never in the wrong order, so that a crash leaves at most one mail per connection in doubt.
/// Results wait a moment for a grant to be stored with: each wait for the disk costs more than all the rest of a mail.
final class Ledger: Sendable {
    private struct State {
        var grants: [(claim: Claim, answer: CheckedContinuation<Bool, any Error>)] = []
        var settlements: [Settlement] = []
        var isWriting = false
        /// Results are to be stored though nobody asks for a grant.
        var isSettlingDue = false
        var isAlarmSet = false
        var idle: [CheckedContinuation<Void, Never>] = []
        /// The last transaction could not be stored.
        var isFailing = false
        /// A process that is gone writes nothing any more.
        var isDead = false

        var isAnythingDue: Bool { !grants.isEmpty || isSettlingDue && !settlements.isEmpty }
    }

    /// How long results wait for a grant at most.
    private static let patience = Duration.milliseconds(20)

    private let database: Database
    private let executor: (any TaskExecutor)?
    private let logger: Logger
    private let state = Mutex(State())

    /// - Parameter executor: where those who ask live.
    init(_ database: Database, executor: (any TaskExecutor)?, logger: Logger) {
        self.database = database
        self.executor = executor
        self.logger = logger
    }

    struct Gone: Error {}

    /// Whether the mail may be ended with its final dot; when this says yes, `sending` is stored.
    func grant(_ claim: Claim) async throws -> Bool {
        try await withCheckedThrowingContinuation { answer in
            let isDead = state.withLock { state in
                if !state.isDead { state.grants.append((claim, answer)) }
                return state.isDead
            }
            if isDead { answer.resume(throwing: Gone()) } else { begin() }
        }
    }

    func settle(_ settlement: Settlement) {
        state.withLock { if !$0.isDead { $0.settlements.append(settlement) } }
        setAlarm()
    }

    /// Waits until everything so far is stored.
    func flush() async {
        await withCheckedContinuation { waiter in
            let isIdle = state.withLock { state in
                let isIdle = !state.isWriting && state.grants.isEmpty && state.settlements.isEmpty
                if !isIdle {
                    state.isSettlingDue = true
                    state.idle.append(waiter)
                }
                return isIdle
            }
            if isIdle { waiter.resume() } else { begin() }
        }
    }

    /// Behaves from now on as if the process had been killed.
    func die() {
        let grants = state.withLock { state in
            defer { state.grants = [] }
            state.isDead = true
            state.settlements = []
            return state.grants
        }
        for (_, answer) in grants { answer.resume(throwing: Gone()) }
    }

    private func setAlarm() {
        let isNeeded = state.withLock { state in
            let isNeeded = !state.settlements.isEmpty && !state.isWriting && !state.isAlarmSet
            if isNeeded { state.isAlarmSet = true }
            return isNeeded
        }
        guard isNeeded else { return }
        Task(executorPreference: executor) {
            try? await Task.sleep(for: Self.patience)
            self.state.withLock { ($0.isAlarmSet, $0.isSettlingDue) = (false, true) }
            self.begin()
        }
    }

    private func begin() {
        let begins = state.withLock { state in
            guard !state.isWriting, state.isAnythingDue else { return false }
            state.isWriting = true
            return true
        }
        if begins { Task(executorPreference: executor) { await self.write() } }
    }

    private func write() async {
        while true {
            // Those who can ask in this very moment are heard first.
            await Task.yield()
            let (asked, done, waiters) = state.withLock { state in
                let isAnythingDue = state.isAnythingDue
                defer {
                    if isAnythingDue {
                        (state.grants, state.settlements, state.isSettlingDue) = ([], [], !state.idle.isEmpty)
                    } else {
                        (state.isWriting, state.idle) = (false, [])
                    }
                }
                return (state.grants, state.settlements, isAnythingDue ? nil : state.idle)
            }
            if let waiters {
                for waiter in waiters { waiter.resume() }
                return setAlarm()
            }
            do {
                let granted = try await database.write { transaction in
                    try transaction.record(done, granting: asked.map { $0.claim })
                }
                state.withLock { $0.isFailing = false }
                for (claim, answer) in asked { answer.resume(returning: granted.contains(claim)) }
            } catch {
                // Results are facts and stay; who asks learns that the time is not now.
                for (_, answer) in asked { answer.resume(throwing: error) }
                let (isAnythingLeft, isNew) = state.withLock { state in
                    let isNew = !state.isFailing
                    state.isFailing = true
                    if !state.isDead { state.settlements = done + state.settlements }
                    state.isSettlingDue = true
                    return (!state.settlements.isEmpty, isNew)
                }
                // Once for each time that the database is away, which sessions meet many times a second.
                logger.log(
                    level: isNew ? .warning : .debug, "Delivery can't store what became of mails, nor begin new ones; it will when it can",
                    metadata: ["results": "\(done.count)", "error": "\(error)"])
                if isAnythingLeft { try? await Task.sleep(for: .milliseconds(200)) }
            }
        }
    }
}
