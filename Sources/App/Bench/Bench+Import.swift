import Foundation
import Kernel
import People
import Storage

extension Bench {
    /// A directory into an empty installation, the same file over it, and the file with one row in a hundred changed.
    func measureImport() async throws -> BenchReport {
        let people = options.people ?? 1_000_000
        let folder = options.folder.appendingPathComponent("rapport-bench-\(UInt64.random(in: .min ... .max))", isDirectory: true)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("people.csv")
        let changed = folder.appendingPathComponent("changed.csv")
        try PeopleSample(people: people).write(to: file)
        try PeopleSample(people: people, changedEvery: 100).write(to: changed)

        var fresh: [Sample] = []
        var again: [Sample] = []
        var other: [Sample] = []
        var locks: [[Double]] = [[], [], []]
        for run in 1...options.runs {
            note("import: run \(run) of \(options.runs)")
            try await withHouse { house in
                func take(_ file: URL, full: Bool, _ place: Int) async throws -> Sample {
                    try await Meter.measure {
                        var options = PeopleImport.Options()
                        options.full = full
                        let outcome = try await PeopleImport(house.database, options).run(file: file.path) { _ in }
                        locks[place].append(outcome.longestLock.seconds)
                        return outcome.rows
                    }
                }
                fresh.append(try await take(file, full: false, 0))
                again.append(try await take(file, full: true, 1))
                other.append(try await take(changed, full: true, 2))
            }
        }
        var report = BenchReport("import: \(people) people, \(engine)")
        report.rate("into an empty directory", fresh, per: "row", target: engine == .sqlite ? .atLeast(50_000) : nil)
        report.rate("the same file again, --full", again, per: "row", target: engine == .sqlite ? .atLeast(20_000) : nil)
        report.rate("one row in 100 changed, --full", other, per: "row")
        for (label, times) in zip(["longest lock, empty directory", "longest lock, same file", "longest lock, changed"], locks) {
            report.time(label, times, target: .atMost(200))
        }
        report.rate("reading the file alone", try await measured { try await Self.parse(file) }, per: "row", isLimit: true)
        report.rate(
            "storing the rows alone, no index, no key", try await measured { try await storeBare(file) }, per: "row", isLimit: true)
        return report
    }

    /// The rows of a file as the reader of CSV gives them, and nothing done with them.
    private static func parse(_ file: URL) async throws -> Sample {
        try await Meter.measure {
            var rows = 0
            try eachRow(of: file) { _ in rows += 1 }
            return rows
        }
    }

    /// The fields of a file as texts into a table without an index, in one transaction, by the engine's own way of loading.
    private func storeBare(_ file: URL) async throws -> Sample {
        try await withHouse { house in
            try await house.database.maintain {
                try $0.script("CREATE TABLE bare (\((0..<14).map { "c\($0) text" }.joined(separator: ", ")))")
            }
            return try await Meter.measure {
                try await house.database.write { transaction in
                    try transaction.load("bare", columns: (0..<14).map { "c\($0)" }) { add in
                        try Self.eachRow(of: file) { row in try add((0..<14).map { .text(row.text($0)) }) }
                    }
                }
            }
        }
    }

    private static func eachRow(of file: URL, _ body: (CSVRow) throws -> Void) throws {
        let handle = try FileHandle(forReadingFrom: file)
        defer { try? handle.close() }
        let reader = CSVReader { target in max(0, read(handle.fileDescriptor, target.baseAddress, target.count)) }
        _ = try reader.header()
        while let row = try reader.next() { try body(row.get()) }
    }
}

extension PeopleSample {
    /// Writes the sample into a file.
    func write(to file: URL) throws {
        var sample = self
        _ = FileManager.default.createFile(atPath: file.path, contents: nil)
        let handle = try FileHandle(forWritingTo: file)
        defer { try? handle.close() }
        var buffer = Data(count: 1 << 20)
        while true {
            let count = buffer.withUnsafeMutableBytes { sample.read(into: $0) }
            if count == 0 { return }
            try handle.write(contentsOf: buffer.prefix(count))
        }
    }
}
