import Kernel
import Storage

/// Writes what a process' connections have to say as few transactions: while one commits, the next gathers. A grant and the result of the
/// mail before it on the same connection are never in the wrong order, so that a crash leaves at most one mail per connection in doubt.
actor Ledger {
    private let database: Database
    private var grants: [(claim: Claim, answer: CheckedContinuation<Bool, any Error>)] = []
    private var settlements: [Settlement] = []
    private var isWriting = false
    private var idle: [CheckedContinuation<Void, Never>] = []
    /// A process that is gone writes nothing any more.
    private var isDead = false

    init(_ database: Database) { self.database = database }

    struct Gone: Error {}

    /// Whether the mail may be ended with its final dot; when this says yes, `sending` is stored.
    func grant(_ claim: Claim) async throws -> Bool {
        guard !isDead else { throw Gone() }
        return try await withCheckedThrowingContinuation { answer in
            grants.append((claim, answer))
            begin()
        }
    }

    func settle(_ settlement: Settlement) {
        guard !isDead else { return }
        settlements.append(settlement)
        begin()
    }

    /// Waits until everything so far is stored.
    func flush() async {
        guard isWriting else { return }
        await withCheckedContinuation { idle.append($0) }
    }

    /// Behaves from now on as if the process had been killed.
    func die() {
        isDead = true
        settlements = []
        for (_, answer) in grants { answer.resume(throwing: Gone()) }
        grants = []
    }

    private func begin() {
        guard !isWriting else { return }
        isWriting = true
        Task { await write() }
    }

    private func write() async {
        while !grants.isEmpty || !settlements.isEmpty {
            let asked = grants
            let done = settlements
            grants = []
            settlements = []
            do {
                let granted = try await database.write { transaction in
                    try transaction.record(done, granting: asked.map(\.claim))
                }
                for (claim, answer) in asked { answer.resume(returning: granted.contains(claim)) }
            } catch {
                // Results are facts and stay; who asks learns that the time is not now.
                for (_, answer) in asked { answer.resume(throwing: error) }
                if !isDead {
                    settlements = done + settlements
                    if !settlements.isEmpty { try? await Task.sleep(for: .milliseconds(200)) }
                }
            }
        }
        isWriting = false
        for waiter in idle { waiter.resume() }
        idle = []
    }
}
