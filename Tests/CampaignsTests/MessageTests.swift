import Audiences
import Kernel
import Markup
import Storage
import Testing
import Web

@testable import Campaigns

@Suite("Writing messages")
struct MessageTests {
    private func problems(_ messages: [MessageDraft]) async throws -> [CampaignProblem] {
        var found: [CampaignProblem] = []
        try await World.with { database in
            found = try await database.read { try $0.problems(of: messages, terms: World.terms) }
        }
        return found
    }

    private func text(_ subject: String = "Hello", _ body: String = "Text") -> [String: MessageText] {
        ["en": MessageText(subject: subject, body: body)]
    }

    @Test("Exactly the last message is for everyone else")
    func order() async throws {
        let open = MessageDraft(texts: text()), ruled = MessageDraft(rule: "title = \"Seller\"", texts: text())
        #expect(try await problems([ruled, open]).isEmpty)
        #expect(try await problems([open, open]) == [CampaignProblem(.message(1, .rule), .neverReached)])
        #expect(try await problems([ruled]) == [CampaignProblem(.message(1, .rule), .lastHasRule)])
    }

    @Test("A wrong rule is shown at its column")
    func rules() async throws {
        let found = try await problems([MessageDraft(rule: "titel = \"Seller\"", texts: text()), MessageDraft(texts: text())])
        #expect(found.map(\.field) == [.message(1, .rule)])
        #expect(found.first?.message(in: .en).hasPrefix("Column 1:") == true)
        #expect(found.first?.message(in: .de).hasPrefix("Spalte 1:") == true)
    }

    @Test(
        "A wrong text is shown at its line and column, in its language",
        arguments: [
            ("Hi {{person.frist_name}}", "Text", MessageField.subject("en"), "Subject, column 4"),
            ("Hi", "One\n\nTwo {{person.nose}}", .body("en"), "Line 3, column 5"),
            ("Hi", "<script>alert(1)</script>", .body("en"), "Line 1, column 1"),
            ("Hi", "[x](javascript:alert(1))", .body("en"), "Line 1"),
            ("Hi", "", .body("en"), "Line 1, column 1"),
        ] as [(String, String, MessageField, String)])
    func markup(subject: String, body: String, field: MessageField, place: String) async throws {
        let found = try await problems([MessageDraft(texts: text(subject, body))])
        #expect(found.first?.field == .message(1, field))
        #expect(found.first?.message(in: .en).hasPrefix(place) == true, "\(found.map { $0.message(in: .en) })")
    }

    @Test("Languages are codes, and the default one has a text")
    func languages() async throws {
        #expect(
            try await problems([MessageDraft(texts: ["de": MessageText(subject: "x", body: "x")])]) == [
                CampaignProblem(.message(1, .language), .noDefaultText("en"))
            ])
        let bad = MessageDraft(texts: text().merging(["x\"y": MessageText(subject: "x", body: "x")]) { $1 })
        #expect(try await problems([bad]) == [CampaignProblem(.message(1, .language), .badLanguage("x\"y"))])
        let many = try await problems((0..<21).map { MessageDraft(rule: $0 < 20 ? "everyone" : nil, texts: text()) })
        #expect(many == [CampaignProblem(.messages, .tooMany(20))])
    }

    @Test("Messages keep their keys when they move and change", arguments: Engine.allCases)
    func keys(engine: Engine) async throws {
        try await World.with(engine) { database in
            let campaign = try await database.write { try World.campaign($0, messages: [World.sellers, World.everyone]) }
            let before = try await database.read { try $0.messages(of: campaign.key) }
            #expect(before.map(\.content) == [World.sellers, World.everyone])
            #expect(before.map(\.number) == [1, 2])
            let managers = MessageDraft(angle: "Managers", rule: "title = \"Manager\"", texts: text())
            try await database.write {
                try $0.setMessages([managers, World.sellers, World.everyone], of: campaign, terms: World.terms, by: World.author)
            }
            let three = try await database.read { try $0.messages(of: campaign.key) }
            #expect(three.dropFirst().map(\.key) == before.map(\.key))
            try await database.write {
                try $0.setMessages([World.sellers, World.everyone], of: campaign, terms: World.terms, by: World.author)
            }
            #expect(try await database.read { try $0.messages(of: campaign.key) } == before)
            var changed = World.sellers
            changed.texts["de"] = MessageText(subject: "Für Sie", body: "Sie sind zuerst dran.")
            let german = changed
            try await database.write { try $0.setMessages([german, World.everyone], of: campaign, terms: World.terms, by: World.author) }
            let after = try await database.read { try $0.messages(of: campaign.key) }
            #expect(after.map(\.key) == before.map(\.key))
            #expect(after[0].languages == ["en", "de"])
            #expect(after[0].language(for: "de") == "de" && after[0].language(for: "fr") == "en" && after[0].language(for: nil) == "en")
        }
    }

    @Test("The first message whose rule fits is a person's", arguments: Engine.allCases)
    func choosing(engine: Engine) async throws {
        try await World.with(engine) { database in
            let pune = MessageDraft(angle: "Pune", rule: "site = \"Pune\"", texts: text())
            let campaign = try await database.write { try World.campaign($0, messages: [World.sellers, pune, World.everyone]) }
            try await database.read { reader in
                let compiled = try reader.compiledMessages(of: campaign, terms: World.terms)
                let today = Day(number: 20_000)
                func angle(_ person: PersonKey) throws -> String? {
                    try reader.message(for: person, of: compiled, today: today)?.message.angle
                }
                #expect(try angle(World.dev) == "Sellers")
                #expect(try angle(World.amara) == "Pune")
                #expect(try angle(World.eva) == nil)
                #expect(try reader.message(for: PersonKey(999), of: compiled, today: today) == nil)
                let everyone = try reader.check("everyone", terms: World.terms)
                let counts = try reader.countsByMessage(compiled, audience: everyone, today: today)
                #expect(compiled.items.map { counts[$0.message.key] } == [1, 1, 3])
            }
        }
    }

    @Test("Fields are filled from directory, offering and publisher", arguments: Engine.allCases)
    func merging(engine: Engine) async throws {
        try await World.with(engine) { database in
            let campaign = try await database.write { try World.campaign($0) }
            try await database.read { reader in
                let fields = [
                    "person.first_name", "person.department", "person.manager.name", "person.desk", "person.site", "offering.name",
                    "publisher.name", "publisher.reply_to",
                ]
                let known = try reader.mergeFields()
                #expect(Set(fields).isSubset(of: known.names))
                let source = try reader.mergeSource(of: campaign)
                let people = try reader.mergePeople([World.dev, World.eva, PersonKey(999)], fields: Set(fields))
                let dev = try #require(people.first { $0.key == World.dev }), eva = try #require(people.first { $0.key == World.eva })
                #expect(people.count == 2)
                #expect(dev.primaryLanguage == "de" && eva.primaryLanguage == nil)
                #expect(
                    source.values(for: fields, person: dev, language: "de")
                        == ["Dev", "Sales", "Carla <b>Ruiz</b>", "Window", "Pune", "CRM unterwegs", "Mobile Work Team", nil])
                #expect(source.values(for: fields, person: eva, language: "fr")[5] == "Field CRM")
                #expect(source.values(for: fields, person: eva, language: "en")[3] == nil)
            }
        }
    }

    @Test("A name is text in a mail, never markup")
    func hostileNames() async throws {
        try await World.with { database in
            let campaign = try await database.write { transaction in
                try World.campaign(transaction, messages: [MessageDraft(texts: text("From {{person.name}}", "Dear {{person.name}}"))])
            }
            try await database.read { reader in
                let template = try #require(try reader.compiledMessages(of: campaign, terms: World.terms).items[0].templates["en"])
                let carla = try #require(try reader.mergePeople([World.carla], fields: Set(template.fields)).first)
                let proof = try World.press.proof(
                    ProofOrder(
                        campaign: campaign, person: carla.key, language: "en", template: template,
                        values: try reader.mergeSource(of: campaign).values(for: template.fields, person: carla, language: "en"),
                        reader: .en),
                    reader)
                for view in MessagePage.View.allCases {
                    let html = World.shown(proof, view)
                    #expect(!html.contains("<b>Ruiz") && html.contains("Carla &lt;b&gt;Ruiz"))
                }
            }
        }
    }
}
