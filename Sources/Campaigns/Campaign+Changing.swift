import Kernel
import Storage

extension Transaction {
    /// Takes one step: the state and the token of changes, only if nobody was quicker, with the note in the audit.
    ///
    /// It is the first thing that a change writes, so that two changes at once wait for each other at this row.
    /// - Parameters:
    ///   - seen: the `changedAt` that the one who asks had seen; `nil` for whatever is there.
    ///   - author: who changes the words; `nil` leaves the author as it was.
    /// - Throws: `CampaignError.notNow`, `.changedMeanwhile`.
    @discardableResult
    func take(
        _ step: CampaignState.Step, _ campaign: Campaign, seen: Instant?, actor: String, author: Author = .asBefore, note: String? = nil
    ) throws -> Campaign {
        if let seen, seen != campaign.changedAt { throw try changedMeanwhile(campaign) }
        guard let state = campaign.state.after(step) else { throw CampaignError.notNow(step, campaign.state) }
        // The clock of another machine may be behind: the token grows all the same.
        let changedAt = max(now, campaign.changedAt + .microseconds(1))
        let writer: PersonKey? =
            switch author {
            case .asBefore: campaign.author
            case .now(let person): person
            }
        let changed = try run(
            """
            UPDATE campaign SET state = \(state), changed_at = \(changedAt), author = \(writer)
            WHERE id = \(campaign.key) AND changed_at = \(campaign.changedAt) AND state = \(campaign.state)
            """)
        guard changed == 1 else { throw try changedMeanwhile(campaign) }
        if step != .edit {
            try audit(
                actor, step.rawValue, campaign.auditSubject, before: JSON.text(["state": campaign.state.rawValue]),
                after: JSON.text(["state": state.rawValue, "note": note].compactMapValues { $0 }))
        }
        guard let after = try self.campaign(campaign.key) else { throw StorageError.unreadable("campaign \(campaign.slug) is gone") }
        return after
    }

    enum Author {
        case asBefore
        /// `nil` for the operator.
        case now(PersonKey?)
    }

    func changedMeanwhile(_ campaign: Campaign) throws -> CampaignError {
        let now = try self.campaign(campaign.key) ?? campaign
        let name: String? = try now.author.flatMap { try value("SELECT name FROM person WHERE id = \($0)") }
        return .changedMeanwhile(at: now.changedAt, by: name)
    }

    /// The campaign as it is in this transaction, so that a caller's older value decides nothing.
    func current(_ campaign: Campaign) throws -> Campaign {
        guard let current = try self.campaign(campaign.key) else { throw CampaignError.changedMeanwhile(at: now, by: nil) }
        return current
    }
}
