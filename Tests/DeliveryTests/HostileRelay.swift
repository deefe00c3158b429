import Foundation
import Logging
import NIOPosix
import Testing

@testable import Delivery
@testable import Mail

/// The server of `Tests/Support/mail_server.py`, whose faults the local parts of addresses name, or another script of that folder.
struct HostileRelay {
    struct Failure: Error, CustomStringConvertible { let description: String }

    let port: Int
    let folder: URL

    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static func run<T>(
        _ arguments: [String] = [], script: String = "mail_server.py", _ body: (HostileRelay) async throws -> T
    ) async throws -> T {
        let folder = FileManager.default.temporaryDirectory.appending(path: "relay-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let process = Process()
        process.executableURL = URL(
            filePath: ProcessInfo.processInfo.environment["RAPPORT_TEST_PYTHON"] ?? root.appending(path: ".venv/bin/python").path)
        process.arguments = [root.appending(path: "Tests/Support/\(script)").path, "--folder", folder.path] + arguments
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        // It ends when its standard input does, so also with this process.
        defer { try? input.fileHandleForWriting.close() }
        let line = try await NIOThreadPool.singleton.runIfActive {
            String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        }
        guard let port = Int(line.trimmingCharacters(in: .whitespacesAndNewlines)) else {
            throw Failure(description: "the mail server did not start; make test sets up the Python that it needs")
        }
        return try await body(HostileRelay(port: port, folder: folder))
    }

    /// - Parameter url: with `PORT` and `FOLDER`.
    func transport(_ url: String = "smtp://127.0.0.1:PORT?tls=none", patience: Duration = .seconds(3), sessions: Int = 4) throws
        -> MailTransport
    {
        let url = url.replacing("PORT", with: String(port)).replacing("FOLDER", with: folder.path)
        return .smtp(
            try SMTPConnector(
                relay: try SMTPRelay(url), group: MultiThreadedEventLoopGroup.singleton, timeouts: .all(patience),
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }), sessions: sessions)
    }

    /// The recipients of what it took, each as often as it took it.
    func recipients() throws -> [String] {
        struct Envelope: Decodable { let recipients: [String] }
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".json") }
        return try names.flatMap { name in
            try JSONDecoder().decode(Envelope.self, from: Data(contentsOf: folder.appending(path: name))).recipients
        }.sorted()
    }

    /// How many connections to it are open, as the kernel knows them (`/proc/net/tcp`: state 01 is established).
    func connections() throws -> Int {
        let table = try String(contentsOfFile: "/proc/net/tcp", encoding: .utf8)
        let suffix = ":" + String(format: "%04X", port)
        return table.split(separator: "\n").filter { line in
            let columns = line.split(separator: " ")
            return columns.count > 3 && columns[2].hasSuffix(suffix) && columns[3] == "01"
        }.count
    }
}
