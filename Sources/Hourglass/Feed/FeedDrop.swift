/// Why a reported event did not become a touch: the reason that is counted, and what its sender reads.
package struct FeedDrop: Error, Hashable, Sendable {
    package enum Reason: String, Sendable, CaseIterable {
        /// A field is missing or is not what it should be.
        case badEvent = "bad_event"
        case unknownPerson = "unknown_person"
        /// The address is that of several people.
        case ambiguousPerson = "ambiguous_person"
        case unknownOffering = "unknown_offering"
        /// The feed may not report about this offering.
        case outsideScope = "outside_scope"
        case tooOld = "too_old"
        case inTheFuture = "in_the_future"
        /// The feed has reported something else by this `event_id`.
        case eventIDReused = "event_id_reused"
        /// It says from when on use is complete, and there would be days between that nobody knows of.
        case gap
        /// Nothing tells since when use is complete.
        case startMissing = "start_missing"
        /// Use can't be called complete by a request of which events could not be read.
        case unreadableEvents = "unreadable_events"
    }

    package let reason: Reason
    /// Of the event, as it is written in JSON; empty where the event as a whole is meant.
    package let field: String
    package let detail: String

    init(_ reason: Reason, _ field: FeedEvent.Field, _ detail: String) { self.init(reason, named: field.rawValue, detail) }

    init(_ reason: Reason, named field: String = "", _ detail: String) {
        self.reason = reason
        self.field = field
        self.detail = detail
    }

    /// Whether it might have been anyone's use of anything.
    var mayBeAnyones: Bool { reason == .badEvent || reason == .ambiguousPerson }
}

/// What became of a reported event.
enum FeedFate: Hashable, Sendable {
    case taken
    /// The feed has reported it before.
    case repeated
    case dropped(FeedDrop)
}
