extension Form {
    /// `multipart/form-data` (RFC 7578): a part with a file name is a file, any other one a field.
    init(multipart body: [UInt8], boundary: String) throws {
        let delimiter = Array("--\(boundary)".utf8)
        let lineEnd: [UInt8] = [0x0D, 0x0A]
        var fields: [(name: String, value: String)] = []
        var files: [File] = []
        guard body.starts(with: delimiter) else { throw Self.broken }
        var rest = body[delimiter.count...]
        while !rest.starts(with: [UInt8(ascii: "-"), UInt8(ascii: "-")]) {
            guard fields.count + files.count < Self.mostFields, rest.starts(with: lineEnd) else { throw Self.broken }
            rest = rest.dropFirst(2)
            guard let head = rest.range(of: [0x0D, 0x0A, 0x0D, 0x0A]), head.lowerBound - rest.startIndex <= 4096 else { throw Self.broken }
            let content = rest[head.upperBound...]
            guard let end = content.range(of: lineEnd + delimiter) else { throw Self.broken }
            let part = PartHead(rest[..<head.lowerBound])
            guard let name = part.name else { throw Self.broken }
            let bytes = content[..<end.lowerBound]
            if let fileName = part.fileName {
                files.append(File(name: name, fileName: fileName, contentType: part.contentType, bytes: Array(bytes)))
            } else {
                fields.append((name, Self.text(bytes)))
            }
            rest = content[end.upperBound...]
        }
        self.init(fields: fields, files: files)
    }

    private static let broken = Refused.badRequest(field: "", text: "the multipart/form-data body breaks off or is malformed")
}

/// The headers of one part.
private struct PartHead {
    var name: String?
    var fileName: String?
    var contentType = "application/octet-stream"

    init(_ bytes: ArraySlice<UInt8>) {
        for line in bytes.split(whereSeparator: { $0 == 0x0D || $0 == 0x0A }) {
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { continue }
            let value = String(decoding: line[(colon + 1)...], as: UTF8.self).trimmed
            switch String(decoding: line[..<colon], as: UTF8.self).lowercased() {
            case "content-disposition":
                let parameters = HeaderParameters(value)
                name = parameters["name"]
                // Some browsers once sent the whole path of the visitor's disk.
                fileName = parameters["filename"].map { String($0.split { $0 == "/" || $0 == "\\" }.last ?? "") }
            case "content-type": contentType = value
            default: break
            }
        }
    }
}

/// The parameters of a header such as `form-data; name="file"; filename="a.csv"`.
struct HeaderParameters {
    private var values: [String: String] = [:]

    init(_ header: String) {
        var bytes = Array(header.utf8)[...]
        bytes = bytes.drop { $0 != UInt8(ascii: ";") }
        while !bytes.isEmpty {
            bytes = bytes.drop { $0 == UInt8(ascii: ";") || $0 == 0x20 || $0 == 0x09 }
            let name = bytes.prefix { $0 != UInt8(ascii: "=") && $0 != UInt8(ascii: ";") }
            bytes = bytes.dropFirst(name.count)
            guard bytes.first == UInt8(ascii: "=") else { continue }
            bytes = bytes.dropFirst()
            let key = String(decoding: name, as: UTF8.self).trimmed.lowercased()
            let value = bytes.first == UInt8(ascii: "\"") ? Self.quoted(&bytes) : Self.token(&bytes)
            if values[key] == nil { values[key] = value }
        }
    }

    subscript(name: String) -> String? { values[name] }

    /// Browsers write `"` as `%22` in names (HTML Standard §4.10.21.8); other clients as `\"`.
    private static func quoted(_ bytes: inout ArraySlice<UInt8>) -> String {
        bytes = bytes.dropFirst()
        var value: [UInt8] = []
        while let byte = bytes.popFirst(), byte != UInt8(ascii: "\"") {
            if byte == UInt8(ascii: "\\"), bytes.first == UInt8(ascii: "\"") {
                value.append(UInt8(ascii: "\""))
                bytes = bytes.dropFirst()
            } else {
                value.append(byte)
            }
        }
        return String(decoding: value, as: UTF8.self)
    }

    private static func token(_ bytes: inout ArraySlice<UInt8>) -> String {
        let value = bytes.prefix { $0 != UInt8(ascii: ";") }
        bytes = bytes.dropFirst(value.count)
        return String(decoding: value, as: UTF8.self).trimmed
    }
}

extension ArraySlice<UInt8> {
    /// Where `pattern` begins and ends for the first time.
    fileprivate func range(of pattern: [UInt8]) -> Range<Int>? {
        guard let first = pattern.first, count >= pattern.count else { return nil }
        var index = startIndex
        let last = endIndex - pattern.count
        while index <= last {
            if self[index] == first, self[index..<index + pattern.count].elementsEqual(pattern) { return index..<index + pattern.count }
            index += 1
        }
        return nil
    }
}
