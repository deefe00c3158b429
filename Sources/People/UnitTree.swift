package import Kernel

/// The organisation as figures are broken down by it. The unit without a key is everyone, and as a place that of people without a unit.
package struct UnitTree: Sendable {
    private let children: [DepartmentKey?: [DepartmentKey]]
    private let order: [(key: DepartmentKey, parent: DepartmentKey?)]

    /// - Parameter units: every unit after the one that it is in.
    package init(_ units: [(key: DepartmentKey, parent: DepartmentKey?)]) {
        order = units
        children = Dictionary(grouping: units, by: \.parent).mapValues { $0.map(\.key) }
    }

    /// The units right below one, in the order given.
    package func children(of unit: DepartmentKey?) -> [DepartmentKey] { children[unit] ?? [] }

    /// What is so of the people of each very unit, summed up over all that is within each.
    package func sums<Value>(_ direct: [DepartmentKey?: Value], _ add: (Value, Value) -> Value) -> [DepartmentKey?: Value] {
        var sums = direct
        for unit in order.reversed() {
            guard let own = sums[unit.key] else { continue }
            sums[unit.parent] = sums[unit.parent].map { add($0, own) } ?? own
        }
        return sums
    }

    /// Below which unit those that hold people begin to differ: the first, from one down, that is not the place of everybody in the one above.
    package func branching(_ unit: DepartmentKey?, _ people: [DepartmentKey?: Int]) -> DepartmentKey? {
        let below = children(of: unit).filter { people[$0, default: 0] > 0 }
        guard let only = below.first, below.count == 1, people[only] == people[unit] else { return unit }
        return branching(only, people)
    }
}

extension UnitTree {
    /// A part of the people: those of a unit with all that is within it, or the ones left over there.
    package struct Part: Hashable, Sendable {
        /// `nil` for everyone.
        package let unit: DepartmentKey?
        /// Whether these are the units of it that are too small for parts of their own.
        package let isRest: Bool
        /// The very units, with people in them, that it consists of.
        package let units: [DepartmentKey?]
    }

    /// Parts of at least `least` people each that everybody is in one of, so that no smaller group can be told from them and the whole, down to
    /// where they would be more than `most`. Small units are put together; where all of them are few, with the smallest one beside them.
    /// - Parameter direct: the people of each very unit.
    package func parts(_ direct: [DepartmentKey?: Int], least: Int, most: Int) -> [Part] {
        let split = Split(tree: self, direct: direct.filter { $0.value > 0 }, least: least)
        var parts = split.parts(of: nil, [], label: nil) ?? [split.whole(nil)]
        while true {
            let next = parts.indices.filter { !parts[$0].isRest }.sorted { split.people(parts[$0]) > split.people(parts[$1]) }
                .lazy.compactMap { index -> (index: Int, parts: [Part])? in
                    guard let unit = parts[index].unit, let smaller = split.parts(of: unit, [], label: unit) else { return nil }
                    return smaller.count > 1 && parts.count + smaller.count - 1 <= most ? (index, smaller) : nil
                }.first
            guard let next else { return parts }
            parts.replaceSubrange(next.index...next.index, with: next.parts)
        }
    }

    private struct Split {
        let tree: UnitTree
        let direct: [DepartmentKey?: Int]
        let least: Int
        let sums: [DepartmentKey?: Int]

        init(tree: UnitTree, direct: [DepartmentKey?: Int], least: Int) {
            self.tree = tree
            self.direct = direct
            self.least = least
            sums = tree.sums(direct, +)
        }

        func people(_ part: Part) -> Int { part.units.reduce(0) { $0 + direct[$1, default: 0] } }

        func within(_ unit: DepartmentKey?) -> [DepartmentKey?] {
            (direct[unit] == nil ? [] : [unit]) + tree.children(of: unit).filter { sums[$0] != nil }.flatMap { within($0) }
        }

        func whole(_ unit: DepartmentKey?) -> Part { Part(unit: unit, isRest: false, units: within(unit)) }

        /// What is below a unit, with those of above who are too few by themselves; `nil` where nothing can be told apart.
        /// - Parameter label: where the rest belongs.
        func parts(of unit: DepartmentKey?, _ above: [DepartmentKey?], label: DepartmentKey?) -> [Part]? {
            let below = tree.children(of: unit).filter { sums[$0] != nil }
            var large = below.filter { sums[$0, default: 0] >= least }
            guard !large.isEmpty else { return nil }
            var rest = above + (direct[unit] == nil ? [] : [unit]) + below.filter { sums[$0, default: 0] < least }.flatMap { within($0) }
            let left = rest.reduce(0) { $0 + direct[$1, default: 0] }
            if left == 0 {
                guard large.count == 1 else { return large.map(whole) }
                return parts(of: large[0], [], label: large[0]) ?? [whole(large[0])]
            }
            if left < least {
                guard large.count > 1 else { return parts(of: large[0], rest, label: label) }
                let smallest = large.indices.min { (sums[large[$0], default: 0], $0) < (sums[large[$1], default: 0], $1) } ?? 0
                rest += within(large.remove(at: smallest))
            }
            return large.map(whole) + [Part(unit: label, isRest: true, units: rest)]
        }
    }
}
