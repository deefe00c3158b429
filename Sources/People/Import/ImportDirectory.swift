import Kernel
import Storage

/// Everyone who is in the directory, in the file, or named in it as a manager, as numbers ("slots") in compact arrays: about 60 bytes each,
/// so that a million people can be joined by external id, and their managers checked for cycles, in bounded memory.
///
/// External ids are known by a keyed hash of 128 bits (two rounds of the process' SipHash), too wide for two to meet.
struct ImportDirectory {
    /// The key of each slot; 0 for someone without a row yet.
    private(set) var keys: [Int64] = []
    /// The row of the file, from 0; -1 for none.
    private(set) var rows: [Int32] = []
    /// The slot of the manager; -1 for none.
    private(set) var managers: [Int32] = []
    private(set) var flags: [Flags] = []
    /// How many slots hold people of the database: the first ones, in the order of their keys.
    private(set) var stored = 0
    private(set) var activeStored = 0

    struct Flags: OptionSet {
        let rawValue: UInt8
        static let active = Flags(rawValue: 1)
        /// The file has a row of this person, even if one that is refused.
        static let mentioned = Flags(rawValue: 2)
    }

    /// An external id by which a slot is found.
    struct Name: Hashable, Sendable {
        private let first: UInt64
        private let second: UInt64

        /// A keyed hash, the key made once per process.
        init(_ externalID: String) {
            var first = Hasher()
            var second = Hasher()
            second.combine(1 as UInt8)
            var externalID = externalID
            externalID.withUTF8 { bytes in
                first.combine(bytes: UnsafeRawBufferPointer(bytes))
                second.combine(bytes: UnsafeRawBufferPointer(bytes))
            }
            self.first = UInt64(bitPattern: Int64(first.finalize()))
            self.second = UInt64(bitPattern: Int64(second.finalize()))
        }

        fileprivate var place: Int { Int(truncatingIfNeeded: first) }
    }

    private var names: [Name] = []
    private var table: [Int32] = Array(repeating: -1, count: 1 << 12)

    /// Adds a person of the database. To be called for all, in the order of their keys, before anything else.
    mutating func add(stored key: Int64, _ externalID: String, active: Bool) {
        let slot = slot(Name(externalID))
        keys[slot] = key
        if active {
            flags[slot].insert(.active)
            activeStored += 1
        }
        stored = slot + 1
    }

    /// The slot of a person of the database.
    func slot(key: Int64) -> Int? {
        var low = 0
        var high = stored
        while low < high {
            let middle = (low + high) / 2
            if keys[middle] < key { low = middle + 1 } else { high = middle }
        }
        return low < stored && keys[low] == key ? low : nil
    }

    /// The slot of an external id, a new one when it was not yet named.
    mutating func slot(_ name: Name) -> Int {
        var place = name.place & (table.count - 1)
        while table[place] >= 0 {
            if names[Int(table[place])] == name { return Int(table[place]) }
            place = (place + 1) & (table.count - 1)
        }
        let slot = names.count
        table[place] = Int32(slot)
        names.append(name)
        keys.append(0)
        rows.append(-1)
        managers.append(-1)
        flags.append([])
        if names.count * 2 > table.count { grow() }
        return slot
    }

    private mutating func grow() {
        let count = table.count * 2
        table = []
        table = Array(repeating: -1, count: count)
        for (slot, name) in names.enumerated() {
            var place = name.place & (count - 1)
            while table[place] >= 0 { place = (place + 1) & (count - 1) }
            table[place] = Int32(slot)
        }
    }

    mutating func mention(_ slot: Int) { flags[slot].insert(.mentioned) }
    mutating func set(row: Int, of slot: Int) { rows[slot] = Int32(row) }
    mutating func set(manager: Int?, of slot: Int) { managers[slot] = manager.map { Int32($0) } ?? -1 }
    mutating func set(key: Int64, of slot: Int) { keys[slot] = key }

    func isKnown(_ slot: Int) -> Bool { keys[slot] != 0 || rows[slot] >= 0 }

    /// The active people of the database whom the file does not mention.
    var gone: [Int64] {
        (0..<stored).compactMap { flags[$0].contains(.active) && !flags[$0].contains(.mentioned) ? keys[$0] : nil }
    }

    /// How many managers are above each slot; everyone who is in a cycle of managers is given to `cycle` and has none any more there when
    /// `cycle` cuts the link.
    ///
    /// One pass, following each chain up to the first slot that is settled.
    mutating func settleManagers(cutting cycle: (_ slot: Int) -> Bool) -> [Int32] {
        var depths = [Int32](repeating: -1, count: managers.count)
        let walking: Int32 = -2
        var path: [Int] = []
        for start in managers.indices where depths[start] == -1 {
            var slot = start
            path.removeAll(keepingCapacity: true)
            while true {
                depths[slot] = walking
                path.append(slot)
                let manager = Int(managers[slot])
                guard manager >= 0 else { break }
                if depths[manager] >= 0 { break }
                if depths[manager] == walking {
                    // `path` from the manager on is the cycle.
                    if let first = path.firstIndex(of: manager) {
                        for member in path[first...] where cycle(member) { managers[member] = -1 }
                    }
                    break
                }
                slot = manager
            }
            for slot in path.reversed() { settle(slot, &depths) }
        }
        return depths
    }

    /// Gives `slot` its depth once its manager has one; the links of a cycle that are left form chains among slots not yet settled.
    private func settle(_ slot: Int, _ depths: inout [Int32]) {
        var chain: [Int] = []
        var slot = slot
        while depths[slot] < 0 {
            chain.append(slot)
            guard managers[slot] >= 0, chain.count <= managers.count else { break }
            slot = Int(managers[slot])
        }
        for slot in chain.reversed() {
            depths[slot] = managers[slot] < 0 ? 0 : max(0, depths[Int(managers[slot])]) + 1
        }
    }
}
