import Crypto
package import Kernel

/// Signs mails for a domain (RFC 6376, relaxed/relaxed), with one key or, while receivers learn Ed25519, with one of each kind
/// (RFC 8463 §3).
package struct DKIMSigner: Sendable {
    /// What a resolver must answer for receivers to trust the signatures.
    package struct Record: Hashable, Sendable, CustomStringConvertible {
        package let name: String
        package let text: String

        /// A line of a zone file; strings of at most 255 bytes, as TXT records need them (RFC 1035 §3.3.14).
        package var description: String {
            var strings: [String] = []
            var rest = Substring(text)
            while !rest.isEmpty {
                strings.append("\"\(rest.prefix(250))\"")
                rest = rest.dropFirst(250)
            }
            return "\(name). IN TXT ( \(strings.joined(separator: " ")) )"
        }
    }

    package let domain: String
    private let keys: [DKIMKey]

    /// - Throws: `DKIMKey.Problem.badDomain`, `.repeatedSelector`.
    package init(domain: String, keys: [DKIMKey]) throws(DKIMKey.Problem) {
        guard let address = try? MailAddress("a@\(domain)") else { throw .badDomain(domain) }
        for (index, key) in keys.enumerated() where keys[..<index].contains(where: { $0.selector == key.selector }) {
            throw .repeatedSelector(key.selector)
        }
        self.domain = address.domain
        self.keys = keys
    }

    /// One per key.
    package var records: [Record] { keys.map { Record(name: "\($0.selector)._domainkey.\(domain)", text: $0.record) } }

    /// Whether a receiver counts the signature for mails from this address: the same domain, or one above it (DMARC's relaxed alignment,
    /// RFC 7489 §3.1.1, without the list of public suffixes).
    package func covers(_ sender: MailAddress) -> Bool { sender.domain == domain || sender.domain.hasSuffix(".\(domain)") }

    /// The mail with a signature per key before it. The same mail and time give the same bytes.
    /// - Parameter mail: with CRLF line ends, dots not doubled.
    /// Throws `MailError.notSigned`.
    package func signed(_ mail: [UInt8], at time: Instant) throws(MailError) -> [UInt8] {
        let end = Relaxed.headerEnd(mail)
        let bodyHash = Base64.encode(Array(SHA256.hash(data: Relaxed.body(mail[end...]))))
        let chosen = Self.chosen(Relaxed.fields(mail[..<end]))
        var output: [UInt8] = []
        output.reserveCapacity(mail.count + 1024 * keys.count)
        for key in keys { output += try signature(key, chosen, bodyHash, time) }
        output += mail
        return output
    }

    /// What is signed: every field of the mail but those that relays add, and the names of those that nobody may add: a second From or
    /// Subject would otherwise be shown under our name (RFC 6376 §8.15).
    private static func chosen(_ fields: [Relaxed.Field]) -> (names: [String], bytes: [UInt8]) {
        let left: Set<String> = ["return-path", "received", "dkim-signature", "authentication-results", "comments", "keywords", "bcc"]
        var names: [String] = []
        var bytes: [UInt8] = []
        // Of fields of one name a verifier takes the last first (RFC 6376 §5.4.2).
        for field in fields.reversed() where !left.contains(field.name) {
            names.append(field.name)
            bytes += field.bytes
            bytes += [13, 10]
        }
        return (names + ["from", "to", "cc", "subject", "date", "reply-to"], bytes)
    }

    private func signature(
        _ key: DKIMKey, _ chosen: (names: [String], bytes: [UInt8]), _ bodyHash: [UInt8], _ time: Instant
    ) throws(MailError) -> [UInt8] {
        var words: [[UInt8]] = ["v=1;", "a=\(key.algorithm);", "c=relaxed/relaxed;", "d=\(domain);", "s=\(key.selector);"].map {
            Array($0.utf8)
        }
        words.append(Array("t=\(time.microseconds / 1_000_000);".utf8))
        for (index, name) in chosen.names.enumerated() {
            words.append(Array("\(index == 0 ? "h=" : "")\(name)\(index == chosen.names.count - 1 ? ";" : ":")".utf8))
        }
        words.append("bh=".utf8 + bodyHash + [UInt8(ascii: ";")])
        // The field itself is signed too, as it stands but for the signature (RFC 6376 §3.7).
        var input = chosen.bytes
        input += "dkim-signature:".utf8
        for word in words {
            input += word
            input.append(UInt8(ascii: " "))
        }
        input += "b=".utf8
        let signature: [UInt8]
        do { signature = Base64.encode(try key.signature(of: SHA256.hash(data: input))) } catch { throw .notSigned(selector: key.selector) }
        var writer = HeaderWriter()
        try writer.begin("DKIM-Signature")
        for word in words { try writer.word(word) }
        try writer.word("b=".utf8 + signature.prefix(60))
        for start in stride(from: 60, to: signature.count, by: 72) {
            try writer.word(signature[start..<min(start + 72, signature.count)])
        }
        writer.end()
        return writer.bytes
    }
}

/// The canonical form "relaxed" (RFC 6376 §3.4.2, §3.4.4).
enum Relaxed {
    struct Field {
        /// In lower case.
        let name: String
        /// `name:value`, without its line end.
        let bytes: [UInt8]
    }

    /// Where the body begins: after the empty line.
    static func headerEnd(_ mail: [UInt8]) -> Int {
        var index = 0
        while index + 3 < mail.count {
            if mail[index] == 13, mail[index + 1] == 10, mail[index + 2] == 13, mail[index + 3] == 10 { return index + 4 }
            index += 1
        }
        return mail.count
    }

    static func fields(_ header: ArraySlice<UInt8>) -> [Field] {
        var fields: [Field] = []
        var start = header.startIndex
        while start < header.endIndex {
            // A field goes on while the next line begins with white space.
            var end = start
            while end < header.endIndex {
                if header[end] == 10, end + 1 == header.endIndex || !header[end + 1].isBlank { break }
                end += 1
            }
            if let field = field(header[start..<end]) { fields.append(field) }
            start = end + 1
        }
        return fields
    }

    private static func field(_ bytes: ArraySlice<UInt8>) -> Field? {
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")) else { return nil }
        let name = String(decoding: bytes[..<colon].filter { !$0.isBlank }, as: UTF8.self).lowercased()
        var output = Array(name.utf8) + [UInt8(ascii: ":")]
        var gap = false
        let valueStart = output.count
        for byte in bytes[(colon + 1)...] {
            if byte.isBlank || byte == 13 || byte == 10 {
                gap = true
            } else {
                if gap, output.count > valueStart { output.append(UInt8(ascii: " ")) }
                gap = false
                output.append(byte)
            }
        }
        return Field(name: name, bytes: output)
    }

    static func body(_ body: ArraySlice<UInt8>) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(body.count + 2)
        var gap = false
        /// Line ends not yet written: those at the end of the body count as one.
        var lineEnds = 0
        for byte in body {
            switch byte {
            case 13: break
            case 10:
                gap = false
                lineEnds += 1
            case UInt8(ascii: " "), 9: gap = true
            default:
                for _ in 0..<lineEnds {
                    output.append(13)
                    output.append(10)
                }
                lineEnds = 0
                if gap { output.append(UInt8(ascii: " ")) }
                gap = false
                output.append(byte)
            }
        }
        if !output.isEmpty { output += [13, 10] }
        return output
    }
}

extension UInt8 {
    fileprivate var isBlank: Bool { self == UInt8(ascii: " ") || self == 9 }
}
