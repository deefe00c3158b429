package import Kernel
package import Storage

/// A touch as its own person reads it.
package struct OwnTouch: Sendable, Hashable, Rowed {
    package let happenedAt: Instant
    package let way: Way
    package let channel: String
    package let verdict: Verdict

    package init(row: Row) throws {
        happenedAt = try row["happened_at"]
        way = try row["way"]
        channel = try row["channel"]
        verdict = try row["verdict"]
    }
}

extension Reader {
    /// How many touches a person has with each offering.
    package func touchCounts(of person: PersonKey) throws -> [OfferingKey: Int] {
        var counts: [OfferingKey: Int] = [:]
        try each("SELECT offering, count(*) FROM touch WHERE person = \(person) AND offering IS NOT NULL GROUP BY offering") { row in
            counts[try row[0]] = try row[1]
        }
        return counts
    }

    /// A person's touches with an offering, newest first.
    package func touches(of person: PersonKey, with offering: OfferingKey, limit: Int = 500) throws -> [OwnTouch] {
        try rows(
            """
            SELECT happened_at, way, channel, verdict FROM touch WHERE person = \(person) AND offering = \(offering)
            ORDER BY happened_at DESC NULLS LAST, id DESC NULLS LAST LIMIT \(limit)
            """)
    }

    /// Whether a person met an offering in this way, as a human.
    package func met(_ person: PersonKey, _ offering: OfferingKey, _ way: Way) throws -> Bool {
        try exists(
            """
            SELECT 1 FROM touch WHERE person = \(person) AND offering = \(offering) AND way = \(way) AND verdict = 'human' LIMIT 1
            """)
    }

    /// How many active people of a unit itself use an offering, by touches up to and including a local day. Not for showing before it
    /// passed `Privacy`.
    package func users(of offering: OfferingKey, in department: DepartmentKey, to day: Day) throws -> Int {
        try count(
            """
            SELECT count(*) FROM person p WHERE p.department = \(department) AND p.active AND EXISTS (
                SELECT 1 FROM touch t WHERE t.person = p.id AND t.offering = \(offering) AND t.way IN ('used', 'uses-it')
                    AND t.verdict = 'human' AND t.local_day <= \(day))
            """)
    }
}
