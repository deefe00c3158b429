import Campaigns
import Identity
import Kernel
import Storage
import Testing

@testable import Delivery

@Suite("Planning a campaign")
struct PlanTests {
    @Test("each exclusion has its reason, and those who are excluded for none get it", arguments: Engine.allCases)
    func exclusions(_ engine: Engine) async throws {
        var brief = World.Brief()
        brief.onHome = true
        brief.mayAddress = "department under \"Sales\""
        brief.offeringRule = "country = \"DE\""
        let people = [
            World.Person(1), World.Person(2, hasAddress: false), World.Person(3), World.Person(4, department: 12),
            World.Person(5, country: "FR"), World.Person(6, active: false),
        ]
        try await World.with(engine, people: people, brief: brief) { world in
            try await world.change(
                "INSERT INTO unsubscription (person, publisher, channel, since) VALUES (\(3), \(World.publisher), 'email', \(0))")
            try await world.start()
            #expect(try await world.people(.planned) == [1])
            #expect(try await world.people(.accepted, .home) == [1, 2, 3])
            #expect(try await world.people(.excluded) == [2, 3, 4, 5])
            #expect(try await world.people(.excluded, .home) == [4, 5])
            #expect(try await world.reason(2) == "no_address")
            #expect(try await world.reason(3) == "unsubscribed")
            #expect(try await world.reason(4) == "outside_scope")
            #expect(try await world.reason(5) == "not_eligible")
            #expect(try await world.reason(4, .home) == "outside_scope")
        }
    }

    @Test("what must be known reaches those who turned the publisher off", arguments: Engine.allCases)
    func mustKnow(_ engine: Engine) async throws {
        var brief = World.Brief()
        brief.mustKnow = true
        try await World.with(engine, people: [World.Person(1)], brief: brief) { world in
            try await world.change(
                "INSERT INTO unsubscription (person, publisher, channel, since) VALUES (\(1), \(World.publisher), 'email', \(0))")
            try await world.start()
            #expect(try await world.people(.planned) == [1])
        }
    }

    @Test("the page before sending says what the start then does", arguments: Engine.allCases)
    func previewIsStart(_ engine: Engine) async throws {
        var brief = World.Brief()
        brief.holdout = 250
        brief.onHome = true
        brief.mayAddress = "not country = \"FR\""
        brief.messages = [("department under \"IT\"", "IT first", "Dear IT"), (nil, "Hello", "Dear all")]
        let people = (1...400).map { id in
            World.Person(
                id, department: id % 3 == 0 ? 12 : 11, zone: id % 7 == 0 ? "Mars/Olympus" : "Asia/Kolkata",
                country: id % 11 == 0 ? "FR" : "DE",
                hasAddress: id % 5 != 0)
        }
        try await World.with(engine, people: people, brief: brief) { world in
            let preview = try await world.preview()
            let untouched = try await world.database.read { reader in
                try reader.count("SELECT count(*) FROM run") + reader.count("SELECT count(*) FROM arm")
                    + reader.count("SELECT count(*) FROM delivery")
            }
            #expect(untouched == 0)
            let started = try await world.start()
            #expect(started.audience == preview.audience)
            #expect(started.holdout == preview.holdout)
            #expect(preview.holdout > 50 && preview.holdout < 150)
            #expect(try await world.people(.planned).count == preview.byEmail)
            #expect(try await world.people(.accepted, .home).count == preview.onHome)
            #expect(preview.unreachable == 36)
            #expect(preview.audience == preview.recipients + preview.holdout + preview.unreachable)
            let (reasons, messages, departments) = try await world.database.read { reader in
                var reasons: [ExclusionReason: Int] = [:]
                try reader.each("SELECT reason, count(DISTINCT person) FROM delivery WHERE state = 'excluded' GROUP BY reason") {
                    try reasons[$0[0]] = $0[1]
                }
                var messages: [MessageKey: Int] = [:]
                try reader.each("SELECT message, count(DISTINCT person) FROM delivery WHERE state <> 'excluded' GROUP BY message") {
                    try messages[$0[0]] = $0[1]
                }
                var departments: [DepartmentKey?: Int] = [:]
                try reader.each("SELECT department, count(DISTINCT person) FROM delivery WHERE state <> 'excluded' GROUP BY department") {
                    try departments[$0[0]] = $0[1]
                }
                return (reasons, messages, departments)
            }
            #expect(reasons == preview.excluded)
            #expect(messages == Dictionary(uniqueKeysWithValues: preview.messages.map { ($0.key, $0.tally.recipients) }))
            #expect(departments == Dictionary(uniqueKeysWithValues: preview.departments.map { ($0.key, $0.tally.recipients) }))
            #expect(preview.badZones > 0)
        }
    }

    @Test("an arm is kept in later runs, whoever joins, and does not depend on order", arguments: Engine.allCases)
    func arms(_ engine: Engine) async throws {
        var brief = World.Brief()
        brief.holdout = 500
        try await World.with(engine, people: (1...200).map { World.Person($0) }, brief: brief) { world in
            try await world.start()
            let first = try await arms(world)
            var lottery = ArmLottery(campaign: World.campaign, holdout: 500, world.ring)
            for (person, arm) in first.reversed() { #expect(lottery.draw(PersonKey(person)) == arm) }
            try await world.change("UPDATE campaign SET holdout = \(0)")
            try await world.change("UPDATE person SET department = \(12)")
            try await world.join(World.Person(201))
            try await world.startNewcomers()
            #expect(try await arms(world) == first.merging([201: .reached]) { old, _ in old })
            let reached = try await world.database.read {
                try $0.count(
                    "SELECT count(*) FROM delivery d JOIN arm a ON a.person = d.person WHERE a.arm = 'holdout'")
            }
            #expect(reached == 0)
        }
    }

    private func arms(_ world: World) async throws -> [Int64: Arm] {
        try await world.database.read { reader in
            var arms: [Int64: Arm] = [:]
            try reader.each("SELECT person, arm FROM arm") { try arms[$0[0]] = $0[1] }
            return arms
        }
    }

    @Test(
        "each person's own zone decides, across the change of clocks, and the installation's where there is none",
        arguments: Engine.allCases)
    func zones(_ engine: Engine) async throws {
        var brief = World.Brief()
        brief.kind = "person"
        // On this day clocks in Berlin go forward at 02:00.
        brief.wall = WallTime("2026-03-29T09:00")
        let people = [
            World.Person(1), World.Person(2, zone: "Asia/Kolkata"), World.Person(3, zone: "America/New_York"), World.Person(4, zone: nil),
            World.Person(5, zone: "Nowhere/Land"),
        ]
        try await World.with(engine, people: people, brief: brief) { world in
            try await world.start()
            let due = try await world.database.read {
                try $0.values("SELECT not_before FROM delivery ORDER BY person NULLS FIRST", as: Instant.self)
            }
            #expect(
                due.map(\.description) == [
                    "2026-03-29T07:00:00Z", "2026-03-29T03:30:00Z", "2026-03-29T13:00:00Z", "2026-03-29T07:00:00Z", "2026-03-29T07:00:00Z",
                ])
        }
    }

    @Test("it is too late for the zones in which the time has passed, and for all when it passed everywhere", arguments: Engine.allCases)
    func tooLate(_ engine: Engine) async throws {
        var brief = World.Brief()
        brief.kind = "person"
        brief.wall = WallTime("2026-03-02T09:00")
        brief.hours = 3
        let people = [World.Person(1, zone: "America/Los_Angeles"), World.Person(2, zone: "Asia/Kolkata")]
        try await World.with(engine, people: people, brief: brief) { world in
            try await world.start()
            #expect(try await world.people(.planned) == [1])
            #expect(try await world.reason(2) == "too_late")
            try await world.change("UPDATE campaign SET state = 'approved'")
            world.clock.advance(.days(1))
            await #expect(throws: DeliveryError.self) { try await world.start() }
        }
    }

    @Test("only approved campaigns start, but for the operator, and none twice", arguments: Engine.allCases)
    func states(_ engine: Engine) async throws {
        var brief = World.Brief()
        brief.state = .draft
        try await World.with(engine, people: [World.Person(1)], brief: brief) { world in
            await #expect(throws: DeliveryError.wrongState(.draft)) { try await world.start() }
            try await world.start(.operator)
            await #expect(throws: DeliveryError.wrongState(.running)) { try await world.start(.operator) }
            #expect(SendingWords.de.problem(.wrongState(.inReview)).contains("In Prüfung"))
        }
    }

    @Test("a message that can't be made into a mail stops the start, and nothing of it stays", arguments: Engine.allCases)
    func badMessage(_ engine: Engine) async throws {
        var brief = World.Brief()
        brief.messages = [(nil, "Hello", "Dear {{person.shoe_size}}")]
        try await World.with(engine, people: [World.Person(1)], brief: brief) { world in
            let error = await #expect(throws: DeliveryError.self) { try await world.start() }
            if let error {
                #expect("\(error)".hasPrefix("Message 1 (en) can't be made into a mail: Line 1, column 6: "))
                #expect(SendingWords.de.problem(error).hasPrefix("Aus Nachricht 1 (en) wird keine Mail: Zeile 1, Spalte 6: "))
            }
            let runs = try await world.database.read { try $0.count("SELECT count(*) FROM run") }
            #expect(runs == 0)
        }
    }

    @Test("a start across machines refuses links that lead nowhere")
    func loopback() async throws {
        try await World.with(.sqlite, people: [World.Person(1)]) { world in
            var world = world
            world.settings.baseURL = "http://127.0.0.1:8080"
            world.settings.leavesMachine = true
            let started = world
            await #expect(throws: DeliveryError.loopbackBaseURL("http://127.0.0.1:8080")) { try await started.start() }
        }
    }
}
