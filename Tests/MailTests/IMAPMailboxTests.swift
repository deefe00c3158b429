import Testing

@testable import Mail

@Suite("The URL of a mailbox")
struct IMAPMailboxTests {
    @Test("Each part of it is read")
    func parts() throws {
        let whole = try IMAPMailbox(
            "imaps://b%40acme.example:p%40ss%2F@mail.acme.example:1993/Post%20back/%C3%9C?ca=/etc/ca.pem&auth=login&then=delete")
        #expect(whole.host == "mail.acme.example" && whole.port == 1993 && whole.security == .implicitTLS)
        #expect(
            whole.credentials.user == "b@acme.example" && whole.credentials.password == "p@ss/" && whole.credentials.mechanism == .login)
        #expect(whole.folder == "Post back/Ü" && whole.caFile == "/etc/ca.pem" && whole.deletes)
        #expect("\(whole)" == "b@acme.example@mail.acme.example:1993/Post back/Ü")
        let short = try IMAPMailbox("imap://b@mail.acme.example?password_file=/etc/p")
        #expect(
            short.port == 143 && short.security == .startTLS && short.folder == "INBOX" && !short.deletes
                && short.credentials.passwordFile == "/etc/p")
        #expect(try IMAPMailbox("imaps://b:p@mail.acme.example/a@b/c:d").folder == "a@b/c:d")
        #expect(try IMAPMailbox("imaps://b:p@mail.acme.example/").port == 993)
        #expect(try IMAPMailbox("imap://b:p@[::1]:1143/INBOX?tls=none").security == .none)
    }

    @Test(
        "What is wrong with it is said, without the password",
        arguments: [
            ("https://b:s3cret@mail.acme.example", "imaps://"), ("imaps://mail.acme.example/INBOX", "no user"),
            ("imaps://b@mail.acme.example", "needs a password"), ("imaps://b:s3cret@/INBOX", "no host"),
            ("imaps://b:s3cret@mail.acme.example:70000", "1 to 65535"), ("imap://b:s3cret@mail.acme.example?tls=none", "this machine"),
            ("imap://b:s3cret@mail.acme.example?tls=maybe", "starttls or none"),
            ("imaps://b:s3cret@mail.acme.example?tls=none", "starttls or none"),
            ("imaps://b:s3cret@mail.acme.example?weight=3", "tls, ca, auth, password_file, then"),
            ("imaps://b:s3cret@mail.acme.example?then=burn", "keep or delete"),
            ("imaps://b:s3cret@mail.acme.example?then=keep&then=keep", "twice"),
            ("imaps://b:s3cret@mail.acme.example?auth=gssapi", "plain, login, xoauth2"),
            ("imaps://b:s3cret@mail.acme.example?password_file=/p", "either"), ("imaps://b:s3cret@mail.acme.example/%0A", "control"),
            ("imaps://b:s3cret@mail.acme.example/%ZZ", "hexadecimal"), ("imaps://b:s3/cret@mail.acme.example", "%2F"),
            ("imaps://b:s3 cret@mail.acme.example", "space"),
        ])
    func problems(url: String, words: String) throws {
        let problem = try #require(throws: IMAPMailbox.Problem.self) { try IMAPMailbox(url) }
        #expect("\(problem)".contains(words) && !"\(problem)".contains("s3"), "\(problem)")
        #expect("\(problem)".hasPrefix("the URL of the bounce mailbox is not right: "))
    }

    /// RFC 3501 §5.1.3 has the examples with Peter and Jo&-; base64 of UTF-16 for the others.
    @Test(
        "A folder's name goes in the form of its own that servers take",
        arguments: [
            ("INBOX", "INBOX"), ("~peter/mail/台北/日本語", "~peter/mail/&U,BTFw-/&ZeVnLIqe-"), ("Jo&", "Jo&-"), ("Entwürfe", "Entw&APw-rfe"),
            ("😀", "&2D3eAA-"),
        ])
    func folders(folder: String, encoded: String) { #expect(IMAPMailbox.encoded(folder) == encoded) }
}
