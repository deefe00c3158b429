package import Kernel

/// The time as answers say it, IMF-fixdate of RFC 9110 §5.6.7 (`Mon, 02 Mar 2026 09:00:00 GMT`). Keeps the text as long as it is right.
package struct HTTPDate {
    private var second: Int64?
    private var text = ""

    package init() {}

    package mutating func callAsFunction(_ instant: Instant) -> String {
        let second = instant.microseconds.floorDivided(by: 1_000_000)
        if second != self.second {
            self.second = second
            text = Self.text(second)
        }
        return text
    }

    private static func text(_ second: Int64) -> String {
        let day = Day(number: second.floorDivided(by: 86_400))
        let (year, month, date) = day.components
        let time = second - day.number * 86_400
        return """
            \(weekdays[day.weekday - 1]), \(two(date)) \(months[Int(month) - 1]) \(two(year / 100))\(two(year % 100)) \
            \(two(time / 3600)):\(two(time / 60 % 60)):\(two(time % 60)) GMT
            """
    }

    private static func two(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }

    private static let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
}
