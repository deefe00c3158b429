import Audiences
import Kernel
import Storage
import Testing
import Web

@testable import Hourglass

@Suite("The page of an offering's hourglass")
struct HourglassPageTests {
    @Test("What is true is said once, over the picture of it", arguments: Engine.allCases, [Language.en, .de])
    func sentence(engine: Engine, language: Language) async throws {
        try await World.with(engine) { world in
            try await HourglassReportTests.live(world)
            let report = try #require(try await world.database.read { try $0.hourglass(HourglassReportTests.query(.reader)) })
            let format = Format(language, zone: .utc, now: World.now)
            let truth = HourglassView(report: report, format: format).truth
            let page = HourglassPage(report: report, choices: [], maySeeEveryone: true).page(format)
            #expect(page.intro == nil)
            // Nobody is led to where they are refused.
            #expect(!String(decoding: page.main.bytes, as: UTF8.self).contains("/audiences/new"))
            let authors = HourglassPage(report: report, choices: [], maySeeEveryone: true, mayOpenRules: true).page(format)
            #expect(String(decoding: authors.main.bytes, as: UTF8.self).contains("/audiences/new?rule=stage"))
            let main = String(decoding: page.main.bytes, as: UTF8.self)
            #expect(main.ranges(of: "<figcaption>\(truth)</figcaption>").count == 1)
            let figure = try #require(main.firstRange(of: "<figure class=\"chart hourglass\">"))
            let end = try #require(main[figure.upperBound...].firstRange(of: "</figure>"))
            #expect(main[figure.upperBound..<end.lowerBound].contains(truth))
            #expect(!main[..<figure.lowerBound].contains(truth))
            #expect(!main[end.upperBound...].contains(truth))
        }
    }
}
