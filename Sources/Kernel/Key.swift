/// A 64-bit, time-ordered key of one row: 41 bits of milliseconds since 2025, 10 bits of node, 12 bits of counter.
///
/// `Entity` only keeps the keys of different tables apart at compile time. In JSON and in pages a key is a string.
package struct Key<Entity>: Hashable, Comparable, Sendable, LosslessStringConvertible {
    package let raw: Int64

    package init(_ raw: Int64) { self.raw = raw }

    /// Reads the decimal form that `description` writes; `nil` for anything else.
    package init?(_ description: String) {
        guard let raw = Int64(description), raw > 0 else { return nil }
        self.raw = raw
    }

    package var description: String { String(raw) }

    package static func < (left: Self, right: Self) -> Bool { left.raw < right.raw }
}

/// The tables whose keys are told apart.
package enum Table {
    package enum Person {}
    package enum Department {}
    package enum Publisher {}
    package enum Account {}
    package enum Audience {}
    package enum Topic {}
    package enum Offering {}
    package enum Review {}
    package enum Campaign {}
    package enum Message {}
    package enum Run {}
    package enum Link {}
    package enum Touch {}
    package enum Event {}
}

package typealias PersonKey = Key<Table.Person>
package typealias DepartmentKey = Key<Table.Department>
package typealias PublisherKey = Key<Table.Publisher>
package typealias AccountKey = Key<Table.Account>
package typealias AudienceKey = Key<Table.Audience>
package typealias TopicKey = Key<Table.Topic>
package typealias OfferingKey = Key<Table.Offering>
package typealias ReviewKey = Key<Table.Review>
package typealias CampaignKey = Key<Table.Campaign>
package typealias MessageKey = Key<Table.Message>
package typealias RunKey = Key<Table.Run>
package typealias LinkKey = Key<Table.Link>
package typealias TouchKey = Key<Table.Touch>

/// The arithmetic of keys, without the clock and without the lease of the node number (`Storage` holds those).
package struct KeySequence: Sendable {
    /// Milliseconds between the Unix epoch and 2025-01-01T00:00:00Z.
    package static let epoch: Int64 = 1_735_689_600_000
    package static let nodes = 1024
    static let perMillisecond: Int64 = 4096

    package let node: Int
    /// The next key's millisecond (since 2025) and its counter within it, as one number.
    private var next: Int64

    /// - Parameter from: the first Unix millisecond, inclusive, that the node's lease leaves to this sequence.
    package init(node: Int, from: Int64) {
        precondition((0..<Self.nodes).contains(node))
        self.node = node
        next = max(0, from - Self.epoch) * Self.perMillisecond
    }

    /// The Unix millisecond that the next key would carry when made at `now`.
    package func millisecond(at now: Int64) -> Int64 {
        max(next / Self.perMillisecond, now - Self.epoch) + Self.epoch
    }

    /// Makes one key. A clock set back makes no key twice: the sequence then goes on from its last one.
    package mutating func make(at now: Int64) -> Int64 {
        let position = max(next, (now - Self.epoch) * Self.perMillisecond)
        next = position + 1
        let millisecond = position / Self.perMillisecond
        return millisecond << 22 | Int64(node) << 12 | position % Self.perMillisecond
    }
}
