import CLibPQ
import Storage

/// Type numbers of `pg_type` that never change.
private enum TypeNumber {
    static let bool: Oid = 16, bytea: Oid = 17, int8: Oid = 20, int2: Oid = 21, int4: Oid = 23, text: Oid = 25
    static let float4: Oid = 700, float8: Oid = 701, varchar: Oid = 1043, name: Oid = 19, textList: Oid = 1009, int8List: Oid = 1016
}

extension SQLType {
    fileprivate var postgresType: Oid {
        switch self {
        case .int8: TypeNumber.int8
        case .text: TypeNumber.text
        case .float8: TypeNumber.float8
        case .bytea: TypeNumber.bytea
        case .bool: TypeNumber.bool
        case .int8List: TypeNumber.int8List
        case .textList: TypeNumber.textList
        }
    }
}

extension SQLValue {
    var postgresType: Oid {
        switch self {
        case .null(let type): type.postgresType
        case .int8: TypeNumber.int8
        case .text: TypeNumber.text
        case .float8: TypeNumber.float8
        case .bytea: TypeNumber.bytea
        case .bool: TypeNumber.bool
        case .int8List: TypeNumber.int8List
        case .textList: TypeNumber.textList
        }
    }

    /// The field of a binary COPY: its length and its bytes.
    func appendBinary(to buffer: inout [UInt8]) {
        switch self {
        case .null: buffer.append(bigEndian: Int32(-1))
        case .int8(let number):
            buffer.append(bigEndian: Int32(8))
            buffer.append(bigEndian: number)
        case .float8(let number):
            buffer.append(bigEndian: Int32(8))
            buffer.append(bigEndian: Int64(bitPattern: number.bitPattern))
        case .bool(let bool):
            buffer.append(bigEndian: Int32(1))
            buffer.append(bool ? 1 : 0)
        case .text(let text):
            let bytes = text.utf8
            buffer.append(bigEndian: Int32(bytes.count))
            buffer.append(contentsOf: bytes)
        case .bytea(let bytes):
            buffer.append(bigEndian: Int32(bytes.count))
            buffer.append(contentsOf: bytes)
        case .int8List, .textList: preconditionFailure("lists are parameters, not columns")
        }
    }
}

extension [UInt8] {
    mutating func append(bigEndian value: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: value.bigEndian) { append(contentsOf: $0) }
    }
}

/// The parameters of one call as libpq takes them: text, and bytes for bytea.
struct PostgresParameters {
    private var storage: [UInt8] = []
    private var places: [Int?] = []
    private var lengths: [Int32] = []
    private var formats: [Int32] = []

    init(_ values: [SQLValue]) {
        for value in values {
            var binary: Int32 = 0
            places.append(storage.count)
            let start = storage.count
            switch value {
            case .null: places[places.count - 1] = nil
            case .int8(let number): storage += Array(String(number).utf8)
            case .float8(let number): storage += Array((number.isInfinite ? (number > 0 ? "Infinity" : "-Infinity") : "\(number)").utf8)
            case .bool(let bool): storage.append(bool ? UInt8(ascii: "t") : UInt8(ascii: "f"))
            case .text(let text): storage += Array(text.utf8)
            case .bytea(let bytes):
                storage += bytes
                binary = 1
            case .int8List(let numbers): storage += Array("{\(numbers.map { String($0) }.joined(separator: ","))}".utf8)
            case .textList(let texts): Self.append(texts, to: &storage)
            }
            lengths.append(Int32(storage.count - start))
            formats.append(binary)
            storage.append(0)
        }
    }

    /// An array literal (PostgreSQL manual §8.15.2) with every element quoted.
    private static func append(_ texts: [String], to storage: inout [UInt8]) {
        storage.append(UInt8(ascii: "{"))
        for (index, text) in texts.enumerated() {
            if index > 0 { storage.append(UInt8(ascii: ",")) }
            storage.append(UInt8(ascii: "\""))
            for byte in text.utf8 {
                if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { storage.append(UInt8(ascii: "\\")) }
                storage.append(byte)
            }
            storage.append(UInt8(ascii: "\""))
        }
        storage.append(UInt8(ascii: "}"))
    }

    mutating func withPointers<Result>(
        _ body: (UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?) throws -> Result
    ) rethrows -> Result {
        try storage.withUnsafeBytes { bytes in
            let start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
            let pointers = places.map { place in place.flatMap { offset in start.map { UnsafePointer($0 + offset) } } }
            return try pointers.withUnsafeBufferPointer { pointers in
                try lengths.withUnsafeBufferPointer { lengths in
                    try formats.withUnsafeBufferPointer { try body(pointers.baseAddress, lengths.baseAddress, $0.baseAddress) }
                }
            }
        }
    }
}

/// An answer in binary format, read by the column's own type.
final class PostgresResult: RowSource {
    private let result: OpaquePointer
    let count: Int32
    var row: Int32 = 0

    private(set) lazy var columns: [String: Int] = {
        var columns: [String: Int] = [:]
        for column in 0..<PQnfields(result) {
            if let name = PQfname(result, column) { columns[String(cString: name)] = Int(column) }
        }
        return columns
    }()

    init(_ result: OpaquePointer) {
        self.result = result
        count = PQntuples(result)
    }

    deinit { PQclear(result) }

    /// How many rows a command changed.
    var changed: Int { Int(String(cString: PQcmdTuples(result))) ?? 0 }

    func isNull(_ column: Int) -> Bool { PQgetisnull(result, row, Int32(column)) == 1 }

    private func bytes(_ column: Int) -> UnsafeRawBufferPointer? {
        guard !isNull(column), let start = PQgetvalue(result, row, Int32(column)) else { return nil }
        return UnsafeRawBufferPointer(start: start, count: Int(PQgetlength(result, row, Int32(column))))
    }

    private func mismatch(_ column: Int, _ wanted: String) -> StorageError {
        let name = PQfname(result, Int32(column)).map { String(cString: $0) } ?? String(column)
        return .unreadable("column \(name) has type \(PQftype(result, Int32(column))), not \(wanted): cast it")
    }

    private func integer<Number: FixedWidthInteger>(_ bytes: UnsafeRawBufferPointer, _: Number.Type) -> Number {
        Number(bigEndian: bytes.loadUnaligned(as: Number.self))
    }

    func int8(_ column: Int) throws -> Int64? {
        guard let bytes = bytes(column) else { return nil }
        switch PQftype(result, Int32(column)) {
        case TypeNumber.int8: return integer(bytes, Int64.self)
        case TypeNumber.int4: return Int64(integer(bytes, Int32.self))
        case TypeNumber.int2: return Int64(integer(bytes, Int16.self))
        default: throw mismatch(column, "int8")
        }
    }

    func float8(_ column: Int) throws -> Double? {
        guard let bytes = bytes(column) else { return nil }
        switch PQftype(result, Int32(column)) {
        case TypeNumber.float8: return Double(bitPattern: integer(bytes, UInt64.self))
        case TypeNumber.float4: return Double(Float(bitPattern: integer(bytes, UInt32.self)))
        default: return try int8(column).map { Double($0) }
        }
    }

    func text(_ column: Int) throws -> String? {
        guard let bytes = bytes(column) else { return nil }
        switch PQftype(result, Int32(column)) {
        case TypeNumber.text, TypeNumber.varchar, TypeNumber.name: return String(decoding: bytes, as: UTF8.self)
        default: throw mismatch(column, "text")
        }
    }

    func bytea(_ column: Int) throws -> [UInt8]? {
        guard let bytes = bytes(column) else { return nil }
        guard PQftype(result, Int32(column)) == TypeNumber.bytea else { throw mismatch(column, "bytea") }
        return [UInt8](bytes)
    }

    func bool(_ column: Int) throws -> Bool? {
        guard let bytes = bytes(column) else { return nil }
        guard PQftype(result, Int32(column)) == TypeNumber.bool else { throw mismatch(column, "bool") }
        return bytes[0] != 0
    }
}
