import Kernel

/// How much a feed may report: a bucket that fills evenly, so that a burst passes and a system that runs wild does not. One per process.
struct FeedAllowance: Hashable, Sendable {
    static let burst = 60_000
    static let perSecond = 1000

    private var left = Double(burst)
    private var at: Instant

    init(at instant: Instant) { at = instant }

    /// Takes so many events out of it.
    /// - Returns: 0 where they may pass, else the seconds until they may; then nothing is taken.
    mutating func take(_ events: Int, at now: Instant) -> Int {
        let seconds = max(0, Double((now - at).microseconds) / 1_000_000)
        left = min(Double(Self.burst), left + seconds * Double(Self.perSecond))
        at = max(at, now)
        let missing = Double(events) - left
        guard missing <= 0 else { return Int((missing / Double(Self.perSecond)).rounded(.up)) }
        left -= Double(events)
        return 0
    }
}
