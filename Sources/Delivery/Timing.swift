import Campaigns
import Kernel
import Storage

/// When each person's message is due, worked out once per zone.
struct Timing {
    /// Whose times these are.
    enum Group: Hashable {
        /// Everyone of the frozen audience: a time that has passed has passed.
        case audience
        /// Those who joined since: for them a time that has passed comes again, in their own zone the next time that the clock shows it,
        /// and everywhere else at once.
        case newcomers
    }

    private let start: CampaignStart
    private let now: Instant
    private let installation: Zone
    private let group: Group
    private var byZone: [String: Instant] = [:]
    private let common: Instant?

    init(_ start: CampaignStart, now: Instant, installation: Zone, group: Group = .audience) {
        self.start = start
        self.now = now
        self.installation = installation
        self.group = group
        if case .person = start {
            common = nil
        } else {
            let due = start.notBefore(in: installation, now: now)
            common = group == .newcomers ? max(due, now) : due
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
        let zone = zone.flatMap { Zone($0) } ?? installation
        var instant = zone.instant(of: wall)
        if group == .newcomers, instant < now { instant = nextTime(wall, in: zone) }
        byZone[name] = instant
        return instant
    }

    private func nextTime(_ wall: WallTime, in zone: Zone) -> Instant {
        let today = zone.day(at: now)
        func on(_ day: Day) -> Instant {
            zone.instant(of: WallTime(microsecondsAsIfUTC: day.number * 86_400_000_000 + wall.microsecondsOfDay))
        }
        let due = on(today)
        return due < now ? on(today + 1) : due
    }

    /// The first and the last of everyone's, among these zones.
    mutating func span(of zones: [String?]) -> (first: Instant, last: Instant) {
        if let common { return (common, common) }
        let all = (zones.isEmpty ? [nil] : zones).map { due(in: $0) }
        return (all.min() ?? now, all.max() ?? now)
    }
}

extension Reader {
    /// When a campaign is due in the first and in the last of the zones that people are in.
    func span(of brief: Brief, installation: Zone, now: Instant, group: Timing.Group = .audience) throws -> (first: Instant, last: Instant)
    {
        var timing = Timing(brief.start, now: now, installation: installation, group: group)
        let zones: [String?] = timing.isCommon ? [] : try values("SELECT DISTINCT time_zone FROM person WHERE active")
        return timing.span(of: zones)
    }
}
