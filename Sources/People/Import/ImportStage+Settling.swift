import Kernel
import Storage

/// What needs all rows at once: departments, and managers that come later in the file.
extension ImportStage {
    mutating func settle() async throws {
        try await settleDepartments()
        if header[.managerID] != nil { try await settleManagers() }
    }

    private mutating func settleDepartments() async throws {
        let (units, conflicts) = departments.place(references)
        self.units = units
        var problems: [(reference: Int, column: ImportHeader.Column, reason: String)] = conflicts.map {
            ($0.reference, $0.column, $0.reason)
        }
        for (index, unit) in units.enumerated() where unit == nil {
            problems.append(
                (index, .departmentID, "no department has the department_id “\(references[index].code ?? "")”, and the row has no path"))
        }
        for problem in problems {
            let rows = try await staging.write { transaction in
                try transaction.values(
                    "SELECT n FROM staging.person WHERE unit = \(problem.reference) ORDER BY n NULLS FIRST", as: Int.self)
            }
            for n in rows { warn(n, problem.column, problem.reason) }
        }
    }

    private mutating func settleManagers() async throws {
        var unknown: [Int] = []
        for n in slots.indices {
            let slot = Int(slots[n])
            let manager = Int(directory.managers[slot])
            if manager >= 0, !directory.isKnown(manager) {
                directory.set(manager: nil, of: slot)
                unknown.append(n)
            }
        }
        try await warn(unknown) { "“\($1)” is nobody in this file or in the directory" }

        var circular: [Int] = []
        let rows = directory.rows
        depths = directory.settleManagers { slot in
            guard rows[slot] >= 0 else { return false }
            circular.append(Int(rows[slot]))
            return true
        }
        try await warn(circular.sorted()) { id, manager in
            id == manager
                ? "“\(id)” would be their own manager" : "“\(manager)” is below “\(id)”: these managers form a circle"
        }
    }

    /// Reports the managers of many rows.
    private mutating func warn(_ rows: [Int], _ reason: (_ externalID: String, _ managerID: String) -> String) async throws {
        var rest = rows[...]
        while !rest.isEmpty {
            let batch = rest.prefix(1000).map { Int64($0) }
            rest = rest.dropFirst(1000)
            let named = try await staging.write { transaction in
                try transaction.rows(
                    "SELECT n, external_id, manager_id FROM staging.person WHERE n IN \(list: batch) ORDER BY n NULLS FIRST", as: Named.self
                )
            }
            for row in named { warn(row.n, .managerID, reason(row.externalID, row.managerID)) }
        }
    }

    private struct Named: Rowed {
        let n: Int
        let externalID: String
        let managerID: String
        init(row: Row) throws {
            n = try row["n"]
            externalID = try row["external_id"]
            managerID = try row["manager_id"] ?? ""
        }
    }
}
