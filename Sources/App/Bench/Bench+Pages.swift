import Catalogue
import Demo
import Foundation
import Identity
import Kernel
import NIOPosix
import Storage

extension Bench {
    /// Pages of the made-up company as a browser gets them, one after the other over one connection.
    func measurePages() async throws -> BenchReport {
        var report = BenchReport("pages: \(engine)")
        for people in sizes(5000, 100_000) {
            note("pages: \(people) people move in")
            try await withHouse(isDemo: true) { house in
                _ = try await DemoSeeding(house, .init(people: people, seed: 42), say: { _ in }).seed()
                let (employee, admin) = try await house.database.write { transaction in
                    (try Self.cookie(of: DemoCast.employee, transaction), try Self.cookie(of: DemoCast.admin, transaction))
                }
                let pages = [
                    ("home", "/", employee), ("catalogue", "/catalogue", employee), ("offering", "/offerings/field-crm", employee),
                    ("all hourglasses", "/hourglass", admin), ("one hourglass", "/hourglass/field-crm", admin),
                ]
                try await BenchServer.during(logger: house.logger) {
                    try house.application(host: "127.0.0.1", port: 0, onServerRunning: $0)
                } _: { port in
                    let socket = try BlockingSocket(host: "127.0.0.1", port: port)
                    for (label, path, cookie) in pages {
                        let request = "GET \(path) HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nCookie: \(cookie)\r\n\r\n"
                        let (times, cpu) = try await repeated { try await Self.get(request, socket) }
                        report.time(
                            "\(people) people, \(label)", times, cpu: cpu, target: path == "/" && people == 100_000 ? .atMost(10) : nil)
                    }
                    let (times, cpu) = try await repeated {
                        try await Self.get("GET /healthz HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n\r\n", socket)
                    }
                    report.time("\(people) people, a page without anything", times, cpu: cpu, isLimit: true)
                }
            }
        }
        if let program = options.program, let memory = try await restingMemory(program) {
            var line = BenchReport.Line(label: "a server at rest", values: memory.map { Double($0) / 1_048_576 }, unit: "MB")
            line.target = .atMost(60)
            report.add(line)
        }
        return report
    }

    private static func cookie(of member: DemoCast, _ transaction: Transaction) throws -> String {
        let person: PersonKey? = try transaction.value("SELECT id FROM person WHERE external_id = \(member.externalID)")
        guard let person else { throw CommandError("\(member.name) is not in the directory") }
        return "rapport-8080=\(try transaction.openSession(for: person).text)"
    }

    private static func get(_ request: String, _ socket: BlockingSocket) async throws {
        let status = try await NIOThreadPool.singleton.runIfActive { try socket.get(request) }
        guard status == 200 else { throw CommandError("a page answered \(status)") }
    }

    /// The memory of a server of an empty installation, a few seconds after its start, once per run.
    private func restingMemory(_ program: String) async throws -> [Int]? {
        var found: [Int] = []
        for _ in 0..<options.runs {
            let folder = options.folder.appendingPathComponent("rapport-bench-\(UInt64.random(in: .min ... .max))", isDirectory: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            let server = Foundation.Process()
            server.executableURL = URL(fileURLWithPath: program)
            server.arguments = ["serve", "--data", folder.path, "--port", String(Int.random(in: 20_000..<60_000))]
            server.standardOutput = FileHandle.nullDevice
            server.standardError = FileHandle.nullDevice
            try server.run()
            try await Task.sleep(for: .seconds(4))
            if let memory = Meter.memory("VmRSS", of: "\(server.processIdentifier)") { found.append(memory) }
            server.terminate()
            server.waitUntilExit()
        }
        return found.isEmpty ? nil : found
    }
}
