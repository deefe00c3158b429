import Delivery
import Foundation
import Glibc
import Hummingbird
import Kernel
import Logging
import ServiceLifecycle
import Storage
import Touches

extension Bench {
    /// Clicks on the links of a campaign, each on the disk before it is answered, while all workers of a server run; and afterwards whether
    /// each of them became a touch, or was dropped for a reason.
    func measureRedirects() async throws -> BenchReport {
        let people = options.people ?? 20_000
        let connections = options.connections ?? 64
        let time = Duration.seconds(people < 1000 ? 0.2 : 5)
        var clicks: [ClickLoad.Found] = []
        var limit: [ClickLoad.Found] = []
        var disk: [Sample] = []
        var taken: [Sample] = []
        try await withHouse { house in
            note("redirects: a campaign is sent to \(people) people")
            let campaign = try await BenchCampaign(for: people, in: house)
            try await house.deliverAll()
            let paths = try await house.database.read {
                try LinkSample(of: campaign.run, limit: 200_000, $0, ring: house.installation.secrets).paths
            }
            let requests = paths.map(Self.click)
            @Sendable func click(_ port: Int) async throws -> ClickLoad.Found {
                try await ClickLoad(port: port, connections: connections, requests: requests).run(warmUp: time / 5, measured: time)
            }
            try await BenchServer.during(workers: try house.workers(), logger: house.logger) {
                try house.application(host: "127.0.0.1", port: 0, onServerRunning: $0)
            } _: { port in
                for run in 1...options.runs {
                    note("redirects: run \(run) of \(options.runs)")
                    disk.append(try waits(for: time / 5))
                    limit.append(
                        try await BenchServer.during(logger: house.logger, { Self.answeringAtOnce($0, logger: house.logger) }, click))
                    clicks.append(try await click(port))
                    taken.append(try await house.untilTaken())
                }
            }
            try await house.requireAllTaken(clicks.reduce(0) { $0 + $1.allClicks })
        }
        var report = BenchReport("redirects: \(people) people, \(connections) connections, \(engine)")
        report.rate("clicks on the disk, then answered", clicks.map(\.sample), per: "click", target: .atLeast(8000))
        report.time("half of them answered within", clicks.map { $0.quantile(0.5) })
        report.time("99 of 100 answered within", clicks.map { $0.quantile(0.99) }, target: .atMost(20))
        report.rate("what was left, into the database", taken, per: "click")
        report.rate("the same server, answering at once", limit.map(\.sample), per: "answer", isLimit: true)
        report.time("99 of 100 of those within", limit.map { $0.quantile(0.99) }, isLimit: true)
        report.rate("waits for the disk, 4 KB each", disk, per: "wait", isLimit: true)
        report.time(
            "processor time of the readers, a click", clicks.map { $0.ownTime.seconds / Double(max(1, $0.clicks)) }, isLimit: true)
        return report
    }

    /// A request as a browser makes it.
    private static func click(on path: String) -> [UInt8] {
        let fields = [
            "GET \(path) HTTP/1.1", "Host: 127.0.0.1:8080", "Connection: keep-alive", "Upgrade-Insecure-Requests: 1",
            "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
            "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8", "Sec-Fetch-Site: cross-site",
            "Sec-Fetch-Mode: navigate", "Sec-Fetch-User: ?1", "Sec-Fetch-Dest: document", "Accept-Encoding: gzip, deflate, br, zstd",
            "Accept-Language: en-GB,en;q=0.9,de;q=0.8",
        ]
        return Array((fields + ["", ""]).joined(separator: "\r\n").utf8)
    }

    /// What the server's library does with the same requests when nobody looks at them.
    private static func answeringAtOnce(_ running: @escaping BenchServer.Running, logger: Logger) -> any Service {
        let responder = CallbackResponder<BasicRequestContext> { _, _ in
            Response(status: .seeOther, headers: [.location: "https://wiki.northwind.example/crm/1"])
        }
        return Application(
            responder: responder, configuration: .init(address: .hostname("127.0.0.1", port: 0), serverName: nil),
            onServerRunning: running, logger: logger)
    }

    /// Appends some clicks' bytes again and again, each time until they are on the disk.
    private func waits(for time: Duration) throws -> Sample {
        let path = options.folder.appendingPathComponent("rapport-bench-\(UInt64.random(in: .min ... .max)).disk").path
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw CommandError("can't make \(path): \(String(cString: strerror(errno)))") }
        defer {
            close(descriptor)
            unlink(path)
        }
        let bytes = [UInt8](repeating: 0x41, count: 4096)
        let (cpu, start) = (Meter.threadTime(), ContinuousClock.now)
        var count = 0
        while start.duration(to: .now) < time {
            guard pwrite(descriptor, bytes, bytes.count, off_t(count * bytes.count)) == bytes.count, fdatasync(descriptor) == 0 else {
                throw CommandError("can't write \(path): \(String(cString: strerror(errno)))")
            }
            count += 1
        }
        return Sample(units: count, wall: start.duration(to: .now), cpu: Meter.threadTime() - cpu, peak: nil)
    }
}

extension House {
    /// Waits until the database has what came to the journal.
    fileprivate func untilTaken() async throws -> Sample {
        let before = journal.counts.taken
        let (cpu, start) = (Meter.processorTime(), ContinuousClock.now)
        while journal.counts.taken < journal.counts.appended {
            guard start.duration(to: .now) < .seconds(600) else { throw CommandError("clicks still wait for the database") }
            try await Task.sleep(for: .milliseconds(2))
        }
        return Sample(
            units: journal.counts.taken - before, wall: start.duration(to: .now), cpu: Meter.processorTime() - cpu, peak: nil)
    }

    /// - Throws: `CommandError` where a click that was answered is neither a touch nor dropped for a reason.
    fileprivate func requireAllTaken(_ answered: Int) async throws {
        let counts = journal.counts
        let stored = try await database.read { try $0.count("SELECT count(*) FROM touch WHERE way = \(Way.clicked)") }
        let dropped = counts.dropped.values.reduce(0, +)
        guard counts.appended == answered, stored + dropped == answered else {
            throw CommandError("of \(answered) clicks that were answered, \(stored) became touches and \(dropped) were dropped")
        }
    }
}
