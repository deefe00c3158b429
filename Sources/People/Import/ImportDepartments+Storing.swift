import Kernel
import Storage

extension ImportDepartments {
    /// Writes the tree: new units in batches, from the top down; all renames and moves at once, since they may change places.
    mutating func store(in staging: Staging) async throws {
        let new = newSlots.sorted { (depth($0), $0) < (depth($1), $1) }
        let changed = changedSlots
        if !changed.isEmpty {
            // A unit may move below one that is new.
            try await store(new: new, in: staging)
            let tree = self
            try await staging.merge { try tree.storeChanges(changed, $0) }
        } else {
            try await store(new: new, in: staging)
        }
    }

    private mutating func store(new: [Int], in staging: Staging) async throws {
        let clashes = !changedSlots.isEmpty
        var rest = new[...]
        while !rest.isEmpty {
            let batch = Array(rest.prefix(1000))
            rest = rest.dropFirst(1000)
            let keys = try await staging.merge { transaction in try batch.map { _ in try transaction.newKey(DepartmentKey.self) } }
            for (slot, key) in zip(batch, keys) { set(key: key.raw, of: slot) }
            let tree = self
            try await staging.merge { transaction in
                try transaction.directoryChanges()
                for slot in batch { try tree.insert(slot, provisional: clashes, transaction) }
            }
        }
    }

    /// - Parameter provisional: a path of its own for now, since a unit that is still to move may hold the right one.
    private func insert(_ slot: Int, provisional: Bool, _ transaction: Transaction) throws {
        let unit = units[slot]
        let path = path(slot)
        let parent: Int64? = unit.parent < 0 ? nil : units[unit.parent].key
        let provisionalPath = "\u{1}\(unit.key)"
        try transaction.run(
            """
            INSERT INTO department (id, parent, code, name, path, folded_path, sort_key, depth)
            VALUES (\(unit.key), \(parent), \(unit.code), \(unit.name), \(provisional ? provisionalPath : path.description),
                \(provisional ? provisionalPath : path.folded), \(unit.name.sortKey), \(path.names.count))
            """)
        try insertWithin(slot, transaction)
    }

    private func insertWithin(_ slot: Int, _ transaction: Transaction) throws {
        for above in chain(slot) {
            try transaction.run(
                "INSERT INTO department_within (ancestor, department) VALUES (\(units[above].key), \(units[slot].key)) ON CONFLICT DO NOTHING"
            )
        }
    }

    private func storeChanges(_ slots: [Int], _ transaction: Transaction) throws {
        try transaction.directoryChanges()
        for slot in slots {
            let key = units[slot].key
            let provisional = "\u{1}\(key)"
            try transaction.run("UPDATE department SET path = \(provisional), folded_path = \(provisional), code = NULL WHERE id = \(key)")
            try transaction.run("DELETE FROM department_within WHERE department = \(key)")
        }
        for slot in slots + newSlots {
            let unit = units[slot]
            let path = path(slot)
            let parent: Int64? = unit.parent < 0 ? nil : units[unit.parent].key
            try transaction.run(
                """
                UPDATE department SET parent = \(parent), code = \(unit.code), name = \(unit.name), path = \(path.description),
                    folded_path = \(path.folded), sort_key = \(unit.name.sortKey), depth = \(path.names.count)
                WHERE id = \(unit.key)
                """)
            try insertWithin(slot, transaction)
        }
    }
}
