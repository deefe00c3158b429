import Audiences
import Hourglass
import Kernel
import Storage
import Testing
import Touches

@Suite("Keeping the stages in step with the touches")
struct HourglassWorkerTests {
    @Test("A touch marks its pair, and the worker takes the mark away with the new stage", arguments: Engine.allCases)
    func marked(engine: Engine) async throws {
        try await World.with(engine) { world in
            try await world.record([(7, .viewed, 0), (7, .shown, 1), (8, .shown, 0)])
            try await world.drain()
            try await world.record([(7, .followed, 3)])
            #expect(try await world.database.read { try $0.count("SELECT count(*) FROM hourglass_dirty") } == 1)
            try await world.drain()
            #expect(try await world.database.read { try $0.count("SELECT count(*) FROM hourglass_dirty") } == 0)
            let day = Int64(86_400_000_000)
            let (first, now) = (World.start.microseconds, World.now.microseconds)
            #expect(
                try await world.dump() == [
                    "stage 501 7 2 6 \(first + 3 * day)", "reached 501 7 1 \(first) \(now)", "reached 501 7 2 \(first + 3 * day) \(now)",
                    "transition 501 7 0 0 1 \(first) \(now)", "transition 501 7 1 1 2 \(first + 3 * day) \(now)",
                ])
        }
    }

    @Test("A mark of all of a person's offerings derives each, and forgets what has no touches any more", arguments: Engine.allCases)
    func everything(engine: Engine) async throws {
        try await World.with(engine) { world in
            try await world.record([(7, .viewed, 0), (9, .viewed, 0)], of: World.crm)
            try await world.record([(7, .usesIt, 1)], of: World.wiki)
            try await world.drain()
            try await world.database.write { transaction in
                try transaction.run("DELETE FROM touch WHERE person = 7 AND offering = \(World.crm)")
                try transaction.markForHourglass(PersonKey(7), OfferingKey(0))
            }
            try await world.drain()
            let stages = try await world.dump().filter { $0.hasPrefix("stage") }
            #expect(stages.map { $0.split(separator: " ").prefix(4).joined(separator: " ") } == ["stage 501 9 1", "stage 502 7 5"])
        }
    }

    @Test("News of the usage feed moves those whom it concerns", arguments: Engine.allCases)
    func feeds(engine: Engine) async throws {
        try await World.with(engine) { world in
            // Bought in the week of 2 March; used in each of the next four.
            try await world.record([0, 1, 2, 7, 14, 21, 28].map { (7, .used, $0) } + [(8, .viewed, 0)])
            try await world.drain()
            #expect(try await world.dump().contains { $0.hasPrefix("stage 501 7 5 ") })
            try await world.database.write { transaction in
                try transaction.setUsageFeed(World.crm, covering: Day(number: 20_514)...Day(number: 20_548))
                #expect(try transaction.count("SELECT count(*) FROM hourglass_dirty") == 1)
            }
            try await world.drain()
            #expect(try await world.dump().contains { $0.hasPrefix("stage 501 7 6 ") })
        }
    }

    @Test("Whatever the order, incremental and from scratch come to the same", arguments: Engine.allCases, 1...4)
    func property(engine: Engine, seed: UInt64) async throws {
        try await World.with(engine) { world in
            var random = SplitMix(seed)
            let ways = Way.allCases
            for round in 0..<6 {
                var batch: [NewTouch] = []
                for _ in 0..<80 {
                    let offering = random.next() % 2 == 0 ? World.crm : World.wiki
                    let way = random.next() % 2 == 0 ? Way.used : ways[Int(random.next() % UInt64(ways.count))]
                    var touch = NewTouch(
                        way, of: offering, by: PersonKey(Int64(1 + random.next() % 8)),
                        at: World.start + .hours(Int(random.next() % 2400)))
                    if random.next() % 6 == 0 { touch.verdict = .machine }
                    if random.next() % 5 == 0 { touch.subjectKind = .story }
                    batch.append(touch)
                }
                try await world.database.write { [batch] in try $0.record(batch, zone: .utc) }
                if round % 2 == 1 {
                    try await world.database.write {
                        try $0.setUsageFeed(World.crm, covering: Day(number: 20_514)...Day(number: 20_540 + Int64(14 * round)))
                    }
                }
                try await world.drain(batch: 3)
            }
            let incremental = try await world.dump()
            #expect(incremental.contains { $0.hasPrefix("stage 501") && $0.split(separator: " ")[3] >= "5" })
            for offering in [World.crm, World.wiki] { try await World.worker(world.database, 1000).recompute(offering) }
            #expect(try await world.dump() == incremental)
        }
    }

    @Test("Two workers and writers at once lose nothing", arguments: Engine.allCases)
    func concurrency(engine: Engine) async throws {
        try await World.with(engine, file: true) { world in
            let database = world.database
            try await withThrowingTaskGroup { group in
                for writer in 0..<3 {
                    group.addTask {
                        for round in 0..<20 {
                            let touches = (0..<12).map { index in
                                NewTouch(
                                    Way.allCases[(writer + round + index) % Way.allCases.count], of: World.crm,
                                    by: PersonKey(Int64(1 + (index * 7 + round) % 40)), at: World.start + .hours(round * 31 + writer))
                            }
                            try await database.write { try $0.record(touches, zone: .utc) }
                        }
                    }
                }
                for _ in 0..<2 {
                    group.addTask {
                        for _ in 0..<25 { try await World.worker(database, 5).drain() }
                    }
                }
                try await group.waitForAll()
            }
            try await world.drain()
            let incremental = try await world.dump()
            try await World.worker(database, 1000).recompute(World.crm)
            #expect(try await world.dump() == incremental)
            #expect(!incremental.isEmpty)
        }
    }

    @Test("The running worker follows within two seconds", arguments: Engine.allCases)
    func running(engine: Engine) async throws {
        try await World.with(engine, file: true) { world in
            let worker = Task { await World.worker(world.database, 1000).run() }
            defer { worker.cancel() }
            let clock = ContinuousClock()
            for person in Int64(1)...3 {
                try await world.record([(person, .viewed, 0)])
                let start = clock.now
                while try await world.dump().filter({ $0.hasPrefix("stage") }).count < person {
                    guard clock.now - start < .seconds(2) else {
                        Issue.record("the stage of person \(person) is not there after 2 s")
                        return
                    }
                    try await Task.sleep(for: .milliseconds(10))
                }
            }
        }
    }
}

/// Sebastiano Vigna's SplitMix64, so that a failure can be repeated.
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}
