import App
import ArgumentParser
import Foundation

struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Measures how fast Rapport is on this machine, beside what the machine does without it.",
        discussion: "Benchmarks: \(Bench.Name.allCases.map(\.rawValue).joined(separator: ", ")). See docs/benchmarks.md.")

    @Argument(help: "Which one; all of them without a name.")
    var name: Bench.Name?

    @Option(help: "How many people; each benchmark has its own default.")
    var people: Int?

    @Option(help: "How often each thing is measured.")
    var runs = 3

    @Option(help: "A postgres:// URL of an empty database, instead of SQLite. Its schema public is dropped afterwards.")
    var database: String?

    @Option(help: "Another mail server to send to, as HOST:PORT: one that takes everything and delivers nothing, such as smtp-sink.")
    var sink: String?

    @Option(help: "Over how many connections mails are sent (20), up to 64; or links followed (64), up to 1000.")
    var connections: Int?

    @Option(name: .customLong("folder"), help: "Where the made-up installations stand while they are measured; choose a disk.")
    var folder: String?

    func validate() throws {
        guard runs > 0 else { throw ValidationError("--runs takes a number from 1") }
        let most = name == .redirects ? 1000 : 64
        if let connections, !(1...most).contains(connections) { throw ValidationError("--connections takes 1 to \(most)") }
        if let people, !DemoLimits.people.contains(people) {
            throw ValidationError("--people takes \(DemoLimits.people.lowerBound) to \(DemoLimits.people.upperBound)")
        }
        if let sink, Self.address(sink) == nil { throw ValidationError("--sink takes HOST:PORT") }
    }

    func run() async throws {
        var options = Bench.Options()
        (options.people, options.runs, options.database) = (people, runs, database)
        options.sink = sink.flatMap(Self.address)
        options.connections = connections
        if let folder { options.folder = URL(fileURLWithPath: folder, isDirectory: true) }
        options.program = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let bench = Bench(options) { Terminal.note($0) }
        for name in name.map({ [$0] }) ?? Bench.Name.allCases { Terminal.data(try await bench.run(name).text) }
    }

    private static func address(_ text: String) -> (host: String, port: Int)? {
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]), (1...65535).contains(port),
            colon > text.startIndex
        else { return nil }
        return (String(text[..<colon]), port)
    }
}

extension Bench.Name: ExpressibleByArgument {}
