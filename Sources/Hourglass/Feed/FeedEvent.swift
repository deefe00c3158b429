import Foundation
import Kernel
import Touches

/// One thing that another system saw a person do with an offering, before anyone knows whom and what it names. The fields are those of a
/// file of usage (`UsageHeader.Column`), and `way`.
struct FeedEvent: Hashable, Sendable {
    enum Field: String, CaseIterable, CodingKey {
        case eventID = "event_id"
        case externalID = "external_id"
        case email, offering, way, day, timestamp
    }

    /// What a system may report; everything else is seen by Rapport's own pages.
    enum Way: String, CaseIterable {
        case used, tried, viewed
        /// Scanned a poster: a link that is printed.
        case scanned

        var touch: (way: Touches.Way, channel: String) {
            switch self {
            case .used: (.used, "api")
            case .tried: (.tried, "api")
            case .viewed: (.viewed, "api")
            case .scanned: (.clicked, "poster")
            }
        }
    }

    /// Older events belong into a file that is imported.
    static let oldest = Duration.days(400)
    /// Clocks differ.
    static let ahead = Duration.minutes(15)

    let id: String
    let who: UsageRow.Who
    let offering: String
    let way: Way
    let moment: UsageRow.Moment

    /// - Parameter today: the installation's day; some zones have the one after it already.
    init(_ row: Row, now: Instant, today: Day) throws(FeedDrop) {
        guard row.isObject else { throw FeedDrop(.badEvent, "expected a JSON object") }
        func text(_ field: Field) throws(FeedDrop) -> String? {
            guard !row.wrong.contains(field) else { throw FeedDrop(.badEvent, field, "expected a text") }
            guard let text = row.texts[field], !text.isEmpty else { return nil }
            guard text.utf8.count <= UsageRow.idLimit, !text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
                throw FeedDrop(.badEvent, field, "expected a text of at most \(UsageRow.idLimit) bytes, without control characters")
            }
            return text
        }
        func needed(_ field: Field) throws(FeedDrop) -> String {
            guard let text = try text(field) else { throw FeedDrop(.badEvent, field, "it is missing") }
            return text
        }
        id = try needed(.eventID)
        if let external = try text(.externalID) {
            who = .externalID(external)
        } else if let email = try text(.email) {
            who = .email(email.folded)
        } else {
            throw FeedDrop(.badEvent, .externalID, "it is missing, and so is email")
        }
        offering = try needed(.offering)
        let name = try needed(.way)
        guard let way = Way(rawValue: name) else {
            throw FeedDrop(.badEvent, .way, "“\(name)” is none of \(Way.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        self.way = way
        moment = try Self.moment(day: text(.day), timestamp: text(.timestamp), now: now, today: today)
    }

    private static func moment(day: String?, timestamp: String?, now: Instant, today: Day) throws(FeedDrop) -> UsageRow.Moment {
        if let timestamp {
            guard day == nil else { throw FeedDrop(.badEvent, .day, "both day and timestamp: only one of them can be when it was") }
            guard let instant = Instant(timestamp) else {
                throw FeedDrop(
                    .badEvent, .timestamp,
                    "“\(timestamp)” is no time with its offset (write 2026-03-02T09:00:00Z or 2026-03-02T10:00:00+01:00)")
            }
            guard instant <= now + ahead else { throw FeedDrop(.inTheFuture, .timestamp, "\(timestamp) is yet to come") }
            guard instant >= now - oldest else { throw FeedDrop(.tooOld, .timestamp, tooOld(timestamp)) }
            return .instant(instant)
        }
        guard let day else { throw FeedDrop(.badEvent, .timestamp, "it is missing, and so is day") }
        guard let date = Day(day) else { throw FeedDrop(.badEvent, .day, "“\(day)” is no date (write 2026-03-02)") }
        guard date <= today + 1 else { throw FeedDrop(.inTheFuture, .day, "\(day) is yet to come") }
        guard date >= Zone.utc.day(at: now - oldest) else { throw FeedDrop(.tooOld, .day, tooOld(day)) }
        return .day(date)
    }

    private static func tooOld(_ text: String) -> String { "\(text) is more than 400 days ago: import it with `rapport import usage`" }
}

extension FeedEvent {
    /// An event as it is written in JSON. Decoding it fails never, so that one bad event does not stop the others. Other members are not
    /// looked at.
    struct Row: Decodable, Sendable {
        var isObject = false
        var texts: [Field: String] = [:]
        /// What is there and is no text.
        var wrong: Set<Field> = []

        init() {}

        init(from decoder: any Decoder) {
            guard let members = try? decoder.container(keyedBy: Field.self) else { return }
            isObject = true
            for field in members.allKeys {
                if let text = try? members.decodeIfPresent(String.self, forKey: field) {
                    texts[field] = text
                } else if (try? members.decodeNil(forKey: field)) != true {
                    wrong.insert(field)
                }
            }
        }
    }
}

/// What a feed says it has reported whole.
struct FeedCompletion: Hashable, Sendable {
    let offering: String
    /// `nil`: as before.
    let from: Day?
    /// With this request, all use up to and including this day is in.
    let until: Day

    struct Row: Decodable, Sendable {
        let offering: String?
        let from: String?
        let until: String?
    }

    /// - Parameter today: the installation's.
    init(_ row: Row, today: Day) throws(FeedDrop) {
        guard let offering = row.offering else { throw FeedDrop(.badEvent, named: "offering", "it is missing") }
        func day(_ name: String, _ text: String) throws(FeedDrop) -> Day {
            guard let day = Day(text) else { throw FeedDrop(.badEvent, named: name, "“\(text)” is no date (write 2026-03-02)") }
            return day
        }
        guard let until = row.until else { throw FeedDrop(.badEvent, named: "until", "it is missing") }
        self.offering = offering
        self.until = try day("until", until)
        from = if let text = row.from { try day("from", text) } else { nil }
        guard self.until <= today else { throw FeedDrop(.inTheFuture, named: "until", "\(until) is yet to come") }
        if let from, from > self.until { throw FeedDrop(.badEvent, named: "from", "it is after until") }
    }
}
