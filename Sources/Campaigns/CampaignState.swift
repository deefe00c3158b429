import Storage

/// How far a campaign has come.
package enum CampaignState: String, Sendable, Hashable, CaseIterable, SQLConvertible {
    case draft
    case inReview = "in_review"
    case approved, scheduled, running, paused, finished, stopped

    /// Whether it has been sent, or is being sent: its words can't be taken back any more.
    package var hasRun: Bool {
        switch self {
        case .draft, .inReview, .approved, .scheduled: false
        case .running, .paused, .finished, .stopped: true
        }
    }

    /// What somebody does to a campaign.
    package enum Step: String, Sendable, Hashable, CaseIterable {
        /// Changing the brief or a message. What was handed in or approved is a draft again, since nobody approved the new words.
        case edit
        case handIn = "hand-in"
        case approve
        /// An approver gives it back.
        case giveBack = "return"
        case schedule
        /// Takes the time of a scheduled one away again.
        case unschedule
        case start
        /// A command of the operator needs no approver.
        case startUnapproved = "start-unapproved"
        case pause, resume, finish, stop
        /// A finished one has something to send again: to those who joined since, or to those whom it did not reach.
        case reopen
    }

    /// The state after `step`; `nil` where the step is not possible.
    package func after(_ step: Step) -> CampaignState? {
        switch (step, self) {
        case (.edit, .draft), (.edit, .inReview), (.edit, .approved), (.edit, .scheduled): .draft
        case (.handIn, .draft): .inReview
        case (.approve, .inReview): .approved
        case (.giveBack, .inReview): .draft
        case (.schedule, .approved): .scheduled
        case (.unschedule, .scheduled): .approved
        case (.start, .approved), (.start, .scheduled): .running
        case (.startUnapproved, .draft), (.startUnapproved, .inReview): .running
        case (.pause, .running): .paused
        case (.resume, .paused): .running
        case (.finish, .running): .finished
        case (.stop, .scheduled), (.stop, .running), (.stop, .paused): .stopped
        case (.reopen, .finished): .running
        default: nil
        }
    }
}
