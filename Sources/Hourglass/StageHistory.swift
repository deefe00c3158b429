package import Audiences
package import Kernel
import Touches

/// The way of one person with one offering, derived from touches alone: the same touches give the same history, in whatever order and
/// however late they came.
package struct StageHistory: Hashable, Sendable {
    /// When something was so, and when it could first be known.
    package struct Moment: Hashable, Sendable {
        package let happenedAt: Instant
        package let knownAt: Instant
    }

    package struct Transition: Hashable, Sendable {
        package let from: Stage
        package let to: Stage
        package let moment: Moment
    }

    /// When the evidence of each stage was there first.
    package private(set) var reached: [Stage: Moment] = [:]
    /// The stages with evidence of their own now: bit `1 << stage`. `repeat` and `refer` lose theirs when they fall.
    package private(set) var evidence: Int64 = 0
    /// The highest stage with evidence now.
    package private(set) var stage = Stage.unaware
    /// Every change of the stage, in the order of time.
    package private(set) var transitions: [Transition] = []

    /// - Parameters:
    ///   - touches: all of the person's with the offering, in any order; those that are no evidence are passed over.
    ///   - feed: of an offering that has a usage feed; `nil` of one that has none.
    ///   - leave: the ISO weeks (`Day.isoWeek`) of recorded leave, which count neither for nor against `repeat`.
    package static func derive(
        _ touches: [Evidence], champion: Championship? = nil, feed: UsageFeed? = nil, leave: Set<Int64> = []
    ) -> StageHistory {
        let touches = touches.filter { $0.verdict == .human && $0.way != .shown }.sorted {
            ($0.happenedAt, $0.recordedAt, $0.localDay) < ($1.happenedAt, $1.recordedAt, $1.localDay)
        }
        var history = StageHistory()
        let use = Use(touches)
        for touch in touches {
            for stage in touch.stages { history.reach(stage, Moment(happenedAt: touch.happenedAt, knownAt: touch.recordedAt)) }
        }
        if let moment = comingBack(touches) { history.reach(.like, moment) }
        let bought = use.bought
        if let bought { history.reach(.buy, bought.moment) }
        if feed == nil, let pressed = touches.first(where: { $0.way == .usesIt }) {
            history.reach(.buy, Moment(happenedAt: pressed.happenedAt, knownAt: pressed.recordedAt))
        }
        for stage in history.reached.keys { history.evidence |= stage.bit }
        var weeks: [WeekEnd] = []
        if let bought, let covered = feed?.weeks { weeks = use.weekEnds(after: bought.week, covered: covered, leave: leave) }
        history.walk(weeks, hasFeed: feed != nil, recommendations: Recommendations(touches, champion))
        return history
    }

    /// Came back to the offering's own page on another local day.
    private static func comingBack(_ touches: [Evidence]) -> Moment? {
        let views = touches.filter { $0.way == .viewed && $0.subject == .offering }
        guard let first = views.first, let second = views.first(where: { $0.localDay != first.localDay }) else { return nil }
        return Moment(happenedAt: second.happenedAt, knownAt: max(first.recordedAt, second.recordedAt))
    }

    private mutating func reach(_ stage: Stage, _ moment: Moment) {
        if let earlier = reached[stage], (earlier.happenedAt, earlier.knownAt) <= (moment.happenedAt, moment.knownAt) { return }
        reached[stage] = moment
    }

    /// Goes through everything that can change the stage in the order of time.
    private mutating func walk(_ weeks: [WeekEnd], hasFeed: Bool, recommendations: Recommendations) {
        let rises = reached.sorted { ($0.value.happenedAt, $0.key) < ($1.value.happenedAt, $1.key) }
        let instants = Set(rises.map(\.value.happenedAt) + weeks.map(\.end) + recommendations.instants).sorted()
        var (rise, week) = (0, 0)
        var base = Stage.unaware
        var loyal: Moment?
        var refers = false
        for instant in instants {
            var known: Instant?
            while rise < rises.count, rises[rise].value.happenedAt == instant {
                if rises[rise].key > base {
                    base = rises[rise].key
                    known = rises[rise].value.knownAt
                }
                rise += 1
            }
            if week < weeks.count, weeks[week].end == instant {
                let now = weeks[week]
                if now.holds {
                    if loyal == nil { loyal = Moment(happenedAt: instant, knownAt: now.knownAt) }
                } else {
                    loyal = nil
                }
                known = max(known ?? now.knownAt, now.knownAt)
                if refers, loyal == nil || recommendations.known(at: instant) == nil { refers = false }
                week += 1
            }
            if !refers, let ground = hasFeed ? loyal : (base >= .buy ? reached[.buy] : nil),
                let recommended = recommendations.known(at: instant)
            {
                refers = true
                let moment = Moment(happenedAt: instant, knownAt: max(ground.knownAt, recommended))
                reach(.refer, moment)
                known = moment.knownAt
            }
            if let loyal { reach(.repeat, loyal) }
            change(to: refers ? .refer : loyal != nil ? .repeat : base, at: instant, known ?? instant)
        }
        if loyal != nil { evidence |= Stage.repeat.bit }
        if refers { evidence |= Stage.refer.bit }
    }

    private mutating func change(to next: Stage, at instant: Instant, _ known: Instant) {
        guard next != stage else { return }
        transitions.append(Transition(from: stage, to: next, moment: Moment(happenedAt: instant, knownAt: known)))
        stage = next
    }
}

extension Stage {
    var bit: Int64 { 1 << Int64(rawValue) }
}
