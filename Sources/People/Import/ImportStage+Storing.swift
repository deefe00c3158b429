import Kernel
import Storage

/// The change of the directory: departments, attributes, new people (managers first), changed people, and who has left.
extension ImportStage {
    mutating func store() async throws -> ImportOutcome {
        outcome.newDepartments = departments.newSlots.count
        try await departments.store(in: staging)
        try await storeKinds()
        let fresh = try await link()
        try await staging.analyze()
        let merge = ImportMerge(header: header, hasAttributes: attributes.contains { $0.type != nil })
        let changed = try await changedRanks(merge)
        outcome.new = fresh.count
        outcome.changed = changed.count
        outcome.unchanged = slots.count - fresh.count - changed.count

        let bare = try await dropIndexes(for: fresh.count)
        try await inBatches(fresh) { try merge.insert($0, $1) }
        if bare { try await PeopleSchema.restoreIndexes(work.database) }
        try await inBatches(changed) { try merge.update($0, $1) }
        try await deactivate(merge)
        let (outcome, actor) = (outcome, work.options.actor)
        try await staging.merge { try $0.audit(actor, "import", "people", after: outcome.json) }
        return outcome
    }

    /// Declares the types of attributes that are new.
    private mutating func storeKinds() async throws {
        let attributes = attributes
        let kinds = try await staging.merge { transaction in
            var kinds: [[SQLValue]] = []
            for (index, attribute) in attributes.enumerated() {
                guard let type = attribute.type else { continue }
                var key = attribute.key
                if key == nil {
                    let new: Key<Attribute> = try transaction.newKey()
                    try transaction.run("INSERT INTO attribute (id, name, type) VALUES (\(new), \(attribute.name), \(type))")
                    key = new.raw
                }
                kinds.append([.int8(Int64(index)), key.sqlValue, .text(type.rawValue)])
            }
            return kinds
        }
        try await staging.load("staging.kind", columns: ["col", "attribute", "type"], kinds)
    }

    /// Gives every row its key, its manager's and its department's, in the order in which they are to be stored.
    /// - Returns: the ranks of new people.
    private mutating func link() async throws -> [Int32] {
        let order = order()
        var fresh: [Int32] = []
        var start = 0
        while start < order.count {
            let ranks = start..<min(start + 10_000, order.count)
            start = ranks.upperBound
            let new = ranks.filter { directory.keys[Int(slots[Int(order[$0])])] == 0 }
            let keys = try await staging.write { transaction in try new.map { _ in try transaction.newKey(PersonKey.self).raw } }
            for (rank, key) in zip(new, keys) {
                directory.set(key: key, of: Int(slots[Int(order[rank])]))
                fresh.append(Int32(rank))
            }
            let departmentOf = try await departmentKeys(of: ranks.map { Int64(order[$0]) })
            let rows = ranks.map { rank -> [SQLValue] in
                let n = Int(order[rank])
                let slot = Int(slots[n])
                let manager = Int(directory.managers[slot])
                return [
                    .int8(Int64(rank)), .int8(Int64(n)), .int8(directory.keys[slot]),
                    manager < 0 ? .null(.int8) : .int8(directory.keys[manager]), (departmentOf[n] ?? nil).sqlValue,
                ]
            }
            try await staging.load("staging.link", columns: ["rank", "n", "person", "manager", "department"], rows)
        }
        return fresh
    }

    private func departmentKeys(of rows: [Int64]) async throws -> [Int: Int64?] {
        guard !references.isEmpty else { return [:] }
        let keys = units.map { $0.map { departments.units[$0].key } }
        return try await staging.write { transaction in
            var found: [Int: Int64?] = [:]
            try transaction.each("SELECT n, unit FROM staging.person WHERE unit IS NOT NULL AND n IN \(list: rows)") { row in
                let n: Int = try row[0]
                found[n] = try keys[row[1]]
            }
            return found
        }
    }

    /// The rows with those first whose managers are few, otherwise as in the file (a counting sort).
    private func order() -> [Int32] {
        guard !depths.isEmpty else { return slots.indices.map { Int32($0) } }
        var starts: [Int] = []
        for slot in slots {
            let depth = Int(depths[Int(slot)])
            while starts.count <= depth + 1 { starts.append(0) }
            starts[depth + 1] += 1
        }
        for depth in starts.indices.dropFirst() { starts[depth] += starts[depth - 1] }
        var order = [Int32](repeating: 0, count: slots.count)
        for (n, slot) in slots.enumerated() {
            let depth = Int(depths[Int(slot)])
            order[starts[depth]] = Int32(n)
            starts[depth] += 1
        }
        return order
    }

    private func changedRanks(_ merge: ImportMerge) async throws -> [Int32] {
        guard directory.stored > 0 else { return [] }
        return try await staging.write { transaction in
            var ranks: [Int32] = []
            try transaction.stream(merge.changedRanks) { row in
                let rank: Int64 = try row[0]
                ranks.append(Int32(rank))
            }
            return ranks
        }
    }

    /// Whether the indexes were dropped: on SQLite, for many people who come into an empty directory.
    private func dropIndexes(for count: Int) async throws -> Bool {
        guard staging.engine == .sqlite, directory.stored == 0, count >= 20_000 else { return false }
        return try await staging.merge { transaction in
            guard try !transaction.exists("SELECT 1 FROM person LIMIT 1") else { return false }
            for index in PeopleSchema.indexes { try transaction.connection.script("DROP INDEX IF EXISTS \(index.name)") }
            return true
        }
    }

    /// Merges ranks in transactions of about 100 ms.
    private func inBatches(_ ranks: [Int32], _ body: @escaping @Sendable ([Int64], Transaction) throws -> Void) async throws {
        try await inBatches(ranks.count) { range, transaction in try body(ranks[range].map { Int64($0) }, transaction) }
    }

    private func inBatches(_ count: Int, _ body: @escaping @Sendable (Range<Int>, Transaction) throws -> Void) async throws {
        let clock = ContinuousClock()
        var size = 1000
        var start = 0
        while start < count {
            let range = start..<min(start + size, count)
            start = range.upperBound
            let spent = try await clock.measure { try await staging.merge { try body(range, $0) } }
            let milliseconds = max(1, Int(spent / .milliseconds(1)))
            size = max(100, min(size * 2, size * 100 / milliseconds, 20_000))
        }
    }

    private mutating func deactivate(_ merge: ImportMerge) async throws {
        guard work.options.full else { return }
        guard unreadable == 0 else {
            outcome.keptForUnreadableRows = directory.gone.count
            return
        }
        let gone = directory.gone
        try await inBatches(gone.count) { try merge.deactivate(Array(gone[$0]), $1) }
        outcome.deactivated = gone.count
    }
}

/// For keys of attributes.
enum Attribute {}

extension ImportOutcome {
    var json: String {
        """
        {"rows": \(rows), "new": \(new), "changed": \(changed), "unchanged": \(unchanged), "refused": \(refused), "warned": \(warned), \
        "deactivated": \(deactivated), "new_departments": \(newDepartments)}
        """
    }
}
