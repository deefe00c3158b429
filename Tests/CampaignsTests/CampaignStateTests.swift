import Kernel
import Testing

@testable import Campaigns

@Suite("How far a campaign has come")
struct CampaignStateTests {
    private static let allowed: [CampaignState.Step: [(CampaignState, CampaignState)]] = [
        .edit: [(.draft, .draft), (.inReview, .draft), (.approved, .draft), (.scheduled, .draft)],
        .handIn: [(.draft, .inReview)],
        .approve: [(.inReview, .approved)],
        .giveBack: [(.inReview, .draft)],
        .schedule: [(.approved, .scheduled)],
        .unschedule: [(.scheduled, .approved)],
        .start: [(.approved, .running), (.scheduled, .running)],
        .startUnapproved: [(.draft, .running), (.inReview, .running)],
        .pause: [(.running, .paused)],
        .resume: [(.paused, .running)],
        .finish: [(.running, .finished)],
        .stop: [(.scheduled, .stopped), (.running, .stopped), (.paused, .stopped)],
        .reopen: [(.finished, .running)],
    ]

    @Test("Every step in every state", arguments: CampaignState.Step.allCases, CampaignState.allCases)
    func steps(step: CampaignState.Step, from: CampaignState) throws {
        let table = try #require(Self.allowed[step])
        #expect(from.after(step) == table.first { $0.0 == from }?.1)
    }

    @Test("Nobody gets to running without approval but the operator")
    func approvalIsNeeded() {
        var reached: Set<CampaignState> = [.draft]
        var grew = true
        while grew {
            let next = reached.union(
                reached.flatMap { state in
                    CampaignState.Step.allCases.filter { $0 != .approve && $0 != .startUnapproved }.compactMap { state.after($0) }
                })
            grew = next != reached
            reached = next
        }
        #expect(reached == [.draft, .inReview])
    }

    @Test("What has run never becomes a draft again", arguments: CampaignState.allCases.filter(\.hasRun), CampaignState.Step.allCases)
    func whatHasRunStays(state: CampaignState, step: CampaignState.Step) {
        #expect(state.after(step)?.hasRun != false)
    }
}

@Suite("Reading starts and shares")
struct CampaignTextTests {
    @Test(arguments: ["now", "2026-03-02T09:00:00Z", "2026-03-02T09:00 Europe/Berlin", "2026-03-02T09:00 person"])
    func startsReadBack(text: String) { #expect(CampaignStart(text)?.description == text) }

    @Test(arguments: [
        "", "soon", "2026-03-02", "2026-03-02T09:00", "2026-02-30T09:00 person", "2026-03-02T09:00 EST", "2026-03-02T09:00 Mars/Base",
        "2026-03-02T09:00 Europe/Berlin x",
    ])
    func noStarts(text: String) { #expect(CampaignStart(text) == nil) }

    @Test("A person's clock decides, also over a change of clocks")
    func notBefore() throws {
        let start = try #require(CampaignStart("2026-03-29T09:00 person"))
        let now = Instant(microseconds: 0)
        let berlin = try #require(Zone("Europe/Berlin"))
        let kolkata = try #require(Zone("Asia/Kolkata"))
        #expect(start.notBefore(in: berlin, now: now) == Instant("2026-03-29T07:00:00Z"))
        #expect(start.notBefore(in: kolkata, now: now) == Instant("2026-03-29T03:30:00Z"))
        let wall = try #require(CampaignStart("2026-03-29T09:00 Europe/Berlin"))
        #expect(wall.notBefore(in: kolkata, now: now) == Instant("2026-03-29T07:00:00Z"))
    }

    @Test(arguments: [("0%", 0), ("12%", 120), ("2.5 %", 25), ("2,5%", 25), ("100", 1000), ("099.9%", 999)])
    func shares(text: String, permille: Int) { #expect(Share(text)?.permille == permille) }

    @Test(arguments: ["", "%", "-1%", "101%", "1.25%", "1e3", "١٢%", "12%%", ".5%", "5.%", "1000000000000000000000%"])
    func noShares(text: String) { #expect(Share(text) == nil) }
}
