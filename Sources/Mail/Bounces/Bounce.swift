/// What a mail that came back says, whichever server wrote it: delivery status notifications (RFC 3464), the plain words of servers that
/// send none, and complaints (RFC 5965).
package struct Bounce: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable {
        /// No mail will ever arrive there: no such address, no such host.
        case hard
        /// This one did not arrive, another one may: the mailbox is full, the server did not answer for days, a filter said no.
        case soft
        /// The recipient called it spam.
        case complaint
    }

    /// One recipient who did not get it.
    package struct Recipient: Hashable, Sendable {
        /// As the server names it, which may be where it was forwarded to; `nil` where a complaint hides it.
        package let address: String?
        package let kind: Kind
        /// RFC 3463, such as `5.1.1`.
        package let status: String?
        /// What the server said, at most 500 characters.
        package let diagnostic: String?
    }

    package let recipients: [Recipient]
    /// The addresses that the report was sent to, or that the mail came from: one of them may be an envelope sender of ours.
    package let envelopes: [String]
    /// The identity of the mail that came back, without its angle brackets.
    package let messageID: String?
    /// Whom that mail was to.
    package let originalTo: [String]

    /// More recipients than this are no report of ours: each mail has one.
    static let recipientLimit = 20
    static let diagnosticLimit = 500

    /// - Returns: `nil` for a mail that reports no failure: an answer of a person or of an absence, a delay, a success.
    package init?(_ bytes: some Collection<UInt8>) {
        let mail = ReceivedMail(bytes)
        let found: [Recipient]
        switch (mail.type, mail.reportType) {
        case ("multipart/report", "feedback-report"): found = Self.complaint(mail)
        default:
            // Some servers label their reports badly, some forget the part that matters, and some have only words.
            let status = Self.deliveryStatus(mail)
            let hasStatus = mail.part("message/delivery-status", "message/global-delivery-status") != nil
            found = status.isEmpty && !hasStatus ? PlainBounce(mail).recipients : status
        }
        guard !found.isEmpty else { return nil }
        recipients = Array(found.prefix(Self.recipientLimit))
        let original = Self.original(mail)
        messageID = original.flatMap { Self.identifier($0.first("message-id")) } ?? PlainBounce.messageID(mail)
        originalTo = (original?.all("to") ?? []).flatMap(Self.addresses)
        let names = ["to", "delivered-to", "x-original-to", "envelope-to", "apparently-to"]
        envelopes =
            names.flatMap { mail.headers.all($0) }.flatMap(Self.addresses)
            + (original.map { $0.all("return-path") + $0.all("sender") } ?? []).flatMap(Self.addresses)
    }

    /// RFC 3464 §2: a group of fields about the message, then one per recipient.
    private static func deliveryStatus(_ mail: ReceivedMail) -> [Recipient] {
        guard let part = mail.part("message/delivery-status", "message/global-delivery-status") else { return [] }
        let normal = part.text.replacing("\r\n", with: "\n")
        let groups = normal.split(separator: "\n\n", maxSplits: 200, omittingEmptySubsequences: true).map { Headers(String($0)) }
        return groups.compactMap { fields -> Recipient? in
            guard let action = fields.first("action")?.lowercased(), action.hasPrefix("fail") else { return nil }
            let status = fields.first("status").flatMap { EnhancedStatus($0) }
            let diagnostic = fields.first("diagnostic-code").map(Self.afterType)
            let address = (fields.first("original-recipient") ?? fields.first("final-recipient")).map(Self.afterType)
            return Recipient(
                address: address.flatMap { addresses($0).first }, kind: BounceJudge.kind(status, diagnostic), status: status?.description,
                diagnostic: diagnostic.map { String($0.prefix(diagnosticLimit)) })
        }
    }

    /// RFC 5965 §3.
    private static func complaint(_ mail: ReceivedMail) -> [Recipient] {
        guard let part = mail.part("message/feedback-report") else { return [] }
        let fields = Headers(part.text)
        let type = fields.first("feedback-type")?.lowercased() ?? ""
        // The others report forged senders, viruses, or that a mail was no spam after all.
        guard type == "abuse" || type == "fraud" || type == "opt-out" || type == "opt-out-list" else { return [] }
        let to = fields.all("original-rcpt-to").flatMap(addresses)
        return (to.isEmpty ? [nil] : to.map(Optional.some)).map {
            Recipient(address: $0, kind: .complaint, status: nil, diagnostic: type)
        }
    }

    /// The header of the mail that came back.
    private static func original(_ mail: ReceivedMail) -> Headers? {
        mail.part("message/rfc822", "text/rfc822-headers", "message/rfc822-headers", "message/global", "message/global-headers").map {
            Headers($0.text)
        }
    }

    /// `rfc822; ada@acme.example` (RFC 3464 §2.1.2) without what comes before the semicolon.
    private static func afterType(_ text: String) -> String {
        guard let sign = text.firstIndex(of: ";") else { return text }
        return text[text.index(after: sign)...].trimmingSpace
    }

    static func identifier(_ text: String?) -> String? {
        guard let text, let start = text.firstIndex(of: "<"), let end = text[start...].firstIndex(of: ">") else { return nil }
        let inner = text[text.index(after: start)..<end]
        return inner.utf8.count <= 250 && inner.contains("@") ? String(inner) : nil
    }

    /// Everything in a text that looks like an address, at most 20, in lower case where it is ASCII.
    static func addresses(_ text: String) -> [String] {
        var found: [String] = []
        for word in text.split(whereSeparator: { " \t\r\n<>,;:\"()[]'".contains($0) }) where word.utf8.count <= 320 {
            guard found.count < 20, word.contains("@"), let address = try? MailAddress(String(word)) else { continue }
            found.append(address.description)
        }
        return found
    }
}

extension EnhancedStatus {
    /// The one that stands at the beginning of `text`, whatever its class.
    init?(_ text: some StringProtocol) {
        let numbers = text.trimmingSpace.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }.split(
            separator: ".", omittingEmptySubsequences: false)
        guard numbers.count == 3, numbers.allSatisfy({ (1...3).contains($0.count) }), let kind = Int(numbers[0]),
            [2, 4, 5].contains(kind), let subject = Int(numbers[1]), let detail = Int(numbers[2])
        else { return nil }
        self.init(kind: kind, subject: subject, detail: detail)
    }
}

/// Tells for ever from for now.
enum BounceJudge {
    static func kind(_ status: EnhancedStatus?, _ diagnostic: String?) -> Bounce.Kind {
        let words = diagnostic?.lowercased() ?? ""
        // What the server said in words is closer to the truth than a class that many fill in by rote.
        if full.contains(where: words.contains) || refused.contains(where: words.contains) { return .soft }
        guard let status else { return gone.contains(where: words.contains) || words.hasPrefix("55") ? .hard : .soft }
        guard status.kind == 5 else { return .soft }
        switch (status.subject, status.detail) {
        // Over quota, too long for the mailbox or the system.
        case (2, 2), (2, 3), (3, 4), (3, 1): return .soft
        // Security and policy (RFC 3463 §3.8): a filter's word on this mail, not on the address.
        case (7, _): return gone.contains(where: words.contains) ? .hard : .soft
        // Content and protocol.
        case (6, _), (5, _): return gone.contains(where: words.contains) ? .hard : .soft
        // Loops and overload.
        case (4, 5), (4, 6), (4, 7): return .soft
        default: return .hard
        }
    }

    private static let full = [
        "quota", "mailbox full", "mailbox is full", "inbox is full", "insufficient storage", "storage exceeded", "too large",
    ]
    private static let refused = [
        "spam", "blocked", "blacklist", "blocklist", "denylist", "reputation", "greylist", "graylist", "rate limit", "too many",
        "try again",
        "temporar", "dmarc", "spf", "dkim", "virus", "content reject",
    ]
    static let gone = [
        "user unknown", "unknown user", "no such user", "no such recipient", "no such mailbox", "no mailbox here", "does not exist",
        "doesn't exist", "unknown recipient", "recipient unknown", "invalid recipient", "unknown or invalid", "address rejected",
        "mailbox unavailable", "mailbox not found", "recipient not found", "recipientnotfound", "not a known user", "account is disabled",
        "account disabled", "host not found", "name not found", "host or domain name not found", "no mx", "unrouteable address",
        "couldn't find any host",
    ]
}
