import HTTPTypes
import HummingbirdTesting
import Identity
import Kernel
import NIOCore
import Storage
import Testing
import Touches
import Web

@testable import Catalogue

@Suite("The catalogue over HTTP")
struct RouteTests {
    private static let form =
        "name=Field+CRM&tagline=Better&owner=mobility&kind=app&lifecycle=live&language=en&needs=One%0ATwo&link-1-label=Open&link-1-url=https%3A%2F%2Fcrm.example%2F&topics=mobile"

    private func text(_ response: TestResponse) -> String { String(buffer: response.body) }

    @Test func whoMayOpenWhat() async throws {
        try await World.with { world async throws in
            try await Server.with(world) { server async throws in
                let pages: [(String, employee: Int, author: Int, other: Int, admin: Int)] = [
                    ("/catalogue", 200, 200, 200, 200), ("/offerings/field-crm", 200, 200, 200, 200),
                    ("/offerings/field-crm/reviews", 200, 200, 200, 200), ("/topics/mobile", 200, 200, 200, 200),
                    ("/me", 200, 200, 200, 200),
                    ("/me/touches/field-crm", 200, 200, 200, 200), ("/offerings/new", 403, 200, 200, 403),
                    ("/offerings/field-crm/edit", 403, 200, 403, 403),
                ]
                for (uri, employee, author, other, admin) in pages {
                    for (person, status) in [
                        (world.employee, employee), (world.author, author), (world.other, other), (world.admin, admin),
                    ] {
                        let answer = try await server.get(uri, as: person)
                        #expect(Int(answer.status.code) == status, "\(uri) as \(person)")
                    }
                    let signedOut = try await server.get(uri, as: nil)
                    #expect(signedOut.status == .seeOther)
                    #expect(signedOut.headers[.location]?.hasPrefix("/sign-in?next=") == true)
                }
                for (uri, body) in [
                    ("/offerings/field-crm/edit", Self.form), ("/offerings/field-crm/news", "text=New"),
                    ("/offerings/field-crm/reviews/1/answer", "answer=x"),
                ] {
                    for person in [world.employee, world.other, world.admin] {
                        #expect(try await server.post(uri, as: person, body).status == .forbidden, "\(uri) as \(person)")
                    }
                    #expect(try await server.post(uri, as: nil, body).status == .unauthorized)
                }
            }
        }
    }

    @Test func pressingIsRemembered() async throws {
        try await World.with { world async throws in
            try await Server.with(world) { server async throws in
                for verb in ["follow", "follow", "help", "use", "use"] {
                    let response = try await server.post("/offerings/field-crm/\(verb)", as: world.employee)
                    #expect(response.status == .seeOther)
                    #expect(response.headers[.location] == "/offerings/field-crm")
                }
                #expect(try await world.touches(.followed) == 1)
                #expect(try await world.touches(.helped) == 1)
                #expect(try await world.touches(.usesIt) == 1)
                let page = text(try await server.get("/offerings/field-crm", as: world.employee))
                #expect(page.contains("You use this"))
                #expect(page.contains("/offerings/field-crm/unfollow"))
                let back = try await server.post("/topics/mobile/follow", as: world.employee, "next=%2Fme")
                #expect(back.headers[.location] == "/me")
                for next in ["https%3A%2F%2Fevil.example", "%2F%2Fevil.example", "javascript%3Aalert(1)"] {
                    let response = try await server.post("/topics/mobile/unfollow", as: world.employee, "next=\(next)")
                    #expect(response.headers[.location] == "/topics/mobile")
                }
                let own = text(try await server.get("/me", as: world.employee))
                #expect(own.contains("Mei Tanaka"))
                #expect(own.contains("/me/touches/field-crm"))
                #expect(try await text(server.get("/me/touches/field-crm", as: world.employee)).contains("You said that you use it"))
                #expect(try await text(server.get("/me/touches/field-crm", as: world.other)).contains("You said that you use it") == false)
            }
        }
    }

    @Test func aViewIsWrittenBehindTheAnswer() async throws {
        try await World.with { world async throws in
            try await Server.with(world) { server async throws in
                for _ in 0..<3 { _ = try await server.get("/offerings/field-crm", as: world.employee) }
                _ = try await server.get("/offerings/field-crm/reviews", as: world.employee)
                _ = try await server.get("/offerings/field-crm", as: world.colleague, method: .head)
                if let purpose = HTTPField.Name("sec-purpose") {
                    _ = try await server.get("/offerings/field-crm", as: world.colleague, [purpose: "prefetch;prerender"])
                }
                _ = try await server.get("/offerings/field-crm", as: nil)
                _ = try await server.get("/catalogue", as: world.colleague)
                #expect(try await world.touches(.viewed) == 0)
                #expect(await server.journal.drain())
                #expect(try await world.touches(.viewed) == 1)
                #expect(try await world.touches(.viewed, by: world.employee) == 1)
                #expect(try await world.touches(.readReviews) == 1)
            }
        }
    }

    @Test func reviewsAndTheirAnswers() async throws {
        try await World.with { world async throws in
            try await Server.with(world) { server async throws in
                let wrong = try await server.post(
                    "/offerings/field-crm/reviews", as: world.employee, "text=%3Cscript%3Ealert(1)%3C%2Fscript%3E")
                #expect(wrong.status == .unprocessableContent)
                #expect(text(wrong).contains("&lt;script&gt;"))
                #expect(!text(wrong).contains("<script>alert"))
                for stars in ["0", "6", "x", "99999999999999999999"] {
                    #expect(
                        try await server.post("/offerings/field-crm/reviews", as: world.employee, "stars=\(stars)").status
                            == .unprocessableContent)
                }
                #expect(try await server.post("/offerings/field-crm/reviews", as: world.employee, "stars=4&text=Fast").status == .seeOther)
                let key = try #require(try await world.database.read { try $0.review(of: world.offering, by: world.employee)?.key })
                #expect(
                    try await server.post("/offerings/field-crm/reviews/\(key)/answer", as: world.author, "answer=Thank+you").status
                        == .seeOther)
                let page = text(try await server.get("/offerings/field-crm/reviews", as: world.other))
                #expect(page.contains("Answer from Mobile Work Team"))
                #expect(!page.contains("/answer\""))
                for foreign in ["1", "0", "-4", "x", "\(Int64.max)", "99999999999999999999"] {
                    #expect(
                        try await server.post("/offerings/field-crm/reviews/\(foreign)/answer", as: world.author, "answer=x").status
                            == .notFound, "\(foreign)")
                }
            }
        }
    }

    @Test func editing() async throws {
        try await World.with { world async throws in
            try await Server.with(world) { server async throws in
                func version() async throws -> String {
                    try await world.database.read { try $0.offering(world.offering).map { "&version=\($0.changedAt.microseconds)" } ?? "" }
                }
                #expect(try await server.post("/offerings/field-crm/edit", as: world.author, Self.form).status == .conflict)
                let saved = try await server.post("/offerings/field-crm/edit", as: world.author, Self.form + (try await version()))
                #expect(saved.headers[.location] == "/offerings/field-crm")
                let offering = try #require(try await world.database.read { try $0.offering(world.offering) })
                #expect(offering.tagline.inDefault == "Better")
                #expect(offering.tagline.in("de") == "Ihr nächster Besuch, fertig vor dem Parken")
                #expect(offering.needs.map(\.inDefault) == ["One", "Two"])
                #expect(offering.audience == nil)
                #expect(offering.scene == nil)

                let german =
                    Self.form.replacing("language=en", with: "language=de").replacing("One%0ATwo", with: "Eins%0AZwei")
                    + (try await version())
                #expect(try await server.post("/offerings/field-crm/edit", as: world.author, german).status == .seeOther)
                let both = try #require(try await world.database.read { try $0.offering(world.offering) })
                #expect(both.needs == [.both("One", "Eins"), .both("Two", "Zwei")])
                #expect(both.name.inDefault == "Field CRM")

                let wrong: [(String, String)] = [
                    ("link-1-url=https%3A%2F%2Fcrm.example%2F", "link-1-url=javascript%3Aalert(1)"), ("owner=mobility", "owner=finance"),
                    ("kind=app", "kind=spaceship"), ("lifecycle=live", "lifecycle="), ("topics=mobile", "topics=nothing"),
                    ("tagline=Better", "tagline="), ("needs=One%0ATwo", "description=%3Ciframe%3E"),
                ]
                for (old, new) in wrong {
                    let response = try await server.post(
                        "/offerings/field-crm/edit", as: world.author, Self.form.replacing(old, with: new) + (try await version()))
                    #expect(response.status == .unprocessableContent, "\(new)")
                    #expect(!text(response).contains("<iframe>"))
                }
                #expect(
                    try await server.post("/offerings/field-crm/news", as: world.author, "language=en&text=Maps+**offline**").status
                        == .seeOther)
                #expect(
                    try await server.post("/offerings/field-crm/news", as: world.author, "language=en&text=%3Cb%3E").status
                        == .unprocessableContent)
                #expect(try await text(server.get("/offerings/field-crm", as: world.employee)).contains("<strong>offline</strong>"))
            }
        }
    }

    @Test func aNewOne() async throws {
        try await World.with { world async throws in
            try await Server.with(world) { server async throws in
                #expect(try await server.post("/offerings/new", as: world.employee, Self.form + "&slug=notes").status == .forbidden)
                for slug in ["", "new", "field-crm", "mobile", "Not+A+Slug", "..%2F..%2Fetc"] {
                    #expect(
                        try await server.post("/offerings/new", as: world.author, Self.form + "&slug=\(slug)").status
                            == .unprocessableContent, "\(slug)")
                }
                #expect(try await server.post("/offerings/new", as: world.other, Self.form + "&slug=notes").status == .unprocessableContent)
                let made = try await server.post("/offerings/new", as: world.author, Self.form + "&slug=notes")
                #expect(made.headers[.location] == "/offerings/notes")
                #expect(try await text(server.get("/catalogue?q=better", as: world.employee)).contains("/offerings/notes"))
            }
        }
    }

    @Test func hostileAddressesAndBodies() async throws {
        try await World.with { world async throws in
            try await Server.with(world) { server async throws in
                for uri in [
                    "/offerings/nothing", "/offerings/UPPER", "/offerings/a%00b", "/offerings/%2e%2e", "/topics/field-crm",
                    "/offerings/mobile", "/me/touches/x",
                ] {
                    #expect(try await server.get(uri, as: world.employee).status == .notFound, "\(uri)")
                }
                for uri in [
                    "/catalogue?page=-1", "/catalogue?page=99999999999999999999", "/catalogue?page=x&kind=spaceship&topic=%00&q=%25'%22",
                    "/catalogue?q=%22OR%22*",
                    "/offerings/field-crm/reviews?page=9999",
                ] {
                    #expect(try await server.get(uri, as: world.employee).status == .ok, "\(uri)")
                }
                let huge = "stars=4&text=" + String(repeating: "x", count: 2 << 20)
                #expect(try await server.post("/offerings/field-crm/reviews", as: world.employee, huge).status == .contentTooLarge)
                let long = "stars=4&text=" + String(repeating: "x", count: 4001)
                #expect(try await server.post("/offerings/field-crm/reviews", as: world.employee, long).status == .unprocessableContent)
            }
        }
    }

    @Test func whatIsRetired() async throws {
        try await World.with { world async throws in
            try await world.database.write { transaction in
                try transaction.follow(.offering(world.offering), by: world.colleague, zone: .utc)
                guard let offering = try transaction.offering(world.offering) else { return }
                var draft = OfferingDraft(offering)
                draft.lifecycle = .retired
                _ = try transaction.save(draft, actor: .system)
            }
            try await Server.with(world) { server async throws in
                let page = text(try await server.get("/offerings/field-crm", as: world.employee))
                #expect(page.contains("This is no longer there"))
                #expect(!page.contains("https://crm.example/"))
                for verb in ["follow", "help", "use"] {
                    #expect(try await server.post("/offerings/field-crm/\(verb)", as: world.employee).status == .conflict, "\(verb)")
                }
                #expect(try await server.post("/offerings/field-crm/reviews", as: world.employee, "stars=1").status == .conflict)
                #expect(try await server.post("/offerings/field-crm/unfollow", as: world.colleague).status == .seeOther)
                #expect(try await text(server.get("/catalogue", as: world.employee)).contains("/offerings/field-crm") == false)
            }
        }
    }

    @Test func otherRoomsAddToOnesOwnPage() async throws {
        try await World.with { world async throws in
            try await Server.with(world, ownPanels: { _ in ["<p id=\"slot\">here</p>"] }) { server async throws in
                #expect(try await text(server.get("/me", as: world.employee)).contains("<p id=\"slot\">here</p>"))
            }
        }
    }
}
