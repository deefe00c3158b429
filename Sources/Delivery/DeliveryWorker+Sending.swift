import Campaigns
import Kernel
import Logging
import Mail
import Storage
import Synchronization

extension DeliveryWorker {
    private struct NotGranted: Error, CustomStringConvertible {
        let description = "the run is held, or another process has taken over"
    }
    private struct Died: Error {}

    /// One session: takes a mail after the other.
    func send(_ number: Int) async {
        var session: MailSession?
        while true {
            let answer = await queue.next(within: session == nil ? nil : tuning.idle)
            switch answer {
            case .closed:
                await session?.close()
                state.withLock { $0.sessions[number] = nil }
                return
            case .nothing:
                await session?.close()
                session = nil
                state.withLock { $0.sessions[number] = nil }
            case .job(let job):
                await send(job, over: &session, number)
                state.withLock { $0.underWay -= 1 }
                if queue.count < tuning.batch / 4 { wake() }
            }
        }
    }

    /// Ends the sessions that are still open, and with them what is on the wire: for a server that answers too slowly when this process
    /// is to end.
    func cutOff() async {
        for session in state.withLock({ Array($0.sessions.values) }) { await session.close() }
    }

    private func send(_ job: Job, over session: inout MailSession?, _ number: Int) async {
        if isDead { return }
        guard !isStopping, state.withLock({ $0.running.contains(job.claim.run) }) else {
            ledger.settle(Settlement(claim: job.claim, outcome: .returned))
            return
        }
        do {
            try await tuning.probe?(.claimed, job.claim)
            if session?.isUsable() == false {
                await session?.close()
                session = nil
            }
            // A server may end a session between two mails; a fresh one then gets the mail at once.
            let isFresh = session == nil
            guard let first = try await open(&session, number, for: job) else { return }
            if let due = await first.admit(job.mail.recipient) {
                ledger.settle(Settlement(claim: job.claim, outcome: .deferred(due: due, reason: "relay")))
                return
            }
            var outcome = try await send(job, over: first)
            if case .notSent = outcome.sent, !outcome.wasGranted, !outcome.wasRefused, !isFresh {
                await session?.close()
                session = nil
                guard let second = try await open(&session, number, for: job) else { return }
                outcome = try await send(job, over: second)
            }
            try await tuning.probe?(.answered, job.claim)
            let result: Settlement.Outcome =
                outcome.wasRefused
                ? .returned
                : Retrying.outcome(
                    of: outcome.sent, attempts: job.attempts + 1, uncertain: job.stationery.uncertain,
                    now: database.clock.now(), jitter: Double.random(in: 0...1))
            ledger.settle(Settlement(claim: job.claim, outcome: result))
            if case .refused(let refusal) = outcome.sent, refusal.concernsConfiguration {
                await pause(job.claim.run, resumption: job.resumption, reason: words.relayRefuses(refusal.description))
            }
        } catch {
            await die()
        }
    }

    private func open(_ session: inout MailSession?, _ number: Int, for job: Job) async throws -> MailSession? {
        if let session { return session }
        let downUntil = state.withLock { $0.relayDownUntil }
        if downUntil > database.clock.now() {
            ledger.settle(Settlement(claim: job.claim, outcome: .deferred(due: downUntil, reason: "relay")))
            return nil
        }
        do {
            let opened = try await transport.open()
            state.withLock {
                $0.relayFailures = 0
                $0.sessions[number] = opened
            }
            session = opened
            return opened
        } catch SMTPConnectError.configuration(let problem) {
            ledger.settle(Settlement(claim: job.claim, outcome: .returned))
            await pause(job.claim.run, resumption: job.resumption, reason: problem.description)
        } catch {
            let now = database.clock.now()
            let (until, isNew) = state.withLock { state in
                let isNew = state.relayDownUntil <= now
                if isNew {
                    state.relayFailures += 1
                    state.relayDownUntil = now + Retrying.relayDelay(failure: state.relayFailures)
                }
                return (state.relayDownUntil, isNew)
            }
            // Every session meets the same trouble.
            logger.log(level: isNew ? .warning : .debug, "The mail relay can't be reached", metadata: ["error": "\(error)"])
            ledger.settle(Settlement(claim: job.claim, outcome: .deferred(due: until, reason: "relay")))
        }
        return nil
    }

    private struct Attempt {
        let sent: SMTPOutcome
        let wasGranted: Bool
        /// The claim no longer holds, or the run is held.
        let wasRefused: Bool
    }

    private func send(_ job: Job, over session: MailSession) async throws -> Attempt {
        let gate = Gate()
        let (ledger, probe, claim) = (ledger, tuning.probe, job.claim)
        let sent = await session.send(job.mail) {
            let isGranted = try await ledger.grant(claim)
            await gate.note(isGranted ? .granted : .refused)
            guard isGranted else { throw NotGranted() }
            do { try await probe?(.granted, claim) } catch {
                await gate.note(.died)
                throw error
            }
        }
        let answer = await gate.answer
        if answer == .died { throw Died() }
        return Attempt(sent: sent, wasGranted: answer == .granted, wasRefused: answer == .refused)
    }

    private actor Gate {
        enum Answer { case none, granted, refused, died }
        private(set) var answer = Answer.none
        func note(_ answer: Answer) { self.answer = answer }
    }
}
