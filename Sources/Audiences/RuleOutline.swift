/// A rule as the builder shows it: nested groups of single tests. Every rule has an outline, and the outline gives back that very rule.
package struct RuleOutline: Hashable, Sendable {
    /// How the parts of a group are taken together.
    package enum Mode: String, Hashable, Sendable, CaseIterable {
        case all, any, none
    }

    package struct Group: Hashable, Sendable {
        package var mode: Mode
        package var parts: [Part]

        package init(_ mode: Mode, _ parts: [Part]) {
            self.mode = mode
            self.parts = parts
        }
    }

    package indirect enum Part: Hashable, Sendable {
        case group(Group)
        /// A single test: `everyone`, a test of a field, an audience, `reports to`, or a term.
        case test(Rule, negated: Bool)
    }

    package var root: Group

    package init(root: Group) { self.root = root }

    package init(_ rule: Rule) {
        if case .group(let group) = Self.part(rule) {
            root = group
        } else {
            root = Group(.all, [Self.part(rule)])
        }
    }

    /// The rule that it stands for. Groups without parts are passed over; an outline of none is `everyone`.
    package var rule: Rule { Self.rule(root) ?? .everyone }

    private static func part(_ rule: Rule) -> Part {
        switch rule {
        case .all(let rules): .group(Group(.all, rules.map(part)))
        case .any(let rules): .group(Group(.any, rules.map(part)))
        case .not(.any(let rules)): .group(Group(.none, rules.map(part)))
        case .not(let inner):
            switch part(inner) {
            case .test(let test, negated: false): .test(test, negated: true)
            case let other: .group(Group(.none, [other]))
            }
        case .everyone, .test, .audience, .reportsTo, .term: .test(rule, negated: false)
        }
    }

    private static func rule(_ group: Group) -> Rule? {
        let rules = group.parts.compactMap { part in
            switch part {
            case .group(let group): rule(group)
            case .test(let test, let negated): negated ? .not(test) : test
            }
        }
        guard let first = rules.first else { return nil }
        switch group.mode {
        case .all: return rules.count == 1 ? first : .all(rules)
        case .any: return rules.count == 1 ? first : .any(rules)
        case .none: return .not(rules.count == 1 ? first : .any(rules))
        }
    }
}

extension RuleOutline {
    /// The place of a part: its number in the root group, then in the group found there, and so on. The empty path is the root.
    package typealias Path = [Int]

    /// The part at `path`; `nil` where there is none.
    package subscript(path: Path) -> Part? {
        path.reduce(Part.group(root)) { part, index in
            guard case .group(let group)? = part, group.parts.indices.contains(index) else { return nil }
            return group.parts[index]
        }
    }

    /// Adds a part at the end of the group at `path`; nothing happens where there is no group.
    package mutating func append(_ part: Part, to path: Path) {
        root.change(at: path[...]) { $0.parts.append(part) }
    }

    package mutating func setMode(_ mode: Mode, at path: Path) {
        root.change(at: path[...]) { $0.mode = mode }
    }

    package mutating func replace(_ path: Path, with part: Part) {
        guard let last = path.last else {
            if case .group(let group) = part { root = group }
            return
        }
        root.change(at: path.dropLast()) { if $0.parts.indices.contains(last) { $0.parts[last] = part } }
    }

    /// Takes the part away, and the groups that it leaves empty.
    package mutating func remove(_ path: Path) {
        guard let last = path.last else { return root = Group(.all, []) }
        root.change(at: path.dropLast()) { if $0.parts.indices.contains(last) { $0.parts.remove(at: last) } }
        let parent = Path(path.dropLast())
        if !parent.isEmpty, case .group(let group)? = self[parent], group.parts.isEmpty { remove(parent) }
    }
}

extension RuleOutline.Group {
    fileprivate mutating func change(at path: ArraySlice<Int>, _ body: (inout RuleOutline.Group) -> Void) {
        guard let index = path.first else { return body(&self) }
        guard parts.indices.contains(index), case .group(var inner) = parts[index] else { return }
        inner.change(at: path.dropFirst(), body)
        parts[index] = .group(inner)
    }
}
