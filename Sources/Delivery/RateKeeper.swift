import Kernel
import Storage

/// Hands out turns under limits of mails a minute, which all processes on one database share and which outlive them. Who asks while a
/// transaction runs is answered by the next one, so that many mails a second cost a few writes.
actor RateKeeper {
    /// One limit: whose it is, and how much.
    struct Limit: Hashable, Sendable {
        let name: String
        let rate: SendRate

        init(relay: String, perMinute: Int) {
            name = "relay \(relay)"
            rate = SendRate(perMinute: perMinute)
        }

        init(domain: String, perMinute: Int) {
            name = "domain \(domain)"
            rate = SendRate(perMinute: perMinute)
        }
    }

    /// A mail that wants to go, if its own limit allows, by one of several ways.
    struct Request: Sendable {
        /// The recipient's domain's; `nil`: none.
        let own: Limit?
        /// The limit of each way, the one that is liked best first; `nil`: none.
        let ways: [Limit?]

        var limits: [Limit] { (ways + [own]).compactMap { $0 } }
    }

    enum Answer: Hashable, Sendable {
        /// Now, by this one of the ways.
        case go(Int)
        case wait(until: Instant, limit: Limit)
    }

    private let database: Database
    private var waiting: [(request: Request, answer: CheckedContinuation<Answer, any Error>)] = []
    private var isWriting = false
    /// When those who wait were told to come back, so that they don't all come at once.
    private var promised: [String: Instant] = [:]

    init(_ database: Database) { self.database = database }

    /// Throws where the database can't be written.
    func turn(_ request: Request) async throws -> Answer {
        if request.own == nil, request.ways.first == .some(nil) { return .go(0) }
        return try await withCheckedThrowingContinuation { answer in
            waiting.append((request, answer))
            guard !isWriting else { return }
            isWriting = true
            Task { await write() }
        }
    }

    private func write() async {
        while !waiting.isEmpty {
            let asked = waiting
            waiting = []
            do {
                let requests = asked.map(\.request)
                let now = database.clock.now()
                let answers = try await database.write { try $0.turns(requests) }
                for (answer, asked) in zip(answers, asked) { asked.answer.resume(returning: spread(answer, at: now)) }
            } catch {
                for (_, answer) in asked { answer.resume(throwing: error) }
            }
        }
        isWriting = false
    }

    /// The furthest that anyone is sent away: then they ask again, and another campaign's mails have had their chance.
    private static let horizon = Duration.minutes(5)

    private func spread(_ answer: Answer, at now: Instant) -> Answer {
        guard case .wait(let until, let limit) = answer else { return answer }
        var mine = max(promised[limit.name] ?? until, until)
        if mine > now + Self.horizon { mine = until }
        promised[limit.name] = mine + .microseconds(limit.rate.interval)
        return .wait(until: mine, limit: limit)
    }
}

extension Transaction {
    /// Answers requests one after the other, each all or nothing.
    func turns(_ requests: [RateKeeper.Request]) throws -> [RateKeeper.Answer] {
        let names = Set(requests.flatMap { $0.limits.map(\.name) }).sorted()
        var stored: [String: Instant] = [:]
        func read() throws {
            // In one order, so that two processes never wait for each other.
            try each("SELECT name, next_at FROM send_rate WHERE name IN \(list: names) ORDER BY name NULLS FIRST\(.locked)") {
                try stored[$0[0]] = $0[1]
            }
        }
        try read()
        if stored.count < names.count {
            // Rows are there before they are locked, so that no two processes begin a limit afresh.
            for name in names where stored[name] == nil {
                try run("INSERT INTO send_rate (name, next_at) VALUES (\(name), \(now)) ON CONFLICT (name) DO NOTHING")
            }
            try read()
        }
        var next = stored
        let answers = requests.map { $0.answer(&next, at: now) }
        for name in names where next[name] != stored[name] {
            try run("UPDATE send_rate SET next_at = \(next[name] ?? now) WHERE name = \(name)")
        }
        return answers
    }
}

extension RateKeeper.Request {
    /// Takes a turn of the mail's own limit and of the first way that has one, or of neither.
    func answer(_ next: inout [String: Instant], at now: Instant) -> RateKeeper.Answer {
        let mine = own.map { $0.rate.turn(next[$0.name], at: now) }
        if let own, let mine, mine.from > now { return .wait(until: mine.from, limit: own) }
        var soonest: (until: Instant, limit: RateKeeper.Limit)?
        for (index, way) in ways.enumerated() {
            if let way {
                let turn = way.rate.turn(next[way.name], at: now)
                guard turn.from <= now else {
                    if turn.from < soonest?.until ?? turn.from + .seconds(1) { soonest = (turn.from, way) }
                    continue
                }
                next[way.name] = turn.next
            }
            if let own, let mine { next[own.name] = mine.next }
            return .go(index)
        }
        guard let soonest else { return .go(0) }
        return .wait(until: soonest.until, limit: soonest.limit)
    }
}
