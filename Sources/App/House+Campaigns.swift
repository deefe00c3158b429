import Campaigns
import Catalogue
import Delivery
import Foundation
import Hourglass
import Identity
import Kernel
import Storage

/// What the commands do with campaigns and the hourglass: as the operator, unfiltered.
extension House {
    package enum CampaignStep: String, Sendable {
        case start, pause, resume, stop
        /// At its time, and no longer by itself.
        case schedule, unschedule
        /// To those who joined since, to those who were refused, to the uncertain ones; and nothing more to those.
        case newcomers, retry, resend, leave
    }

    /// - Returns: what to print.
    package func step(_ step: CampaignStep, campaign slug: String) async throws -> String {
        let (settings, ring) = (try deliverySettings(), installation.secrets)
        return try await database.write { transaction in
            let key = try Self.key(of: slug, transaction)
            switch step {
            case .start:
                let started = try transaction.start(key, actor: .operator, settings: settings, ring: ring)
                return "started for \(started.audience) people, \(started.holdout) of them held out; a running server sends"
            case .newcomers:
                let started = try transaction.startNewcomers(key, actor: .operator, settings: settings, ring: ring)
                return "started for \(started.audience) newcomers, \(started.holdout) of them held out; a running server sends"
            case .retry: return "\(try transaction.retryFailed(key, actor: .operator)) planned again; a running server sends"
            case .resend: return "\(try transaction.resendUncertain(key, actor: .operator)) planned again; a running server sends"
            case .leave: return "\(try transaction.leaveUncertain(key, actor: .operator)) left as they are"
            case .schedule:
                try transaction.schedule(key, actor: .operator, zone: settings.zone)
                return "\(slug): starts by itself when it is due, while a server runs"
            case .unschedule: try transaction.unschedule(key, actor: .operator)
            case .pause: try transaction.pause(key, actor: .operator)
            case .resume: try transaction.resume(key, actor: .operator)
            case .stop: try transaction.stop(key, actor: .operator)
            }
            return "\(slug): \(step.rawValue) done"
        }
    }

    private static func key(of slug: String, _ reader: Reader) throws -> CampaignKey {
        guard let slug = Slug(slug), let found = try reader.campaign(slug.description) else {
            throw CommandError("there is no campaign “\(slug)”")
        }
        return found.key
    }

    package func campaignStatus(_ slug: String, asJSON: Bool) async throws -> String {
        let status = try await database.read { try $0.status(Self.key(of: slug, $0)) }
        if asJSON { return try Self.json(status) }
        var lines = ["\(status.campaign): \(status.state)", "audience \(status.audience), held out \(status.holdout)"]
        lines += status.excluded.filter { $0.value > 0 }.sorted { $0.key < $1.key }.map { "excluded, \($0.key): \($0.value)" }
        for (channel, states) in status.deliveries.sorted(by: { $0.key < $1.key }) {
            let parts = states.filter { $0.value > 0 }.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
            lines.append("\(channel): \(parts.isEmpty ? "nothing" : parts.joined(separator: ", "))")
        }
        lines += status.deferred.sorted { $0.key < $1.key }.map { "put off, \($0.key): \($0.value)" }
        lines += status.failures.map { "failed, \($0.reason)\($0.code.map { " \($0)" } ?? ""): \($0.people)" }
        if let reason = status.pausedReason { lines.append("paused: \(reason)") }
        if let line = uncertain(status) { lines.append(line) }
        return lines.joined(separator: "\n")
    }

    /// Those about whom nobody has decided by name, the others by their number.
    private func uncertain(_ status: CampaignStatus) -> String? {
        let rest = status.count(.email, .uncertain) - status.uncertain.count
        let all = "rapport export campaign \(status.campaign) --csv names all"
        switch (status.uncertain.isEmpty, rest > 0) {
        case (true, false): return nil
        case (true, true): return "uncertain: \(rest), left as they are; \(all)"
        case (false, false): return "uncertain: \(status.uncertain.joined(separator: ", "))"
        case (false, true): return "uncertain: \(status.uncertain.joined(separator: ", ")) and \(rest) more; \(all)"
        }
    }

    static func json(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    /// Who got a campaign, who did not and why, as CSV, row by row.
    package func exportCampaign(_ slug: String, write: @escaping @Sendable ([UInt8]) -> Void) async throws {
        try await database.read { reader in
            let key = try Self.key(of: slug, reader)
            var csv = CSVWriter()
            csv.row(ExportRow.columns)
            try reader.export(key) { row in
                csv.row(row.fields)
                let bytes = csv.take()
                if !bytes.isEmpty { write(bytes) }
            }
            write(csv.take())
        }
    }

    /// The hourglass of an offering, unfiltered. What still waits to be derived is derived first where no server does it.
    package func hourglass(_ slug: String, byDepartment: Bool, asJSON: Bool) async throws -> String {
        if !ServeLock.isTaken(folder: installation.folder) {
            let worker = hourglassWorker()
            while try await worker.drain() > 0 {}
        }
        let (now, zone, terms) = (database.clock.now(), installation.zone, terms)
        return try await database.read { reader in
            guard let checked = Slug(slug), let offering = try reader.offering(checked) else {
                throw CommandError("there is no offering “\(slug)”")
            }
            let query = HourglassQuery(offering.key, unit: nil, for: .operator, now: now, zone: zone, terms: terms)
            guard let report = try reader.hourglass(query) else { throw CommandError("there is no offering “\(slug)”") }
            return asJSON ? try Self.json(HourglassDocument(report, byDepartment: byDepartment)) : report.text(byDepartment: byDepartment)
        }
    }
}
