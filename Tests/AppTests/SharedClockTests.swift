import Kernel
import Storage
import TestSupport
import Testing

@testable import App

@Suite("The clock of processes that share a database")
struct SharedClockTests {
    @Test("is the database server's, however far the machine's own is away", arguments: [Duration.seconds(5), .seconds(-5), .zero])
    func followsTheServer(apart: Duration) async throws {
        try await TestDatabase.with(.postgres) { database in
            let clock = SharedClock { Instant.now + apart }
            let behind = try await clock.follow(database)
            let distance = clock.time.now() - Instant.now
            // The server of the tests is on this machine.
            #expect(abs(distance) < .milliseconds(500))
            let error = try #require(behind) + apart
            #expect(abs(error) < .milliseconds(500))
        }
    }

    @Test("is the machine's own on SQLite")
    func ownClock() async throws {
        try await TestDatabase.with(.sqlite) { database in
            let clock = SharedClock { Instant(microseconds: 7) }
            let behind = try await clock.follow(database)
            #expect(behind == nil && clock.time.now() == Instant(microseconds: 7))
        }
    }
}

private func abs(_ duration: Duration) -> Duration { duration < .zero ? .zero - duration : duration }
