import Kernel
import Logging
import Mail
import Synchronization
import Testing

@testable import Delivery
@testable import Storage

@Suite("A database that does not answer when a mail is to get its final dot")
struct GrantFailureTests {
    /// A driver whose writes fail while it is told so.
    private final class Flaky: Driver {
        private let real: any Driver
        private let failing = Mutex(false)

        init(_ real: any Driver) { self.real = real }

        var engine: Engine { real.engine }
        func fail(_ isFailing: Bool) { failing.withLock { $0 = isFailing } }

        func write<Result: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> Result) async throws -> Result {
            if failing.withLock({ $0 }) { throw StorageError.busy("somebody has it") }
            return try await real.write(body)
        }
        func read<Result: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> Result) async throws -> Result {
            try await real.read(body)
        }
        func maintain<Result: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> Result) async throws -> Result {
            try await real.maintain(body)
        }
        func changes() -> AsyncStream<Void> { real.changes() }
        func close() async {}
    }

    /// Keeps what is said from warnings on.
    private struct Warnings: LogHandler {
        final class Lines: Sendable {
            let said = Mutex<[String]>([])
        }

        let lines: Lines
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.warning

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) { lines.said.withLock { $0.append("\(event.message)") } }
    }

    @Test("the mail is no attempt: it waits for nothing and says nothing of a mail server", arguments: Engine.allCases)
    func grant(_ engine: Engine) async throws {
        try await World.with(engine, people: (1...3).map { World.Person($0) }, file: true) { world in
            try await world.start()
            let flaky = Flaky(world.database.driver)
            let dots = Mutex(0)
            let taken = Mutex<[String]>([])
            let transport = MailTransport(sessions: 1) {
                MailSession(
                    isUsable: { true },
                    send: { mail, beforeFinalDot in
                        let isFirst = dots.withLock { dots in
                            dots += 1
                            return dots == 1
                        }
                        flaky.fail(isFirst)
                        defer { flaky.fail(false) }
                        do { try await beforeFinalDot() } catch { return .notSent(reason: "\(error)") }
                        taken.withLock { $0.append(mail.recipient.description) }
                        return .accepted(reply: "250 taken")
                    }, close: {})
            }
            var tuning = DeliveryWorker.Tuning()
            tuning.beat = .milliseconds(20)
            let clock = world.clock
            let lines = Warnings.Lines()
            let worker = DeliveryWorker(
                database: Database(flaky, clock: WallClock { clock.now }), settings: world.settings, secrets: world.ring,
                transport: transport,
                logger: Logger(label: "test") { _ in Warnings(lines: lines) }, tuning: tuning)
            // The clock stands still: whatever has to wait for it is never sent.
            try await world.deliver(worker)
            #expect(taken.withLock { $0.sorted() } == ["p1@acme.example", "p2@acme.example", "p3@acme.example"])
            for person: Int64 in 1...3 {
                let row = try await world.row(person)
                #expect(row.state == .accepted && row.attempts == 1 && row.reply == "250 taken")
            }
            #expect(dots.withLock { $0 } == 4)
            #expect(lines.said.withLock { $0.count { $0.hasPrefix("Delivery can't store what became of mails") } } == 1)
        }
    }
}
