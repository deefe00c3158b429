import Campaigns
import Identity
import Kernel
import Logging
import Storage

extension Reader {
    /// When a scheduled campaign is due: for one in each person's own zone, when it is in the first of them.
    func due(_ brief: Brief, settings: DeliverySettings, now: Instant) throws -> Instant {
        var timing = Timing(brief.start, now: now, installation: settings.zone)
        let zones: [String?] = timing.isCommon ? [] : try values("SELECT DISTINCT time_zone FROM person WHERE active")
        return timing.span(of: zones).first
    }
}

extension Database {
    /// Starts the scheduled campaigns that are due, each once, whatever the number of processes: the campaign's row is claimed. One that
    /// can't be started goes back to approved, with the reason in the audit.
    func startDue(settings: DeliverySettings, ring: SecretRing, logger: Logger) async throws {
        let now = clock.now()
        let due = try await read { reader in
            try reader.rows("\(Brief.select) WHERE c.state = 'scheduled'", as: Brief.self).filter {
                try reader.due($0, settings: settings, now: now) <= now
            }
        }
        for brief in due {
            do {
                try await write { transaction in
                    let isStill = try transaction.exists(
                        "SELECT 1 FROM campaign WHERE id = \(brief.campaign) AND state = 'scheduled'\(.skipLocked)")
                    guard isStill else { return }
                    try transaction.start(brief.campaign, actor: .system, settings: settings, ring: ring)
                }
            } catch let error as DeliveryError {
                logger.error("A scheduled campaign could not be started", metadata: ["campaign": "\(brief.slug)", "error": "\(error)"])
                try await write { transaction in
                    guard try transaction.brief(brief.campaign).state == .scheduled else { return }
                    try transaction.setState(
                        .approved, of: brief, actor: .system, action: "start-refused", after: JSONText.object([("reason", "\(error)")]))
                }
            }
        }
    }
}
