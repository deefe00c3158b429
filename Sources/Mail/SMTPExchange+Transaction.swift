/// One mail: MAIL, RCPT, DATA, the text, the final dot (RFC 5321 §3.3).
extension SMTPExchange {
    struct Transaction: Hashable {
        enum Phase: Hashable {
            case commands
            case body
            case permission
            /// The final dot is written.
            case verdict
        }

        let envelope: SMTPEnvelope
        var phase = Phase.commands
        /// The commands whose replies are still to come, in order.
        var awaited: ArraySlice<SMTPRefusal.Stage>
        /// The commands not yet written, in the groups in which they are written.
        var unwritten: ArraySlice<[SMTPRefusal.Stage]>
        /// The first refusal; the replies behind it in a group say nothing new.
        var refusal: SMTPRefusal?
        /// MAIL was accepted, so that the server holds a transaction that RSET has to end.
        var isOpen = false
        /// A short text waits here for the permission to end it, and goes out in one piece with its dot: half the writes, and half the
        /// times that the server has to be woken. A long one is on its way meanwhile.
        var holdsBody: Bool { envelope.size <= 32 << 10 }

        func outcome(ending reason: String) -> SMTPOutcome {
            if phase == .verdict { return .uncertain(reason: reason) }
            return refusal.map(SMTPOutcome.refused) ?? .notSent(reason: reason)
        }
    }

    mutating func send(_ envelope: SMTPEnvelope, _ actions: inout [Action]) {
        guard case .ready(let needsReset) = state else {
            let reason = if case .transaction = state { "the connection is in use" } else { "the connection is closed" }
            actions.append(.finished(.notSent(reason: reason)))
            return
        }
        if let refusal = objection(to: envelope) {
            actions.append(.finished(.refused(refusal)))
            return
        }
        let commands: [SMTPRefusal.Stage] = needsReset ? [.reset, .sender, .recipient, .data] : [.sender, .recipient, .data]
        // RFC 2920 §3.1: DATA ends a group.
        let groups = capabilities.pipelining ? [commands] : commands.map { [$0] }
        writeNextGroup(Transaction(envelope: envelope, awaited: [], unwritten: groups[...]), &actions)
    }

    /// Why this server can't take this mail, known before it is asked.
    private func objection(to envelope: SMTPEnvelope) -> SMTPRefusal? {
        if let limit = capabilities.sizeLimit, envelope.size > limit {
            return SMTPRefusal(
                check: 552, (5, 3, 4), "the mail has \(envelope.size) bytes, the relay takes at most \(limit)")
        }
        if envelope.needsSMTPUTF8, !capabilities.smtpUTF8 {
            return SMTPRefusal(check: 553, (5, 6, 7), "the address needs SMTPUTF8, which the relay does not offer")
        }
        if envelope.isEightBit, !capabilities.eightBitMIME {
            return SMTPRefusal(check: 554, (5, 6, 3), "the mail needs 8BITMIME, which the relay does not offer")
        }
        return nil
    }

    private mutating func writeNextGroup(_ transaction: Transaction, _ actions: inout [Action]) {
        var transaction = transaction
        let group = transaction.unwritten.removeFirst()
        transaction.awaited = group[...]
        var bytes: [UInt8] = []
        write(group, transaction.envelope, &bytes)
        actions.append(.write(bytes))
        armForNextReply(transaction, &actions)
        state = .transaction(transaction)
    }

    private func write(_ commands: [SMTPRefusal.Stage], _ envelope: SMTPEnvelope, _ bytes: inout [UInt8]) {
        for stage in commands {
            bytes += command(stage, envelope).utf8
            bytes.append(13)
            bytes.append(10)
        }
    }

    private func command(_ stage: SMTPRefusal.Stage, _ envelope: SMTPEnvelope) -> String {
        switch stage {
        case .reset: return "RSET"
        case .sender:
            var command = "MAIL FROM:<\(envelope.sender?.description ?? "")>"
            if capabilities.size { command += " SIZE=\(envelope.size)" }
            if envelope.isEightBit || envelope.needsSMTPUTF8 && capabilities.eightBitMIME { command += " BODY=8BITMIME" }
            if envelope.needsSMTPUTF8 { command += " SMTPUTF8" }
            return command
        case .recipient: return "RCPT TO:<\(envelope.recipient)>"
        case .data, .check, .content: return "DATA"
        }
    }

    private mutating func armForNextReply(_ transaction: Transaction, _ actions: inout [Action]) {
        switch transaction.awaited.first {
        case .sender: arm(.sender, &actions)
        case .recipient: arm(.recipient, &actions)
        case .data: arm(.data, &actions)
        default: arm(.command, &actions)
        }
    }

    mutating func take(_ reply: SMTPReply, _ transaction: Transaction, _ actions: inout [Action]) {
        switch transaction.phase {
        case .commands: takeCommandReply(reply, transaction, &actions)
        case .body, .permission:
            // Too early: a server that gives up in the middle of the text. The text has no end that both sides agree on.
            if reply.isNegative {
                finish(.refused(SMTPRefusal(reply, stage: .content)), &actions)
            } else {
                finish(.notSent(reason: "the server answered before the end of the mail: \(reply)"), &actions)
            }
        case .verdict:
            if reply.isPositive {
                goOn(.accepted(reply: reply.description), &actions)
            } else if reply.code == 421 {
                finish(.refused(SMTPRefusal(reply, stage: .content)), &actions)
            } else if reply.isNegative {
                goOn(.refused(SMTPRefusal(reply, stage: .content)), &actions)
            } else {
                finish(.uncertain(reason: "the server's reply to the mail makes no sense: \(reply)"), &actions)
            }
        }
    }

    private mutating func takeCommandReply(_ reply: SMTPReply, _ old: Transaction, _ actions: inout [Action]) {
        var transaction = old
        let stage = transaction.awaited.removeFirst()
        let isExpected = stage == .data ? reply.code == 354 : reply.isPositive
        if isExpected {
            if stage == .sender { transaction.isOpen = true }
        } else if reply.isNegative {
            if transaction.refusal == nil { transaction.refusal = SMTPRefusal(reply, stage: stage) }
            // RFC 5321 §3.8: after 421 the server closes. A session that can't be reset is of no further use.
            if reply.code == 421 || stage == .reset { return finish(transaction.outcome(ending: ""), &actions) }
        } else {
            return finish(transaction.outcome(ending: "the server gave a reply that makes no sense here: \(reply)"), &actions)
        }

        if !transaction.awaited.isEmpty {
            armForNextReply(transaction, &actions)
            state = .transaction(transaction)
        } else if let refusal = transaction.refusal {
            // A server that wants the text although it took no recipient can only be left.
            if stage == .data, isExpected { return finish(.refused(refusal), &actions) }
            complete(.refused(refusal), needsReset: transaction.isOpen, &actions)
        } else if !transaction.unwritten.isEmpty {
            writeNextGroup(transaction, &actions)
        } else if transaction.holdsBody {
            askForFinalDot(transaction, &actions)
        } else {
            transaction.phase = .body
            state = .transaction(transaction)
            arm(.dataBlock, &actions)
            actions.append(.writeBody)
        }
    }

    /// After the reply to a mail: the server waits for the next one, or has its commands already.
    private mutating func goOn(_ outcome: SMTPOutcome, _ actions: inout [Action]) {
        guard let next = following else { return complete(outcome, needsReset: false, &actions) }
        following = nil
        state = .transaction(next)
        actions.append(.finished(outcome))
        armForNextReply(next, &actions)
    }

    private mutating func complete(_ outcome: SMTPOutcome, needsReset: Bool, _ actions: inout [Action]) {
        state = .ready(needsReset: needsReset)
        disarm(&actions)
        actions.append(.finished(outcome))
    }

    mutating func bodyWritten(_ transaction: Transaction, _ actions: inout [Action]) {
        if transaction.phase == .body { askForFinalDot(transaction, &actions) }
    }

    private mutating func askForFinalDot(_ old: Transaction, _ actions: inout [Action]) {
        var transaction = old
        transaction.phase = .permission
        state = .transaction(transaction)
        disarm(&actions)
        actions.append(.askForFinalDot)
    }

    /// Whether a mail's commands may go out with the final dot of the one before.
    func canFollow(_ envelope: SMTPEnvelope) -> Bool { capabilities.pipelining && objection(to: envelope) == nil }

    mutating func finalDotAllowed(_ old: Transaction, _ next: SMTPEnvelope?, _ actions: inout [Action]) {
        guard old.phase == .permission else { return }
        var transaction = old
        transaction.phase = .verdict
        state = .transaction(transaction)
        var bytes = Array(".\r\n".utf8)
        if let next {
            let commands: [SMTPRefusal.Stage] = [.sender, .recipient, .data]
            write(commands, next, &bytes)
            following = Transaction(envelope: next, awaited: commands[...], unwritten: [])
        }
        actions.append(transaction.holdsBody ? .writeBodyAnd(bytes) : .write(bytes))
        arm(.dataEnd, &actions)
    }
}
