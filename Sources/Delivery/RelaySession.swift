import Kernel
import Mail
import Synchronization

/// What one of the worker's sessions does with the pool: one mail after the other, each by the relay whose turn it is.
final class RelaySession: Sendable {
    private struct State {
        var isUsable = true
        var isClosed = false
        /// The relay of which a connection is taken for the next mail.
        var admitted: Int?
        var current: MailSession?
        /// What the connection has begun already.
        var following: Following?
    }

    private struct Following {
        let mail: MessageID
        let relay: Int
        let connection: MailSession
    }

    private let pool: RelayPool
    private let state = Mutex(State())

    init(_ pool: RelayPool) { self.pool = pool }

    var isUsable: Bool { state.withLock { $0.isUsable && !$0.isClosed } }

    func admit(_ recipient: MailAddress) async -> Instant? {
        switch await pool.choose(recipient.domain) {
        case .wait(let until): return until
        case .relay(let index):
            let isClosed = state.withLock { state in
                if !state.isClosed { state.admitted = index }
                return state.isClosed
            }
            if isClosed { pool.giveBack(index, nil) }
            return nil
        }
    }

    func send(_ mail: OutgoingMail, _ beforeFinalDot: FinalDot) async -> SMTPOutcome {
        var (next, following) = state.withLock { state in
            defer { (state.admitted, state.following) = (nil, nil) }
            return (state.admitted, state.following)
        }
        var tried: Set<Int> = []
        var last = SMTPOutcome.notSent(reason: "no mail relay can be used")
        if let begun = following, begun.mail != mail.messageID {
            await begun.connection.close()
            pool.giveBack(begun.relay, nil)
            following = nil
        }
        if let following { next = following.relay }
        while true {
            if next == nil, isUsable, case .relay(let index) = await pool.choose(nil, tried: tried) { next = index }
            guard let index = next else {
                // Whoever opens the next session learns why.
                state.withLock { $0.isUsable = false }
                return last
            }
            next = nil
            tried.insert(index)
            defer { following = nil }
            switch await send(mail, by: index, over: following?.connection, beforeFinalDot) {
            case .over(let outcome): return outcome
            case .tryOthers(let outcome): last = outcome
            case .waitForAnother(let outcome):
                last = outcome
                tried.remove(index)
            }
        }
    }

    private enum Result {
        case over(SMTPOutcome)
        /// It never came to the question before the final dot, because of the relay.
        case tryOthers(SMTPOutcome)
        /// The relay wants no more connections than the pool has.
        case waitForAnother(SMTPOutcome)
    }

    /// - Parameter begun: the connection that has begun the mail already.
    private func send(_ mail: OutgoingMail, by index: Int, over begun: MailSession?, _ beforeFinalDot: FinalDot) async -> Result {
        var begun = begun
        var isFresh = false
        while true {
            let connection: MailSession
            let wasUsed: Bool
            if let open = begun {
                (connection, wasUsed, begun) = (open, true, nil)
            } else {
                do { (connection, wasUsed) = try await pool.connection(index, fresh: isFresh) } catch {
                    pool.giveBack(index, nil)
                    if let error = error as? RelayPool.OneTooMany { return .waitForAnother(.notSent(reason: "\(error.problem)")) }
                    return .tryOthers(.notSent(reason: "\(error)"))
                }
            }
            let isCutOff = state.withLock { state in
                state.current = connection
                return state.isClosed
            }
            if isCutOff { await connection.close() }
            let asked = Atomic(false)
            let dot = FinalDot {
                asked.store(true, ordering: .releasing)
                try await beforeFinalDot()
            } following: {
                guard !self.state.withLock({ $0.isClosed }), self.pool.follows(index), let next = beforeFinalDot.next() else { return nil }
                self.state.withLock { $0.following = Following(mail: next.messageID, relay: index, connection: connection) }
                return next
            }
            let outcome = await connection.send(mail, dot)
            let (isClosed, isFollowed) = state.withLock { state in
                state.current = nil
                return (state.isClosed, state.following != nil)
            }
            // The connection stays with the mail that it has begun, which finds out whether it stands.
            if isFollowed, !isClosed { return .over(outcome) }
            let wasAsked = asked.load(ordering: .acquiring)
            if connection.isUsable(), !isClosed {
                pool.giveBack(index, connection)
                return wasAsked || !outcome.concernsRelay ? .over(outcome) : .tryOthers(outcome)
            }
            // Of a session that is closed the connection is too.
            if !isClosed {
                await connection.close()
                if !wasAsked, outcome.concernsRelay {
                    // A server may end a session between two mails; a fresh one then gets the mail at once.
                    if case .notSent = outcome, wasUsed {
                        isFresh = true
                        continue
                    }
                    pool.fail(index, RelayTrouble(outcome: outcome))
                    pool.giveBack(index, nil)
                    return .tryOthers(outcome)
                }
            }
            pool.giveBack(index, nil)
            return .over(outcome)
        }
    }

    func close() async {
        let (admitted, following, current, wasClosed) = state.withLock { state in
            defer {
                state.isClosed = true
                // Of a connection with a mail under way, that one gives back the place.
                (state.admitted, state.following) = (nil, nil)
            }
            return (state.admitted, state.current == nil ? state.following : nil, state.current, state.isClosed)
        }
        if let admitted { pool.giveBack(admitted, nil) }
        if let following {
            await following.connection.close()
            pool.giveBack(following.relay, nil)
        }
        // A mail under way is cut off, and its outcome says so.
        await current?.close()
        if !wasClosed { await pool.leave() }
    }
}

private struct RelayTrouble: Error, CustomStringConvertible {
    let outcome: SMTPOutcome
    var description: String {
        switch outcome {
        case .notSent(let reason), .uncertain(let reason), .accepted(let reason): reason
        case .refused(let refusal): refusal.description
        }
    }
}

extension SMTPOutcome {
    /// It says something of this relay and nothing of the mail: the connection ended, the relay goes down, or wants a sign-in.
    fileprivate var concernsRelay: Bool {
        switch self {
        case .notSent: true
        case .refused(let refusal): [421, 530, 534, 535, 538].contains(refusal.code)
        case .accepted, .uncertain: false
        }
    }
}
