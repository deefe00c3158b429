import Kernel

/// When each person's message is due, worked out once per zone.
struct Timing {
    private let start: Brief.Start
    private let now: Instant
    private let installation: Zone
    private var byZone: [String: Instant] = [:]
    private let common: Instant?

    init(_ start: Brief.Start, now: Instant, installation: Zone) {
        self.start = start
        self.now = now
        self.installation = installation
        common =
            switch start {
            case .now: now
            case .instant(let instant): instant
            case .wall(let wall, let zone): (Zone(zone) ?? installation).instant(of: wall)
            case .person: nil
            }
    }

    /// Whether everyone's is due at once.
    var isCommon: Bool { common != nil }

    /// - Parameter zone: as the directory has it; the installation's counts where it is missing or no zone.
    mutating func due(in zone: String?) -> Instant {
        if let common { return common }
        let name = zone ?? ""
        if let known = byZone[name] { return known }
        guard case .person(let wall) = start else { return now }
        let instant = (zone.flatMap { Zone($0) } ?? installation).instant(of: wall)
        byZone[name] = instant
        return instant
    }

    /// The first and the last of everyone's, among these zones.
    mutating func span(of zones: [String?]) -> (first: Instant, last: Instant) {
        if let common { return (common, common) }
        let all = (zones.isEmpty ? [nil] : zones).map { due(in: $0) }
        return (all.min() ?? now, all.max() ?? now)
    }
}
