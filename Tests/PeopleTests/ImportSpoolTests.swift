import Storage
import Testing

@testable import People

@Suite("The spool of new people")
struct ImportSpoolTests {
    @Test("Rows come back as they were, in any order, however long they are")
    func roundTrip() throws {
        let spool = try ImportSpool()
        var rows: [(place: Int, values: [SQLValue])] = []
        for index in 0..<3000 {
            let values: [SQLValue] = [
                .text("E-\(index)"), .text(""), .text(String(repeating: "ü", count: index % 7 == 0 ? 2000 : index % 40)), .null(.text),
                .int8(Int64(index) * -7_000_000_007), .null(.int8), .bool(index % 2 == 0), .null(.bool), .float8(Double(index) / 3),
                .null(.float8),
            ]
            var packed = PackedRows()
            packed.append(row: values)
            rows.append((try packed.bytes.withUnsafeBytes { try spool.append($0) }, values))
        }
        try spool.flush()
        var reader = spool.reader
        for row in rows { #expect(try reader.row(at: row.place) == row.values) }
        for row in rows.reversed() { #expect(try reader.row(at: row.place) == row.values) }
    }
}

@Suite("The order of names")
struct SortKeyTests {
    @Test("The quick way over Latin letters gives what the tables of Foundation give")
    func quickWay() throws {
        for value in UInt32(0x20)..<0x250 {
            let scalar = try #require(Unicode.Scalar(value))
            for text in ["\(scalar)", "A\(scalar)z", " \(scalar)  B", "ß\(scalar)É"] {
                #expect(text.sortKey == text.slowSortKey, "U+\(String(value, radix: 16))")
            }
        }
    }
}
