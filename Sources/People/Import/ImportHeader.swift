import Kernel

/// Which field of the file is what.
struct ImportHeader {
    /// The columns that are known, in no order that matters; raw values are places in `words`.
    enum Column: Int, CaseIterable {
        case externalID, email, name, firstName, title, department, departmentID, managerID, country, site, timeZone, language, hiredOn
        case active

        private static let words = [
            "external_id", "email", "name", "first_name", "title", "department", "department_id", "manager_id", "country", "site",
            "time_zone", "language", "hired_on", "active",
        ]

        init?(word: String) {
            guard let place = Self.words.firstIndex(of: word) else { return nil }
            self.init(rawValue: place)
        }

        var word: String { Self.words[rawValue] }
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
            if let column = Column(word: folded) {
                places[column.rawValue] = place
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
                reason: "there is no column \(required.word) in the header, only \(names.joined(separator: ", "))\(only)")
        }
        guard attributes.count <= 200 else {
            throw ImportError.header(line: row.line, reason: "more than 200 columns of custom attributes")
        }
    }

    subscript(_ column: Column) -> Int? { places[column.rawValue] }

    func name(_ column: Column) -> String { self[column].map { names[$0] } ?? column.word }

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
