import Foundation
import Logging
import NIOCore
import NIOPosix
import Testing

@testable import Mail

/// The programs beside the tests: Python scripts of `Tests/Support`, run by the interpreter that the test script set up.
enum Support {
    struct Failure: Error, CustomStringConvertible { let description: String }

    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static func python() throws -> URL {
        if let path = ProcessInfo.processInfo.environment["RAPPORT_TEST_PYTHON"] { return URL(filePath: path) }
        let url = root.appending(path: ".venv/bin/python")
        guard FileManager.default.isExecutableFile(atPath: url.path) else {
            throw Failure(description: "the tests' Python is missing at \(url.path): run `make test`, which sets it up")
        }
        return url
    }

    static func script(_ name: String) -> String { root.appending(path: "Tests/Support/\(name)").path }

    /// Runs a script to its end and gives what it printed.
    static func run(_ script: String, _ arguments: [String]) async throws -> Data {
        let process = Process()
        process.executableURL = try python()
        process.arguments = [Self.script(script)] + arguments
        process.standardInput = FileHandle.nullDevice
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = await blocking { output.fileHandleForReading.readDataToEndOfFile() }
        await blocking { process.waitUntilExit() }
        guard process.terminationStatus == 0 else { throw Failure(description: "\(script) ended with \(process.terminationStatus)") }
        return data
    }

    static func blocking<T: Sendable>(_ work: @escaping @Sendable () -> T) async -> T {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(returning: work()) }
        }
    }

    /// Calls `body` with a new folder that is gone afterwards.
    static func withFolder<T>(_ body: (URL) async throws -> T) async throws -> T {
        let folder = FileManager.default.temporaryDirectory.appending(path: "mail-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try await body(folder)
    }

    /// Calls `body` with the port of a script that serves until its standard input closes.
    static func withServer<T>(_ script: String, _ arguments: [String], _ body: (Int) async throws -> T) async throws -> T {
        let process = Process()
        process.executableURL = try python()
        process.arguments = [Self.script(script)] + arguments
        let input = Pipe()
        let output = Pipe()
        process.standardInput = input
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        // The scripts end when their standard input does, so they also end with this process.
        defer { try? input.fileHandleForWriting.close() }
        let line = await blocking {
            var line = Data()
            while !line.contains(10) {
                let more = output.fileHandleForReading.availableData
                if more.isEmpty { break }
                line += more
            }
            return String(decoding: line, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        }
        guard let port = Int(line) else { throw Failure(description: "\(script) did not start: \(line)") }
        return try await body(port)
    }
}

/// A test's mail server and what it got.
struct MailServer {
    struct Received: Decodable {
        let sender: String
        let recipients: [String]
        let options: [String]
        let hello: String
        let user: String
        let tls: Bool
    }

    let port: Int
    let folder: URL

    static func run<T>(_ arguments: [String] = [], _ body: (MailServer) async throws -> T) async throws -> T {
        try await Support.withFolder { folder in
            try await Support.withServer("mail_server.py", ["--folder", folder.path] + arguments) { port in
                try await body(MailServer(port: port, folder: folder))
            }
        }
    }

    func connect(_ url: String, timeouts: SMTPTimeouts = .all(.seconds(20))) async throws -> SMTPConnection {
        let url = url.replacing("PORT", with: String(port)).replacing("FOLDER", with: folder.path)
        let connector = try SMTPConnector(
            relay: try SMTPRelay(url), group: MultiThreadedEventLoopGroup.singleton, timeouts: timeouts,
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
        return try await connector.connect()
    }

    func received() throws -> [(envelope: Received, mail: [UInt8])] {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".json") }.sorted()
        return try names.map { name in
            let file = folder.appending(path: name)
            let mail = try Data(contentsOf: file.deletingPathExtension().appendingPathExtension("eml"))
            return (try JSONDecoder().decode(Received.self, from: Data(contentsOf: file)), Array(mail))
        }
    }
}

extension SMTPOutcome {
    var refusal: SMTPRefusal? { if case .refused(let refusal) = self { refusal } else { nil } }
}

extension SMTPConnection {
    static let shortMail = Array("Subject: x\r\n\r\nHello\r\n".utf8)

    func expectAccepted(to local: String, _ bytes: [UInt8] = shortMail) async throws {
        let outcome = try await send(to: local, bytes)
        if case .accepted = outcome { return }
        Issue.record("not accepted: \(outcome)")
    }

    /// Sends to `local`@example.org without a second thought at the final dot.
    func send(to local: String, _ bytes: [UInt8] = shortMail) async throws -> SMTPOutcome {
        await send(
            envelopeFrom: try MailAddress("sender@example.com"), recipient: try MailAddress("\(local)@example.org"), bytes: bytes,
            beforeFinalDot: {})
    }
}

/// What `read_mails.py` found in one mail.
struct ReadMail: Decodable {
    struct Part: Decodable {
        let text: String
        let encoding: String
        let longest: Int
    }

    struct File: Decodable {
        let type: String
        let name: String
        let disposition: String
        let id: String
        let base64: String
    }

    let from: [[String]]
    let to: [[String]]
    let replyTo: [[String]]
    let headers: [String: String]
    let date: String
    let type: String
    let parts: [String: Part]
    /// Such as `mixed(alternative(text/plain, text/html), application/pdf)`.
    let structure: String
    let files: [File]
    let boundary: String
    let filename: String

    private struct Attempt: Decodable {
        let mail: ReadMail?
        let error: String
    }

    /// Reads mails with Python's strict parser; a mail that it does not take whole is an issue of the test.
    static func read(_ mails: [(name: String, bytes: [UInt8])]) async throws -> [String: ReadMail] {
        try await Support.withFolder { folder in
            for mail in mails { try Data(mail.bytes).write(to: folder.appending(path: "\(mail.name).eml")) }
            let output = try await Support.run("read_mails.py", [folder.path])
            let attempts = try JSONDecoder().decode([String: Attempt].self, from: output)
            #expect(attempts.count == mails.count)
            var read: [String: ReadMail] = [:]
            for (file, attempt) in attempts {
                #expect(attempt.error == "", "\(file)")
                read[String(file.dropLast(4))] = attempt.mail
            }
            return read
        }
    }
}
