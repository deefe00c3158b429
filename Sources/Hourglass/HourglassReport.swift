package import Audiences
package import Kernel
import Statistics

/// The figures of an offering's hourglass for a reader, or for the operator; those a reader may not see are hidden in it.
package struct HourglassReport: Sendable {
    package struct StageLine: Sendable {
        package let stage: Stage
        package let beyond: Privacy.Figure
        package let evidenced: Privacy.Figure
        package let inStage: Privacy.Figure
        /// The share of the stage before (of the population, for `know`) that came this far.
        package let conversion: Double?
        /// From the evidence of the stage before to that of this one, over the people with both.
        package let medianDays: Double?
        package let medianPeople: Int?
    }

    package struct Part: Sendable {
        package let unit: Unit
        package let population: Int
        /// Per stage, `know` first.
        package let beyond: [Privacy.Figure]
    }

    /// People at a stage or beyond at the end of a week.
    package struct Week: Sendable {
        /// Its Sunday, or the last day of the data.
        package let day: Day
        /// Per stage, `know` first.
        package let beyond: [Privacy.Figure]
    }

    /// What is measured of both arms of a campaign alike.
    package enum Outcome: String, Sendable, CaseIterable {
        case follow, `try`, buy, `repeat`, refer

        var stage: Stage? { Stage(word: rawValue) }
    }

    package struct Arm: Sendable {
        package let people: Int
        package let outcomes: [Outcome: Privacy.Figure]
    }

    package struct Trial: Sendable {
        package let campaign: String
        package let name: String
        /// When its first run started; only what came after counts.
        package let startedAt: Instant
        package let reached: Arm
        package let holdout: Arm

        /// The share of the reached less that of the hold-out, with its 95 % interval; `nil` where it may not be shown.
        func difference(_ outcome: Outcome) -> Interval? {
            guard let reachedCount = reached.outcomes[outcome]?.count, let holdoutCount = holdout.outcomes[outcome]?.count,
                let ours = Proportion(reachedCount, of: reached.people), let others = Proportion(holdoutCount, of: holdout.people)
            else { return nil }
            return ours.difference(to: others)
        }
    }

    package let offering: OfferingKey
    package let slug: String
    package let name: String
    package let unit: Unit?
    package let population: Int
    /// The offering's audience asks what people did: these are all who could be in it, whatever they did.
    package let isWidened: Bool
    /// The figures hold what happened before.
    package let dataTo: Instant
    /// Up to which day a usage feed has told; `nil` without one.
    package let useTo: Day?
    package let stages: [StageLine]
    package let parts: [Part]
    package let partsTo: Instant
    package let weeks: [Week]
    package let trials: [Trial]
}

extension HourglassReport {
    /// For whom the figures are.
    package enum Audience: Sendable {
        /// Through the privacy function: pages and the API.
        case reader
        /// As they are: commands.
        case `operator`
    }
}
