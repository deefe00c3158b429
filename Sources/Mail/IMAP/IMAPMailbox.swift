import Foundation

/// A mailbox and how to reach it, as `RAPPORT_BOUNCE_IMAP_URL` names it.
///
/// `imaps://user:secret@mail.example/INBOX` (TLS from the start, port 993), `imap://user@mail.example/Bounces?password_file=/etc/p` (STARTTLS,
/// port 143), `imap://127.0.0.1/INBOX?tls=none` (no TLS, on this machine only). Without a folder, `INBOX`. Options: `tls`, `ca` (path of a PEM
/// file that replaces the system's trusted certificates), `auth` (`plain`, `login` or `xoauth2`; default: PLAIN where it is offered, else
/// LOGIN), `password_file` (holds the password or the access token, read at each sign-in) and `then` (`keep` or `delete` what was taken in).
package struct IMAPMailbox: Hashable, Sendable, CustomStringConvertible {
    package typealias Security = SMTPRelay.Security
    package typealias Credentials = SMTPRelay.Credentials

    package let host: String
    package let port: Int
    package let security: Security
    package let credentials: Credentials
    /// Path of a PEM file of trusted certificates; `nil`: the system's.
    package let caFile: String?
    /// As people write it.
    package let folder: String
    /// What was taken in is deleted, not only marked as read.
    package let deletes: Bool

    /// Names the mailbox in tables and logs: without password, options and encoding.
    package var description: String { "\(credentials.user)@\(host):\(port)/\(folder)" }

    /// What is wrong with a mailbox's URL. Quotes nothing that could be part of the password.
    package enum Problem: Error, Hashable, Sendable, CustomStringConvertible {
        case badScheme
        case noUser
        case badFolder
        case badTLS
        case clearBeyondLoopback
        case unknownOption(String)
        case badThen
        case other(SMTPRelay.Problem)

        package var description: String {
            let problem =
                switch self {
                case .badScheme: "it must start with imaps:// or imap://"
                case .noUser:
                    "it names no user: imaps://user@host/folder, with : and the password behind the user, or the option password_file; @, / and : in them are written %40, %2F and %3A"
                case .badFolder: "the folder may hold no control characters"
                case .badTLS: "tls must be starttls or none with imap://, and can be left out with imaps://"
                case .clearBeyondLoopback: "tls=none is for a server on this machine (127.0.0.1 or localhost) only"
                case .unknownOption(let option):
                    "there is no option \(option); the options are \(IMAPMailbox.optionNames.joined(separator: ", "))"
                case .badThen: "then must be keep or delete"
                case .other(let problem): problem.reason
                }
            return "the URL of the bounce mailbox is not right: \(problem)"
        }
    }

    static let optionNames = ["tls", "ca", "auth", "password_file", "then"]

    package init(_ url: String) throws(Problem) {
        do { try self.init(reading: url) } catch let problem as SMTPRelay.Problem {
            if case .unknownOption(let option) = problem { throw .unknownOption(option) }
            throw .other(problem)
        } catch let problem as Problem { throw problem } catch { throw .badScheme }
    }

    private init(reading url: String) throws {
        guard url.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7f }) else { throw SMTPRelay.Problem.badCharacter }
        let scheme = url.prefix { $0 != ":" }.lowercased()
        guard scheme == "imap" || scheme == "imaps", url.dropFirst(scheme.count).hasPrefix("://") else { throw Problem.badScheme }
        let rest = url.dropFirst(scheme.count + 3)
        guard !rest.utf8.contains(UInt8(ascii: "#")) else { throw SMTPRelay.Problem.path }
        let query = rest.firstIndex(of: "?").map { rest[rest.index(after: $0)...] }
        var authority = rest.prefix { $0 != "?" }
        var path = Substring()
        if let slash = authority.firstIndex(of: "/") {
            path = authority[authority.index(after: slash)...]
            authority = authority[..<slash]
        }
        guard let at = authority.lastIndex(of: "@"), at > authority.startIndex else { throw Problem.noUser }
        let (host, port) = try SMTPRelay.hostAndPort(authority[authority.index(after: at)...])
        let options = try SMTPRelay.options(query ?? "", of: Self.optionNames)
        let isLoopback = host == "localhost" || host == "::1" || host.hasPrefix("127.")
        switch (scheme, options["tls"]) {
        case ("imaps", nil), ("imaps", "implicit"): security = .implicitTLS
        case ("imap", nil), ("imap", "starttls"): security = .startTLS
        case ("imap", "none"):
            guard isLoopback else { throw Problem.clearBeyondLoopback }
            security = .none
        default: throw Problem.badTLS
        }
        // On this machine a password may go in the clear.
        guard let credentials = try SMTPRelay.credentials(authority[..<at], options, security == .none ? .startTLS : security) else {
            throw Problem.noUser
        }
        let folder = try SMTPRelay.decoded(path)
        guard folder.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7f }) else { throw Problem.badFolder }
        switch options["then"] {
        case nil, "keep": deletes = false
        case "delete": deletes = true
        default: throw Problem.badThen
        }
        self.host = host
        self.port = port ?? (security == .implicitTLS ? 993 : 143)
        self.credentials = credentials
        self.folder = folder.isEmpty ? "INBOX" : folder
        caFile = options["ca"]
    }

    /// The folder's name as servers take it (RFC 3501 §5.1.3): what is not printable ASCII stands between & and -, as UTF-16 in a base64
    /// of its own, and & itself is &-.
    static func encoded(_ folder: String) -> String {
        var text = ""
        var other: [UInt16] = []
        func flush() {
            guard !other.isEmpty else { return }
            let base64 = Base64.encode(other.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] })
            text += "&" + String(decoding: base64.filter { $0 != UInt8(ascii: "=") }, as: UTF8.self).replacing("/", with: ",") + "-"
            other = []
        }
        for scalar in folder.unicodeScalars {
            guard (0x20...0x7E).contains(scalar.value) else {
                other += Array(String(scalar).utf16)
                continue
            }
            flush()
            text += scalar == "&" ? "&-" : String(scalar)
        }
        flush()
        return text
    }
}
