import Kernel
import Storage

/// The tree of departments as an import makes it: the stored one, with the units that the file adds, renames and moves.
///
/// A unit is the same as before when its path is, or, where the file has `department_id`, when that is; then a new name or place is a change of
/// the unit, and its own units go with it.
struct ImportDepartments {
    struct Unit {
        /// 0 until it is stored.
        var key: Int64
        var code: String?
        var name: String
        /// The unit above; -1 at the top.
        var parent: Int
        var change: Change
    }

    enum Change { case none, new, changed }

    /// What one row of the file calls its department.
    struct Reference: Hashable {
        let path: DepartmentPath?
        let code: String?
    }

    private(set) var units: [Unit] = []
    private var children: [Place: Int] = [:]
    private var codes: [String: Int] = [:]

    private struct Place: Hashable {
        let parent: Int
        let folded: String
    }

    /// A problem with a reference: what the report says, and in which column.
    struct Conflict {
        let reference: Int
        let column: ImportHeader.Column
        let reason: String
    }

    init(stored: [Department]) {
        var slots: [DepartmentKey: Int] = [:]
        for department in stored.sorted(by: { $0.depth < $1.depth }) {
            let parent = department.parent.flatMap { slots[$0] } ?? -1
            let slot = add(Unit(key: department.key.raw, code: department.code, name: department.name, parent: parent, change: .none))
            slots[department.key] = slot
        }
    }

    private mutating func add(_ unit: Unit) -> Int {
        units.append(unit)
        let slot = units.count - 1
        children[Place(parent: unit.parent, folded: unit.name.folded)] = slot
        if let code = unit.code { codes[code] = slot }
        return slot
    }

    private func isAt(_ slot: Int) -> Bool {
        children[Place(parent: units[slot].parent, folded: units[slot].name.folded)] == slot
    }

    /// The unit at a path, made with the ones above it where there is none.
    private mutating func unit(at names: ArraySlice<String>) -> Int {
        var slot = -1
        for name in names {
            slot =
                children[Place(parent: slot, folded: name.folded)]
                ?? add(Unit(key: 0, code: nil, name: name, parent: slot, change: .new))
        }
        return slot
    }

    /// Places what the file names and finds the unit of each reference; `nil` for one that has none.
    mutating func place(_ references: [Reference]) -> (units: [Int?], conflicts: [Conflict]) {
        var conflicts: [Conflict] = []
        var wanted: [(reference: Int, code: String, path: DepartmentPath)] = []
        var first: [String: Int] = [:]
        for (index, reference) in references.enumerated() {
            guard let code = reference.code, let path = reference.path else { continue }
            if let earlier = first[code], let firstPath = references[earlier].path {
                if firstPath.folded != path.folded {
                    conflicts.append(
                        Conflict(reference: index, column: .department, reason: "department_id “\(code)” is “\(firstPath)” in a row before")
                    )
                }
                continue
            }
            first[code] = index
            wanted.append((index, code, path))
        }
        // Units that move leave their places before any takes its new one, so that two may change places; then from the top down.
        var from: [Int: Int] = [:]
        for (_, code, path) in wanted {
            guard let slot = codes[code], self.path(slot).folded != path.folded else { continue }
            from[slot] = units[slot].parent
        }
        for slot in from.keys { children[Place(parent: units[slot].parent, folded: units[slot].name.folded)] = nil }
        for (reference, code, path) in wanted.sorted(by: { ($0.path.names.count, $0.path.folded) < ($1.path.names.count, $1.path.folded) })
        {
            if let reason = settle(code, at: path) {
                conflicts.append(Conflict(reference: reference, column: .departmentID, reason: reason))
            }
        }
        // What could not move stays where it was.
        for slot in from.keys.sorted() where !isAt(slot) { restore(slot) }
        let found = references.map { reference -> Int? in
            if let code = reference.code, let slot = codes[code] { return slot }
            return reference.path.map { unit(at: $0.names[...]) }
        }
        return (found, conflicts)
    }

    /// - Returns: why the unit of `code` can't be at `path`.
    private mutating func settle(_ code: String, at path: DepartmentPath) -> String? {
        let parent = unit(at: path.names.dropLast())
        let name = path.names[path.names.count - 1]
        let place = Place(parent: parent, folded: name.folded)
        if let slot = codes[code] {
            if let other = children[place], other != slot { return "“\(path)” is another department already" }
            guard !isAbove(slot, parent) else { return "“\(path)” would put the department below itself" }
            if units[slot].parent != parent || units[slot].name != name {
                children[Place(parent: units[slot].parent, folded: units[slot].name.folded)] = nil
                units[slot].parent = parent
                units[slot].name = name
                if units[slot].change == .none { units[slot].change = .changed }
            }
            children[place] = slot
        } else if let slot = children[place] {
            if let other = units[slot].code { return "“\(path)” has the department_id “\(other)”" }
            units[slot].code = code
            codes[code] = slot
            if units[slot].change == .none { units[slot].change = .changed }
        } else {
            _ = add(Unit(key: 0, code: code, name: name, parent: parent, change: .new))
        }
        return nil
    }

    private func isAbove(_ slot: Int, _ other: Int) -> Bool {
        var at = other
        while at >= 0 {
            if at == slot { return true }
            at = units[at].parent
        }
        return false
    }

    private mutating func restore(_ slot: Int) {
        let name = units[slot].name
        if children[Place(parent: units[slot].parent, folded: name.folded)] != nil {
            units[slot].name = "\(name) (\(units[slot].code ?? ""))"
            units[slot].change = .changed
        }
        children[Place(parent: units[slot].parent, folded: units[slot].name.folded)] = slot
    }

    func path(_ slot: Int) -> DepartmentPath {
        var names: [String] = []
        var at = slot
        while at >= 0 {
            names.append(units[at].name)
            at = units[at].parent
        }
        return DepartmentPath(names: names.reversed())
    }

    func depth(_ slot: Int) -> Int { path(slot).names.count }

    /// The unit and those above it, from itself up.
    func chain(_ slot: Int) -> [Int] {
        var chain: [Int] = []
        var at = slot
        while at >= 0 {
            chain.append(at)
            at = units[at].parent
        }
        return chain
    }

    var newSlots: [Int] { units.indices.filter { units[$0].change == .new } }

    /// The stored units whose own row or path is not as it was: the changed ones and all that is below them.
    var changedSlots: [Int] {
        units.indices.filter { slot in units[slot].change != .new && chain(slot).contains { units[$0].change == .changed } }
    }

    mutating func set(key: Int64, of slot: Int) { units[slot].key = key }
}
