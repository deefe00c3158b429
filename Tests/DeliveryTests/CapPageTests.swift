import Campaigns
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Identity
import Kernel
import NIOCore
import Storage
import Testing
import Web

@testable import Delivery

/// Of the people, those up to 7 have room tomorrow, those from 8 to 13 too late.
@Suite("What the pages say of a cap")
struct CapPageTests {
    private func world(
        _ engine: Engine, _ count: Int64 = 30, _ brief: World.Brief = World.Brief(), _ body: (World) async throws -> Void
    ) async throws {
        try await World.with(engine, people: (1...count).map { World.Person($0) }, brief: brief) { world in
            let world = try world.with(cap: "2/7d")
            var mails: [Int64: [World.Mail]] = [:]
            for person in 1...min(count, 7) { mails[person] = [.before(6, Int(person)), .before(5)] }
            if count > 13 { for person in Int64(8)...13 { mails[person] = [.before(1), .before(2)] } }
            try await world.received(mails)
            try await body(world)
        }
    }

    private func page(_ world: World, _ path: String, _ language: String = "en") async throws -> String {
        var text = ""
        try await world.withJournal { journal in
            text = try await world.application(journal, actor: World.author).test(.router) { client in
                try await client.execute(uri: path, method: .get, headers: [.acceptLanguage: language]) {
                    #expect($0.status == .ok)
                    return String(buffer: $0.body).replacing("\u{A0}", with: " ")
                }
            }
        }
        return text
    }

    @Test("before sending: who is put off and until when, and who gets it never", arguments: Engine.allCases)
    func before(_ engine: Engine) async throws {
        try await world(engine) { world in
            let english = try await page(world, "/campaigns/launch/sending")
            #expect(english.contains("of them with the mail put off, as it stands now until Tuesday, 3 March 2026, "))
            #expect(english.contains(" at the latest: nobody gets more than 2 mails in 7 days<") && english.contains("<b>7</b>"))
            #expect(english.contains("Had enough mail until it was too late") && english.contains("Send to 24 people"))
            let german = try await page(world, "/campaigns/launch/sending", "de")
            #expect(german.contains("davon mit verschobener Mail, nach jetzigem Stand bis spätestens Dienstag, "))
            #expect(german.contains(": niemand bekommt mehr als 2 Mails in 7 Tagen<"))
            #expect(german.contains("Hatte genug Mails, bis es zu spät war"))
            var uncapped = world
            uncapped.settings.cap = nil
            let without = try await page(uncapped, "/campaigns/launch/sending")
            #expect(!without.contains("put off") && !without.contains("Had enough") && without.contains("Send to 30 people"))
        }
    }

    @Test("of few people it says the rule only")
    func few() async throws {
        try await world(.sqlite, 4) { world in
            let page = try await page(world, "/campaigns/launch/sending")
            #expect(page.contains("Nobody gets more than 2 mails in 7 days: whoever has had that many gets the mail later."))
            #expect(!page.contains("put off"))
        }
    }

    @Test(
        "while it is sent: what waits for it, apart from what waits for the relay; in figures and files as well", arguments: Engine.allCases
    )
    func course(_ engine: Engine) async throws {
        try await world(engine) { world in
            try await world.start()
            let claims = try await world.claim(Lease(token: 1), of: World.campaign)
            try await world.settle(
                Array(claims.prefix(6)), .deferred(due: World.morning + .minutes(5), reason: "relay"))
            try await world.settle(Array(claims.dropFirst(6)), .accepted(reply: "250"))
            let course = try await world.database.read { try $0.course(of: World.campaign, now: World.morning) }
            #expect(
                course.waiting == [
                    .init(delay: .relay, people: 6, next: World.morning + .minutes(5), reply: nil),
                    .init(delay: .cap, people: 7, next: World.morning + .days(1) - .seconds(7), reply: nil),
                ])
            let english = try await page(world, "/campaigns/launch/deliveries")
            #expect(english.contains("They have had as many mails as one may get") && english.contains("No mail relay can take them"))
            #expect(english.contains("Had enough mail until it was too late"))
            #expect(try await page(world, "/campaigns/launch/deliveries", "de").contains("Sie hatten schon so viele Mails"))
            let status = try await world.status()
            #expect(status.deferred == ["cap": 7, "relay": 6] && status.excluded == ["capped": 6])
            let rows = try await world.database.read { reader in
                var rows: [String] = []
                try reader.export(World.campaign) { rows.append("\($0.externalID) \($0.state?.rawValue ?? "") \($0.reason ?? "")") }
                return rows
            }
            #expect(rows.contains("E-3 deferred cap") && rows.contains("E-9 excluded capped"))
        }
    }

    @Test("what a process has in hand is not told as put off", arguments: Engine.allCases)
    func inHand(_ engine: Engine) async throws {
        try await world(engine) { world in
            try await world.start()
            world.clock.advance(.days(1))
            let claims = try await world.claim(Lease(token: 1), of: World.campaign)
            #expect(claims.count == 24)
            #expect(try await world.status().deferred == [:])
        }
    }

    @Test("the start stores what the page said, and draws the arms that it would draw without", arguments: Engine.allCases, [true, false])
    func previewIsStart(_ engine: Engine, _ onHome: Bool) async throws {
        var brief = World.Brief()
        brief.holdout = 250
        brief.onHome = onHome
        let people = (1...300).map { World.Person($0, hasAddress: $0 % 9 != 0) }
        try await World.with(engine, people: people, brief: brief) { world in
            var mails: [Int64: [World.Mail]] = [:]
            for person in Int64(1)...300 {
                switch person % 5 {
                case 0: mails[person] = [.before(6, Int(person)), .before(5)]
                case 1: mails[person] = [.before(1), .before(2)]
                case 2: mails[person] = [.before(1)]
                default: break
                }
            }
            try await world.received(mails)
            let uncapped = try await world.preview()
            let world = try world.with(cap: "2/7d")
            let preview = try await world.preview()
            #expect(preview.holdout == uncapped.holdout && uncapped.putOff == 0 && uncapped.excluded[.capped] == nil)
            #expect(preview.audience == preview.recipients + preview.holdout + preview.unreachable)
            #expect(onHome ? preview.recipients == uncapped.recipients : preview.recipients < uncapped.recipients)
            let started = try await world.start()
            #expect(started.holdout == preview.holdout)
            let (planned, deferred) = (try await world.people(.planned), try await world.people(.deferred))
            #expect(deferred.count == preview.putOff && preview.putOff > 20)
            #expect(planned.count + deferred.count == preview.byEmail)
            if !onHome { #expect(preview.byEmail == preview.recipients) }
            let (until, reasons) = try await world.database.read { reader in
                var reasons: [ExclusionReason: Int] = [:]
                try reader.each("SELECT reason, count(DISTINCT person) FROM delivery WHERE state = 'excluded' GROUP BY reason") {
                    try reasons[$0[0]] = $0[1]
                }
                return (try reader.value("SELECT max(not_before) FROM delivery WHERE state = 'deferred'", as: Instant.self), reasons)
            }
            #expect(until == preview.putOffUntil && reasons == preview.excluded && preview.excluded[.capped] ?? 0 > 20)
        }
    }

    @Test("one's own page says it in a sentence, and nothing where there is none")
    func own() throws {
        func html(_ cap: MailCap?, _ language: Language) -> String {
            let panel = OwnMailPanel(choice: MailChoice(), tracking: .person, pixel: .off, cap: cap)
            return String(decoding: panel.html(language, csrf: "token").bytes, as: UTF8.self).replacing("\u{A0}", with: " ")
        }
        let cap = try MailCap("5/7d")
        #expect(html(cap, .en).contains("<p>You get at most 5 mails in 7 days, from all senders together; only what everyone must know"))
        #expect(
            html(cap, .de).contains(
                "<p>Sie bekommen höchstens 5 Mails in 7 Tagen, von allen Absendern zusammen; nur was alle wissen müssen"))
        #expect(!html(nil, .en).contains("at most"))
    }
}
