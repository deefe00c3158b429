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

    private var people = PackedRows()
    private var periods = PackedRows()
    /// By attribute, so that their rows come in the order of the table.
    private var values: [Int64: PackedRows] = [:]
    /// Stands where the batch ends.
    private(set) var reader: ImportSpool.Reader

    var count: Int { people.count }
    var isEmpty: Bool { people.isEmpty }

    /// - Parameter now: when they come into the directory.
    init(_ identities: [Identity], _ kinds: [Int: Kind], _ reader: ImportSpool.Reader, at now: Instant) throws {
        var reader = reader
        self.reader = reader
        people.reserve(bytes: identities.count * 400)
        periods.reserve(bytes: identities.count * 64)
        for identity in identities { try reader.withRow(at: identity.place) { add(identity, kinds, $0, now.microseconds) } }
        self.reader = reader
    }

    /// - Parameter row: as `ImportRow` packs it.
    private mutating func add(_ identity: Identity, _ kinds: [Int: Kind], _ row: UnsafeRawBufferPointer, _ now: Int64) {
        var reader = PackedReader(row)
        reader.skip(ImportRow.countryPlace)
        let country = reader.values(1)
        reader.skip(ImportRow.activePlace - ImportRow.countryPlace - 1)
        let place = reader.place
        // Who is new without a word about it is active.
        let active = if case .bool(let active) = reader.next() { active } else { true }
        reader.skip(1)

        people.append(packed: UnsafeRawBufferPointer(rebasing: row[..<place]))
        people.append(active)
        people.append(identity.key)
        people.append(identity.department.sqlValue)
        people.append(identity.manager.sqlValue)
        people.append(now)
        people.append(now)
        people.endRow()

        periods.append(identity.key)
        periods.append(identity.department.sqlValue)
        periods.append(identity.manager.sqlValue)
        periods.append(packed: country)
        periods.append(active)
        periods.append(now)
        periods.appendNull(.int8)
        periods.endRow()

        while !reader.isAtEnd {
            guard case .int8(let column) = reader.next(), let kind = kinds[Int(column)] else {
                reader.skip(3)
                continue
            }
            let (value, folded, number) = (reader.values(1), reader.values(1), reader.values(1))
            values[kind.attribute, default: PackedRows()].append(kind, of: identity.key, value: value, folded: folded, number: number)
        }
    }

    func load(in transaction: Transaction) throws {
        try transaction.directoryChanges()
        try transaction.load(
            "person", columns: ImportRow.columns.dropLast() + ["id", "department", "manager", "created_at", "changed_at"], packed: people)
        try transaction.load(
            "person_period", columns: ["person", "department", "manager", "country", "active", "since", "until"], packed: periods)
        for (_, rows) in values.sorted(by: { $0.key < $1.key }) {
            try transaction.load("person_attribute", columns: ["attribute", "person", "value", "folded", "number"], packed: rows)
        }
    }
}

extension PackedRows {
    fileprivate mutating func append(
        _ kind: FreshPeople.Kind, of person: Int64, value: UnsafeRawBufferPointer, folded: UnsafeRawBufferPointer,
        number: UnsafeRawBufferPointer
    ) {
        append(kind.attribute)
        append(person)
        append(packed: value)
        if kind.isText { append(packed: folded) } else { appendNull(.text) }
        if kind.isText { appendNull(.float8) } else { append(packed: number) }
        endRow()
    }
}
