import Kernel
package import Logging
package import Mail
package import Storage
import Synchronization

/// Several relays as one: each carries its share, none more than it may, and what one can't take goes by another. A relay that hangs
/// holds its own connections only.
package final class RelayPool: Sendable {
    /// One relay, and how much of the mails it is to carry.
    package struct Relay: Sendable {
        let key: String
        let weight: Int
        let connections: Int
        let limit: RateKeeper.Limit?
        /// Throws `SMTPConnectError`.
        let connect: @Sendable () async throws -> MailSession

        init(
            key: String, weight: Int = 1, connections: Int = 8, perMinute: Int? = nil,
            connect: @escaping @Sendable () async throws -> MailSession
        ) {
            self.key = key
            self.weight = weight
            self.connections = connections
            limit = perMinute.map { RateKeeper.Limit(relay: key, perMinute: $0) }
            self.connect = connect
        }

        package init(_ connector: SMTPConnector) {
            let relay = connector.relay
            self.init(key: relay.key, weight: relay.weight, connections: relay.connections, perMinute: relay.perMinute) {
                .over(try await connector.connect())
            }
        }
    }

    private struct Line {
        var idle: [MailSession] = []
        /// Connections in use or being opened.
        var busy = 0
        /// Connections that the relay lets us have at once, as far as it said so; `nil`: as many as configured.
        var room: Int?
        /// When one more is tried.
        var roomGrows = Instant(microseconds: 0)
        /// What it has carried less than its share, in weights (smooth weighted round robin).
        var due = 0
        var failures = 0
        var downUntil = Instant(microseconds: 0)
        /// What the log was told last of its trouble; `nil` while there is none.
        var told: String?
    }

    private struct State {
        var lines: [Line]
        var sessions = 0
        var waiting: [(id: Int, answer: CheckedContinuation<Void, Never>)] = []
        var nextID = 0
    }

    private let relays: [Relay]
    private let limits: DomainLimits
    private let keeper: RateKeeper
    private let clock: WallClock
    private let logger: Logger
    private let state: Mutex<State>

    /// - Parameter relays: at least one.
    package init(_ relays: [Relay], domains limits: DomainLimits, database: Database, logger: Logger) {
        self.relays = relays
        self.limits = limits
        self.logger = logger
        keeper = RateKeeper(database)
        clock = database.clock
        state = Mutex(State(lines: relays.map { _ in Line() }))
    }

    /// The pool as the worker sees it.
    package var transport: MailTransport {
        MailTransport(sessions: min(relays.reduce(0) { $0 + $1.connections }, 128), executor: MailLoop.shared) {
            try await self.ready()
            let session = RelaySession(self)
            return MailSession(
                isUsable: { session.isUsable }, send: { await session.send($0, $1) }, close: { await session.close() },
                admit: { await session.admit($0) })
        }
    }

    // MARK: Sessions

    /// Sees to it that some relay can be used. Throws `SMTPConnectError` when none can: of the configuration where that is what is wrong
    /// with all.
    private func ready() async throws {
        let now = clock.now()
        let (isOpen, order) = state.withLock { state in
            // A relay that is up and has connections, be they all in use, needs no proof.
            let isOpen = state.lines.contains { $0.downUntil <= now && (!$0.idle.isEmpty || $0.busy > 0) }
            return (isOpen, ranking(state, at: now))
        }
        if !isOpen {
            // When all are down, somebody has waited, or mended something: each is asked.
            let candidates = order.isEmpty ? Array(relays.indices) : order
            var problems: [any Error] = []
            for index in candidates where take(index) {
                do {
                    giveBack(index, try await connect(index))
                    problems = []
                    break
                } catch is OneTooMany {
                    giveBack(index, nil)
                    problems = []
                    break
                } catch {
                    giveBack(index, nil)
                    problems.append(error)
                }
            }
            let lasting = problems.first { if case SMTPConnectError.configuration = $0 { false } else { true } }
            if let problem = lasting ?? problems.first { throw problem }
        }
        state.withLock { $0.sessions += 1 }
    }

    /// A session of the worker ended: what is then too much of open connections is closed.
    func leave() async {
        let surplus = state.withLock { state in
            state.sessions -= 1
            var surplus: [MailSession] = []
            var idle = state.lines.reduce(0) { $0 + $1.idle.count }
            for index in state.lines.indices {
                while idle > state.sessions, let last = state.lines[index].idle.popLast() {
                    surplus.append(last)
                    idle -= 1
                }
            }
            return surplus
        }
        for connection in surplus { await connection.close() }
    }

    // MARK: Choosing

    /// The relays that are up and have a connection to spare, the one that is furthest behind its share first.
    private func ranking(_ state: State, at now: Instant) -> [Int] {
        let lines = state.lines
        return relays.indices.filter { lines[$0].downUntil <= now && lines[$0].busy < room(lines[$0], $0, at: now) }
            .sorted { (lines[$0].due + relays[$0].weight, $1) > (lines[$1].due + relays[$1].weight, $0) }
    }

    private func room(_ line: Line, _ index: Int, at now: Instant) -> Int {
        guard let room = line.room else { return relays[index].connections }
        return min(line.roomGrows <= now ? room + 1 : room, relays[index].connections)
    }

    enum Choice {
        case relay(Int)
        case wait(until: Instant)
    }

    /// Finds a relay for a mail and takes a connection of it, to be given back.
    /// - Parameters:
    ///   - domain: the recipient's; `nil` where its turn is taken already.
    ///   - tried: not these.
    func choose(_ domain: String?, tried: Set<Int> = []) async -> Choice {
        let own = domain.flatMap { domain in limits.limit(domain).map { RateKeeper.Limit(domain: domain, perMinute: $0) } }
        while true {
            let now = clock.now()
            switch find(own, tried, at: now) {
            case .taken(let index): return .relay(index)
            case .allDown(let until): return .wait(until: until)
            case .allInUse:
                // Nobody else's mail goes sooner for it if this one waits.
                await connectionGivenBack(tried)
            case .limited(let order):
                let answer: RateKeeper.Answer
                do {
                    answer = try await keeper.turn(RateKeeper.Request(own: own, ways: order.map { relays[$0].limit }))
                } catch {
                    logger.warning("A mail's turn could not be stored", metadata: ["error": "\(error)"])
                    return .wait(until: now + .seconds(5))
                }
                switch answer {
                case .wait(let until, let limit):
                    guard limit != own, isAnyUp(besides: tried.union(order)) else { return .wait(until: until) }
                    // Others can take it as soon as one of their connections is free, and that is sooner.
                    await connectionGivenBack(tried.union(order))
                case .go(let place):
                    guard await wait(for: order[place], among: order) else { return .wait(until: now + .seconds(1)) }
                    return .relay(order[place])
                }
            }
        }
    }

    private enum Finding {
        case taken(Int)
        /// One of these, in this order, when the limits allow.
        case limited([Int])
        case allInUse
        case allDown(until: Instant)
    }

    private func find(_ own: RateKeeper.Limit?, _ tried: Set<Int>, at now: Instant) -> Finding {
        state.withLock { state in
            let order = ranking(state, at: now).filter { !tried.contains($0) }
            guard let best = order.first else {
                let soonest = relays.indices.filter { !tried.contains($0) }.map { state.lines[$0].downUntil }.min()
                guard let soonest, soonest <= now else { return .allDown(until: soonest ?? now) }
                return .allInUse
            }
            guard own == nil, relays[best].limit == nil else { return .limited(order) }
            take(best, among: order, &state)
            return .taken(best)
        }
    }

    private func isAnyUp(besides others: Set<Int>) -> Bool {
        let now = clock.now()
        return state.withLock { state in relays.indices.contains { !others.contains($0) && state.lines[$0].downUntil <= now } }
    }

    /// Whether the next mail may go over the connection that somebody has of a relay, without a turn of its own: where no limit asks for
    /// one, nobody waits for the connection, and no other relay is further behind its share. Counts the mail as this relay's.
    func follows(_ index: Int) -> Bool {
        guard limits.isEmpty, relays[index].limit == nil else { return false }
        let now = clock.now()
        return state.withLock { state in
            state.lines[index].busy -= 1
            defer { state.lines[index].busy += 1 }
            let order = ranking(state, at: now)
            guard state.waiting.isEmpty, order.first == index else { return false }
            share(index, among: order, &state)
            return true
        }
    }

    /// Takes a connection of a relay that was chosen and of which others may have taken the last one meanwhile; a second at most, since
    /// a relay may hang.
    private func wait(for index: Int, among order: [Int]) async -> Bool {
        for _ in 0..<100 {
            let isTaken = state.withLock { state in
                guard state.lines[index].busy < room(state.lines[index], index, at: clock.now()) else { return false }
                take(index, among: order, &state)
                return true
            }
            if isTaken { return true }
            try? await Task.sleep(for: .milliseconds(10))
        }
        return false
    }

    private func take(_ index: Int, among order: [Int], _ state: inout State) {
        share(index, among: order, &state)
        state.lines[index].busy += 1
    }

    private func share(_ index: Int, among order: [Int], _ state: inout State) {
        for other in order { state.lines[other].due += relays[other].weight }
        state.lines[index].due -= order.reduce(0) { $0 + relays[$1].weight }
    }

    private func take(_ index: Int) -> Bool {
        state.withLock { state in
            guard state.lines[index].busy < relays[index].connections else { return false }
            state.lines[index].busy += 1
            return true
        }
    }

    /// Waits until a connection is given back, at most a second, after which a relay may be up again.
    private func connectionGivenBack(_ tried: Set<Int>) async {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        let alarm = Task {
            try await Task.sleep(for: .seconds(1))
            let waiter = state.withLock { state in
                state.waiting.firstIndex { $0.id == id }.map { state.waiting.remove(at: $0) }
            }
            waiter?.answer.resume()
        }
        defer { alarm.cancel() }
        await withCheckedContinuation { answer in
            let isFree = state.withLock { state in
                guard ranking(state, at: clock.now()).allSatisfy({ tried.contains($0) }) else { return true }
                state.waiting.append((id, answer))
                return false
            }
            if isFree { answer.resume() }
        }
    }

    // MARK: Connections

    /// An open connection that waits for work; the second is whether it was used before.
    func connection(_ index: Int, fresh: Bool) async throws -> (MailSession, wasUsed: Bool) {
        while !fresh, let idle = state.withLock({ $0.lines[index].idle.popLast() }) {
            if idle.isUsable() { return (idle, true) }
            await idle.close()
        }
        return (try await connect(index), false)
    }

    private func connect(_ index: Int) async throws -> MailSession {
        do {
            let connection = try await relays[index].connect()
            let now = clock.now()
            state.withLock { state in
                state.lines[index].failures = 0
                state.lines[index].downUntil = Instant(microseconds: 0)
                state.lines[index].told = nil
                if let room = state.lines[index].room, state.lines[index].busy + state.lines[index].idle.count > room {
                    state.lines[index].room = room + 1 < relays[index].connections ? room + 1 : nil
                    state.lines[index].roomGrows = now + Self.roomPause
                }
            }
            return connection
        } catch SMTPConnectError.unavailable(let problem) where isOneTooMany(index, problem) {
            throw OneTooMany(problem: problem)
        } catch {
            fail(index, error)
            throw error
        }
    }

    /// The relay serves us over the connections that we have, and wants no more of them.
    struct OneTooMany: Error {
        let problem: SMTPUnavailable
    }

    /// Between two tries of one connection more than a relay wanted.
    private static let roomPause = Duration.seconds(60)

    /// Whether a relay that turned a connection away goes on to be used over others, which are then as many as it gets. Each time it
    /// is one fewer, so that of a relay that turns all away the last one finds it down.
    private func isOneTooMany(_ index: Int, _ problem: SMTPUnavailable) -> Bool {
        if case .unreachable = problem { return false }
        let now = clock.now()
        let (room, isNew) = state.withLock { state in
            let others = state.lines[index].busy - 1 + state.lines[index].idle.count
            guard others > 0, state.lines[index].downUntil <= now else { return (0, false) }
            let isNew = state.lines[index].room == nil
            state.lines[index].room = min(others, state.lines[index].room ?? others)
            state.lines[index].roomGrows = now + Self.roomPause
            return (others, isNew)
        }
        if room > 0 {
            logger.log(
                level: isNew ? .notice : .debug, "A mail relay wants fewer connections",
                metadata: ["relay": "\(relays[index].key)", "connections": "\(room)", "error": "\(problem)"])
        }
        return room > 0
    }

    /// A relay is of no use for a while.
    func fail(_ index: Int, _ problem: any Error) {
        let now = clock.now()
        let text = "\(problem)"
        let isNew = state.withLock { state in
            defer { state.lines[index].told = text }
            // What it let us have while it went down says nothing of when it is up again.
            state.lines[index].room = nil
            if state.lines[index].downUntil <= now {
                state.lines[index].failures += 1
                state.lines[index].downUntil = now + Retrying.relayDelay(failure: state.lines[index].failures)
            }
            return state.lines[index].told != text
        }
        // Every session meets the same trouble, and again until it is over.
        logger.log(
            level: isNew ? .warning : .debug, "A mail relay can't be used", metadata: ["relay": "\(relays[index].key)", "error": "\(text)"])
    }

    /// - Parameter connection: what can go on to be used; `nil`: it is closed or never was.
    func giveBack(_ index: Int, _ connection: MailSession?) {
        let waiters = state.withLock { state in
            state.lines[index].busy -= 1
            if let connection { state.lines[index].idle.append(connection) }
            defer { state.waiting = [] }
            return state.waiting
        }
        // Not each of them can use this relay.
        for waiter in waiters { waiter.answer.resume() }
    }
}
