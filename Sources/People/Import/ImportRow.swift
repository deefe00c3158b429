import Kernel
import Storage

/// Makes staged rows out of rows of the file, and says what is wrong with them. Values that repeat (titles, sites, countries) are folded once.
struct ImportRow {
    /// What `values` gives: the columns of `person` that the file alone decides, then the manager's id as written.
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
    private var folds: [String: String] = [:]
    private(set) var problems: [ImportProblem] = []
    private var row = CSVRow.empty
    /// What the row says, apart from what needs the other rows.
    var externalID = ""
    var managerID: String?
    var department: ImportDepartments.Reference?

    init(header: ImportHeader) { self.header = header }

    /// Turns to the next row of the file.
    mutating func turn(to row: CSVRow) {
        self.row = row
        problems.removeAll(keepingCapacity: true)
        externalID = ""
    }

    mutating func problem(_ column: ImportHeader.Column, _ reason: String, _ consequence: ImportProblem.Consequence = .withoutField) {
        problems.append(ImportProblem(row.line, header.name(column), reason, consequence))
    }

    /// Reads what says who the row is about.
    /// - Returns: false when the row is refused, for a reason that is then among the problems.
    mutating func identify() -> Bool {
        guard row.count == header.names.count else {
            let last = header.names[min(row.count, header.names.count) - 1]
            problems.append(
                ImportProblem(row.line, last, "the row has \(row.count) fields, the header \(header.names.count)", .refused))
            return false
        }
        guard let id = text(.externalID), !id.isEmpty else {
            if problems.isEmpty { problem(.externalID, "it is empty", .refused) }
            return false
        }
        externalID = id
        return true
    }

    /// The values of `columns`; `nil` when the row is refused.
    mutating func values() -> [SQLValue]? {
        guard let name = text(.name), !name.isEmpty else {
            if problems.isEmpty { problem(.name, "it is empty", .refused) }
            return nil
        }
        let email = email()
        let firstName = text(.firstName).flatMap { $0.isEmpty ? nil : $0 } ?? Self.firstWord(name)
        let title = optional(.title)
        let country = optional(.country)
        let site = optional(.site)
        let zone = zone()
        let language = optional(.language)
        let hiredOn = hiredOn()
        let active = active()
        return [
            .text(externalID), .text(externalID.folded), email.sqlValue, email?.folded.sqlValue ?? .null(.text), .text(name),
            .text(name.folded), .text(name.sortKey), .text(firstName), .text(fold(firstName)), title.sqlValue, fold(title),
            country.sqlValue, fold(country), site.sqlValue, fold(site), zone.sqlValue, fold(language), hiredOn.sqlValue, active.sqlValue,
            managerID.sqlValue,
        ]
    }

    mutating func fold(_ text: String) -> String {
        guard text.utf8.count <= 64 else { return text.folded }
        if let known = folds[text] { return known }
        if folds.count > 20_000 { folds.removeAll(keepingCapacity: true) }
        let folded = text.folded
        folds[text] = folded
        return folded
    }

    private mutating func fold(_ text: String?) -> SQLValue { text.map { .text(fold($0)) } ?? .null(.text) }

    /// A field on one line without white space at its ends; `nil` without the column, and where the field is too long, which is a problem.
    mutating func text(_ column: ImportHeader.Column) -> String? {
        guard let place = header[column] else { return nil }
        let text = Self.line(row[place])
        guard text.utf8.count <= Self.limit(column) else {
            let required = column == .externalID || column == .name
            problem(column, "it is longer than \(Self.limit(column)) bytes", required ? .refused : .withoutField)
            return nil
        }
        return text
    }

    mutating func optional(_ column: ImportHeader.Column) -> String? {
        guard let text = text(column), !text.isEmpty else { return nil }
        return text
    }

    static func line(_ bytes: ArraySlice<UInt8>) -> String {
        var bytes = bytes
        var controls = false
        var ascii = true
        for byte in bytes {
            if byte < 0x20 { controls = true }
            if byte >= 0x80 { ascii = false }
        }
        if controls { bytes = bytes.map { $0 < 0x20 ? 0x20 : $0 }[...] }
        while let first = bytes.first, first == 0x20 { bytes.removeFirst() }
        while let last = bytes.last, last == 0x20 { bytes.removeLast() }
        let text = String(decoding: bytes, as: UTF8.self)
        return ascii ? text : String(text.trimmed)
    }

    private static func firstWord(_ name: String) -> String {
        String(decoding: name.utf8.prefix { $0 != 0x20 }, as: UTF8.self)
    }

    /// A field by its place, for custom attributes: white space at its ends goes, line ends stay.
    func attribute(_ place: Int) -> String { String(row.text(place).trimmed) }

    mutating func attributeProblem(_ name: String, _ reason: String) {
        problems.append(ImportProblem(row.line, name, reason))
    }

    private mutating func email() -> String? {
        guard let text = optional(.email) else { return nil }
        guard MailAddress.isPlausible(text) else {
            problem(.email, "“\(text)” is no mail address")
            return nil
        }
        return text
    }

    private mutating func zone() -> String? {
        guard let text = optional(.timeZone) else { return nil }
        guard Zone(text) != nil else {
            problem(.timeZone, "“\(text)” is no time zone (write its IANA name, such as Europe/Berlin)")
            return nil
        }
        return text
    }

    private mutating func hiredOn() -> Day? {
        guard let text = optional(.hiredOn) else { return nil }
        guard let day = Day(text) else {
            problem(.hiredOn, "“\(text)” is no date (write 2026-03-02)")
            return nil
        }
        return day
    }

    /// Who is listed without a word about it is active; `nil`, which leaves a stored person as they are, for a word that is neither.
    private mutating func active() -> Bool? {
        guard let text = optional(.active) else { return problems.contains { $0.column == header.name(.active) } ? nil : true }
        switch fold(text) {
        case "yes", "true", "1", "y", "active": return true
        case "no", "false", "0", "n", "inactive": return false
        default:
            problem(.active, "“\(text)” is neither yes nor no")
            return nil
        }
    }
}

enum MailAddress {
    /// Whether a message could be sent there: a local part of up to 64 bytes without white space, quotes, brackets, commas or colons, and a
    /// domain of at least two labels of letters, digits (of any script) and inner hyphens (RFC 5321 §4.1.2, RFC 6531; its quoted local
    /// parts and address literals are not taken, as no employee has one).
    static func isPlausible(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { isPlausible($0) }
    }

    private static func isRefused(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "["), UInt8(ascii: "]"),
            UInt8(ascii: ":"), UInt8(ascii: ";"), UInt8(ascii: ","), UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: "@"):
            true
        default: false
        }
    }

    private static func isPlausible(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let at = bytes.firstIndex(of: UInt8(ascii: "@")), (1...64).contains(at), bytes.count <= 254 else { return false }
        guard bytes[..<at].allSatisfy({ $0 > 0x20 && $0 != 0x7F && !isRefused($0) }) else { return false }
        guard bytes[0] != UInt8(ascii: "."), bytes[at - 1] != UInt8(ascii: "."),
            !zip(bytes[..<at], bytes[..<at].dropFirst()).contains(where: { $0 == UInt8(ascii: ".") && $1 == UInt8(ascii: ".") })
        else { return false }
        let labels = bytes[(at + 1)...].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return labels.count >= 2
            && labels.allSatisfy { label in
                (1...63).contains(label.count) && label.first != UInt8(ascii: "-") && label.last != UInt8(ascii: "-")
                    && label.allSatisfy { byte in
                        byte >= 0x80 || byte == UInt8(ascii: "-") || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF)
                    }
            }
    }
}
