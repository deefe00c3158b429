import Foundation

/// Signing in (RFC 4954): with the mechanism that is asked for, else with PLAIN (RFC 4616) where it is offered, else with LOGIN.
extension SMTPExchange {
    enum Authentication: Hashable {
        case plain
        case loginName
        case loginPassword
        /// The password is sent.
        case loginVerdict
        case xoauth2
        /// The server said why the token won't do and waits for an empty line before it refuses.
        case xoauth2Refused(String)
        /// We asked to stop (RFC 4954 §4).
        case cancelled(String)
    }

    mutating func authenticate(_ credentials: SMTPRelay.Credentials, _ actions: inout [Action]) {
        // SMTPRelay refuses credentials without TLS; this is the second lock on the same door.
        guard isSecure else {
            return fail(.configuration(.tls(host: settings.host, reason: "a password is sent over TLS only")), &actions)
        }
        let offered = capabilities.authentication
        let wanted = credentials.mechanism.map { [$0] } ?? [.plain, .login]
        guard let mechanism = wanted.first(where: { offered.contains($0.rawValue.uppercased()) }) else {
            return fail(.configuration(.authenticationNotOffered(host: settings.host, offered: offered)), &actions)
        }
        switch mechanism {
        case .plain:
            state = .authenticating(.plain)
            write("AUTH PLAIN \(Self.base64([0] + credentials.user.utf8 + [0] + credentials.password.utf8))", &actions)
        case .login:
            state = .authenticating(.loginName)
            write("AUTH LOGIN", &actions)
        case .xoauth2:
            // https://developers.google.com/workspace/gmail/imap/xoauth2-protocol
            state = .authenticating(.xoauth2)
            let message = "user=\(credentials.user)\u{1}auth=Bearer \(credentials.password)\u{1}\u{1}"
            write("AUTH XOAUTH2 \(Self.base64(Array(message.utf8)))", &actions)
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
        case (334, .xoauth2):
            let reason = reply.lines.first.flatMap { Data(base64Encoded: $0) }.map { String(decoding: $0, as: UTF8.self) } ?? ""
            // It is shown on pages and in logs, as replies are.
            let shown = reason.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7f }.prefix(200)
            state = .authenticating(.xoauth2Refused(String(String.UnicodeScalarView(shown))))
            write("", &actions)
            arm(.command, &actions)
        case (400..., .xoauth2Refused(let reason)) where !reason.isEmpty:
            let full = "\(reply) (\(reason))"
            fail(
                reply.isTemporary ? .unavailable(.refused(full)) : .configuration(.authenticationRefused(host: settings.host, reply: full)),
                &actions)
        case (334, .plain), (334, .loginVerdict), (334, .xoauth2Refused):
            state = .authenticating(.cancelled("it asked for more than the sign-in has"))
            write("*", &actions)
            arm(.command, &actions)
        case (235, .plain), (235, .loginVerdict), (235, .xoauth2): becomeReady(&actions)
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
