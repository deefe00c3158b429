import Kernel
import Storage
import Synchronization
import Web

/// What a tracked link leads to, as it was stored when the run started.
struct LinkTarget: Rowed, Sendable {
    let link: LinkKey
    let run: RunKey
    let message: MessageKey
    let campaign: CampaignKey
    let offering: OfferingKey
    let offeringSlug: Slug
    let target: String
    /// How many links its mail has, without the one that nobody sees.
    let siblings: Int

    init(row: Row) throws {
        link = try row["id"]
        run = try row["run"]
        message = try row["message"]
        campaign = try row["campaign"]
        offering = try row["offering"]
        offeringSlug = try row["slug"]
        target = try row["target"]
        siblings = try row["siblings"]
    }

    var isDecoy: Bool { target == Stationery.decoy }

    /// Where to lead whoever follows it; `nil` where what is stored is no address.
    var address: Address? {
        target == Stationery.centralPage || isDecoy ? Address(path: "/offerings", offeringSlug) : Address(target)
    }
}

extension Reader {
    private static func targets(where condition: SQL) -> SQL {
        """
        SELECT l.id, l.run, l.message, r.campaign, c.offering, o.slug, l.target,
            (SELECT count(*) FROM link s WHERE s.run = l.run AND s.message = l.message AND s.language = l.language
                AND s.target <> \(Stationery.decoy)) AS siblings
        FROM link l JOIN run r ON r.id = l.run JOIN campaign c ON c.id = r.campaign JOIN offering o ON o.id = c.offering
        WHERE \(condition)
        """
    }

    func targets(of links: some Sequence<LinkKey>) throws -> [LinkTarget] {
        try rows(Self.targets(where: "l.id IN \(list: Array(links))"))
    }

    /// All links of the run that `link` is of.
    func targets(beside link: LinkKey) throws -> [LinkTarget] {
        try rows(Self.targets(where: "l.run = (SELECT run FROM link WHERE id = \(link))"))
    }

    /// All links of runs that began since.
    func targets(since instant: Instant) throws -> [LinkTarget] { try rows(Self.targets(where: "r.started_at >= \(instant)")) }
}

/// Where a link leads, and in which mails it stands.
struct LinkPlace: Sendable {
    let address: Address
    let run: RunKey
    let message: MessageKey

    /// `nil` where what is stored is no address.
    init?(_ target: LinkTarget) {
        guard let address = target.address else { return nil }
        self.address = address
        run = target.run
        message = target.message
    }
}

/// Where links lead, in memory, so that a mail's links lead on while the database is busy. They never change.
final class LinkTargets: Sendable {
    /// So many are kept at most; a run has a handful per message and language.
    private static let capacity = 200_000

    private let database: Database
    private struct State {
        var known: [LinkKey: LinkPlace] = [:]
        var isWarm = false
    }

    private let state = Mutex(State())

    init(_ database: Database) { self.database = database }

    /// `nil` where it must be looked up first.
    func known(_ link: LinkKey) -> LinkPlace? { state.withLock { $0.known[link] } }

    /// `nil` where there is no such link.
    func place(of link: LinkKey) async throws -> LinkPlace? {
        let (known, isWarm) = state.withLock { ($0.known[link], $0.isWarm) }
        if let known { return known }
        // The first one that is asked for brings those of the last three months.
        let since = database.clock.now() - .days(92)
        let found = try await database.read { try $0.targets(beside: link) + (isWarm ? [] : $0.targets(since: since)) }
        let places = found.compactMap { target in LinkPlace(target).map { (target.link, $0) } }
        return state.withLock { state in
            state.isWarm = true
            if state.known.count + places.count > Self.capacity { state.known = [:] }
            for (link, place) in places { state.known[link] = place }
            return state.known[link]
        }
    }
}
