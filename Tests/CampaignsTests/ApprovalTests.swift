import Audiences
import Identity
import Kernel
import Storage
import Testing

@testable import Campaigns

@Suite("Approving a campaign")
struct ApprovalTests {
    @Test("Handed in, given back, handed in, approved", arguments: Engine.allCases)
    func way(engine: Engine) async throws {
        try await World.with(engine) { database in
            let waiting = try await database.write { try World.waiting($0) }
            #expect(waiting.state == .inReview)
            let back = try await database.write { try $0.giveBack(waiting, note: " Shorter, please ", by: World.approver) }
            #expect(back.state == .draft)
            let again = try await database.write { try $0.handIn(back, terms: World.terms, by: World.author) }
            let approved = try await database.write { try $0.approve(again, terms: World.terms, by: World.approver) }
            #expect(approved.state == .approved)
            let approvals = try await database.read { try $0.approvals(of: waiting.key) }
            #expect(approvals.map(\.verdict) == [.approved, .returned])
            #expect(approvals[1].note == "Shorter, please" && approvals[1].decidedBy == World.carla && approvals[1].askedBy == World.amara)
            let audit = try await database.read { try $0.audit(of: "campaign:first-week") }
            #expect(audit.map(\.action) == ["approve", "hand-in", "return", "hand-in", "write", "create"])
            #expect(audit[0].actor == "person:3")
        }
    }

    @Test("Nobody approves what they handed in or wrote", arguments: Engine.allCases)
    func notOneself(engine: Engine) async throws {
        try await World.with(engine) { database in
            // Ben handed it in.
            let own = try await database.write { try $0.handIn(World.campaign($0), terms: World.terms, by: World.both) }
            await #expect(throws: CampaignError.ownCampaign) {
                try await database.write { try $0.approve(own, terms: World.terms, by: World.both) }
            }
            await #expect(throws: CampaignError.ownCampaign) {
                try await database.write { try $0.giveBack(own, note: "x", by: World.both) }
            }
            // Ben wrote at it last, and Amara handed it in.
            let edited = try await database.write { transaction in
                let changed = try transaction.setMessages([World.sellers, World.everyone], of: own, terms: World.terms, by: World.both)
                return try transaction.handIn(changed, terms: World.terms, by: World.author)
            }
            await #expect(throws: CampaignError.ownCampaign) {
                try await database.write { try $0.approve(edited, terms: World.terms, by: World.both) }
            }
            let approved = try await database.write { try $0.approve(edited, terms: World.terms, by: World.approver) }
            #expect(approved.state == .approved)
        }
    }

    @Test("The database itself refuses that one person asks and decides", arguments: Engine.allCases)
    func check(engine: Engine) async throws {
        try await World.with(engine) { database in
            let waiting = try await database.write { try World.waiting($0) }
            await #expect(throws: StorageError.self) {
                try await database.write {
                    try $0.run(
                        "UPDATE approval SET decided_by = asked_by, decided_at = \(1), verdict = 'approved' WHERE campaign = \(waiting.key)"
                    )
                }
            }
            await #expect(throws: StorageError.self) {
                try await database.write { transaction in
                    let key: Key<Approval> = try transaction.newKey()
                    try transaction.run(
                        "INSERT INTO approval (id, campaign, asked_by, asked_at) VALUES (\(key), \(waiting.key), \(World.ben), \(1))")
                }
            }
        }
    }

    @Test("An edit makes a draft of what was handed in, approved or scheduled", arguments: Engine.allCases)
    func editing(engine: Engine) async throws {
        try await World.with(engine) { database in
            let approved = try await database.write { try World.approved($0) }
            let scheduled = try await database.write { try $0.markScheduled(approved, by: World.author) }
            #expect(scheduled.state == .scheduled)
            let edited = try await database.write {
                try $0.setMessages([World.sellers, World.everyone], of: scheduled, terms: World.terms, by: World.author)
            }
            #expect(edited.state == .draft)
            await #expect(throws: CampaignError.notNow(.start, .draft)) {
                try await database.write { try $0.markRunning(edited, by: World.author) }
            }
            let waiting = try await database.write { try $0.handIn(edited, terms: World.terms, by: World.author) }
            let again = try await database.write { try $0.setMessages([World.everyone], of: waiting, terms: World.terms, by: World.author) }
            #expect(again.state == .draft)
            #expect(try await database.read { try $0.approvals(of: again.key).map(\.verdict) } == [.withdrawn, .approved])
            await #expect(throws: CampaignError.notNow(.approve, .draft)) {
                try await database.write { try $0.approve(again, terms: World.terms, by: World.approver) }
            }
        }
    }

    @Test("An approver approves what they saw")
    func seen() async throws {
        try await World.with { database in
            let first = try await database.write { try World.waiting($0) }
            let second = try await database.write { transaction in
                let changed = try transaction.setMessages([World.sellers, World.everyone], of: first, terms: World.terms, by: World.author)
                return try transaction.handIn(changed, terms: World.terms, by: World.author)
            }
            await #expect(throws: CampaignError.changedMeanwhile(at: second.changedAt, by: "Amara Okafor")) {
                try await database.write { try $0.approve(second, terms: World.terms, seen: first.changedAt, by: World.approver) }
            }
        }
    }

    @Test("What could not be sent is not handed in and not approved")
    func sendable() async throws {
        try await World.with { database in
            let empty = try await database.write { try $0.createCampaign(World.draft, by: World.author) }
            await #expect(throws: CampaignError.invalid([CampaignProblem(.messages, .noMessages)])) {
                try await database.write { try $0.handIn(empty, terms: World.terms, by: World.author) }
            }
            let desk = MessageDraft(texts: ["en": MessageText(subject: "x", body: "{{person.desk | desk}}")])
            let waiting = try await database.write { transaction in
                let written = try transaction.setMessages([desk], of: empty, terms: World.terms, by: World.author)
                let waiting = try transaction.handIn(written, terms: World.terms, by: World.author)
                try transaction.run("DELETE FROM person_attribute")
                try transaction.run("DELETE FROM attribute")
                return waiting
            }
            do {
                try await database.write { try $0.approve(waiting, terms: World.terms, by: World.approver) }
                Issue.record("it was approved with an unknown merge field")
            } catch CampaignError.invalid(let problems) {
                #expect(problems.map(\.field) == [.message(1, .body("en"))])
            }
            await #expect(throws: CampaignError.invalid([CampaignProblem(.note, .required)])) {
                try await database.write { try $0.giveBack(waiting, note: " \n", by: World.approver) }
            }
        }
    }

    @Test("The operator needs no approver; everyone else does", arguments: Engine.allCases)
    func operators(engine: Engine) async throws {
        try await World.with(engine) { database in
            let waiting = try await database.write { try World.waiting($0) }
            await #expect(throws: CampaignError.notNow(.start, .inReview)) {
                try await database.write { try $0.markRunning(waiting, by: World.both) }
            }
            let running = try await database.write { try $0.markRunning(waiting, by: .operator) }
            #expect(running.state == .running)
            #expect(try await database.read { try $0.waitingApproval(of: waiting.key) } == nil)
            let end = try await database.write { transaction in
                let paused = try transaction.markPaused(running, by: World.author, note: "A mistake")
                let resumed = try transaction.markResumed(paused, by: World.author)
                return try transaction.markFinished(resumed)
            }
            #expect(end.state == .finished)
            await #expect(throws: CampaignError.notNow(.stop, .finished)) {
                try await database.write { try $0.markStopped(end, by: .operator) }
            }
        }
    }
}
