import Campaigns
import Foundation
import Identity
import Kernel
import Storage
import Web

/// A start by itself that was to be and did not happen, until somebody decides anew.
struct MissedStart: Hashable, Sendable {
    /// What the audit says before the reason.
    static let prefix = "not started: "

    let at: Instant
    /// As the audit has it; `nil` after a restore, which starts nothing by itself.
    let reason: String?

    /// - Parameter entries: the campaign's audit, newest first.
    init?(_ entries: [AuditEntry]) {
        guard let entry = entries.first, entry.action == CampaignState.Step.unschedule.rawValue, entry.actor == Actor.system.auditName
        else { return nil }
        struct After: Decodable { let note: String? }
        let note = entry.after.flatMap { try? JSONDecoder().decode(After.self, from: Data($0.utf8)).note }
        at = entry.at
        reason = note.flatMap { $0.hasPrefix(Self.prefix) ? String($0.dropFirst(Self.prefix.count)) : nil }
    }

    func notice(_ format: Format, _ words: SendingWords) -> HTML {
        UI.notice(.amber, "<p>\(reason ?? words.startRestored)</p>", title: words.missedStart(format.exact(at)))
    }
}

extension Reader {
    func missedStart(of brief: Brief) throws -> MissedStart? {
        guard brief.state == .approved else { return nil }
        return MissedStart(try audit(of: brief.of.auditSubject, limit: 1))
    }

    /// Why a start now would be refused, as far as that is known before it is tried.
    func obstacle(to brief: Brief, settings: DeliverySettings, now: Instant) throws -> DeliveryError? {
        let latest = try span(of: brief, installation: settings.zone, now: now).last + brief.latestSend
        if latest < now { return .tooLate(latest) }
        return settings.leavesMachine && settings.isLoopback && brief.byEmail ? .loopbackBaseURL(settings.baseURL) : nil
    }
}
