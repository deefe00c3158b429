/// The client's side of SMTP as a value: it takes what happened and says what to do (RFC 5321; STARTTLS RFC 3207; AUTH RFC 4954;
/// PIPELINING RFC 2920). It knows no socket, no clock and no task.
///
/// The promises that all else rests on: a secret goes out over TLS only; the final dot goes out only after `.finalDotAllowed`; each
/// `.send`, and each mail that follows a dot, is answered by exactly one `.finished`, in their order, which is `uncertain` exactly when its
/// dot went out and no valid reply came back.
struct SMTPExchange: Sendable {
    struct Settings: Sendable {
        var host: String
        var security: SMTPRelay.Security
        var credentials: SMTPRelay.Credentials?
    }

    enum Event: Hashable {
        /// The socket is connected; `helloName` is what to call ourselves.
        case connected(helloName: String)
        case received([UInt8])
        case tlsEstablished
        case tlsFailed(SMTPConnectError)
        case timedOut
        case closed(reason: String)
        case send(SMTPEnvelope)
        case bodyWritten
        /// `next`: what is sent after it, to be begun with the dot; only where `canFollow` says yes.
        case finalDotAllowed(next: SMTPEnvelope?)
        case finalDotForbidden(reason: String)
        case quit
    }

    enum Action: Hashable {
        case write([UInt8])
        /// Write the mail with its dots doubled, then report `.bodyWritten`.
        case writeBody
        /// Write the mail with its dots doubled and these bytes behind it.
        case writeBodyAnd([UInt8])
        case startTLS
        /// From now on the step may take its time; replaces what was armed before.
        case arm(SMTPTimeouts.Step)
        case disarm
        /// Mails can be sent.
        case ready(SMTPCapabilities)
        case failed(SMTPConnectError)
        case askForFinalDot
        case finished(SMTPOutcome)
        case close
    }

    enum State {
        case idle
        /// Implicit TLS comes before the greeting.
        case handshaking(thenGreeting: Bool)
        case greeting
        case hello(secured: Bool, extended: Bool)
        case startingTLS
        case authenticating(Authentication)
        case ready(needsReset: Bool)
        case transaction(Transaction)
        case quitting
        case closed
    }

    let settings: Settings
    var state: State = .idle
    var capabilities = SMTPCapabilities()
    var isSecure = false
    /// The mail whose commands went out with the final dot before, while that one's reply is still to come.
    var following: Transaction?
    private var parser = SMTPReplyParser()
    private var helloName = ""
    private var armed: SMTPTimeouts.Step?

    init(settings: Settings) { self.settings = settings }

    /// A mail may be started.
    var isReady: Bool { if case .ready = state { true } else { false } }

    mutating func handle(_ event: Event) -> [Action] {
        var actions: [Action] = []
        switch (event, state) {
        case (.send(let envelope), _): send(envelope, &actions)
        case (_, .closed): break
        case (.connected(let helloName), .idle): connected(helloName, &actions)
        case (.received(let bytes), _): received(bytes, &actions)
        case (.tlsEstablished, .handshaking(let thenGreeting)):
            isSecure = true
            if thenGreeting {
                state = .greeting
                arm(.greeting, &actions)
            } else {
                sayHello(&actions)
            }
        case (.tlsFailed(let error), .handshaking): fail(error, &actions)
        case (.timedOut, _): end("timed out waiting for \(armed?.rawValue ?? "the server")", &actions)
        case (.closed(let reason), _): end(reason, &actions)
        case (.bodyWritten, .transaction(let transaction)): bodyWritten(transaction, &actions)
        case (.finalDotAllowed(let next), .transaction(let transaction)): finalDotAllowed(transaction, next, &actions)
        case (.finalDotForbidden(let reason), .transaction(let transaction)) where transaction.phase == .permission:
            end(reason, &actions)
        case (.quit, .ready):
            state = .quitting
            write("QUIT", &actions)
            arm(.quit, &actions)
        case (.quit, _): end("the connection was given up", &actions)
        default: break
        }
        return actions
    }

    // MARK: Beginning

    private mutating func connected(_ helloName: String, _ actions: inout [Action]) {
        self.helloName = helloName
        if settings.security == .implicitTLS {
            state = .handshaking(thenGreeting: true)
            arm(.handshake, &actions)
        } else {
            state = .greeting
            arm(.greeting, &actions)
        }
    }

    private mutating func sayHello(_ actions: inout [Action]) {
        capabilities = SMTPCapabilities()
        state = .hello(secured: isSecure, extended: true)
        write("EHLO \(helloName)", &actions)
        arm(.command, &actions)
    }

    private mutating func received(_ bytes: [UInt8], _ actions: inout [Action]) {
        parser.append(bytes)
        while true {
            if case .closed = state { return }
            do {
                guard let reply = try parser.next() else { return }
                take(reply, &actions)
            } catch {
                return end("\(error)", &actions)
            }
        }
    }

    private mutating func take(_ reply: SMTPReply, _ actions: inout [Action]) {
        switch state {
        case .idle, .handshaking, .closed: end("the server spoke before its turn", &actions)
        case .greeting:
            guard reply.code == 220 else { return refuse(reply, &actions) }
            sayHello(&actions)
        case .hello(_, let extended): takeHello(reply, extended: extended, &actions)
        case .startingTLS:
            guard reply.code == 220 else {
                return fail(
                    reply.isTemporary
                        ? .unavailable(.refused(reply.description))
                        : .configuration(.tls(host: settings.host, reason: reply.description)), &actions)
            }
            // What comes in the clear after this reply would be taken as said inside TLS (CVE-2011-0411).
            guard !parser.holdsMore else {
                return fail(.configuration(.tls(host: settings.host, reason: "the server spoke after STARTTLS without TLS")), &actions)
            }
            state = .handshaking(thenGreeting: false)
            arm(.handshake, &actions)
            actions.append(.startTLS)
        case .authenticating(let authentication): takeAuthentication(reply, authentication, &actions)
        case .ready: end("the server ended the session: \(reply)", &actions)
        case .transaction(let transaction): take(reply, transaction, &actions)
        case .quitting: close(&actions)
        }
    }

    private mutating func takeHello(_ reply: SMTPReply, extended: Bool, _ actions: inout [Action]) {
        guard reply.code == 250 else {
            // RFC 5321 §3.2: a server that doesn't know EHLO gets HELO, where nothing that only EHLO offers is needed.
            if extended, (500...504).contains(reply.code), settings.security == .none {
                state = .hello(secured: false, extended: false)
                write("HELO \(helloName)", &actions)
                arm(.command, &actions)
                return
            }
            return refuse(reply, &actions)
        }
        if extended { capabilities = SMTPCapabilities(reply) }
        if settings.security == .startTLS, !isSecure {
            guard capabilities.startTLS else { return fail(.configuration(.startTLSNotOffered(host: settings.host)), &actions) }
            state = .startingTLS
            write("STARTTLS", &actions)
            arm(.command, &actions)
        } else if let credentials = settings.credentials {
            authenticate(credentials, &actions)
        } else {
            becomeReady(&actions)
        }
    }

    mutating func becomeReady(_ actions: inout [Action]) {
        state = .ready(needsReset: false)
        disarm(&actions)
        actions.append(.ready(capabilities))
    }

    // MARK: Ending

    /// A reply before any mail that says no.
    mutating func refuse(_ reply: SMTPReply, _ actions: inout [Action]) {
        if reply.isTemporary {
            fail(.unavailable(.refused(reply.description)), &actions)
        } else if reply.isNegative {
            fail(.configuration(.refused(host: settings.host, reply: reply.description)), &actions)
        } else {
            end("the server gave a reply that makes no sense here: \(reply)", &actions)
        }
    }

    mutating func fail(_ error: SMTPConnectError, _ actions: inout [Action]) {
        actions.append(.failed(error))
        close(&actions)
    }

    mutating func finish(_ outcome: SMTPOutcome, _ actions: inout [Action]) {
        actions.append(.finished(outcome))
        close(&actions)
    }

    mutating func close(_ actions: inout [Action]) {
        state = .closed
        if let following {
            actions.append(.finished(following.outcome(ending: "the connection ended at the mail before")))
            self.following = nil
        }
        disarm(&actions)
        actions.append(.close)
    }

    /// The connection can't go on, for whatever reason: says what that means for what was under way.
    mutating func end(_ reason: String, _ actions: inout [Action]) {
        switch state {
        case .closed: break
        case .idle: fail(.unavailable(.unreachable(reason)), &actions)
        case .handshaking, .greeting, .hello, .startingTLS, .authenticating: fail(.unavailable(.ended(reason)), &actions)
        case .ready, .quitting: close(&actions)
        case .transaction(let transaction): finish(transaction.outcome(ending: reason), &actions)
        }
    }

    // MARK: Writing

    func write(_ command: String, _ actions: inout [Action]) {
        actions.append(.write(Array(command.utf8) + [13, 10]))
    }

    mutating func arm(_ step: SMTPTimeouts.Step, _ actions: inout [Action]) {
        armed = step
        actions.append(.arm(step))
    }

    mutating func disarm(_ actions: inout [Action]) {
        guard armed != nil else { return }
        armed = nil
        actions.append(.disarm)
    }
}
