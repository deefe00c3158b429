import Foundation
import TestSupport
import Testing

/// The command itself, as an operator runs it.
@Suite("rapport doctor")
struct DoctorTests {
    private struct Answer {
        let status: Int32
        let lines: [String]
        let problems: [String]
    }

    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// - Returns: how it ended, and what it said on standard output and standard error.
    private func run(_ program: URL, _ arguments: [String], in folder: URL, _ environment: [String: String] = [:]) async throws -> Answer {
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("RAPPORT_") }.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        // Files, since a full pipe would stop it.
        let (output, errors) = (folder.appending(path: "output"), folder.appending(path: "errors"))
        for file in [output, errors] { try Data().write(to: file) }
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)
        let status = try await withCheckedThrowingContinuation { continuation in
            process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
            do { try process.run() } catch { continuation.resume(throwing: error) }
        }
        func read(_ file: URL) throws -> [String] { try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map(String.init) }
        return Answer(status: status, lines: try read(output), problems: try read(errors))
    }

    private func doctor(_ folder: URL, _ settings: [String: String]) async throws -> Answer {
        let settings = settings.map { ("RAPPORT_\($0)", $1.replacing("FOLDER", with: folder.path)) }
        return try await run(
            Self.root.appending(path: ".build/debug/rapport"), ["doctor", "--data", folder.appending(path: "data").path], in: folder,
            Dictionary(uniqueKeysWithValues: settings))
    }

    /// Makes the keys of `Tests/Support/make_keys.py` in a folder, and gives their records.
    private func makeKeys(_ folder: URL) async throws -> [String: String] {
        let python = ProcessInfo.processInfo.environment["RAPPORT_TEST_PYTHON"] ?? Self.root.appending(path: ".venv/bin/python").path
        let made = try await run(
            URL(filePath: python), [Self.root.appending(path: "Tests/Support/make_keys.py").path, folder.path], in: folder)
        return try JSONDecoder().decode([String: String].self, from: Data(made.lines.joined().utf8))
    }

    @Test("Where all is well it says so line by line, prints the DKIM records, and ends with 0")
    func good() async throws {
        try await TestDatabase.withFolder { folder in
            let records = try await makeKeys(folder)
            let answer = try await doctor(
                folder,
                [
                    "MAIL_FROM": "rapport@acme.example", "BOUNCE_ADDRESS": "bounce@acme.example", "DOMAIN_LIMITS": "gmail.com=60 *=600",
                    "MAIL_CAP": "5/7d", "DKIM_SELECTOR": "rsa ed", "DKIM_KEY_FILE": "FOLDER/rsa.pem FOLDER/ed.pem", "COMPANY": "Acme",
                ])
            #expect(answer.status == 0 && answer.problems == [], "\(answer)")
            for line in [
                "mail_from: rapport@acme.example (RAPPORT_MAIL_FROM)", "bounce_address: bounce@acme.example (RAPPORT_BOUNCE_ADDRESS)",
                "domain_limits: gmail.com=60 *=600 (RAPPORT_DOMAIN_LIMITS)", "mail_cap: 5/7d (RAPPORT_MAIL_CAP)",
                "company: Acme (RAPPORT_COMPANY)",
                "tracking: person (default)", "resend_classes: none (default)",
                "engine: SQLite", "schema: none yet; the first command or server makes it", "server: not running on this folder",
                "relay: none; mails become files in the folder outbox", "bounce mailbox: none; rapport bounce takes in what comes back",
            ] { #expect(answer.lines.contains(line), "\(line)\n\(answer.lines.joined(separator: "\n"))") }
            for (selector, record) in records {
                let start = "dkim: publish \(selector)._domainkey.acme.example. IN TXT ( "
                let line = try #require(answer.lines.first { $0.hasPrefix(start) })
                // Strings of at most 255 bytes, which a resolver puts together again (RFC 6376 §3.6.2.2).
                let strings = line.dropFirst(start.count).split(separator: "\"").filter { !$0.allSatisfy { " )".contains($0) } }
                #expect(strings.joined() == record && strings.allSatisfy { $0.utf8.count <= 255 })
            }
            #expect(records.count == 2)
        }
    }

    private static let mistakes: [(settings: [String: String], words: String)] = [
        (["MAIL_FROM": "nobody"], "mail_from (RAPPORT_MAIL_FROM): "),
        (["BOUNCE_ADDRESS": "a@@b"], "bounce_address (RAPPORT_BOUNCE_ADDRESS): "),
        (["DOMAIN_LIMITS": "gmail.com"], "domain_limits (RAPPORT_DOMAIN_LIMITS): “gmail.com” is not of the form"),
        (["DOMAIN_LIMITS": "gmail.com=0"], "the limit of gmail.com must be a number from 1"),
        (["MAIL_CAP": "five a week"], "mail_cap (RAPPORT_MAIL_CAP): “five a week” is not of the form MAILS/TIME"),
        (["MAIL_CAP": "0/7d"], "is no number of mails from 1 to 999"), (["MAIL_CAP": "5/0d"], "is no time from 1h to 366d"),
        (["SMTP_URL": "smtp://relay.example?tls=perhaps"], "tls must be starttls or none"),
        (["SMTP_URL": "smtp://u:s3cret@relay.example?tls=none"], "sent over TLS only"),
        (["SMTP_URL": "smtp://127.0.0.1:1?tls=none"], "relay 127.0.0.1:1: the mail relay can't be reached"),
        (["SMTP_URL": "smtp://127.0.0.1:1?tls=none&ca=/nowhere"], "relay 127.0.0.1:1: "),
        (["SMTP_URL": "smtp://localhost:1?ca=/nowhere"], "the file of trusted certificates /nowhere can't be used"),
        (["SMTP_URL": "smtp://127.0.0.1:1?tls=none smtp://127.0.0.1:1?tls=none"], "the relay 127.0.0.1:1 is there twice"),
        (["DKIM_SELECTOR": "s"], "RAPPORT_DKIM_KEY_FILE is needed"),
        (["DKIM_KEY_FILE": "FOLDER/rsa.pem"], "RAPPORT_DKIM_SELECTOR is needed"),
        (["DKIM_SELECTOR": "s", "DKIM_KEY_FILE": "FOLDER/none.pem"], "is not there or can't be read"),
        (["DKIM_SELECTOR": "s", "DKIM_KEY_FILE": "FOLDER/open.pem"], "everyone on this machine can read the DKIM key"),
        (["DKIM_SELECTOR": "s", "DKIM_KEY_FILE": "FOLDER/short.pem"], "holds no DKIM key"),
        (["DKIM_SELECTOR": "s_!", "DKIM_KEY_FILE": "FOLDER/rsa.pem"], "is no DKIM selector"),
        (["DKIM_SELECTOR": "a b", "DKIM_KEY_FILE": "FOLDER/rsa.pem"], "there are 2 DKIM selectors and 1 key files"),
        (["DKIM_SELECTOR": "a a", "DKIM_KEY_FILE": "FOLDER/rsa.pem FOLDER/ed.pem"], "the DKIM selector a is there twice"),
        (["DKIM_SELECTOR": "a", "DKIM_KEY_FILE": "FOLDER/rsa.pem", "DKIM_DOMAIN": "not a domain"], "is no domain that can sign"),
        (["BOUNCE_IMAP_URL": "imaps://b@mail.acme.example"], "bounce_imap_url (RAPPORT_BOUNCE_IMAP_URL): "),
        (["BOUNCE_IMAP_URL": "imap://b:s3cret@mail.acme.example?tls=none"], "on this machine"),
        (
            ["BOUNCE_IMAP_URL": "imap://b:s3cret@127.0.0.1:1?tls=none", "BOUNCE_ADDRESS": "b@acme.example"],
            "bounce mailbox b@127.0.0.1:1/INBOX: the server of the bounce mailbox can't be reached"
        ),
        (["BOUNCE_IMAP_URL": "imap://b:s3cret@127.0.0.1:1?tls=none"], "set RAPPORT_BOUNCE_ADDRESS"),
        (["TRACKING": "everything"], "tracking (RAPPORT_TRACKING): “everything” is not one of"),
        (["PIXEL": "on"], "pixel (RAPPORT_PIXEL): "),
        (
            ["RESEND_CLASSES": "must-know spam"],
            "resend_classes (RAPPORT_RESEND_CLASSES): “spam” is no class of campaigns: write one or more of"
        ),
        (["RESEND_CLASSES": "none news"], "“none” is no class of campaigns"),
        (["RESEND_CLASSES": " "], "write one or more of news, invitation"),
        (["GATEWAY_NETWORKS_FILE": "/nowhere"], "gateway_networks_file"), (["TRUSTED_PROXIES": "10.0.0.0/40"], "trusted_proxies"),
        (["PICTURE_HOSTS": "media.northwind.example, https://x.example"], "picture_hosts"),
        (["BASE_URL": "ftp://acme.example"], "base_url"), (["TIME_ZONE": "Mars/Base"], "time_zone"), (["LANGUAGE": "xx"], "language"),
        (["DATABASE": "mysql://x"], "database"),
        (["DATABASE": "postgres://nobody:s3cret@127.0.0.1:1/x", "SECRET_FILE": "/nowhere"], "the database can't be reached"),
    ]

    @Test("Each thing that is wrong is a line that names its setting, and it ends with 1", arguments: mistakes)
    func broken(settings: [String: String], words: String) async throws {
        try await TestDatabase.withFolder { folder in
            if settings.values.contains(where: { $0.contains(".pem") }) { _ = try await makeKeys(folder) }
            let answer = try await doctor(folder, settings)
            #expect(answer.status == 1)
            #expect(answer.problems.contains { $0.contains(words) }, "\(words)\n\(answer.problems.joined(separator: "\n"))")
            #expect(answer.problems.allSatisfy { $0.hasPrefix("Problem: ") || $0.hasPrefix("Error: ") })
            #expect(!(answer.lines + answer.problems).contains { $0.contains("s3cret") })
        }
    }

    @Test("Everything that is wrong is said at once")
    func several() async throws {
        try await TestDatabase.withFolder { folder in
            let answer = try await doctor(folder, ["MAIL_FROM": "nobody", "DOMAIN_LIMITS": "x", "DKIM_SELECTOR": "s", "TRACKING": "all"])
            #expect(answer.status == 1 && answer.problems.count == 4, "\(answer.problems.joined(separator: "\n"))")
        }
    }
}
