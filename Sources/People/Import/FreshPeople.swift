import Kernel
import Storage

/// A batch of new people, read from the spool and ready to be stored.
struct FreshPeople: Sendable {
    /// What the file alone doesn't say of a row.
    struct Identity: Sendable {
        let place: Int
        let key: Int64
        let manager: Int64?
        let department: Int64?
    }

    /// An attribute: its key, and whether rules compare its text or its number.
    struct Kind: Sendable {
        let attribute: Int64
        let isText: Bool
    }

    private var people: [[SQLValue]] = []
    private var periods: [[SQLValue]] = []
    /// By attribute, so that their rows come in the order of the table.
    private var values: [Int64: [[SQLValue]]] = [:]
    /// Stands where the batch ends.
    private(set) var reader: ImportSpool.Reader

    var count: Int { people.count }
    var isEmpty: Bool { people.isEmpty }

    /// - Parameter now: when they come into the directory.
    init(_ identities: [Identity], _ kinds: [Int: Kind], _ reader: ImportSpool.Reader, at now: Instant) throws {
        self.reader = reader
        people.reserveCapacity(identities.count)
        periods.reserveCapacity(identities.count)
        for identity in identities { try add(identity, kinds, now.sqlValue) }
    }

    private mutating func add(_ identity: Identity, _ kinds: [Int: Kind], _ now: SQLValue) throws {
        var row = try reader.row(at: identity.place)
        let own = ImportRow.columns.count
        var at = own
        while at < row.count {
            if case .int8(let column) = row[at], let kind = kinds[Int(column)] {
                values[kind.attribute, default: []].append([
                    .int8(kind.attribute), .int8(identity.key), row[at + 1], kind.isText ? row[at + 2] : .null(.text),
                    kind.isText ? .null(.float8) : row[at + 3],
                ])
            }
            at += 4
        }
        row.removeLast(row.count - ImportRow.managerIDPlace)
        // Who is new without a word about it is active.
        if case .null = row[ImportRow.activePlace] { row[ImportRow.activePlace] = .bool(true) }
        let (key, department, manager) = (SQLValue.int8(identity.key), identity.department.sqlValue, identity.manager.sqlValue)
        periods.append([key, department, manager, row[ImportRow.countryPlace], row[ImportRow.activePlace], now, .null(.int8)])
        row.append(key)
        row.append(department)
        row.append(manager)
        row.append(now)
        row.append(now)
        people.append(row)
    }

    func load(in transaction: Transaction) throws {
        try transaction.directoryChanges()
        try transaction.load(
            "person", columns: ImportRow.columns.dropLast() + ["id", "department", "manager", "created_at", "changed_at"]
        ) { add in
            for person in people { try add(person) }
        }
        try transaction.load("person_period", columns: ["person", "department", "manager", "country", "active", "since", "until"]) { add in
            for period in periods { try add(period) }
        }
        guard !values.isEmpty else { return }
        try transaction.load("person_attribute", columns: ["attribute", "person", "value", "folded", "number"]) { add in
            for (_, rows) in values.sorted(by: { $0.key < $1.key }) {
                for row in rows { try add(row) }
            }
        }
    }
}
