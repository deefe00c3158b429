/// Why a mail can't be composed. None of these is mended by trying again with the same values.
package enum MailError: Error, Hashable, Sendable, CustomStringConvertible {
    case badAddress(MailAddress.Problem)
    /// A header's value holds CR, LF, NUL or another control character: an attempt to add headers, or broken data.
    case controlCharacter(header: String)
    case badHeaderName
    /// The header is one that `MailMessage` writes itself.
    case reservedHeader(String)
    /// A header holds a word that fits no line of 998 octets (RFC 5322 §2.1.1).
    case lineTooLong(header: String)
    /// The value is not of the form that this header asks for.
    case badValue(header: String)
    case badMessageID
    case notUTF8
    /// Not of the form `type/subtype`, or one of `multipart` and `message`, which are no files.
    case badMediaType
    /// Attachments and pictures together are larger than a mail may be.
    case filesTooLarge(bytes: Int, limit: Int)
    /// A key could not sign, which no key that was read can fail to do.
    case notSigned(selector: String)

    package var description: String {
        switch self {
        case .badAddress(let problem): "the mail address is not valid: \(problem)"
        case .controlCharacter(let header): "the value of \(header) contains a control character"
        case .badHeaderName: "a header's name may hold printable ASCII characters only, without colon"
        case .reservedHeader(let header): "the header \(header) can't be set here"
        case .lineTooLong(let header): "the value of \(header) is too long for one line of a mail"
        case .badValue(let header): "the value of \(header) does not have the form that this header asks for"
        case .badMessageID: "a Message-ID must look like left@right, in ASCII, and fit on one line"
        case .badMediaType: "the type of a file in a mail must look like image/png"
        case .filesTooLarge(let bytes, let limit):
            "the files of the mail have \(bytes) bytes together, and at most \(limit) are sent"
        case .notSigned(let selector): "the mail could not be signed with the DKIM key \(selector)"
        case .notUTF8: "the text of the mail is not valid UTF-8"
        }
    }
}
