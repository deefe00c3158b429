/// Signing in (RFC 4954), with PLAIN (RFC 4616) where it is offered, else with LOGIN.
extension SMTPExchange {
    enum Authentication: Hashable {
        case plain
        case loginName
        case loginPassword
        /// The password is sent.
        case loginVerdict
        /// We asked to stop (RFC 4954 §4).
        case cancelled(String)
    }

    mutating func authenticate(_ credentials: SMTPRelay.Credentials, _ actions: inout [Action]) {
        // SMTPRelay refuses credentials without TLS; this is the second lock on the same door.
        guard isSecure else {
            return fail(.configuration(.tls(host: settings.host, reason: "a password is sent over TLS only")), &actions)
        }
        if capabilities.authentication.contains("PLAIN") {
            let message = [0] + Array(credentials.user.utf8) + [0] + Array(credentials.password.utf8)
            state = .authenticating(.plain)
            write("AUTH PLAIN \(Self.base64(message))", &actions)
        } else if capabilities.authentication.contains("LOGIN") {
            state = .authenticating(.loginName)
            write("AUTH LOGIN", &actions)
        } else {
            let offered = capabilities.authentication
            return fail(.configuration(.authenticationNotOffered(host: settings.host, offered: offered)), &actions)
        }
        arm(.command, &actions)
    }

    mutating func takeAuthentication(_ reply: SMTPReply, _ step: Authentication, _ actions: inout [Action]) {
        switch (reply.code, step) {
        case (334, .loginName):
            state = .authenticating(.loginPassword)
            write(Self.base64(Array((settings.credentials?.user ?? "").utf8)), &actions)
            arm(.command, &actions)
        case (334, .loginPassword):
            state = .authenticating(.loginVerdict)
            write(Self.base64(Array((settings.credentials?.password ?? "").utf8)), &actions)
            arm(.command, &actions)
        case (334, .plain), (334, .loginVerdict):
            state = .authenticating(.cancelled("it asked for more than \(step == .plain ? "PLAIN" : "LOGIN") has"))
            write("*", &actions)
            arm(.command, &actions)
        case (235, .plain), (235, .loginVerdict): becomeReady(&actions)
        case (_, .cancelled(let reason)):
            fail(.configuration(.authenticationRefused(host: settings.host, reply: reason)), &actions)
        case (400..<500, _): fail(.unavailable(.refused(reply.description)), &actions)
        case (500..., _):
            fail(.configuration(.authenticationRefused(host: settings.host, reply: reply.description)), &actions)
        default: end("the server gave a reply that makes no sense here: \(reply)", &actions)
        }
    }

    private static func base64(_ bytes: [UInt8]) -> String { String(decoding: Base64.encode(bytes), as: UTF8.self) }
}
