import Kernel
import Testing

@Suite("Reading comma-separated values")
struct CSVReaderTests {
    private static func read(_ text: String) throws -> (rows: [[String]], problems: [CSVProblem]) { try read(Array(text.utf8)) }

    private static func read(_ bytes: [UInt8], limits: CSVReader.Limits = .init()) throws -> (rows: [[String]], problems: [CSVProblem]) {
        let reader = CSVReader(bytes, limits: limits)
        var rows = [try reader.header().texts]
        var problems: [CSVProblem] = []
        while let next = try reader.next() {
            switch next {
            case .success(let row): rows.append(row.texts)
            case .failure(let problem): problems.append(problem)
            }
        }
        return (rows, problems)
    }

    @Test(
        "takes what RFC 4180 and spreadsheets write",
        arguments: [
            ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
            ("a,b\r\n1,2", [["a", "b"], ["1", "2"]]),
            ("\u{FEFF}a;b\r\n1,5;2\r\n", [["a", "b"], ["1,5", "2"]]),
            ("a\tb\n1;\t2,\n", [["a", "b"], ["1;", "2,"]]),
            ("a,b\n\"1,\"\"x\"\"\",\"2\r\n3\"\n", [["a", "b"], ["1,\"x\"", "2\r\n3"]]),
            ("a,b\n\"\",\n", [["a", "b"], ["", ""]]),
            ("\n\r\na,b\n\n1,2\n\r\n", [["a", "b"], ["1", "2"]]),
            ("\"a;x\",b\n1,2", [["a;x", "b"], ["1", "2"]]),
            ("a\n\"\"\n", [["a"], [""]]),
            ("a,b\nZoë,株式会社🙂\n", [["a", "b"], ["Zoë", "株式会社🙂"]]),
            ("a,b\n\"x\"", [["a", "b"], ["x"]]),
            ("a,b\r", [["a", "b"]]),
        ])
    func wellFormed(text: String, expected: [[String]]) throws {
        let (rows, problems) = try Self.read(text)
        #expect(rows == expected)
        #expect(problems.isEmpty)
    }

    @Test(
        "says where a row is malformed and goes on with the next line",
        arguments: [
            ("a,b\n1,x\"y\n3,4\n", 2, 4, 2, CSVProblem.Reason.quoteInField),
            ("a,b\n\"1\"x,2\n3,4\n", 2, 4, 1, .textAfterQuote),
            ("a,b\n1,\"open\n3,4\n", 2, 3, 2, .unclosedQuote),
            ("a,b\n1,\"open\n\"3\",4\n3,4\n", 2, 3, 2, .unclosedQuote),
            ("a,b\n1,2\r3\n3,4\n", 2, 4, 2, .carriageReturn),
            ("a,b\néé,\0\n3,4\n", 2, 4, 2, .nul),
            ("a,b\n\"x\ny\",\0\n3,4\n", 3, 4, 2, .nul),
        ])
    func malformed(text: String, line: Int, column: Int, field: Int, reason: CSVProblem.Reason) throws {
        let (rows, problems) = try Self.read(text)
        #expect(problems.map(\.reason) == [reason])
        #expect(problems.map(\.line) == [line])
        #expect(problems.map(\.column) == [column])
        #expect(problems.map(\.field) == [field])
        #expect(rows.last == ["3", "4"])
    }

    @Test(
        "refuses what is not UTF-8 (RFC 3629)",
        arguments: [
            [0xFF], [0xC3], [0xC0, 0x80], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0x80], [0xF0, 0x9F, 0x99],
        ] as [[UInt8]])
    func invalid(bytes: [UInt8]) throws {
        let (rows, problems) = try Self.read(Array("a,b\n1,é".utf8) + bytes + Array("\n3,4\n".utf8))
        #expect(problems.map(\.reason) == [.invalidUTF8])
        #expect(problems.map { [$0.row, $0.line, $0.column, $0.field] } == [[2, 2, 4, 2]])
        #expect(rows == [["a", "b"], ["3", "4"]])
    }

    @Test("bounds fields and rows, and needs no line end to go on")
    func limits() throws {
        let limits = CSVReader.Limits(field: 10, row: 40)
        let long = String(repeating: "x", count: 400_000)
        let text = "a,b\n\(long),1\n1,\"\(long)\n2,2\n3,\"12345678901\"\n\(String(repeating: "1,", count: 30))\n4,4"
        let (rows, problems) = try Self.read(Array(text.utf8), limits: limits)
        #expect(rows == [["a", "b"], ["2", "2"], ["4", "4"]])
        #expect(problems.map(\.reason) == [.longField(limit: 10), .longField(limit: 10), .longField(limit: 10), .longRow(limit: 40)])
        #expect(problems.map(\.line) == [2, 3, 5, 6])
    }

    @Test(
        "tells a file without a header, in UTF-16, or with an ambiguous separator",
        arguments: [
            ([], CSVProblem.Reason.empty), ([10, 13, 10], .empty), ([0xFF, 0xFE, 0x61, 0], .utf16),
            (Array("a,b;c\n".utf8), .unknownSeparator),
        ] as [([UInt8], CSVProblem.Reason)])
    func headers(bytes: [UInt8], reason: CSVProblem.Reason) {
        #expect { try CSVReader(bytes).header() } throws: { ($0 as? CSVProblem)?.reason == reason }
    }

    @Test("gives the same however the source cuts the bytes", arguments: 1...7)
    func chunks(size: Int) throws {
        let text = "\u{FEFF}a,b\r\n\"x\r\n\"\"é\"\"\",2\r\n\r\nbad\"row,1\r\n\"\",\"y\"\r\n3,\"open\r\n5,6"
        let whole = try Self.read(text)
        var rest = Array(text.utf8)[...]
        let reader = CSVReader { buffer in
            let count = min(size, rest.count)
            buffer.copyBytes(from: rest.prefix(count))
            rest.removeFirst(count)
            return count
        }
        var rows = [try reader.header().texts]
        var lines: [Int] = []
        var problems: [CSVProblem] = []
        while let next = try reader.next() {
            switch next {
            case .success(let row):
                rows.append(row.texts)
                lines.append(row.line)
            case .failure(let problem): problems.append(problem)
            }
        }
        #expect(rows == whole.rows)
        #expect(problems == whole.problems)
        #expect(lines == [2, 6, 8])
        #expect(problems.map(\.line) == [5, 7])
    }

    @Test("reads back what the writer wrote", arguments: [",", ";", "\t"])
    func writer(separator: String) throws {
        let rows = [
            ["name", "no,te;\t"], ["Zoë \"Z\"", "line\r\nbreak"], ["", ""], ["=1+1", "-5"], [" x ", "\"\""],
        ]
        var writer = CSVWriter(separator: separator.utf8.first ?? 0)
        for row in rows { writer.row(row) }
        #expect(try Self.read(writer.take()).rows == rows)
        #expect(writer.take().isEmpty)
        var single = CSVWriter()
        single.row(["a"])
        single.row([""])
        #expect(try Self.read(single.take()).rows == [["a"], [""]])
    }

    @Test("keeps a spreadsheet from running what people wrote, and leaves numbers alone")
    func formulas() {
        var writer = CSVWriter(guardsFormulas: true)
        writer.row(["=HYPERLINK(\"x\")", "+49 30", "-5.2", "@a", "plain"])
        #expect(String(decoding: writer.take(), as: UTF8.self) == "\"'=HYPERLINK(\"\"x\"\")\",'+49 30,-5.2,'@a,plain\r\n")
    }
}
