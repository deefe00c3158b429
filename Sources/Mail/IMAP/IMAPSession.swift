import Foundation
import Synchronization

/// A mailbox's folder, open for reading what has not been read.
package final class IMAPSession: Sendable {
    /// A mail, or as much of it as is read.
    package struct Mail: Sendable {
        package let bytes: [UInt8]
        /// There is more of it.
        package let isCut: Bool
    }

    /// What is noted of a mail.
    package enum Mark: String, Sendable {
        case seen = "\\Seen"
        /// For somebody to look at.
        case flagged = "\\Seen \\Flagged"
    }

    private let link: IMAPLink
    private let mailbox: IMAPMailbox
    private let sizeLimit: Int
    private let offered = Mutex<Set<String>>([])

    init(link: IMAPLink, mailbox: IMAPMailbox, sizeLimit: Int) {
        self.link = link
        self.mailbox = mailbox
        self.sizeLimit = sizeLimit
    }

    // MARK: Opening

    func open(_ credentials: IMAPMailbox.Credentials) async throws(IMAPProblem) {
        let greeting = try await link.next()
        guard case .status(let status) = greeting else { throw .unavailable("the server of the bounce mailbox does not greet as one") }
        switch status.condition {
        case .ok: break
        // Somebody in between could sign us in to cut TLS off (RFC 3501 §6.2.1 has no STARTTLS then).
        case .preauth: throw .configuration("the server \(mailbox.host) takes us for signed in before we are")
        default: throw .unavailable("the server of the bounce mailbox is not available: \(status)")
        }
        try await askCapabilities()
        if mailbox.security == .startTLS {
            guard offers("STARTTLS") else {
                throw .configuration(
                    "the server of the bounce mailbox \(mailbox.host) does not offer STARTTLS; use imaps:// if it speaks TLS from the start"
                )
            }
            let answer = try await link.command("STARTTLS")
            guard answer.status.condition == .ok else {
                throw .configuration("the server of the bounce mailbox \(mailbox.host) refused STARTTLS: \(answer.status)")
            }
            try await link.startTLS()
            try await askCapabilities()
        }
        try await signIn(credentials)
        try await askCapabilities()
        try await select()
    }

    private func askCapabilities() async throws(IMAPProblem) {
        let answer = try await link.command("CAPABILITY")
        for case .capability(let names) in answer.said { offered.withLock { $0 = Set(names) } }
    }

    private func offers(_ name: String) -> Bool { offered.withLock { $0.contains(name) } }

    private func signIn(_ credentials: IMAPMailbox.Credentials) async throws(IMAPProblem) {
        let mechanisms = offered.withLock { names in names.filter { $0.hasPrefix("AUTH=") }.map { String($0.dropFirst(5)) }.sorted() }
        let wanted = credentials.mechanism ?? (mechanisms.contains("PLAIN") ? .plain : .login)
        let answer: IMAPLink.Answer
        switch wanted {
        case .login:
            guard !offers("LOGINDISABLED") else {
                throw .configuration("the server of the bounce mailbox \(mailbox.host) offers no sign-in by name and password")
            }
            // As literals (RFC 3501 §4.3), which need no quoting.
            answer = try await link.command(
                "LOGIN {\(credentials.user.utf8.count)}",
                more: ["\(credentials.user) {\(credentials.password.utf8.count)}", credentials.password])
        case .plain, .xoauth2:
            let mechanism = wanted.rawValue.uppercased()
            guard mechanisms.contains(mechanism) else {
                throw .configuration(
                    "the server of the bounce mailbox \(mailbox.host) does not offer the sign-in \(wanted.rawValue) (offered: \(mechanisms.isEmpty ? "none" : mechanisms.joined(separator: ", ")); auth= in the URL chooses another)"
                )
            }
            // RFC 4616; https://developers.google.com/workspace/gmail/imap/xoauth2-protocol
            let words =
                wanted == .plain
                ? "\u{0}\(credentials.user)\u{0}\(credentials.password)"
                : "user=\(credentials.user)\u{1}auth=Bearer \(credentials.password)\u{1}\u{1}"
            let encoded = String(decoding: Base64.encode(Array(words.utf8)), as: UTF8.self)
            // A refusal of XOAUTH2 is a question first, which an empty line answers.
            answer =
                offers("SASL-IR")
                ? try await link.command("AUTHENTICATE \(mechanism) \(encoded)", more: wanted == .xoauth2 ? [""] : [])
                : try await link.command("AUTHENTICATE \(mechanism)", more: wanted == .xoauth2 ? [encoded, ""] : [encoded])
        }
        guard answer.status.condition != .ok else { return }
        // RFC 5530 §3: not now.
        if let code = answer.status.codeName, ["UNAVAILABLE", "INUSE", "LIMIT", "SERVERBUG"].contains(code) {
            throw .unavailable("the server of the bounce mailbox is not available: \(answer.status)")
        }
        throw .configuration("the server of the bounce mailbox \(mailbox.host) refused user name or password: \(answer.status)")
    }

    private func select() async throws(IMAPProblem) {
        let name = IMAPMailbox.encoded(mailbox.folder).replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        let answer = try await link.command("SELECT \"\(name)\"")
        guard answer.status.condition == .ok else {
            if let code = answer.status.codeName, ["UNAVAILABLE", "INUSE", "LIMIT", "SERVERBUG"].contains(code) {
                throw .unavailable("the server of the bounce mailbox is not available: \(answer.status)")
            }
            throw .configuration("the folder \(mailbox.folder) of the bounce mailbox can't be opened: \(answer.status)")
        }
        // What can't be marked would be read again and again.
        guard answer.status.codeName != "READ-ONLY" else {
            throw .configuration("the folder \(mailbox.folder) of the bounce mailbox may only be read, so that nothing can be noted in it")
        }
    }

    // MARK: Reading

    /// The numbers (UID) of mails that are not marked as read, at most `limit`, the oldest first. Throws `IMAPProblem`.
    package func unseen(limit: Int) async throws(IMAPProblem) -> [UInt32] {
        let answer = try await link.command("UID SEARCH UNSEEN UNDELETED")
        guard answer.status.condition == .ok else {
            throw .unavailable("the server of the bounce mailbox refused to search: \(answer.status)")
        }
        var found: Set<UInt32> = []
        for case .search(let numbers) in answer.said { found.formUnion(numbers) }
        return Array(found.sorted().prefix(limit))
    }

    /// A mail; `nil` where it is gone, or the server can't give it (`isBroken` then says so).
    package func mail(_ uid: UInt32) async throws(IMAPProblem) -> (mail: Mail?, isBroken: Bool) {
        // PEEK: reading it does not mark it, so that a crash before it is taken in leaves it unread.
        let answer = try await link.command("UID FETCH \(uid) (UID RFC822.SIZE BODY.PEEK[]<0.\(sizeLimit)>)")
        for case .fetch(let items) in answer.said where items["UID"]?.number == uid {
            guard let bytes = items.first(where: { $0.key.hasPrefix("BODY[]") })?.value.bytes else { return (nil, true) }
            let size = items["RFC822.SIZE"]?.number.map { Int($0) } ?? bytes.count
            return (Mail(bytes: Array(bytes.prefix(sizeLimit)), isCut: size > bytes.count || bytes.count > sizeLimit), false)
        }
        return (nil, answer.status.condition != .ok)
    }

    /// Notes that a mail has been read. Throws `IMAPProblem`.
    package func mark(_ uid: UInt32, _ mark: Mark) async throws(IMAPProblem) {
        try await store(uid, mark.rawValue)
    }

    /// Notes that a mail has been taken in: it is marked as read, and deleted where the mailbox's URL says so.
    package func finish(_ uid: UInt32) async throws(IMAPProblem) {
        guard mailbox.deletes else { return try await mark(uid, .seen) }
        try await store(uid, "\\Seen \\Deleted")
        // Without UIDPLUS (RFC 4315) others' deleted mails would go with it: whoever empties the folder takes it along then.
        guard offers("UIDPLUS") else { return }
        _ = try await link.command("UID EXPUNGE \(uid)")
    }

    private func store(_ uid: UInt32, _ flags: String) async throws(IMAPProblem) {
        let answer = try await link.command("UID STORE \(uid) +FLAGS.SILENT (\(flags))")
        guard answer.status.condition == .ok else {
            throw .configuration("a mail in the bounce mailbox can't be marked as read: \(answer.status)")
        }
    }

    /// Waits until there may be something new, at most so long: in IDLE where the server has it. Throws `IMAPProblem`.
    package func wait(_ time: Duration) async throws(IMAPProblem) {
        if offers("IDLE") { return try await link.idle(time) }
        do { try await Task.sleep(for: time) } catch { throw .unavailable("the program ends") }
        _ = try await link.command("NOOP")
    }

    /// Signs out and closes the connection.
    package func close() async {
        _ = try? await link.command("LOGOUT")
        link.close()
    }
}
