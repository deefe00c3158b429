/// How many people each unit has, where their running numbers start, and who reports to whom.
struct HeadcountPlan: Sendable {
    let sizes: [Int]
    let starts: [Int]
    /// Running numbers of the fixed cast.
    let cast: [Int: DemoCast]

    private static let widestSpan = 12

    init(people: Int) {
        let units = UnitSpec.all
        var castByUnit: [Int: [DemoCast]] = [:]
        for member in DemoCast.allCases {
            guard let unit = UnitSpec.indexByPath[member.role.unit] else { preconditionFailure("no unit \(member.role.unit)") }
            castByUnit[unit, default: []].append(member)
        }
        // The cast is placed first; everybody else goes where the plan is most short of people (largest remainder).
        let total = units.reduce(0) { $0 + $1.weight }
        let wanted = units.map { Double($0.weight) * Double(people) / Double(total) }
        var sizes = units.indices.map { max(castByUnit[$0]?.count ?? 0, Int(wanted[$0])) }
        var missing = people - sizes.reduce(0, +)
        let byNeed = units.indices.sorted { (wanted[$0] - Double(sizes[$0]), $1) > (wanted[$1] - Double(sizes[$1]), $0) }
        var turn = 0
        while missing > 0 {
            sizes[byNeed[turn % byNeed.count]] += 1
            turn += 1
            missing -= 1
        }
        // In a small company the cast alone can exceed a unit's share: the largest units give way.
        while missing < 0 {
            let largest = units.indices.filter { sizes[$0] > castByUnit[$0]?.count ?? 0 }.max { sizes[$0] < sizes[$1] }
            guard let largest else { break }
            sizes[largest] -= 1
            missing += 1
        }
        var starts: [Int] = []
        var next = 0
        for size in sizes {
            starts.append(next)
            next += size
        }
        var placed: [Int: DemoCast] = [:]
        for (unit, members) in castByUnit {
            // A head stands first; the others last, where nobody reports to them.
            let head = members.first { $0.role.isHead }
            if let head { placed[starts[unit]] = head }
            for (offset, member) in members.filter({ $0 != head }).enumerated() {
                placed[starts[unit] + sizes[unit] - 1 - offset] = member
            }
        }
        self.sizes = sizes
        self.starts = starts
        cast = placed
    }

    /// The running number of each one's manager in `unit`, by position; -1 at the very top.
    func managers(of unit: Int) -> [Int] {
        let size = sizes[unit]
        var managers = [Int](repeating: starts[unit], count: size)
        managers[0] = head(above: unit)
        let units = UnitSpec.all
        let children = units.indices.count { sizes[$0] > 0 && $0 != unit && head(above: $0) == starts[unit] }
        place(1..<size, under: 0, span: max(Self.widestSpan - children, 2), start: starts[unit], in: &managers)
        return managers
    }

    /// The head of the nearest unit above that has anyone.
    private func head(above unit: Int) -> Int {
        var above = UnitSpec.all[unit].parent
        while let candidate = above {
            if sizes[candidate] > 0 { return starts[candidate] }
            above = UnitSpec.all[candidate].parent
        }
        return -1
    }

    /// Puts `positions` under one boss so that nobody has more than `span` direct reports, nor, in teams of their own, fewer than five.
    private func place(_ positions: Range<Int>, under boss: Int, span: Int, start: Int, in managers: inout [Int]) {
        guard positions.count > span else {
            for position in positions { managers[position] = start + boss }
            return
        }
        let smallTeams = (positions.count - span + 7) / 8
        let teams = min(smallTeams, span)
        var rest = positions
        for team in 0..<teams {
            let evenly = rest.count / (teams - team)
            let size = smallTeams <= span ? min(9, evenly) : evenly
            let lead = rest.lowerBound
            managers[lead] = start + boss
            place(lead + 1..<lead + size, under: lead, span: Self.widestSpan, start: start, in: &managers)
            rest = lead + size..<rest.upperBound
        }
        for position in rest { managers[position] = start + boss }
    }
}
