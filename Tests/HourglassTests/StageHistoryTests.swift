import Audiences
import Hourglass
import Kernel
import Testing
import Touches

/// Noon UTC of a day, as a touch that was recorded at once.
func touch(_ way: Way, _ day: String, subject: SubjectKind = .offering, verdict: Verdict = .human, known: String? = nil) -> Evidence {
    let number = Day(day)?.number ?? 0
    let happened = Instant(microseconds: (number * 24 + 12) * 3_600_000_000)
    let recorded = known.flatMap { Day($0) }.map { Instant(microseconds: ($0.number * 24 + 12) * 3_600_000_000) } ?? happened
    return Evidence(way, at: happened, recordedAt: recorded, localDay: Day(number: number), subject: subject, verdict: verdict)
}

func feed(_ first: String, _ last: String) -> UsageFeed {
    guard let first = Day(first), let last = Day(last) else { return UsageFeed(nil) }
    return UsageFeed(first...last)
}

/// One touch of use in each of the ISO weeks after the one that begins on Monday, 2026-01-05, by their place: 0 is that week.
func use(weeks: some Sequence<Int>) -> [Evidence] {
    let monday = Day(year: 2026, month: 1, day: 5) ?? Day(number: 0)
    return weeks.map { touch(.used, (monday + (7 * $0 + 2)).description) }
}

/// Three days of use in the week of 2026-01-05.
let purchase = ["2026-01-05", "2026-01-06", "2026-01-07"].map { touch(.used, $0) }

@Suite("Deriving stages from touches")
struct StageHistoryTests {
    static let alone: [(Way, SubjectKind, Set<Stage>)] = [
        (.shown, .offering, []), (.viewed, .offering, [.know]), (.viewed, .story, [.know]), (.clicked, .campaign, [.know]),
        (.clicked, .offering, [.know]), (.checkedIn, .gathering, [.know]), (.followed, .offering, [.like]), (.followed, .topic, []),
        (.unfollowed, .offering, []), (.helped, .offering, [.like]), (.helped, .story, [.like]), (.unhelped, .offering, []),
        (.accepted, .gathering, [.like]), (.readReviews, .offering, [.trust]), (.asked, .offering, [.trust]),
        (.joined, .offering, [.trust]), (.trained, .gathering, [.know, .trust]), (.reviewed, .offering, []),
        (.requested, .offering, []), (.tried, .offering, [.try]), (.used, .offering, [.try]), (.usesIt, .offering, [.buy]),
        (.testified, .offering, []), (.referred, .offering, []), (.unsubscribed, .campaign, []),
    ]

    @Test("One touch alone is evidence of", arguments: alone)
    func one(way: Way, subject: SubjectKind, stages: Set<Stage>) {
        let history = StageHistory.derive([touch(way, "2026-03-02", subject: subject)])
        #expect(Set(history.reached.keys) == stages)
        #expect(history.stage == stages.max() ?? .unaware)
        #expect(history.evidence == stages.reduce(0) { $0 | 1 << Int64($1.rawValue) })
        #expect(history.transitions.map(\.to) == (stages.max().map { [$0] } ?? []))
    }

    @Test("Every way is in the table")
    func complete() {
        #expect(Set(Self.alone.map(\.0)) == Set(Way.allCases))
    }

    @Test("What no human did is no evidence", arguments: Way.allCases, [Verdict.machine, .unknown])
    func machines(way: Way, verdict: Verdict) {
        #expect(StageHistory.derive([touch(way, "2026-03-02", verdict: verdict)]) == StageHistory.derive([]))
    }

    @Test("Coming back counts on another local day, not on another day of UTC")
    func comingBack() {
        // 23:30 and 00:30 in UTC, both on 2 March for the person; then the same instants on two days.
        let late = Instant(microseconds: (Int64(20_514) * 48 + 47) * 1_800_000_000)
        let early = late + .hours(1)
        func view(_ instant: Instant, _ day: Int64, _ subject: SubjectKind = .offering) -> Evidence {
            Evidence(.viewed, at: instant, recordedAt: instant, localDay: Day(number: day), subject: subject)
        }
        #expect(StageHistory.derive([view(late, 20_514), view(early, 20_514)]).stage == .know)
        let back = StageHistory.derive([view(late, 20_514), view(early, 20_515)])
        #expect(back.stage == .like)
        #expect(back.reached[.like]?.happenedAt == early)
        #expect(StageHistory.derive([view(late, 20_514), view(early, 20_515, .story)]).stage == .know)
    }

    @Test(
        "Three different local days of use within 28",
        arguments: [
            (["2026-01-05", "2026-01-06", "2026-02-01"], Stage.buy),  // the 1st, 2nd and 28th day
            (["2026-01-05", "2026-01-06", "2026-02-02"], .try),  // the 29th
            (["2026-01-05", "2026-01-05", "2026-01-06"], .try),
            (["2026-01-05", "2026-01-06"], .try),
            (["2026-01-05", "2026-02-20", "2026-03-10", "2026-03-19"], .buy),
            (["2025-12-31", "2026-01-01", "2026-01-27"], .buy),
        ])
    func buying(days: [String], stage: Stage) {
        let history = StageHistory.derive(days.map { touch(.used, $0) }, feed: UsageFeed(nil))
        #expect(history.stage == stage)
        #expect(history.reached[.buy]?.happenedAt == (stage == .buy ? touch(.used, days.last ?? "").happenedAt : nil))
    }

    @Test("“I use this” counts only where no feed tells")
    func pressing() {
        #expect(StageHistory.derive([touch(.usesIt, "2026-03-02")]).stage == .buy)
        #expect(StageHistory.derive([touch(.usesIt, "2026-03-02")], feed: UsageFeed(nil)).stage == .unaware)
    }

    @Test("Evidence is dated by the touch that made it, and known when the last of its touches was")
    func dates() {
        let history = StageHistory.derive([
            touch(.viewed, "2026-03-02", known: "2026-03-05"), touch(.viewed, "2026-03-04"), touch(.followed, "2026-03-09"),
        ])
        #expect(history.reached[.know]?.knownAt == touch(.viewed, "2026-03-05").happenedAt)
        #expect(history.reached[.like]?.happenedAt == touch(.viewed, "2026-03-04").happenedAt)
        #expect(history.reached[.like]?.knownAt == touch(.viewed, "2026-03-05").happenedAt)
    }

    @Test("A higher stage first leaves the lower one without a transition, but with its evidence")
    func decree() {
        let history = StageHistory.derive([touch(.tried, "2026-03-02"), touch(.followed, "2026-03-03")])
        #expect(history.transitions.map(\.to) == [.try])
        #expect(Set(history.reached.keys) == [.like, .try])
        #expect(history.evidence == 1 << 2 | 1 << 4)
    }

    @Test("Two stages at one instant are one change")
    func together() {
        let history = StageHistory.derive([touch(.viewed, "2026-03-02"), touch(.asked, "2026-03-02")])
        #expect(history.transitions.map(\.from) == [.unaware])
        #expect(history.transitions.map(\.to) == [.trust])
    }

    @Test("know to buy never fall")
    func keeping() {
        let history = StageHistory.derive(
            purchase + [touch(.followed, "2026-01-08"), touch(.unfollowed, "2026-01-09"), touch(.unhelped, "2026-01-09")],
            feed: feed("2025-01-06", "2026-12-27"))
        #expect(history.stage == .buy)
        #expect(history.transitions.allSatisfy { $0.from < $0.to })
    }
}
