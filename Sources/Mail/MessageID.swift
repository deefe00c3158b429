/// The identity of a mail, `left@right` without the angle brackets (RFC 5322 §3.6.4).
package struct MessageID: Hashable, Sendable, CustomStringConvertible {
    package let description: String

    /// - Parameters:
    ///   - left: a dot-atom, unique at `domain`.
    ///   - domain: the mail domain.
    /// Throws `MailError.badMessageID`.
    package init(_ left: String, at domain: String) throws(MailError) {
        for side in [left, domain] {
            var previous = UInt8(ascii: ".")
            for byte in side.utf8 {
                if byte == UInt8(ascii: ".") {
                    guard previous != byte else { throw .badMessageID }
                } else {
                    guard byte.isAtomText else { throw .badMessageID }
                }
                previous = byte
            }
            guard previous != UInt8(ascii: ".") else { throw .badMessageID }
        }
        guard left.utf8.count + domain.utf8.count <= 900 else { throw .badMessageID }
        description = "\(left)@\(domain)"
    }
}
