import Foundation
import Kernel
import Logging
import Storage
import TestSupport
import Testing

@testable import App

@Suite("A database file that is copied back while its server lives")
struct EpochTests {
    /// One life of a server that ends without a word: what it does at its start, then `body` while it keeps the epoch.
    private func live(_ folder: URL, _ body: (House) async throws -> Void) async throws {
        let installation = try Installation.open(folder: folder.path, configFile: nil, commandLine: [:])
        let house = House(installation, baseURL: "http://127.0.0.1:8080", logger: Logger(label: "test"))
        do {
            try await house.database.migrate(House.migrations)
            try await house.rememberSecret()
            try await house.noticeRestored { _ in }
            let keeping = Task { await house.keepEpoch(pace: .milliseconds(20)) }
            do { try await body(house) } catch {
                keeping.cancel()
                await keeping.value
                throw error
            }
            keeping.cancel()
            await keeping.value
        } catch {
            await installation.close()
            throw error
        }
        await installation.close()
    }

    private func start(_ house: House, _ folder: URL) async throws {
        let file = folder.appending(path: "world.yaml")
        try Data(LaunchFile.text().utf8).write(to: file)
        _ = try await house.apply(files: [file.path], isDryRun: false, force: false)
        _ = try await house.step(.start, campaign: "launch")
    }

    private func word(_ folder: URL) throws -> String { try String(contentsOf: folder.appending(path: "epoch"), encoding: .utf8) }

    /// Copies the database with what its log holds.
    private func copy(_ from: URL, _ to: URL) throws {
        try FileManager.default.createDirectory(at: to, withIntermediateDirectories: true)
        for suffix in ["", "-wal", "-shm"] {
            let name = "rapport.sqlite" + suffix
            try? FileManager.default.removeItem(at: to.appending(path: name))
            if suffix != "-shm", FileManager.default.fileExists(atPath: from.appending(path: name).path) {
                try FileManager.default.copyItem(at: from.appending(path: name), to: to.appending(path: name))
            }
        }
    }

    /// Waits for the next word, or for as long as ten would have taken.
    private func passes(_ folder: URL) async throws -> Bool {
        let before = try word(folder)
        for _ in 0..<40 {
            try await Task.sleep(for: .milliseconds(5))
            // A file that names two is about to change once more.
            let now = try word(folder)
            if now != before, now.split(separator: "\n").count == 1 { return true }
        }
        return false
    }

    @Test("While mails are sent, a copy that is older than a moment is noticed")
    func sending() async throws {
        try await TestDatabase.withFolder { folder in
            let aside = folder.appending(path: "aside")
            try await live(folder) { house in
                try await start(house, folder)
                let isKept = try await passes(folder)
                try copy(folder, aside)
                // The first of these may be the second half of the one in which the copy was made.
                let (goesOn, isOlder) = (try await passes(folder), try await passes(folder))
                #expect(isKept && goesOn && isOlder)
            }
            try copy(aside, folder)
            try await live(folder) { house in
                let status = try await house.campaignStatus("launch", asJSON: true)
                #expect(status.contains("\"paused_reason\":\"restored\""))
                #expect(Epoch.pace == .seconds(1))
            }
        }
    }

    @Test("While nothing is sent, nothing is written")
    func idle() async throws {
        try await TestDatabase.withFolder { folder in
            try await live(folder) { house in
                let isKept = try await passes(folder)
                #expect(!isKept)
                try await start(house, folder)
                let isKeptWhileSending = try await passes(folder)
                #expect(isKeptWhileSending)
                _ = try await house.step(.pause, campaign: "launch")
                // What had begun is done.
                try await Task.sleep(for: .milliseconds(100))
                let isKeptWhilePaused = try await passes(folder)
                #expect(!isKeptWhilePaused)
            }
        }
    }
}
