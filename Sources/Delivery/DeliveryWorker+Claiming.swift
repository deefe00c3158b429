import Campaigns
import Identity
import Kernel
import Logging
import Storage
import Synchronization
import Web

extension DeliveryWorker {
    /// Claims due mails of every running run and queues them. What is wrong with one run keeps no other from being sent.
    /// - Returns: how many due ones it looked at.
    func claim() async throws -> Int {
        let now = database.clock.now()
        if state.withLock({ $0.relayDownUntil > now }) { return 0 }
        var looked = 0
        for run in try await database.read({ try $0.dueRuns(at: now) }) {
            guard let stationery = await stationery(for: run) else { continue }
            do { looked += try await claim(stationery) } catch let error as DeliveryError {
                await pause(run, reason: words.problem(error))
            } catch {
                logger.warning("Mails of a run could not be claimed", metadata: ["run": "\(run)", "error": "\(error)"])
            }
        }
        return looked
    }

    private func claim(_ stationery: Stationery) async throws -> Int {
        // Counted as under way from here, so that the lease is not given up in between.
        state.withLock { $0.underWay += 1 }
        defer { state.withLock { $0.underWay -= 1 } }
        let lease = try await openLease()
        let (run, settings, batch) = (stationery.run, settings, tuning.batch)
        let found: Claimed? = try await database.write { transaction in
            // Only a standing lease may hold claims: others take over by it.
            guard try transaction.renew(lease) else { return nil }
            let brief = try transaction.brief(stationery.campaign)
            return try transaction.claim(
                stationery, limit: batch, lease: lease, addressing: Addressing(brief, transaction, settings: settings, now: transaction.now)
            )
        }
        guard let found else {
            loseLease()
            return 0
        }
        state.withLock { _ = $0.running.insert(run) }
        // Made here, beside the thread that speaks to relays, a few at a time so that the first need not wait for the last.
        var rest = found.addressees[...]
        while !rest.isEmpty {
            await queue.room()
            guard !isStopping, state.withLock({ $0.running.contains(run) }) else {
                // Held by now: nothing is made that would not be sent.
                for addressee in rest {
                    ledger.settle(Settlement(claim: Claim(run: run, person: addressee.person, lease: lease), outcome: .returned))
                }
                break
            }
            var jobs: [Job] = []
            var size = 0
            while let addressee = rest.first, jobs.count < tuning.portion, size < tuning.portionSize {
                rest.removeFirst()
                guard let job = job(stationery, addressee, lease, found.resumption) else { continue }
                size += job.mail.bytes.count
                jobs.append(job)
            }
            state.withLock { $0.underWay += jobs.count }
            queue.add(jobs)
        }
        return found.looked
    }

    /// - Returns: `nil` where the mail can't be made, which is then stored.
    private func job(_ stationery: Stationery, _ addressee: Addressee, _ lease: Lease, _ resumption: Int) -> Job? {
        let claim = Claim(run: stationery.run, person: addressee.person, lease: lease)
        do {
            let rendered = try stationery.mail(to: addressee, at: database.clock.now())
            let mail = OutgoingMail(
                envelopeFrom: stationery.envelopeFrom(addressee.person), recipient: rendered.recipient, messageID: rendered.messageID,
                bytes: rendered.bytes)
            return Job(stationery: stationery, claim: claim, resumption: resumption, attempts: addressee.attempts, mail: mail)
        } catch {
            ledger.settle(Settlement(claim: claim, outcome: .failed(reason: error.reason, code: nil, reply: nil)))
            return nil
        }
    }

    /// What the run's mails have in common, made once. A run whose mails can't be made is paused with the reason.
    private func stationery(for run: RunKey) async -> Stationery? {
        if let known = state.withLock({ $0.stationery[run] }) { return known }
        do {
            let (settings, ring) = (settings, ring)
            let stationery = try await database.read { try Stationery(run, $0, settings: settings, ring: ring) }
            state.withLock { $0.stationery[run] = stationery }
            return stationery
        } catch let error as DeliveryError {
            await pause(run, reason: words.problem(error))
            return nil
        } catch {
            logger.warning("A run could not be read", metadata: ["run": "\(run)", "error": "\(error)"])
            return nil
        }
    }

    /// In the installation's language: for the page of a run.
    var words: SendingWords { SendingWords.in(Language(tag: settings.language) ?? .en) }

    /// Pauses the campaign of a run, since it can't go on as things are.
    /// - Parameter resumption: what was found belongs to this one, and is forgotten when the run has been resumed since.
    func pause(_ run: RunKey, resumption: Int? = nil, reason: String) async {
        do {
            let wasRunning = try await database.write { transaction in
                let campaign: CampaignKey? = try transaction.value(
                    """
                    SELECT campaign FROM run WHERE id = \(run) AND state = 'running' AND resumption = coalesce(\(resumption), resumption)
                    """)
                guard let campaign else { return false }
                try transaction.pause(campaign, actor: .system, reason: reason)
                return true
            }
            if wasRunning {
                state.withLock { _ = $0.running.remove(run) }
                logger.error("A run is paused", metadata: ["run": "\(run)", "reason": "\(reason)"])
            }
        } catch { logger.warning("A run could not be paused", metadata: ["run": "\(run)", "error": "\(error)"]) }
    }

    private func openLease() async throws -> Lease {
        let (lease, isOpen) = state.withLock { ($0.lease, $0.isLeaseOpen) }
        if isOpen { return lease }
        try await database.write { try $0.open(lease) }
        state.withLock { $0.isLeaseOpen = true }
        return lease
    }

    func closeLease() async {
        let (lease, isOpen, isDead) = state.withLock { ($0.lease, $0.isLeaseOpen, $0.isDead) }
        guard isOpen, !isDead else { return }
        do { try await database.write { try $0.close(lease) } } catch {
            logger.warning("Claims could not be given back; others take them over in a moment", metadata: ["error": "\(error)"])
        }
    }

    /// Takes over from processes that died.
    func takeOver() async throws {
        let now = database.clock.now()
        let isExpired = try await database.read { try $0.exists("SELECT 1 FROM delivery_lease WHERE until < \(now)") }
        if isExpired { try await database.write { [settings] in try $0.recover(settings.uncertain) } }
    }

    /// Schedules and the ends of runs. Writes only where a read says that there is something to do.
    func housekeeping() async throws {
        let isFinishable = try await database.read { try $0.exists(Reader.finishable) }
        if isFinishable { try await database.write { try $0.finishRuns() } }
        try await database.startDue(settings: settings, ring: ring, logger: logger)
        await lookAtRuns()
    }

    /// Renews the lease while something is under way, and gives it up when nothing is.
    func keepLease() async throws {
        let (lease, isOpen, isIdle) = state.withLock { state in
            let was = (state.lease, state.isLeaseOpen, state.underWay == 0)
            if was.1, was.2 {
                state.isLeaseOpen = false
                state.lease = Lease.random()
            }
            return was
        }
        guard isOpen else { return }
        if isIdle {
            // Nothing is claimed under it, so nobody misses it. Results still on their way are stored first.
            await ledger.flush()
            do { try await database.write { try $0.close(lease) } } catch {
                // This task may just have been cancelled: then it is closed at the end.
                state.withLock { if !$0.isLeaseOpen { ($0.lease, $0.isLeaseOpen) = (lease, true) } }
                throw error
            }
        } else if try await database.write({ try $0.renew(lease) }) == false {
            loseLease()
        }
    }

    /// This process was silent for too long and others took over: what is queued is theirs.
    private func loseLease() {
        let lost = queue.drain()
        state.withLock {
            $0.underWay -= lost.count
            $0.isLeaseOpen = false
            $0.lease = Lease.random()
        }
    }

    /// Which runs still run, so that mails of the others are not even begun.
    func lookAtRuns() async {
        guard let running = try? await database.read({ try $0.values("SELECT id FROM run WHERE state = 'running'", as: RunKey.self) })
        else { return }
        state.withLock {
            $0.running = Set(running)
            // A run that is resumed is read again.
            for run in $0.stationery.keys where !$0.running.contains(run) { $0.stationery[run] = nil }
        }
    }
}
