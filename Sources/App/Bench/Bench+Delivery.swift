import Delivery
import Foundation
import Kernel
import Mail
import Storage
import Synchronization

extension Bench {
    /// A campaign from its start to the last reply, over real SMTP, with a row per recipient kept on the disk.
    func measureDelivery() async throws -> BenchReport {
        let people = options.people ?? 20_000
        var planned: [Sample] = []
        var sent: [Sample] = []
        var signed: [Sample] = []
        var limit: [Sample] = []
        var bare: [Sample] = []
        var size = 0
        for run in 1...options.runs {
            note("delivery: run \(run) of \(options.runs)")
            try await withSink { sink in
                let first = try await send(people, to: sink)
                planned.append(first.start)
                sent.append(first.sent)
                size = first.mail.count
                if let sample = try await sink.blast(bytes: size, times: first.sent.units, sessions: Self.sessionsOfTheLimit) {
                    limit.append(sample)
                }
                bare.append(
                    try await Meter.measure(others: { try await sink.processorTime() }) {
                        try await Self.sendBare(first.mail, times: first.sent.units, over: connections, to: sink.address)
                        return first.sent.units
                    })
                signed.append(try await send(min(people, 5000), to: sink, isSigned: true).sent)
            }
        }
        var report = BenchReport(
            "delivery: \(people) people, mails of \(size) bytes, \(engine), to \(sinkName), \(connections) sessions")
        let share = engine == .sqlite ? 0.6 : 0.5
        let beside = BenchReport.Line(label: "", values: limit.map(\.perSecond), unit: "").median
        report.rate("moving in, starting", planned, per: "person")
        report.rate("sent", sent, per: "mail", target: limit.isEmpty ? nil : .atLeast(share * beside))
        report.time("processor time of a mail", sent.map(\.cpuPerUnit), target: .atMost(0.12))
        report.rate("sent with DKIM (RSA, 2048 bits)", signed, per: "mail")
        if !limit.isEmpty {
            report.rate("Postfix's smtp-source, as many bytes, \(Self.sessionsOfTheLimit) sessions", limit, per: "mail", isLimit: true)
        }
        report.rate("a bare socket loop with the same bytes", bare, per: "mail", isLimit: true)
        return report
    }

    /// Of `smtp-source`, which more of them make no faster.
    private static let sessionsOfTheLimit = 10
    private var connections: Int { options.connections ?? SMTPRelay.usualConnections }

    private struct Delivered {
        let start: Sample
        let sent: Sample
        /// One of the mails.
        let mail: [UInt8]
    }

    private func send(_ people: Int, to sink: BenchTarget, isSigned: Bool = false) async throws -> Delivered {
        let keyFile = options.folder.appendingPathComponent("rapport-bench-\(UInt64.random(in: .min ... .max)).pem")
        defer { try? FileManager.default.removeItem(at: keyFile) }
        let (host, port) = sink.address
        var settings: [Settings.Name: String] = [
            .smtpURL: "smtp://\(host):\(port)?tls=none&connections=\(connections)", .pixel: "message",
        ]
        if isSigned {
            let pem = Data(try DKIMKey.newPEM().utf8)
            _ = FileManager.default.createFile(atPath: keyFile.path, contents: pem, attributes: [.posixPermissions: 0o600])
            settings[.dkimKeyFile] = keyFile.path
            settings[.dkimSelector] = "bench"
        }
        return try await withHouse(settings) { house in
            var started: BenchCampaign?
            let start = try await Meter.measure {
                started = try await BenchCampaign(for: people, in: house)
                return people
            }
            guard let campaign = started else { throw CommandError("the campaign did not start") }
            let before = sink.mails
            let sent = try await Meter.measure(others: { try await sink.processorTime() }) {
                try await house.deliverAll()
                return campaign.mails
            }
            let accepted = try await house.database.read {
                try $0.count("SELECT count(*) FROM delivery WHERE channel = 'email' AND state = 'accepted'")
            }
            guard accepted == campaign.mails else { throw CommandError("\(accepted) of \(campaign.mails) mails were accepted") }
            if let before, let after = sink.mails, after - before != campaign.mails {
                throw CommandError("\(after - before) mails came for \(campaign.mails) recipients")
            }
            let (own, ring) = (try house.deliverySettings(), house.installation.secrets)
            let sample = try await house.database.read { try MailSample(of: campaign.run, limit: 1, $0, settings: own, ring: ring) }
            return Delivered(start: start, sent: sent, mail: sample.mail(0, at: house.database.clock.now()) ?? [])
        }
    }

    /// The same mail again and again over as many connections, with nothing but sockets.
    private static func sendBare(_ mail: [UInt8], times: Int, over sessions: Int, to target: (host: String, port: Int)) async throws {
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
    /// Lets a worker send until nothing is left to be sent.
    func deliverAll() async throws {
        let worker = DeliveryWorker(
            database: database, settings: try deliverySettings(), secrets: installation.secrets, transport: try transport(), logger: logger)
        let running = Task { await worker.run() }
        let patience = ContinuousClock.now + .seconds(3600)
        var isLeft = true
        while isLeft, ContinuousClock.now < patience {
            try await Task.sleep(for: .milliseconds(20))
            isLeft = try await database.read { try $0.hasOpenRun() }
        }
        worker.stop()
        await running.value
        guard !isLeft else { throw CommandError("the mails were not sent within an hour") }
    }
}
