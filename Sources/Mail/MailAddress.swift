import Foundation

/// A checked mail address: dot-atom local part, domain in its ASCII form (RFC 5321 §4.1.2, with the lengths of §4.5.3.1).
///
/// The check is conservative: quoted local parts, address literals and one-label domains other than `localhost` are refused, since in a
/// directory they are mistakes. A domain of other scripts is turned into its A-labels (RFC 5890); a local part of other scripts is kept
/// in NFC and needs SMTPUTF8.
package struct MailAddress: Hashable, Sendable, CustomStringConvertible {
    package let local: String
    package let domain: String

    /// Whether a relay must offer SMTPUTF8 (RFC 6531) to take this address.
    package var needsSMTPUTF8: Bool { !local.utf8.allSatisfy { $0 < 0x80 } }

    package var description: String { "\(local)@\(domain)" }

    /// What is wrong with an address, to be shown to the person who typed it.
    package enum Problem: Error, Hashable, Sendable, CustomStringConvertible {
        case missingAt
        case emptyLocalPart
        case localPartTooLong
        case badLocalPart
        case badDomain
        case incompleteDomain
        case tooLong

        package var description: String {
            switch self {
            case .missingAt: "it has no @"
            case .emptyLocalPart: "nothing stands before the @"
            case .localPartTooLong: "the part before the @ is longer than 64 bytes"
            case .badLocalPart: "the part before the @ has a character or a dot where none may be"
            case .badDomain: "the part after the @ is not a domain name"
            case .incompleteDomain: "the part after the @ has no dot"
            case .tooLong: "it is longer than 254 bytes"
            }
        }
    }

    package init(_ text: String) throws(Problem) {
        guard let at = text.utf8.lastIndex(of: UInt8(ascii: "@")) else { throw .missingAt }
        let local = try Self.checkedLocal(String(text[..<at]))
        let domain = try Self.checkedDomain(text[text.utf8.index(after: at)...])
        guard local.utf8.count + 1 + domain.utf8.count <= 254 else { throw .tooLong }
        self.local = local
        self.domain = domain
    }

    private static func checkedLocal(_ text: String) throws(Problem) -> String {
        guard !text.isEmpty else { throw .emptyLocalPart }
        var isASCII = true
        var previous = UInt8(ascii: ".")
        for byte in text.utf8 {
            if byte >= 0x80 {
                isASCII = false
            } else if byte == UInt8(ascii: ".") {
                guard previous != UInt8(ascii: ".") else { throw .badLocalPart }
            } else {
                guard byte.isAtomText else { throw .badLocalPart }
            }
            previous = byte
        }
        guard previous != UInt8(ascii: ".") else { throw .badLocalPart }
        let local = isASCII ? text : text.precomposedStringWithCanonicalMapping
        guard isASCII || local.unicodeScalars.allSatisfy(\.isVisible) else { throw .badLocalPart }
        guard local.utf8.count <= 64 else { throw .localPartTooLong }
        return local
    }

    static func checkedDomain(_ text: Substring) throws(Problem) -> String {
        var domain: [UInt8] = []
        var labels = 0
        var lastLabelIsNumber = false
        for label in text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false) {
            var bytes = Array(label)
            if !bytes.allSatisfy({ $0 < 0x80 }) {
                let unicode = String(Substring(label)).lowercased().precomposedStringWithCanonicalMapping
                guard unicode.unicodeScalars.allSatisfy(\.mayStandInLabel), let code = Punycode.encode(unicode) else { throw .badDomain }
                bytes = Array("xn--".utf8) + code
            }
            guard (1...63).contains(bytes.count), bytes.first != UInt8(ascii: "-"), bytes.last != UInt8(ascii: "-") else {
                throw .badDomain
            }
            if labels > 0 { domain.append(UInt8(ascii: ".")) }
            lastLabelIsNumber = true
            for byte in bytes {
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"): domain.append(byte)
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"):
                    domain.append(byte)
                    lastLabelIsNumber = false
                case UInt8(ascii: "A")...UInt8(ascii: "Z"):
                    domain.append(byte | 0x20)
                    lastLabelIsNumber = false
                default: throw .badDomain
                }
            }
            labels += 1
        }
        let name = String(decoding: domain, as: UTF8.self)
        guard labels > 1 || name == "localhost" else { throw .incompleteDomain }
        // A last label of digits is an IPv4 address, or a mistake.
        guard !lastLabelIsNumber, domain.count <= 253 else { throw .badDomain }
        return name
    }
}

/// A mail address with the name that people see beside it.
package struct Mailbox: Hashable, Sendable {
    package let name: String
    package let address: MailAddress

    package init(_ name: String = "", _ address: MailAddress) {
        self.name = name
        self.address = address
    }

    /// Checks `address`; throws `MailError.badAddress`.
    package init(_ name: String = "", _ address: String) throws(MailError) {
        self.name = name
        do { self.address = try MailAddress(address) } catch { throw .badAddress(error) }
    }
}

extension UInt8 {
    /// `atext` of RFC 5322 §3.2.3.
    var isAtomText: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        case UInt8(ascii: "!"), UInt8(ascii: "#"), UInt8(ascii: "$"), UInt8(ascii: "%"), UInt8(ascii: "&"), UInt8(ascii: "'"),
            UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: "="), UInt8(ascii: "?"),
            UInt8(ascii: "^"), UInt8(ascii: "_"), UInt8(ascii: "`"), UInt8(ascii: "{"), UInt8(ascii: "|"), UInt8(ascii: "}"),
            UInt8(ascii: "~"):
            true
        default: false
        }
    }
}

extension Unicode.Scalar {
    fileprivate var isVisible: Bool {
        switch properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .spaceSeparator, .lineSeparator, .paragraphSeparator: false
        default: true
        }
    }

    /// Letters, marks and digits, roughly the PVALID of RFC 5892, and the hyphen.
    fileprivate var mayStandInLabel: Bool {
        switch properties.generalCategory {
        case .lowercaseLetter, .otherLetter, .modifierLetter, .nonspacingMark, .spacingMark, .decimalNumber: true
        default: self == "-"
        }
    }
}

/// The ASCII form of a domain label of other scripts (RFC 3492).
enum Punycode {
    /// The label without its `xn--`; `nil` when it overflows.
    static func encode(_ label: String) -> [UInt8]? {
        let scalars = label.unicodeScalars.map(\.value)
        var output = scalars.filter { $0 < 0x80 }.map { UInt8($0) }
        let basic = output.count
        if basic > 0 { output.append(UInt8(ascii: "-")) }
        var n: UInt32 = 128
        var delta: UInt32 = 0
        var bias: UInt32 = 72
        var handled = basic
        while handled < scalars.count {
            guard let next = scalars.filter({ $0 >= n }).min() else { return nil }
            let (step, overflow) = (next - n).multipliedReportingOverflow(by: UInt32(handled + 1))
            guard !overflow, delta <= .max - step else { return nil }
            delta += step
            n = next
            for scalar in scalars {
                if scalar < n { delta += 1 }
                guard scalar == n else { continue }
                var q = delta
                var k: UInt32 = 36
                while true {
                    let threshold = k <= bias ? 1 : min(k - bias, 26)
                    if q < threshold { break }
                    output.append(digit(threshold + (q - threshold) % (36 - threshold)))
                    q = (q - threshold) / (36 - threshold)
                    k += 36
                }
                output.append(digit(q))
                bias = adapt(delta, points: UInt32(handled + 1), first: handled == basic)
                delta = 0
                handled += 1
            }
            delta += 1
            n += 1
        }
        return output
    }

    private static func digit(_ value: UInt32) -> UInt8 { UInt8(value < 26 ? value + 97 : value - 26 + 48) }

    private static func adapt(_ delta: UInt32, points: UInt32, first: Bool) -> UInt32 {
        var delta = first ? delta / 700 : delta / 2
        delta += delta / points
        var k: UInt32 = 0
        while delta > 455 {
            delta /= 35
            k += 36
        }
        return k + 36 * delta / (delta + 38)
    }
}
