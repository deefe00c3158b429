/// A mail as it goes over the wire after DATA: dots doubled (RFC 5321 §4.5.2), CRLF at its end, without the final dot.
struct SMTPPayload {
    let bytes: [UInt8]
    /// Octets as RFC 1870 counts them: with line ends, without doubled dots.
    let size: Int
    let headerIsASCII: Bool
    let bodyIsASCII: Bool

    /// - Parameter mail: with CRLF line ends, no line beyond 998 octets and no NUL; anything else is a refusal, since a bare CR or LF
    ///   lets two servers disagree on where a mail ends.
    init(_ mail: [UInt8]) throws(SMTPRefusal) {
        var dots = 0
        var headerEnd: Int?
        var lacksLineEnd = false
        var problem: SMTPRefusal?
        mail.withUnsafeBytes { mail in
            for line in LineWalk(mail) {
                if line.end == .cr || line.end == .lf { problem = Self.bareLineEnd }
                if line.bytes.count > 998 {
                    problem = SMTPRefusal(check: 554, (5, 6, 0), "the mail has a line of more than 998 bytes")
                }
                if line.bytes.isEmpty, headerEnd == nil { headerEnd = line.start }
                if line.bytes.first == UInt8(ascii: ".") { dots += 1 }
                lacksLineEnd = line.end == .none
                if problem != nil { return }
            }
            if mail.holds(0) { problem = SMTPRefusal(check: 554, (5, 6, 0), "the mail contains a NUL byte") }
        }
        if let problem { throw problem }
        let body = headerEnd ?? mail.count
        let (headerIsASCII, bodyIsASCII) = mail.withUnsafeBytes { mail in
            (UnsafeRawBufferPointer(rebasing: mail[..<body]).isASCII, UnsafeRawBufferPointer(rebasing: mail[body...]).isASCII)
        }
        self.headerIsASCII = headerIsASCII
        self.bodyIsASCII = bodyIsASCII
        size = mail.count + (lacksLineEnd ? 2 : 0)
        bytes = dots == 0 && !lacksLineEnd ? mail : Self.stuffed(mail, adding: dots + 2, lacksLineEnd: lacksLineEnd)
    }

    private static var bareLineEnd: SMTPRefusal {
        SMTPRefusal(check: 554, (5, 6, 0), "the mail has a carriage return or a line feed without the other")
    }

    private static func stuffed(_ mail: [UInt8], adding count: Int, lacksLineEnd: Bool) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(mail.count + count)
        var atLineStart = true
        for byte in mail {
            if atLineStart, byte == UInt8(ascii: ".") { output.append(byte) }
            output.append(byte)
            atLineStart = byte == 10
        }
        if lacksLineEnd {
            output.append(13)
            output.append(10)
        }
        return output
    }
}

extension SMTPRefusal: Error {}

/// What the server has to know of a mail before its text.
struct SMTPEnvelope: Hashable {
    /// `nil` is the null reverse-path `<>`.
    var sender: MailAddress?
    var recipient: MailAddress
    var size: Int
    var needsSMTPUTF8: Bool
    var isEightBit: Bool
}

/// A mail that has been checked and is ready for the wire, with its envelope. It is one mail, wherever it is handed on to.
package final class SMTPMail: Sendable {
    let envelope: SMTPEnvelope
    /// With its dots doubled.
    let text: [UInt8]

    /// - Parameters:
    ///   - envelopeFrom: where bounces go; `nil` for the null sender.
    ///   - bytes: the mail with CRLF line ends, dots not doubled.
    /// - Throws: what is wrong with the text.
    package init(envelopeFrom: MailAddress?, recipient: MailAddress, bytes: [UInt8]) throws(SMTPRefusal) {
        let payload = try SMTPPayload(bytes)
        envelope = SMTPEnvelope(
            sender: envelopeFrom, recipient: recipient, size: payload.size,
            needsSMTPUTF8: !payload.headerIsASCII || recipient.needsSMTPUTF8 || envelopeFrom?.needsSMTPUTF8 == true,
            isEightBit: !payload.bodyIsASCII)
        text = payload.bytes
    }
}
