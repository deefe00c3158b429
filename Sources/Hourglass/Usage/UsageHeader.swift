import Kernel
import People

/// Which field of a file of usage is what.
struct UsageHeader {
    enum Column: String, CaseIterable {
        case externalID = "external_id"
        case email, offering, day, timestamp, count
        case eventID = "event_id"
    }

    /// The names as written, for reports.
    let names: [String]
    private let places: [Column: Int]
    /// The columns that say nothing to Rapport.
    let ignored: [String]

    /// - Parameter hasOffering: whether the caller named the offering, so that the file need not.
    /// - Throws: `ImportError.header`.
    init(_ row: CSVRow, hasOffering: Bool) throws {
        names = row.texts
        var places: [Column: Int] = [:]
        var ignored: [String] = []
        for (place, name) in row.texts.enumerated() {
            guard let column = Column(rawValue: name.folded.replacing(" ", with: "_")) else {
                ignored.append(name)
                continue
            }
            guard places.updateValue(place, forKey: column) == nil else {
                throw ImportError.header(line: row.line, reason: "two columns are named \(column.rawValue)")
            }
        }
        self.places = places
        self.ignored = ignored
        func need(_ columns: [Column]) throws {
            guard columns.contains(where: { places[$0] != nil }) else {
                let wanted = columns.map(\.rawValue).joined(separator: " or ")
                throw ImportError.header(
                    line: row.line, reason: "there is no column \(wanted) in the header, only \(row.texts.joined(separator: ", "))")
            }
        }
        try need([.externalID, .email])
        if !hasOffering { try need([.offering]) }
        try need([.day, .timestamp])
        if hasOffering, places[.offering] != nil {
            throw ImportError.header(line: row.line, reason: "the file has a column offering, and --offering names one besides")
        }
        if places[.day] != nil, places[.timestamp] != nil {
            throw ImportError.header(line: row.line, reason: "both day and timestamp: only one of them can be when it was used")
        }
    }

    subscript(_ column: Column) -> Int? { places[column] }

    func name(_ column: Column) -> String { self[column].map { names[$0] } ?? column.rawValue }
}
