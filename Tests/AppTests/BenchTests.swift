import Foundation
import TestSupport
import Testing

@testable import App

@Suite("Benchmarks: each runs through, on a tiny company, and prints its figures")
struct BenchTests {
    static let expected: [(name: Bench.Name, lines: [String])] = [
        (.import, ["into an empty directory", "the same file again, --full", "longest lock, empty directory", "reading the file alone"]),
        (.count, ["300 people, three attributes", "300 people, counting all rows"]),
        (.pages, ["300 people, home", "300 people, all hourglasses", "300 people, one hourglass", "300 people, a page without anything"]),
        (.render, ["made", "copying as many bytes, one by one"]),
        (.delivery, ["sent", "a bare socket loop with the same bytes"]),
        (
            .redirects,
            [
                "clicks on the disk, then answered", "99 of 100 answered within", "the same server, answering at once",
                "waits for the disk, 4 KB each",
            ]
        ),
    ]

    @Test(arguments: expected) func printsItsFigures(name: Bench.Name, lines: [String]) async throws {
        try await TestDatabase.withFolder { folder in
            var options = Bench.Options()
            (options.people, options.runs, options.folder) = (300, 2, folder)
            let report = try await Bench(options).run(name)
            #expect(report.title.hasPrefix(name.rawValue))
            for label in lines {
                let line = try #require(report.lines.first { $0.label == label }, "no line “\(label)”")
                #expect(line.low > 0 && line.low <= line.median && line.median <= line.high)
                #expect(report.text.contains(label))
            }
            let limits = report.lines.filter(\.isLimit).count
            #expect(limits > 0)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty, "it takes away what it made")
        }
    }

    @Test func aReportSaysMedianSpreadProcessorMemoryAndTarget() {
        var report = BenchReport("import: 3 people")
        let samples = [1.0, 2, 4].map { seconds in
            Sample(units: 50_000, wall: .seconds(seconds), cpu: .seconds(1), peak: 200 << 20)
        }
        report.rate("rows in", samples, per: "row", target: .atLeast(20_000))
        report.time("lock", [0.3], target: .atMost(200))
        #expect(
            report.text == """
                import: 3 people
                  rows in  25,000 rows/s (12,500 to 50,000), CPU 20.0 µs a row, memory at most 200 MB [target: at least 20,000, met]
                  lock     300 ms [target: at most 200, missed]
                """)
    }
}
