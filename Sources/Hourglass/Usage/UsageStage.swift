import Kernel
import People
import Storage
import Touches

/// One import of usage under way. In memory are the rows of one portion; what was read before them is in `staging`.
struct UsageStage {
    static let table: (name: StaticString, columns: SQL) = (
        "usage",
        """
         (n \(.int8) PRIMARY KEY, person \(.int8) NOT NULL, offering \(.int8) NOT NULL, happened_at \(.int8) NOT NULL, exact \(.bool) NOT NULL,
            local_day \(.int8) NOT NULL, event \(.text) NOT NULL)
        """
    )
    private static let portion = 4000

    private let work: UsageImport
    private let staging: Staging
    private let header: UsageHeader
    private let offerings: UsageOfferings
    private let only: OfferingKey?
    private let now: Instant
    private let today: Day
    private let report: (ImportProblem) -> Void

    private var outcome = UsageOutcome()
    private var staged = 0
    /// The first day of use in the file.
    private var firstDays: [OfferingKey: Day] = [:]
    private var zones: [String: Zone] = [:]

    init(
        _ work: UsageImport, _ staging: Staging, _ header: UsageHeader, _ offerings: UsageOfferings, only: OfferingKey?, now: Instant,
        today: Day, report: @escaping (ImportProblem) -> Void
    ) {
        self.work = work
        self.staging = staging
        self.header = header
        self.offerings = offerings
        self.only = only
        self.now = now
        self.today = today
        self.report = report
        outcome.ignoredColumns = header.ignored
    }

    // MARK: Reading

    mutating func read(_ reader: CSVReader) async throws {
        // In the order of the file, so that what is reported is, too.
        var portion: [Result<UsageRow, UsageProblem>] = []
        while let next = try reader.next() {
            outcome.rows += 1
            switch next {
            case .failure(let problem):
                portion.append(.failure(UsageProblem(ImportProblem(problem, header: header.names), mayBeAnyones: true)))
            case .success(let row):
                do throws(UsageProblem) {
                    portion.append(.success(try UsageRow(row, header, now: now, today: today)))
                } catch { portion.append(.failure(error)) }
            }
            if portion.count == Self.portion {
                try await take(portion)
                portion.removeAll(keepingCapacity: true)
            }
        }
        try await take(portion)
    }

    private mutating func take(_ portion: [Result<UsageRow, UsageProblem>]) async throws {
        let people = try await UsagePeople.find(portion.compactMap { try? $0.get().who }, in: work.database)
        var rows: [[SQLValue]] = []
        for entry in portion {
            do throws(UsageProblem) {
                let row = try entry.get()
                guard let use = try use(row, people) else {
                    outcome.withoutUse += 1
                    continue
                }
                rows.append([
                    .int8(Int64(staged)), use.person.sqlValue, use.offering.sqlValue, use.happenedAt.sqlValue, .bool(use.isExact),
                    use.localDay.sqlValue, .text(use.event),
                ])
                staged += 1
            } catch {
                outcome.refused += 1
                if error.mayBeAnyones { outcome.unreadable += 1 }
                report(error.problem)
            }
        }
        try await staging.load(
            "staging.usage", columns: ["n", "person", "offering", "happened_at", "exact", "local_day", "event"], rows)
    }

    /// `nil` for a row that says that nothing was used.
    private mutating func use(_ row: UsageRow, _ people: UsagePeople) throws(UsageProblem) -> ReportedTouch? {
        let person: UsagePeople.Entry
        switch row.who {
        case .externalID(let id):
            guard let found = people.byID[id] else {
                throw refused(row, .externalID, "“\(id)” is nobody in the directory", mayBeAnyones: false)
            }
            person = found
        case .email(let email):
            guard let found = people.byEmail[email], let first = found.first else {
                throw refused(row, .email, "“\(email)” is nobody's address in the directory", mayBeAnyones: false)
            }
            guard found.count == 1 else {
                throw refused(row, .email, "“\(email)” is the address of more than one person", mayBeAnyones: true)
            }
            person = first
        }
        let offering: OfferingKey
        if let only {
            offering = only
        } else {
            let slug = row.offering ?? ""
            guard let found = offerings.keys[slug] else {
                throw refused(row, .offering, "there is no offering “\(slug)”", mayBeAnyones: false)
            }
            offering = found
        }
        let zone = zone(person.zone)
        let (happenedAt, isExact, day): (Instant, Bool, Day) =
            switch row.moment {
            case .day(let day): (min(zone.instant(of: WallTime(day: day, hour: 12)), now), false, day)
            case .instant(let instant): (instant, true, zone.day(at: instant))
            }
        guard row.isUse else { return nil }
        firstDays[offering] = min(firstDays[offering] ?? day, day)
        // Without an event of the source's own, a day of use is itself: one touch however often the file has it.
        let event = row.event.map { "event:\($0)" } ?? "day:\(offering):\(person.key):\(day)"
        return ReportedTouch(person: person.key, offering: offering, at: happenedAt, isExact: isExact, localDay: day, event: event)
    }

    private mutating func zone(_ name: String?) -> Zone {
        guard let name else { return work.zone }
        if let known = zones[name] { return known }
        let zone = Zone(name) ?? work.zone
        zones[name] = zone
        return zone
    }

    private func refused(_ row: UsageRow, _ column: UsageHeader.Column, _ reason: String, mayBeAnyones: Bool) -> UsageProblem {
        UsageProblem(ImportProblem(row.line, header.name(column), reason, .refused), mayBeAnyones: mayBeAnyones)
    }

    // MARK: Storing

    /// What forbids storing anything.
    mutating func check() throws {
        if work.options.strict, outcome.refused > 0 { throw ImportError.strict(bad: outcome.refused) }
    }

    mutating func store() async throws -> UsageOutcome {
        let coverage = try newCoverage(after: try await work.database.read { try $0.usageFeeds() })
        let clock = ContinuousClock()
        var size = 500
        var start = 0
        while start < staged {
            let range = start..<min(start + size, staged)
            start = range.upperBound
            let source = work.options.source
            var done = ReportOutcome()
            let spent = try await clock.measure {
                done = try await staging.merge { transaction in
                    let uses = try transaction.rows(
                        """
                        SELECT person, offering, happened_at, exact, local_day, event FROM staging.usage
                        WHERE n >= \(range.lowerBound) AND n < \(range.upperBound) ORDER BY n NULLS FIRST
                        """, as: StagedUse.self)
                    return try transaction.report(uses.map(\.use), source: source)
                }
            }
            outcome.new += done.new
            outcome.changed += done.changed
            outcome.unchanged += done.unchanged
            size = max(100, min(size * 2, size * 100 / max(1, Int(spent / .milliseconds(1))), 10_000))
        }
        for key in firstDays.keys where !offerings.declared.contains(key) {
            if let slug = offerings.slugs[key] { outcome.undeclared.append(slug) }
        }
        outcome.undeclared.sort()
        for (key, days) in coverage { outcome.coverage[offerings.slugs[key] ?? key.description] = days }
        outcome.keptCoverage = work.options.completeUntil != nil && outcome.unreadable > 0
        let (outcome, options) = (outcome, work.options)
        // Coverage is last: before it, weeks without a touch say nothing.
        try await staging.merge { transaction in
            for (key, days) in coverage.sorted(by: { $0.key < $1.key }) { try transaction.setUsageFeed(key, covering: days) }
            try transaction.audit(options.actor, "import", "usage:\(options.source)", after: outcome.json)
        }
        return outcome
    }

    /// What `--complete-until` makes known of everyone. Nothing while rows might be anyone's: who is in them would seem not to have used it.
    private func newCoverage(after feeds: [OfferingKey: UsageFeed]) throws -> [OfferingKey: ClosedRange<Day>] {
        guard let until = work.options.completeUntil, outcome.unreadable == 0 else { return [:] }
        var coverage: [OfferingKey: ClosedRange<Day>] = [:]
        for offering in Set(firstDays.keys).union(only.map { [$0] } ?? []) {
            let slug = offerings.slugs[offering] ?? ""
            let before = feeds[offering]?.days
            if let before, let from = work.options.completeFrom, from > before.upperBound + 1 {
                throw UsageImportError.gap(offering: slug, completeUntil: before.upperBound, from: from)
            }
            // Without an earlier import and a word of the caller, it begins with the first use that the file has.
            let first = before == nil ? firstDays[offering].flatMap { $0 <= until ? $0 : nil } : nil
            guard let from = [before?.lowerBound, work.options.completeFrom ?? first].compactMap(\.self).min() else {
                throw UsageImportError.neverUsed(offering: slug)
            }
            coverage[offering] = from...max(until, before?.upperBound ?? until)
        }
        return coverage
    }

    private struct StagedUse: Rowed {
        let use: ReportedTouch

        init(row: Row) throws {
            use = try ReportedTouch(
                person: row["person"], offering: row["offering"], at: row["happened_at"], isExact: row["exact"],
                localDay: row["local_day"], event: row["event"])
        }
    }
}

/// The people whom a portion of rows names.
struct UsagePeople: Sendable {
    struct Entry: Rowed {
        let key: PersonKey
        let zone: String?
        let externalID: String
        let email: String?
        let isActive: Bool

        init(row: Row) throws {
            key = try row["id"]
            zone = try row["time_zone"]
            externalID = try row["external_id"]
            email = try row["email_folded"]
            isActive = try row["active"]
        }
    }

    private(set) var byID: [String: Entry] = [:]
    /// Those who have the address now; where all of them have left, they.
    private(set) var byEmail: [String: [Entry]] = [:]

    static func find(_ names: [UsageRow.Who], in database: Database) async throws -> UsagePeople {
        try await database.read { try UsagePeople(names, $0) }
    }

    init(_ names: [UsageRow.Who], _ reader: Reader) throws {
        var ids: Set<String> = []
        var emails: Set<String> = []
        for name in names {
            switch name {
            case .externalID(let id): ids.insert(id)
            case .email(let email): emails.insert(email)
            }
        }
        let columns: SQL = "SELECT id, time_zone, external_id, email_folded, active FROM person"
        if !ids.isEmpty {
            for entry in try reader.rows("\(columns) WHERE external_id IN \(list: ids)", as: Entry.self) { byID[entry.externalID] = entry }
        }
        if !emails.isEmpty {
            for entry in try reader.rows("\(columns) WHERE email_folded IN \(list: emails)", as: Entry.self) {
                byEmail[entry.email ?? "", default: []].append(entry)
            }
            byEmail = byEmail.mapValues { all in
                let active = all.filter(\.isActive)
                return active.isEmpty ? all : active
            }
        }
    }
}
