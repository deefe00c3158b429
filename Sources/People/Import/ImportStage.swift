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
    var referenceNumbers: [ImportDepartments.Reference: Int] = [:]
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
