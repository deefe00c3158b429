import Kernel
import Storage

/// What needs all rows at once: departments, and managers that come later in the file.
extension ImportStage {
    mutating func settle() async throws {
        settleDepartments()
        if header[.managerID] != nil { try await settleManagers() }
    }

    private mutating func settleDepartments() {
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
            for (n, unit) in unitNumbers.enumerated() where Int(unit) == problem.reference { warn(n, problem.column, problem.reason) }
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
        var reader = spool.reader
        var rest = rows[...]
        while !rest.isEmpty {
            let batch = rest.prefix(1000)
            rest = rest.dropFirst(1000)
            let staged = batch.filter { places[$0] < 0 }.map { Int64($0) }
            var named: [Int: Named] = [:]
            if !staged.isEmpty {
                let found = try await staging.write { transaction in
                    try transaction.rows("SELECT n, external_id, manager_id FROM staging.person WHERE n IN \(list: staged)", as: Named.self)
                }
                for row in found { named[row.n] = row }
            }
            for n in batch {
                guard let row = try named[n] ?? Named(n, reader.row(at: Int(places[n]))) else { continue }
                warn(n, .managerID, reason(row.externalID, row.managerID))
            }
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

        /// A row of the spool.
        init?(_ n: Int, _ values: [SQLValue]) {
            guard case .text(let externalID) = values[ImportRow.externalIDPlace] else { return nil }
            self.n = n
            self.externalID = externalID
            if case .text(let managerID) = values[ImportRow.managerIDPlace] { self.managerID = managerID } else { managerID = "" }
        }
    }
}
