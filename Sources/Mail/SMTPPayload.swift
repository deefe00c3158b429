/// A mail as it goes over the wire after DATA: dots doubled (RFC 5321 §4.5.2), CRLF at its end, without the final dot.
struct SMTPPayload: Sendable {
    let bytes: [UInt8]
    /// Octets as RFC 1870 counts them: with line ends, without doubled dots.
    let size: Int
    /// Otherwise it needs SMTPUTF8 (RFC 6531).
    let headerIsASCII: Bool
    /// Otherwise it needs 8BITMIME (RFC 6152).
    let bodyIsASCII: Bool

    /// - Parameter mail: with CRLF line ends, no line beyond 998 octets and no NUL; anything else is a refusal, since a bare CR or LF
    ///   lets two servers disagree on where a mail ends.
    init(_ mail: [UInt8]) throws(SMTPRefusal) {
        let facts = mail.withUnsafeBytes { Facts($0) }
        if let problem = facts.problem { throw problem }
        size = mail.count + (facts.lacksLineEnd ? 2 : 0)
        headerIsASCII = facts.headerIsASCII
        bodyIsASCII = facts.bodyIsASCII
        bytes =
            facts.dots == 0 && !facts.lacksLineEnd ? mail : Self.stuffed(mail, adding: facts.dots + 2, lacksLineEnd: facts.lacksLineEnd)
    }

    private struct Facts {
        /// Lines that begin with one.
        var dots = 0
        var lacksLineEnd = false
        var headerIsASCII = true
        var bodyIsASCII = true
        var problem: SMTPRefusal?

        init(_ mail: UnsafeRawBufferPointer) {
            var start = 0
            var headerEnd = mail.count
            while start < mail.count {
                if mail[start] == UInt8(ascii: ".") { dots += 1 }
                let lineFeed = mail.firstIndex(of: 10, from: start, to: mail.count)
                let end = lineFeed.map { $0 - 1 } ?? mail.count
                guard lineFeed == nil || end >= start && mail[end] == 13, mail.firstIndex(of: 13, from: start, to: end) == nil else {
                    problem = Self.bareLineEnd
                    return
                }
                guard end - start <= HeaderWriter.hardLimit else {
                    problem = SMTPRefusal(check: 554, (5, 6, 0), "the mail has a line of more than 998 bytes")
                    return
                }
                if end == start, headerEnd == mail.count { headerEnd = start }
                guard let lineFeed else {
                    lacksLineEnd = true
                    break
                }
                start = lineFeed + 1
            }
            guard !mail.holds(0) else {
                problem = SMTPRefusal(check: 554, (5, 6, 0), "the mail contains a NUL byte")
                return
            }
            headerIsASCII = UnsafeRawBufferPointer(rebasing: mail[..<headerEnd]).isASCII
            bodyIsASCII = UnsafeRawBufferPointer(rebasing: mail[headerEnd...]).isASCII
        }

        private static var bareLineEnd: SMTPRefusal {
            SMTPRefusal(check: 554, (5, 6, 0), "the mail has a carriage return or a line feed without the other")
        }
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
