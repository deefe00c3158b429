import Statistics
import Testing

@Suite("Intervals of shares")
struct ProportionTests {
    /// R: `prop.test(x, n, correct = FALSE)$conf.int`; Newcombe (1998), Statistics in Medicine 17, 857–872, table I, method 3.
    @Test(
        "The score interval of one share",
        arguments: [
            (81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0000, 0.1611), (1, 29, 0.0061, 0.1718), (29, 29, 0.8830, 1.0),
        ])
    func wilson(count: Int, population: Int, low: Double, high: Double) throws {
        let interval = try #require(Proportion(count, of: population)).interval()
        #expect(abs(interval.low - low) < 0.00006)
        #expect(abs(interval.high - high) < 0.00006)
        #expect(interval.estimate == Double(count) / Double(population))
    }

    /// Newcombe (1998), Statistics in Medicine 17, 873–890, table II, method 10.
    @Test(
        "The interval of the difference of two shares",
        arguments: [
            (56, 70, 48, 80, 0.0524, 0.3339), (9, 10, 3, 10, 0.1705, 0.8090), (6, 7, 2, 7, 0.0582, 0.8062), (5, 56, 0, 29, -0.0381, 0.1926),
            (0, 10, 0, 20, -0.1611, 0.2775), (0, 10, 0, 10, -0.2775, 0.2775), (10, 10, 0, 20, 0.6791, 1.0), (10, 10, 0, 10, 0.6075, 1.0),
        ])
    func newcombe(first: Int, of size: Int, second: Int, ofOther other: Int, low: Double, high: Double) throws {
        let left = try #require(Proportion(first, of: size))
        let right = try #require(Proportion(second, of: other))
        let interval = left.difference(to: right)
        #expect(abs(interval.low - low) < 0.00006)
        #expect(abs(interval.high - high) < 0.00006)
        let mirrored = right.difference(to: left)
        #expect(abs(mirrored.low + interval.high) < 1e-12)
        #expect(abs(mirrored.high + interval.low) < 1e-12)
    }

    @Test("Shares that cannot be", arguments: [(1, 0), (0, 0), (3, 2), (-1, 5)])
    func impossible(count: Int, population: Int) {
        #expect(Proportion(count, of: population) == nil)
    }

    @Test("Only an interval on one side of zero excludes it")
    func zero() {
        #expect(Interval(low: 0.01, estimate: 0.1, high: 0.2).excludesZero)
        #expect(Interval(low: -0.2, estimate: -0.1, high: -0.01).excludesZero)
        #expect(!Interval(low: -0.01, estimate: 0.1, high: 0.2).excludesZero)
        #expect(!Interval(low: 0, estimate: 0.1, high: 0.2).excludesZero)
    }

    @Test("The median of counted values")
    func medians() {
        #expect(median([]) == nil)
        #expect(median([(3, 0)]) == nil)
        #expect(median([(3, 1)]) == 3)
        #expect(median([(4, 1), (1, 1)]) == 2.5)
        #expect(median([(9, 1), (1, 2), (2, 2)]) == 2)
        #expect(median([(1, 2), (5, 2)]) == 3)
        #expect(median([(-2, 3), (7, 1)]) == -2)
    }
}
