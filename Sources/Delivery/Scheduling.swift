import Campaigns
package import Identity
package import Kernel
import Logging
package import Storage

extension Transaction {
    /// Lets the program start an approved campaign when it is due, in the first zone of those that people are in.
    /// - Parameter zone: the installation's.
    /// - Throws: `DeliveryError.wrongState`; `.tooLate` when its latest time has passed.
    package func schedule(_ campaign: CampaignKey, actor: Actor, zone: Zone) throws {
        let brief = try brief(campaign)
        guard brief.state.after(.schedule) != nil else { throw DeliveryError.wrongState(brief.state) }
        let latest = try span(of: brief, installation: zone, now: now).last + brief.latestSend
        guard latest >= now else { throw DeliveryError.tooLate(latest) }
        try markScheduled(brief.of, by: actor)
        try wake()
    }

    /// Takes that back: a person starts it.
    /// - Throws: `DeliveryError.wrongState`.
    package func unschedule(_ campaign: CampaignKey, actor: Actor) throws {
        let brief = try brief(campaign)
        guard brief.state.after(.unschedule) != nil else { throw DeliveryError.wrongState(brief.state) }
        try markUnscheduled(brief.of, by: actor)
    }
}

extension Database {
    /// Starts the scheduled campaigns that are due, each once, whatever the number of processes: the first that a start writes is the
    /// campaign's row, as it was read, so that of several only one finds it so. One that can't be started goes back to approved, with the
    /// reason in the audit, and keeps none of the others from starting.
    func startDue(settings: DeliverySettings, ring: SecretRing, logger: Logger) async throws {
        let now = clock.now()
        for campaign in try await read({ try $0.campaignKeys(in: .scheduled) }) {
            do {
                let isDue = try await read { reader in
                    try reader.span(of: reader.brief(campaign), installation: settings.zone, now: now).first <= now
                }
                guard isDue else { continue }
                try await write { transaction in
                    guard try transaction.brief(campaign).state == .scheduled else { return }
                    try transaction.start(campaign, actor: .system, settings: settings, ring: ring)
                }
            } catch let error as DeliveryError {
                logger.error("A scheduled campaign could not be started", metadata: ["campaign": "\(campaign)", "error": "\(error)"])
                try await write { transaction in
                    guard let current = try transaction.campaign(campaign), current.state == .scheduled else { return }
                    try transaction.markUnscheduled(current, by: .system, note: "\(MissedStart.prefix)\(error)")
                }
            } catch is CampaignError {
                // Another process, or a person, was quicker.
                continue
            } catch {
                if Task.isCancelled { throw error }
                logger.warning("A scheduled campaign could not be read", metadata: ["campaign": "\(campaign)", "error": "\(error)"])
            }
        }
    }
}
