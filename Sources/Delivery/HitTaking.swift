import Identity
import Kernel
import Storage
import Touches

/// Turns hits of the journal into touches, each with its verdict.
extension Transaction {
    /// - Parameter zone: the installation's, for people without one.
    /// - Returns: how many were dropped, and why.
    func take(hits entries: [JournalEntry], zone: Zone) throws -> [DropReason: Int] {
        let hits = entries.compactMap { RecordedHit($0) }
        var taking = HitTaking(facts: try HitFacts(hits, self))
        if entries.count > hits.count { taking.dropped[.unreadable] = entries.count - hits.count }
        for hit in hits { taking.sort(hit) }
        // Before anything is read of these mails: another process that takes hits of the same ones waits here until this one is done, and
        // then sees them.
        for pair in taking.marks { try markForHourglass(pair.person, pair.offering) }
        try taking.judge(self)
        for hit in taking.anonymous { try store(hit) }
        try rejudge(taking.mended)
        let recorded = try record(taking.touches, zone: zone, isMarked: true)
        if recorded < taking.touches.count { taking.dropped[.duplicate, default: 0] += taking.touches.count - recorded }
        return taking.dropped
    }

    private func store(_ hit: AnonymousHit) throws {
        try run(
            """
            INSERT INTO anonymous_hit (event, run, link, happened_at, verdict, reason)
            VALUES (\(hit.event), \(hit.run), \(hit.link), \(hit.at), \(hit.verdict.verdict), \(hit.verdict.reason.rawValue))
            ON CONFLICT (event) DO NOTHING
            """)
    }
}

/// One mail, by whom it was sent to.
struct MailIdentity: Hashable {
    let run: RunKey
    let person: PersonKey
}

/// A hit of which nobody knows whose mail it was in.
struct AnonymousHit {
    let event: String
    let run: RunKey
    let link: LinkKey?
    let at: Instant
    let verdict: HitVerdict
}

/// What the database knows of the hits of one transaction, before it judges them.
struct HitFacts {
    var links: [LinkKey: LinkTarget] = [:]
    var campaigns: [RunKey: CampaignKey] = [:]
    var sessions: [[UInt8]: PersonKey] = [:]
    var people: Set<PersonKey> = []
    /// Who does not want to be counted by links.
    var refusing: Set<PersonKey> = []
    /// Who said yes to pictures.
    var allowing: Set<PersonKey> = []

    init() {}

    init(_ hits: [RecordedHit], _ reader: Reader) throws {
        var asked: Set<LinkKey> = []
        var runs: Set<RunKey> = []
        for hit in hits {
            switch hit.subject {
            case .link(let link): asked.insert(link)
            case .picture(let run): runs.insert(run)
            }
            if let session = hit.session, sessions[session] == nil {
                sessions[session] = try reader.person(ofSession: session, now: hit.at)
            }
        }
        for target in try reader.targets(of: asked) { links[target.link] = target }
        try reader.each("SELECT id, campaign FROM run WHERE id IN \(list: Array(runs))") { try campaigns[$0[0]] = $0[1] }
        let named = Array(Set(hits.compactMap(\.owner)).union(sessions.values))
        people = Set(try reader.values("SELECT id FROM person WHERE id IN \(list: named)", as: PersonKey.self))
        refusing = Set(try reader.values("SELECT person FROM tracking_refusal WHERE person IN \(list: named)", as: PersonKey.self))
        allowing = Set(try reader.values("SELECT person FROM pixel_consent WHERE person IN \(list: named)", as: PersonKey.self))
    }
}

/// The hits of one transaction on their way to touches.
struct HitTaking {
    struct Pair: Hashable {
        let person: PersonKey
        let offering: OfferingKey
    }

    private struct Click {
        let hit: RecordedHit
        let target: LinkTarget
        /// Whose touch it is: who is signed in, else whom the link names.
        let person: PersonKey
        let isSignedIn: Bool

        var mail: MailIdentity? { hit.owner.map { MailIdentity(run: target.run, person: $0) } }
    }

    private let facts: HitFacts
    private var clicks: [Click] = []
    private var pictures: [(hit: RecordedHit, run: RunKey, campaign: CampaignKey, person: PersonKey)] = []
    private(set) var anonymous: [AnonymousHit] = []
    private(set) var touches: [NewTouch] = []
    private(set) var mended: [(touch: TouchKey, verdict: Verdict, reason: String)] = []
    var dropped: [DropReason: Int] = [:]

    init(facts: HitFacts) { self.facts = facts }

    /// In one order, so that two transactions never wait for each other.
    var marks: [Pair] {
        Set(
            clicks.flatMap { click in
                [click.person, click.hit.owner].compactMap { $0.map { Pair(person: $0, offering: click.target.offering) } }
            }
        )
        .sorted { ($0.person, $0.offering) < ($1.person, $1.offering) }
    }

    /// Finds out whose a hit is.
    mutating func sort(_ hit: RecordedHit) {
        let viewer = hit.session.flatMap { facts.sessions[$0] }
        switch hit.subject {
        case .link(let link):
            guard let target = facts.links[link] else { return drop(.unknownLink) }
            guard let person = viewer ?? hit.owner else {
                let verdict = HitVerdict(hit.sign.reason ?? (target.isDecoy ? .decoy : .anonymous))
                anonymous.append(AnonymousHit(event: hit.id, run: target.run, link: link, at: hit.at, verdict: verdict))
                return
            }
            guard facts.people.contains(person) else { return drop(.unknownPerson) }
            guard !facts.refusing.contains(person) else { return drop(.optedOut) }
            clicks.append(Click(hit: hit, target: target, person: person, isSignedIn: viewer != nil))
        case .picture(let run):
            guard let campaign = facts.campaigns[run] else { return drop(.unknownLink) }
            guard let person = hit.owner else {
                let verdict = HitVerdict(hit.sign.reason ?? .anonymous)
                anonymous.append(AnonymousHit(event: hit.id, run: run, link: nil, at: hit.at, verdict: verdict))
                return
            }
            guard facts.people.contains(person) else { return drop(.unknownPerson) }
            guard facts.allowing.contains(person), !facts.refusing.contains(person) else { return drop(.optedOut) }
            pictures.append((hit, run, campaign, person))
        }
    }

    private mutating func drop(_ reason: DropReason) { dropped[reason, default: 0] += 1 }

    /// Judges each hit by itself and by the others of its mail, stored ones among them, whose verdicts are mended where they show a scan.
    mutating func judge(_ reader: Reader) throws {
        let mails = Dictionary(grouping: clicks.filter { $0.mail != nil }) { $0.mail }
        let spans = mails.compactMap { mail, clicks -> (run: RunKey, person: PersonKey, from: Instant, to: Instant)? in
            let times = clicks.map(\.hit.at)
            guard let mail, let first = times.min(), let last = times.max() else { return nil }
            return (mail.run, mail.person, first - MailScan.reach, last + MailScan.reach)
        }
        let pictured = pictures.map { MailIdentity(run: $0.run, person: $0.person) }
        let acceptances = try reader.acceptances(Set(mails.keys.compactMap { $0 } + pictured))
        let stored = Dictionary(grouping: try reader.clicks(of: spans)) { MailIdentity(run: $0.run, person: $0.person) }
        for click in clicks where click.mail == nil {
            add(click, HitVerdict.of(click.hit.sign, isDecoy: click.target.isDecoy, isSignedIn: true, .unknown))
        }
        for (mail, clicks) in mails {
            guard let mail else { continue }
            judge(clicks, stored: stored[mail] ?? [], acceptances[mail])
        }
        for picture in pictures {
            let mail = MailIdentity(run: picture.run, person: picture.person)
            let verdict = HitVerdict.of(picture.hit.sign, acceptances[mail].at(picture.hit.at))
            var touch = NewTouch(
                person: picture.person, at: picture.hit.at, offering: nil, subjectKind: .campaign, subject: picture.campaign.raw,
                way: .shown,
                channel: "email")
            touch.run = picture.run
            finish(&touch, picture.hit, verdict)
        }
    }

    private mutating func judge(_ clicks: [Click], stored: [StoredClick], _ acceptance: MailAcceptance?) {
        let known = Set(stored.compactMap(\.clientEventID))
        var fresh: [Click] = []
        for click in clicks.sorted(by: { $0.hit.at < $1.hit.at }) {
            if known.contains(click.hit.id) {
                drop(.duplicate)
            } else if fresh.contains(where: { isRepeat(click, of: $0) }) || stored.contains(where: { isRepeat(click, of: $0) }) {
                drop(.repeated)
            } else {
                fresh.append(click)
            }
        }
        var hits = fresh.map { click in
            MailScan.Hit(
                link: click.target.link, at: click.hit.at,
                verdict: .of(click.hit.sign, isDecoy: click.target.isDecoy, isSignedIn: click.isSignedIn, acceptance.at(click.hit.at)))
        }
        for click in stored {
            let reason = HitVerdict.Reason(rawValue: click.reason) ?? .notAccepted
            hits.append(MailScan.Hit(link: click.link, at: click.happenedAt, verdict: HitVerdict(reason)))
        }
        let verdicts = MailScan.mended(hits, links: clicks.first?.target.siblings ?? 0)
        for (click, verdict) in zip(fresh, verdicts) { add(click, verdict) }
        for (click, verdict) in zip(stored, verdicts.dropFirst(fresh.count)) where verdict.reason.rawValue != click.reason {
            mended.append((click.touch, verdict.verdict, verdict.reason.rawValue))
        }
    }

    /// The same one within a second is the same press.
    private func isRepeat(_ click: Click, of other: Click) -> Bool {
        click.target.link == other.target.link && click.person == other.person && click.hit.sign == other.hit.sign
            && click.hit.at - other.hit.at < .seconds(1)
    }

    private func isRepeat(_ click: Click, of other: StoredClick) -> Bool {
        let apart = click.hit.at - other.happenedAt
        let isHead = other.reason == HitVerdict.Reason.head.rawValue
        return click.target.link == other.link && click.person == other.person && isHead == (click.hit.sign == .head)
            && apart < .seconds(1) && apart > .seconds(-1)
    }

    private mutating func add(_ click: Click, _ verdict: HitVerdict) {
        var touch = NewTouch(
            person: click.person, at: click.hit.at, offering: click.target.offering, subjectKind: .campaign,
            subject: click.target.campaign.raw, way: .clicked, channel: "email")
        touch.run = click.target.run
        touch.link = click.target.link
        touch.forwarded = click.hit.owner.map { $0 != click.person } ?? false
        finish(&touch, click.hit, verdict)
    }

    private mutating func finish(_ touch: inout NewTouch, _ hit: RecordedHit, _ verdict: HitVerdict) {
        touch.verdict = verdict.verdict
        touch.reason = verdict.reason.rawValue
        touch.source = "mail"
        touch.clientEventID = hit.id
        touches.append(touch)
    }
}

/// When a mail was accepted, or that it is on its way.
struct MailAcceptance {
    let at: Instant?
    let isBeingSent: Bool
}

extension MailAcceptance? {
    func at(_ instant: Instant) -> HitVerdict.Acceptance {
        guard let self else { return .unknown }
        if let accepted = self.at { return .after(Double((instant - accepted).microseconds) / 1_000_000) }
        return self.isBeingSent ? .notYet : .unknown
    }
}

extension Reader {
    func acceptances(_ mails: Set<MailIdentity>) throws -> [MailIdentity: MailAcceptance] {
        guard !mails.isEmpty else { return [:] }
        var found: [MailIdentity: MailAcceptance] = [:]
        let rows = mails.map { [$0.run.sqlValue, $0.person.sqlValue] }
        try each(
            """
            SELECT d.run, d.person, d.accepted_at, d.state FROM \(SQL.table([.int8, .int8], rows)) AS r
                JOIN delivery_now d ON d.run = r.c0 AND d.person = r.c1 AND d.channel = 'email'
            """
        ) { row in
            let state: DeliveryState = try row[3]
            let mail = MailIdentity(run: try row[0], person: try row[1])
            found[mail] = MailAcceptance(at: try row[2], isBeingSent: state == .claimed || state == .sending)
        }
        return found
    }
}
