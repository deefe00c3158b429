import Campaigns
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
        /// To be sent once more at `again`, as far as that may be; `nil`: never.
        case uncertain(reason: String, again: Instant?)
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
            SELECT r.id FROM run r WHERE r.state = 'running' AND (\(Self.due("r.id", at: now, limit: 1))) IS NOT NULL
            ORDER BY r.id NULLS FIRST
            """)
    }

    /// Whether a process has a delivery `d` in hand. PostgreSQL would make a join of EXISTS and read all rows that are due, where this
    /// looks up one after the other until there are enough.
    static let isClaimed: SQL =
        "(SELECT c.person FROM delivery_claim c WHERE c.run = d.run AND c.person = d.person AND c.channel = d.channel) IS NOT NULL"

    /// The next ones of a run, earliest first, off a small partial index.
    static func due(_ run: SQL, at now: Instant, limit: Int) -> SQL {
        """
        SELECT d.person FROM delivery d WHERE d.run = \(run) AND d.state IN ('planned', 'deferred') AND d.not_before <= \(now)
            AND d.channel = 'email' AND NOT (\(isClaimed))
        ORDER BY d.not_before LIMIT \(limit)
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
    /// unsubscribed, lost the address or the right to get them since the start are excluded here, and those who have had as many as one
    /// may get are put off.
    func claim(_ stationery: Stationery, limit: Int, lease: Lease, addressing: Addressing) throws -> Claimed {
        let run = stationery.run
        guard let held = try hold([run])[run], held.state == .running else { return Claimed() }
        // With the run held already: who waits for a run keeps nobody from claiming of others.
        if addressing.cap != nil { try take(.capping) }
        let people = try take(values(Self.due("\(run)", at: now, limit: limit) + .skipLocked), of: run, lease)
        guard !people.isEmpty else { return Claimed() }
        var claimed = Claimed(latestSend: held.latestSend, resumption: held.resumption, looked: people.count)
        guard now <= held.latestSend else {
            try giveUp(people, of: run, .tooLate)
            return claimed
        }
        var excluded: [ExclusionReason: [PersonKey]] = [:]
        var putOff: [PersonKey: Instant] = [:]
        var missing = Set(people)
        try each(Self.addressees(people, run, addressing)) { row in
            let person: PersonKey = try row[0]
            missing.remove(person)
            if let reason: ExclusionReason = try row[1] {
                excluded[reason, default: []].append(person)
            } else if let until = try addressing.cap?.putOff(row, Addressee.columns, due: now) {
                putOff[person] = until
            } else {
                try claimed.addressees.append(Addressee(row))
            }
        }
        if !missing.isEmpty { excluded[.left, default: []] += missing }
        for (reason, people) in excluded { try exclude(people, from: run, reason) }
        if !putOff.isEmpty { try self.putOff(putOff, of: held) }
        if !stationery.attributes.isEmpty { try addAttributes(stationery.attributes, to: &claimed.addressees) }
        return claimed
    }

    /// Puts due ones under the lease, whose rows this transaction has locked. A row for each says that this process has it in hand:
    /// PostgreSQL's other processes may have seen it due at the same time, and only one of them gets the row. Whether somebody has it is
    /// asked once more, now that nobody can take it any more: a result that is just being stored has the row of the claim, waits for
    /// the delivery's, and must not be waited for.
    func take(_ people: [PersonKey], of run: RunKey, _ lease: Lease) throws -> [PersonKey] {
        guard !people.isEmpty else { return [] }
        return try values(
            """
            INSERT INTO delivery_claim (run, person, channel, lease_token, is_sending)
            SELECT d.run, d.person, d.channel, \(lease.token), \(false) FROM delivery d
            WHERE d.run = \(run) AND d.channel = 'email' AND d.person \(among: people) AND d.state IN ('planned', 'deferred')
                AND NOT (\(Self.isClaimed))
            ON CONFLICT (person, run, channel) DO NOTHING RETURNING person
            """)
    }

    func letGo(_ people: [PersonKey], of run: RunKey) throws {
        try self.run("DELETE FROM delivery_claim WHERE run = \(run) AND channel = 'email' AND person \(among: people)")
    }

    /// It can't go in time any more: who was tried before has failed, with the last reply; who never was is excluded.
    func giveUp(_ people: [PersonKey], of run: RunKey, _ reason: ExclusionReason) throws {
        guard !people.isEmpty else { return }
        try self.run(
            """
            UPDATE delivery SET \(Self.ending("CASE WHEN attempts > 0 THEN 'failed' ELSE 'excluded' END", reason))
            WHERE run = \(run) AND channel = 'email' AND person \(among: people)
            """)
        try letGo(people, of: run)
    }

    /// Naming the people twice leads PostgreSQL to each delivery by its key, where it would read all of the run.
    static func addressees(_ people: [PersonKey], _ run: RunKey, _ addressing: Addressing) -> SQL {
        let cap: SQL = addressing.cap.map { ", \($0.columns(besides: run))" } ?? ""
        return """
            SELECT p.id, coalesce(\(addressing.personReason), \(addressing.emailReason)) AS reason, d.message, d.attempts, p.email, p.name,
                p.first_name, p.title, u.name AS department, p.site, p.country, m.name AS manager, p.language, x.person AS consent,
                (SELECT f.person FROM tracking_refusal f WHERE f.person = p.id) AS refusal\(cap)
            FROM person p JOIN delivery d ON d.run = \(run) AND d.person = p.id AND d.channel = 'email'
                LEFT JOIN department u ON u.id = p.department LEFT JOIN person m ON m.id = p.manager LEFT JOIN pixel_consent x ON x.person = p.id
            WHERE p.id \(among: people) AND d.person \(among: people)
            """
    }

    private func exclude(_ people: [PersonKey], from run: RunKey, _ reason: ExclusionReason) throws {
        try self.run(
            """
            UPDATE delivery SET \(Self.ending("'excluded'", reason)) WHERE run = \(run) AND channel = 'email' AND person \(among: people)
            """)
        try letGo(people, of: run)
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
                UPDATE delivery_claim SET is_sending = \(true)
                WHERE run = \(group.run) AND channel = 'email' AND person \(among: claims.map { $0.person })
                    AND lease_token = \(group.lease.token) AND NOT is_sending
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

    /// Stores what became of claims, as far as they are still this process' own, and ends them. A result that comes after others gave the
    /// process up still settles what they had to call uncertain.
    private func settle(_ settlements: [Settlement], of runs: [RunKey: HeldRun]) throws {
        for (group, settlements) in Dictionary(grouping: settlements, by: { ClaimGroup(run: $0.claim.run, lease: $0.claim.lease) }) {
            guard let held = runs[group.run] else { continue }
            var wasSending: [PersonKey: Bool] = [:]
            try each(
                """
                DELETE FROM delivery_claim
                WHERE run = \(group.run) AND channel = 'email' AND person \(among: settlements.map { $0.claim.person })
                    AND lease_token = \(group.lease.token)
                RETURNING person, is_sending
                """
            ) { try wasSending[$0[0]] = $0[1] }
            var known: [[SQLValue]] = []
            var doubtful: [[SQLValue]] = []
            var late: [[SQLValue]] = []
            for settlement in settlements where settlement.outcome != .returned {
                let wasSending = wasSending[settlement.claim.person]
                let values = row(settlement, in: held, wasSending: wasSending)
                switch (wasSending, settlement.outcome) {
                case (.some, .uncertain): doubtful.append(values)
                case (.some, _): known.append(values)
                case (nil, .uncertain): break
                case (nil, _): late.append(values)
                }
            }
            let isOpen: SQL = "delivery.state IN ('planned', 'deferred')"
            // An earlier doubt stays until something is known.
            try update(Self.settlementTypes, known) {
                Self.settling(
                    $0, of: group.run, isOpen, sentUnder: "CASE WHEN \($0[1]) IN ('planned', 'deferred') THEN delivery.lease_token END")
            }
            try update(Self.settlementTypes, doubtful) { Self.settling($0, of: group.run, isOpen, sentUnder: "\(group.lease.token)") }
            try update(Self.settlementTypes, late) {
                Self.settling($0, of: group.run, Self.isInDoubt(group.lease), sentUnder: "NULL")
            }
            if held.state == .stopped { try cancelOpen(of: group.run) }
        }
    }

    static let settlementTypes: [SQLType] = [.int8, .text, .text, .int8, .text, .int8, .int8, .int8, .int8]

    /// What had to be given up under a lease, and nobody else has begun to send again.
    private static func isInDoubt(_ lease: Lease) -> SQL {
        """
        delivery.lease_token = \(lease.token) AND (delivery.state = 'uncertain' OR delivery.state IN ('planned', 'deferred') AND NOT EXISTS
            (SELECT 1 FROM delivery_claim c WHERE c.run = delivery.run AND c.person = delivery.person AND c.channel = delivery.channel))
        """
    }

    /// Ends what is open without sending it: with a state and a reason where it never was, else in doubt.
    static func ending(_ state: SQL, _ reason: ExclusionReason) -> SQL { ending(state, "\(reason)") }

    static func ending(_ state: SQL, _ reason: SQL) -> SQL {
        """
        state = CASE WHEN lease_token IS NULL THEN \(state) ELSE 'uncertain' END,
        reason = CASE WHEN lease_token IS NULL THEN \(reason) ELSE 'not_again' END
        """
    }

    /// - Parameter sentUnder: under which lease it was sent without anybody knowing the end; NULL where that is known, or never happened.
    static func settling(_ row: EachRow, of run: RunKey, _ isOpen: SQL, sentUnder: SQL) -> SQL {
        """
        UPDATE delivery SET state = \(row[1]), reason = \(row[2]), code = \(row[3]), reply = coalesce(\(row[4]), reply),
            not_before = coalesce(\(row[5]), not_before), retry_at = \(row[6]), attempts = attempts + \(row[7]),
            accepted_at = coalesce(\(row[8]), accepted_at), lease_token = \(sentUnder)\(row.source)
        WHERE delivery.run = \(run) AND delivery.channel = 'email' AND delivery.person = \(row[0]) AND \(isOpen)
        """
    }

    /// A temporary refusal whose next try would come after the latest time is one for good; `retry_at` then still tells them apart. What
    /// came as far as the final dot, and what a server refused before it, was an attempt. Of a mail that was given up meanwhile the attempt
    /// is counted, and in a run that has ended since, a temporary refusal is one for good.
    /// - Parameter wasSending: `nil` where it was given up.
    private func row(_ settlement: Settlement, in held: HeldRun, wasSending: Bool?) -> [SQLValue] {
        let latest = held.latestSend
        let isOver = held.state == .finished || held.state == .stopped
        var state = DeliveryState.planned
        var reason: String?
        var code: Int?
        var reply: String?
        var (due, retry): (Instant?, Instant?)
        var isAttempt = wasSending ?? false
        switch settlement.outcome {
        case .accepted(let text): (state, reply) = (.accepted, text)
        case .failed(let why, let number, let text): (state, reason, code, reply) = (.failed, why, number, text)
        case .retry(let at, let number, let text) where at > latest:
            (state, reason, retry, code, reply) = (.failed, ExclusionReason.tooLate.rawValue, at, number, text)
        case .retry(_, let number, let text) where held.state == .finished:
            (state, reason, code, reply) = (.failed, "refused", number, text)
        case .retry(let at, let number, let text): (due, retry, code, reply) = (at, at, number, text)
        case .deferred(let at, let why): (state, due, retry, reason) = (.deferred, at, at, why)
        case .uncertain(let why, let again?) where again <= latest && !isOver: (due, retry, reply) = (again, again, why)
        case .uncertain(let why, _): (state, reason) = (.uncertain, why)
        case .returned: break
        }
        if reply != nil, wasSending != nil { isAttempt = true }
        return [
            settlement.claim.person.sqlValue, state.sqlValue, reason.sqlValue, code.sqlValue, reply.map { String($0.prefix(500)) }.sqlValue,
            due.sqlValue, retry.sqlValue, .int8(isAttempt ? 1 : 0), (state == .accepted ? now : nil).sqlValue,
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
        try exists("SELECT 1 FROM delivery_claim WHERE lease_token = \(lease.token)")
    }

    private func giveBack(_ lease: Lease) throws {
        try run("DELETE FROM delivery_claim WHERE lease_token = \(lease.token) AND NOT is_sending")
        for run: RunKey in try values("SELECT id FROM run WHERE state = 'stopped' AND ended_at >= \(now - .days(1))") {
            try cancelOpen(of: run)
        }
    }

    /// Takes over from processes that died: what they had claimed is anybody's again; what they were sending is uncertain, or planned again
    /// where the campaign or its class says so.
    /// - Returns: how many leases had run out.
    @discardableResult
    func recover(_ rule: UncertainRule) throws -> Int {
        let expired: [Int64] = try values("SELECT token FROM delivery_lease WHERE until < \(now)\(.skipLocked)")
        for token in expired {
            let lease = Lease(token: token)
            try giveBack(lease)
            let until: Instant = try value("SELECT until FROM delivery_lease WHERE token = \(token)") ?? now
            let isJudged = until + Lease.sendingGrace < now
            guard try isJudged || !isInUse(lease) else { continue }
            try judge(lease, rule)
            try run("DELETE FROM delivery_lease WHERE token = \(token)")
        }
        if !expired.isEmpty { try wake() }
        return expired.count
    }

    /// Of what was being sent nobody will ever know more. Claims are ended before their deliveries are touched, as `settle` does: whoever
    /// comes first has both.
    private func judge(_ lease: Lease, _ rule: UncertainRule) throws {
        var sent: [RunKey: [PersonKey]] = [:]
        try each("DELETE FROM delivery_claim WHERE lease_token = \(lease.token) RETURNING run, person") {
            try sent[$0[0], default: []].append($0[1])
        }
        for (run, people) in sent {
            var sendsAgain = false
            try each(
                "SELECT c.class, c.uncertain FROM run r JOIN campaign c ON c.id = r.campaign WHERE r.id = \(run) AND r.state <> 'stopped'"
            ) { sendsAgain = try rule.policy(of: $0[0], $0[1]) == .resend }
            let change: SQL =
                sendsAgain
                ? "state = 'planned', not_before = \(now), retry_at = \(now), reason = NULL"
                : "state = 'uncertain', reason = 'process_ended'"
            try self.run(
                """
                UPDATE delivery SET attempts = attempts + 1, lease_token = \(lease.token), \(change)
                WHERE run = \(run) AND channel = 'email' AND person \(among: people) AND state IN ('planned', 'deferred')
                """)
        }
    }
}

extension Addressee {
    /// So many columns are its own.
    fileprivate static let columns = 15

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
