package import Kernel
package import Storage
import Touches

/// What a person can follow.
package enum FollowSubject: Hashable, Sendable {
    case offering(OfferingKey)
    case topic(TopicKey)

    var kind: SubjectKind {
        switch self {
        case .offering: .offering
        case .topic: .topic
        }
    }

    var key: Int64 {
        switch self {
        case .offering(let key): key.raw
        case .topic(let key): key.raw
        }
    }

    var offering: OfferingKey? { if case .offering(let key) = self { key } else { nil } }
}

extension Transaction {
    /// Makes a person follow something. Its touch is written with it.
    /// - Returns: whether they did not before.
    @discardableResult
    package func follow(_ subject: FollowSubject, by person: PersonKey, zone: Zone) throws -> Bool {
        let added = try run(
            """
            INSERT INTO follow (person, kind, subject, since) VALUES (\(person), \(subject.kind), \(subject.key), \(now))
            ON CONFLICT (person, kind, subject) DO NOTHING
            """)
        guard added == 1 else { return false }
        try record([touch(.followed, subject, person)], zone: zone)
        return true
    }

    /// - Returns: whether they did follow it before.
    @discardableResult
    package func unfollow(_ subject: FollowSubject, by person: PersonKey, zone: Zone) throws -> Bool {
        let removed = try run("DELETE FROM follow WHERE person = \(person) AND kind = \(subject.kind) AND subject = \(subject.key)")
        guard removed == 1 else { return false }
        try record([touch(.unfollowed, subject, person)], zone: zone)
        return true
    }

    private func touch(_ way: Way, _ subject: FollowSubject, _ person: PersonKey) -> NewTouch {
        NewTouch(
            person: person, at: now, offering: subject.offering, subjectKind: subject.kind, subject: subject.key, way: way, channel: "web")
    }
}

/// What a person follows, with when they began.
package struct Follows: Sendable, Hashable {
    package var offerings: [OfferingKey: Instant] = [:]
    package var topics: [TopicKey: Instant] = [:]

    package init() {}
}

extension Reader {
    package func follows(of person: PersonKey) throws -> Follows {
        var follows = Follows()
        try each("SELECT kind, subject, since FROM follow WHERE person = \(person)") { row in
            let kind: String = try row[0]
            if kind == "topic" { follows.topics[try row[1]] = try row[2] } else { follows.offerings[try row[1]] = try row[2] }
        }
        return follows
    }

    package func isFollowing(_ person: PersonKey, _ subject: FollowSubject) throws -> Bool {
        try exists("SELECT 1 FROM follow WHERE person = \(person) AND kind = \(subject.kind) AND subject = \(subject.key)")
    }
}
