import Kernel
import Storage

/// Packs rows of the file as they are staged, and says what is wrong with them, by what each row says alone. A row of ASCII is packed from
/// its bytes; other texts that repeat (titles, sites, countries) are folded once.
struct ImportRow {
    /// The columns of `person` that the file alone decides, then the manager's id as written. A packed row has their values, then four for
    /// each attribute that it has: the place among the attributes of the file, the value, the folded value, and the number.
    static let columns = [
        "external_id", "external_id_folded", "email", "email_folded", "name", "name_folded", "sort_key",
        "first_name", "first_name_folded", "title", "title_folded", "country", "country_folded", "site", "site_folded",
        "time_zone", "language", "hired_on", "active", "manager_id",
    ]
    /// The places in `columns`.
    static let externalIDPlace = 0
    static let countryPlace = 11
    static let activePlace = 18
    static let managerIDPlace = 19

    /// At most this many bytes in a field of its column: indexes of both databases take them, whatever comes together in one.
    static func limit(_ column: ImportHeader.Column) -> Int {
        switch column {
        case .externalID, .managerID, .departmentID, .country, .site: 200
        case .email: 254
        case .name, .firstName, .title: 400
        case .department: DepartmentPath.lengthLimit
        case .timeZone, .language, .hiredOn, .active: 64
        }
    }
    static let attributeLimit = 4000

    let header: ImportHeader
    let attributes: [ImportAttribute]
    private(set) var units = ImportUnitNames()
    private var folds: [String: String] = [:]
    private var zones: [String: Bool] = [:]
    private var row = CSVRow.empty
    private var problems: [ImportProblem] = []

    init(header: ImportHeader, attributes: [ImportAttribute]) {
        self.header = header
        self.attributes = attributes
    }

    /// Packs rows in their order.
    mutating func pack(_ rows: [Result<CSVRow, CSVProblem>]) -> ImportBatch {
        var batch = ImportBatch(attributes: attributes.count)
        batch.reserve(rows.count)
        let known = units.references.count
        for row in rows {
            batch.beginRow()
            switch row {
            case .failure(let problem): batch.rows.append(.init(problems: [ImportProblem(problem, header: header.names)]))
            case .success(let csv): batch.rows.append(pack(csv, &batch))
            }
        }
        batch.references = Array(units.references[known...])
        return batch
    }

    private mutating func pack(_ csv: CSVRow, _ batch: inout ImportBatch) -> ImportBatch.Row {
        row = csv
        problems.removeAll()
        var result = ImportBatch.Row(line: csv.line)
        if let id = identify() {
            result.kind = .refused
            result.externalID = id.text
            result.name = ImportDirectory.Name(result.externalID)
            let manager = optional(.managerID)
            result.manager = manager.map { ImportDirectory.Name($0.text) }
            result.unit = unit() ?? -1
            let start = batch.packed.bytes.count
            if values(id, manager, into: &batch.packed) {
                result.kind = .whole
                result.attributes = batch.packed.bytes.count
                for index in attributes.indices { pack(attribute: index, into: &batch) }
                result.values = start..<batch.packed.bytes.count
            }
        }
        result.problems = problems
        return result
    }

    private mutating func problem(_ column: ImportHeader.Column, _ reason: String, _ consequence: ImportProblem.Consequence = .withoutField)
    {
        problems.append(ImportProblem(row.line, header.name(column), reason, consequence))
    }

    /// Reads what says who the row is about; `nil` when the row is refused, for a reason that is then among the problems.
    private mutating func identify() -> ImportField? {
        guard row.count == header.names.count else {
            let last = header.names[min(row.count, header.names.count) - 1]
            problems.append(
                ImportProblem(row.line, last, "the row has \(row.count) fields, the header \(header.names.count)", .refused))
            return nil
        }
        return required(.externalID)
    }

    /// Packs the values of `columns`.
    /// - Returns: false when the row is refused; then nothing was packed.
    private mutating func values(_ id: ImportField, _ manager: ImportField?, into packed: inout PackedRows) -> Bool {
        guard let name = required(.name) else { return false }
        packed.append(id)
        append(folded: id, isRepeated: false, to: &packed)
        let email = email()
        packed.append(email)
        append(folded: email, isRepeated: false, to: &packed)
        packed.append(name)
        append(folded: name, isRepeated: false, to: &packed)
        packed.append(sortKeyOf: name)
        let firstName = optional(.firstName) ?? name.firstWord
        packed.append(firstName)
        append(folded: firstName, to: &packed)
        for column in [ImportHeader.Column.title, .country, .site] {
            let field = optional(column)
            packed.append(field)
            append(folded: field, to: &packed)
        }
        packed.append(zone())
        append(folded: optional(.language), to: &packed)
        packed.append(hiredOn().sqlValue)
        packed.append(active().sqlValue)
        packed.append(manager)
        return true
    }

    // MARK: Fields

    /// A field on one line without white space at its ends; `nil` without the column, when it is empty, and when it is too long, which is a
    /// problem.
    private mutating func optional(_ column: ImportHeader.Column) -> ImportField? {
        guard let place = header[column] else { return nil }
        let field = ImportField(line: row[place])
        guard field.count <= Self.limit(column) else {
            let required = column == .externalID || column == .name
            problem(column, "it is longer than \(Self.limit(column)) bytes", required ? .refused : .withoutField)
            return nil
        }
        return field.count == 0 ? nil : field
    }

    /// A field without which the row is refused.
    private mutating func required(_ column: ImportHeader.Column) -> ImportField? {
        let before = problems.count
        if let field = optional(column) { return field }
        if problems.count == before { problem(column, "it is empty", .refused) }
        return nil
    }

    /// - Parameter isRepeated: whether many rows have the same text.
    private mutating func append(folded field: ImportField?, isRepeated: Bool = true, to packed: inout PackedRows) {
        switch field {
        case nil: packed.appendNull(.text)
        case .ascii(let bytes): bytes.withUnsafeBytes { packed.append(loweringASCII: $0) }
        case .other(let text): packed.append(text: isRepeated ? fold(text) : text.folded)
        }
    }

    private mutating func fold(_ text: String) -> String {
        guard text.utf8.count <= 64 else { return text.folded }
        if let known = folds[text] { return known }
        if folds.count > 20_000 { folds.removeAll(keepingCapacity: true) }
        let folded = text.folded
        folds[text] = folded
        return folded
    }

    private mutating func email() -> ImportField? {
        guard let field = optional(.email) else { return nil }
        guard field.isPlausibleAddress else {
            problem(.email, "“\(field.text)” is no mail address")
            return nil
        }
        return field
    }

    private mutating func zone() -> ImportField? {
        guard let field = optional(.timeZone) else { return nil }
        let text = field.text
        let isKnown = zones[text] ?? (Zone(text) != nil)
        if zones.count < 1000 { zones[text] = isKnown }
        guard isKnown else {
            problem(.timeZone, "“\(text)” is no time zone (write its IANA name, such as Europe/Berlin)")
            return nil
        }
        return field
    }

    private mutating func hiredOn() -> Day? {
        guard let text = optional(.hiredOn)?.text else { return nil }
        guard let day = Day(text) else {
            problem(.hiredOn, "“\(text)” is no date (write 2026-03-02)")
            return nil
        }
        return day
    }

    /// Who is listed without a word about it is active; `nil`, which leaves a stored person as they are, for a word that is neither.
    private mutating func active() -> Bool? {
        let before = problems.count
        guard let text = optional(.active)?.text else { return problems.count == before ? true : nil }
        switch text.folded {
        case "yes", "true", "1", "y", "active": return true
        case "no", "false", "0", "n", "inactive": return false
        default:
            problem(.active, "“\(text)” is neither yes nor no")
            return nil
        }
    }

    /// The number of what the row calls its department.
    private mutating func unit() -> Int? {
        let text = optional(.department)?.text
        let code = optional(.departmentID)?.text
        if code == nil, let text, let known = units.number(ofPath: text) { return known }
        if let text, !units.isPath(text) {
            problem(.department, "“\(text)” is no path of departments (write Company / Sales / DACH)")
            return nil
        }
        return units.number(text, code)
    }

    private mutating func pack(attribute index: Int, into batch: inout ImportBatch) {
        let attribute = attributes[index]
        guard let field = ImportField(attribute: row[attribute.place]) else { return }
        guard field.count <= Self.attributeLimit else {
            attributeProblem(attribute, "it is longer than \(Self.attributeLimit) bytes")
            return
        }
        let text = field.text
        let value = AttributeValue(text)
        let type = attribute.declared ?? value.type
        let number = value.number(as: type)
        if type != .text, number == nil {
            attributeProblem(attribute, "“\(text)” does not fit the attribute’s type, \(type.rawValue)")
            return
        }
        batch.see(value.type, ofAttribute: index)
        batch.packed.append(Int64(index))
        batch.packed.append(field)
        append(folded: field, to: &batch.packed)
        batch.packed.append(number.sqlValue)
    }

    private mutating func attributeProblem(_ attribute: ImportAttribute, _ reason: String) {
        problems.append(ImportProblem(row.line, header.names[attribute.place], reason))
    }
}
