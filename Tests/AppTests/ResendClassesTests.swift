import Campaigns
import Delivery
import Foundation
import Logging
import Storage
import TestSupport
import Testing

@testable import App

@Suite("The setting for mails of which nobody knows")
struct ResendClassesTests {
    private func withHouse(_ line: String?, _ body: (House) throws -> Void) async throws {
        try await TestDatabase.withFolder { folder in
            if let line { try Data("\(line)\n".utf8).write(to: folder.appending(path: "rapport.yaml")) }
            let installation = try Installation.open(folder: folder.path, configFile: nil, commandLine: [:])
            let house = House(installation, baseURL: "http://127.0.0.1:8080", logger: Logger(label: "test"))
            let result = Result { try body(house) }
            await installation.close()
            try result.get()
        }
    }

    @Test(
        "It holds for what is sent; without it no class is sent again",
        arguments: [
            (String?.none, Set<CampaignClass>()), ("resend_classes: none", []),
            ("resend_classes: must-know invitation", [.mustKnow, .invitation]),
        ] as [(String?, Set<CampaignClass>)])
    func holds(_ line: String?, _ classes: Set<CampaignClass>) async throws {
        try await withHouse(line) { house in
            let settings = try house.deliverySettings()
            #expect(settings.uncertain.resent == classes)
        }
    }

    @Test("A word that is no class stops the server before it serves, with file and line")
    func wrong() async throws {
        try await withHouse("resend_classes: must-know spam") { house in
            let starts: [() throws -> Void] = [{ _ = try house.router() }, { _ = try house.workers() }]
            for start in starts {
                let error = #expect(throws: SettingsError.self) { try start() }
                #expect(error?.description.contains("rapport.yaml:1): “spam” is no class of campaigns") == true)
            }
        }
    }
}
