import Foundation
import Kernel
import Logging
import Storage
import TestSupport
import Testing

@testable import App

@Suite("rapport campaign status")
struct StatusCommandTests {
    /// A campaign that was sent to so many people, `E-001` and on.
    private func withSent(_ people: Int, _ body: (House) async throws -> Void) async throws {
        try await TestDatabase.withFolder { folder in
            let installation = try Installation.open(folder: folder.path, configFile: nil, commandLine: [:], makesSecret: true)
            let house = House(installation, baseURL: "http://127.0.0.1:8080", logger: Logger(label: "test"))
            do {
                try await house.prepareForCommand()
                let rows = (1...people).map { number in
                    let id = String(String(number + 1000).dropFirst())
                    return "E-\(id),Person \(id),p\(id)@acme.example\n"
                }
                let (csv, yaml) = (folder.appending(path: "people.csv"), folder.appending(path: "world.yaml"))
                try Data(("external_id,name,email\n" + rows.joined()).utf8).write(to: csv)
                try Data(LaunchFile.text("channels: [email]").utf8).write(to: yaml)
                _ = try await house.importPeople(file: csv.path, full: false, strict: true, allowDeactivating: nil, report: { _ in })
                _ = try await house.apply(files: [yaml.path], isDryRun: false, force: false)
                _ = try await house.step(.start, campaign: "launch")
                try await house.database.write { try $0.run("UPDATE delivery SET state = 'accepted', accepted_at = not_before") }
                try await body(house)
            } catch {
                await installation.close()
                throw error
            }
            await installation.close()
        }
    }

    private func doubt(_ house: House, to last: String) async throws {
        try await house.database.write {
            try $0.run(
                """
                UPDATE delivery SET state = 'uncertain', reason = 'process_ended', accepted_at = NULL
                WHERE state = 'accepted' AND person IN (SELECT id FROM person WHERE external_id <= \(last))
                """)
        }
    }

    private func line(_ house: House) async throws -> String? {
        try await house.campaignStatus("launch", asJSON: false).split(separator: "\n").map(String.init).first { $0.hasPrefix("uncertain") }
    }

    @Test("Of whom nobody knows is named, up to a hundred; then how many more there are and what names all")
    func names() async throws {
        try await withSent(130) { house in
            #expect(try await line(house) == nil)
            try await doubt(house, to: "E-003")
            #expect(try await line(house) == "uncertain: E-001, E-002, E-003")
            try await doubt(house, to: "E-100")
            let hundred = try await line(house)
            #expect(hundred?.hasSuffix(", E-099, E-100") == true)
            try await doubt(house, to: "E-123")
            let more = try await line(house)
            #expect(more?.hasPrefix("uncertain: E-001, E-002, ") == true)
            #expect(more?.hasSuffix(", E-099, E-100 and 23 more; rapport export campaign launch --csv names all") == true)
            let known = try await house.campaignStatus("launch", asJSON: true)
            #expect(known.contains("\"uncertain\":123"))
        }
    }

    @Test("Those who are left as they are, are a number, beside others or alone")
    func left() async throws {
        try await withSent(10) { house in
            try await doubt(house, to: "E-004")
            let said = try await house.step(.leave, campaign: "launch")
            #expect(said == "4 left as they are")
            #expect(try await line(house) == "uncertain: 4, left as they are; rapport export campaign launch --csv names all")
            try await doubt(house, to: "E-006")
            #expect(try await line(house) == "uncertain: E-005, E-006 and 4 more; rapport export campaign launch --csv names all")
        }
    }
}
