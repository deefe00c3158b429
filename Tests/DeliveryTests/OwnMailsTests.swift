import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Identity
import Kernel
import Storage
import Testing
import Touches
import Web

@testable import Delivery

@Suite("One's own choices about mails")
struct OwnMailsTests {
    private static let browser: HTTPFields = [.userAgent: "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"]

    @Test("are made by buttons, and hold from then on", arguments: Engine.allCases)
    func buttons(_ engine: Engine) async throws {
        try await World.with(engine, people: [World.Person(1), World.Person(2)]) { world in
            try await world.withJournal { journal in
                try await world.application(journal, actor: World.author, hasToken: true).test(.router) { client in
                    func press(_ path: String, _ status: HTTPResponse.Status = .seeOther) async throws -> MailChoice {
                        try await client.execute(uri: "/me/\(path)", method: .post) {
                            #expect($0.status == status)
                            if status == .seeOther { #expect($0.headers[.location] == "/me#mails") }
                        }
                        return try await world.database.read { try $0.mailChoice(of: PersonKey(1)) }
                    }
                    try await world.database.write { _ = try $0.unsubscribe(PersonKey(1), from: World.publisher) }
                    let off = [MailChoice.Publisher(key: World.publisher, name: "Mobile Work Team")]
                    #expect(try await press("tracking/refuse") == MailChoice(refusesTracking: true, off: off))
                    #expect(try await press("pictures/allow") == MailChoice(refusesTracking: true, allowsPixel: true, off: off))
                    #expect(try await press("tracking/refuse").refusesTracking)
                    #expect(try await press("tracking/allow") == MailChoice(allowsPixel: true, off: off))
                    #expect(try await press("pictures/refuse") == MailChoice(off: off))
                    #expect(try await press("publishers/\(World.publisher)/mails") == MailChoice())
                    #expect(try await press("publishers/\(World.publisher)/mails", .notFound) == MailChoice())
                    #expect(try await world.database.read { try $0.mailChoice(of: PersonKey(2)) } == MailChoice())
                }
                try await world.application(journal).test(.router) { client in
                    try await client.execute(uri: "/me/tracking/refuse", method: .post) { #expect($0.status != .seeOther) }
                }
            }
        }
    }

    @Test(
        "are shown as far as the installation leaves any",
        arguments: [
            (TrackingMode.person, PixelMode.off, MailChoice(), ["/me/tracking/refuse"]),
            (.person, .person, MailChoice(), ["/me/tracking/refuse", "/me/pictures/allow"]),
            (.message, .person, MailChoice(allowsPixel: true), ["/me/tracking/refuse", "/me/pictures/refuse"]),
            (.person, .person, MailChoice(refusesTracking: true, allowsPixel: true), ["/me/tracking/allow"]),
            (.none, .message, MailChoice(), []),
            (
                .none, .off, MailChoice(off: [.init(key: PublisherKey(9), name: "A & B")]), ["/me/publishers/9/mails"]
            ),
        ])
    func panel(_ tracking: TrackingMode, _ pixel: PixelMode, _ choice: MailChoice, _ buttons: [String]) {
        for language in Language.allCases {
            let html = String(
                decoding: OwnMailPanel(choice: choice, tracking: tracking, pixel: pixel).html(language, csrf: "token").bytes, as: UTF8.self)
            let actions = html.components(separatedBy: "action=\"").dropFirst().map { String($0.prefix { $0 != "\"" }) }
            #expect(Set(actions) == Set(buttons))
            #expect(actions.count == buttons.count)
        }
    }

    @Test("a link out of an older mail still leads on, and nothing is noted", arguments: Engine.allCases)
    func olderMail(_ engine: Engine) async throws {
        try await World.with(engine, people: [World.Person(1), World.Person(2)]) { world in
            try await world.start()
            try await world.deliver(world.worker(Sink()))
            let link = try await world.links()[0]
            let tokens = try await world.mailTokens()
            try await world.database.write { try $0.setTrackingRefusal(PersonKey(1), true) }
            world.clock.advance(.seconds(600))
            try await world.withJournal { journal in
                try await world.application(journal).test(.router) { client in
                    for person in [PersonKey(1), PersonKey(2)] {
                        let path = "/l/\(tokens.link(link, person: person))"
                        try await client.execute(uri: path, method: .get, headers: Self.browser) { #expect($0.status == .seeOther) }
                    }
                }
                #expect(await journal.drain())
                #expect(journal.counts.dropped == [.optedOut: 1])
                #expect(try await world.clicks() == ["2 human delayed"])
            }
        }
    }

    @Test(
        "what the operator turns down holds for mails that are out already", arguments: Engine.allCases, [TrackingMode.message, .none])
    func turnedDown(_ engine: Engine, _ mode: TrackingMode) async throws {
        try await World.with(engine, people: [World.Person(1)]) { world in
            var world = world
            world.settings.pixel = .person
            try await world.start()
            try await world.deliver(world.worker(Sink()))
            try await world.database.write { try $0.setPixelConsent(PersonKey(1), true) }
            let (link, tokens) = (try await world.links()[0], try await world.mailTokens())
            let paths = ["/l/\(tokens.link(link, person: PersonKey(1)))", "/p/\(tokens.pixel(person: PersonKey(1))).gif"]
            for (tracking, pixel) in [(TrackingMode.person, PixelMode.person), (mode, .message), (mode, .off)] {
                (world.settings.tracking, world.settings.pixel) = (tracking, pixel)
                world.clock.advance(.seconds(600))
                for hasLanes in [true, false] {
                    world.clock.advance(.seconds(600))
                    try await world.withJournal { journal in
                        try await world.application(journal, hasLanes: hasLanes).test(.live) { client in
                            for path in paths {
                                try await client.execute(uri: path, method: .get, headers: Self.browser) {
                                    #expect($0.status == (path.hasPrefix("/l/") ? .seeOther : .ok))
                                }
                            }
                        }
                        #expect(await journal.drain())
                    }
                }
                let touched = try await world.database.read { try $0.count("SELECT count(*) FROM touch WHERE person = 1") }
                // A click and a picture, before and behind the router, while both were on.
                #expect(touched == 4, "\(tracking) \(pixel)")
            }
            let anonymous = try await world.database.read {
                try $0.values("SELECT link FROM anonymous_hit ORDER BY happened_at NULLS FIRST, link NULLS FIRST", as: LinkKey?.self)
            }
            #expect(anonymous.count { $0 == nil } == 2 && anonymous.count { $0 == link } == 4)
        }
    }

    @Test("a forwarded mail's click is of who is signed in; one that names nobody is counted without a person", arguments: Engine.allCases)
    func forwarded(_ engine: Engine) async throws {
        try await World.with(engine, people: [World.Person(1), World.Person(2)]) { world in
            try await world.start()
            try await world.deliver(world.worker(Sink()))
            let link = try await world.links()[0]
            let session = try await world.database.write { try $0.openSession(for: PersonKey(2)).text }
            let tokens = try await world.mailTokens()
            try await world.withJournal { journal in
                try await world.application(journal).test(.router) { client in
                    var signedIn = Self.browser
                    signedIn[.cookie] = "__Host-rapport=\(session)"
                    for (path, headers) in [
                        (tokens.link(link, person: PersonKey(1)), signedIn), (tokens.link(link, person: nil), signedIn),
                        (tokens.link(link, person: nil), Self.browser),
                    ] {
                        world.clock.advance(.seconds(2))
                        try await client.execute(uri: "/l/\(path)", method: .get, headers: headers) { #expect($0.status == .seeOther) }
                    }
                }
                #expect(await journal.drain())
                #expect(try await world.clicks() == ["2 human signed_in forwarded", "2 human signed_in"])
                let anonymous = try await world.database.read { try $0.values("SELECT reason FROM anonymous_hit", as: String.self) }
                #expect(anonymous == ["anonymous"])
            }
        }
    }

    @Test("a click names no address and no program, in the database or on the way there")
    func nothingElse() async throws {
        try await World.with(.sqlite, people: [World.Person(1)]) { world in
            try await world.start()
            let link = try await world.links()[0]
            let hit = RecordedHit(.link(link), at: world.clock.now, owner: PersonKey(1), session: nil, sign: .plain)
            // Kind, link, owner, no session, sign.
            #expect(hit.payload.count == 21)
            let columns = try await world.database.read {
                try $0.values("SELECT name FROM pragma_table_info('touch') ORDER BY name NULLS FIRST", as: String.self)
            }
            #expect(columns.allSatisfy { !$0.contains("ip") && !$0.contains("agent") && !$0.contains("address") })
        }
    }
}
