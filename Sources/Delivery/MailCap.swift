import Kernel

/// How many mails a person gets at most within any time of a length, from all publishers together, as `RAPPORT_MAIL_CAP` says: `5/7d`.
package struct MailCap: Hashable, Sendable {
    package enum Unit: Hashable, Sendable { case hours, days }

    /// What is wrong with the text.
    package enum Problem: Error, Hashable, Sendable, CustomStringConvertible {
        case badForm(String)
        case badLimit(String)
        case badTime(String)

        package var description: String {
            switch self {
            case .badForm(let text): "“\(text)” is not of the form MAILS/TIME, as 5/7d or 2/24h"
            case .badLimit(let text): "“\(text)” is no number of mails from 1 to \(MailCap.mostMails)"
            case .badTime(let text): "“\(text)” is no time from 1h to \(MailCap.mostDays)d"
            }
        }
    }

    package static let mostMails = 999
    package static let mostDays = 366

    /// Mails, from 1 to `mostMails`.
    package let limit: Int
    /// The length of the time: so many of this unit, together at most `mostDays` days.
    package let length: Int
    package let unit: Unit

    /// Throws `Problem`.
    package init(_ text: String) throws(Problem) {
        let parts = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard parts.count == 2, let mark = parts[1].last else { throw .badForm(text) }
        switch mark {
        case UInt8(ascii: "h"): unit = .hours
        case UInt8(ascii: "d"): unit = .days
        default: throw .badForm(text)
        }
        guard let limit = Self.number(parts[0]), limit <= Self.mostMails else {
            throw .badLimit(String(decoding: parts[0], as: UTF8.self))
        }
        guard let length = Self.number(parts[1].dropLast()), length <= (unit == .days ? Self.mostDays : Self.mostDays * 24) else {
            throw .badTime(String(decoding: parts[1], as: UTF8.self))
        }
        self.limit = limit
        self.length = length
    }

    /// From 1 on.
    private static func number(_ digits: some Collection<UInt8>) -> Int? {
        guard digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
        return Int(String(decoding: digits, as: UTF8.self)).flatMap { $0 > 0 ? $0 : nil }
    }

    package var window: Duration { unit == .days ? .days(length) : .hours(length) }

    /// For how long a mail is put off where only mails in hand are in its way: by then it is known what became of them.
    static let pause = Duration.minutes(1)

    /// What stands as the reason of a mail that is put off.
    static let reason = "cap"

    /// What of a person's mails decides about one more.
    struct Fill: Hashable, Sendable {
        /// When the mail was accepted with which the accepted ones reach the limit, the latest first; `nil` where they don't.
        let filledBy: Instant?
        /// Together with those that processes have in hand they reach it.
        let isFull: Bool
    }

    /// Until when a mail that is due then is put off; `nil` where it may go.
    func putOff(_ fill: Fill, due: Instant, now: Instant) -> Instant? {
        let due = max(due, now)
        if let filledBy = fill.filledBy {
            // Of the window, the beginning is outside and the end inside.
            let free = filledBy + window
            return free > due ? free : nil
        }
        let settled = now + Self.pause
        return fill.isFull && settled > due ? settled : nil
    }
}
