import Kernel
import Storage

/// Under which a process has claimed deliveries; one per process, renewed while it works.
struct Lease: Hashable, Sendable {
    let token: Int64

    static func random() -> Lease { Lease(token: Int64.random(in: 1 ... .max)) }

    /// For how long a process may be silent before others take over what it had claimed.
    static let length = Duration.seconds(3)
    /// For how much longer what it was sending may still be settled by itself.
    static let sendingGrace = Duration.seconds(10)
}

/// One delivery under a lease.
struct Claim: Hashable, Sendable {
    let run: RunKey
    let person: PersonKey
    let lease: Lease
}

/// What becomes of a claim.
struct Settlement: Sendable {
    enum Outcome: Hashable, Sendable {
        case accepted(reply: String)
        case failed(reason: String, code: Int?, reply: String?)
        /// To be tried again at `due`.
        case retry(due: Instant, code: Int?, reply: String?)
        /// The relay can't be reached.
        case deferred(due: Instant, reason: String)
        case uncertain(reason: String)
        /// Given back untouched.
        case returned
    }

    let claim: Claim
    let outcome: Outcome
}

extension Reader {
    /// Running runs with something to send at `now`.
    func dueRuns(at now: Instant) throws -> [RunKey] {
        try values(
            """
            SELECT r.id FROM run r WHERE r.state = 'running' AND EXISTS (
                SELECT 1 FROM delivery d WHERE d.run = r.id AND d.state IN ('planned', 'deferred') AND d.not_before <= \(now))
            ORDER BY r.id NULLS FIRST
            """)
    }

    /// The next ones of a run, earliest first, off a small partial index.
    static func due(_ run: RunKey, at now: Instant, limit: Int) -> SQL {
        """
        SELECT d.person FROM delivery d WHERE d.run = \(run) AND d.state IN ('planned', 'deferred') AND d.not_before <= \(now)
            AND d.channel = 'email'
        ORDER BY d.not_before LIMIT \(limit)\(.skipLocked)
        """
    }
}

/// What a claim found.
struct Claimed: Sendable {
    var addressees: [Addressee] = []
    /// Until when their mails are of use.
    var latestSend = Instant(microseconds: 0)
    /// How often the run had been resumed.
    var resumption = 0
    /// How many due ones it looked at; those that are not claimed have a reason now.
    var looked = 0
}

/// A run as a transaction may rely on it: nobody changes it until the transaction is over.
struct HeldRun: Rowed {
    let run: RunKey
    let state: RunState
    let latestSend: Instant
    let resumption: Int

    init(row: Row) throws {
        run = try row["id"]
        state = try row["state"]
        latestSend = try row["latest_send"]
        resumption = try row["resumption"]
    }
}

extension Transaction {
    /// The runs as they are, and as they stay until this transaction is over: no pause and no stop comes between.
    func hold(_ runs: some Sequence<RunKey>) throws -> [RunKey: HeldRun] {
        let held = try rows(
            "SELECT id, state, latest_send, resumption FROM run WHERE id IN \(list: runs) ORDER BY id NULLS FIRST\(.shared)",
            as: HeldRun.self)
        return Dictionary(uniqueKeysWithValues: held.map { ($0.run, $0) })
    }

    /// Takes up to `limit` due mails of a run under a lease, with everything that their mails say. Those whose recipient left,
    /// unsubscribed, lost the address or the right to get them since the start are excluded here.
    func claim(_ stationery: Stationery, limit: Int, lease: Lease, addressing: Addressing) throws -> Claimed {
        let run = stationery.run
        guard let held = try hold([run])[run], held.state == .running else { return Claimed() }
        let people: [PersonKey] = try values(Reader.due(run, at: now, limit: limit))
        guard !people.isEmpty else { return Claimed() }
        var claimed = Claimed(latestSend: held.latestSend, resumption: held.resumption, looked: people.count)
        guard now <= held.latestSend else {
            try giveUp(people, of: run)
            return claimed
        }
        var excluded: [ExclusionReason: [PersonKey]] = [:]
        var missing = Set(people)
        try each(Self.addressees(people, run, addressing)) { row in
            let person: PersonKey = try row[0]
            missing.remove(person)
            if let reason: ExclusionReason = try row[1] {
                excluded[reason, default: []].append(person)
            } else {
                try claimed.addressees.append(Addressee(row))
            }
        }
        if !missing.isEmpty { excluded[.left, default: []] += missing }
        for (reason, people) in excluded { try exclude(people, from: run, reason) }
        guard !claimed.addressees.isEmpty else { return claimed }
        try self.run(
            """
            UPDATE delivery SET state = 'claimed', lease_token = \(lease.token), reason = NULL
            WHERE run = \(run) AND channel = 'email' AND person \(engine.among(claimed.addressees.map(\.person)))
            """)
        if !stationery.attributes.isEmpty { try addAttributes(stationery.attributes, to: &claimed.addressees) }
        return claimed
    }

    /// The latest time has passed: who was tried before has failed, with the last reply; who never was is excluded.
    private func giveUp(_ people: [PersonKey], of run: RunKey) throws {
        try self.run(
            """
            UPDATE delivery SET state = CASE WHEN attempts > 0 THEN 'failed' ELSE 'excluded' END, reason = \(ExclusionReason.tooLate)
            WHERE run = \(run) AND channel = 'email' AND person \(engine.among(people))
            """)
    }

    private static func addressees(_ people: [PersonKey], _ run: RunKey, _ addressing: Addressing) -> SQL {
        """
        SELECT p.id, coalesce(\(addressing.personReason), \(addressing.emailReason)) AS reason, d.message, d.attempts, p.email, p.name,
            p.first_name, p.title, u.name AS department, p.site, p.country, m.name AS manager, p.language, x.person AS consent,
            (SELECT f.person FROM tracking_refusal f WHERE f.person = p.id) AS refusal
        FROM person p JOIN delivery d ON d.run = \(run) AND d.person = p.id AND d.channel = 'email'
            LEFT JOIN department u ON u.id = p.department LEFT JOIN person m ON m.id = p.manager LEFT JOIN pixel_consent x ON x.person = p.id
        WHERE p.id IN \(list: people)
        """
    }

    private func exclude(_ people: [PersonKey], from run: RunKey, _ reason: ExclusionReason) throws {
        try self.run(
            """
            UPDATE delivery SET state = 'excluded', reason = \(reason) WHERE run = \(run) AND channel = 'email' AND person \(engine.among(people))
            """)
    }

    private func addAttributes(_ attributes: [Int64], to addressees: inout [Addressee]) throws {
        let places = Dictionary(uniqueKeysWithValues: addressees.enumerated().map { ($1.person, $0) })
        try each(
            """
            SELECT person, attribute, value FROM person_attribute
            WHERE attribute IN \(list: attributes) AND person IN \(list: addressees.map(\.person))
            """
        ) { row in
            guard let place = places[try row[0]] else { return }
            try addressees[place].attributes[row[1]] = row[2]
        }
    }

    /// Stores what became of claims, then puts others into `sending`: what connections have to say at one time, in one transaction.
    func record(_ settlements: [Settlement], granting claims: [Claim]) throws -> Set<Claim> {
        let runs = try hold(Set(settlements.map { $0.claim.run }).union(claims.map { $0.run }))
        try settle(settlements, of: runs)
        return try grant(claims, of: runs)
    }

    /// Puts claims into `sending`, those that still hold and whose run still runs; only they may end with the final dot.
    private func grant(_ claims: [Claim], of runs: [RunKey: HeldRun]) throws -> Set<Claim> {
        var granted: Set<Claim> = []
        for (group, claims) in Dictionary(grouping: claims, by: { ClaimGroup(run: $0.run, lease: $0.lease) }) {
            guard runs[group.run]?.state == .running else { continue }
            let people: [PersonKey] = try values(
                """
                UPDATE delivery SET state = 'sending', attempts = attempts + 1
                WHERE run = \(group.run) AND channel = 'email' AND person \(engine.among(claims.map { $0.person })) AND state = 'claimed'
                    AND lease_token = \(group.lease.token)
                RETURNING person
                """)
            for person in people { granted.insert(Claim(run: group.run, person: person, lease: group.lease)) }
        }
        return granted
    }

    private struct ClaimGroup: Hashable {
        let run: RunKey
        let lease: Lease
    }

    /// Stores what became of claims, as far as they are still this process' own. A result that comes after others gave the process up
    /// still settles what they had to call uncertain. What a server refused before the final dot counts as an attempt here, what came
    /// further was counted when the dot was granted.
    private func settle(_ settlements: [Settlement], of runs: [RunKey: HeldRun]) throws {
        for (group, settlements) in Dictionary(grouping: settlements, by: { ClaimGroup(run: $0.claim.run, lease: $0.claim.lease) }) {
            guard let held = runs[group.run] else { continue }
            let rows = settlements.map { row($0, latest: held.latestSend) }
            try run(Self.settling(rows, of: settlements.map { $0.claim.person }, run: group.run, lease: group.lease, now: now, engine))
            if held.state == .stopped { try cancelOpen(of: group.run) }
        }
    }

    /// Naming the people twice leads to each of them by the key; by `r` alone all of the run would be read.
    static func settling(
        _ rows: [[SQLValue]], of people: [PersonKey], run: RunKey, lease: Lease, now: Instant, _ engine: Engine
    ) -> SQL {
        """
        UPDATE delivery SET state = r.c1, reason = r.c2, code = r.c3, reply = coalesce(r.c4, reply),
            not_before = CASE WHEN r.c1 IN ('planned', 'deferred') THEN coalesce(r.c5, not_before) ELSE not_before END,
            retry_at = r.c5, lease_token = NULL,
            attempts = attempts + CASE WHEN delivery.state = 'claimed' AND r.c1 <> 'deferred' AND r.c4 IS NOT NULL THEN 1 ELSE 0 END,
            accepted_at = CASE WHEN r.c1 = 'accepted' THEN \(now) ELSE accepted_at END
        FROM \(SQL.table([.int8, .text, .text, .int8, .text, .int8], rows)) AS r
        WHERE delivery.run = \(run) AND delivery.channel = 'email' AND delivery.person = r.c0
            AND delivery.person \(engine.among(people))
            AND delivery.lease_token = \(lease.token) AND delivery.state IN ('claimed', 'sending', 'uncertain')
        """
    }

    /// A temporary refusal whose next try would come after the latest time is one for good; `retry_at` then still tells them apart.
    private func row(_ settlement: Settlement, latest: Instant) -> [SQLValue] {
        let state: DeliveryState
        var reason: String?
        var code: Int?
        var reply: String?
        var due: Instant?
        switch settlement.outcome {
        case .accepted(let text): (state, reply) = (.accepted, text)
        case .failed(let why, let number, let text): (state, reason, code, reply) = (.failed, why, number, text)
        case .retry(let at, let number, let text) where at > latest:
            (state, reason, due, code, reply) = (.failed, ExclusionReason.tooLate.rawValue, at, number, text)
        case .retry(let at, let number, let text): (state, due, code, reply) = (.planned, at, number, text)
        case .deferred(let at, let why): (state, due, reason) = (.deferred, at, why)
        case .uncertain(let why): (state, reason) = (.uncertain, why)
        case .returned: state = .planned
        }
        let person = settlement.claim.person
        return [
            person.sqlValue, state.sqlValue, reason.sqlValue, code.sqlValue, reply.map { String($0.prefix(500)) }.sqlValue, due.sqlValue,
        ]
    }
}

/// Leases: kept by the living, ended for the dead.
extension Transaction {
    func open(_ lease: Lease) throws {
        try run("INSERT INTO delivery_lease (token, until) VALUES (\(lease.token), \(now + Lease.length))")
    }

    /// - Returns: whether it still stood.
    func renew(_ lease: Lease) throws -> Bool {
        try run("UPDATE delivery_lease SET until = \(now + Lease.length) WHERE token = \(lease.token)") == 1
    }

    /// Gives back what was claimed under a lease and ends it; what was being sent stays, to be judged after its grace.
    func close(_ lease: Lease) throws {
        try giveBack(lease)
        if try !isInUse(lease) { try run("DELETE FROM delivery_lease WHERE token = \(lease.token)") }
        try wake()
    }

    private func isInUse(_ lease: Lease) throws -> Bool {
        try exists("SELECT 1 FROM delivery WHERE state IN ('claimed', 'sending') AND lease_token = \(lease.token)")
    }

    private func giveBack(_ lease: Lease) throws {
        try run("UPDATE delivery SET state = 'planned', lease_token = NULL WHERE state = 'claimed' AND lease_token = \(lease.token)")
        for run: RunKey in try values("SELECT id FROM run WHERE state = 'stopped' AND ended_at >= \(now - .days(1))") {
            try cancelOpen(of: run)
        }
    }

    /// Takes over from processes that died: what they had claimed is planned again; what they were sending is uncertain, or planned again
    /// where the campaign says so.
    /// - Returns: how many leases had run out.
    @discardableResult
    func recover() throws -> Int {
        let expired: [Int64] = try values("SELECT token FROM delivery_lease WHERE until < \(now)\(.skipLocked)")
        for token in expired {
            let lease = Lease(token: token)
            try giveBack(lease)
            let until: Instant = try value("SELECT until FROM delivery_lease WHERE token = \(token)") ?? now
            let isJudged = until + Lease.sendingGrace < now
            guard try isJudged || !isInUse(lease) else { continue }
            try run(
                """
                UPDATE delivery SET state = 'planned', lease_token = NULL, not_before = \(now), retry_at = \(now)
                WHERE state IN ('claimed', 'sending') AND lease_token = \(token)
                    AND run IN (SELECT r.id FROM run r JOIN campaign c ON c.id = r.campaign WHERE c.uncertain = 'resend' AND r.state <> 'stopped')
                """)
            try run(
                """
                UPDATE delivery SET state = 'uncertain', reason = 'process_ended' WHERE state IN ('claimed', 'sending') AND lease_token = \(token)
                """)
            try run("DELETE FROM delivery_lease WHERE token = \(token)")
        }
        if !expired.isEmpty { try wake() }
        return expired.count
    }
}

extension Addressee {
    fileprivate init(_ row: Row) throws {
        person = try row[0]
        message = try row[2]
        attempts = try row[3]
        email = try row[4]
        name = try row[5]
        firstName = try row[6]
        title = try row[7]
        department = try row[8]
        site = try row[9]
        country = try row[10]
        managerName = try row[11]
        language = try row[12]
        allowsPixel = try (row[13] as PersonKey?) != nil
        refusesTracking = try (row[14] as PersonKey?) != nil
    }
}

extension Engine {
    /// One of these people, so that each is found by a key: PostgreSQL takes a sub-query in place of the array for fewer rows than it brings,
    /// and reads many more.
    fileprivate func among(_ people: [PersonKey]) -> SQL {
        self == .postgres ? "= ANY (ARRAY\(list: people))" : "IN \(list: people)"
    }
}
