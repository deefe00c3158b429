import Kernel
import Storage
import TestSupport
import Testing

@testable import Delivery

@Suite("Limits of mails a minute")
struct RateTests {
    static let start = Instant(microseconds: 1_772_442_000_000_000)

    /// The most mails in any minute, and how many from one time to another.
    struct Record {
        var times: [Instant] = []

        var fullestMinute: Int {
            var (first, most) = (0, 0)
            for (index, time) in times.enumerated() {
                while times[first] <= time - .minutes(1) { first += 1 }
                most = max(most, index - first + 1)
            }
            return most
        }

        func count(from: Duration, to: Duration) -> Int {
            times.count { $0 >= RateTests.start + from && $0 < RateTests.start + to }
        }
    }

    @Test(
        "in no minute more than 2 % above, in no busy minute more than 2 % below",
        arguments: [1, 7, 30, 40, 49, 50, 60, 600, 10_000, 1_000_000])
    func rate(perMinute: Int) {
        let rate = SendRate(perMinute: perMinute)
        var next: Instant?
        var record = Record()
        // Looks come at odd times up to a second apart, and for half a minute there is nothing to send.
        var now = Self.start
        var step: Int64 = 1
        while now < Self.start + .minutes(4) {
            let isQuiet = now >= Self.start + .minutes(2) && now < Self.start + .seconds(150)
            while !isQuiet {
                let turn = rate.turn(next, at: now)
                guard turn.from <= now else { break }
                next = turn.next
                record.times.append(now)
            }
            step = (step * 48_271) % 2_147_483_647
            now = now + .milliseconds(Int(step % 990) + 10)
        }
        #expect(Double(record.fullestMinute) <= Double(perMinute) * 1.02)
        for minute in [0, 1, 3] {
            let count = record.count(from: .minutes(minute), to: .minutes(minute + 1))
            // One fewer at the edges of the minute.
            #expect(Double(count) >= (Double(perMinute) * 0.98).rounded(.down) - 1, "minute \(minute)")
        }
    }

    @Test("a clock that is set back stops nobody for longer than one distance")
    func clockSetBack() {
        let rate = SendRate(perMinute: 60)
        let turn = rate.turn(Self.start + .days(1), at: Self.start)
        #expect(turn.from == Self.start + .seconds(1))
    }

    private func expect(_ request: RateKeeper.Request, of keeper: RateKeeper, _ expected: RateKeeper.Answer) async throws {
        let answer = try await keeper.turn(request)
        #expect(answer == expected)
    }

    @Test("shared by two processes and kept over their ends: a limit is one limit", arguments: Engine.allCases)
    func shared(_ engine: Engine) async throws {
        try await World.with(engine, people: []) { world in
            let limit = RateKeeper.Limit(relay: "a.example:587", perMinute: 600)
            let request = RateKeeper.Request(own: nil, ways: [limit])
            var keepers = [RateKeeper(world.database), RateKeeper(world.database)]
            var record = Record()
            for second in 0..<125 {
                // Both start afresh in the middle of a minute.
                if second == 70 { keepers = [RateKeeper(world.database), RateKeeper(world.database)] }
                let (one, other) = (keepers[0], keepers[1])
                var isOver = false
                while !isOver {
                    let now = world.clock.now
                    async let first = one.turn(request)
                    async let second = other.turn(request)
                    for answer in [try await first, try await second] {
                        if case .go = answer { record.times.append(now) } else { isOver = true }
                    }
                }
                world.clock.advance(.milliseconds(990))
            }
            #expect((588...612).contains(record.fullestMinute))
            #expect((588...612).contains(record.count(from: .minutes(1), to: .minutes(2))))
        }
    }

    @Test("who has to wait is told a time of his own, in turn, at most five minutes ahead")
    func spread() async throws {
        try await World.with(.sqlite, people: []) { world in
            let keeper = RateKeeper(world.database)
            let limit = RateKeeper.Limit(domain: "slow.example", perMinute: 60)
            let request = RateKeeper.Request(own: limit, ways: [nil])
            try await expect(request, of: keeper, .go(0))
            for second in 1...300 {
                try await expect(request, of: keeper, .wait(until: world.clock.now + .seconds(second), limit: limit))
            }
            try await expect(request, of: keeper, .wait(until: world.clock.now + .seconds(1), limit: limit))
        }
    }

    @Test("a mail takes a turn of its domain and of one relay, or of neither", arguments: Engine.allCases)
    func together(_ engine: Engine) async throws {
        try await World.with(engine, people: []) { world in
            let keeper = RateKeeper(world.database)
            let domain = RateKeeper.Limit(domain: "b.example", perMinute: 30)
            let first = RateKeeper.Limit(relay: "first", perMinute: 60)
            let second = RateKeeper.Limit(relay: "second", perMinute: 30)
            let request = RateKeeper.Request(own: domain, ways: [first, second])
            try await expect(request, of: keeper, .go(0))
            let distance = Duration.microseconds(domain.rate.interval)
            try await expect(request, of: keeper, .wait(until: world.clock.now + distance, limit: domain))
            // The refused mail took nothing of the relays: this one still goes by the second, and the next waits for the first.
            let free = RateKeeper.Request(own: nil, ways: [first, second])
            try await expect(free, of: keeper, .go(1))
            try await expect(free, of: keeper, .wait(until: world.clock.now + .seconds(1), limit: first))
            try await expect(RateKeeper.Request(own: nil, ways: [first, nil]), of: keeper, .go(1))
        }
    }

    @Test("limits of domains as an operator writes them")
    func domains() throws {
        let limits = try DomainLimits("GMail.com=60, bücher.example=5 *=600")
        #expect(limits.limit("gmail.com") == 60 && limits.limit("xn--bcher-kva.example") == 5 && limits.limit("other.example") == 600)
        #expect(try DomainLimits("a.example=1").limit("b.example") == nil && DomainLimits("").limit("a.example") == nil)
    }

    @Test(
        "what is wrong with them is said",
        arguments: [
            ("gmail.com", .badForm("gmail.com")), ("a=b=c", .badForm("a=b=c")), ("gmail=5", .badDomain("gmail")),
            ("gmail.com=0", .badNumber("gmail.com")), ("gmail.com=many", .badNumber("gmail.com")), ("gmail.com=", .badNumber("gmail.com")),
            ("*=1000001", .badNumber("*")), ("a.example=1 A.example=2", .repeated("a.example")),
        ] as [(String, DomainLimits.Problem)])
    func problems(text: String, problem: DomainLimits.Problem) {
        #expect(throws: problem) { try DomainLimits(text) }
    }
}
