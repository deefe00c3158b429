import Kernel
import Storage
import Synchronization

/// The time that all processes on one PostgreSQL database share: the machine's, put right by the database server's. They judge each
/// other's leases and limits and begin what is due by it, so clocks of machines that are seconds apart do no harm.
final class SharedClock: Sendable {
    /// Between two looks at the server's clock.
    static let pace = Duration.seconds(30)
    /// A smaller difference changes nothing for anybody.
    private static let tolerance: Int64 = 20_000

    private let own: @Sendable () -> Instant
    /// Microseconds by which the machine's clock is behind the server's.
    private let behind = Atomic<Int64>(0)

    /// - Parameter own: the machine's clock.
    init(own: @escaping @Sendable () -> Instant = { Instant.now }) { self.own = own }

    var time: WallClock { WallClock { [self] in own() + .microseconds(behind.load(ordering: .relaxed)) } }

    /// Follows the clock of a database's server.
    /// - Returns: by how much the machine's is behind it; `nil` where there is nothing to follow.
    @discardableResult
    func follow(_ database: Database) async throws -> Duration? {
        var best: (trip: Int64, behind: Int64)?
        // The quickest answer of three tells most: when exactly the server looked at its clock nobody knows.
        for _ in 0..<3 {
            let asked = own()
            guard let there = try await database.read({ try $0.serverTime() }) else { return nil }
            let trip = (own() - asked).microseconds
            if trip < best?.trip ?? .max { best = (trip, (there - asked).microseconds - trip / 2) }
        }
        guard let best else { return nil }
        let known = behind.load(ordering: .relaxed)
        if abs(best.behind - known) > max(Self.tolerance, best.trip) { behind.store(best.behind, ordering: .relaxed) }
        return .microseconds(behind.load(ordering: .relaxed))
    }
}
