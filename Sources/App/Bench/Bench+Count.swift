import Audiences
import Foundation
import Kernel
import People
import Storage

extension Bench {
    private static let rules = [
        ("three attributes", #"country = "DE" and site = "Berlin" and hired_on >= 2015-01-01"#),
        (
            "a department, a country, a language",
            #"department under "Northwind / Division 3" and country in ("DE", "AT") and language = "de""#
        ),
        ("a custom attribute too", #"country = "DE" and site = "Berlin" and attr.shift = yes"#),
    ]

    /// How many people a rule holds for.
    func measureCount() async throws -> BenchReport {
        var report = BenchReport("count: \(engine)")
        for people in sizes(10_000, 100_000, 1_000_000) {
            note("count: \(people) people move in")
            try await withHouse { house in
                try await Self.moveIn(people, to: house)
                for (label, rule) in Self.rules {
                    let checked = try await house.database.read { [terms = house.terms] in try $0.check(rule, terms: terms) }
                    let (times, cpu) = try await repeated { [today = house.today] in
                        _ = try await house.database.read { try $0.count(checked, today: today) }
                    }
                    let isTarget = people == 1_000_000 && label == "three attributes"
                    report.time("\(people) people, \(label)", times, cpu: cpu, target: isTarget ? .atMost(150) : nil)
                }
                let (times, cpu) = try await repeated {
                    _ = try await house.database.read { try $0.count("SELECT count(*) FROM person") }
                }
                report.time("\(people) people, counting all rows", times, cpu: cpu, isLimit: true)
            }
        }
        return report
    }

    static func moveIn(_ people: Int, to house: House) async throws {
        var sample = PeopleSample(people: people)
        _ = try await PeopleImport(house.database).run(report: { _ in }) { sample.read(into: $0) }
    }

    /// Does something ten times per run, after once to warm up.
    /// - Returns: the seconds of each and the processor time of the median one.
    func repeated(_ times: Int = 10, _ body: () async throws -> Void) async throws -> (seconds: [Double], cpu: Double) {
        try await body()
        var seconds: [Double] = []
        let cpu = Meter.processorTime()
        for _ in 0..<(options.runs * times) { seconds.append(try await ContinuousClock().measure { try await body() }.seconds) }
        return (seconds, (Meter.processorTime() - cpu).seconds / Double(seconds.count))
    }
}
