package import Kernel
package import Storage

extension Transaction {
    /// Takes everything that a run still plans to send as accepted at its own time, without sending it: the made-up company's past.
    /// One address in 250 refuses, as in life.
    package func takeAsSent(_ started: StartedRun) throws {
        try run(
            """
            UPDATE delivery SET state = \(DeliveryState.failed), attempts = 1, code = 550, reply = '550 5.1.1 no such user', reason = 'refused'
            WHERE run = \(started.run) AND state = \(DeliveryState.planned) AND channel = 'email' AND person % 250 = 7
            """)
        try run(
            """
            UPDATE delivery SET state = \(DeliveryState.accepted), attempts = 1, reply = '250 2.0.0 queued',
                accepted_at = not_before + (person % 900) * 100000
            WHERE run = \(started.run) AND state = \(DeliveryState.planned)
            """)
    }

    /// Ends a run of the past.
    package func endRun(_ started: StartedRun, at instant: Instant, asStopped: Bool) throws {
        try run(
            "UPDATE run SET state = \(asStopped ? RunState.stopped : RunState.finished), ended_at = \(instant) WHERE id = \(started.run)")
    }
}

extension Reader {
    /// Who was drawn into which arm of a campaign: by external id, `true` for reached.
    package func arms(of campaign: CampaignKey) throws -> [String: Bool] {
        var arms: [String: Bool] = [:]
        try stream("SELECT p.external_id, a.arm = 'reached' FROM arm a JOIN person p ON p.id = a.person WHERE a.campaign = \(campaign)") {
            row in
            arms[try row[0]] = try row[1]
        }
        return arms
    }
}
