import Foundation
import HTTPTypes
import Hourglass
import Hummingbird
import Identity
import Kernel
import Logging
import NIOCore
import Storage
import Touches
import Web

/// What load balancers, monitors and operators ask.
struct HealthRoutes: Sendable {
    let database: Database
    let journal: Journal

    func register(on routes: Routes) {
        routes.get("/healthz", .visit) { _, _ in text("alive\n") }
        routes.get("/readyz", .visit) { _, context in
            do {
                try await database.checkSchema(House.migrations)
                return text("ready\n")
            } catch {
                context.logger.warning("not ready", metadata: ["error": "\(error)"])
                return text("not ready: the database does not answer as it should\n", .serviceUnavailable)
            }
        }
        routes.get("/metrics", .visit) { _, _ in
            let rows = try await database.read { reader in
                try (
                    people: reader.count("SELECT count(*) FROM person WHERE active"),
                    dirty: reader.count("SELECT count(*) FROM hourglass_dirty"),
                    outbox: reader.count("SELECT count(*) FROM outbox"), feeds: reader.feeds()
                )
            }
            return text(
                Metrics.page(rows.people, rows.dirty, rows.outbox) + Metrics.page(journal.counts) + Metrics.page(rows.feeds),
                type: "text/plain; version=0.0.4; charset=utf-8")
        }
    }

    private func text(_ body: String, _ status: HTTPResponse.Status = .ok, type: String = "text/plain; charset=utf-8") -> Response {
        Response(status: status, headers: [.contentType: type], body: ResponseBody(byteBuffer: ByteBuffer(string: body)))
    }
}

/// The text format of Prometheus, version 0.0.4.
enum Metrics {
    static func page(_ people: Int, _ dirty: Int, _ outbox: Int) -> String {
        """
        # HELP rapport_people People of the directory who have not left.
        # TYPE rapport_people gauge
        rapport_people \(people)
        # HELP rapport_hourglass_waiting Person and offering pairs whose stage is still to be derived.
        # TYPE rapport_hourglass_waiting gauge
        rapport_hourglass_waiting \(dirty)
        # HELP rapport_outbox_waiting Events that no worker has handled yet.
        # TYPE rapport_outbox_waiting gauge
        rapport_outbox_waiting \(outbox)
        # HELP process_resident_memory_bytes Resident memory size in bytes.
        # TYPE process_resident_memory_bytes gauge
        process_resident_memory_bytes \(residentBytes())

        """
    }

    /// Every reason is there from the first, so that a rate can be made of it.
    static func page(_ counts: Journal.Counts) -> String {
        let dropped = DropReason.allCases.map { "rapport_journal_dropped_total{reason=\"\($0.rawValue)\"} \(counts.dropped[$0] ?? 0)\n" }
        return """
            # HELP rapport_journal_appended_total Clicks, views and reported events that came to the disk, since this process began.
            # TYPE rapport_journal_appended_total counter
            rapport_journal_appended_total \(counts.appended)
            # HELP rapport_journal_taken_total Of those and of what dead processes left, the ones that are in the database, dropped ones included.
            # TYPE rapport_journal_taken_total counter
            rapport_journal_taken_total \(counts.taken)
            # HELP rapport_journal_dropped_total Events that became no touch, by reason.
            # TYPE rapport_journal_dropped_total counter
            \(dropped.joined())
            """
    }

    /// Of all processes together, since they stand in the database.
    static func page(_ feeds: [FeedStanding]) -> String {
        let lines = feeds.flatMap { feed in
            ([("taken", feed.taken), ("repeated", feed.repeated)]
                + FeedDrop.Reason.allCases.map { ($0.rawValue, feed.dropped[$0] ?? 0) })
                .map { "rapport_feed_events_total{feed=\"\(feed.slug)\",outcome=\"\($0)\"} \($1)\n" }
        }
        return """
            # HELP rapport_feed_events_total Events that a feed reported, by what became of them: taken, repeated, or why they were dropped.
            # TYPE rapport_feed_events_total counter
            \(lines.joined())
            """
    }

    /// The second number of `/proc/self/statm` is resident pages (proc(5)).
    private static func residentBytes() -> Int {
        guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else { return 0 }
        return text.split(separator: " ").dropFirst().first.flatMap { Int($0) }.map { $0 * sysconf(Int32(_SC_PAGESIZE)) } ?? 0
    }
}
