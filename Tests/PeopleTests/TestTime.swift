import Kernel
import Storage
import Synchronization

/// A clock that the test moves.
final class TestTime: Sendable {
    private let instant = Mutex(Instant(microseconds: 1_780_000_000_000_000))
    var now: Instant { instant.withLock { $0 } }
    func advance(_ duration: Duration) { instant.withLock { $0 = $0 + duration } }
    var clock: WallClock { WallClock { self.now } }
}
