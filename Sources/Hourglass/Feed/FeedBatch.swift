import Foundation
import Kernel
import Web

/// What one request of a feed holds: events in their order, each read or dropped, and what it says is whole.
struct FeedBatch: Sendable {
    static let mostEvents = 1000

    enum Format { case json, lines }

    let feed: Feed
    /// The sender's own identity of each event, as far as it can be read.
    let ids: [String?]
    let events: [Result<FeedEvent, FeedDrop>]
    let completions: [(offering: String?, read: Result<FeedCompletion, FeedDrop>)]

    /// - Parameter zone: the installation's.
    /// - Throws: `FeedRefusal` where the body as a whole is none.
    init(_ bytes: [UInt8], _ format: Format, feed: Feed, now: Instant, zone: Zone) throws(FeedRefusal) {
        let rows: [FeedEvent.Row]
        var completions: [FeedCompletion.Row] = []
        switch format {
        case .json:
            guard let body = try? JSONDecoder().decode(Body.self, from: Data(bytes)), body.events != nil || body.complete != nil else {
                throw .unreadable
            }
            rows = body.events ?? []
            completions = body.complete ?? []
        case .lines:
            let lines = bytes.split(separator: UInt8(ascii: "\n")).filter { line in line.contains { $0 > 0x20 } }
            guard !lines.isEmpty else { throw .unreadable }
            guard lines.count <= Self.mostEvents else { throw .tooMany }
            let decoder = JSONDecoder()
            rows = lines.map { (try? decoder.decode(FeedEvent.Row.self, from: Data($0))) ?? FeedEvent.Row() }
        }
        guard rows.count + completions.count <= Self.mostEvents else { throw .tooMany }
        let today = zone.day(at: now)
        self.feed = feed
        ids = rows.map { $0.texts[.eventID] }
        events = rows.map { row in
            do throws(FeedDrop) { return .success(try FeedEvent(row, now: now, today: today)) } catch { return .failure(error) }
        }
        self.completions = completions.map { row in
            do throws(FeedDrop) { return (row.offering, .success(try FeedCompletion(row, today: today))) } catch {
                return (row.offering, .failure(error))
            }
        }
    }

    /// How much work it is, for limits: an empty one counts too.
    var weight: Int { max(1, events.count + completions.count) }

    private struct Body: Decodable {
        let events: [FeedEvent.Row]?
        let complete: [FeedCompletion.Row]?
    }
}

/// What became of a batch, in its order.
struct FeedOutcome: Hashable, Sendable {
    var events: [FeedFate]
    var completions: [FeedFate]
}
