import Campaigns
import Identity
import Kernel
import Storage
import Testing

@testable import Delivery

@Suite("Sending to those who joined since")
struct JoiningTests {
    @Test("a finished campaign reaches who came since, and nobody a second time", arguments: Engine.allCases)
    func newcomers(_ engine: Engine) async throws {
        var brief = World.Brief()
        brief.onHome = true
        let people = [World.Person(1), World.Person(2), World.Person(3, hasAddress: false)]
        try await World.with(engine, people: people, brief: brief, file: true) { world in
            try await world.start()
            await #expect(throws: DeliveryError.nobodyJoined) { try await world.startNewcomers() }
            let sink = Sink()
            try await world.deliver(world.worker(sink))
            world.clock.advance(.days(20))
            await #expect(throws: DeliveryError.nobodyJoined) { try await world.startNewcomers() }
            await #expect(throws: DeliveryError.wrongState(.finished)) { try await world.start() }
            await #expect(throws: DeliveryError.wrongState(.finished)) { try await world.start(.operator) }
            try await world.join(World.Person(4))
            try await world.join(World.Person(5, hasAddress: false))
            let (settings, ring, now) = (world.settings, world.ring, world.clock.now)
            let preview = try await world.database.read {
                try $0.previewOfNewcomers(World.campaign, settings: settings, ring: ring, now: now)
            }
            #expect(preview.audience == 2 && preview.byEmail == 1 && preview.excluded == [.noAddress: 1])
            let started = try await world.startNewcomers()
            #expect(started.audience == 2 && started.deliveries == 4)
            #expect(try await world.status().state == "running")
            try await world.deliver(world.worker(sink))
            #expect(sink.recipients == ["p1@acme.example", "p2@acme.example", "p4@acme.example"])
            let status = try await world.status()
            #expect(status.state == "finished" && status.audience == 5 && status.excluded == ["no_address": 2])
            #expect(status.count(.email, .accepted) == 3 && status.count(.home, .accepted) == 5)
            #expect(Array(try await world.audited().suffix(3)) == ["person:1 run", "person:1 reopen", "system finish"])
        }
    }

    @Test("arms are kept, and drawn for newcomers as they were for all", arguments: Engine.allCases)
    func arms(_ engine: Engine) async throws {
        var brief = World.Brief()
        brief.holdout = 500
        try await World.with(engine, people: (1...100).map { World.Person($0) }, brief: brief, file: true) { world in
            try await world.start()
            try await world.deliver(world.worker(Sink()))
            let first = try await held(world)
            for id in Int64(101)...200 { try await world.join(World.Person(id)) }
            let started = try await world.startNewcomers()
            #expect(started.audience == 100 && (25...75).contains(started.holdout))
            let all = try await held(world)
            #expect(all.isSuperset(of: first) && all.filter { $0 <= 100 } == first)
            let sent = try await world.database.read {
                try $0.count("SELECT count(*) FROM delivery d JOIN arm a ON a.person = d.person WHERE a.arm = 'holdout'")
            }
            #expect(sent == 0)
        }
    }

    private func held(_ world: World) async throws -> Set<Int64> {
        Set(try await world.database.read { try $0.values("SELECT person FROM arm WHERE arm = 'holdout'", as: Int64.self) })
    }

    @Test("a campaign ends with the last of its runs, and two who ask at once start one", arguments: Engine.allCases)
    func together(_ engine: Engine) async throws {
        try await World.with(engine, people: (1...3).map { World.Person($0) }, file: true) { world in
            try await world.start()
            try await world.join(World.Person(4))
            let results = await withTaskGroup(of: Bool.self) { group in
                for _ in 1...4 {
                    group.addTask {
                        do {
                            try await world.startNewcomers()
                            return true
                        } catch { return false }
                    }
                }
                return await group.reduce(into: 0) { if $1 { $0 += 1 } }
            }
            #expect(results == 1)
            let runs = try await world.database.read { try $0.runs(of: World.campaign) }
            #expect(runs.count == 2)
            // The first run is over, the second is not.
            try await world.change("UPDATE delivery SET state = 'accepted' WHERE run = \(runs[0])")
            try await world.database.write { _ = try $0.finishRuns() }
            #expect(try await world.status().state == "running")
            try await world.database.write { try $0.pause(World.campaign, actor: World.author) }
            try await world.database.write { try $0.resume(World.campaign, actor: World.author) }
            let states = try await world.database.read {
                try $0.values("SELECT state FROM run ORDER BY id NULLS FIRST", as: RunState.self)
            }
            #expect(states == [.finished, .running])
            let sink = Sink()
            try await world.deliver(world.worker(sink))
            #expect(sink.recipients == ["p4@acme.example"])
            #expect(try await world.status().state == "finished")
        }
    }

    @Test("a time that has passed comes again: on their own clocks the next morning, for all others now")
    func times() throws {
        let berlin = try #require(Zone("Europe/Berlin"))
        let wall = try #require(WallTime("2026-03-01T09:00"))
        let noon = try #require(Instant("2026-03-27T11:00:00Z"))
        var personal = Timing(.person(wall), now: noon, installation: berlin, group: .newcomers)
        #expect(personal.due(in: "Europe/Berlin") == Instant("2026-03-28T08:00:00Z"))
        #expect(personal.due(in: "America/New_York") == Instant("2026-03-27T13:00:00Z"))
        var everywhere = Timing(.wall(wall, berlin), now: noon, installation: berlin, group: .newcomers)
        #expect(everywhere.due(in: nil) == noon)
        // The night in which clocks are put forward.
        let saturday = try #require(Instant("2026-03-28T20:00:00Z"))
        var night = Timing(.person(wall), now: saturday, installation: berlin, group: .newcomers)
        #expect(night.due(in: nil) == Instant("2026-03-29T07:00:00Z"))
        var first = Timing(.person(wall), now: noon, installation: berlin)
        #expect(first.due(in: nil) == berlin.instant(of: wall))
    }
}
