package import Kernel
package import Storage

/// How a person met something. `shown` is kept apart and is no evidence of any stage.
package enum Way: String, Sendable, CaseIterable, SQLConvertible {
    /// A card or panel that merely contained it, or a loaded image.
    case shown
    /// Opened its page.
    case viewed
    case clicked
    case followed
    case unfollowed
    /// Pressed “this helps me”.
    case helped
    case unhelped
    /// Opened the reviews or a testimonial as a page of its own.
    case readReviews = "read-reviews"
    case reviewed
    case asked
    /// Said yes to an invitation.
    case accepted = "accepted-invitation"
    /// Joined a panel.
    case joined = "joined-panel"
    /// Checked in at a gathering about it; at a training or showcase it is `trained`.
    case checkedIn = "checked-in"
    case trained
    case requested
    case tried
    /// Pressed “I use this” on its page.
    case usesIt = "uses-it"
    /// One day of use, reported by a usage feed.
    case used
    case testified
    case referred
    case unsubscribed
}

/// What a touch was about.
package enum SubjectKind: String, Sendable, CaseIterable, SQLConvertible {
    case offering, campaign, story, win, gathering, topic
}

/// Who made a hit, as far as can be told.
package enum Verdict: String, Sendable, CaseIterable, SQLConvertible {
    case human, machine, unknown
}

/// A touch that is about to be recorded: a person met something, at a time, over a channel, in a way.
package struct NewTouch: Sendable {
    package var person: PersonKey
    package var happenedAt: Instant
    /// The offering that it counts for, if any.
    package var offering: OfferingKey?
    package var subjectKind: SubjectKind
    package var subject: Int64
    package var way: Way
    /// `web`, `email`, `home`, `api`.
    package var channel: String
    package var run: RunKey?
    package var link: LinkKey?
    package var verdict = Verdict.human
    /// Why the verdict is what it is; `nil` where the person was signed in and acted.
    package var reason: String?
    /// The link that led here was another person's.
    package var forwarded = false
    package var source = "web"
    /// The sender's own identity of this event: a second one of the same source and identity is dropped.
    package var clientEventID: String?

    package init(
        person: PersonKey, at happenedAt: Instant, offering: OfferingKey?, subjectKind: SubjectKind, subject: Int64, way: Way,
        channel: String
    ) {
        self.person = person
        self.happenedAt = happenedAt
        self.offering = offering
        self.subjectKind = subjectKind
        self.subject = subject
        self.way = way
        self.channel = channel
    }

    /// A touch of an offering itself.
    package init(_ way: Way, of offering: OfferingKey, by person: PersonKey, at instant: Instant, channel: String = "web") {
        self.init(
            person: person, at: instant, offering: offering, subjectKind: .offering, subject: offering.raw, way: way, channel: channel)
    }
}

extension Transaction {
    /// Records touches and marks their person × offering for the hourglass, in this transaction. A touch whose client event id its
    /// source has sent before is dropped. The person's department and zone are those of the directory now.
    /// - Parameters:
    ///   - zone: the installation's zone, for people without one.
    ///   - isMarked: whether the caller has marked each person × offering in this transaction already.
    /// - Returns: how many were new.
    @discardableResult
    package func record(_ touches: [NewTouch], zone: Zone, isMarked: Bool = false) throws -> Int {
        var people: [PersonKey: Place] = [:]
        for place in try rows("SELECT id, department, time_zone FROM person WHERE id IN \(list: touches.map(\.person))", as: Place.self) {
            people[place.person] = place
        }
        var recorded = 0
        var dirty: Set<Pair> = []
        for touch in touches {
            guard let place = people[touch.person] else { continue }
            let key: TouchKey = try newKey()
            let local = (place.zone.flatMap { Zone($0) } ?? zone).day(at: touch.happenedAt)
            let added = try run(
                """
                INSERT INTO touch (id, person, happened_at, recorded_at, local_day, department, offering, subject_kind, subject, way, channel,
                    run, link, verdict, reason, forwarded, source, client_event_id)
                VALUES (\(key), \(touch.person), \(touch.happenedAt), \(now), \(local), \(place.department), \(touch.offering),
                    \(touch.subjectKind), \(touch.subject), \(touch.way), \(touch.channel), \(touch.run), \(touch.link), \(touch.verdict),
                    \(touch.reason), \(touch.forwarded), \(touch.source), \(touch.clientEventID))
                ON CONFLICT (source, client_event_id) DO NOTHING
                """)
            guard added == 1 else { continue }
            recorded += 1
            if let offering = touch.offering, touch.way != .shown, !isMarked {
                dirty.insert(Pair(person: touch.person, offering: offering))
            }
        }
        // In one order, so that two transactions that record the same people never wait for each other.
        for pair in dirty.sorted(by: { ($0.person, $0.offering) < ($1.person, $1.offering) }) {
            try markForHourglass(pair.person, pair.offering)
        }
        if recorded > 0 { try wake() }
        return recorded
    }

    package func markForHourglass(_ person: PersonKey, _ offering: OfferingKey) throws {
        // The update changes nothing but locks a mark that is there already: a worker that cannot see this transaction's touches yet must
        // not take it away.
        try run(
            """
            INSERT INTO hourglass_dirty (person, offering) VALUES (\(person), \(offering))
            ON CONFLICT (person, offering) DO UPDATE SET person = excluded.person
            """)
    }

    private struct Pair: Hashable {
        let person: PersonKey
        let offering: OfferingKey
    }

    private struct Place: Rowed {
        let person: PersonKey
        let department: DepartmentKey?
        let zone: String?

        init(row: Row) throws {
            person = try row["id"]
            department = try row["department"]
            zone = try row["time_zone"]
        }
    }
}
