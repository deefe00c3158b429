import Crypto
import Foundation
import Kernel
import Logging
import Storage
import TestSupport
import Testing

@testable import App

@Suite("Backing up and restoring", .serialized)
struct BackupTests {
    private static let passphrase = "correct horse battery staple"
    private static let people = """
        external_id,name,email,department,manager_id,badge,hired_on
        E-1,Ada Äpfel,ada@acme.example,Acme,,12.5,2020-01-02
        E-2,Bo,bo@acme.example,Acme / Sales,E-1,,
        E-3,Cy,,Acme / Sales,E-2,7,

        """
    private static let world = """
        publishers:
          - {slug: mobility, name: Mobile Work Team}
        topics:
          - {slug: mobile, name: {en: Mobile work, de: Mobil arbeiten}}
        audiences:
          - {slug: all, name: All, rule: everyone}
        offerings:
          - slug: field-crm
            name: Field CRM
            kind: app
            owner: mobility
            tagline: Your next visit, ready before you park
            topics: [mobile]
            usage_feed: true
        campaigns:
          - slug: first-week
            name: First week
            publisher: mobility
            offering: field-crm
            audience: all
            stage: try
            messages:
              - {subject: 'Hello {{person.first_name}}', body: 'Dear {{person.name}}, [see it](offering).'}
        """
    private static let usage = "external_id,offering,day\nE-1,field-crm,2026-03-02\nE-2,field-crm,2026-03-03\n"

    private func open(_ folder: URL, _ url: String?, _ body: (House) async throws -> Void) async throws {
        let installation = try Installation.open(
            folder: folder.path, configFile: nil, commandLine: url.map { [.database: $0] } ?? [:], makesSecret: true)
        let house = House(installation, baseURL: "http://127.0.0.1:8080", logger: Logger(label: "test"))
        do {
            try await house.prepareForCommand()
            try await body(house)
        } catch {
            await installation.close()
            throw error
        }
        await installation.close()
    }

    /// Runs `body` with an empty folder and, on PostgreSQL, the URL of an empty database.
    private func with(_ engine: Engine, _ body: (URL, String?) async throws -> Void) async throws {
        try await TestDatabase.withFolder { folder in
            switch engine {
            case .sqlite: try await body(folder, nil)
            case .postgres: try await TestDatabase.withPostgresURL { try await body(folder, $0) }
            }
        }
    }

    /// A company with a campaign under way.
    private func fill(_ house: House, _ folder: URL) async throws {
        try await house.rememberSecret()
        for (name, text) in [("people.csv", Self.people), ("acme.yaml", Self.world), ("usage.csv", Self.usage)] {
            try Data(text.utf8).write(to: folder.appendingPathComponent(name))
        }
        func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
        _ = try await house.importPeople(file: path("people.csv"), full: false, strict: true, allowDeactivating: nil, report: { _ in })
        _ = try await house.apply(files: [path("acme.yaml")], isDryRun: false, force: false)
        _ = try await house.importUsage(
            file: path("usage.csv"), source: "crm", offering: nil, completeFrom: nil, completeUntil: "2026-03-31", strict: true,
            report: { _ in }
        )
        _ = try await house.step(.start, campaign: "first-week")
    }

    /// Every row of every table that a restore leaves alone, as text, truth values as numbers.
    private func content(_ house: House) async throws -> [String] {
        let changed: Set = ["run", "campaign", "delivery", "audit", "delivery_lease", "node", "staging_lease", "installation"]
        return try await house.database.read { reader in
            var lines: [String] = []
            var current = ""
            try reader.dump(
                table: { name, columns in
                    current = name
                    lines.append("table \(name): \(columns.joined(separator: ","))")
                },
                row: { values in
                    guard !changed.contains(current) else { return }
                    let texts = values.map { value in
                        switch value {
                        case .null: "null"
                        case .bool(let truth): truth ? "1" : "0"
                        case .int8(let number): "\(number)"
                        case .text(let text): "'\(text)'"
                        default: "\(value)"
                        }
                    }
                    lines.append("\(current): \(texts.joined(separator: " "))")
                })
            return lines.sorted()
        }
    }

    private func restore(
        _ file: String, _ folder: URL, _ url: String?, _ change: (inout House.RestoreOptions) -> Void = { _ in }
    ) async throws -> [String] {
        var options = House.RestoreOptions()
        options.passphrase = Self.passphrase
        change(&options)
        return try await House.restore(
            from: file, folder: folder.path, configFile: nil, commandLine: url.map { [.database: $0] } ?? [:], options: options)
    }

    @Test(
        "Everything comes back, on either engine from either, and what was being sent is held", arguments: Engine.allCases, Engine.allCases)
    func roundTrip(from source: Engine, to target: Engine) async throws {
        try await with(source) { folder, url in
            let file = folder.appendingPathComponent("acme.backup").path
            var before: [String] = []
            try await open(folder, url) { house in
                try await fill(house, folder)
                before = try await content(house)
                let said = try await house.backup(to: file, passphrase: Self.passphrase)
                #expect(said.last == "the secret is in it, sealed with the passphrase")
            }
            let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
            #expect(mode == 0o600)
            let secret = try Data(contentsOf: folder.appendingPathComponent("secret"))
            let bytes = try Data(contentsOf: URL(fileURLWithPath: file))
            let key = secret.split(separator: UInt8(ascii: " ")).last.map { Data($0.prefix(40)) } ?? Data()
            #expect(bytes.range(of: key) == nil && key.count == 40)

            try await with(target) { newFolder, newURL in
                let said = try await restore(file, newFolder, newURL)
                #expect(said.contains { $0.hasPrefix("1 unfinished campaigns are held") })
                #expect(try Data(contentsOf: newFolder.appendingPathComponent("secret")) == secret)
                try await open(newFolder, newURL) { house in
                    // The same secret, or this would throw.
                    try await house.rememberSecret()
                    let after = try await content(house)
                    #expect(after.count > 40)
                    #expect(after == before)
                    let found = try await house.database.read { try $0.search("visit", kind: "offering") }
                    #expect(found.count == 1)

                    let held = try await house.campaignStatus("first-week", asJSON: true)
                    #expect(held.contains("\"state\":\"paused\"") && held.contains("\"paused_reason\":\"restored\""))
                    #expect(held.contains("\"held\":2") && held.contains("\"planned\":0"))
                    _ = try await house.step(.resume, campaign: "first-week")
                    let resumed = try await house.campaignStatus("first-week", asJSON: true)
                    #expect(resumed.contains("\"state\":\"running\"") && resumed.contains("\"planned\":2"))
                }
            }
        }
    }

    @Test("A file that was cut, changed or is none changes nothing", arguments: Engine.allCases)
    func damaged(engine: Engine) async throws {
        try await with(engine) { folder, url in
            let file = folder.appendingPathComponent("acme.backup")
            try await open(folder, url) { house in
                try await fill(house, folder)
                _ = try await house.backup(to: file.path, passphrase: Self.passphrase)
            }
            let whole = try Data(contentsOf: file)
            let bad = folder.appendingPathComponent("bad.backup")
            func refused(_ bytes: Data, _ passphrase: String? = Self.passphrase) async throws -> BackupError? {
                try bytes.write(to: bad)
                return await #expect(throws: BackupError.self) {
                    _ = try await restore(bad.path, folder, url) { ($0.passphrase, $0.replaces) = (passphrase, true) }
                }
            }
            for length in [0, 10, 17, 20, 400, whole.count / 2, whole.count - 70, whole.count - 1] {
                _ = try await refused(whole.prefix(length), nil)
            }
            _ = try await refused(whole + Data([0]), nil)
            for place in stride(from: 30, to: whole.count - 32, by: max(1, whole.count / 23)) {
                var changed = whole
                changed[place] ^= 0x20
                _ = try await refused(changed, nil)
            }
            let wrong = try await refused(whole, "some other passphrase")
            #expect(wrong == .wrongPassphrase(bad.path))

            // Somebody who changes a value and works out the checksum anew is found by the passphrase alone.
            var forged = whole
            guard let place = forged.range(of: Data("ada@acme.example".utf8))?.lowerBound else {
                Issue.record("the address is not in the backup")
                return
            }
            forged[place] = UInt8(ascii: "e")
            let seal = forged.count - 64
            forged.replaceSubrange(seal..<(seal + 32), with: Data(SHA256.hash(data: forged.prefix(seal - 5))))
            let found = try await refused(forged)
            #expect(found == .wrongPassphrase(bad.path))

            try await open(folder, url) { house in
                let people = try await house.database.read { try $0.count("SELECT count(*) FROM person") }
                let status = try await house.campaignStatus("first-week", asJSON: true)
                #expect(people == 3)
                #expect(status.contains("\"state\":\"running\""))
            }
        }
    }

    @Test("A database that holds something is replaced only when told so, and whole or not at all", arguments: Engine.allCases)
    func replacing(engine: Engine) async throws {
        try await with(engine) { folder, url in
            let file = folder.appendingPathComponent("acme.backup").path
            try await open(folder, url) { house in
                try await fill(house, folder)
                _ = try await house.backup(to: file, passphrase: nil)
                try await house.database.write { try $0.run("UPDATE person SET name = 'Somebody else' WHERE external_id = 'E-1'") }
            }
            func name() async throws -> String? {
                var name: String?
                try await open(folder, url) { house in
                    name = try await house.database.read { try $0.value("SELECT name FROM person WHERE external_id = 'E-1'") }
                }
                return name
            }
            await #expect(throws: BackupError.notEmpty) { _ = try await restore(file, folder, url) { $0.passphrase = nil } }
            await #expect(throws: BackupError.needsPassphrase(file)) { _ = try await restore(file, folder, url) }

            // A backup that is whole but does not fit: the second table can't be loaded after the first one was.
            let odd = folder.appendingPathComponent("odd.backup").path
            let writer = try BackupWriter(path: odd, authentication: nil)
            try writer.frame(
                .header,
                BackupHeader(
                    program: "0", madeAt: "2026-03-02T09:00:00Z", engine: "SQLite", migrations: House.migrations.map(\.id),
                    secretFingerprint: nil))
            try writer.table("topic", ["id", "slug", "language", "sort_key", "created_at", "changed_at"])
            try writer.table("no_such_table", ["id"])
            try writer.row([.int8(1)])
            _ = try writer.finish()
            await #expect(throws: StorageError.self) {
                _ = try await restore(odd, folder, url) { ($0.passphrase, $0.replaces) = (nil, true) }
            }
            #expect(try await name() == "Somebody else")

            let newer = folder.appendingPathComponent("newer.backup").path
            let other = try BackupWriter(path: newer, authentication: nil)
            try other.frame(
                .header,
                BackupHeader(
                    program: "9", madeAt: "2026-03-02T09:00:00Z", engine: "SQLite", migrations: ["people-99"], secretFingerprint: nil))
            _ = try other.finish()
            await #expect(throws: StorageError.self) {
                _ = try await restore(newer, folder, url) { ($0.passphrase, $0.replaces) = (nil, true) }
            }

            let said = try await restore(file, folder, url) { ($0.passphrase, $0.replaces) = (nil, true) }
            #expect(said.first?.hasPrefix("restored what was backed up at ") == true)
            #expect(try await name() == "Ada Äpfel")
        }
    }

    @Test("A running server is not restored under, and is named")
    func served() async throws {
        try await with(.sqlite) { folder, url in
            let file = folder.appendingPathComponent("acme.backup").path
            try await open(folder, url) { house in
                try await fill(house, folder)
                _ = try await house.backup(to: file, passphrase: nil)
            }
            let lock = try ServeLock(folder: folder)
            let error = await #expect(throws: ServeLock.Taken.self) {
                _ = try await restore(file, folder, url) { ($0.passphrase, $0.replaces) = (nil, true) }
            }
            withExtendedLifetime(lock) {}
            #expect(error?.description.contains("process \(ProcessInfo.processInfo.processIdentifier)") == true)
        }
    }

    @Test("Without the secret of the backup, only who says so goes on", arguments: Engine.allCases)
    func otherSecret(engine: Engine) async throws {
        try await with(.sqlite) { folder, url in
            let file = folder.appendingPathComponent("acme.backup").path
            try await open(folder, url) { house in
                try await fill(house, folder)
                _ = try await house.backup(to: file, passphrase: nil)
            }
            try await with(engine) { newFolder, newURL in
                let path = newFolder.appendingPathComponent("secret").path
                await #expect(throws: BackupError.otherSecret(path: path)) {
                    _ = try await restore(file, newFolder, newURL) { $0.passphrase = nil }
                }
                #expect(!FileManager.default.fileExists(atPath: path))
                _ = try await restore(file, newFolder, newURL) { ($0.passphrase, $0.newSecret) = (nil, true) }
                try await open(newFolder, newURL) { try await $0.rememberSecret() }
            }
        }
    }

    @Test("The secret of the backup goes above the one that is there")
    func bothSecrets() async throws {
        try await with(.sqlite) { folder, url in
            let file = folder.appendingPathComponent("acme.backup").path
            try await open(folder, url) { house in
                try await fill(house, folder)
                _ = try await house.backup(to: file, passphrase: Self.passphrase)
            }
            let old = try String(contentsOf: folder.appendingPathComponent("secret"), encoding: .utf8)
            try await with(.sqlite) { newFolder, newURL in
                try await open(newFolder, newURL) { try await $0.rememberSecret() }
                let own = try String(contentsOf: newFolder.appendingPathComponent("secret"), encoding: .utf8)
                _ = try await restore(file, newFolder, newURL)
                #expect(try String(contentsOf: newFolder.appendingPathComponent("secret"), encoding: .utf8) == old + own)
                try await open(newFolder, newURL) { try await $0.rememberSecret() }
            }
        }
    }

    @Test("A backup is of one moment while others write", arguments: Engine.allCases)
    func consistent(engine: Engine) async throws {
        try await with(engine) { folder, url in
            let file = folder.appendingPathComponent("acme.backup").path
            try await open(folder, url) { house in
                try await house.rememberSecret()
                let database = house.database
                let writing = Task {
                    for number in 0..<10_000 where !Task.isCancelled {
                        try await database.write { transaction in
                            for kind in ["a", "b"] {
                                try transaction.run(
                                    "INSERT INTO applied (kind, slug, field, value) VALUES (\(kind), \(String(number)), 'f', 'v')")
                            }
                        }
                    }
                }
                while try await database.read({ try $0.count("SELECT count(*) FROM applied") }) < 10 {
                    try await Task.sleep(for: .milliseconds(5))
                }
                _ = try await house.backup(to: file, passphrase: nil)
                writing.cancel()
                _ = await writing.result
            }
            _ = try await restore(file, folder, url) { ($0.passphrase, $0.replaces) = (nil, true) }
            try await open(folder, url) { house in
                let counts = try await house.database.read { reader in
                    try ["a", "b"].map { try reader.count("SELECT count(*) FROM applied WHERE kind = \($0)") }
                }
                #expect(counts[0] == counts[1] && counts[0] >= 5)
            }
        }
    }

    @Test("A database file that was copied back by hand is noticed, an ordinary start is not")
    func copiedBack() async throws {
        try await TestDatabase.withFolder { folder in
            let database = folder.appendingPathComponent("rapport.sqlite")
            let copy = folder.appendingPathComponent("copy.sqlite")
            func start(_ body: (House) async throws -> Void = { _ in }) async throws -> String {
                var state = ""
                try await open(folder, nil) { house in
                    try await house.rememberSecret()
                    try await house.noticeRestored { _ in }
                    try await body(house)
                    state = (try? await house.campaignStatus("first-week", asJSON: true)) ?? ""
                }
                return state
            }
            let first = try await start { try await fill($0, folder) }
            #expect(first.contains("\"state\":\"running\""))
            func copyFile(_ from: URL, _ to: URL) throws {
                for suffix in ["", "-wal"] where FileManager.default.fileExists(atPath: from.path + suffix) {
                    try FileManager.default.copyItem(atPath: from.path + suffix, toPath: to.path + suffix)
                }
            }
            try copyFile(database, copy)
            for _ in 0..<2 {
                let again = try await start()
                #expect(again.contains("\"state\":\"running\""))
            }
            for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: database.path + suffix) }
            try copyFile(copy, database)
            let restored = try await start()
            #expect(restored.contains("\"paused_reason\":\"restored\""))
            // It is noticed once: a person resumes, and the next start leaves it alone.
            let resumed = try await start { _ = try await $0.step(.resume, campaign: "first-week") }
            #expect(resumed.contains("\"state\":\"running\""))
            let after = try await start()
            #expect(after.contains("\"state\":\"running\""))
        }
    }
}
