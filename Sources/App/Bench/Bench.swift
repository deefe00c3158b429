package import Foundation
import Kernel
import Logging
import Storage

/// The benchmarks of `rapport bench` (docs/benchmarks.md). Each measures one thing several times, in a made-up installation of its own that
/// is gone afterwards, and beside it the limit: what this machine takes for the same bytes without Rapport.
package struct Bench: Sendable {
    package enum Name: String, CaseIterable, Sendable {
        case `import`, count, pages, render, delivery, redirects
    }

    package struct Options: Sendable {
        /// How many people; each benchmark has its own default, or several.
        package var people: Int?
        /// How often each thing is measured.
        package var runs = 3
        /// A `postgres://` URL of an empty database, instead of a SQLite file; whatever the benchmarks put there is dropped.
        package var database: String?
        /// Where mails go instead of the benchmark's own sink.
        package var sink: (host: String, port: Int)?
        /// Over how many connections mails are sent (default 20) or links followed (64).
        package var connections: Int?
        /// Where the made-up installations stand while they are measured.
        package var folder = FileManager.default.temporaryDirectory
        /// This program's file, to measure a server at rest; `nil` leaves that out.
        package var program: String?

        package init() {}
    }

    let options: Options
    /// Is told what goes on meanwhile.
    let note: @Sendable (String) -> Void

    package init(_ options: Options, note: @escaping @Sendable (String) -> Void = { _ in }) {
        self.options = options
        self.note = note
    }

    /// Runs one benchmark.
    package func run(_ name: Name) async throws -> BenchReport {
        switch name {
        case .import: try await measureImport()
        case .count: try await measureCount()
        case .pages: try await measurePages()
        case .render: try await measureRender()
        case .delivery: try await measureDelivery()
        case .redirects: try await measureRedirects()
        }
    }

    var engine: Engine { options.database == nil ? .sqlite : .postgres }

    /// The sizes of the company to measure.
    func sizes(_ usual: Int...) -> [Int] { options.people.map { [$0] } ?? usual }

    /// Gives `body` an empty installation with the schema in it, and takes it away afterwards.
    func withHouse<Result>(
        isDemo: Bool = false, _ settings: [Settings.Name: String] = [:], _ body: (House) async throws -> Result
    ) async throws -> Result {
        let folder = options.folder.appendingPathComponent("rapport-bench-\(UInt64.random(in: .min ... .max))", isDirectory: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var settings = settings
        settings[.database] = options.database
        let installation = try Installation.open(folder: folder.path, configFile: nil, commandLine: settings, makesSecret: true)
        var logger = Logger(label: "bench")
        logger.logLevel = .critical
        let house = House(installation, baseURL: Self.baseURL, isDemo: isDemo, logger: logger)
        var result: Swift.Result<Result, any Error>
        do {
            try await house.requireEmpty()
            do {
                try await house.database.migrate(House.migrations)
                result = .success(try await body(house))
            } catch { result = .failure(error) }
            if engine == .postgres {
                try await house.database.maintain { try $0.script("DROP SCHEMA public CASCADE; CREATE SCHEMA public") }
            }
        } catch { result = .failure(error) }
        await installation.close()
        return try result.get()
    }

    static let baseURL = "http://127.0.0.1:8080"

    /// Measures `body` as often as the options say.
    func measured(_ body: () async throws -> Sample) async throws -> [Sample] {
        var samples: [Sample] = []
        for _ in 0..<options.runs { samples.append(try await body()) }
        return samples
    }
}

extension House {
    /// A benchmark drops what it made, so it takes no database in which there is anything.
    fileprivate func requireEmpty() async throws {
        guard database.engine == .postgres else { return }
        let tables = try await database.read {
            try $0.count("SELECT count(*) FROM pg_catalog.pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')")
        }
        guard tables == 0 else {
            throw CommandError("the database holds \(tables) tables: give the benchmarks an empty one, since they drop what they made")
        }
    }
}
