import Audiences
package import Kernel
import People

/// How far the people of a group have come.
struct StageCounts: Hashable, Sendable {
    var population = 0
    /// Per stage from 0 to 7: at it or beyond, and with evidence of this very stage.
    private(set) var beyond = [Int](repeating: 0, count: Stage.allCases.count)
    private(set) var evidenced = [Int](repeating: 0, count: Stage.allCases.count)

    mutating func add(_ people: Int, at stage: Stage, evidence: Int64) {
        for other in Stage.allCases.dropFirst() {
            if other <= stage { beyond[other.rawValue] += people }
            if evidence & other.bit != 0 { evidenced[other.rawValue] += people }
        }
    }

    mutating func move(_ people: Int, from: Stage, to: Stage) {
        for stage in Stage.allCases.dropFirst() {
            if from < stage, stage <= to { beyond[stage.rawValue] += people }
            if to < stage, stage <= from { beyond[stage.rawValue] -= people }
        }
    }

    /// Stages that were lost since keep no evidence.
    mutating func evidence(_ people: Int, of stage: Stage) {
        evidenced[stage.rawValue] = min(beyond[stage.rawValue], evidenced[stage.rawValue] + people)
    }

    static func + (left: Self, right: Self) -> Self {
        var sum = left
        sum.population += right.population
        for index in sum.beyond.indices {
            sum.beyond[index] += right.beyond[index]
            sum.evidenced[index] += right.evidenced[index]
        }
        return sum
    }

    var withoutEvidence: Self {
        var counts = self
        counts.evidenced = [Int](repeating: 0, count: Stage.allCases.count)
        return counts
    }

    func inStage(_ stage: Stage) -> Int {
        guard stage.rawValue + 1 < beyond.count else { return beyond[stage.rawValue] }
        return (stage == .unaware ? population : beyond[stage.rawValue]) - beyond[stage.rawValue + 1]
    }
}

/// A unit of the organisation as the figures name it.
package struct Unit: Hashable, Sendable {
    package let key: DepartmentKey
    package let parent: DepartmentKey?
    package let name: String
    package let path: String
}

/// The counts of every unit with all that is within it, and what of them may be shown. The group without a key is everyone.
struct StageTree: Sendable {
    let units: [DepartmentKey: Unit]
    private let tree: UnitTree
    private let counts: [DepartmentKey?: StageCounts]

    /// - Parameters:
    ///   - units: in the order in which they are listed, every unit after its parent.
    ///   - direct: the counts of the people of each very unit; `nil` those without one.
    init(units: [Unit], direct: [DepartmentKey?: StageCounts]) {
        self.units = Dictionary(units.map { ($0.key, $0) }) { $1 }
        tree = UnitTree(units.map { ($0.key, $0.parent) })
        counts = tree.sums(direct, +)
    }

    func counts(_ unit: DepartmentKey?) -> StageCounts { counts[unit] ?? StageCounts() }

    /// The units with people right below one, or below the first that branches where a single one within it holds everybody; none where
    /// everybody is of one and the same unit.
    func parts(of unit: DepartmentKey?) -> [DepartmentKey] {
        populated(below: tree.branching(unit, counts.mapValues(\.population)))
    }

    /// One figure of a unit, hidden where those of the units around it would tell it (docs/privacy.md).
    func figure(_ unit: DepartmentKey?, _ count: (StageCounts) -> Int) -> Privacy.Figure {
        func of(_ unit: DepartmentKey?) -> Privacy.Count { Privacy.Count(count(counts(unit)), of: counts(unit).population) }
        guard let unit, let place = units[unit] else { return Privacy.figure(of(nil).count, of: of(nil).population) }
        guard case .known = figure(place.parent, count) else {
            let own = Privacy.figure(of(unit).count, of: of(unit).population)
            return own.count == nil ? own : .hidden(.difference)
        }
        let siblings = populated(below: place.parent)
        guard let index = siblings.firstIndex(of: unit) else { return .hidden(.fewPeople) }
        return Privacy.breakdown(of(place.parent), siblings.map(of)).parts[index]
    }

    /// Whether the figures of a unit are those of the last full week, because it or what could be told from it is small.
    func isWeekly(_ unit: DepartmentKey?) -> Bool {
        func isSmall(_ population: Int) -> Bool { population > 0 && population < Privacy.weekThreshold }
        if isSmall(counts(unit).population) { return true }
        guard let unit, let place = units[unit] else { return false }
        let siblings = populated(below: place.parent).map { counts($0).population }
        let rest = counts(place.parent).population - siblings.reduce(0, +)
        return siblings.contains(where: isSmall) || isSmall(rest) || isWeekly(place.parent)
    }

    private func populated(below unit: DepartmentKey?) -> [DepartmentKey] {
        tree.children(of: unit).filter { counts($0).population > 0 }
    }
}
