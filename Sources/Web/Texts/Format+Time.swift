package import Kernel

extension Format {
    /// `9:00`.
    package func time(_ wall: WallTime) -> String {
        let minute = wall.minute
        return "\(wall.hour):\(minute < 10 ? "0" : "")\(minute)"
    }

    /// `3 March 2026`, `3. März 2026`.
    package func date(_ day: Day) -> String { dayAndMonth(day) + " \(day.components.year)" }

    /// `3 March`, `3. März`.
    package func dayAndMonth(_ day: Day) -> String {
        let (_, month, number) = day.components
        return "\(number)\(language == .de ? "." : "") \(words.months[Int(month) - 1])"
    }

    /// `Tuesday`.
    package func weekday(_ day: Day) -> String { words.weekdays[day.weekday - 1] }

    /// `Tuesday, 3 March`: the line under a masthead.
    package func dateline(_ day: Day) -> String { "\(weekday(day)), \(dayAndMonth(day))" }

    /// The time as it is said now: `12 minutes ago`, `tomorrow 9:00`, `Thursday 9:00`, `3 March`, `3 March 2025`.
    package func near(_ instant: Instant) -> String { near(instant, now: now, zone: zone) }

    /// The time as it is said at `now` in `zone`.
    package func near(_ instant: Instant, now: Instant, zone: Zone) -> String {
        let seconds = (instant - now).microseconds.floorDivided(by: 1_000_000)
        if (-60..<0).contains(seconds) || seconds == 0 { return words.justNow }
        if (-3600..<0).contains(seconds) { return words.minutesAgo(Int(-seconds / 60)) }
        if (1..<60).contains(seconds) { return words.inAMoment }
        if (60..<3600).contains(seconds) { return words.inMinutes(Int(seconds / 60)) }

        let wall = zone.wallTime(at: instant)
        let today = zone.day(at: now)
        switch wall.day - today {
        case 0: return "\(words.today) \(time(wall))"
        case 1: return "\(words.tomorrow) \(time(wall))"
        case -1: return "\(words.yesterday) \(time(wall))"
        case 2...6: return "\(weekday(wall.day)) \(time(wall))"
        case -6 ... -2: return words.daysAgo(today - wall.day)
        default:
            let date = wall.day.components.year == today.components.year ? dayAndMonth(wall.day) : date(wall.day)
            return seconds > 0 ? "\(date), \(time(wall))" : date
        }
    }

    /// The day as it is said now: `today`, `tomorrow`, `Thursday`, `3 March`.
    package func near(_ day: Day) -> String {
        let today = zone.day(at: now)
        switch day - today {
        case 0: return words.today
        case 1: return words.tomorrow
        case -1: return words.yesterday
        case 2...6: return weekday(day)
        case -6 ... -2: return words.daysAgo(today - day)
        default: return day.components.year == today.components.year ? dayAndMonth(day) : date(day)
        }
    }

    /// The whole truth, for the hover text and for readers: `Monday, 2 March 2026, 9:00 (Europe/Berlin)`.
    package func exact(_ instant: Instant) -> String {
        let wall = zone.wallTime(at: instant)
        return "\(weekday(wall.day)), \(date(wall.day)), \(time(wall)) (\(zone.identifier))"
    }

    /// A span in the largest unit that fits: `40 seconds`, `12 minutes`, `5 hours`, `2.5 days`.
    package func span(_ duration: Duration) -> String {
        let seconds = Double(duration.microseconds) / 1_000_000
        switch abs(seconds) {
        case ..<90: return words.seconds(Int(seconds.rounded()))
        case ..<5400: return words.minutes(Int((seconds / 60).rounded()))
        case ..<129_600: return words.hours(Int((seconds / 3600).rounded()))
        default: return days(seconds / 86_400)
        }
    }

    /// `1 day`, `2.5 days`.
    package func days(_ value: Double) -> String {
        let text = decimal(value)
        return text + "\u{A0}" + (text == "1" ? words.day : words.days)
    }
}

struct FormatWords: Words {
    let and: String
    let months: [String]
    let weekdays: [String]
    let today: String
    let tomorrow: String
    let yesterday: String
    let justNow: String
    let inAMoment: String
    let day: String
    let days: String
    let minutesAgo: @Sendable (Int) -> String
    let inMinutes: @Sendable (Int) -> String
    let daysAgo: @Sendable (Int) -> String
    let seconds: @Sendable (Int) -> String
    let minutes: @Sendable (Int) -> String
    let hours: @Sendable (Int) -> String
}
