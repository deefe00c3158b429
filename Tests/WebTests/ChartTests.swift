import Kernel
import Testing

@testable import Web

@Suite("Drawing figures")
struct ChartTests {
    private let format = FormatTests.format(.en)

    private func glass(_ figures: [Figure], population: Int, holdout: Double? = nil) -> String {
        Chart.hourglass(
            "Sentence", figures.map { HourglassBand("stage", reachedOrBeyond: $0, evidenced: $0, holdout: holdout) },
            population: population, format: format
        ).string
    }

    @Test func widthsArePeople() {
        let picture = glass([.known(500), .known(250), .known(5)], population: 1000)
        #expect(picture.contains("<rect class=\"reached\" x=\"0\" width=\"1000\" height=\"62\"/>"))
        #expect(picture.contains("<rect class=\"reached\" x=\"250\" width=\"500\" height=\"62\"/>"))
        #expect(picture.contains("<rect class=\"reached\" x=\"495\" width=\"10\" height=\"62\"/>"))
        #expect(picture.contains("<span class=\"glass-share\">25%</span>"))
    }

    @Test func whatIsHiddenHasNoWidthOfItsOwn() {
        let some = glass([.hidden(reason: "small")], population: 1000)
        #expect(some == glass([.hidden(reason: "small")], population: 7))
        #expect(some.contains("fewer than 5") && some.contains("hatch-line") && !some.contains("class=\"reached\""))
        #expect(some.contains("Small groups are not shown"))
    }

    @Test func oddFiguresDrawNothingOdd() {
        for picture in [
            glass([.known(0)], population: 0), glass([.known(5000)], population: 10), glass([.none], population: 10),
            glass([], population: 10),
        ] {
            #expect(!picture.contains("nan") && !picture.contains("inf") && !picture.contains("width=\"-"))
        }
        #expect(glass([.known(5000)], population: 10).contains("x=\"0\" width=\"1000\""))
        #expect(glass([.none], population: 10).contains("not measured"))
    }

    @Test func theHoldoutIsDottedWhereItIsMeasured() {
        #expect(glass([.known(4)], population: 10, holdout: 0.2).contains("<rect class=\"holdout\" x=\"250\" y=\"1\" width=\"500\""))
        #expect(glass([.known(1)], population: 10, holdout: 0.2).contains("<rect class=\"holdout\" x=\"0\" y=\"1\" width=\"1000\""))
        #expect(!glass([.known(1)], population: 10).contains("holdout"))
    }

    @Test("Every picture has its table", arguments: Language.allCases)
    func tables(language: Language) {
        let format = FormatTests.format(language)
        let pictures = [
            Chart.bars("S", [Chart.Bar("Sales", .known(1240)), Chart.Bar("Legal", .hidden(reason: ""))], columnLabel: "D", format: format),
            Chart.lines("S", [Chart.Series("a", [.init(Day(number: 1), 1), .init(Day(number: 5), 3)])], format: format),
            Chart.intervals("S", [Chart.Interval("a", low: -0.1, estimate: 0, high: 0.2)], zeroLabel: "none", format: format),
            Chart.progress("S", [Chart.Part("a", 0, .good)], format: format),
        ]
        for picture in pictures {
            #expect(picture.string.contains("<details class=\"more\">") && picture.string.contains("<table>"))
            #expect(!picture.string.contains("nan"))
        }
        #expect(pictures[0].string.contains(format.number(1240)))
    }

    @Test func aLineWithoutASpanSaysSo() {
        #expect(
            Chart.lines("S", [Chart.Series("a", [.init(Day(number: 1), 1)])], format: format).string.contains(
                "There is nothing to draw yet."))
        #expect(Chart.lines("S", [], format: format).string.contains("There is nothing to draw yet."))
    }

    @Test func stepsGoAcrossThenUp() {
        let plot = Chart.Plot(first: Day(number: 0), last: Day(number: 10), top: 10)
        let points = [Chart.Series.Point(Day(number: 0), 0), Chart.Series.Point(Day(number: 10), 10)]
        #expect(plot.path(points, false) == "M0 219L1000 26")
        #expect(plot.path(points, true) == "M0 219H1000V26")
    }

    @Test(
        "An axis ends at a round value",
        arguments: [(0.0, 1.0), (7, 10), (10, 10), (11, 20), (21, 25), (26, 50), (0.031, 0.05), (0.3, 0.5), (1, 1)])
    func axes(value: Double, end: Double) {
        #expect(abs(Chart.roundedUp(value) - end) < 1e-9)
    }

    @Test func aPictureKeepsItsFace() {
        #expect(UI.cover("field-crm").string == UI.cover("field-crm").string)
        #expect(Set(["field-crm", "field-crn", "wiki", "travel", "a", "b"].map { UI.cover($0).string }).count == 6)
    }
}
