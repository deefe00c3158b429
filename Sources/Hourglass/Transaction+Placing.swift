import Audiences
import Kernel
import People
import Storage

extension Transaction {
    /// In which unit the tally counts each of these people: 0 without a department. Who is outside the population is left out.
    func units(of people: [PersonKey], in population: Population) throws -> [PersonKey: Int64] {
        var units: [PersonKey: Int64] = [:]
        guard population.basis != nil else { return units }
        try each("SELECT p.id, COALESCE(p.department, 0) FROM person p WHERE p.id IN \(list: people) AND \(population.member)") { row in
            units[try row[0]] = try row[1]
        }
        return units
    }

    /// Counts people where they belong by now.
    func place(_ people: [PersonKey], _ offering: OfferingKey, _ population: Population) throws {
        let before = try tally(offering, people)
        try run(
            """
            UPDATE stage SET unit = (
                SELECT COALESCE(p.department, 0) FROM person p WHERE p.id = stage.person AND \(population.member))
            WHERE offering = \(offering) AND person IN \(list: people)
            """)
        try apply(tally(offering, people) - before, to: offering)
    }
}

extension Reader {
    /// Who is counted elsewhere than they belong.
    func misplaced(_ offering: OfferingKey, _ population: Population) throws -> [PersonKey] {
        try values(
            """
            SELECT s.person FROM stage s JOIN person p ON p.id = s.person
            WHERE s.offering = \(offering) AND s.unit IS DISTINCT FROM (CASE WHEN \(population.member) THEN COALESCE(p.department, 0) END)
            ORDER BY s.person NULLS FIRST
            """)
    }
}

extension HourglassWorker {
    /// Brings the tallies in step with a changed directory or audience. Until one is, its pages count row by row.
    package func retally() async throws {
        for offering in try await database.read({ try $0.values("SELECT id FROM offering ORDER BY id NULLS FIRST", as: OfferingKey.self) })
        {
            try Task.checkCancellation()
            try await retally(offering)
        }
    }

    private func retally(_ offering: OfferingKey) async throws {
        let today = today
        let found = try await database.read { [terms] reader -> (basis: String, misplaced: [PersonKey])? in
            let population = try reader.population(of: offering, terms: terms, today: today)
            guard let basis = population.basis, try !reader.isTallied(offering, by: population) else { return nil }
            return (basis, try reader.misplaced(offering, population))
        }
        guard let found else { return }
        for start in stride(from: 0, to: found.misplaced.count, by: batch) {
            try Task.checkCancellation()
            let people = Array(found.misplaced[start..<min(start + batch, found.misplaced.count)])
            try await database.write { [terms] transaction in
                try transaction.lockTally()
                try transaction.place(people, offering, transaction.population(of: offering, terms: terms, today: today))
            }
        }
        try await database.write { [terms] transaction in
            try transaction.lockTally()
            let population = try transaction.population(of: offering, terms: terms, today: today)
            // Another directory or rule by now: those misplaced since are found the next time.
            guard population.basis == found.basis else { return }
            try transaction.settle(offering, population)
        }
    }
}
