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
        /// What the session has begun already.
        var next: Job?
        while true {
            let answer = if let next { JobQueue.Answer.job(next) } else { await queue.next(within: session == nil ? nil : tuning.idle) }
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
                next = await send(job, isBegun: next != nil, over: &session, number)
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

    /// - Parameter isBegun: by the session, behind the mail before.
    /// - Returns: the one that the session has begun now.
    private func send(_ job: Job, isBegun: Bool, over session: inout MailSession?, _ number: Int) async -> Job? {
        if isDead { return nil }
        guard !isStopping, state.withLock({ $0.running.contains(job.claim.run) }) else {
            ledger.settle(Settlement(claim: job.claim, outcome: .returned))
            // It can't take another one now.
            if isBegun {
                await session?.close()
                session = nil
            }
            return nil
        }
        do {
            try await tuning.probe?(.claimed, job.claim)
            if session?.isUsable() == false {
                await session?.close()
                session = nil
            }
            // A server may end a session between two mails; a fresh one then gets the mail at once.
            let isFresh = session == nil
            guard let first = try await open(&session, number, for: job) else { return nil }
            if !isBegun || isFresh, let due = await first.admit(job.mail.recipient) {
                ledger.settle(Settlement(claim: job.claim, outcome: .deferred(due: due, reason: "relay")))
                return nil
            }
            var attempt = try await send(job, over: first)
            if case .notSent = attempt.sent, !attempt.wasGranted, !attempt.wasRefused, !isFresh {
                await session?.close()
                session = nil
                guard let second = try await open(&session, number, for: job) else { return nil }
                attempt = try await send(job, over: second)
            }
            try await tuning.probe?(.answered, job.claim)
            let result: Settlement.Outcome =
                attempt.wasRefused
                ? .returned
                : Retrying.outcome(
                    of: attempt.sent, attempts: job.attempts + 1, uncertain: job.stationery.uncertain,
                    now: database.clock.now(), jitter: Double.random(in: 0...1))
            ledger.settle(Settlement(claim: job.claim, outcome: result))
            if case .refused(let refusal) = attempt.sent, refusal.concernsConfiguration {
                await pause(job.claim.run, resumption: job.resumption, reason: words.relayRefuses(refusal.description))
            }
            return attempt.next
        } catch {
            await die()
            return nil
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
        /// The claim no longer holds, the run is held, or the database does not answer: nothing that a relay has to do with.
        let wasRefused: Bool
        /// What the session has begun behind it.
        let next: Job?
    }

    private func send(_ job: Job, over session: MailSession) async throws -> Attempt {
        let gate = Gate()
        let (ledger, queue, probe, claim) = (ledger, queue, tuning.probe, job.claim)
        let sent = await session.send(
            job.mail,
            FinalDot {
                let isGranted: Bool
                do { isGranted = try await ledger.grant(claim) } catch {
                    gate.note(.refused)
                    throw error
                }
                gate.note(isGranted ? .granted : .refused)
                guard isGranted else { throw NotGranted() }
                do { try await probe?(.granted, claim) } catch {
                    gate.note(.died)
                    throw error
                }
            } following: {
                let next = queue.following()
                gate.note(next)
                return next?.mail
            })
        let (answer, next) = gate.answer
        if answer == .died { throw Died() }
        return Attempt(sent: sent, wasGranted: answer == .granted, wasRefused: answer == .refused, next: next)
    }

    /// What happened before the final dot of one mail.
    private final class Gate: Sendable {
        enum Answer { case none, granted, refused, died }
        private let state = Mutex((answer: Answer.none, next: Job?.none))

        var answer: (Answer, Job?) { state.withLock { $0 } }
        func note(_ answer: Answer) { state.withLock { $0.answer = answer } }
        func note(_ next: Job?) { state.withLock { $0.next = next } }
    }
}
