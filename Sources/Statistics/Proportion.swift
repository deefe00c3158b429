/// `count` of `population` people did something.
package struct Proportion: Hashable, Sendable {
    package let count: Int
    /// At least 1.
    package let population: Int

    /// `nil` where there is nobody, or more did it than there are.
    package init?(_ count: Int, of population: Int) {
        guard population > 0, (0...population).contains(count) else { return nil }
        self.count = count
        self.population = population
    }

    /// The share, from 0 to 1.
    package var share: Double { Double(count) / Double(population) }

    /// The score interval of the share without correction for continuity, from 0 to 1.
    ///
    /// E. B. Wilson (1927), “Probable inference, the law of succession, and statistical inference”, JASA 22, 209–212.
    /// - Parameter z: the quantile of the normal distribution; the default is that of 95 %.
    package func interval(z: Double = Interval.z95) -> Interval {
        let n = Double(population)
        let square = z * z
        let centre = (2 * n * share + square) / (2 * (n + square))
        let half = z * (square + 4 * n * share * (1 - share)).squareRoot() / (2 * (n + square))
        // At the ends the formula is exact; rounding must not push it beyond.
        return Interval(
            low: count == 0 ? 0 : max(0, centre - half), estimate: share, high: count == population ? 1 : min(1, centre + half))
    }

    /// The interval of this share minus another, independent one, from -1 to 1.
    ///
    /// R. G. Newcombe (1998), “Interval estimation for the difference between independent proportions: comparison of eleven methods”,
    /// Statistics in Medicine 17, 873–890: method 10, which combines the two score intervals.
    package func difference(to other: Proportion, z: Double = Interval.z95) -> Interval {
        let (own, its) = (interval(z: z), other.interval(z: z))
        let difference = share - other.share
        let below = (own.estimate - own.low, its.high - its.estimate)
        let above = (own.high - own.estimate, its.estimate - its.low)
        return Interval(
            low: max(-1, difference - (below.0 * below.0 + below.1 * below.1).squareRoot()), estimate: difference,
            high: min(1, difference + (above.0 * above.0 + above.1 * above.1).squareRoot()))
    }
}

/// An estimate with the bounds that its method gives.
package struct Interval: Hashable, Sendable {
    /// The quantile of the standard normal distribution for a two-sided interval of 95 %.
    package static let z95 = 1.959_963_984_540_054

    package let low: Double
    package let estimate: Double
    package let high: Double

    package init(low: Double, estimate: Double, high: Double) {
        self.low = low
        self.estimate = estimate
        self.high = high
    }

    /// Whether the bounds lie on one side of zero.
    package var excludesZero: Bool { low > 0 || high < 0 }
}
