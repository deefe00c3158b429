import Campaigns
package import Kernel
import People
package import Storage

/// What starting a campaign now would do; counted by the very reading that the start stores.
package struct Preview: Sendable, Hashable {
    package struct Tally: Sendable, Hashable {
        package var people = 0
        package var recipients = 0
    }

    package struct Department: Sendable, Hashable {
        package let key: DepartmentKey?
        /// Empty for people without a unit.
        package let path: String
        package let tally: Tally
    }

    /// Departments put together until each part may be shown (docs/privacy.md).
    package struct Part: Sendable, Hashable {
        /// Of the unit, or of the one whose smaller ones these are; empty for everyone.
        package let path: String
        /// How many units these are, where they are the smaller ones of it.
        package let smaller: Int?
        package let tally: Tally
    }

    package struct Message: Sendable, Hashable {
        package let key: MessageKey
        /// From 1.
        package let number: Int
        package let angle: String?
        package let subject: String
        package let tally: Tally
    }

    /// Everyone of the audience.
    package var audience = 0
    /// Who gets it on at least one channel.
    package var recipients = 0
    package var byEmail = 0
    package var onHome = 0
    package var holdout = 0
    /// Whom nothing reaches, on no channel.
    package var unreachable = 0
    /// People per reason, on any channel.
    package var excluded: [ExclusionReason: Int] = [:]
    /// People whose zone is missing or no zone: the installation's counts for them.
    package var badZones = 0
    /// Whose mail is put off by the cap, and until when at most.
    package var putOff = 0
    package var putOffUntil: Instant?
    package var firstDue: Instant?
    package var lastDue: Instant?
    /// By path.
    package var departments: [Department] = []
    package var parts: [Part] = []
    /// In their order.
    package var messages: [Message] = []
    /// Who gets which of them tells what people did.
    package var choosesByBehaviour = false

    /// How many people would get it: what the button says.
    package var people: Int { recipients }
}

extension Reader {
    /// What starting `campaign` now would do. Changes nothing.
    /// - Throws: `DeliveryError.unknownCampaign`, `.badRule`, `.noMessages`.
    package func preview(
        _ campaign: CampaignKey, settings: DeliverySettings, ring: SecretRing, now: Instant
    ) throws -> Preview {
        try preview(RecipientPlan(brief(campaign), self, settings: settings, ring: ring, now: now))
    }

    /// What sending to those who joined since would do.
    func previewOfNewcomers(_ campaign: CampaignKey, settings: DeliverySettings, ring: SecretRing, now: Instant) throws -> Preview {
        try preview(RecipientPlan(brief(campaign), self, settings: settings, ring: ring, now: now, group: .newcomers))
    }

    private func preview(_ plan: RecipientPlan) throws -> Preview {
        var preview = Preview()
        var departments: [DepartmentKey?: Preview.Tally] = [:]
        var messages: [MessageKey: Preview.Tally] = [:]
        try plan.each(self) { recipient in
            preview.audience += 1
            let isReached = recipient.arm == .reached && recipient.isServed
            departments[recipient.department, default: Preview.Tally()].people += 1
            messages[recipient.message, default: Preview.Tally()].people += 1
            if isReached {
                preview.recipients += 1
                departments[recipient.department, default: Preview.Tally()].recipients += 1
                messages[recipient.message, default: Preview.Tally()].recipients += 1
                if recipient.email?.isServed == true { preview.byEmail += 1 }
                if case .deferred(let until)? = recipient.email {
                    preview.putOff += 1
                    preview.putOffUntil = max(preview.putOffUntil ?? until, until)
                }
                if recipient.home == .planned { preview.onHome += 1 }
                preview.firstDue = min(preview.firstDue ?? recipient.due, recipient.due)
                preview.lastDue = max(preview.lastDue ?? recipient.due, recipient.due)
                if recipient.hasBadZone { preview.badZones += 1 }
            }
            switch recipient.arm {
            case .holdout: preview.holdout += 1
            case nil: preview.unreachable += 1
            case .reached: if !isReached { preview.unreachable += 1 }
            }
            for reason in recipient.exclusions { preview.excluded[reason, default: 0] += 1 }
        }
        preview.departments = try departmentPaths(departments)
        preview.parts = try parts(departments)
        preview.messages = try messageLabels(plan, messages)
        preview.choosesByBehaviour = plan.choosesByBehaviour
        return preview
    }

    private func departmentPaths(_ tallies: [DepartmentKey?: Preview.Tally]) throws -> [Preview.Department] {
        var paths: [DepartmentKey: String] = [:]
        try each("SELECT id, path FROM department WHERE id IN \(list: tallies.keys.compactMap { $0 })") { try paths[$0[0]] = $0[1] }
        return tallies.map { Preview.Department(key: $0, path: $0.flatMap { paths[$0] } ?? "", tally: $1) }
            .sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    }

    /// As many lines as one reads.
    private static var mostParts: Int { 15 }

    /// Parts of so many people that even "none" and "all" of them may be shown.
    private func parts(_ tallies: [DepartmentKey?: Preview.Tally]) throws -> [Preview.Part] {
        if tallies.isEmpty { return [] }
        let departments = try departments()
        let paths = Dictionary(departments.map { ($0.key, $0.path) }) { $1 }
        let tree = UnitTree(departments.map { ($0.key, $0.parent) })
        return tree.parts(tallies.mapValues(\.people), least: Privacy.wholeThreshold, most: Self.mostParts)
            .map { part in
                let only = part.units.count == 1 ? part.units.first : nil
                return Preview.Part(
                    path: (only ?? part.unit).flatMap { paths[$0] } ?? "", smaller: part.isRest && only == nil ? part.units.count : nil,
                    tally: part.units.reduce(into: Preview.Tally()) { sum, unit in
                        sum.people += tallies[unit]?.people ?? 0
                        sum.recipients += tallies[unit]?.recipients ?? 0
                    })
            }
            .sorted { ($0.path, $0.smaller ?? 0) < ($1.path, $1.smaller ?? 0) }
    }

    private func messageLabels(_ plan: RecipientPlan, _ tallies: [MessageKey: Preview.Tally]) throws -> [Preview.Message] {
        var labels: [MessageKey: (String?, String)] = [:]
        try each(
            """
            SELECT m.id, m.angle, t.subject FROM message m JOIN message_text t ON t.message = m.id AND t.language = m.language
            WHERE m.campaign = \(plan.brief.campaign)
            """
        ) { try labels[$0[0]] = ($0[1], $0[2]) }
        return plan.messages.enumerated().map { index, message in
            Preview.Message(
                key: message.key, number: index + 1, angle: labels[message.key]?.0, subject: labels[message.key]?.1 ?? "",
                tally: tallies[message.key] ?? Preview.Tally())
        }
    }
}

extension RecipientPlan.Outcome {
    /// It is sent, now or later.
    var isServed: Bool {
        switch self {
        case .planned, .deferred: true
        case .excluded: false
        }
    }
}

extension RecipientPlan.Recipient {
    /// Gets it on at least one channel.
    var isServed: Bool { email?.isServed == true || home?.isServed == true }

    /// Why this person gets nothing on some channel, each reason once; nobody of the holdout is excluded.
    var exclusions: [ExclusionReason] {
        if arm == .holdout { return [] }
        var reasons: [ExclusionReason] = []
        for case .excluded(let reason)? in [email, home] where !reasons.contains(reason) { reasons.append(reason) }
        return reasons
    }
}
