package import Kernel

/// When a campaign is to begin.
package enum CampaignStart: Sendable, Hashable, CustomStringConvertible {
    /// As soon as somebody presses the button.
    case now
    case instant(Instant)
    /// When the clocks of this zone show it.
    case wall(WallTime, Zone)
    /// When each person's own clock shows it.
    case person(WallTime)

    /// Reads what `description` writes: `now`, `2026-03-02T09:00:00Z` (RFC 3339), `2026-03-02T09:00 Europe/Berlin`,
    /// `2026-03-02T09:00 person`. `nil` for anything else.
    package init?(_ text: some StringProtocol) {
        let parts = text.utf8.split(separator: 0x20).map { String(decoding: $0, as: UTF8.self) }
        switch parts.count {
        case 1 where parts[0] == "now": self = .now
        case 1:
            guard let instant = Instant(parts[0]) else { return nil }
            self = .instant(instant)
        case 2:
            guard let wall = WallTime(parts[0]) else { return nil }
            if parts[1] == "person" {
                self = .person(wall)
            } else {
                guard let zone = Zone(parts[1]) else { return nil }
                self = .wall(wall, zone)
            }
        default: return nil
        }
    }

    package var description: String {
        switch self {
        case .now: "now"
        case .instant(let instant): instant.description
        case .wall(let wall, let zone): "\(wall) \(zone)"
        case .person(let wall): "\(wall) person"
        }
    }

    /// The instant before which somebody in `zone` is not reached; `now` where the campaign starts at once.
    package func notBefore(in zone: Zone, now: Instant) -> Instant {
        switch self {
        case .now: now
        case .instant(let instant): instant
        case .wall(let wall, let named): named.instant(of: wall)
        case .person(let wall): zone.instant(of: wall)
        }
    }
}
