import Audiences
import Kernel
import Storage

/// Who gets what, when, and who does not and why: one reading of the directory that the page before sending counts and that the start
/// stores, so that the two can't differ.
struct RecipientPlan {
    let brief: Brief
    /// The rules as conditions over alias `p`.
    let audience: SQL
    let addressing: Addressing
    /// The messages in their order with what fits them; the last has no rule.
    let messages: [(key: MessageKey, rule: SQL?)]
    /// Some message is for people who did something.
    let choosesByBehaviour: Bool
    let now: Instant
    let group: Timing.Group
    /// The earlier runs, whose people are no newcomers.
    private let earlier: [RunKey]
    /// Where a cap holds: the run's latest time.
    private let latest: Instant?
    private let ring: SecretRing
    private let installation: Zone

    /// One person of the audience.
    struct Recipient {
        let person: PersonKey
        let department: DepartmentKey?
        let message: MessageKey
        /// `nil` for those whom nothing can reach, who have no arm.
        let arm: Arm?
        /// Drawn now, not in an earlier run.
        let isNewArm: Bool
        let due: Instant
        /// `nil` where the campaign does not use the channel.
        let email: Outcome?
        let home: Outcome?
        /// A zone that is missing or no zone: the installation's counts.
        let hasBadZone: Bool
    }

    enum Outcome: Hashable {
        case excluded(ExclusionReason)
        case planned
        /// Put off by the cap until then.
        case deferred(Instant)
    }

    init(
        _ brief: Brief, _ reader: Reader, settings: DeliverySettings, ring: SecretRing, now: Instant, group: Timing.Group = .audience
    ) throws {
        self.brief = brief
        self.now = now
        self.group = group
        earlier = group == .audience ? [] : try reader.runs(of: brief.campaign)
        self.ring = ring
        installation = settings.zone
        let today = settings.zone.day(at: now)
        audience = Audience.condition(
            try reader.checked(brief.audienceRule, of: "audience", terms: settings.terms), today: today)
        addressing = try Addressing(brief, reader, settings: settings, now: now)
        latest =
            addressing.cap == nil
            ? nil : try reader.span(of: brief, installation: settings.zone, now: now, group: group).last + brief.latestSend
        var messages: [(MessageKey, SQL?)] = []
        var choosesByBehaviour = false
        try reader.each("SELECT id, rule FROM message WHERE campaign = \(brief.campaign) ORDER BY position NULLS FIRST, id NULLS FIRST") {
            row in
            let rule: String? = try row[1]
            let checked = try rule.map { try reader.checked($0, of: "message \(messages.count + 1)", terms: settings.terms) }
            if checked?.isAboutBehaviour == true { choosesByBehaviour = true }
            try messages.append((row[0], checked.map { RuleCompiler.sql($0, today: today) }))
        }
        guard !messages.isEmpty else { throw DeliveryError.noMessages }
        self.messages = messages
        self.choosesByBehaviour = choosesByBehaviour
    }

    /// Columns: person, department, zone, exclusion of the person, exclusion of the address, arm, message, and those of the cap where one
    /// holds.
    var select: SQL {
        let fallback = messages[messages.count - 1].key
        let rules: [SQL] = messages.dropLast().compactMap { message in message.rule.map { "WHEN \($0) THEN \(message.key)" } }
        let message: SQL = rules.isEmpty ? "\(fallback)" : "CASE \(rules.joined(separator: " ")) ELSE \(fallback) END"
        let cap: SQL = addressing.cap.map { ", \($0.columns())" } ?? ""
        return """
            SELECT p.id, p.department, p.time_zone, \(addressing.personReason) AS person_reason, \(addressing.emailReason) AS email_reason,
                r.arm, \(message) AS message\(cap)
            FROM person p LEFT JOIN arm r ON r.campaign = \(brief.campaign) AND r.person = p.id
            WHERE \(audience)\(newness) ORDER BY p.id NULLS FIRST
            """
    }

    /// Newcomers are in no earlier run: everyone of those was reached, held out, or left out with a reason.
    private var newness: SQL {
        switch group {
        case .audience: ""
        case .newcomers:
            " AND r.arm IS NULL AND NOT EXISTS (SELECT 1 FROM delivery y WHERE y.person = p.id AND y.run IN \(list: earlier))"
        }
    }

    /// Calls `body` with everyone of the audience, in the order of their keys. Changes nothing.
    func each(_ reader: Reader, _ body: (Recipient) throws -> Void) throws {
        var timing = Timing(brief.start, now: now, installation: installation, group: group)
        var lottery = ArmLottery(brief, ring)
        var zones: [String: Bool] = [:]
        try reader.stream(select) { row in
            let person: PersonKey = try row[0]
            let zone: String? = try row[2]
            let due = timing.due(in: zone)
            var reason: ExclusionReason? = try row[3]
            if reason == nil, due + brief.latestSend < now { reason = .tooLate }
            let address: ExclusionReason? = try row[4]
            var email: Outcome? = brief.byEmail ? (reason ?? address).map { .excluded($0) } ?? .planned : nil
            let home: Outcome? = brief.onHome ? reason.map { .excluded($0) } ?? .planned : nil
            let isEligible = email == .planned || home == .planned
            let kept: Arm? = try row[5]
            let arm = isEligible ? kept ?? lottery.draw(person) : nil
            // Who is reached was drawn before: an arm says who was to be, whatever the cap makes of it.
            if email == .planned, let latest, let until = try addressing.cap?.putOff(row, 7, due: due) {
                email = until > latest ? .excluded(.capped) : .deferred(until)
            }
            let isGoodZone =
                zone.map { name in
                    if let known = zones[name] { return known }
                    let good = Zone(name) != nil
                    zones[name] = good
                    return good
                } ?? false
            try body(
                Recipient(
                    person: person, department: row[1], message: row[6], arm: arm, isNewArm: kept == nil, due: due, email: email,
                    home: home,
                    hasBadZone: !isGoodZone))
        }
    }
}

/// Whom the publisher may write to: the exclusions that are judged when planned and again when claimed. Both are conditions over alias
/// `p` of `person` that give a reason or NULL. The cap is judged then as well, and comes after them.
struct Addressing {
    let personReason: SQL
    let emailReason: SQL
    /// `nil` where none is set, and for what everyone must know.
    let cap: CapCheck?

    init(_ brief: Brief, _ reader: Reader, settings: DeliverySettings, now: Instant) throws {
        let today = settings.zone.day(at: now)
        cap = brief.byEmail && !brief.isMustKnow ? settings.cap.map { CapCheck(cap: $0, now: now) } : nil
        var cases: [SQL] = ["WHEN NOT p.active THEN \(ExclusionReason.left)"]
        if let rule = brief.mayAddress {
            let sql = RuleCompiler.sql(try reader.checked(rule, of: "may_address", terms: settings.terms), today: today)
            cases.append("WHEN NOT \(sql) THEN \(ExclusionReason.outsideScope)")
        }
        if let rule = brief.offeringRule {
            let sql = RuleCompiler.sql(try reader.checked(rule, of: "offering", terms: settings.terms), today: today)
            cases.append("WHEN NOT \(sql) THEN \(ExclusionReason.notEligible)")
        }
        personReason = "CASE \(cases.joined(separator: " ")) END"
        let unsubscribed: SQL =
            brief.isMustKnow
            ? ""
            : """
             WHEN EXISTS (SELECT 1 FROM unsubscription u WHERE u.person = p.id AND u.publisher = \(brief.publisher) AND u.channel = \(Channel.email))
            THEN \(ExclusionReason.unsubscribed)
            """
        let suppressed: SQL = """
             WHEN EXISTS (SELECT 1 FROM suppression s WHERE s.address = p.email_folded) THEN \(ExclusionReason.suppressed)
            """
        emailReason = "CASE WHEN p.email IS NULL THEN \(ExclusionReason.noAddress)\(suppressed)\(unsubscribed) END"
    }
}

/// Draws arms by a keyed hash of campaign and person: the same for the same key in any order, and nothing that anyone can foretell.
struct ArmLottery {
    private let holdout: UInt64
    private let campaign: CampaignKey
    private let ring: SecretRing

    init(_ brief: Brief, _ ring: SecretRing) {
        self.init(campaign: brief.campaign, holdout: brief.holdout, ring)
    }

    /// - Parameter holdout: permille.
    init(campaign: CampaignKey, holdout: Int, _ ring: SecretRing) {
        self.campaign = campaign
        self.holdout = UInt64(holdout)
        self.ring = ring
    }

    mutating func draw(_ person: PersonKey) -> Arm {
        if holdout == 0 { return .reached }
        let code = ring.code("arm", campaign.raw.bigEndianBytes + person.raw.bigEndianBytes)
        let number = code.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return number % 1000 < holdout ? .holdout : .reached
    }
}

extension Int64 {
    var bigEndianBytes: [UInt8] { (0..<8).map { UInt8(truncatingIfNeeded: self >> (56 - 8 * Int64($0))) } }

    init(bigEndianBytes bytes: some Sequence<UInt8>) { self = bytes.reduce(0) { $0 << 8 | Int64($1) } }
}

extension Reader {
    /// The runs of a campaign, the first first.
    func runs(of campaign: CampaignKey) throws -> [RunKey] {
        try values("SELECT id FROM run WHERE campaign = \(campaign) ORDER BY id NULLS FIRST")
    }

    /// - Throws: `DeliveryError.badRule` naming what the rule belongs to.
    func checked(_ rule: String, of owner: String, terms: TermRegistry) throws -> CheckedRule {
        do { return try check(rule, terms: terms) } catch let error as RuleError {
            throw DeliveryError.badRule(of: owner, reason: error)
        }
    }
}
