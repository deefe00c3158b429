/// Rows on their way into a table, packed as bytes: a million of them are a few buffers instead of as many arrays of texts. SQLite takes the
/// texts from where they stand.
package struct PackedRows: Sendable {
    /// The values one after the other, those of one row after those of another.
    package private(set) var bytes: [UInt8] = []
    /// How many rows were ended.
    package private(set) var count = 0

    package init() {}

    package var isEmpty: Bool { count == 0 }

    /// Ends a row; as many values belong to it as the table is given columns.
    package mutating func endRow() { count += 1 }

    package mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        count = 0
    }

    package mutating func reserve(bytes count: Int) { bytes.reserveCapacity(count) }

    package mutating func append(row: [SQLValue]) {
        for value in row { append(value) }
        endRow()
    }

    package mutating func append(_ value: SQLValue) {
        switch value {
        case .text(let text): append(text: text)
        case .int8(let number): append(number)
        case .float8(let number):
            bytes.append(PackedValue.Tag.float8)
            bytes.append(littleEndian: number.bitPattern)
        case .bool(let bool): append(bool)
        case .bytea(let content):
            bytes.append(PackedValue.Tag.bytea)
            bytes.append(littleEndian: UInt32(content.count))
            bytes.append(contentsOf: content)
        case .null(let type): appendNull(type)
        case .int8List, .textList: preconditionFailure("lists are parameters, not columns")
        }
    }

    package mutating func append(_ number: Int64) {
        bytes.append(PackedValue.Tag.int8)
        bytes.append(littleEndian: number)
    }

    package mutating func append(_ bool: Bool) { bytes.append(bool ? PackedValue.Tag.yes : PackedValue.Tag.no) }

    package mutating func appendNull(_ type: SQLType) { bytes.append(PackedValue.Tag.null + PackedValue.Tag.place(type)) }

    package mutating func append(text: String) {
        var text = text
        text.withUTF8 { append(utf8: UnsafeRawBufferPointer($0)) }
    }

    /// Adds a text that is valid UTF-8 without NUL.
    package mutating func append(utf8 text: UnsafeRawBufferPointer) {
        bytes.append(PackedValue.Tag.text)
        bytes.append(littleEndian: UInt32(text.count))
        bytes.append(contentsOf: text)
    }

    /// Adds an ASCII text with its capitals in lower case.
    package mutating func append(loweringASCII text: UnsafeRawBufferPointer) {
        let start = bytes.count + 5
        append(utf8: text)
        bytes.withUnsafeMutableBytes { bytes in
            for place in start..<bytes.count where bytes[place] &- 0x41 < 26 { bytes[place] |= 0x20 }
        }
    }

    /// Adds values that stand packed elsewhere.
    package mutating func append(packed values: UnsafeRawBufferPointer) { bytes.append(contentsOf: values) }
}

extension [UInt8] {
    fileprivate mutating func append(littleEndian value: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: value.littleEndian) { append(contentsOf: $0) }
    }
}

/// A packed value where it stands.
package enum PackedValue {
    case null(SQLType)
    case int8(Int64)
    case float8(Double)
    case bool(Bool)
    case text(UnsafeRawBufferPointer)
    case bytea(UnsafeRawBufferPointer)

    enum Tag {
        static let text: UInt8 = 0, int8: UInt8 = 1, float8: UInt8 = 2, yes: UInt8 = 3, no: UInt8 = 4, bytea: UInt8 = 5, null: UInt8 = 16

        static func place(_ type: SQLType) -> UInt8 {
            switch type {
            case .int8: 0
            case .text: 1
            case .float8: 2
            case .bytea: 3
            case .bool: 4
            case .int8List, .textList: preconditionFailure("lists are parameters, not columns")
            }
        }

        static let types: [SQLType] = [.int8, .text, .float8, .bytea, .bool]
    }
}

/// Goes through packed values one by one. The bytes must stay where they are meanwhile.
package struct PackedReader {
    package let bytes: UnsafeRawBufferPointer
    /// Where the next value starts.
    package private(set) var place: Int

    package init(_ bytes: UnsafeRawBufferPointer, at place: Int = 0) {
        self.bytes = bytes
        self.place = place
    }

    package var isAtEnd: Bool { place >= bytes.count }

    package mutating func next() -> PackedValue {
        let tag = bytes[place]
        place += 1
        switch tag {
        case PackedValue.Tag.text: return .text(content())
        case PackedValue.Tag.int8: return .int8(Int64(bitPattern: number()))
        case PackedValue.Tag.float8: return .float8(Double(bitPattern: number()))
        case PackedValue.Tag.yes: return .bool(true)
        case PackedValue.Tag.no: return .bool(false)
        case PackedValue.Tag.bytea: return .bytea(content())
        default: return .null(PackedValue.Tag.types[Int(tag - PackedValue.Tag.null)])
        }
    }

    /// The next value as a value of its own.
    package mutating func nextValue() -> SQLValue {
        switch next() {
        case .null(let type): .null(type)
        case .int8(let number): .int8(number)
        case .float8(let number): .float8(number)
        case .bool(let bool): .bool(bool)
        case .text(let text): .text(String(decoding: text, as: UTF8.self))
        case .bytea(let content): .bytea([UInt8](content))
        }
    }

    /// Passes over values.
    package mutating func skip(_ count: Int) {
        for _ in 0..<count {
            switch bytes[place] {
            case PackedValue.Tag.text, PackedValue.Tag.bytea:
                place += 1
                _ = content()
            case PackedValue.Tag.int8, PackedValue.Tag.float8: place += 9
            default: place += 1
            }
        }
    }

    /// The bytes of the next values, which are passed over.
    package mutating func values(_ count: Int) -> UnsafeRawBufferPointer {
        let start = place
        skip(count)
        return UnsafeRawBufferPointer(rebasing: bytes[start..<place])
    }

    private mutating func number() -> UInt64 {
        defer { place += 8 }
        return UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
    }

    private mutating func content() -> UnsafeRawBufferPointer {
        let count = Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt32.self)))
        let start = place + 4
        place = start + count
        return UnsafeRawBufferPointer(rebasing: bytes[start..<place])
    }
}
