import Crypto
import Kernel

/// What separates the parts of a mail. It begins with `=_`, which no part ever holds: quoted-printable and base64 can't (RFC 2045 §6.7), and
/// a text that holds it does not travel as it is (`TextForm`). So no text has to be searched for it, and all mails of a form have the same.
enum Boundary {
    /// - Parameters:
    ///   - level: of multiparts inside each other, from the outermost in.
    ///   - letterhead: it differs from sender to sender, by the headers that all of the sender's mails have.
    static func text(level: Int, _ letterhead: [UInt8]) -> String {
        var hash = SHA256()
        hash.update(data: letterhead)
        hash.update(data: Array("\n\(level)".utf8))
        return "=_" + Base32.encode(hash.finalize().prefix(20))
    }
}

extension UnsafeRawBufferPointer {
    /// Whether `=_` stands anywhere in these bytes. Looks for the underscore: HTML is full of the other.
    var holdsBoundaryStart: Bool {
        var index = 1
        while let found = firstIndex(of: UInt8(ascii: "_"), from: index, to: count) {
            if self[found - 1] == UInt8(ascii: "=") { return true }
            index = found + 1
        }
        return false
    }
}
