import Audiences
import Kernel
import Storage

/// Histories on their way into the tables, row by row in the order of their keys.
struct StageStore {
    private var stages: [[SQLValue]] = []
    private var reached: [[SQLValue]] = []
    private var transitions: [[SQLValue]] = []

    mutating func add(_ history: StageHistory, of pair: PersonOffering, unit: Int64?) {
        guard let last = history.transitions.last else { return }
        let (offering, person) = (pair.offering.sqlValue, pair.person.sqlValue)
        stages.append([offering, person, history.stage.sqlValue, history.evidence.sqlValue, last.moment.happenedAt.sqlValue, unit.sqlValue])
        for stage in Stage.allCases {
            guard let moment = history.reached[stage] else { continue }
            reached.append([offering, person, stage.sqlValue, moment.happenedAt.sqlValue, moment.knownAt.sqlValue])
        }
        for (position, transition) in history.transitions.enumerated() {
            transitions.append([
                offering, person, position.sqlValue, transition.from.sqlValue, transition.to.sqlValue,
                transition.moment.happenedAt.sqlValue, transition.moment.knownAt.sqlValue,
            ])
        }
    }

    func load(in transaction: Transaction) throws {
        try load("stage", ["offering", "person", "stage", "evidence", "since", "unit"], stages, in: transaction)
        try load("stage_reached", ["offering", "person", "stage", "happened_at", "known_at"], reached, in: transaction)
        try load(
            "stage_transition", ["offering", "person", "position", "from_stage", "to_stage", "happened_at", "known_at"], transitions,
            in: transaction)
    }

    private func load(_ table: StaticString, _ columns: [String], _ rows: [[SQLValue]], in transaction: Transaction) throws {
        guard !rows.isEmpty else { return }
        try transaction.load(table, columns: columns) { add in
            for row in rows { try add(row) }
        }
    }
}
