import Kernel
import Storage

/// The file, read in order by one task, while others pack the rows before and the database stores those before them.
extension ImportStage {
    private static let batchSize = 2000
    private static let packerCount = 3

    /// Rows of known people on their way into `staging`.
    private struct Known: Sendable {
        var people = PackedRows()
        var values = PackedRows()

        func load(into staging: Staging) async throws {
            try await staging.load("staging.person", columns: ["n"] + ImportRow.columns, packed: people)
            try await staging.load("staging.attribute", columns: ["n", "col", "value", "folded", "number"], packed: values)
        }
    }

    mutating func read(_ reader: CSVReader) async throws {
        var packers = (0..<Self.packerCount).map { _ in (packer: ImportPacker(header, attributes), numbers: PackerNumbers()) }
        var packing: [(packer: Int, task: Task<ImportBatch, Never>)] = []
        var known = Known()
        var loading: Task<Void, any Error>?
        do {
            var next = 0
            var isAtEnd = false
            while !isAtEnd || !packing.isEmpty {
                if !isAtEnd, packing.count < packers.count {
                    var rows: [Result<CSVRow, CSVProblem>] = []
                    rows.reserveCapacity(Self.batchSize)
                    while rows.count < Self.batchSize, let row = try reader.next() { rows.append(row) }
                    isAtEnd = rows.count < Self.batchSize
                    packing.append((next, Task { [packer = packers[next].packer, rows] in packer.pack(rows) }))
                    next = (next + 1) % packers.count
                    continue
                }
                let first = packing.removeFirst()
                try take(await first.task.value, &packers[first.packer].numbers, &known)
                if known.people.count >= 2 * Self.batchSize {
                    try await loading?.value
                    loading = Task { [staging, known] in try await known.load(into: staging) }
                    known = Known()
                }
            }
        } catch {
            for batch in packing { _ = await batch.task.value }
            _ = await loading?.result
            throw error
        }
        try await loading?.value
        try await known.load(into: staging)
        try spool.flush()
    }

    /// What a packer counts as departments, by the numbers of all packers together; -1 as long as no row needs it.
    private struct PackerNumbers {
        var references: [ImportDepartments.Reference] = []
        var numbers: [Int32] = []
    }

    private mutating func take(_ batch: ImportBatch, _ units: inout PackerNumbers, _ known: inout Known) throws {
        units.references += batch.references
        for _ in batch.references { units.numbers.append(-1) }
        try batch.packed.bytes.withUnsafeBytes { bytes in
            for index in batch.rows.indices { try take(index, of: batch, bytes, &units, &known) }
        }
    }

    private mutating func take(
        _ index: Int, of batch: ImportBatch, _ bytes: UnsafeRawBufferPointer, _ units: inout PackerNumbers, _ known: inout Known
    ) throws {
        let row = batch.rows[index]
        outcome.rows += 1
        guard let name = row.name else {
            outcome.refused += 1
            unreadable += 1
            for problem in row.problems { report(problem) }
            return
        }
        let slot = directory.slot(name)
        directory.mention(slot)
        if let reason = refusal(row, slot) {
            outcome.refused += 1
            report(ImportProblem(row.line, header.name(.externalID), reason, .refused))
            return
        }
        for problem in row.problems { report(problem) }
        let unit = row.unit < 0 ? -1 : try number(row.unit, &units)
        guard row.kind == .whole else {
            outcome.refused += 1
            return
        }
        directory.set(row: slots.count, of: slot)
        if header[.managerID] != nil {
            directory.set(manager: row.manager.map { directory.slot($0) }, of: slot)
        }
        for attribute in attributes.indices where attributes[attribute].declared == nil {
            if let type = batch.type(ofAttribute: attribute, row: index) { attributes[attribute].see(type) }
        }
        if directory.keys[slot] == 0 {
            places.append(Int64(try spool.append(UnsafeRawBufferPointer(rebasing: bytes[row.values]))))
        } else {
            stage(row, bytes, &known)
            places.append(-1)
        }
        unitNumbers.append(unit)
        slots.append(Int32(slot))
        lines.append(Int32(row.line))
        warned.append(!row.problems.isEmpty)
    }

    /// Why a row is not of the person whom it names.
    private func refusal(_ row: ImportBatch.Row, _ slot: Int) -> String? {
        let first = directory.rows[slot]
        if first >= 0 { return "“\(row.externalID)” is in line \(lines[Int(first)]) already" }
        return work.options.isErased(row.externalID) ? "“\(row.externalID)” was erased and is not taken in again" : nil
    }

    private func stage(_ row: ImportBatch.Row, _ bytes: UnsafeRawBufferPointer, _ known: inout Known) {
        let n = Int64(slots.count)
        known.people.append(n)
        known.people.append(packed: UnsafeRawBufferPointer(rebasing: bytes[row.values.lowerBound..<row.attributes]))
        known.people.endRow()
        var reader = PackedReader(UnsafeRawBufferPointer(rebasing: bytes[..<row.values.upperBound]), at: row.attributes)
        while !reader.isAtEnd {
            known.values.append(n)
            known.values.append(packed: reader.values(4))
            known.values.endRow()
        }
    }

    /// The number, among those of all packers, of what one of them calls `unit`.
    private mutating func number(_ unit: Int, _ units: inout PackerNumbers) throws -> Int32 {
        if units.numbers[unit] >= 0 { return units.numbers[unit] }
        let reference = units.references[unit]
        let number = referenceNumbers[reference] ?? references.count
        if number == references.count {
            guard references.count < Self.departmentLimit else {
                throw ImportError.header(
                    line: header.line, reason: "the columns of departments hold more than \(Self.departmentLimit) different ones")
            }
            references.append(reference)
            referenceNumbers[reference] = number
        }
        units.numbers[unit] = Int32(number)
        return Int32(number)
    }
}
