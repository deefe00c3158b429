import Kernel
import Storage

/// One import under way. Rows of people who are in the directory are in `staging`, where they are compared; rows of new people are in the
/// spool, from which they go straight into the directory; what joins the rows is in memory, about 100 bytes a row.
struct ImportStage {
    static let tables: [(name: StaticString, columns: SQL)] = [
        (
            "person",
            """
             (n \(.int8) PRIMARY KEY, external_id \(.text) NOT NULL, external_id_folded \(.text) NOT NULL,
                email \(.text), email_folded \(.text), name \(.text) NOT NULL, name_folded \(.text) NOT NULL, sort_key \(.text) NOT NULL,
                first_name \(.text) NOT NULL, first_name_folded \(.text) NOT NULL, title \(.text), title_folded \(.text),
                country \(.text), country_folded \(.text), site \(.text), site_folded \(.text), time_zone \(.text),
                language \(.text), hired_on \(.int8), active \(.bool), manager_id \(.text))
            """
        ),
        // Who the person of row `n` is, and the keys of the manager and the department that the row names.
        ("link", " (n \(.int8) PRIMARY KEY, person \(.int8) NOT NULL, manager \(.int8), department \(.int8))"),
        (
            "attribute",
            " (n \(.int8) NOT NULL, col \(.int8) NOT NULL, value \(.text) NOT NULL, folded \(.text), number \(.float8), PRIMARY KEY (n, col))"
        ),
        ("kind", " (col \(.int8) PRIMARY KEY, attribute \(.int8) NOT NULL, type \(.text) NOT NULL)"),
    ]

    let work: PeopleImport
    let staging: Staging
    let header: ImportHeader
    let report: (ImportProblem) -> Void

    var outcome = ImportOutcome()
    var directory: ImportDirectory
    var departments: ImportDepartments
    var attributes: [ImportAttribute]
    let spool: ImportSpool
    /// The slot of each row, its line, whether a problem of it was reported, the number of its reference to a department (-1 for none), and
    /// its place in the spool (-1 in `staging`).
    var slots: [Int32] = []
    var lines: [Int32] = []
    var warned: [Bool] = []
    var unitNumbers: [Int32] = []
    var places: [Int64] = []
    var references: [ImportDepartments.Reference] = []
    private var referenceNumbers: [ImportDepartments.Reference: Int] = [:]
    private var paths: [String: DepartmentPath?] = [:]
    /// The references of rows that name a path alone.
    private var pathNumbers: [String: Int] = [:]
    /// The unit of each reference, and how many managers are above each slot.
    var units: [Int?] = []
    var depths: [Int32] = []
    /// Rows of which nobody knows whose they are.
    var unreadable = 0

    /// More different departments than this are a column that holds something else.
    static let departmentLimit = 50_000

    init(_ work: PeopleImport, _ staging: Staging, _ header: ImportHeader, _ report: @escaping (ImportProblem) -> Void) async throws {
        (self.work, self.staging, self.header, self.report) = (work, staging, header, report)
        spool = try ImportSpool()
        let links = header[.managerID] != nil
        let stored = try await work.database.read { reader in
            var directory = ImportDirectory()
            try reader.stream("SELECT id, external_id, active FROM person ORDER BY id NULLS FIRST") { row in
                try directory.add(stored: row[0], row[1], active: row[2])
            }
            if links {
                try reader.stream("SELECT id, manager FROM person WHERE manager IS NOT NULL") { row in
                    if let slot = try directory.slot(key: row[0]) { try directory.set(manager: directory.slot(key: row[1]), of: slot) }
                }
            }
            return (directory, try reader.departments(), try reader.attributes())
        }
        directory = stored.0
        departments = ImportDepartments(stored: stored.1)
        let declared = Dictionary(stored.2.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        attributes = header.attributes.map { attribute in
            let known = declared[attribute.name]
            return ImportAttribute(place: attribute.place, name: attribute.name, declared: known?.type, key: known?.key)
        }
    }

    // MARK: Reading

    mutating func read(_ reader: CSVReader) async throws {
        var row = ImportRow(header: header)
        var people: [[SQLValue]] = []
        var values: [[SQLValue]] = []
        var loading: Task<Void, any Error>?
        do {
            while let next = try reader.next() {
                outcome.rows += 1
                switch next {
                case .failure(let problem):
                    outcome.refused += 1
                    unreadable += 1
                    report(ImportProblem(problem, header: header.names))
                case .success(let csv):
                    row.turn(to: csv)
                    try take(&row, line: csv.line, &people, &values)
                }
                if people.count == 4000 {
                    try await loading?.value
                    loading = Task { [staging, people, values] in try await Self.load(people, values, staging) }
                    people.removeAll(keepingCapacity: true)
                    values.removeAll(keepingCapacity: true)
                }
            }
        } catch {
            _ = await loading?.result
            throw error
        }
        try await loading?.value
        try await Self.load(people, values, staging)
        try spool.flush()
    }

    private static func load(_ people: [[SQLValue]], _ values: [[SQLValue]], _ staging: Staging) async throws {
        try await staging.load("staging.person", columns: ["n"] + ImportRow.columns, people)
        try await staging.load("staging.attribute", columns: ["n", "col", "value", "folded", "number"], values)
    }

    private mutating func take(
        _ row: inout ImportRow, line: Int, _ people: inout [[SQLValue]], _ values: inout [[SQLValue]]
    ) throws {
        let n = slots.count
        defer { for problem in row.problems { report(problem) } }
        guard row.identify() else {
            outcome.refused += 1
            unreadable += 1
            return
        }
        let slot = directory.slot(row.externalID)
        directory.mention(slot)
        if directory.rows[slot] >= 0 {
            outcome.refused += 1
            row.problem(.externalID, "“\(row.externalID)” is in line \(lines[Int(directory.rows[slot])]) already", .refused)
            return
        }
        guard !work.options.isErased(row.externalID) else {
            outcome.refused += 1
            row.problem(.externalID, "“\(row.externalID)” was erased and is not taken in again", .refused)
            return
        }
        row.managerID = row.optional(.managerID)
        let unit = try unit(&row)
        guard let person = row.values() else {
            outcome.refused += 1
            return
        }
        directory.set(row: n, of: slot)
        if header[.managerID] != nil {
            directory.set(manager: row.managerID.map { directory.slot($0) }, of: slot)
        }
        if directory.keys[slot] == 0 {
            var spooled = person
            for index in attributes.indices { read(attribute: index, of: &row) { spooled += $0 } }
            places.append(Int64(try spool.append(spooled)))
        } else {
            for index in attributes.indices { read(attribute: index, of: &row) { values.append([.int8(Int64(n))] + $0) } }
            people.append([.int8(Int64(n))] + person)
            places.append(-1)
        }
        unitNumbers.append(unit.map { Int32($0) } ?? -1)
        slots.append(Int32(slot))
        lines.append(Int32(line))
        warned.append(!row.problems.isEmpty)
    }

    /// Gives `add` the column, the value, the folded value and the number of an attribute that the row has.
    private mutating func read(attribute index: Int, of row: inout ImportRow, _ add: ([SQLValue]) -> Void) {
        let text = row.attribute(attributes[index].place)
        guard !text.isEmpty else { return }
        let name = header.names[attributes[index].place]
        guard text.utf8.count <= ImportRow.attributeLimit else {
            row.attributeProblem(name, "it is longer than \(ImportRow.attributeLimit) bytes")
            return
        }
        let value = AttributeValue(text)
        let type = attributes[index].declared ?? value.type
        let number = value.number(as: type)
        if type != .text, number == nil {
            row.attributeProblem(name, "“\(text)” does not fit the attribute’s type, \(type.rawValue)")
            return
        }
        if attributes[index].declared == nil { attributes[index].see(value.type) }
        add([.int8(Int64(index)), .text(text), .text(row.fold(text)), number.sqlValue])
    }

    /// The number of what the row calls its department.
    private mutating func unit(_ row: inout ImportRow) throws -> Int? {
        let text = row.optional(.department)
        let code = row.optional(.departmentID)
        if code == nil, let text, let known = pathNumbers[text] { return known }
        var path: DepartmentPath?
        if let text {
            if let known = paths[text] {
                path = known
            } else {
                path = DepartmentPath(text)
                paths[text] = .some(path)
            }
            if path == nil {
                row.problem(.department, "“\(text)” is no path of departments (write Company / Sales / DACH)")
                return nil
            }
        }
        guard path != nil || code != nil else { return nil }
        let reference = ImportDepartments.Reference(path: path, code: code)
        if let known = referenceNumbers[reference] {
            if code == nil, let text { pathNumbers[text] = known }
            return known
        }
        guard references.count < Self.departmentLimit else {
            throw ImportError.header(
                line: header.line, reason: "the columns of departments hold more than \(Self.departmentLimit) different ones")
        }
        references.append(reference)
        referenceNumbers[reference] = references.count - 1
        return references.count - 1
    }

    // MARK: Reporting

    /// Reports a problem of a staged row.
    mutating func warn(_ n: Int, _ column: ImportHeader.Column, _ reason: String) {
        warned[n] = true
        report(ImportProblem(Int(lines[n]), header.name(column), reason))
    }

    /// What `--strict` and `--full` forbid, before anything is stored.
    mutating func check() throws {
        outcome.warned = warned.count { $0 }
        if work.options.strict, outcome.refused + outcome.warned > 0 { throw ImportError.strict(bad: outcome.refused + outcome.warned) }
        guard work.options.full, unreadable == 0 else { return }
        let gone = directory.gone.count
        let active = directory.activeStored
        if gone * 10 > active, gone > work.options.allowDeactivating ?? 0 { throw ImportError.tooManyGone(gone: gone, active: active) }
    }
}
