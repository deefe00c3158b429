import Kernel

extension Instant {
    /// `Mon, 02 Mar 2026 09:00:00 +0000` (RFC 5322 §3.3), as bytes.
    var mailDate: [UInt8] {
        let wall = Zone.utc.wallTime(at: self)
        let (year, month, day) = wall.day.components
        let second = wall.microsecondsOfDay / 1_000_000
        var text: [UInt8] = []
        text.reserveCapacity(32)
        func append(_ value: Int64, digits: Int) {
            var divisor: Int64 = 1
            for _ in 1..<digits { divisor *= 10 }
            while divisor > 0 {
                text.append(UInt8(48 + value / divisor % 10))
                divisor /= 10
            }
        }
        text += Self.weekdays[wall.day.weekday - 1].utf8
        text += ", ".utf8
        append(day, digits: 2)
        text.append(UInt8(ascii: " "))
        text += Self.months[Int(month) - 1].utf8
        text.append(UInt8(ascii: " "))
        append(year, digits: 4)
        text.append(UInt8(ascii: " "))
        append(second / 3600, digits: 2)
        text.append(UInt8(ascii: ":"))
        append(second / 60 % 60, digits: 2)
        text.append(UInt8(ascii: ":"))
        append(second % 60, digits: 2)
        text += " +0000".utf8
        return text
    }

    private static let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
}
