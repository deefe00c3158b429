import Audiences
import Hourglass
import Kernel
import Testing
import Touches

@Suite("Staying with an offering, and recommending it")
struct RepeatTests {
    static func end(ofWeek week: Int) -> Instant {
        Instant(microseconds: ((Day(year: 2026, month: 1, day: 12)?.number ?? 0) + Int64(7 * week)) * 86_400_000_000)
    }

    /// Weeks are counted from the one of buying (0, that of 2026-01-05); the feed ends on the Sunday of `covered`.
    static let cases: [(used: [Int], covered: Int, stage: Stage)] = [
        ([1, 2, 3], 3, .buy),  // three covered weeks are too few
        ([1, 2, 3], 4, .repeat),  // 3 of 4
        ([1, 2], 4, .buy),  // 2 of 4
        ([1, 2, 3], 5, .buy),  // 3 of 5
        ([1, 2, 3, 4], 5, .repeat),  // 4 of 5
        ([1, 2, 3, 4], 6, .buy),  // 4 of 6
        (Array(1...9), 12, .repeat),  // 9 of 12
        (Array(1...8), 12, .buy),  // 8 of 12
        (Array(1...9), 13, .buy),  // the first of nine has left the twelve
        (Array(2...10), 13, .repeat),
        (Array(4...12), 15, .repeat),  // 9 of the last 12, 9 of 15 in all
    ]

    @Test("Weeks of use", arguments: cases)
    func weeks(used: [Int], covered: Int, stage: Stage) {
        let sunday = (Day(year: 2026, month: 1, day: 11) ?? Day(number: 0)) + 7 * covered
        let history = StageHistory.derive(purchase + use(weeks: used), feed: feed("2025-12-01", sunday.description))
        #expect(history.stage == stage)
        // A day less, and the last week is not covered.
        let shorter = StageHistory.derive(purchase + use(weeks: used), feed: feed("2025-12-01", (sunday + -1).description))
        let before = StageHistory.derive(purchase + use(weeks: used), feed: feed("2025-12-01", (sunday + -7).description))
        #expect(shorter == before)
    }

    @Test("It falls at the end of the first covered week in which the rule fails, and rises again")
    func falling() {
        // 4 of 6 after week 6; the ninth of the last twelve only with week 17.
        let touches = purchase + use(weeks: Array(1...4) + Array(9...17))
        let history = StageHistory.derive(touches, feed: feed("2026-01-05", "2026-05-10"))
        #expect(history.transitions.map(\.to) == [.try, .buy, .repeat, .buy, .repeat])
        #expect(
            history.transitions.dropFirst(2).map(\.moment.happenedAt) == [Self.end(ofWeek: 4), Self.end(ofWeek: 6), Self.end(ofWeek: 17)])
        // A week earlier it is 8 of 12.
        #expect(StageHistory.derive(touches, feed: feed("2026-01-05", "2026-05-03")).transitions.map(\.to) == [.try, .buy, .repeat, .buy])
        #expect(history.reached[.repeat]?.happenedAt == Self.end(ofWeek: 4))
        #expect(history.evidence & 1 << 6 != 0)
    }

    @Test("Missing data makes nobody fall")
    func missing() {
        let touches = purchase + use(weeks: 1...4)
        let until = StageHistory.derive(touches, feed: feed("2026-01-05", "2026-02-08"))
        #expect(until.stage == .repeat)
        #expect(until.transitions.last?.moment.happenedAt == Self.end(ofWeek: 4))
        #expect(StageHistory.derive(touches, feed: feed("2026-01-05", "2026-02-22")).stage == .buy)
        #expect(StageHistory.derive(touches, feed: UsageFeed(nil)).stage == .buy)
        #expect(StageHistory.derive(touches, feed: nil).stage == .buy)
    }

    @Test("The first week of a feed counts only whole")
    func partial() {
        // From Tuesday of week 1 on: weeks 2 to 5 are the four.
        let touches = purchase + use(weeks: [1, 2, 3, 4])
        #expect(StageHistory.derive(touches, feed: feed("2026-01-13", "2026-02-08")).stage == .buy)
        #expect(StageHistory.derive(touches, feed: feed("2026-01-13", "2026-02-15")).stage == .repeat)
        #expect(StageHistory.derive(touches, feed: feed("2026-01-12", "2026-02-08")).stage == .repeat)
    }

    @Test("ISO weeks end on Sundays, also over a year's end")
    func yearsEnd() {
        // Bought in the week of 2024-12-23; 2024-12-30 to 2025-01-05 is the first week of 2025.
        let bought = ["2024-12-23", "2024-12-24", "2024-12-29"].map { touch(.used, $0) }
        let weeks = ["2025-01-05", "2025-01-06", "2025-01-19", "2025-01-20"].map { touch(.used, $0) }
        #expect(StageHistory.derive(bought + weeks, feed: feed("2024-12-02", "2025-01-26")).stage == .repeat)
        // Both days of the turn of the year in one week: 3 weeks of 4 become 2.
        let fewer = ["2024-12-30", "2025-01-05", "2025-01-19"].map { touch(.used, $0) }
        #expect(StageHistory.derive(bought + fewer, feed: feed("2024-12-02", "2025-01-26")).stage == .buy)
    }

    @Test("Weeks of leave do not count")
    func leave() {
        let touches = purchase + use(weeks: [1, 2, 5, 6])
        let data = feed("2026-01-05", "2026-02-22")
        #expect(StageHistory.derive(touches, feed: data).stage == .buy)
        let away = Set([3, 4].map { ((Day("2026-01-05") ?? Day(number: 0)) + 7 * $0).isoWeek })
        #expect(StageHistory.derive(touches, feed: data, leave: away).stage == .repeat)
    }

    @Test("Recommending takes staying, or using where no feed tells")
    func referring() {
        let word = touch(.testified, "2026-01-20")
        #expect(StageHistory.derive([word]).stage == .unaware)
        #expect(StageHistory.derive([touch(.tried, "2026-01-05"), word]).stage == .try)
        #expect(StageHistory.derive([touch(.usesIt, "2026-01-05"), word]).stage == .refer)
        #expect(StageHistory.derive(purchase + [word], feed: feed("2026-01-05", "2026-02-01")).stage == .buy)
        let loyal = StageHistory.derive(purchase + use(weeks: 1...4) + [word], feed: feed("2026-01-05", "2026-02-08"))
        #expect(loyal.stage == .refer)
        #expect(loyal.reached[.refer]?.happenedAt == Self.end(ofWeek: 4))
        // From one instant to the next: both are evidenced, one transition shows.
        #expect(loyal.transitions.map(\.to) == [.try, .buy, .refer])
        #expect(loyal.evidence & 1 << 6 != 0)
        let later = StageHistory.derive(
            purchase + use(weeks: 1...4) + [touch(.referred, "2026-02-10")], feed: feed("2026-01-05", "2026-02-08"))
        #expect(later.transitions.map(\.to) == [.try, .buy, .repeat, .refer])
    }

    @Test("Who stops using stops recommending; who stays keeps the lower stage")
    func fallingFurther() {
        let gone = StageHistory.derive(
            purchase + use(weeks: 1...4) + [touch(.testified, "2026-01-20")], feed: feed("2026-01-05", "2026-02-22"))
        #expect(gone.transitions.map(\.to) == [.try, .buy, .refer, .buy])
        // The referral of 2026-01-20 is a year old in the week that ends on 2027-01-24.
        let loyal = StageHistory.derive(
            purchase + use(weeks: 1...60) + [touch(.referred, "2026-01-20")], feed: feed("2026-01-05", "2027-02-07"))
        #expect(loyal.transitions.map(\.to) == [.try, .buy, .refer, .repeat])
        #expect(loyal.transitions.last?.moment.happenedAt == Self.end(ofWeek: 54))
    }

    @Test("A referral before using counts for 12 months")
    func earlyReferral() {
        #expect(StageHistory.derive([touch(.referred, "2025-03-01"), touch(.usesIt, "2026-02-28")]).stage == .refer)
        #expect(StageHistory.derive([touch(.referred, "2025-03-01"), touch(.usesIt, "2026-03-01")]).stage == .buy)
    }

    @Test("A champion recommends, for as long as they are one")
    func champions() {
        let since = touch(.viewed, "2026-01-20").happenedAt
        let champion = Championship(since: since, knownAt: since)
        let touches = [touch(.usesIt, "2026-01-05")]
        let history = StageHistory.derive(touches, champion: champion)
        #expect(history.stage == .refer)
        #expect(history.reached[.refer]?.happenedAt == since)
        #expect(StageHistory.derive(touches).stage == .buy)
        #expect(StageHistory.derive([], champion: champion).stage == .unaware)
    }
}
