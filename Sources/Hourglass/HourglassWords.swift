import Audiences
import Kernel
import Web

/// What the pages of the hourglass say.
struct HourglassWords: Words {
    /// A stage as a band is labelled.
    let stage: @Sendable (Stage) -> String
    /// Whoever satisfies a comparison with a stage, as a relative clause in the plural.
    let term: @Sendable (_ comparison: Comparison, _ stage: String, _ offering: String) -> String
    let title, intro, everyone, here: String
    /// What people of a stage do, after their share: `half of Sales` + `knows it`.
    let does: @Sendable (Stage) -> String
    /// A share in words, before `of Sales`; from 0 to 1.
    let share: @Sendable (Double) -> String
    /// The sentence over the picture, from its parts.
    let truth: @Sendable (_ know: String, _ group: String, _ use: String?) -> String
    let nobodyYet, fewPeople: String
    let leakTitle: String
    let leak: @Sendable (_ share: String, _ from: Stage, _ to: Stage) -> String
    let advice: @Sendable (Stage) -> String
    let decree: @Sendable (_ beyond: String, _ liked: String) -> String
    let chooseDepartment, chooseSince, show, allTime: String
    let filter: @Sendable (_ group: String, _ since: String?) -> String
    let byDepartment, department, people, overTime, trials, trialsIntro, reached, holdout, noDifference, noTrials: String
    let byDepartmentSentence, overTimeSentence: String
    let outcome: @Sendable (HourglassReport.Outcome) -> String
    let worked: @Sendable (_ outcome: String, _ low: String, _ high: String) -> String
    let harmed: @Sendable (_ outcome: String) -> String
    let tooEarly: @Sendable (_ outcome: String) -> String
    let trialHidden: String
    let dataTo: @Sendable (String) -> String
    let useTo: @Sendable (String) -> String
    let weekly, widened, emptyTitle, emptyText, noTouchesTitle, noTouchesText: String
    let hidden: @Sendable (Privacy.Reason) -> String
    let open: @Sendable (String) -> String
}
