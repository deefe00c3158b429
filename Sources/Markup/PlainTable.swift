/// A table as plain text: in columns where it fits into the line, else each row as lines of `header: value`.
struct PlainTable {
    private let table: TableBlock

    init(_ table: TableBlock) { self.table = table }

    func write(_ writer: inout PlainWriter, lead: [UInt8], prefix: [UInt8]) {
        let width = TextFlow.columns - DisplayWidth.of(prefix)
        guard let cells = constantCells() else { return writeRows(&writer, lead: lead, prefix: prefix) }
        let widths = cells.reduce(into: Array(repeating: 0, count: table.header.count)) { widths, row in
            for (column, cell) in row.enumerated() where column < widths.count {
                widths[column] = max(widths[column], DisplayWidth.of(cell))
            }
        }
        guard widths.reduce(0, +) + 2 * max(widths.count - 1, 0) <= width else { return writeRows(&writer, lead: lead, prefix: prefix) }
        for (index, row) in cells.enumerated() {
            writer.line((index == 0 ? lead : prefix) + line(row, widths))
            if index == 0 { writer.line(prefix + line(widths.map { Array(repeating: UInt8(ascii: "-"), count: max($0, 1)) }, widths)) }
        }
    }

    /// Every cell as bytes; `nil` when a field or link makes the width of one unknown.
    private func constantCells() -> [[[UInt8]]]? {
        var rows: [[[UInt8]]] = []
        for row in [table.header] + table.rows {
            var cells: [[UInt8]] = []
            for cell in row {
                var tokens = PlainTokens()
                tokens.add(cell)
                guard tokens.isConstant else { return nil }
                var text: [UInt8] = []
                for token in tokens.all {
                    switch token {
                    case .word(let bytes): text += bytes
                    case .space, .lineBreak: text.append(0x20)
                    case .opportunity, .field, .link: break
                    }
                }
                cells.append(foldedText(text))
            }
            rows.append(cells)
        }
        return rows
    }

    private func line(_ row: [[UInt8]], _ widths: [Int]) -> [UInt8] {
        var line: [UInt8] = []
        for (column, cell) in row.enumerated() where column < widths.count {
            if column > 0 { line += [0x20, 0x20] }
            let room = max(0, widths[column] - DisplayWidth.of(cell))
            let before: Int
            switch table.alignment(column) {
            case .none, .left: before = 0
            case .center: before = room / 2
            case .right: before = room
            }
            line += Array(repeating: 0x20, count: before) + cell + Array(repeating: 0x20, count: room - before)
        }
        while line.last == 0x20 { line.removeLast() }
        return line
    }

    private func writeRows(_ writer: inout PlainWriter, lead: [UInt8], prefix: [UInt8]) {
        var isFirst = true
        for (number, row) in (table.rows.isEmpty ? [table.header] : table.rows).enumerated() {
            if number > 0 { writer.line(prefix) }
            for (column, cell) in row.enumerated() where !cell.isBlank {
                let header = column < table.header.count && !table.rows.isEmpty ? table.header[column] : []
                let words = header.isBlank ? cell : header + [.text(Array(": ".utf8))] + cell
                writer.fill(words, lead: isFirst ? lead : prefix, prefix: prefix + [0x20, 0x20])
                isFirst = false
            }
        }
        if isFirst { writer.line(lead) }
    }
}
