import Kernel
import Storage
import Synchronization

/// Rows of the file as they are packed, before they meet the others.
struct ImportBatch: Sendable {
    enum Kind: Sendable {
        /// Nobody knows whose row it is.
        case unreadable
        case refused, whole
    }

    struct Row: Sendable {
        var line = 0
        var kind = Kind.unreadable
        var problems: [ImportProblem] = []
        /// As written, and as the directory knows it; unless the row is unreadable.
        var externalID = ""
        var name: ImportDirectory.Name?
        var manager: ImportDirectory.Name?
        /// The number of what it calls its department, as its packer counts them; -1 for none.
        var unit = -1
        /// Where its values stand packed, and where those of attributes begin.
        var values = 0..<0
        var attributes = 0
    }

    var rows: [Row] = []
    var packed = PackedRows()
    /// What its packer had not yet met of departments.
    var references: [ImportDepartments.Reference] = []
    private let attributes: Int
    private var types: [AttributeType?] = []

    init(attributes: Int) { self.attributes = attributes }

    mutating func reserve(_ count: Int) {
        rows.reserveCapacity(count)
        types.reserveCapacity(count * attributes)
        packed.reserve(bytes: count * 400)
    }

    mutating func beginRow() { for _ in 0..<attributes { types.append(nil) } }

    /// Notes the type of a value of the row that was begun last.
    mutating func see(_ type: AttributeType, ofAttribute index: Int) { types[types.count - attributes + index] = type }

    func type(ofAttribute index: Int, row: Int) -> AttributeType? { types[row * attributes + index] }
}

/// What a packer met as departments, each once, with its number.
struct ImportUnitNames: Sendable {
    private(set) var references: [ImportDepartments.Reference] = []
    private var numbers: [ImportDepartments.Reference: Int] = [:]
    private var paths: [String: DepartmentPath?] = [:]
    /// The references that are a path alone.
    private var pathNumbers: [String: Int] = [:]

    mutating func isPath(_ text: String) -> Bool { path(text) != nil }

    private mutating func path(_ text: String) -> DepartmentPath? {
        if let known = paths[text] { return known }
        let path = DepartmentPath(text)
        paths[text] = .some(path)
        return path
    }

    /// The number of a path that rows before had without a `department_id`.
    func number(ofPath text: String) -> Int? { pathNumbers[text] }

    /// - Parameter text: a path, if there is one.
    mutating func number(_ text: String?, _ code: String?) -> Int? {
        guard text != nil || code != nil else { return nil }
        let reference = ImportDepartments.Reference(path: text.flatMap { path($0) }, code: code)
        let number = numbers[reference] ?? references.count
        if number == references.count {
            references.append(reference)
            numbers[reference] = number
        }
        if code == nil, let text { pathNumbers[text] = number }
        return number
    }
}

/// Packs batches on any core, one at a time, with what it remembers of those before.
final class ImportPacker: Sendable {
    private let row: Mutex<ImportRow>

    init(_ header: ImportHeader, _ attributes: [ImportAttribute]) { row = Mutex(ImportRow(header: header, attributes: attributes)) }

    func pack(_ rows: [Result<CSVRow, CSVProblem>]) -> ImportBatch { row.withLock { $0.pack(rows) } }
}
