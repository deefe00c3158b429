/// A server's whole reply to one command (RFC 5321 §4.2).
package struct SMTPReply: Hashable, Sendable, CustomStringConvertible {
    package let code: Int
    /// `class.subject.detail` of RFC 3463, when every line of the reply carries the same one.
    package let status: EnhancedStatus?
    /// The text of each line, without codes.
    package let lines: [String]

    package var text: String { lines.joined(separator: " ") }

    package var description: String {
        var words = [String(code)]
        if let status { words.append(status.description) }
        words += lines.filter { !$0.isEmpty }
        return words.joined(separator: " ")
    }

    var isPositive: Bool { code / 100 == 2 }
    var isIntermediate: Bool { code / 100 == 3 }
    var isTemporary: Bool { code / 100 == 4 }
    var isNegative: Bool { code >= 400 }

    init(code: Int, status: EnhancedStatus? = nil, lines: [String]) {
        self.code = code
        self.status = status
        self.lines = lines
    }

    init(code: Int, rawLines: [String]) {
        self.code = code
        let split = rawLines.map { EnhancedStatus.split($0, code: code) }
        if let first = split.first?.status, split.allSatisfy({ $0.status == first }) {
            status = first
            lines = split.map(\.rest)
        } else {
            status = nil
            lines = rawLines
        }
    }
}

/// An enhanced mail system status code (RFC 3463), such as 5.1.1: no such mailbox.
package struct EnhancedStatus: Hashable, Sendable, CustomStringConvertible {
    package let kind: Int
    package let subject: Int
    package let detail: Int

    package var description: String { "\(kind).\(subject).\(detail)" }

    /// The status at the start of a line and what follows it. A status whose class contradicts the reply code is text.
    static func split(_ line: String, code: Int) -> (status: EnhancedStatus?, rest: String) {
        let bytes = line.utf8
        let end = bytes.firstIndex(of: UInt8(ascii: " ")) ?? bytes.endIndex
        let numbers = bytes[..<end].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard numbers.count == 3, numbers.allSatisfy({ (1...3).contains($0.count) && $0.allSatisfy { (48...57).contains($0) } }),
            let kind = Int(Substring(numbers[0])), let subject = Int(Substring(numbers[1])), let detail = Int(Substring(numbers[2])),
            kind == code / 100, [2, 4, 5].contains(kind)
        else { return (nil, line) }
        let rest = end == bytes.endIndex ? "" : String(line[bytes.index(after: end)...])
        return (EnhancedStatus(kind: kind, subject: subject, detail: detail), rest)
    }
}

/// Cuts a server's bytes into replies, strictly: CRLF line ends, codes of RFC 5321 §4.2, one code per reply, bounded sizes.
struct SMTPReplyParser: Sendable {
    /// RFC 5321 §4.5.3.1.5 has 512 octets; servers in use write more.
    static let lineLimit = 2048
    static let replyLimit = 64 * 1024
    static let lineCountLimit = 256

    enum Malformation: Error, Hashable, CustomStringConvertible {
        case lineTooLong
        case replyTooLong
        case badLineEnd
        case badCode
        case differentCodes

        var description: String {
            switch self {
            case .lineTooLong: "a line of the server's reply is longer than \(SMTPReplyParser.lineLimit) bytes"
            case .replyTooLong: "the server's reply is too long"
            case .badLineEnd: "a line of the server's reply does not end in CRLF"
            case .badCode: "the server's reply does not start with a reply code"
            case .differentCodes: "the lines of the server's reply have different codes"
            }
        }
    }

    private var buffer: [UInt8] = []
    private var start = 0
    private var code: Int?
    private var lines: [String] = []
    private var size = 0

    /// Bytes or lines have come that make no whole reply yet.
    var holdsMore: Bool { start < buffer.count || !lines.isEmpty }

    mutating func append(_ bytes: some Sequence<UInt8>) {
        if start == buffer.count {
            buffer.removeAll(keepingCapacity: true)
            start = 0
        }
        buffer += bytes
    }

    /// The next whole reply; `nil` until more bytes come.
    mutating func next() throws(Malformation) -> SMTPReply? {
        while let end = buffer[start...].firstIndex(of: 10) {
            let line = buffer[start..<end]
            guard line.count < Self.lineLimit else { throw .lineTooLong }
            guard line.last == 13 else { throw .badLineEnd }
            start = end + 1
            size += line.count
            guard size <= Self.replyLimit, lines.count < Self.lineCountLimit else { throw .replyTooLong }
            if let reply = try take(line.dropLast()) { return reply }
        }
        guard buffer.count - start < Self.lineLimit else { throw .lineTooLong }
        return nil
    }

    private mutating func take(_ line: ArraySlice<UInt8>) throws(Malformation) -> SMTPReply? {
        let digits = line.prefix(3).map { Int($0) - 48 }
        guard digits.count == 3, (2...5).contains(digits[0]), (0...5).contains(digits[1]), (0...9).contains(digits[2]) else {
            throw .badCode
        }
        let code = digits[0] * 100 + digits[1] * 10 + digits[2]
        guard self.code == nil || self.code == code else { throw .differentCodes }
        let separator = line.dropFirst(3).first
        guard separator == nil || separator == UInt8(ascii: " ") || separator == UInt8(ascii: "-") else { throw .badCode }
        lines.append(Self.printable(line.dropFirst(4)))
        guard separator == UInt8(ascii: "-") else {
            let reply = SMTPReply(code: code, rawLines: lines)
            self.code = nil
            lines = []
            size = 0
            return reply
        }
        self.code = code
        return nil
    }

    /// Replies are shown on pages and in logs: control characters in them become question marks.
    static func printable(_ bytes: ArraySlice<UInt8>) -> String {
        if bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7f }) { return String(decoding: bytes, as: UTF8.self) }
        return String(decoding: bytes.map { $0 >= 0x20 && $0 != 0x7f ? $0 : UInt8(ascii: "?") }, as: UTF8.self)
    }
}
