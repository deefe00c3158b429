/// A mail that came in, read as far as a bounce needs it. Whoever sent it wrote every byte, so everything has a limit: what goes beyond is
/// left out, never an error.
struct ReceivedMail {
    /// What is read of a message, in bytes.
    static let sizeLimit = 1 << 20
    private static let headerLimit = 64 << 10
    private static let headerCount = 500
    private static let partLimit = 50
    private static let depthLimit = 5

    /// A part without parts of its own, decoded.
    struct Part {
        /// In lower case, such as `message/delivery-status`.
        let type: String
        let text: String
    }

    let headers: Headers
    private(set) var parts: [Part] = []
    /// The type of the whole and the `report-type` of a multipart/report (RFC 6522 §3), in lower case.
    let type: String
    let reportType: String?

    init(_ bytes: some Collection<UInt8>) {
        let bytes = Array(bytes.prefix(Self.sizeLimit))
        var rest = bytes[...]
        headers = Headers(&rest, limit: Self.headerLimit, count: Self.headerCount)
        let content = ContentType(headers.first("content-type") ?? "")
        type = content.type
        reportType = content.parameters["report-type"]?.lowercased()
        var parts: [Part] = []
        Self.collect(headers, rest, depth: 0, &parts)
        self.parts = parts
    }

    func part(_ types: String...) -> Part? { parts.first { types.contains($0.type) } }

    private static func collect(_ headers: Headers, _ body: ArraySlice<UInt8>, depth: Int, _ parts: inout [Part]) {
        guard parts.count < partLimit else { return }
        let content = ContentType(headers.first("content-type") ?? "")
        if content.type.hasPrefix("multipart/"), let boundary = content.parameters["boundary"], !boundary.isEmpty, depth < depthLimit {
            for section in sections(body, boundary) {
                guard parts.count < partLimit else { return }
                var rest = section
                let own = Headers(&rest, limit: headerLimit, count: headerCount)
                collect(own, rest, depth: depth + 1, &parts)
            }
            return
        }
        let decoded = decode(body, headers.first("content-transfer-encoding") ?? "")
        parts.append(Part(type: content.type, text: String(decoding: decoded, as: UTF8.self)))
    }

    /// The parts between lines of the boundary (RFC 2046 §5.1.1). A last line that is missing ends with the body.
    private static func sections(_ body: ArraySlice<UInt8>, _ boundary: String) -> [ArraySlice<UInt8>] {
        let mark = Array("--\(boundary)".utf8)
        var sections: [ArraySlice<UInt8>] = []
        var start: Int?
        var at = body.startIndex
        while at < body.endIndex {
            let end = body[at...].firstIndex(of: 0x0A) ?? body.endIndex
            let next = min(end + 1, body.endIndex)
            if body[at..<end].starts(with: mark) {
                let tail = body[(at + mark.count)..<end]
                let isLast = tail.starts(with: [0x2D, 0x2D])
                // Anything else behind the mark is another, longer boundary.
                if isLast || tail.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) {
                    if let start { sections.append(body[start..<at]) }
                    if isLast || sections.count >= partLimit { return sections }
                    start = next
                }
            }
            at = next
        }
        if let start, start < body.endIndex { sections.append(body[start...]) }
        return sections
    }

    private static func decode(_ body: ArraySlice<UInt8>, _ encoding: String) -> [UInt8] {
        switch encoding.lowercased().trimmingSpace {
        case "base64": return base64(body)
        case "quoted-printable": return quotedPrintable(body)
        default: return Array(body)
        }
    }

    /// RFC 2045 §6.8: what is no character of the alphabet is passed over.
    private static func base64(_ body: ArraySlice<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        var bits: UInt32 = 0
        var count = 0
        for byte in body {
            let value: UInt32
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): value = UInt32(byte - 65)
            case UInt8(ascii: "a")...UInt8(ascii: "z"): value = UInt32(byte - 71)
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = UInt32(byte + 4)
            case UInt8(ascii: "+"): value = 62
            case UInt8(ascii: "/"): value = 63
            case UInt8(ascii: "="): return bytes
            default: continue
            }
            bits = bits << 6 | value
            count += 6
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            }
        }
        return bytes
    }

    /// RFC 2045 §6.7: what is no escape stays as it is.
    private static func quotedPrintable(_ body: ArraySlice<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        var at = body.startIndex
        while at < body.endIndex {
            guard body[at] == UInt8(ascii: "=") else {
                bytes.append(body[at])
                at += 1
                continue
            }
            let tail = body[(at + 1)...].prefix(2)
            if tail.first == 0x0A {
                at += 2
            } else if tail.elementsEqual([0x0D, 0x0A]) {
                at += 3
            } else if tail.count == 2, let high = tail.first?.hexValue, let low = tail.last?.hexValue {
                bytes.append(high << 4 | low)
                at += 3
            } else {
                bytes.append(body[at])
                at += 1
            }
        }
        return bytes
    }
}

/// Header fields in their order, unfolded (RFC 5322 §2.2.3). Also the groups of fields in a delivery status (RFC 3464 §2.1).
struct Headers {
    /// Names in lower case.
    private(set) var fields: [(name: String, value: String)] = []

    /// Takes the fields and the empty line after them from the beginning of `bytes`.
    init(_ bytes: inout ArraySlice<UInt8>, limit: Int, count: Int) {
        let end = min(bytes.startIndex + limit, bytes.endIndex)
        var at = bytes.startIndex
        while at < end {
            let line = bytes[at..<end].firstIndex(of: 0x0A) ?? end
            var content = bytes[at..<line]
            if content.last == 0x0D { content.removeLast() }
            at = min(line + 1, end)
            if content.isEmpty { break }
            let text = String(decoding: content, as: UTF8.self)
            if content.first == 0x20 || content.first == 0x09 {
                if let last = fields.indices.last { fields[last].value += " " + text.trimmingSpace }
            } else if let colon = text.firstIndex(of: ":"), fields.count < count {
                fields.append((text[..<colon].lowercased().trimmingSpace, text[text.index(after: colon)...].trimmingSpace))
            }
        }
        bytes = bytes[at...]
    }

    init(_ text: String) {
        var bytes = Array(text.utf8)[...]
        self.init(&bytes, limit: 64 << 10, count: 500)
    }

    func first(_ name: String) -> String? { fields.first { $0.name == name }?.value }
    func all(_ name: String) -> [String] { fields.filter { $0.name == name }.map(\.value) }
}

/// `type/subtype; name=value` (RFC 2045 §5.1).
private struct ContentType {
    let type: String
    private(set) var parameters: [String: String] = [:]

    init(_ text: String) {
        var pieces: [String] = []
        var piece = ""
        var isQuoted = false
        var isEscaped = false
        for scalar in text.unicodeScalars {
            if isEscaped {
                piece.unicodeScalars.append(scalar)
                isEscaped = false
            } else if isQuoted, scalar == "\\" {
                isEscaped = true
            } else if scalar == "\"" {
                isQuoted.toggle()
            } else if scalar == ";", !isQuoted {
                pieces.append(piece)
                piece = ""
            } else {
                piece.unicodeScalars.append(scalar)
            }
        }
        pieces.append(piece)
        let first = pieces[0].trimmingSpace.lowercased()
        type = first.isEmpty ? "text/plain" : first
        for piece in pieces.dropFirst().prefix(20) {
            guard let sign = piece.firstIndex(of: "=") else { continue }
            parameters[piece[..<sign].trimmingSpace.lowercased()] = piece[piece.index(after: sign)...].trimmingSpace
        }
    }
}

extension StringProtocol {
    /// Without white space at either end.
    var trimmingSpace: String {
        let scalars = unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        return String(self[first..<scalars.index(after: last)])
    }
}

extension UInt8 {
    fileprivate var hexValue: UInt8? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - 48
        case UInt8(ascii: "A")...UInt8(ascii: "F"): self - 55
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self - 87
        default: nil
        }
    }
}
