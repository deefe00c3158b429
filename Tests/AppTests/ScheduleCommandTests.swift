import Foundation
import Kernel
import Logging
import Storage
import TestSupport
import Testing

@testable import App

@Suite("Scheduling a campaign from the command line")
struct ScheduleCommandTests {
    @Test("It does what the buttons do, for what is approved only")
    func schedules() async throws {
        try await TestDatabase.withFolder { folder in
            let installation = try Installation.open(folder: folder.path, configFile: nil, commandLine: [:], makesSecret: true)
            let house = House(installation, baseURL: "http://127.0.0.1:8080", logger: Logger(label: "test"))
            try await house.prepareForCommand()
            let file = folder.appendingPathComponent("world.yaml")
            try Data(LaunchFile.text("start: 2100-01-01T09:00 Europe/Berlin").utf8).write(to: file)
            _ = try await house.apply(files: [file.path], isDryRun: false, force: false)
            func state() async throws -> String? { try await house.database.read { try $0.value("SELECT state FROM campaign") } }

            await #expect(throws: (any Error).self) { _ = try await house.step(.schedule, campaign: "launch") }
            #expect(try await state() == "draft")
            try await house.database.write { try $0.run("UPDATE campaign SET state = 'approved'") }
            let said = try await house.step(.schedule, campaign: "launch")
            #expect(said.hasPrefix("launch: starts by itself"))
            #expect(try await state() == "scheduled")
            await #expect(throws: (any Error).self) { _ = try await house.step(.schedule, campaign: "launch") }
            _ = try await house.step(.unschedule, campaign: "launch")
            #expect(try await state() == "approved")
            await #expect(throws: CommandError.self) { _ = try await house.step(.schedule, campaign: "none") }
            await installation.close()
        }
    }
}
