import Audiences
import Campaigns
import Catalogue
import Identity
import Kernel
import Logging
import Mail
import People
import Storage
import Synchronization
import TestSupport
import Touches

@testable import Delivery

/// A small company with one publisher, one offering and one campaign, as plain rows.
struct World: Sendable {
    let database: Database
    let clock: TestClock
    var settings: DeliverySettings
    let ring: SecretRing

    static let campaign = CampaignKey(500)
    static let publisher = PublisherKey(100)
    static let offering = OfferingKey(300)
    static let author = Actor(.person(PersonKey(1)), roles: [publisher: [.author]])
    static let morning = Instant(microseconds: 1_772_442_000_000_000)  // 2026-03-02T09:00:00Z

    static let migrations: [Migration] =
        Database.migrations + PeopleSchema.migrations + TouchSchema.migrations + IdentitySchema.migrations + AudienceSchema.migrations
        + CatalogueSchema.migrations + CampaignSchema.migrations + DeliverySchema.migrations

    static let secret = "a AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
    static let otherSecret = "b AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE="

    struct Person: Sendable {
        var id: Int64
        var email: String?
        var department: Int64 = 11
        var zone: String?
        var language: String?
        var active = true
        var country = "DE"

        init(
            _ id: Int64, department: Int64 = 11, zone: String? = "Europe/Berlin", language: String? = "en", active: Bool = true,
            country: String = "DE", hasAddress: Bool = true
        ) {
            self.id = id
            email = hasAddress ? "p\(id)@acme.example" : nil
            self.department = department
            self.zone = zone
            self.language = language
            self.active = active
            self.country = country
        }
    }

    struct Brief: Sendable {
        var rule = "everyone"
        var state = CampaignState.approved
        var holdout = 0
        var byEmail = true
        var onHome = false
        var kind = "now"
        var instant: Instant?
        var wall: WallTime?
        var zone: String?
        var hours = 72
        var uncertain = UncertainChoice.keep
        var mayAddress: String?
        var offeringRule: String?
        var mustKnow = false
        var messages: [(rule: String?, subject: String, body: String)] = [
            (
                nil, "Hello {{person.first_name}}",
                "Dear {{person.name}}, [see it](offering) or [read](https://wiki.acme.example/crm?a=1&b=2)."
            )
        ]
        var german: (subject: String, body: String)?
    }

    static func with(
        _ engine: Engine, people: [Person], brief: Brief = Brief(), file: Bool = false, at start: Instant = morning,
        _ body: (World) async throws -> Void
    ) async throws {
        let clock = TestClock(start)
        let ring = try SecretRing(parsing: secret)
        try await TestDatabase.with(engine, migrations, file: file, clock: WallClock { clock.now }) { database in
            let settings = DeliverySettings(
                baseURL: "https://rapport.acme.example", mailFrom: try MailAddress("rapport@mail.acme.example"),
                zone: Zone("Europe/Berlin") ?? .utc)
            let world = World(database: database, clock: clock, settings: settings, ring: ring)
            try await world.fill(people, brief)
            try await body(world)
        }
    }

    private func fill(_ people: [Person], _ brief: Brief) async throws {
        try await database.write { t in
            let now = t.now
            try t.load("department", columns: ["id", "parent", "name", "path", "folded_path", "sort_key", "depth"]) { add in
                try add([.int8(10), .null(.int8), .text("Acme"), .text("Acme"), .text("acme"), .text("acme"), .int8(1)])
                try add([.int8(11), .int8(10), .text("Sales"), .text("Acme / Sales"), .text("acme / sales"), .text("sales"), .int8(2)])
                try add([.int8(12), .int8(10), .text("IT"), .text("Acme / IT"), .text("acme / it"), .text("it"), .int8(2)])
            }
            try t.load("department_within", columns: ["ancestor", "department"]) { add in
                for (ancestor, unit) in [(10, 10), (10, 11), (10, 12), (11, 11), (12, 12)] {
                    try add([.int8(Int64(ancestor)), .int8(Int64(unit))])
                }
            }
            try Self.load(people, into: t)
            try t.run(
                """
                INSERT INTO publisher (id, slug, name, reply_to, may_address, created_at, changed_at)
                VALUES (\(World.publisher), 'mobility', 'Mobile Work Team', 'mobility@acme.example', \(brief.mayAddress), \(now), \(now))
                """)
            try t.run(
                "INSERT INTO audience (id, slug, name, rule, created_at, changed_at) VALUES (\(200), 'all', 'All of Acme', \(brief.rule), \(now), \(now))"
            )
            let eligible: Int64? = brief.offeringRule == nil ? nil : 201
            if let rule = brief.offeringRule {
                try t.run(
                    "INSERT INTO audience (id, slug, name, rule, created_at, changed_at) VALUES (\(201), 'may-get', 'May get it', \(rule), \(now), \(now))"
                )
            }
            try t.run("INSERT INTO catalogue_slug (slug, kind, subject) VALUES ('field-crm', 'offering', \(World.offering))")
            try t.run(
                """
                INSERT INTO offering (id, slug, owner, kind, lifecycle, audience, language, has_usage_feed, sort_key,
                    created_at, changed_at)
                VALUES (\(World.offering), 'field-crm', \(World.publisher), 'app', 'live', \(eligible), 'en', \(false), 'field crm', \(now), \(now))
                """)
            try t.run(
                """
                INSERT INTO offering_text (offering, language, name, tagline)
                VALUES (\(World.offering), 'en', 'Field CRM', 'Your next visit, ready before you park')
                """)
            try t.run(
                """
                INSERT INTO campaign (id, slug, name, publisher, offering, audience, stage, class, state, start_kind, start_instant, start_wall,
                    start_zone, latest_send_hours, uncertain, holdout, by_email, on_home, created_at, changed_at)
                VALUES (\(World.campaign), 'launch', 'Launch', \(World.publisher), \(World.offering), \(200), 'try',
                    \(brief.mustKnow ? "must-know" : "news"), \(brief.state), \(brief.kind), \(brief.instant), \(brief.wall?.microsecondsAsIfUTC),
                    \(brief.zone), \(brief.hours), \(brief.uncertain), \(brief.holdout), \(brief.byEmail), \(brief.onHome), \(now), \(now))
                """)
            for (index, message) in brief.messages.enumerated() {
                let key = MessageKey(Int64(600 + index))
                try t.run(
                    """
                    INSERT INTO message (id, campaign, position, angle, rule, language)
                    VALUES (\(key), \(World.campaign), \(index + 1), NULL, \(message.rule), 'en')
                    """)
                try t.run(
                    "INSERT INTO message_text (message, language, subject, body) VALUES (\(key), 'en', \(message.subject), \(message.body))"
                )
            }
            if let german = brief.german {
                try t.run(
                    "INSERT INTO message_text (message, language, subject, body) VALUES (\(600), 'de', \(german.subject), \(german.body))")
            }
        }
    }

    private static func load(_ people: [Person], into t: Transaction) throws {
        let now = t.now
        try t.load(
            "person",
            columns: [
                "id", "external_id", "external_id_folded", "email", "email_folded", "name", "name_folded", "sort_key", "first_name",
                "first_name_folded", "department", "country", "country_folded", "time_zone", "language", "active", "created_at",
                "changed_at",
            ]
        ) { add in
            for person in people {
                let id = "E-\(person.id)"
                let name = "Person \(person.id)"
                try add([
                    .int8(person.id), .text(id), .text(id.folded), person.email.sqlValue, person.email.sqlValue, .text(name),
                    .text(name.folded),
                    .text(name.folded), .text("First\(person.id)"), .text("first\(person.id)"), .int8(person.department),
                    .text(person.country),
                    .text(person.country.folded), person.zone.sqlValue, person.language.sqlValue, .bool(person.active), now.sqlValue,
                    now.sqlValue,
                ])
            }
        }
    }

    @discardableResult
    func start(_ actor: Actor = author) async throws -> StartedRun {
        let (settings, ring) = (settings, ring)
        return try await database.write { try $0.start(World.campaign, actor: actor, settings: settings, ring: ring) }
    }

    func preview() async throws -> Preview {
        let (settings, ring, now) = (settings, ring, clock.now)
        return try await database.read { try $0.preview(World.campaign, settings: settings, ring: ring, now: now) }
    }

    func change(_ sql: SQL) async throws { try await database.write { try $0.run(sql) } }

    /// The people whose delivery on a channel is in a state.
    func people(_ state: DeliveryState, _ channel: Channel = .email) async throws -> [Int64] {
        try await database.read {
            try $0.values("SELECT person FROM delivery_now WHERE state = \(state) AND channel = \(channel) ORDER BY person NULLS FIRST")
        }
    }

    func reason(_ person: Int64, _ channel: Channel = .email) async throws -> String? {
        try await database.read {
            try $0.value("SELECT reason FROM delivery WHERE person = \(person) AND channel = \(channel)", as: String?.self)
        } ?? nil
    }

    func runState() async throws -> RunState? {
        try await database.read { try $0.value("SELECT state FROM run ORDER BY id DESC NULLS LAST LIMIT 1") }
    }

    func row(_ person: Int64) async throws -> Delivery {
        let row = try await database.read {
            try $0.first(
                """
                SELECT state, reason, code, reply, attempts, not_before FROM delivery WHERE person = \(person) AND channel = 'email'
                ORDER BY run DESC NULLS LAST LIMIT 1
                """, as: Delivery.self)
        }
        guard let row else { throw Late() }
        return row
    }

    struct Delivery: Rowed, Sendable {
        let state: DeliveryState
        let reason: String?
        let code: Int?
        let reply: String?
        let attempts: Int
        let due: Instant

        init(row: Row) throws {
            state = try row[0]
            reason = try row[1]
            code = try row[2]
            reply = try row[3]
            attempts = try row[4]
            due = try row[5]
        }
    }

    /// Claims of the newest run, as a worker makes them.
    func claim(_ lease: Lease, limit: Int = 100) async throws -> [Claim] {
        let (settings, ring) = (settings, ring)
        return try await database.write { t in
            guard let run: RunKey = try t.value("SELECT id FROM run ORDER BY id DESC NULLS LAST LIMIT 1") else { return [] }
            let stationery = try Stationery(run, t, settings: settings, ring: ring)
            let addressing = try Addressing(t.brief(World.campaign), t, settings: settings, now: t.now)
            return try t.claim(stationery, limit: limit, lease: lease, addressing: addressing).addressees.map {
                Claim(run: run, person: $0.person, lease: lease)
            }
        }
    }

    @discardableResult
    func startNewcomers(_ actor: Actor = author) async throws -> StartedRun {
        let (settings, ring) = (settings, ring)
        return try await database.write { try $0.startNewcomers(World.campaign, actor: actor, settings: settings, ring: ring) }
    }

    /// Adds somebody to the directory.
    func join(_ person: Person) async throws { try await database.write { try Self.load([person], into: $0) } }

    /// The tokens of the newest run's mails with its first message.
    func mailTokens() async throws -> MailTokens {
        let run = try await database.read { try $0.value("SELECT id FROM run ORDER BY id DESC NULLS LAST LIMIT 1", as: RunKey.self) }
        return MailTokens(tokens: DeliveryTokens(ring), run: run ?? RunKey(0), message: MessageKey(600))
    }

    struct MailTokens: Sendable {
        let tokens: DeliveryTokens
        let run: RunKey
        let message: MessageKey

        func link(_ link: LinkKey, person: PersonKey?) -> String { tokens.link(link, in: run, message, person: person) }
        func pixel(person: PersonKey?) -> String { tokens.pixel(run, message, person: person) }
        func unsubscribe(person: PersonKey) -> String { tokens.unsubscribe(run, person: person) }
    }

    func status() async throws -> CampaignStatus { try await database.read { try $0.status(World.campaign) } }

    func audited() async throws -> [String] {
        try await database.read { try $0.audit(of: "campaign:launch").map { "\($0.actor) \($0.action)" } }.reversed()
    }

    func worker(_ sink: Sink, probe: (@Sendable (DeliveryWorker.Tuning.Step, Claim) async throws -> Void)? = nil, batch: Int = 200)
        -> DeliveryWorker
    { worker(sink.transport, probe: probe, batch: batch) }

    func worker(
        _ transport: MailTransport, probe: (@Sendable (DeliveryWorker.Tuning.Step, Claim) async throws -> Void)? = nil, batch: Int = 200,
        patience: Duration = .seconds(20)
    ) -> DeliveryWorker {
        var tuning = DeliveryWorker.Tuning()
        tuning.beat = .milliseconds(20)
        tuning.batch = batch
        tuning.probe = probe
        tuning.patience = patience
        return DeliveryWorker(
            database: database, settings: settings, secrets: ring, transport: transport,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            tuning: tuning)
    }

    /// Runs a worker until the newest run ends.
    func deliver(_ worker: DeliveryWorker) async throws {
        let task = Task { await worker.run() }
        try await until { try await self.runState() == .finished }
        worker.stop()
        await task.value
    }

    /// Waits for what is to come, at most 20 s.
    func until(_ condition: @Sendable () async throws -> Bool) async throws {
        let end = ContinuousClock.now + .seconds(60)
        while try await !condition() {
            guard ContinuousClock.now < end else { throw Late() }
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    struct Late: Error {}
}

final class TestClock: Sendable {
    private let value: Mutex<Instant>
    init(_ start: Instant) { value = Mutex(start) }
    var now: Instant { value.withLock { $0 } }
    func advance(_ duration: Duration) { value.withLock { $0 = $0 + duration } }
}

/// A server that keeps what it takes, in memory.
final class Sink: Sendable {
    let mails = Mutex<[(to: String, id: String, bytes: [UInt8])]>([])
    private let reply: @Sendable (String) throws -> SMTPOutcome?
    private let sessions: Int

    /// - Parameter reply: what to say instead of taking the mail to an address.
    init(sessions: Int = 4, reply: @escaping @Sendable (String) throws -> SMTPOutcome? = { _ in nil }) {
        self.sessions = sessions
        self.reply = reply
    }

    var transport: MailTransport {
        MailTransport(sessions: sessions) {
            _ = try self.reply("")
            return MailSession(
                isUsable: { true },
                send: { mail, beforeFinalDot in
                    do { try await beforeFinalDot() } catch { return .notSent(reason: "\(error)") }
                    if let other = try? self.reply(mail.recipient.description) { return other }
                    self.mails.withLock { $0.append((mail.recipient.description, mail.messageID.description, mail.bytes)) }
                    return .accepted(reply: "250 taken")
                }, close: {})
        }
    }

    var recipients: [String] { mails.withLock { $0.map(\.to).sorted() } }
}
