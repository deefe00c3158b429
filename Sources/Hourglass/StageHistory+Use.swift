import Kernel
import Touches

extension StageHistory {
    /// Whether somebody used an offering regularly, as it stood at the end of a covered week.
    struct WeekEnd: Hashable {
        /// Monday 00:00 UTC after the week.
        let end: Instant
        let holds: Bool
        let knownAt: Instant
    }

    /// The local days on which a person used an offering, each with its first touch.
    struct Use {
        private var days: [(day: Day, happenedAt: Instant, recordedAt: Instant)] = []

        /// - Parameter touches: in the order of time.
        init(_ touches: [Evidence]) {
            var seen: Set<Day> = []
            for touch in touches where touch.way == .used && seen.insert(touch.localDay).inserted {
                days.append((touch.localDay, touch.happenedAt, touch.recordedAt))
            }
            days.sort { $0.day < $1.day }
        }

        /// The third of three different days within 28, and its week.
        var bought: (moment: Moment, week: Int64)? {
            for last in days.indices.dropFirst(2) where days[last].day - days[last - 2].day < 28 {
                let three = days[(last - 2)...last]
                guard let happened = three.map(\.happenedAt).max(), let known = three.map(\.recordedAt).max() else { continue }
                return (Moment(happenedAt: happened, knownAt: known), days[last].day.isoWeek)
            }
            return nil
        }

        /// The ends of the covered weeks after the one of buying, from the fourth on: at least 75 % of up to the last 12 of them were
        /// weeks of use, which is 9 of 12.
        func weekEnds(after bought: Int64, covered: ClosedRange<Int64>, leave: Set<Int64>) -> [WeekEnd] {
            let first = max(covered.lowerBound, bought + 1)
            guard first <= covered.upperBound else { return [] }
            var known: [Int64: Instant] = [:]
            for day in days { known[day.day.isoWeek] = min(known[day.day.isoWeek] ?? day.recordedAt, day.recordedAt) }
            var window: [Instant?] = []
            var ends: [WeekEnd] = []
            for week in first...covered.upperBound where !leave.contains(week) {
                if window.count == 12 { window.removeFirst() }
                window.append(known[week])
                guard window.count >= 4 else { continue }
                let used = window.compactMap { $0 }
                let end = Instant(microseconds: ((week + 1) * 7 - 3) * 86_400_000_000)
                ends.append(WeekEnd(end: end, holds: used.count * 4 >= window.count * 3, knownAt: max(end, used.max() ?? end)))
            }
            return ends
        }
    }

    /// What makes somebody who uses an offering one who refers others to it.
    struct Recommendations {
        private let lasting: Moment?
        private let referrals: [Moment]
        private let champion: Moment?
        /// How long a referral counts: 12 months, taken as 365 days.
        private static let life = Duration.days(365)

        /// - Parameter touches: in the order of time.
        init(_ touches: [Evidence], _ champion: Championship?) {
            lasting = touches.first { $0.way == .testified }.map { Moment(happenedAt: $0.happenedAt, knownAt: $0.recordedAt) }
            referrals = touches.filter { $0.way == .referred }.map { Moment(happenedAt: $0.happenedAt, knownAt: $0.recordedAt) }
            self.champion = champion.map { Moment(happenedAt: $0.since, knownAt: $0.knownAt) }
        }

        var instants: [Instant] { ([lasting, champion].compactMap { $0 } + referrals).map(\.happenedAt) }

        /// When it was first known that there is one at `instant`; `nil` when there is none.
        func known(at instant: Instant) -> Instant? {
            let recent = referrals.filter { $0.happenedAt <= instant && instant < $0.happenedAt + Self.life }
            let standing = [lasting, champion].compactMap { $0 }.filter { $0.happenedAt <= instant }
            return (recent + standing).map(\.knownAt).min()
        }
    }
}
