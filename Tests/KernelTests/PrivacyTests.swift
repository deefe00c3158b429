import Kernel
import Testing

@Suite("What may be shown of people's behaviour")
struct PrivacyTests {
    @Test("A figure that stands alone, for every count of every population up to 60")
    func alone() {
        for population in 0...60 {
            for count in 0...population {
                let figure = Privacy.figure(count, of: population)
                switch population {
                case ..<5: #expect(figure == .hidden(.fewPeople))
                case ..<20 where count == 0 || count == population: #expect(figure == .hidden(.noneOrAll))
                default: #expect(figure == .known(count))
                }
            }
        }
    }

    @Test("Two nested populations: the people between them are none, or may be shown themselves")
    func nested() {
        for outer in 0...45 {
            for inner in 0...outer {
                for outerCount in 0...outer {
                    for innerCount in 0...min(inner, outerCount) where outerCount - innerCount <= outer - inner {
                        let figures = Privacy.nested([.init(outerCount, of: outer), .init(innerCount, of: inner)])
                        #expect(figures[0] == Privacy.figure(outerCount, of: outer))
                        guard figures[0].count != nil, figures[1].count != nil else { continue }
                        let rest = outer - inner
                        let between = Privacy.figure(outerCount - innerCount, of: rest)
                        if rest > 0, between.count == nil {
                            Issue.record("\(outerCount)/\(outer) and \(innerCount)/\(inner) tell of \(rest)")
                        }
                    }
                }
            }
        }
        let chain = Privacy.nested([.init(30, of: 100), .init(29, of: 97), .init(20, of: 60), .init(20, of: 60)])
        #expect(chain == [.known(30), .hidden(.difference), .known(20), .known(20)])
    }

    @Test("Parts of a whole: what is shown never leaves a remainder that may not be shown")
    func breakdown() {
        let sizes = [0, 1, 4, 5, 6, 19, 20, 33]
        for first in sizes {
            for second in sizes {
                for third in sizes {
                    for share in [0, 1, 2] {
                        let parts = [first, second, third].map { Privacy.Count($0 * share / 2, of: $0) }
                        for rest in [Privacy.Count(0, of: 0), .init(1, of: 3), .init(3, of: 8)] {
                            check(parts, rest)
                        }
                    }
                }
            }
        }
    }

    private func check(_ parts: [Privacy.Count], _ rest: Privacy.Count) {
        let population = parts.reduce(rest.population) { $0 + $1.population }
        let whole = Privacy.Count(parts.reduce(rest.count) { $0 + $1.count }, of: population)
        let shown = Privacy.breakdown(whole, parts)
        #expect(shown.parts.count == parts.count)
        for (part, figure) in zip(parts, shown.parts) where figure.count != nil {
            #expect(Privacy.figure(part.count, of: part.population) == figure)
        }
        guard shown.whole.count != nil else { return }
        let known = zip(parts, shown.parts).filter { $1.count != nil }.map(\.0)
        let left = Privacy.Count(
            whole.count - known.reduce(0) { $0 + $1.count }, of: whole.population - known.reduce(0) { $0 + $1.population })
        #expect(left.population == 0 || Privacy.figure(left.count, of: left.population).count != nil, "\(parts) of \(whole)")
    }

    @Test("One small department among large ones takes the smallest of them with it")
    func secondHiding() {
        let shown = Privacy.breakdown(.init(40, of: 103), [.init(20, of: 60), .init(18, of: 40), .init(2, of: 3)])
        #expect(shown.whole == .known(40))
        #expect(shown.parts == [.known(20), .hidden(.difference), .hidden(.fewPeople)])
    }

    @Test(
        "Counts of rules about behaviour",
        arguments: [
            (7, 19, 19, Privacy.Figure.hidden(.fewPeople)), (7, 20, 20, .known(5)), (8, 20, 20, .known(10)), (0, 20, 20, .known(0)),
            (2, 20, 20, .known(0)), (3, 20, 20, .known(5)), (5001, 5000, 1, .hidden(.fewUndecided)), (5001, 5100, 99, .known(5000)),
        ])
    func behaviour(count: Int, population: Int, undecided: Int, figure: Privacy.Figure) {
        #expect(Privacy.behaviour(count, of: population, undecided: undecided) == figure)
    }

    @Test(
        "Under fifty people figures end with the last full week",
        arguments: [
            (49, "2026-03-30", "2026-03-29"), (49, "2026-03-29", "2026-03-22"), (5, "2026-04-01", "2026-03-29"),
            (50, "2026-03-31", "2026-03-31"),
        ])
    func lastDay(population: Int, today: String, last: String) throws {
        #expect(try Privacy.lastDay(for: population, today: #require(Day(today))) == #require(Day(last)))
    }
}
