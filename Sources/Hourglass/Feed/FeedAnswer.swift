/// What a feed is answered.
struct FeedAnswer: Encodable {
    struct Event: Encodable {
        /// As it was sent; `null` where it can't be read.
        let eventID: String?
        let result: FeedResult

        private enum CodingKeys: String, CodingKey { case eventID = "event_id" }

        func encode(to encoder: any Encoder) throws {
            var members = encoder.container(keyedBy: CodingKeys.self)
            try members.encode(eventID, forKey: .eventID)
            try result.encode(to: encoder)
        }
    }

    struct Completion: Encodable {
        let offering: String?
        let result: FeedResult

        private enum CodingKeys: String, CodingKey { case offering }

        func encode(to encoder: any Encoder) throws {
            var members = encoder.container(keyedBy: CodingKeys.self)
            try members.encode(offering, forKey: .offering)
            try result.encode(to: encoder)
        }
    }

    let taken: Int
    let repeated: Int
    /// How many events, by the reason.
    let dropped: [String: Int]
    let events: [Event]
    let complete: [Completion]?

    init(_ batch: FeedBatch, _ outcome: FeedOutcome) {
        taken = outcome.events.count { $0 == .taken }
        repeated = outcome.events.count { $0 == .repeated }
        var dropped: [String: Int] = [:]
        for case .dropped(let drop) in outcome.events { dropped[drop.reason.rawValue, default: 0] += 1 }
        self.dropped = dropped
        events = zip(batch.ids, outcome.events).map { Event(eventID: $0, result: FeedResult($1)) }
        complete =
            batch.completions.isEmpty
            ? nil : zip(batch.completions, outcome.completions).map { Completion(offering: $0.offering, result: FeedResult($1)) }
    }
}

/// `taken`, `repeated`, or `dropped` with why.
struct FeedResult: Encodable {
    private let result: String
    private var reason: String?
    private var field: String?
    private var detail: String?

    init(_ fate: FeedFate) {
        switch fate {
        case .taken: result = "taken"
        case .repeated: result = "repeated"
        case .dropped(let drop):
            result = "dropped"
            (reason, detail) = (drop.reason.rawValue, drop.detail)
            field = drop.field.isEmpty ? nil : drop.field
        }
    }
}
