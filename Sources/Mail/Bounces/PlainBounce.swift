/// The bounces of servers that write for people only: qmail, older sendmail and Exim, and what gateways say in their own words. Only a mail
/// that comes from a server is taken for one, and only an address beside a refusal.
struct PlainBounce {
    let recipients: [Bounce.Recipient]

    init(_ mail: ReceivedMail) {
        guard Self.isFromServer(mail), let text = Self.text(mail) else {
            recipients = []
            return
        }
        let named = mail.headers.all("x-failed-recipients").flatMap(Bounce.addresses)
        let lines = Self.report(text)
        let subject = mail.headers.first("subject") ?? ""
        let all = (subject + " " + lines.joined(separator: " ")).lowercased()
        let saysFailure = Self.failures.contains(where: all.contains) && !Self.delays.contains(where: all.contains)
        var found = Self.recipients(lines, named: named, saysFailure: saysFailure)
        // Whose mail it was, its envelope tells better than any words.
        if found.isEmpty, saysFailure {
            let said = lines.joined(separator: " ").trimmingSpace
            let status = Self.status(in: said)
            found = [
                Bounce.Recipient(
                    address: nil, kind: BounceJudge.kind(status, said), status: status?.description,
                    diagnostic: String(said.prefix(Bounce.diagnosticLimit)))
            ]
        }
        recipients = found
    }

    /// RFC 3834 §2 and the habits of servers: the sender is nobody, or a daemon. An automatic answer of a person's mailbox is none.
    private static func isFromServer(_ mail: ReceivedMail) -> Bool {
        let from = (mail.headers.first("from") ?? "").lowercased()
        let subject = (mail.headers.first("subject") ?? "").lowercased()
        let isDaemon = daemons.contains { from.contains($0) } || subjects.contains { subject.hasPrefix($0) }
        let automatic = mail.headers.first("auto-submitted")?.lowercased() ?? ""
        if automatic.hasPrefix("auto-replied"), !isDaemon { return false }
        return isDaemon || mail.headers.first("return-path")?.trimmingSpace == "<>" || mail.headers.first("x-failed-recipients") != nil
    }

    /// The words of the first part that has any, without markup.
    private static func text(_ mail: ReceivedMail) -> String? {
        if let plain = mail.part("text/plain") { return plain.text.replacing("\r\n", with: "\n") }
        guard let html = mail.part("text/html")?.text else { return nil }
        var text = ""
        var isTag = false
        for scalar in html.unicodeScalars where scalar != "\r" {
            switch scalar {
            case "<": isTag = true
            case ">" where isTag:
                isTag = false
                text += "\n"
            default: if !isTag { text.unicodeScalars.append(scalar) }
            }
        }
        return text
    }

    private static let daemons = [
        "mailer-daemon", "postmaster", "mail delivery", "maildaemon", "mail-daemon", "mdaemon", "mailerdaemon", "mail administrator",
        "delivery subsystem",
    ]
    private static let subjects = [
        "undeliverable", "undelivered", "delivery failure", "delivery failed", "failure notice", "returned mail", "mail delivery failed",
        "delivery status notification", "non-delivery", "mail failed", "unzustellbar",
    ]
    private static let failures = [
        "undeliverable", "undelivered", "not be delivered", "couldn't be delivered", "can't be delivered", "cannot be delivered",
        "not delivered", "not deliver", "able to deliver", "failed to deliver", "attempting to deliver", "delivery failure",
        "delivery failed", "delivery has failed", "delivery error", "delivery to the following", "failure notice", "permanent error",
        "permanent fatal", "fatal error", "returned mail", "has been returned", "returned to sender", "user unknown", "unknown user",
        "does not exist", "no such user", "no such address", "no valid recipients", "did not receive", "address failed",
        "addresses failed", "failed recipient", "was aborted",
    ]
    private static let delays = [
        "will be retried", "will retry", "will keep trying", "will continue to", "warning message only", "do not need to resend", "delayed",
        "still trying", "not yet been delivered",
    ]

    /// What stands before the mail that came back.
    private static func report(_ text: String) -> [Substring] {
        let ends = [
            "--- below this line is a copy of the message", "------ this is a copy of", "----- original message follows",
            "--- the header of the original message is following", "----- message header follows", "--- original message",
        ]
        var lines: [Substring] = []
        for line in text.split(separator: "\n", maxSplits: 2000, omittingEmptySubsequences: false).prefix(1000) {
            let folded = line.lowercased()
            if ends.contains(where: { folded.contains($0) }) { break }
            lines.append(line.prefix(1000))
        }
        return lines
    }

    /// An address that begins a line, with the words up to the next empty line or address.
    private static func recipients(_ lines: [Substring], named: [String], saysFailure: Bool) -> [Bounce.Recipient] {
        var found: [Bounce.Recipient] = []
        var address: String?
        var words: [String] = []
        func finish() {
            defer {
                address = nil
                words = []
            }
            guard let address, !found.contains(where: { $0.address == address }) else { return }
            let said = words.joined(separator: " ").trimmingSpace
            let status = status(in: said)
            let folded = said.lowercased()
            // An address without any refusal, beside it or in the whole, is only mentioned.
            guard saysFailure || status != nil || named.contains(address) || BounceJudge.gone.contains(where: folded.contains) else {
                return
            }
            let kind: Bounce.Kind
            if status == nil, let code = code(in: said), code < 500 { kind = .soft } else { kind = BounceJudge.kind(status, said) }
            found.append(
                Bounce.Recipient(
                    address: address, kind: kind, status: status?.description,
                    diagnostic: said.isEmpty ? nil : String(said.prefix(Bounce.diagnosticLimit))))
        }
        for line in lines {
            let trimmed = line.trimmingPrefix { $0 == ">" || $0 == "*" || $0 == " " || $0 == "\t" }.trimmingSpace
            if let begun = leadingAddress(trimmed) {
                finish()
                address = begun.address
                if !begun.rest.isEmpty { words.append(begun.rest) }
            } else if trimmed.isEmpty {
                // Exim puts its words behind an empty line at times; a second one ends them.
                if !words.isEmpty { finish() }
            } else if address != nil {
                words.append(trimmed)
            }
        }
        finish()
        for address in named where !found.contains(where: { $0.address == address }) {
            let all = lines.joined(separator: " ")
            found.append(
                Bounce.Recipient(
                    address: address, kind: BounceJudge.kind(status(in: all), all), status: status(in: all)?.description, diagnostic: nil))
        }
        return found
    }

    /// `<ada@acme.example>:`, `ada@acme.example` alone, `ada@acme.example: host … said`.
    private static func leadingAddress(_ line: String) -> (address: String, rest: String)? {
        guard let end = line.firstIndex(where: { $0 == " " || $0 == "\t" }) ?? (line.isEmpty ? nil : line.endIndex) else { return nil }
        let word = line[..<end].filter { !"<>:;,\"()".contains($0) }
        guard word.contains("@"), word.utf8.count <= 320, let address = try? MailAddress(String(word)) else { return nil }
        let rest = line[end...].trimmingSpace
        // A sentence may begin with an address, too.
        guard line[..<end].hasSuffix(":") || rest.isEmpty || rest.hasPrefix("(") || rest.hasPrefix("...") else { return nil }
        return (address.description, rest)
    }

    /// The first enhanced status of class 4 or 5 in a text (RFC 3463).
    private static func status(in text: String) -> EnhancedStatus? {
        for word in text.split(whereSeparator: { !($0.isASCII && ($0.isNumber || $0 == ".")) }) {
            let bare = word.last == "." ? word.dropLast() : word
            if let status = EnhancedStatus(bare), status.kind > 2, bare.count <= 9 { return status }
        }
        return nil
    }

    /// The first reply code of class 4 or 5 that stands alone (RFC 5321 §4.2).
    private static func code(in text: String) -> Int? {
        for word in text.split(whereSeparator: { !$0.isLetter && !$0.isNumber && $0 != "." && $0 != "@" }) {
            if word.count == 3, let code = Int(word), (400...599).contains(code) { return code }
        }
        return nil
    }

    /// The identity of the mail that came back, where its header stands in the text.
    static func messageID(_ mail: ReceivedMail) -> String? {
        guard let text = mail.part("text/plain")?.text else { return nil }
        for line in text.split(whereSeparator: \.isNewline).prefix(2000) where line.lowercased().hasPrefix("message-id:") {
            return Bounce.identifier(String(line.prefix(400)))
        }
        return nil
    }
}
