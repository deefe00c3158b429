import Kernel
import Synchronization

/// The node number under which this process makes keys, leased in table `node` 10 seconds ahead, within the transaction that needs it.
///
/// A number whose lease ran out may be taken by another process, which starts after the reserved time; the former holder finds its name
/// gone when it extends, and takes another number. So neither a reused number nor a clock set back makes a key twice.
final class NodeLease: Sendable {
    static let ahead: Int64 = 10_000

    /// What a transaction reserved; shared with the others only once it is stored.
    struct State: Sendable {
        let node: Int
        let reservedUntil: Int64
        /// Set when the number is new in this transaction.
        var sequence: KeySequence?
    }

    private struct Shared {
        let node: Int
        var reservedUntil: Int64
        var sequence: KeySequence
    }

    private let shared = Mutex<Shared?>(nil)
    private let holder = String(UInt64.random(in: .min ... .max), radix: 36)

    func next(in transaction: Transaction, extended: inout State?) throws -> Int64 {
        while true {
            let now = Instant.now.milliseconds
            if var own = extended, var sequence = own.sequence {
                if sequence.millisecond(at: now) < own.reservedUntil {
                    let key = sequence.make(at: now)
                    own.sequence = sequence
                    extended = own
                    return key
                }
            } else if let key = makeShared(at: now, extended: extended) {
                return key
            }
            try extend(in: transaction, now: now, &extended)
        }
    }

    private func makeShared(at now: Int64, extended: State?) -> Int64? {
        shared.withLock { shared in
            guard var current = shared, extended == nil || extended?.node == current.node else { return nil }
            guard current.sequence.millisecond(at: now) < max(current.reservedUntil, extended?.reservedUntil ?? 0) else { return nil }
            let key = current.sequence.make(at: now)
            shared = current
            return key
        }
    }

    private func extend(in transaction: Transaction, now: Int64, _ extended: inout State?) throws {
        let until = now + Self.ahead
        let node = extended?.node ?? shared.withLock { $0?.node }
        if let node {
            let kept = try transaction.run("UPDATE node SET reserved_until = \(until) WHERE number = \(node) AND holder = \(holder)")
            if kept == 1 {
                extended = State(node: node, reservedUntil: until, sequence: extended?.sequence)
                return
            }
        }
        let free: Int? = try transaction.value(
            "SELECT number FROM node WHERE reserved_until < \(now) ORDER BY reserved_until, number LIMIT 1\(.skipLocked)")
        guard let free else {
            throw StorageError.busy("all \(KeySequence.nodes) node numbers are in use, or this machine's clock is behind")
        }
        try transaction.run("UPDATE node SET holder = \(holder), reserved_until = \(until) WHERE number = \(free)")
        extended = State(node: free, reservedUntil: until, sequence: KeySequence(node: free, from: now))
    }

    func commit(_ state: State) {
        shared.withLock { shared in
            if let sequence = state.sequence {
                shared = Shared(node: state.node, reservedUntil: state.reservedUntil, sequence: sequence)
            } else if var current = shared, current.node == state.node {
                current.reservedUntil = max(current.reservedUntil, state.reservedUntil)
                shared = current
            }
        }
    }
}
