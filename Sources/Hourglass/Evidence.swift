import Audiences
package import Kernel
package import Touches

/// What the stages are derived from: one touch of a person with an offering.
package struct Evidence: Hashable, Sendable {
    package var happenedAt: Instant
    package var recordedAt: Instant
    /// The day in the person's zone then.
    package var localDay: Day
    package var way: Way
    package var subject: SubjectKind
    package var verdict: Verdict

    package init(
        _ way: Way, at happenedAt: Instant, recordedAt: Instant, localDay: Day, subject: SubjectKind = .offering, verdict: Verdict = .human
    ) {
        self.way = way
        self.happenedAt = happenedAt
        self.recordedAt = recordedAt
        self.localDay = localDay
        self.subject = subject
        self.verdict = verdict
    }

    /// The stages of which this touch alone is evidence (docs/stages.md). What more than one touch is
    /// needed for, and what depends on the feed, is not in it.
    var stages: [Stage] {
        guard verdict == .human else { return [] }
        switch way {
        case .viewed, .clicked, .checkedIn: return [.know]
        case .followed: return subject == .offering ? [.like] : []
        case .helped, .accepted: return [.like]
        case .readReviews, .asked, .joined: return [.trust]
        case .trained: return [.know, .trust]
        case .tried, .used: return [.try]
        case .shown, .unfollowed, .unhelped, .reviewed, .requested, .usesIt, .testified, .referred, .unsubscribed: return []
        }
    }
}

/// What is known of the use of an offering that has a usage feed.
package struct UsageFeed: Hashable, Sendable {
    /// The days of which the feed tells everyone's use; `nil` while it has told nothing.
    package let days: ClosedRange<Day>?

    package init(_ days: ClosedRange<Day>?) { self.days = days }

    /// The running numbers of the ISO weeks that lie wholly within `days`.
    var weeks: ClosedRange<Int64>? {
        guard let days else { return nil }
        let first = days.lowerBound.weekday == 1 ? days.lowerBound.isoWeek : days.lowerBound.isoWeek + 1
        let last = days.upperBound.weekday == 7 ? days.upperBound.isoWeek : days.upperBound.isoWeek - 1
        return first <= last ? first...last : nil
    }
}

/// When a person became a champion of an offering; whoever is none any more never was, for the hourglass.
package struct Championship: Hashable, Sendable {
    package let since: Instant
    package let knownAt: Instant

    package init(since: Instant, knownAt: Instant) {
        self.since = since
        self.knownAt = knownAt
    }
}
