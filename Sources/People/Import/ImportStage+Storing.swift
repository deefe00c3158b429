import Kernel
import Storage

/// The change of the directory: departments, attributes, new people (managers first), changed people, and who has left.
extension ImportStage {
    mutating func store() async throws -> ImportOutcome {
        outcome.newDepartments = departments.newSlots.count
        try await departments.store(in: staging)
        let kinds = try await storeKinds()
        let fresh = try await giveKeys()
        try await link()
        try await staging.analyze()
        let merge = ImportMerge(header: header, hasAttributes: attributes.contains { $0.type != nil })
        let changed = try await changedRows(merge)
        outcome.new = fresh.count
        outcome.changed = changed.count
        outcome.unchanged = slots.count - fresh.count - changed.count

        let bare = try await dropIndexes(for: fresh.count)
        if bare { try await staging.setBulk(true) }
        try await insert(fresh, kinds)
        if bare { try await staging.prepareIndexes() }
        let longest = bare ? try await PeopleSchema.restoreIndexes(work.database) : .zero
        if bare { try await staging.setBulk(false) }
        try await inBatches(changed.count) { range, transaction in try merge.update(changed[range].map { Int64($0) }, transaction) }
        try await deactivate(merge)
        let (outcome, actor) = (outcome, work.options.actor)
        try await staging.merge { try $0.audit(actor, "import", "people", after: outcome.json) }
        var result = outcome
        result.longestLock = max(longest, staging.longestMerge)
        return result
    }

    /// Declares the types of attributes that are new.
    /// - Returns: the key and the type of each column that has one.
    private mutating func storeKinds() async throws -> [Int: FreshPeople.Kind] {
        let attributes = attributes
        let kinds = try await staging.merge { transaction in
            var kinds: [(column: Int, kind: FreshPeople.Kind, row: [SQLValue])] = []
            for (index, attribute) in attributes.enumerated() {
                guard let type = attribute.type else { continue }
                var key = attribute.key
                if key == nil {
                    let new: Key<Attribute> = try transaction.newKey()
                    try transaction.directoryChanges()
                    try transaction.run("INSERT INTO attribute (id, name, type) VALUES (\(new), \(attribute.name), \(type))")
                    key = new.raw
                }
                kinds.append(
                    (index, .init(attribute: key ?? 0, isText: type == .text), [.int8(Int64(index)), key.sqlValue, .text(type.rawValue)]))
            }
            return kinds
        }
        try await staging.load("staging.kind", columns: ["col", "attribute", "type"], kinds.map(\.row))
        return Dictionary(uniqueKeysWithValues: kinds.map { ($0.column, $0.kind) })
    }

    /// Gives new people their keys, in an order in which managers come before their people.
    /// - Returns: their rows in that order.
    private mutating func giveKeys() async throws -> [Int32] {
        let fresh = order().filter { places[Int($0)] >= 0 }
        var start = 0
        while start < fresh.count {
            let range = start..<min(start + 50_000, fresh.count)
            start = range.upperBound
            let keys = try await staging.write { transaction in try range.map { _ in try transaction.newKey(PersonKey.self).raw } }
            for (index, key) in zip(range, keys) { directory.set(key: key, of: Int(slots[Int(fresh[index])])) }
        }
        return fresh
    }

    /// Says in `staging` who the people of staged rows are.
    private func link() async throws {
        let departments = departmentKeys
        var rows: [[SQLValue]] = []
        for n in slots.indices where places[n] < 0 {
            let slot = Int(slots[n])
            rows.append([.int8(Int64(n)), .int8(directory.keys[slot]), managerKey(slot).sqlValue, departmentKey(n, departments).sqlValue])
            if rows.count == 10_000 {
                try await staging.load("staging.link", columns: ["n", "person", "manager", "department"], rows)
                rows.removeAll(keepingCapacity: true)
            }
        }
        try await staging.load("staging.link", columns: ["n", "person", "manager", "department"], rows)
    }

    private var departmentKeys: [Int64?] { units.map { $0.map { departments.units[$0].key } } }

    private func departmentKey(_ n: Int, _ keys: [Int64?]) -> Int64? { unitNumbers[n] < 0 ? nil : keys[Int(unitNumbers[n])] }

    private func managerKey(_ slot: Int) -> Int64? {
        let manager = Int(directory.managers[slot])
        return manager < 0 ? nil : directory.keys[manager]
    }

    /// Brings new people into the directory; the next ones are read from the spool while the database stores.
    private func insert(_ fresh: [Int32], _ kinds: [Int: FreshPeople.Kind]) async throws {
        let departments = departmentKeys
        let identities = { (range: Range<Int>) in
            fresh[range].map { row in
                let slot = Int(slots[Int(row)])
                return FreshPeople.Identity(
                    place: Int(places[Int(row)]), key: directory.keys[slot], manager: managerKey(slot),
                    department: departmentKey(Int(row), departments))
            }
        }
        let clock = ContinuousClock()
        var size = 1000
        var start = min(size, fresh.count)
        var next = try FreshPeople(identities(0..<start), kinds, spool.reader, at: work.database.clock.now())
        while !next.isEmpty {
            let range = start..<min(start + size, fresh.count)
            start = range.upperBound
            let (batch, coming, now) = (next, identities(range), work.database.clock.now())
            async let reading = FreshPeople(coming, kinds, batch.reader, at: now)
            let spent = try await clock.measure { try await staging.merge { try batch.load(in: $0) } }
            size = Self.size(after: batch.count, spent)
            next = try await reading
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

    private func changedRows(_ merge: ImportMerge) async throws -> [Int32] {
        guard directory.stored > 0 else { return [] }
        return try await staging.write { transaction in
            var rows: [Int32] = []
            try transaction.stream(merge.changedRows) { row in
                let n: Int64 = try row[0]
                rows.append(Int32(n))
            }
            return rows
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

    /// How many rows take about 100 ms, when `count` took `spent`: at most twice as many.
    private static func size(after count: Int, _ spent: Duration) -> Int {
        let milliseconds = max(1, Int(spent / .milliseconds(1)))
        return max(100, min(count * 2, count * 100 / milliseconds, 20_000))
    }

    /// Merges in transactions of about 100 ms.
    private func inBatches(_ count: Int, _ body: @escaping @Sendable (Range<Int>, Transaction) throws -> Void) async throws {
        let clock = ContinuousClock()
        var size = 200
        var start = 0
        while start < count {
            let range = start..<min(start + size, count)
            start = range.upperBound
            let spent = try await clock.measure { try await staging.merge { try body(range, $0) } }
            size = Self.size(after: range.count, spent)
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
