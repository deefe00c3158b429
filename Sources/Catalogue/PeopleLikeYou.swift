package import Kernel
package import Storage
import Touches

/// What the people of the reader's own unit do with an offering. Figures passed `Privacy` and are at least five.
package struct PeopleLikeYou: Sendable, Hashable {
    package let department: String
    package let using: Int?
    package let following: Int?

    package init(department: String, using: Int?, following: Int?) {
        self.department = department
        self.using = using
        self.following = following
    }
}

extension Reader {
    /// - Parameters:
    ///   - zone: the installation's.
    /// - Returns: `nil` where nothing may be said, or nothing is.
    package func peopleLike(_ person: PersonKey, for offering: OfferingKey, zone: Zone, now: Instant) throws -> PeopleLikeYou? {
        guard let unit = try ownUnit(of: person) else { return nil }
        let last = Privacy.lastDay(for: unit.population, today: zone.day(at: now))
        func shown(_ count: Int) -> Int? {
            Privacy.figure(count, of: unit.population).count.flatMap { $0 >= Privacy.threshold ? $0 : nil }
        }
        let using = shown(try users(of: offering, in: unit.key, to: last))
        let following = shown(
            try count(
                """
                SELECT count(*) FROM person p WHERE p.department = \(unit.key) AND p.active AND EXISTS (
                    SELECT 1 FROM follow f WHERE f.person = p.id AND f.kind = 'offering' AND f.subject = \(offering)
                        AND f.since < \(zone.instant(of: WallTime(day: last + 1))))
                """))
        guard using != nil || following != nil else { return nil }
        return PeopleLikeYou(department: unit.name, using: using, following: following)
    }

    /// The unit that a person is in, with how many active people are in it itself.
    func ownUnit(of person: PersonKey) throws -> OwnUnit? {
        try first(
            """
            SELECT d.id, d.name, (SELECT count(*) FROM person o WHERE o.department = d.id AND o.active) AS population
            FROM person p JOIN department d ON d.id = p.department WHERE p.id = \(person)
            """)
    }
}

struct OwnUnit: Rowed {
    let key: DepartmentKey
    let name: String
    let population: Int

    init(row: Row) throws {
        key = try row["id"]
        name = try row["name"]
        population = try row["population"]
    }
}
