import Kernel
import People
import Testing

@Suite("Putting small units together")
struct UnitTreeTests {
    /// 1 Acme: 2 Sales (4 North, 5 East, 6 West), 3 IT (7 Desk, 8 Net).
    static let acme = tree([0, 1, 1, 2, 2, 2, 3, 3])

    /// Units from 1 on, each with the number of the one that it is in; 0 at the top.
    static func tree(_ parents: [Int64]) -> UnitTree {
        var units: [(key: DepartmentKey, parent: DepartmentKey?)] = []
        for (index, parent) in parents.enumerated() {
            units.append((DepartmentKey(Int64(index + 1)), parent == 0 ? nil : DepartmentKey(parent)))
        }
        return UnitTree(units)
    }

    /// One part as text: its unit, `+` where it is a rest, and the people in it.
    static func text(_ part: UnitTree.Part, _ direct: [DepartmentKey?: Int]) -> String {
        "\(part.unit?.description ?? "-")\(part.isRest ? "+" : "") \(part.units.reduce(0) { $0 + direct[$1, default: 0] })"
    }

    @Test(
        "Parts are as fine as their people are many",
        arguments: [
            // Everything is large.
            ([4: 30, 5: 20, 6: 25, 7: 40, 8: 60], 9, ["4 30", "5 20", "6 25", "7 40", "8 60"]),
            // Two small ones make one part.
            ([4: 30, 5: 12, 6: 9, 7: 40, 8: 60], 9, ["4 30", "2+ 21", "7 40", "8 60"]),
            // A small one alone takes the smallest beside it along: what is left of Sales would tell of it.
            ([4: 30, 5: 50, 6: 3, 7: 40, 8: 60], 9, ["5 50", "2+ 33", "7 40", "8 60"]),
            // Small units only: the unit stays whole.
            ([4: 8, 5: 12, 6: 3, 7: 40, 8: 60], 9, ["2 23", "7 40", "8 60"]),
            // So does one whose only large unit leaves too few.
            ([4: 80, 5: 2, 6: 3, 7: 40, 8: 60], 9, ["2 85", "7 40", "8 60"]),
            // Those right at the top go with others, and so do those without a unit.
            ([1: 2, 4: 30, 5: 30, 7: 40, 8: 60], 9, ["7 40", "8 60", "1+ 62"]),
            ([0: 1, 1: 2, 4: 30, 5: 30, 7: 40, 8: 60], 9, ["7 40", "8 60", "-+ 63"]),
            // Too few altogether.
            ([4: 8, 7: 3], 9, ["- 11"]),
            // No more lines than one reads; the largest are split first.
            ([4: 30, 5: 20, 6: 25, 7: 40, 8: 60], 3, ["2 75", "7 40", "8 60"]),
            ([:], 9, ["- 0"]),
        ] as [([Int64: Int], Int, [String])])
    func parts(people: [Int64: Int], most: Int, expected: [String]) {
        let direct = Dictionary(uniqueKeysWithValues: people.map { ($0 == 0 ? nil : DepartmentKey($0), $1) })
        #expect(Set(Self.acme.parts(direct, least: 20, most: most).map { Self.text($0, direct) }) == Set(expected))
    }

    @Test("Everybody is in one part, and none is small", arguments: 0..<200)
    func partition(seed: Int) {
        var dice = SystemRandomNumberGenerator()
        let parents: [Int64] = [0] + (2...40).map { Int64.random(in: max(1, $0 / 4)..<$0, using: &dice) }
        var direct: [DepartmentKey?: Int] = [nil: Int.random(in: 0...2, using: &dice)]
        for key in 1...Int64(parents.count) {
            direct[DepartmentKey(key)] = Int.random(in: 0...(Bool.random(using: &dice) ? 6 : 40), using: &dice)
        }
        let parts = Self.tree(parents).parts(direct, least: 20, most: 15)
        let all = parts.flatMap(\.units)
        #expect(Set(all) == Set(direct.filter { $0.value > 0 }.keys))
        #expect(Set(all).count == all.count)
        #expect(parts.count == 1 || parts.allSatisfy { part in part.units.reduce(0) { $0 + direct[$1, default: 0] } >= 20 })
        #expect(parts.filter(\.isRest).count == Set(parts.filter(\.isRest).map(\.unit)).count)
    }

    @Test("Where the units begin to differ")
    func branching() {
        let people: [DepartmentKey?: Int] = [DepartmentKey(4): 3, DepartmentKey(5): 4]
        #expect(Self.acme.branching(nil, Self.acme.sums(people, +)) == DepartmentKey(2))
        #expect(Self.acme.branching(nil, Self.acme.sums([DepartmentKey(4): 3, DepartmentKey(7): 1], +)) == DepartmentKey(1))
        #expect(Self.acme.branching(nil, Self.acme.sums([DepartmentKey(4): 3, DepartmentKey(1): 1], +)) == DepartmentKey(1))
        #expect(Self.acme.branching(DepartmentKey(3), Self.acme.sums([DepartmentKey(8): 9], +)) == DepartmentKey(8))
    }
}
