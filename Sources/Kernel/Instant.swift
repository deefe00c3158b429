package import Foundation

/// A point in time: microseconds since 1970-01-01T00:00:00Z, without leap seconds.
package struct Instant: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let microseconds: Int64

    package init(microseconds: Int64) { self.microseconds = microseconds }
    package init(_ date: Date) { microseconds = Int64((date.timeIntervalSince1970 * 1_000_000).rounded()) }

    /// The machine's clock, to the microsecond.
    package static var now: Instant {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Instant(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
    }

    package var date: Date { Date(timeIntervalSince1970: Double(microseconds) / 1_000_000) }
    package var milliseconds: Int64 { microseconds / 1000 }

    package static func < (left: Self, right: Self) -> Bool { left.microseconds < right.microseconds }

    package static func + (instant: Self, duration: Duration) -> Self {
        Self(microseconds: instant.microseconds + duration.microseconds)
    }
    package static func - (instant: Self, duration: Duration) -> Self {
        Self(microseconds: instant.microseconds - duration.microseconds)
    }
    package static func - (left: Self, right: Self) -> Duration {
        .microseconds(left.microseconds - right.microseconds)
    }

    /// RFC 3339 in UTC, to the second (`2026-03-02T09:00:00Z`).
    package var description: String {
        let seconds = microseconds.floorDivided(by: 1_000_000)
        let day = Day(number: seconds.floorDivided(by: 86_400))
        let second = seconds - day.number * 86_400
        var text = day.description
        text += "T"
        text.append(twoDigits: second / 3600)
        text += ":"
        text.append(twoDigits: second / 60 % 60)
        text += ":"
        text.append(twoDigits: second % 60)
        text += "Z"
        return text
    }

    /// Reads RFC 3339 (`2026-03-02T09:00:00Z`, `2026-03-02T10:00+01:00`; seconds and their fraction may be missing); `nil` for anything else.
    package init?(_ text: some StringProtocol) {
        var bytes = Array(text.utf8)[...]
        guard let wall = WallTime(parsing: &bytes) else { return nil }
        var offset: Int64 = 0
        switch bytes.first {
        case UInt8(ascii: "Z"), UInt8(ascii: "z"): bytes.removeFirst()
        case UInt8(ascii: "+"), UInt8(ascii: "-"):
            let sign: Int64 = bytes.removeFirst() == UInt8(ascii: "-") ? -1 : 1
            guard let hours = bytes.takeDigits(2), bytes.take(":"), let minutes = bytes.takeDigits(2), hours < 24, minutes < 60
            else { return nil }
            offset = sign * (hours * 3600 + minutes * 60)
        default: return nil
        }
        guard bytes.isEmpty else { return nil }
        microseconds = wall.microsecondsAsIfUTC - offset * 1_000_000
    }
}

extension Duration {
    package var microseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1_000_000 + attoseconds / 1_000_000_000_000
    }
    package static func minutes(_ count: Int) -> Duration { .seconds(count * 60) }
    package static func hours(_ count: Int) -> Duration { .seconds(count * 3600) }
    package static func days(_ count: Int) -> Duration { .seconds(count * 86_400) }
}

/// A calendar day of the proleptic Gregorian calendar, as the number of days since 1970-01-01.
package struct Day: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let number: Int64

    package init(number: Int64) { self.number = number }

    /// `nil` where the month has no such day. Valid for the years 1 to 9999.
    package init?(year: Int64, month: Int64, day: Int64) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1 else { return nil }
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let lengths: [Int64] = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard day <= lengths[Int(month) - 1] else { return nil }
        // Days from civil: Howard Hinnant, "chrono-compatible low-level date algorithms".
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted.floorDivided(by: 400)
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        number = era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// Reads `2026-03-02`; `nil` for anything else.
    package init?(_ text: some StringProtocol) {
        var bytes = Array(text.utf8)[...]
        guard let day = Day(parsing: &bytes), bytes.isEmpty else { return nil }
        self = day
    }

    init?(parsing bytes: inout ArraySlice<UInt8>) {
        guard let year = bytes.takeDigits(4), bytes.take("-"), let month = bytes.takeDigits(2), bytes.take("-"),
            let day = bytes.takeDigits(2)
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    package var components: (year: Int64, month: Int64, day: Int64) {
        let shifted = number + 719_468
        let era = shifted.floorDivided(by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        return (
            yearOfEra + era * 400 + (month >= 10 ? 1 : 0), month + (month < 10 ? 3 : -9), dayOfYear - (153 * month + 2) / 5 + 1
        )
    }

    package var description: String {
        let (year, month, day) = components
        var text = ""
        text.append(twoDigits: year / 100)
        text.append(twoDigits: year % 100)
        text += "-"
        text.append(twoDigits: month)
        text += "-"
        text.append(twoDigits: day)
        return text
    }

    /// Monday = 1 … Sunday = 7 (ISO 8601).
    package var weekday: Int { Int((number + 3).floorModulo(7)) + 1 }

    /// The ISO 8601 week as a running number: two days have the same one exactly when they share a week.
    package var isoWeek: Int64 { (number + 3).floorDivided(by: 7) }

    package static func < (left: Self, right: Self) -> Bool { left.number < right.number }
    package static func + (day: Self, days: Int) -> Self { Day(number: day.number + Int64(days)) }
    package static func - (left: Self, right: Self) -> Int { Int(left.number - right.number) }
}

/// What a clock on a wall shows: a day and the microseconds since its midnight, in no particular zone.
package struct WallTime: Hashable, Sendable, CustomStringConvertible {
    package let day: Day
    package let microsecondsOfDay: Int64

    package init(day: Day, hour: Int = 0, minute: Int = 0) {
        self.day = day
        microsecondsOfDay = Int64(hour * 60 + minute) * 60_000_000
    }

    package init(microsecondsAsIfUTC value: Int64) {
        day = Day(number: value.floorDivided(by: 86_400_000_000))
        microsecondsOfDay = value.floorModulo(86_400_000_000)
    }

    /// - Parameter second: seconds since midnight, 0 to 86,399.
    package init(day: Day, second: Int) {
        self.day = day
        microsecondsOfDay = Int64(second) * 1_000_000
    }

    /// Reads `2026-03-02T09:00`, with seconds and a fraction if there are any; `nil` for anything else.
    package init?(_ text: some StringProtocol) {
        var bytes = Array(text.utf8)[...]
        guard let wall = WallTime(parsing: &bytes), bytes.isEmpty else { return nil }
        self = wall
    }

    init?(parsing bytes: inout ArraySlice<UInt8>) {
        guard let day = Day(parsing: &bytes), bytes.take("T") || bytes.take("t") || bytes.take(" "),
            let hour = bytes.takeDigits(2), bytes.take(":"), let minute = bytes.takeDigits(2), hour < 24, minute < 60
        else { return nil }
        var micro = (hour * 60 + minute) * 60_000_000
        if bytes.take(":") {
            guard let second = bytes.takeDigits(2), second < 60 else { return nil }
            micro += second * 1_000_000
            if bytes.take(".") {
                var unit: Int64 = 100_000
                guard let first = bytes.first, (48...57).contains(first) else { return nil }
                while let digit = bytes.first, (48...57).contains(digit) {
                    micro += Int64(digit - 48) * unit
                    unit /= 10
                    bytes.removeFirst()
                }
            }
        }
        self.day = day
        microsecondsOfDay = micro
    }

    package var hour: Int { Int(microsecondsOfDay / 3_600_000_000) }
    package var minute: Int { Int(microsecondsOfDay / 60_000_000 % 60) }
    package var microsecondsAsIfUTC: Int64 { day.number * 86_400_000_000 + microsecondsOfDay }

    /// `2026-03-02T09:00`.
    package var description: String {
        var text = day.description
        text += "T"
        text.append(twoDigits: Int64(hour))
        text += ":"
        text.append(twoDigits: Int64(minute))
        return text
    }
}

extension Int64 {
    package func floorDivided(by divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
    package func floorModulo(_ divisor: Int64) -> Int64 {
        let remainder = self % divisor
        return remainder < 0 ? remainder + divisor : remainder
    }
}

extension String {
    fileprivate mutating func append(twoDigits value: Int64) {
        unicodeScalars.append(Unicode.Scalar(UInt8(48 + value / 10 % 10)))
        unicodeScalars.append(Unicode.Scalar(UInt8(48 + value % 10)))
    }
}

extension ArraySlice<UInt8> {
    fileprivate mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard first == UInt8(ascii: character) else { return false }
        removeFirst()
        return true
    }

    fileprivate mutating func takeDigits(_ count: Int) -> Int64? {
        guard self.count >= count else { return nil }
        var value: Int64 = 0
        for byte in prefix(count) {
            guard (48...57).contains(byte) else { return nil }
            value = value * 10 + Int64(byte - 48)
        }
        removeFirst(count)
        return value
    }
}
