package import Kernel
package import Storage

/// Where and in what department somebody is, for touches that are loaded in bulk.
package struct TouchPlace: Sendable {
    package let person: PersonKey
    package let department: DepartmentKey?
    package let zone: Zone

    package init(person: PersonKey, department: DepartmentKey?, zone: Zone) {
        self.person = person
        self.department = department
        self.zone = zone
    }
}

extension Transaction {
    /// Adds a history in bulk, in one pass and without marking anything for the hourglass: whoever loads it has the stages derived anew.
    /// - Parameter touches: calls its argument once per touch, with where its person is.
    /// - Returns: how many there were.
    @discardableResult
    package func loadTouches(_ touches: ((NewTouch, TouchPlace) throws -> Void) throws -> Void) throws -> Int {
        var rows: [[SQLValue]] = []
        var count = 0
        // Keys are made before the rows are loaded: on PostgreSQL nothing else can be asked of the connection while it takes them in, and
        // making keys may have to reserve more time for them.
        func flush() throws {
            count += try load("touch", columns: Self.loadedColumns) { add in for row in rows { try add(row) } }
            rows.removeAll(keepingCapacity: true)
        }
        try touches { touch, place in
            rows.append([
                try newKey(TouchKey.self).sqlValue, touch.person.sqlValue, touch.happenedAt.sqlValue, touch.happenedAt.sqlValue,
                place.zone.day(at: touch.happenedAt).sqlValue, place.department.sqlValue, touch.offering.sqlValue,
                touch.subjectKind.sqlValue, touch.subject.sqlValue, touch.way.sqlValue, touch.channel.sqlValue, touch.run.sqlValue,
                touch.link.sqlValue, touch.verdict.sqlValue, touch.reason.sqlValue, touch.forwarded.sqlValue, touch.source.sqlValue,
                touch.clientEventID.sqlValue,
            ])
            if rows.count == 5000 { try flush() }
        }
        try flush()
        return count
    }

    private static let loadedColumns = [
        "id", "person", "happened_at", "recorded_at", "local_day", "department", "offering", "subject_kind", "subject", "way", "channel",
        "run", "link", "verdict", "reason", "forwarded", "source", "client_event_id",
    ]
}
