import Kernel
import People

/// One row of a file of usage, before anyone knows whom and what it names.
struct UsageRow: Hashable {
    enum Who: Hashable {
        case externalID(String)
        /// Folded.
        case email(String)
    }

    enum Moment: Hashable {
        case day(Day)
        case instant(Instant)
    }

    let line: Int
    let who: Who
    /// `nil` where the caller named the offering.
    let offering: String?
    let moment: Moment
    /// False for a row that says that nothing was used.
    let isUse: Bool
    let event: String?

    static let idLimit = 200

    /// - Parameter today: the installation's day; nothing is used after the day that follows it, which some zones have already.
    /// - Throws: why it is refused, since a row that is not understood might be anyone's.
    init(_ row: CSVRow, _ header: UsageHeader, now: Instant, today: Day) throws(UsageProblem) {
        func refused(_ column: UsageHeader.Column, _ reason: String) -> UsageProblem {
            UsageProblem(ImportProblem(row.line, header.name(column), reason, .refused), mayBeAnyones: true)
        }
        guard row.count == header.names.count else {
            let last = header.names[min(row.count, header.names.count) - 1]
            throw UsageProblem(
                ImportProblem(row.line, last, "the row has \(row.count) fields, the header \(header.names.count)", .refused),
                mayBeAnyones: true)
        }
        func text(_ column: UsageHeader.Column) -> String? {
            guard let place = header[column] else { return nil }
            let bytes = row[place]
            guard let first = bytes.firstIndex(where: { $0 > 0x20 }), let last = bytes.lastIndex(where: { $0 > 0x20 }) else { return nil }
            return String(decoding: bytes[first...last], as: UTF8.self)
        }
        line = row.line
        for column in [UsageHeader.Column.externalID, .email, .offering, .eventID] {
            if let long = text(column), long.utf8.count > Self.idLimit { throw refused(column, "it is longer than \(Self.idLimit) bytes") }
        }
        if let id = text(.externalID) {
            who = .externalID(id)
        } else if let email = text(.email) {
            who = .email(email.folded)
        } else {
            throw refused(header[.externalID] == nil ? .email : .externalID, "it is empty")
        }
        offering = text(.offering)
        if offering == nil, header[.offering] != nil { throw refused(.offering, "it is empty") }
        if let text = text(.day) {
            guard let day = Day(text) else { throw refused(.day, "“\(text)” is no date (write 2026-03-02)") }
            guard day <= today + 1 else { throw refused(.day, "\(text) is yet to come") }
            moment = .day(day)
        } else if let text = text(.timestamp) {
            guard let instant = Instant(text) else {
                throw refused(.timestamp, "“\(text)” is no time with its offset (write 2026-03-02T09:00:00Z or 2026-03-02T10:00:00+01:00)")
            }
            guard instant <= now + .minutes(15) else { throw refused(.timestamp, "\(text) is yet to come") }
            moment = .instant(instant)
        } else {
            throw refused(header[.day] == nil ? .timestamp : .day, "it is empty")
        }
        if let text = text(.count) {
            guard let count = Double(text), count.isFinite, count >= 0 else {
                throw refused(.count, "“\(text)” is no count (write a number from 0)")
            }
            isUse = count > 0
        } else {
            isUse = true
        }
        event = text(.eventID)
    }
}

/// A row that is not taken in.
struct UsageProblem: Error {
    let problem: ImportProblem
    /// Nobody knows whose use it was and of what, so the file does not tell everyone's.
    let mayBeAnyones: Bool

    init(_ problem: ImportProblem, mayBeAnyones: Bool) {
        self.problem = problem
        self.mayBeAnyones = mayBeAnyones
    }
}
