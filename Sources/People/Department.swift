package import Kernel
package import Storage

/// A unit in the organisation tree: company, business unit, department, team.
package struct Department: Rowed, Hashable {
    package let key: DepartmentKey
    package let parent: DepartmentKey?
    /// `department_id` of the files, for those who have one.
    package let code: String?
    package let name: String
    /// From the top down (`Company / Sales / DACH`).
    package let path: String
    /// 1 at the top.
    package let depth: Int
    /// Its leader, where one was named; see `Reader.leader(of:)`.
    package let head: PersonKey?

    package static let columns: SQL = """
        department.id, department.parent, department.code, department.name, department.path, department.depth, department.head
        """

    package init(row: Row) throws {
        key = try row["id"]
        parent = try row["parent"]
        code = try row["code"]
        name = try row["name"]
        path = try row["path"]
        depth = try row["depth"]
        head = try row["head"]
    }
}

/// A unit with the units in it.
package struct DepartmentTree: Hashable, Sendable {
    package let department: Department
    package let units: [DepartmentTree]
}

extension Reader {
    /// All departments; each comes after the one that it is in, those in the same one by name.
    package func departments() throws -> [Department] {
        try rows("SELECT \(Department.columns) FROM department ORDER BY depth NULLS FIRST, sort_key NULLS FIRST, id NULLS FIRST")
    }

    /// The top units with all that is in them, by name.
    package func departmentTree() throws -> [DepartmentTree] {
        let units = Dictionary(grouping: try departments(), by: \.parent)
        func tree(_ department: Department) -> DepartmentTree {
            DepartmentTree(department: department, units: (units[department.key] ?? []).map(tree))
        }
        return (units[nil] ?? []).map(tree)
    }

    package func department(_ key: DepartmentKey) throws -> Department? {
        try first("SELECT \(Department.columns) FROM department WHERE id = \(key)")
    }

    /// The departments that a path or the end of one names (`DACH`, `Sales / DACH`), at most 20, the full path first.
    package func departments(path: DepartmentPath) throws -> [Department] {
        let folded = path.folded
        return try rows(
            """
            SELECT \(Department.columns) FROM department
            WHERE folded_path = \(folded) OR \(SQL.ends("folded_path", " / " + folded))
            ORDER BY depth NULLS FIRST, folded_path NULLS FIRST LIMIT 20
            """)
    }

    /// The unit with all units in it, at any depth.
    package func departments(within key: DepartmentKey) throws -> [DepartmentKey] {
        try values("SELECT department FROM department_within WHERE ancestor = \(key) ORDER BY department NULLS FIRST")
    }

    /// The leader of a department: its head, where one was named and is still active, else the active person there whose manager is outside it.
    /// Among several, the one with the most direct reports; where nobody sits in the unit itself, among the people of its units.
    package func leader(of key: DepartmentKey) throws -> Person? {
        let head: Person? = try first(
            "SELECT \(Person.columns) FROM department JOIN person ON person.id = department.head WHERE department.id = \(key) AND person.active"
        )
        if let head { return head }
        return try leader(among: "SELECT \(key)", of: key)
            ?? leader(among: "SELECT department FROM department_within WHERE ancestor = \(key)", of: key)
    }

    private func leader(among units: SQL, of key: DepartmentKey) throws -> Person? {
        try first(
            """
            SELECT \(Person.columns) FROM person LEFT JOIN person m ON m.id = person.manager
            WHERE person.department IN (\(units)) AND person.active
                AND (m.id IS NULL OR m.department IS NULL
                    OR NOT EXISTS (SELECT 1 FROM department_within w WHERE w.ancestor = \(key) AND w.department = m.department))
            ORDER BY (SELECT count(*) FROM person r WHERE r.manager = person.id AND r.active) DESC NULLS LAST, person.id NULLS FIRST LIMIT 1
            """)
    }
}

extension Transaction {
    /// Names the leader of a department, or with `nil` leaves it to who is there. The caller audits.
    package func setHead(_ person: PersonKey?, of department: DepartmentKey) throws {
        try run("UPDATE department SET head = \(person) WHERE id = \(department)")
    }
}
