import Audiences
import Campaigns
import Catalogue
import Foundation
import Identity
import Kernel
import Logging
import Storage
import TestSupport
import Testing
import Web

@testable import App

@Suite("Applying files")
struct ApplyTests {
    static let world = """
        publishers:
          - {slug: mobility, name: Mobile Work Team}
        topics:
          - {slug: mobile, name: {en: Mobile work, de: Mobil arbeiten}}
        audiences:
          - {slug: new-ones, name: New ones, rule: 'stage("field-crm") < try'}
          - {slug: sellers, name: Sellers, rule: 'title = "Seller" and not audience("new-ones")'}
        offerings:
          - slug: field-crm
            name: Field CRM
            kind: app
            owner: mobility
            tagline: Your next visit, ready before you park
            topics: [mobile]
            audience: sellers
        campaigns:
          - slug: first-week
            name: First week
            publisher: mobility
            offering: field-crm
            audience: new-ones
            stage: try
            holdout: 10%
            messages:
              - {subject: 'Hello {{person.first_name}}', body: 'Dear {{person.name}}, [see it](offering).'}
        """

    private func withHouse(_ body: (House) async throws -> Void) async throws {
        try await TestDatabase.withFolder { folder in
            let installation = try Installation.open(folder: folder.path, configFile: nil, commandLine: [:])
            let house = House(installation, baseURL: "http://127.0.0.1:8080", logger: Logger(label: "test"))
            try await installation.database.migrate(House.migrations)
            do { try await body(house) } catch {
                await installation.close()
                throw error
            }
            await installation.close()
        }
    }

    private func apply(_ text: String, in house: House, dry: Bool = false, force: Bool = false) async throws -> [String] {
        var options = Apply.Options()
        (options.isDryRun, options.force) = (dry, force)
        let file = try ApplyFile(file: "acme.yaml", text: text)
        return try await Apply(house.database, terms: house.terms, options: options).run([file]).map(\.description)
    }

    @Test("makes what a file names, whatever circles it names it in, once; a dry run makes nothing")
    func idempotent() async throws {
        try await withHouse { house in
            let planned = try await apply(Self.world, in: house, dry: true)
            let stored = try await house.database.read { try $0.count("SELECT count(*) FROM publisher") }
            #expect(stored == 0)
            let made = try await apply(Self.world, in: house)
            #expect(made == planned)
            #expect(made.filter { $0.hasPrefix("create ") }.count == 6)
            let again = try await apply(Self.world, in: house)
            #expect(again == [])
            let changed = try await apply(Self.world.replacing("First week\n", with: "Second week\n"), in: house)
            #expect(changed == ["change campaign first-week: name"])
        }
    }

    @Test("leaves alone what it does not name, also where somebody changed that on a page")
    func leftOut() async throws {
        let slug = try #require(Slug("field-crm"))
        try await withHouse { house in
            _ = try await apply(Self.world, in: house)
            try await house.database.write { transaction in
                let offering = try transaction.offering(slug)
                var draft = OfferingDraft(try #require(offering))
                draft.needs = [Texts("I lose an hour a day")]
                draft.links = [OfferingLink(label: Texts("Open"), url: "https://crm.acme.example/")]
                draft.lifecycle = .beta
                _ = try transaction.save(draft, actor: .operator)
            }
            let same = try await apply(Self.world, in: house)
            #expect(same == [])
            // Once named, now not any more.
            let text = Self.world.replacing("    topics: [mobile]\n", with: "").replacing("    holdout: 10%\n", with: "")
                .replacing("First week\n", with: "Second week\n")
            let short = String(text.prefix(upTo: try #require(text.range(of: "    messages:")).lowerBound))
            let changed = try await apply(short, in: house)
            #expect(changed == ["change campaign first-week: name"])
            try await house.database.read { reader in
                let offering = try reader.offering(slug)
                let draft = OfferingDraft(try #require(offering))
                #expect(draft.needs.count == 1 && draft.links.count == 1 && draft.lifecycle == .beta && draft.topics.count == 1)
                let found = try reader.campaign("first-week")
                let campaign = try #require(found)
                #expect(try reader.draft(of: campaign).brief.holdout == Share(permille: 100))
                #expect(try reader.messages(of: campaign.key).count == 1)
            }
        }
    }

    @Test("does not undo what somebody changed on a page, unless told to")
    func conflict() async throws {
        try await withHouse { house in
            _ = try await apply(Self.world, in: house)
            try await house.database.write { try $0.run("UPDATE campaign SET name = 'Renamed on a page' WHERE slug = 'first-week'") }
            let other = Self.world.replacing("First week\n", with: "Renamed in the file\n")
            do {
                _ = try await apply(other, in: house)
                Issue.record("it was overwritten")
            } catch let problems as ApplyProblems {
                #expect(problems.problems.map(\.text).contains { $0.contains("name changed on a page") })
                #expect(problems.problems.allSatisfy { $0.file == "acme.yaml" && $0.line == 17 }, "\(problems)")
            }
            let forced = try await apply(other, in: house, force: true)
            #expect(forced == ["change campaign first-week: name"])
        }
    }

    @Test("leaves mails of which nobody knows to the class, until a file says otherwise")
    func uncertain() async throws {
        try await withHouse { house in
            func choice() async throws -> UncertainChoice? {
                try await house.database.read { try $0.campaign("first-week")?.brief.uncertain }
            }
            func world(_ word: String) -> String { Self.world.replacing("holdout: 10%", with: "uncertain: \(word)") }
            _ = try await apply(Self.world, in: house)
            #expect(try await choice() == .asClass)
            let named = try await apply(world("class"), in: house)
            #expect(named == [])
            let own = try await apply(world("resend"), in: house)
            #expect(own == ["change campaign first-week: uncertain"])
            // Left out, it stays as it is.
            let leftOut = try await apply(Self.world, in: house)
            #expect(leftOut == [])
            #expect(try await choice() == .resend)
            try await house.database.write { try $0.run("UPDATE campaign SET uncertain = 'keep'") }
            await #expect(throws: ApplyProblems.self) { _ = try await apply(world("class"), in: house) }
            #expect(try await choice() == .keep)
            _ = try await apply(world("class"), in: house, force: true)
            #expect(try await choice() == .asClass)
        }
    }

    @Test(
        "names the file and the line of everything that is wrong",
        arguments: [
            ("publishers:\n  - {slug: a, name: A, colour: red}\n", 2, "no “colour”"),
            ("topics:\n  - {slug: Über, name: A}\n", 2, "no slug"),
            ("audiences:\n  - slug: a\n    name: A\n    rule: 'titel = 1'\n", 4, "column 1"),
            ("campaigns: 7\n", 1, "campaigns is a list"),
            ("offerings:\n  - {slug: a, name: A, kind: app, owner: nobody, tagline: T}\n", 2, "no publisher"),
            ("departments:\n  - {path: Nowhere, head: E-1}\n", 2, "no department"),
            ("a: [1\n", 2, "no YAML"),
            ("publishers:\n  - slug: a\n    name:\n", 3, "a publisher needs name, and it is empty"),
            ("publishers:\n  - {slug: a, name: A}\n  - slug: b\n    name: B\n    reply_to: nope\n", 5, "no mail address"),
            ("audiences:\n  - slug: a\n    name: ''\n    rule: ''\n", 4, "an audience needs rule, and it is empty"),
            ("audiences:\n  - slug: a\n    name: A\n    rule: 'titel = 1'\n", 4, "the rule, column 1: there is no field"),
            (
                "audiences:\n  - {slug: a, name: A, rule: 'audience(\"b\")'}\n  - {slug: b, name: B, rule: 'not audience(\"a\")'}\n", 3,
                "b → a → b"
            ),
            (ApplyTests.world.replacing("holdout: 10%", with: "start: tomorrow"), 23, "start: “tomorrow”"),
            (ApplyTests.world.replacing("holdout: 10%", with: "holdout: 99%"), 23, "holdout"),
            (ApplyTests.world.replacing("holdout: 10%", with: "uncertain: maybe"), 23, "uncertain: “maybe”"),
            (ApplyTests.world.replacing("stage: try", with: "stage: tri"), 22, "stage: “tri”"),
            (ApplyTests.world.replacing("owner: mobility", with: "owner: nobody"), 12, "no publisher “nobody”"),
            (ApplyTests.world.replacing("kind: app", with: "kind: apple"), 11, "kind: “apple”"),
            (ApplyTests.world.replacing("topics: [mobile]", with: "description: '<b>x</b>'"), 14, "Markdown"),
            (
                ApplyTests.world.replacing("body: 'Dear {{person.name}}, [see it](offering).'", with: "body: ~"), 25,
                "a message needs body, and it is empty"
            ),
        ] as [(String, Int, String)])
    func errors(text: String, line: Int, part: String) async throws {
        try await withHouse { house in
            do {
                _ = try await apply(text, in: house)
                Issue.record("it was applied")
            } catch let problems as ApplyProblems {
                #expect(problems.problems.contains { $0.line == line && $0.text.contains(part) }, "\(problems)")
            }
        }
    }

    @Test("takes pictures and attachments from files beside it, and tells them by their bytes")
    func files() async throws {
        try await withHouse { house in
            try await TestDatabase.withFolder { folder in
                let png: [UInt8] =
                    [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13] + Array("IHDR".utf8) + [0, 0, 0, 90, 0, 0, 0, 60]
                    + Array(repeating: 0, count: 20)
                let pictures = folder.appending(path: "pictures")
                try FileManager.default.createDirectory(at: pictures, withIntermediateDirectories: true)
                try Data(png).write(to: pictures.appending(path: "desk.png"))
                try Data("%PDF-1.7".utf8).write(to: folder.appending(path: "leaflet"))
                let text =
                    Self.world.replacing("Dear {{person.name}}", with: "![A desk](picture:desk) Dear {{person.name}}") + """

                            pictures: [{name: desk, file: pictures/desk.png}]
                            attachments: [{file: leaflet}]
                        """
                func apply(_ text: String) async throws -> [String] {
                    let file = try ApplyFile(file: folder.appending(path: "acme.yaml").path, text: text)
                    return try await Apply(house.database, terms: house.terms, options: Apply.Options()).run([file]).map(\.description)
                }
                _ = try await apply(text)
                let names = try await house.database.read {
                    try $0.values("SELECT name FROM campaign_file ORDER BY name NULLS FIRST", as: String.self)
                }
                #expect(names == ["desk", "leaflet.pdf"])
                let again = try await apply(text)
                #expect(again == [])
                try Data("%PDF-1.7 second".utf8).write(to: folder.appending(path: "leaflet"))
                let changed = try await apply(text)
                #expect(changed == ["change campaign first-week: attachments"])
                for (wrong, line, part) in [
                    ("pictures/desk.png", "pictures/none.png", "no file “pictures/none.png”"),
                    ("pictures/desk.png", "leaflet", "no picture"),
                    ("picture:desk", "picture:chair", "no picture “chair”"),
                ] {
                    do {
                        _ = try await apply(text.replacing(wrong, with: line))
                        Issue.record("\(line) was applied")
                    } catch let problems as ApplyProblems {
                        #expect(problems.problems.contains { $0.text.contains(part) }, "\(problems)")
                    }
                }
            }
        }
    }

    @Test("An audience's page can say what names it, and of what its reader may not open only whose it is")
    func uses() async throws {
        try await withHouse { house in
            _ = try await apply(Self.world, in: house)
            func uses(_ actor: Actor) async throws -> [[String]] {
                try await house.database.read { reader in
                    try ["new-ones", "sellers"].map { slug in
                        try reader.audience(slug).map {
                            try House.uses($0, actor, .en, reader).map { "\($0.kind) \($0.name)\($0.address.map { " \($0)" } ?? "")" }
                        } ?? []
                    }
                }
            }
            let all = try await uses(.operator)
            #expect(all == [["Campaign First week /campaigns/first-week"], ["Offering Field CRM /offerings/field-crm"]])
            let others = try await uses(Actor(.person(PersonKey(1)), roles: [PublisherKey(1): [.author]]))
            #expect(others == [["Campaign of Mobile Work Team"], ["Offering Field CRM /offerings/field-crm"]])
        }
    }
}
