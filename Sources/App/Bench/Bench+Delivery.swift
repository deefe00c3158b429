import Delivery
import Foundation
import Kernel
import Mail
import NIOPosix
import Storage
import Synchronization

extension Bench {
    private static let sessions = 8

    /// A campaign from its start to the last reply, over real SMTP, with a row per recipient kept on the disk.
    func measureDelivery() async throws -> BenchReport {
        let people = options.people ?? 20_000
        var planned: [Sample] = []
        var sent: [Sample] = []
        var bare: [Sample] = []
        var size = 0
        for run in 1...options.runs {
            note("delivery: run \(run) of \(options.runs)")
            let sink: BenchSink?
            if options.sink == nil { sink = try await BenchSink() } else { sink = nil }
            let target = options.sink ?? (host: "127.0.0.1", port: sink?.port ?? 0)
            try await withHouse([.smtpURL: "smtp://\(target.host):\(target.port)?tls=none", .pixel: "message"]) { house in
                var started: BenchCampaign?
                let start = try await Meter.measure {
                    started = try await BenchCampaign(for: people, in: house)
                    return people
                }
                planned.append(start)
                guard let campaign = started else { return }
                sent.append(
                    try await Meter.measure(others: { try await sink?.processorTime() ?? .zero }) {
                        try await house.deliver(until: campaign.mails)
                        return campaign.mails
                    })
                if let sink, sink.mails != campaign.mails {
                    throw CommandError("\(sink.mails) mails came for \(campaign.mails) recipients")
                }
                let (settings, ring) = (try house.deliverySettings(), house.installation.secrets)
                let sample = try await house.database.read {
                    try MailSample(of: campaign.run, limit: 1, $0, settings: settings, ring: ring)
                }
                let mail = sample.mail(0, at: house.database.clock.now()) ?? []
                size = mail.count
                bare.append(
                    try await Meter.measure(others: { try await sink?.processorTime() ?? .zero }) {
                        try await Self.sendBare(mail, times: campaign.mails, to: target)
                        return campaign.mails
                    })
            }
            await sink?.close()
        }
        let place = options.sink.map { "\($0.host):\($0.port)" } ?? "a sink in this process"
        var report = BenchReport("delivery: \(people) people, mails of \(size) bytes, \(engine), to \(place), \(Self.sessions) sessions")
        report.rate("moving in, starting", planned, per: "person")
        report.rate("sent", sent, per: "mail")
        report.rate("a bare socket loop with the same bytes", bare, per: "mail", isLimit: true)
        return report
    }

    /// The same mail again and again over as many connections, with nothing but sockets.
    private static func sendBare(_ mail: [UInt8], times: Int, to target: (host: String, port: Int)) async throws {
        let envelope = Array("MAIL FROM:<bench@northwind.example>\r\nRCPT TO:<one@northwind.example>\r\nDATA\r\n".utf8)
        let body = mail + Array("\r\n.\r\n".utf8)
        let crew = Crew(sessions)
        await withCheckedContinuation { (done: CheckedContinuation<Void, Never>) in
            for _ in 0..<sessions {
                Thread.detachNewThread {
                    do {
                        let socket = try BlockingSocket(host: target.host, port: target.port)
                        try socket.readReplies(1)
                        try socket.write(Array("EHLO bench.northwind.example\r\n".utf8))
                        try socket.readReplies(1)
                        while crew.taken.add(1, ordering: .relaxed).newValue <= times {
                            try socket.write(envelope)
                            try socket.readReplies(3)
                            try socket.write(body)
                            try socket.readReplies(1)
                        }
                    } catch { crew.failure.withLock { $0 = error } }
                    if crew.left.subtract(1, ordering: .acquiringAndReleasing).newValue == 0 { done.resume() }
                }
            }
        }
        if let failure = crew.failure.withLock({ $0 }) { throw failure }
    }
}

/// What the threads of a bare socket loop share.
private final class Crew: Sendable {
    let taken = Atomic<Int>(0)
    let left: Atomic<Int>
    let failure = Mutex<(any Error)?>(nil)

    init(_ threads: Int) { left = Atomic(threads) }
}

extension House {
    /// Lets a worker send until as many mails are accepted.
    fileprivate func deliver(until mails: Int) async throws {
        let worker = DeliveryWorker(
            database: database, settings: try deliverySettings(), secrets: installation.secrets, transport: try transport(), logger: logger)
        let running = Task { await worker.run() }
        let patience = ContinuousClock.now + .seconds(600)
        var accepted = -1
        while accepted < mails, ContinuousClock.now < patience {
            try await Task.sleep(for: .milliseconds(50))
            accepted = try await database.read {
                try $0.count("SELECT count(*) FROM delivery WHERE channel = 'email' AND state = 'accepted'")
            }
        }
        worker.stop()
        await running.value
        guard accepted >= mails else { throw CommandError("only \(accepted) of \(mails) mails were accepted within ten minutes") }
    }
}
