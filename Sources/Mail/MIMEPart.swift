/// A part of a mail with its headers, as it goes over the wire (RFC 2046 §5.1).
indirect enum MIMEPart {
    case leaf(head: [UInt8], body: EncodedPart)
    case multipart(_ subtype: String, [MIMEPart])

    enum Place {
        /// Shown in the HTML beside it, by this name (RFC 2392).
        case inline(MessageID)
        case attachment
    }

    static func text(_ text: TextPart) -> MIMEPart { .leaf(head: text.head, body: text.body) }

    static func file(_ file: MailFile, _ place: Place) throws(MailError) -> MIMEPart {
        var writer = HeaderWriter(reservingCapacity: 256)
        try writer.begin("Content-Type")
        try writer.word(file.type.utf8)
        writer.end()
        try writer.words("Content-Transfer-Encoding", [TransferEncoding.base64.rawValue])
        try writer.begin("Content-Disposition")
        switch place {
        case .inline: try writer.word("inline".utf8)
        case .attachment: try writer.word("attachment".utf8)
        }
        try writer.parameter("filename", file.name)
        writer.end()
        if case .inline(let id) = place { try writer.line("Content-ID", Array("<\(id)>".utf8)) }
        return .leaf(head: writer.bytes, body: file.body)
    }

    /// How many multiparts stand inside each other.
    var depth: Int {
        switch self {
        case .leaf: 0
        case .multipart(_, let parts): 1 + (parts.map(\.depth).max() ?? 0)
        }
    }

    /// Bytes, but for boundaries.
    var size: Int {
        switch self {
        case .leaf(let head, let body): head.count + body.bytes.count + 2
        case .multipart(_, let parts): parts.reduce(120) { $0 + $1.size + 60 }
        }
    }

    /// Whether a boundary stands anywhere in a part that travels as it is.
    func holds(_ boundary: String) -> Bool {
        switch self {
        case .leaf(_, let body): body.encoding == .sevenBit && body.bytes.holds(boundary: boundary)
        case .multipart(_, let parts): parts.contains { $0.holds(boundary) }
        }
    }

    /// - Parameter boundaries: one per level from here in.
    func append(to mail: inout [UInt8], boundaries: some BidirectionalCollection<String>) throws(MailError) {
        switch self {
        case .leaf(let head, let body):
            mail += head
            mail += [13, 10]
            mail += body.bytes
        case .multipart(let subtype, let parts):
            guard let boundary = boundaries.first else { throw .badMediaType }
            var writer = HeaderWriter(reservingCapacity: 96)
            try writer.begin("Content-Type")
            try writer.word("multipart/\(subtype)".utf8)
            try writer.parameter("boundary", boundary)
            writer.end()
            mail += writer.bytes
            for part in parts {
                mail += "\r\n--\(boundary)\r\n".utf8
                try part.append(to: &mail, boundaries: Array(boundaries.dropFirst()))
            }
            mail += "\r\n--\(boundary)--\r\n".utf8
        }
    }
}
