import Testing

@testable import Mail

@Suite("URLs of mail relays")
struct SMTPRelayTests {
    @Test("A full URL")
    func full() throws {
        let relay = try SMTPRelay("smtp://us%40er:s%3Acr%2Fet%25@Relay.Example:2525/?tls=starttls&ca=/etc/my%20ca.pem&name=mx.example")
        #expect(relay.host == "relay.example")
        #expect(relay.port == 2525)
        #expect(relay.security == .startTLS)
        #expect(relay.credentials?.user == "us@er")
        #expect(relay.credentials?.password == "s:cr/et%")
        #expect(relay.caFile == "/etc/my ca.pem")
        #expect(relay.helloName == "mx.example")
    }

    @Test(
        "What is left out has a default",
        arguments: [
            ("smtp://relay.example", 587, .startTLS), ("smtps://relay.example", 465, .implicitTLS),
            ("smtp://relay.example?tls=none", 25, .none), ("SMTP://10.0.0.1:25", 25, .startTLS),
            ("smtp://[::1]:2525?tls=none", 2525, .none),
            ("smtps://[2001:db8::1]", 465, .implicitTLS),
        ] as [(String, Int, SMTPRelay.Security)])
    func defaults(url: String, port: Int, security: SMTPRelay.Security) throws {
        let relay = try SMTPRelay(url)
        #expect(relay.port == port)
        #expect(relay.security == security)
        #expect(relay.credentials == nil)
    }

    @Test(
        "What is wrong is said",
        arguments: [
            ("", .badScheme), ("relay.example", .badScheme), ("http://relay.example", .badScheme), ("smtp:relay.example", .badScheme),
            ("smtp://", .noHost), ("smtp://:25", .noHost), ("smtp://user:SECRET@", .noHost), ("smtp://a b", .badCharacter),
            ("smtp://relay.example:0", .badPort), ("smtp://relay.example:65536", .badPort), ("smtp://relay.example:", .badPort),
            ("smtp://relay.example:x", .badPort), ("smtp://relay..example", .badHost), ("smtp://[::1", .badHost), ("smtp://[x]", .badHost),
            ("smtp://[::1]x", .badHost), ("smtp://relay.example/path", .path), ("smtp://relay.example#x", .path),
            ("smtp://user@relay.example", .noPassword), ("smtp://:SECRET@relay.example", .noPassword),
            ("smtp://user:@relay.example", .noPassword), ("smtp://user:SEC%zzRET@relay.example", .badEncoding),
            ("smtp://user:SEC%00RET@relay.example", .badCharacter),
            ("smtp://user:SECRET@relay.example?tls=none", .credentialsWithoutTLS), ("smtp://relay.example?tls=maybe", .badTLS),
            ("smtps://relay.example?tls=none", .badTLS), ("smtps://relay.example?tls=starttls", .badTLS),
            ("smtp://relay.example?color=red", .unknownOption("color")), ("smtp://relay.example?ca=/a&ca=/b", .repeatedOption("ca")),
            ("smtp://relay.example?ca=", .emptyOption("ca")), ("smtp://relay.example?name=a%20b", .badName),
            ("smtp://relay.example?name=a%0d%0ab", .badName), ("smtp://user:SE/CRET@relay.example", .path),
            ("smtp://user:SE?CRET@relay.example", .badPort), ("smtp://user:12?SECRET@relay.example", .unknownOption("of that name")),
            ("smtp://user:SE#CRET@relay.example", .path), ("smtp://user:SECRET@relay.example?auth=ntlm", .badMechanism),
            ("smtp://relay.example?auth=plain", .mechanismWithoutUser("auth")),
            ("smtp://relay.example?password_file=/p", .mechanismWithoutUser("password_file")),
            ("smtp://user:SECRET@relay.example?password_file=/p", .twoPasswords),
            ("smtp://user:@relay.example?password_file=/p", .noPassword), ("smtp://user@relay.example?auth=login", .noPassword),
            ("smtp://relay.example?weight=0", .badNumber("weight", largest: 1000)),
            ("smtp://relay.example?limit=many", .badNumber("limit", largest: 1_000_000)),
            ("smtp://relay.example?limit=-1", .badNumber("limit", largest: 1_000_000)),
            ("smtp://relay.example?messages=1000001", .badNumber("messages", largest: 1_000_000)),
            ("smtp://relay.example?connections=65", .badNumber("connections", largest: 64)),
        ] as [(String, SMTPRelay.Problem)])
    func problems(url: String, problem: SMTPRelay.Problem) {
        #expect(throws: problem) { try SMTPRelay(url) }
        #expect(!"\(problem) \(String(reflecting: problem))".contains("CRET"))
    }

    @Test("What a relay is to carry, and how to sign in")
    func limits() throws {
        let relay = try SMTPRelay(
            "smtps://user@relay.example?auth=XOAUTH2&password_file=/run/token&weight=3&limit=600&messages=50&connections=2")
        #expect(relay.credentials?.mechanism == .xoauth2 && relay.credentials?.passwordFile == "/run/token")
        #expect(relay.weight == 3 && relay.perMinute == 600 && relay.messagesPerConnection == 50 && relay.connections == 2)
        let plain = try SMTPRelay("smtp://relay.example")
        #expect(plain.weight == 1 && plain.perMinute == nil && plain.messagesPerConnection == 500 && plain.connections == 20)
    }

    @Test("Several relays, separated by spaces")
    func list() throws {
        let relays = try SMTPRelay.list(" smtp://a.example?weight=2  smtps://user:SECRET@b.example:4465\n")
        #expect(relays.map(\.key) == ["a.example:587", "b.example:4465"])
        #expect(try SMTPRelay.list("smtp://a.example").count == 1)
        #expect(throws: SMTPRelay.Problem.noRelay) { try SMTPRelay.list("  ") }
        #expect(throws: SMTPRelay.Problem.repeatedRelay("a.example:587")) {
            try SMTPRelay.list("smtp://a.example smtp://A.example:587?weight=2")
        }
        // A space in a password must be written %20.
        #expect(throws: SMTPRelay.Problem.badPort) { try SMTPRelay.list("smtp://user:SEC RET@a.example") }
    }

    @Test("No description shows the password")
    func masked() throws {
        let relay = try SMTPRelay("smtp://user:SECRET@relay.example")
        #expect("\(relay)" == "smtp://user:***@relay.example:587?tls=starttls")
        #expect("\(try SMTPRelay("smtps://[::1]"))" == "smtps://[::1]:465")
        var dumped = ""
        dump(relay, to: &dumped)
        dump(relay.credentials, to: &dumped)
        for text in [
            "\(relay)", String(reflecting: relay), "\(String(describing: relay.credentials))", String(reflecting: relay.credentials),
            dumped,
        ] {
            #expect(!text.contains("SECRET"))
        }
    }

    @Test("A relay on this machine is known as one")
    func loopback() throws {
        for host in ["localhost", "127.0.0.1", "127.1.2.3", "[::1]"] { #expect(try SMTPRelay("smtp://\(host)").isLoopback) }
        for host in ["relay.example", "10.0.0.1", "[::2]"] { #expect(try !SMTPRelay("smtp://\(host)").isLoopback) }
    }
}
