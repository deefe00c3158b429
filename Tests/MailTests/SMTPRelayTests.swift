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
            ("smtp://user:SE#CRET@relay.example", .path),
        ] as [(String, SMTPRelay.Problem)])
    func problems(url: String, problem: SMTPRelay.Problem) {
        #expect(throws: problem) { try SMTPRelay(url) }
        #expect(!"\(problem) \(String(reflecting: problem))".contains("CRET"))
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
