import Foundation
import Logging
import Storage
import Synchronization
import TestSupport
import Testing

@testable import App

@Suite("Importing people from the command line")
struct ImportCommandTests {
    @Test("A full file with rows that can't be read says that nobody has left, and why")
    func unreadable() async throws {
        try await TestDatabase.withFolder { folder in
            let installation = try Installation.open(folder: folder.path, configFile: nil, commandLine: [:])
            let house = House(installation, baseURL: "http://127.0.0.1:8080", logger: Logger(label: "test"))
            try await installation.database.migrate(House.migrations)
            func run(_ rows: String) async throws -> (summary: String, notes: [String]) {
                let file = folder.appending(path: "people.csv")
                try Data("external_id,name\n\(rows)".utf8).write(to: file)
                let notes = Mutex<[String]>([])
                let summary = try await house.importPeople(
                    file: file.path, full: true, strict: false, allowDeactivating: nil,
                    report: { note in notes.withLock { $0.append(note) } })
                return (summary, notes.withLock { $0 })
            }
            let all = (1...20).map { "E-\($0),Person \($0)\n" }
            do {
                #expect(try await run(all.joined()).notes.isEmpty)
                let kept = try await run(all.dropLast(2).joined() + ",Nobody knows who\n")
                #expect(kept.summary == "19 rows: 0 new, 0 changed, 18 unchanged, 1 refused")
                #expect(kept.notes.contains { $0.hasPrefix("2 people are not in this file and stay active all the same") })
                let left = try await run(all.dropLast(2).joined())
                #expect(left.summary.hasSuffix("2 deactivated") && left.notes.isEmpty)
            } catch {
                await installation.close()
                throw error
            }
            await installation.close()
        }
    }

    @Test("A data folder that can't be made is named, with what to do")
    func folder() {
        let error = #expect(throws: SettingsError.self) {
            try Installation.open(folder: "/dev/null/rapport", configFile: nil, commandLine: [:])
        }
        #expect(error?.description == "the data folder /dev/null/rapport can't be made: name one that may be written with --data")
    }
}
