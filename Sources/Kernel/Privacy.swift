/// What may be shown of people's behaviour: the one function that every figure an author, leader or analyst reads passes
/// (docs/privacy.md).
///
/// A figure says that `count` of a `population` did something. It is hidden where it would tell about single people.
package enum Privacy {
    /// No figure of fewer people, and none whose difference to another shown one is about fewer.
    package static let threshold = 5
    /// In smaller populations “none” and “all” are not shown.
    package static let wholeThreshold = 20
    /// Figures of smaller populations are those of the last full week.
    package static let weekThreshold = 50
    /// A rule about behaviour counts only where this many people could be in it.
    package static let behaviourThreshold = 20
    /// Counts of rules about behaviour are rounded to this.
    package static let behaviourStep = 5

    package enum Figure: Hashable, Sendable {
        case known(Int)
        case hidden(Reason)

        package var count: Int? { if case .known(let count) = self { count } else { nil } }
    }

    package enum Reason: String, Hashable, Sendable, CaseIterable {
        /// Fewer than five people are counted over.
        case fewPeople
        /// It would say “none” or “all” of fewer than twenty.
        case noneOrAll
        /// With figures shown beside it, it would tell of a group that may not be shown.
        case difference
        /// The behaviour of fewer than twenty people decides.
        case fewUndecided
    }

    /// `count` of `population` people.
    package struct Count: Hashable, Sendable {
        package let count: Int
        package let population: Int

        package init(_ count: Int, of population: Int) {
            self.count = count
            self.population = population
        }

        package static func - (left: Self, right: Self) -> Self {
            Self(left.count - right.count, of: left.population - right.population)
        }
        static func + (left: Self, right: Self) -> Self { Self(left.count + right.count, of: left.population + right.population) }
    }

    /// One figure that stands alone.
    package static func figure(_ count: Int, of population: Int) -> Figure {
        if population < threshold { return .hidden(.fewPeople) }
        if population < wholeThreshold, count <= 0 || count >= population { return .hidden(.noneOrAll) }
        return .known(count)
    }

    /// Figures of populations each of which contains the next, outermost first. A figure is hidden when the people between it and one
    /// shown before would be told about.
    package static func nested(_ counts: [Count]) -> [Figure] {
        var shown: [Count] = []
        return counts.map { inner in
            let own = figure(inner.count, of: inner.population)
            guard case .known = own else { return own }
            for outer in shown where !isShowable(outer - inner) { return .hidden(.difference) }
            shown.append(inner)
            return own
        }
    }

    /// A whole and its parts, which share nobody but may leave some of the whole out. Parts are hidden, the smallest first, until what is
    /// left of the whole when all shown ones are taken away may be shown itself.
    package static func breakdown(_ whole: Count, _ parts: [Count]) -> (whole: Figure, parts: [Figure]) {
        var figures = parts.map { figure($0.count, of: $0.population) }
        let total = figure(whole.count, of: whole.population)
        guard case .known = total else { return (total, figures) }
        while true {
            let shown = figures.indices.filter { figures[$0].count != nil }
            let rest = shown.reduce(whole) { $0 - parts[$1] }
            if isShowable(rest) { break }
            guard let smallest = shown.min(by: { (parts[$0].population, $0) < (parts[$1].population, $1) }) else { break }
            figures[smallest] = .hidden(.difference)
        }
        return (total, figures)
    }

    /// The count of a rule about behaviour.
    /// - Parameters:
    ///   - population: who could be in it, whatever they did.
    ///   - undecided: of those, the ones for whom behaviour decides.
    ///   - parted: how many people single parts of the rule decide about. The rule without that part differs by their behaviour.
    package static func behaviour(_ count: Int, of population: Int, undecided: Int, parted: [Int] = []) -> Figure {
        if population < behaviourThreshold { return .hidden(.fewPeople) }
        if undecided < behaviourThreshold { return .hidden(.fewUndecided) }
        if parted.contains(where: { $0 > 0 && $0 < threshold }) { return .hidden(.difference) }
        return .known((count + behaviourStep / 2) / behaviourStep * behaviourStep)
    }

    /// A count of people whom a rule about behaviour chose, where that there are some must not be lost: none, or to the next step.
    package static func rounded(_ count: Int) -> Int {
        count == 0 ? 0 : max((count + behaviourStep / 2) / behaviourStep, 1) * behaviourStep
    }

    /// The last day that figures of a population may include: yesterday's Sunday or the one before for fewer than fifty people, else today.
    package static func lastDay(for population: Int, today: Day) -> Day {
        population < weekThreshold ? Day(number: today.number - Int64(today.weekday)) : today
    }

    /// Whether a difference between two shown figures tells of nobody, or of a group that may be shown.
    private static func isShowable(_ rest: Count) -> Bool {
        if rest.population == 0 { return true }
        if case .known = figure(rest.count, of: rest.population) { return true }
        return false
    }
}
