import Audiences
import Identity
import Kernel
import Storage
import Testing

@testable import Campaigns

@Suite("Writing a brief")
struct DraftingTests {
    @Test("What was saved is read back, on both engines", arguments: Engine.allCases)
    func roundTrip(engine: Engine) async throws {
        try await World.with(engine) { database in
            for (index, start) in ["now", "2026-03-02T09:00:00Z", "2026-03-02T09:00 Europe/Berlin", "2026-03-02T09:00 person"].enumerated()
            {
                var draft = World.draft
                draft.slug = "start-\(index)"
                draft.brief.start = try #require(CampaignStart(start))
                if index == 0 { draft.brief.goal = nil }
                if index == 1 { draft.brief.channels = [.home] }
                draft.brief.uncertain = UncertainChoice.allCases[index % 3]
                let written = draft
                let made = try await database.write { try $0.createCampaign(written, by: World.author) }
                #expect(made.state == .draft && made.author == World.amara)
                let (read, campaign) = try await database.read { (try $0.draft(of: made), try $0.campaign(written.slug)) }
                #expect(read == written)
                #expect(campaign == made)
            }
        }
    }

    @Test("Saving the same again changes nothing, and every change is in the audit", arguments: Engine.allCases)
    func idempotence(engine: Engine) async throws {
        try await World.with(engine) { database in
            let made = try await database.write { try $0.createCampaign(World.draft, by: World.author) }
            let same = try await database.write { try $0.updateCampaign(made, to: World.draft, by: .operator) }
            #expect(same == made)
            var draft = World.draft
            draft.brief.name = "Second week"
            draft.brief.needs = []
            draft.brief.uncertain = .resend
            let other = draft
            let changed = try await database.write { try $0.updateCampaign(made, to: other, by: .operator) }
            #expect(
                changed.name == "Second week" && changed.brief.needs.isEmpty && changed.author == nil && changed.changedAt > made.changedAt)
            let audit = try await database.read { try $0.audit(of: "campaign:first-week") }
            #expect(audit.map(\.action) == ["change", "create"])
            #expect(audit.map(\.actor) == ["operator", "person:1"])
            #expect(audit[0].before?.contains("First week") == true && audit[0].after?.contains("Second week") == true)
            #expect(
                audit[0].before?.contains("\"uncertain\":\"class\"") == true && audit[0].after?.contains("\"uncertain\":\"resend\"") == true
            )
        }
    }

    /// One field made wrong, and what is said about it.
    struct Bad: Sendable {
        let field: CampaignField
        let kind: CampaignProblem.Kind
        let change: @Sendable (inout CampaignDraft) -> Void

        init(_ field: CampaignField, _ kind: CampaignProblem.Kind, _ change: @escaping @Sendable (inout CampaignDraft) -> Void) {
            self.field = field
            self.kind = kind
            self.change = change
        }
    }

    static let badOnes: [Bad] = [
        Bad(.slug, .required) { $0.slug = "" },
        Bad(.slug, .badSlug("Über uns")) { $0.slug = "Über uns" },
        Bad(.publisher, .unknown("nobody")) { $0.publisher = "nobody" },
        Bad(.publisher, .required) { $0.publisher = "" },
        Bad(.offering, .unknown("nothing")) { $0.offering = "nothing" },
        Bad(.offering, .retired) { $0.offering = "old-crm" },
        Bad(.audience, .unknown("'; DROP TABLE campaign; --")) { $0.audience = "'; DROP TABLE campaign; --" },
        Bad(.name, .required) { $0.brief.name = "  " },
        Bad(.name, .tooLong(120)) { $0.brief.name = String(repeating: "x", count: 121) },
        Bad(.name, .notOneLine) { $0.brief.name = "a\nb" },
        Bad(.stage, .notOneOf(Array(Stage.words.dropFirst()))) { $0.brief.stage = .unaware },
        Bad(.latestSend, .outOfRange(1, 8760)) { $0.brief.latestSend = 0 },
        Bad(.latestSend, .outOfRange(1, 8760)) { $0.brief.latestSend = 8761 },
        Bad(.holdout, .holdoutTooLarge) { $0.brief.holdout = Share(permille: 501) },
        Bad(.channels, .noChannel) { $0.brief.channels = [] },
        Bad(.goalTarget, .targetNotAbove) { $0.brief.goal?.target = Share(permille: 120) },
        Bad(.goalStage, .notOneOf(Array(Stage.words.dropFirst()))) { $0.brief.goal?.stage = .unaware },
        Bad(.needs, .tooMany(5)) { $0.brief.needs = Array(repeating: Texts("x"), count: 6) },
        Bad(.keyMessages, .tooMany(3)) { $0.brief.keyMessages = Array(repeating: Texts("x"), count: 4) },
        Bad(.need(2), .tooLong(200)) { $0.brief.needs = [Texts("x"), Texts(String(repeating: "x", count: 201))] },
        Bad(.keyMessage(1), .badLanguage("EN")) { $0.brief.keyMessages = [Texts("x", language: "EN")] },
    ]

    @Test("Every field that can't stay as it is is named", arguments: badOnes)
    func badInput(bad one: Bad) async throws {
        let (field, kind) = (one.field, one.kind)
        var draft = World.draft
        one.change(&draft)
        let bad = draft
        try await World.with { database in
            await #expect(throws: CampaignError.invalid([CampaignProblem(field, kind)])) {
                try await database.write { try $0.createCampaign(bad, by: World.author) }
            }
            let stored = try await database.read { try $0.countCampaigns(of: nil) }
            #expect(stored == 0)
        }
    }

    @Test("A slug is taken once", arguments: Engine.allCases)
    func slugs(engine: Engine) async throws {
        try await World.with(engine) { database in
            try await database.write { try $0.createCampaign(World.draft, by: World.author) }
            await #expect(throws: CampaignError.invalid([CampaignProblem(.slug, .slugTaken("first-week"))])) {
                try await database.write { try $0.createCampaign(World.draft, by: World.author) }
            }
        }
    }

    @Test("Of two who edit at once one learns of the other", arguments: Engine.allCases)
    func conflict(engine: Engine) async throws {
        try await World.with(engine, file: true) { database in
            let made = try await database.write { try World.campaign($0) }
            let outcomes = await withTaskGroup(of: Bool.self) { group in
                for index in 0..<6 {
                    group.addTask {
                        var draft = World.draft
                        draft.brief.name = "Version \(index)"
                        let mine = draft
                        do {
                            try await database.write { try $0.updateCampaign(made, to: mine, seen: made.changedAt, by: World.both) }
                            return true
                        } catch CampaignError.changedMeanwhile(_, let name) {
                            return name != "Ben Weiß"
                        } catch { return true }
                    }
                }
                return await group.reduce(into: [Bool]()) { $0.append($1) }
            }
            #expect(outcomes.filter { $0 }.count == 1, "one wins, the others are told who did")
        }
    }

    @Test("What has run takes a new name and goal, and nothing else", arguments: Engine.allCases)
    func frozen(engine: Engine) async throws {
        try await World.with(engine) { database in
            let running = try await database.write { try $0.markRunning(World.approved($0), by: World.author) }
            var draft = World.draft
            draft.brief.name = "Renamed"
            draft.brief.goal = nil
            let renamed = draft
            let after = try await database.write { try $0.updateCampaign(running, to: renamed, by: World.author) }
            #expect(after.state == .running && after.name == "Renamed" && after.brief.goal == nil)
            draft.brief.holdout = Share(permille: 0)
            draft.brief.uncertain = .keep
            draft.audience = "sellers"
            draft.slug = "other"
            let frozen = draft
            await #expect(throws: CampaignError.frozen([.slug, .audience, .uncertain, .holdout])) {
                try await database.write { try $0.updateCampaign(running, to: frozen, by: .operator) }
            }
            await #expect(throws: CampaignError.frozen([.messages])) {
                try await database.write {
                    try $0.setMessages([World.sellers, World.everyone], of: running, terms: World.terms, by: .operator)
                }
            }
        }
    }

    @Test("Only a draft that nobody saw is deleted", arguments: Engine.allCases)
    func removal(engine: Engine) async throws {
        try await World.with(engine) { database in
            let made = try await database.write { try World.campaign($0) }
            try await database.write { try $0.removeCampaign(made, by: World.author) }
            #expect(try await database.read { try $0.campaign("first-week") } == nil)
            let returned = try await database.write { try $0.giveBack(World.waiting($0), note: "Shorter", by: World.approver) }
            await #expect(throws: CampaignError.hasHistory) {
                try await database.write { try $0.removeCampaign(returned, by: World.author) }
            }
            let running = try await database.write { try $0.markRunning(returned, by: .operator) }
            await #expect(throws: CampaignError.hasHistory) { try await database.write { try $0.removeCampaign(running, by: .operator) } }
        }
    }

    @Test("The list knows publishers and states", arguments: Engine.allCases)
    func listing(engine: Engine) async throws {
        try await World.with(engine) { database in
            try await database.write { transaction in
                for index in 0..<7 {
                    var draft = World.draft
                    draft.slug = "c-\(index)"
                    if index == 6 { draft.publisher = "other" }
                    try transaction.createCampaign(draft, by: .operator)
                }
            }
            try await database.read { reader in
                #expect(try reader.countCampaigns(of: nil) == 7)
                #expect(try reader.countCampaigns(of: [World.mobility]) == 6)
                #expect(try reader.countCampaigns(of: []) == 0)
                #expect(try reader.countCampaigns(of: nil, in: .running) == 0)
                let page = try reader.campaigns(of: [World.mobility], language: "de", limit: 4, offset: 4)
                #expect(page.count == 2)
                #expect(page.allSatisfy { $0.offering == "CRM unterwegs" && $0.publisher == "Mobile Work Team" })
            }
        }
    }
}
