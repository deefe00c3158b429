import Foundation
import Synchronization

/// A time zone of the IANA database, the one place where Rapport turns instants into local days and wall clocks into instants.
package struct Zone: Hashable, Sendable, CustomStringConvertible {
    package let identifier: String
    private let zone: TimeZone

    package static let utc = Zone(identifier: "UTC", zone: .gmt)

    private init(identifier: String, zone: TimeZone) {
        self.identifier = identifier
        self.zone = zone
    }

    /// `nil` for anything but `UTC` and names of the form `Area/City`, since abbreviations such as `EST` are ambiguous.
    package init?(_ identifier: String) {
        if identifier == "UTC" || identifier == "Etc/UTC" {
            self = .utc
            return
        }
        guard identifier.utf8.contains(UInt8(ascii: "/")), let zone = Self.known(identifier) else { return nil }
        self.init(identifier: identifier, zone: zone)
    }

    package var description: String { identifier }

    /// Seconds that the zone's clocks are ahead of UTC at `instant`.
    package func offset(at instant: Instant) -> Int64 {
        let hour = instant.microseconds.floorDivided(by: 3_600_000_000)
        let place = Place(zone: identifier, hour: hour)
        if let cached = Self.offsets.withLock({ $0[place] }) { return cached }
        let start = offsetUncached(at: Instant(microseconds: hour * 3_600_000_000))
        let end = offsetUncached(at: Instant(microseconds: hour * 3_600_000_000 + 3_599_999_999))
        guard start == end else { return offsetUncached(at: instant) }
        Self.offsets.withLock {
            if $0.count > 50_000 { $0.removeAll(keepingCapacity: true) }
            $0[place] = start
        }
        return start
    }

    package func wallTime(at instant: Instant) -> WallTime {
        WallTime(microsecondsAsIfUTC: instant.microseconds + offset(at: instant) * 1_000_000)
    }

    package func day(at instant: Instant) -> Day { wallTime(at: instant).day }

    /// The instant at which this zone's clocks show `wall`: the first of two when clocks go back over it; when they skip it, the
    /// instant as if they had not yet been put forward (02:30 becomes 03:30).
    package func instant(of wall: WallTime) -> Instant {
        let local = wall.microsecondsAsIfUTC
        // Around a change of clocks either the offset of the day before or of the day after applies.
        let before = offset(at: Instant(microseconds: local - 86_400_000_000))
        let candidate = Instant(microseconds: local - before * 1_000_000)
        if offset(at: candidate) == before { return candidate }
        let after = offset(at: candidate)
        let second = Instant(microseconds: local - after * 1_000_000)
        return offset(at: second) == after ? second : candidate
    }

    private func offsetUncached(at instant: Instant) -> Int64 { Int64(zone.secondsFromGMT(for: instant.date)) }

    private struct Place: Hashable {
        let zone: String
        let hour: Int64
    }

    private static let offsets = Mutex<[Place: Int64]>([:])
    private static let zones = Mutex<[String: TimeZone?]>([:])

    private static func known(_ identifier: String) -> TimeZone? {
        if let cached = zones.withLock({ $0[identifier] }) { return cached }
        let zone = TimeZone(identifier: identifier)
        zones.withLock {
            if $0.count > 2000 { $0.removeAll() }
            $0[identifier] = .some(zone)
        }
        return zone
    }
}
