/// A checked address: what may stand in `href`, `src`, `action`, `formaction` and in a redirect.
///
/// It is a path of this site (one leading `/`), a fragment, a query, or an absolute `http:`, `https:` or `mailto:` address, in ASCII with
/// everything else percent-encoded (RFC 3986 §2.1).
package struct Address: Hashable, Sendable, CustomStringConvertible {
    /// The address as it is written to the page.
    package let description: String

    private init(checked: String) { description = checked }

    /// A path of this site: `Address(path: "/offerings", slug, "reviews")`. Each segment is percent-encoded whole, `/` too; an empty one,
    /// `.` and `..` become `-`, since browsers would resolve them away.
    package init(path: StaticString, _ segments: any CustomStringConvertible...) {
        var bytes: [UInt8] = []
        bytes.append(path)
        precondition(bytes.first == UInt8(ascii: "/") && bytes.dropFirst().first != UInt8(ascii: "/"), "a path begins with one slash")
        for segment in segments {
            if bytes.last != UInt8(ascii: "/") { bytes.append(UInt8(ascii: "/")) }
            let text = segment.description
            bytes.append(percentEncoding: text.isEmpty || text == "." || text == ".." ? "-" : text, keeping: Self.isUnreserved)
        }
        description = String(decoding: bytes, as: UTF8.self)
    }

    /// A place on the same page, `#reviews`.
    package init(fragment: some CustomStringConvertible) {
        var bytes = Array("#".utf8)
        bytes.append(percentEncoding: fragment.description, keeping: Self.isUnreserved)
        description = String(decoding: bytes, as: UTF8.self)
    }

    /// Checks an address that somebody typed or that came over the wire; `nil` for anything but the kinds above: other schemes, `//host`,
    /// control characters, user information, an http address without a host.
    package init?(_ text: String) {
        guard let bytes = Self.encode(text) else { return nil }
        let checked = String(decoding: bytes, as: UTF8.self)
        switch bytes.first {
        case UInt8(ascii: "/"): guard bytes.dropFirst().first != UInt8(ascii: "/") else { return nil }
        case UInt8(ascii: "#"), UInt8(ascii: "?"): break
        default:
            guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")) else { return nil }
            let rest = bytes[(colon + 1)...]
            switch String(decoding: bytes[..<colon], as: UTF8.self).lowercased() {
            case "http", "https": guard Self.hasHost(rest) else { return nil }
            case "mailto": guard rest.contains(UInt8(ascii: "@")) else { return nil }
            default: return nil
            }
        }
        description = checked
    }

    /// A path of this site only, as a redirect after sign-in may follow; `nil` for every other address.
    package static func local(_ text: String) -> Address? {
        guard let address = Address(text), address.isLocal else { return nil }
        return address
    }

    /// Whether it is a path of this site.
    package var isLocal: Bool { description.utf8.first == UInt8(ascii: "/") }

    /// The same address with one more query item, before its fragment; unchanged where `value` is `nil`.
    package func adding(_ name: String, _ value: (some CustomStringConvertible)?) -> Address {
        guard let value else { return self }
        let bytes = Array(description.utf8)
        let end = bytes.firstIndex(of: UInt8(ascii: "#")) ?? bytes.endIndex
        var result = Array(bytes[..<end])
        result.append(result.contains(UInt8(ascii: "?")) ? UInt8(ascii: "&") : UInt8(ascii: "?"))
        result.append(percentEncoding: name, keeping: Self.isUnreserved)
        result.append(UInt8(ascii: "="))
        result.append(percentEncoding: value.description, keeping: Self.isUnreserved)
        result.append(contentsOf: bytes[end...])
        return Address(checked: String(decoding: result, as: UTF8.self))
    }

    /// The same address at a place of its page; replaces another one.
    package func at(_ fragment: String) -> Address {
        var bytes = Array(description.utf8.prefix { $0 != UInt8(ascii: "#") })
        bytes.append(UInt8(ascii: "#"))
        bytes.append(percentEncoding: fragment, keeping: Self.isUnreserved)
        return Address(checked: String(decoding: bytes, as: UTF8.self))
    }

    /// Percent-encodes what an address must not hold and keeps what it may; `nil` for control characters, which browsers drop silently.
    private static func encode(_ text: String) -> [UInt8]? {
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        for (index, byte) in bytes.enumerated() {
            if byte < 0x20 || byte == 0x7F { return nil }
            if byte == UInt8(ascii: "%") {
                let digits = bytes.dropFirst(index + 1).prefix(2)
                if digits.count == 2, digits.allSatisfy(isHexDigit) { result.append(byte) } else { result.append("%25") }
            } else if isUnreserved(byte) || reserved.contains(byte) {
                result.append(byte)
            } else {
                result.append(percentEncoded: byte)
            }
        }
        return result
    }

    /// `//host`, then the end or a port, a path, a query or a fragment, with no user information.
    private static func hasHost(_ rest: ArraySlice<UInt8>) -> Bool {
        guard rest.starts(with: [UInt8(ascii: "/"), UInt8(ascii: "/")]) else { return false }
        let authority = rest.dropFirst(2).prefix { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }
        guard let first = authority.first, first != UInt8(ascii: ":"), !authority.contains(UInt8(ascii: "@")) else { return false }
        // Inside the host a percent-encoded byte could only be a non-ASCII letter; an encoded ASCII one would hide a delimiter.
        var index = authority.startIndex
        while index < authority.endIndex {
            if authority[index] == UInt8(ascii: "%") {
                let isLetter = authority.dropFirst(index - authority.startIndex + 1).first.map { $0 >= UInt8(ascii: "8") } ?? false
                if !isLetter { return false }
            }
            index += 1
        }
        return true
    }

    /// RFC 3986 §2.3.
    static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
            true
        default: false
        }
    }

    /// RFC 3986 §2.2 without `'`, which needs no place in an address and ends single-quoted values.
    private static let reserved = Set(":/?#[]@!$&()*+,;=".utf8)

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"): true
        default: false
        }
    }
}

extension [UInt8] {
    fileprivate mutating func append(percentEncoding text: String, keeping isKept: (UInt8) -> Bool) {
        for byte in text.utf8 {
            if isKept(byte) { append(byte) } else { append(percentEncoded: byte) }
        }
    }

    fileprivate mutating func append(percentEncoded byte: UInt8) {
        let digits = Array("0123456789ABCDEF".utf8)
        append(UInt8(ascii: "%"))
        append(digits[Int(byte >> 4)])
        append(digits[Int(byte & 15)])
    }
}
