import Foundation
import Glibc
import Kernel

/// Where the mails of a benchmark go: a sink in this process, Postfix's, or one that somebody named.
final class BenchTarget: Sendable {
    let address: (host: String, port: Int)
    private let own: BenchSink?
    private let source: String?

    fileprivate init(_ address: (host: String, port: Int), own: BenchSink? = nil, source: String? = nil) {
        self.address = address
        self.own = own
        self.source = source
    }

    /// How many came so far; `nil` where nobody counts.
    var mails: Int? { own?.mails }

    /// Of the sink's thread, where it is one of this process.
    func processorTime() async throws -> Duration { try await own?.processorTime() ?? .zero }

    /// Lets Postfix's smtp-source send as many mails of as many bytes, over connections that stay open.
    /// - Returns: `nil` where it is not installed.
    func blast(bytes: Int, times: Int, sessions: Int) async throws -> Sample? {
        guard let source else { return nil }
        let before = Self.processorTimeOfChildren()
        let start = ContinuousClock.now
        let arguments = [
            "-d", "-s", "\(sessions)", "-m", "\(times)", "-l", "\(bytes)", "-f", "bench@northwind.example", "-t", "one@northwind.example",
            "\(address.host):\(address.port)",
        ]
        let process = try BenchChild(source, arguments)
        let status = await process.ended()
        guard status == 0 else { throw CommandError("smtp-source ended with \(status)") }
        return Sample(units: times, wall: start.duration(to: .now), cpu: Self.processorTimeOfChildren() - before, peak: nil)
    }

    /// Of those that have ended (getrusage(2)).
    private static func processorTimeOfChildren() -> Duration {
        var usage = rusage()
        guard getrusage(RUSAGE_CHILDREN.rawValue, &usage) == 0 else { return .zero }
        return [usage.ru_utime, usage.ru_stime].reduce(.zero) { $0 + .seconds($1.tv_sec) + .microseconds($1.tv_usec) }
    }
}

/// Another program that runs beside a benchmark.
private final class BenchChild: Sendable {
    private let process = Foundation.Process()
    private let status: AsyncStream<Int32>

    init(_ program: String, _ arguments: [String]) throws {
        let (status, end) = AsyncStream.makeStream(of: Int32.self)
        self.status = status
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        process.terminationHandler = { end.yield($0.terminationStatus) }
        try process.run()
    }

    func ended() async -> Int32 {
        for await status in status { return status }
        return -1
    }

    /// Not asked but ended: the threads that start programs here block all signals, and children inherit that.
    func kill() async {
        _ = Glibc.kill(process.processIdentifier, SIGKILL)
        _ = await ended()
    }
}

extension Bench {
    /// Postfix's programs to measure beside, where they are installed.
    private static func postfix(_ name: String) -> String? {
        ["/usr/sbin", "/usr/lib/postfix", "/usr/local/sbin"].map { "\($0)/\(name)" }.first {
            FileManager.default.isExecutableFile(atPath: $0)
        }
    }

    private var usesPostfix: Bool { options.sink == nil && Self.postfix("smtp-sink") != nil && Self.postfix("smtp-source") != nil }

    var sinkName: String {
        if let sink = options.sink { return "\(sink.host):\(sink.port)" }
        return usesPostfix ? "Postfix's smtp-sink" : "a sink in this process"
    }

    func withSink(_ body: (BenchTarget) async throws -> Void) async throws {
        let source = Self.postfix("smtp-source")
        if let named = options.sink { return try await body(BenchTarget(named, source: source)) }
        guard usesPostfix, let program = Self.postfix("smtp-sink") else {
            let sink = try await BenchSink()
            do { try await body(BenchTarget(("127.0.0.1", sink.port), own: sink)) } catch {
                await sink.close()
                throw error
            }
            return await sink.close()
        }
        let port = Int.random(in: 20_000...29_999)
        let user = getuid() == 0 ? ["-u", "nobody"] : []
        let process = try BenchChild(program, user + ["127.0.0.1:\(port)", "200"])
        do {
            let patience = ContinuousClock.now + .seconds(5)
            while (try? BlockingSocket(host: "127.0.0.1", port: port)) == nil {
                guard ContinuousClock.now < patience else { throw CommandError("smtp-sink did not start on port \(port)") }
                try await Task.sleep(for: .milliseconds(50))
            }
            try await body(BenchTarget(("127.0.0.1", port), source: source))
        } catch {
            await process.kill()
            throw error
        }
        await process.kill()
    }
}
