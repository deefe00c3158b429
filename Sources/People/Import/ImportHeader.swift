import Kernel

/// Which field of the file is what.
struct ImportHeader {
    enum Column: String, CaseIterable {
        case externalID = "external_id"
        case email, name
        case firstName = "first_name"
        case title, department
        case departmentID = "department_id"
        case managerID = "manager_id"
        case country, site
        case timeZone = "time_zone"
        case language
        case hiredOn = "hired_on"
        case active
    }

    /// The names as written, for reports.
    let names: [String]
    let line: Int
    /// The place of each known column in the file.
    private let places: [Int?]
    /// The places of custom attributes and the names under which they are stored.
    let attributes: [(place: Int, name: String)]

    init(_ row: CSVRow, delimiter: UInt8?) throws {
        names = row.texts.map { String($0.trimmed) }
        line = row.line
        var places = [Int?](repeating: nil, count: Column.allCases.count)
        var attributes: [(Int, String)] = []
        var seen: [String: Int] = [:]
        for (place, name) in names.enumerated() {
            // The names of known columns are taken in any case (`Email`); attributes become names of the rule language (`cost centre` → `cost_centre`).
            let folded = Self.identifier(name)
            guard !folded.isEmpty else { throw ImportError.header(line: row.line, reason: "column \(place + 1) has no name") }
            guard folded.utf8.count <= 64 else {
                throw ImportError.header(line: row.line, reason: "the name of column \(place + 1) is longer than 64 bytes")
            }
            if let first = seen[folded] {
                throw ImportError.header(line: row.line, reason: "columns \(first + 1) and \(place + 1) are both named “\(folded)”")
            }
            seen[folded] = place
            if let index = Column.allCases.firstIndex(where: { $0.rawValue == folded }) {
                places[index] = place
            } else {
                attributes.append((place, folded))
            }
        }
        self.places = places
        self.attributes = attributes
        for required in [Column.externalID, .name] where self[required] == nil {
            let only = names.count == 1 ? " (columns are separated by commas, semicolons or tabs)" : ""
            throw ImportError.header(
                line: row.line,
                reason: "there is no column \(required.rawValue) in the header, only \(names.joined(separator: ", "))\(only)")
        }
        guard attributes.count <= 200 else {
            throw ImportError.header(line: row.line, reason: "more than 200 columns of custom attributes")
        }
    }

    subscript(_ column: Column) -> Int? {
        places[Column.allCases.firstIndex(of: column) ?? 0]
    }

    func name(_ column: Column) -> String { self[column].map { names[$0] } ?? column.rawValue }

    /// Letters and digits of any script in lower case, all else as single underscores between them.
    static func identifier(_ name: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in name.folded.unicodeScalars {
            if scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
                result.append(scalar)
            } else if let last = result.last, last != "_" {
                result.append("_")
            }
        }
        while result.last == "_" { result.removeLast() }
        return String(result)
    }
}

extension StringProtocol {
    /// Without white space at either end.
    var trimmed: SubSequence {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace }) else {
            return self[endIndex..<endIndex]
        }
        return self[first...last]
    }
}
