import Kernel
import Mail
import Storage
import Testing

@testable import Delivery

@Suite("Mails that wait for a connection", .serialized)
struct JobQueueTests {
    /// Jobs with mails of so many bytes each.
    private static func withJobs(_ sizes: [Int], _ body: ([Job]) async throws -> Void) async throws {
        try await World.with(.sqlite, people: [World.Person(1)]) { world in
            try await world.start()
            let (settings, ring) = (world.settings, world.ring)
            let stationery = try await world.database.read { reader in
                let run: RunKey = try #require(try reader.value("SELECT id FROM run"))
                return try Stationery(run, reader, settings: settings, ring: ring)
            }
            let address = try MailAddress("a@acme.example")
            try await body(
                sizes.enumerated().map { index, size in
                    Job(
                        stationery: stationery,
                        claim: Claim(run: stationery.run, person: PersonKey(Int64(index)), lease: Lease(token: 1)), resumption: 0,
                        attempts: 0,
                        mail: OutgoingMail(
                            envelopeFrom: address, recipient: address, messageID: try MessageID("m\(index)", at: "acme.example"),
                            bytes: [UInt8](repeating: 65, count: size)))
                })
        }
    }

    @Test("no more are made than memory should hold: whoever makes them waits until some are taken, or the queue ends")
    func room() async throws {
        try await Self.withJobs([600, 600, 10]) { jobs in
            let queue = JobQueue(capacity: 1000)
            await queue.room()
            queue.add([jobs[0]])
            await queue.room()
            queue.add([jobs[1]])
            let (rooms, room) = AsyncStream.makeStream(of: Void.self)
            let waiting = Task {
                await queue.room()
                room.yield()
            }
            let isFullStill = Task {
                for await _ in rooms { return false }
                return true
            }
            try await Task.sleep(for: .milliseconds(100))
            room.finish()
            #expect(await isFullStill.value, "there was room for a third")
            guard case .job(let taken) = await queue.next(within: nil) else {
                Issue.record("no job")
                return
            }
            #expect(taken.claim.person == PersonKey(0))
            await waiting.value
            queue.add([jobs[0]])
            async let ended: Void = queue.room()
            try await Task.sleep(for: .milliseconds(50))
            queue.close()
            await ended
        }
    }

    @Test("each is handed out once and in order, however many come and go")
    func order() async throws {
        try await Self.withJobs(Array(repeating: 1, count: 700)) { jobs in
            let queue = JobQueue()
            var taken: [PersonKey] = []
            for start in stride(from: 0, to: jobs.count, by: 100) {
                queue.add(Array(jobs[start..<start + 100]))
                for _ in 0..<70 { if case .job(let job) = await queue.next(within: nil) { taken.append(job.claim.person) } }
            }
            #expect(queue.count == 210)
            taken += queue.drain().map(\.claim.person)
            #expect(taken == jobs.map(\.claim.person))
            #expect(queue.count == 0)
        }
    }
}
